package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"strings"

	"culler/cmd/internal/backend"
	"culler/library/handover"
	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/pixels"
)

type exportCommand struct {
	Folder    string `arg:"" help:"Folder of photos." type:"path"`
	Recursive bool   `help:"Look into subfolders as well." short:"r"`

	What  string `help:"Photos to hand over: picked, rejected, all, or best, the best frame of every burst that is clear." enum:"picked,rejected,all,best" default:"picked"`
	Stars int    `help:"Only photos of at least so many stars." default:"0"`

	To         string        `help:"Folder to hand the photos over to; originals are never overwritten." type:"path" placeholder:"FOLDER"`
	Mode       handover.Mode `help:"How: copy, link or move." enum:"copy,link,move" default:"copy"`
	Subfolders bool          `help:"Keep the subfolders."`
	Sidecars   bool          `help:"Take XMP sidecars along." default:"true" negatable:""`
	Inside     bool          `help:"Write stars, labels and keywords into copied JPEGs as well, where Lightroom looks for them." default:"true" negatable:""`
	DryRun     bool          `help:"Say what would be done and do nothing." short:"n"`

	CSV   string `name:"csv" help:"Write a list of the photos." type:"path" placeholder:"FILE"`
	JSON  string `name:"json" help:"Write a list of the photos." type:"path" placeholder:"FILE"`
	Sheet string `help:"Write a contact sheet with reasons, an HTML file." type:"path" placeholder:"FILE"`
}

func (c exportCommand) Run(ctx context.Context, g *commands, t terminal) error {
	if c.To == "" && c.CSV == "" && c.JSON == "" && c.Sheet == "" {
		return errors.New("nothing to do: name a folder with --to, or a file with --csv, --json or --sheet")
	}
	return g.inShoot(ctx, c.Folder, c.Recursive, t, func(h *backend.House, s *shoot) error {
		if c.What == "best" || c.CSV != "" || c.JSON != "" || c.Sheet != "" {
			if err := s.score(ctx, h, t); err != nil {
				return err
			}
		}
		entries := c.chosen(backend.Entries(s.Shoot, s.bursts, s.board))
		if len(entries) == 0 {
			_, err := fmt.Fprintln(t.out, "No photo is chosen by that; nothing was done.")
			return err
		}
		if err := c.lists(ctx, h, s, entries, t); err != nil {
			return err
		}
		if c.To == "" {
			return nil
		}
		return c.handOver(ctx, s, entries, t)
	})
}

// chosen are the entries that are asked for.
func (c exportCommand) chosen(entries []handover.Entry) (out []handover.Entry) {
	for _, e := range entries {
		ok := e.Stars >= c.Stars
		switch c.What {
		case "picked", "rejected":
			ok = ok && e.Flag == c.What
		case "best":
			ok = ok && e.Place == 1 && (e.Verdict.Called() || e.Of == 1)
		}
		if ok {
			out = append(out, e)
		}
	}
	return out
}

func (c exportCommand) lists(ctx context.Context, h *backend.House, s *shoot, entries []handover.Entry, t terminal) error {
	sheet := handover.Sheet{
		Title: phrase.Folder(s.Folder()), Entries: entries,
		Note: fmt.Sprintf("%d of %s: %s", len(entries), phrase.Count(s.Len(), "photo"), c.What),
		Picture: func(ctx context.Context, p *photo.Photo) (*image.RGBA, error) {
			img, err := h.Gallery.Thumb(ctx, p, 256)
			if err != nil {
				return nil, err
			}
			return pixels.Upright(img, p.Turn), nil
		},
	}
	for _, l := range []struct {
		path  string
		write func(io.Writer) error
	}{
		{c.CSV, func(w io.Writer) error { return handover.WriteCSV(w, entries) }},
		{c.JSON, func(w io.Writer) error { return handover.WriteJSON(w, entries) }},
		{c.Sheet, func(w io.Writer) error {
			b := newBar(t.err, "Contact sheet")
			defer b.close()
			return sheet.Write(ctx, w, b.set)
		}},
	} {
		if l.path == "" {
			continue
		}
		if err := handover.WriteFile(l.path, l.write); err != nil {
			return err
		}
		fmt.Fprintf(t.out, "%s: %s\n", l.path, phrase.Count(len(entries), "photo"))
	}
	return nil
}

func (c exportCommand) handOver(ctx context.Context, s *shoot, entries []handover.Entry, t terminal) error {
	photos := make([]photo.Photo, len(entries))
	for k, e := range entries {
		photos[k] = *e.Source
	}
	plan, err := handover.MakePlan(ctx, photos, handover.Options{
		To: c.To, Mode: c.Mode, Subfolders: c.Subfolders, Sidecars: c.Sidecars, Decision: s.Decided(), Style: s.Sidecars().Style, Program: s.Sidecars().For, Inside: c.Inside,
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(t.out, plan.Sentence())
	if c.DryRun {
		return nil
	}
	b := newBar(t.err, "Handing over")
	result, err := plan.Run(ctx, func(p handover.Progress) { b.set(p.Files, p.OfFiles) })
	b.close()
	for _, f := range result.Failed {
		fmt.Fprintf(t.err, "cull: %s: %s\n", inLine(f.Photo), inLine(strings.TrimPrefix(f.Reason, f.Photo+": ")))
	}
	if err != nil {
		return err
	}
	for _, f := range result.Stayed {
		fmt.Fprintf(t.err, "cull: %s: %s\n", inLine(f.Photo), inLine(strings.TrimPrefix(f.Reason, f.Photo+": ")))
	}
	for _, remark := range result.Remarks() {
		fmt.Fprintln(t.err, "cull: "+inLine(remark))
	}
	fmt.Fprintf(t.out, "%s in %s.\n", ofPhotos(result.Photos, len(photos)), plan.To)
	switch n, stayed := len(result.Failed), len(result.Stayed); {
	case n == 1:
		return errors.New("1 photo was not handed over; its originals are untouched")
	case n > 1:
		return fmt.Errorf("%d photos were not handed over; their originals are untouched", n)
	case stayed == 1:
		return errors.New("the copies of 1 photo are there, and its originals stayed as well")
	case stayed > 1:
		return fmt.Errorf("the copies of %d photos are there, and their originals stayed as well", stayed)
	}
	return nil
}

// ofPhotos is "1 photo is", "3 photos are" or "2 of 3 photos are".
func ofPhotos(n, of int) string {
	switch {
	case n < of:
		return fmt.Sprintf("%d of %s are", n, phrase.Count(of, "photo"))
	case n == 1:
		return "1 photo is"
	}
	return phrase.Count(n, "photo") + " are"
}
