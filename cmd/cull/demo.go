package main

import (
	"context"
	"fmt"

	"culler/library/demo"
)

type demoCommand struct {
	Folder string `arg:"" help:"New or empty folder to write the shoot into." type:"path"`
}

func (c demoCommand) Run(ctx context.Context, t terminal) error {
	progress := newBar(t.err, "Writing frames")
	defer progress.close()
	m, err := demo.Write(ctx, c.Folder, progress.set)
	if err != nil {
		return err
	}
	progress.close()
	scenes, altered := map[int]bool{}, 0
	for _, f := range m.Frames {
		scenes[f.Scene] = true
		if len(f.Alterations) > 0 {
			altered++
		}
	}
	_, err = fmt.Fprintf(t.out, "%s: %d frames in %d bursts, from %d photographs. %d frames were altered; %s says which and how, and whom the photographs are by.\n",
		c.Folder, len(m.Frames), len(scenes), len(m.Photographs), altered, demo.ReadmeName)
	return err
}
