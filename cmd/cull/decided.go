package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"culler/cmd/internal/backend"
	"culler/library/burst"
	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/setting"
	"culler/scoring/bench"
	"culler/scoring/bench/dataset"
	"culler/scoring/board"
)

type benchDecided struct {
	Folders   []string `arg:"" optional:"" help:"Folders of decided shoots; by default all that were opened in the app." type:"existingdir"`
	Recursive bool     `help:"Look into subfolders as well, as the app does." short:"r" default:"true" negatable:""`
	benchOptions
}

func (c benchDecided) Run(ctx context.Context, g *commands, t terminal) error {
	if g.NoCache {
		return errors.New("your decisions are in the database, which --no-cache leaves alone: close the app and leave the flag out")
	}
	return g.bench(ctx, t, c.benchOptions, func(h *backend.House) (dataset.Dataset, bench.Config, error) {
		d, err := c.collect(ctx, h, t)
		if err != nil {
			return d, bench.Config{}, err
		}
		config, err := asInTheApp(h)
		return d, config, err
	})
}

// collect makes a data set of all bursts with decisions.
func (c benchDecided) collect(ctx context.Context, h *backend.House, t terminal) (dataset.Dataset, error) {
	folders, err := decidedFolders(h, c.Folders)
	if err != nil {
		return dataset.Dataset{}, err
	}
	var bursts [][]dataset.Decision
	shoots := 0
	for _, folder := range folders {
		if _, err := os.Stat(folder); err != nil {
			fmt.Fprintf(t.err, "cull: %s is not there and is left out\n", folder)
			continue
		}
		b, err := c.decisions(ctx, h, folder, t)
		if err != nil {
			return dataset.Dataset{}, err
		}
		bursts = append(bursts, b...)
		shoots++
	}
	d := dataset.FromDecisions("my decided shoots", bursts)
	if d.Judged() == 0 {
		return d, errors.New("no burst is decided yet: in the app pick the best frame of some bursts and leave or reject the others, then try again")
	}
	if shoots > 1 {
		d.Notes = append(d.Notes, fmt.Sprintf("The photos of %d shoots are compared all together here, in the app those of each shoot by themselves: name one folder to have it as in the app.", shoots))
	}
	return d, nil
}

// decisions are those of one shoot, burst by burst. What was said of brackets is
// left out: they are kept whole.
func (c benchDecided) decisions(ctx context.Context, h *backend.House, folder string, t terminal) (bursts [][]dataset.Decision, err error) {
	s, err := h.ViewShoot(ctx, folder, c.Recursive)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	b := newBar(t.err, "Reading times of "+phrase.Folder(folder))
	err = s.Read(ctx, b.set)
	b.close()
	if err != nil {
		return nil, err
	}
	photos, decisions := s.Photos(), s.Decisions()
	for _, group := range s.Bursts() {
		var of []dataset.Decision
		for _, i := range group.Photos {
			one := dataset.Decision{Photo: named(folder, photos[i])}
			if group.Kind != burst.Bracket {
				one.Said = decisions[i]
			}
			of = append(of, one)
		}
		bursts = append(bursts, of)
	}
	return bursts, nil
}

// named is the photo with a name that tells shoots apart.
func named(folder string, p photo.Photo) photo.Photo {
	p.Name = phrase.Folder(folder) + "/" + backend.Name(&p)
	return p
}

// asInTheApp is the default configuration with the photographer's prompts, and
// with the ranking as it is set in the app before all others.
func asInTheApp(h *backend.House) (bench.Config, error) {
	c := bench.Default()
	if _, err := h.Store.Setting(setting.Prompts, &c.Prompts); err != nil {
		return c, err
	}
	var set board.Settings
	if _, err := h.Store.Setting(setting.Weights, &set); err != nil {
		return c, err
	}
	yours := bench.Spec{Name: "your ranking", Kind: bench.Score, Aggregation: set.Aggregation, Weights: set.Weights, Muted: set.Muted, Solo: set.Solo}
	c.Methods = append([]bench.Spec{yours}, c.Methods...)
	c.Reference = yours.Name
	return c, nil
}
