package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"text/tabwriter"
	"time"

	"culler/cmd/internal/backend"
	"culler/library"
	"culler/library/copies"
	"culler/library/phrase"
)

type duplicatesCommand struct {
	Folder    string `arg:"" help:"Folder of photos." type:"path"`
	Recursive bool   `help:"Look into subfolders as well." short:"r" default:"true" negatable:""`
	JSON      bool   `name:"json" help:"Print JSON."`
}

// Copies is a group of photos that are one exposure, as JSON. The names in it stay.
type Copies struct {
	Kind   string `json:"kind"`   // same file, same picture or near-duplicate
	Photos []Copy `json:"photos"` // the one with most pixels first
}

// Copy is one of them.
type Copy struct {
	Photo  string    `json:"photo"` // path below the folder, with extension
	Files  []string  `json:"files"` // all files of the photo, absolute
	Bytes  int64     `json:"bytes"` // of all files
	Width  int       `json:"width,omitempty"`
	Height int       `json:"height,omitempty"`
	Taken  time.Time `json:"taken,omitzero"`
}

func (c duplicatesCommand) Run(ctx context.Context, g *commands, t terminal) error {
	return g.inShoot(ctx, c.Folder, c.Recursive, t, func(h *backend.House, s *shoot) (err error) {
		b := newBar(t.err, "Looking at photos")
		defer b.close()
		groups, err := h.Copies(ctx, s.Shoot, b.set)
		b.close()
		if err != nil {
			return fmt.Errorf("look for copies in %s: %w", c.Folder, err)
		}
		told := make([]Copies, 0, len(groups))
		for _, g := range groups {
			told = append(told, copiesOf(s.Shoot, g))
		}
		if c.JSON {
			out := json.NewEncoder(t.out)
			out.SetEscapeHTML(false)
			out.SetIndent("", "  ")
			err = out.Encode(told)
		} else {
			err = writeCopies(told, t)
		}
		s.complain(t.err, nil)
		return err
	})
}

func copiesOf(s *library.Shoot, g copies.Group) Copies {
	out := Copies{Kind: g.Kind.String()}
	for _, i := range g.Photos {
		p := s.Photo(i)
		c := Copy{Photo: filepath.ToSlash(filepath.Join(filepath.Dir(p.Name), p.Base())), Width: p.Meta.Width, Height: p.Meta.Height, Taken: p.Meta.Taken}
		for _, f := range p.Files {
			c.Files, c.Bytes = append(c.Files, f.Path), c.Bytes+f.Size
		}
		out.Photos = append(out.Photos, c)
	}
	return out
}

// writeCopies writes one line for each photo, and what could go.
func writeCopies(groups []Copies, t terminal) error {
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	more, size := 0, int64(0)
	for _, g := range groups {
		for k, c := range g.Photos {
			kind := ""
			if k == 0 {
				kind = g.Kind
			} else {
				more, size = more+1, size+c.Bytes
			}
			pixels := "-"
			if c.Width > 0 && c.Height > 0 {
				pixels = fmt.Sprintf("%d x %d", c.Width, c.Height)
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", kind, inLine(c.Photo), pixels, phrase.Bytes(c.Bytes))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(groups) == 0 {
		_, err := fmt.Fprintln(t.out, "No photo is there more than once.")
		return err
	}
	_, err := fmt.Fprintf(t.out, "\n%s there more than once; what is not the first of its group takes %s in %s. Culler deletes nothing.\n",
		phrase.Are(len(groups), "photo"), phrase.Bytes(size), phrase.Count(more, "photo"))
	return err
}
