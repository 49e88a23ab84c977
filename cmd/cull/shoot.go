package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"culler/cmd/internal/backend"
	"culler/library"
	"culler/library/burst"
	"culler/scoring"
	"culler/scoring/board"
)

// shoot is a folder that was read, with the board that ranks it.
type shoot struct {
	*library.Shoot
	board  *board.Board
	model  string // the title of the model; "" where there is none
	bursts []burst.Burst
	rules  *burst.Options // for this once; nil: those of the shoot
}

// inShoot opens the house and a folder's photos, and closes both again.
func (g *commands) inShoot(ctx context.Context, folder string, recursive bool, t terminal, do func(h *backend.House, s *shoot) error) (err error) {
	h, err := g.open(t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	s, err := openShoot(ctx, h, folder, recursive, t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(h, s)
}

// openShoot reads names, times and cameras of a folder's photos.
func openShoot(ctx context.Context, h *backend.House, folder string, recursive bool, t terminal) (*shoot, error) {
	opened, err := h.ViewShoot(ctx, folder, recursive)
	if err != nil {
		return nil, err
	}
	s := &shoot{Shoot: opened}
	if err := s.read(ctx, h, t); err != nil {
		opened.Close()
		return nil, err
	}
	return s, nil
}

func (s *shoot) read(ctx context.Context, h *backend.House, t terminal) (err error) {
	if s.Len() == 0 {
		return fmt.Errorf("there are no photos in %s; to look into its subfolders as well, use --recursive", s.Folder())
	}
	b := newBar(t.err, "Reading times")
	defer b.close()
	if err := s.Read(ctx, b.set); err != nil {
		return err
	}
	s.bursts = s.Bursts()
	s.board, err = h.Board(ctx, s.Len())
	return err
}

// regroup groups by other rules, for this once: with another gap, 0 for that of the
// shoot, and by scene, which waits for score.
func (s *shoot) regroup(gap time.Duration, scenes bool) {
	o := s.BurstOptions()
	if gap > 0 {
		o.Gap = gap
	}
	o.Scenes = o.Scenes || scenes
	s.rules = &o
	s.bursts = burst.Group(s.Photos(), o)
}

// likeness groups anew, now that it is known how alike photos are.
func (s *shoot) likeness(ctx context.Context) (err error) {
	o := s.BurstOptions()
	if s.rules != nil {
		o = *s.rules
	}
	o.Alike, o.Vector = s.board.Alike, s.board.Vector
	s.bursts, err = burst.GroupContext(ctx, s.Photos(), o)
	return err
}

// score has every photo read and ranked.
func (s *shoot) score(ctx context.Context, h *backend.House, t terminal) error {
	b := newBar(t.err, "Reading photos")
	defer b.close()
	if err := h.Score(ctx, s.Shoot, s.board, func(p scoring.Progress) { b.set(p.Done, p.Total) }); err != nil {
		return err
	}
	b.close()
	if err := s.likeness(ctx); err != nil {
		return err
	}
	if why := h.NoModel(); why != "" {
		fmt.Fprintf(t.err, "cull: %s\n", why)
	} else {
		s.model = h.ModelTitle()
	}
	if note := h.Note(); note != "" {
		fmt.Fprintf(t.err, "cull: %s\n", note)
	}
	return nil
}
