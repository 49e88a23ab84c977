package main

import (
	"context"
	"time"

	"culler/cmd/internal/backend"
	"culler/library/handover"
	"culler/scoring/board"
	"culler/scoring/rank"
)

type rankCommand struct {
	Folder    string           `arg:"" help:"Folder of photos." type:"path"`
	Best      bool             `help:"One line for each burst: its best frame and the three strongest reasons."`
	JSON      bool             `name:"json" help:"Print JSON." xor:"format"`
	CSV       bool             `name:"csv" help:"Print CSV." xor:"format"`
	Recursive bool             `help:"Look into subfolders as well." short:"r"`
	Gap       time.Duration    `help:"Longest pause inside a burst, such as 2s; by default what the app uses for this folder." placeholder:"PAUSE"`
	Scenes    bool             `help:"Put bursts of one scene together, across pauses and cameras, by how alike they look."`
	Count     rank.Aggregation `help:"What counts: weighted, contrastive_only, prompts_only or measures_only." placeholder:"WHAT" enum:",weighted,contrastive_only,prompts_only,measures_only" default:""`
	Defaults  bool             `help:"Use the weights that prompts and measures begin with, not those set in the app."`
}

func (c rankCommand) Run(ctx context.Context, g *commands, t terminal) error {
	return g.inShoot(ctx, c.Folder, c.Recursive, t, func(h *backend.House, s *shoot) (err error) {
		if c.Gap > 0 || c.Scenes {
			s.regroup(c.Gap, c.Scenes)
		}
		if c.Defaults {
			s.board.SetSettings(board.Settings{})
		}
		if c.Count != "" {
			s.board.SetAggregation(c.Count)
		}
		if err := s.score(ctx, h, t); err != nil {
			return err
		}
		entries := backend.Entries(s.Shoot, s.bursts, s.board)
		shown := entries
		if c.Best {
			shown = bests(entries)
		}
		switch {
		case c.JSON:
			err = handover.WriteJSON(t.out, shown)
		case c.CSV:
			err = handover.WriteCSV(t.out, shown)
		case c.Best:
			err = writeBest(t.out, entries)
		default:
			err = writeTable(t.out, entries)
		}
		s.complain(t.err, entries)
		return err
	})
}
