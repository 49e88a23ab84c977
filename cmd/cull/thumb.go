package main

import (
	"context"
	"fmt"
	"image/jpeg"
	"image/png"
	"io"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"culler/library/handover"
	"culler/library/photo"
	"culler/library/pixels"
)

type thumbCommand struct {
	Photo string `arg:"" help:"The photo, of any kind that Culler reads." type:"existingfile"`
	To    string `arg:"" help:"The picture to write, .jpg or .png." type:"path"`
	Size  int    `help:"Longest edge in pixels; 0 for all there are." default:"512"`
}

func (c thumbCommand) Run(ctx context.Context, t terminal) error {
	// The process ends when the picture is written: up to a gigabyte there is
	// no reason to collect garbage.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(1 << 30))
	d := pixels.Decoder{Readers: runtime.GOMAXPROCS(0)}
	img, info, err := d.Picture(ctx, photo.File{Path: c.Photo, Kind: photo.KindOf(c.Photo)}, c.Size)
	if err != nil {
		return err
	}
	if info.Warning != "" {
		fmt.Fprintf(t.err, "cull: %s: %s\n", c.Photo, info.Warning)
	}
	return handover.WriteFile(c.To, func(w io.Writer) error {
		if strings.EqualFold(filepath.Ext(c.To), ".png") {
			return png.Encode(w, img)
		}
		return jpeg.Encode(w, img, &jpeg.Options{Quality: 90})
	})
}
