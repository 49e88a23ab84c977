package main

import (
	"bufio"
	"context"
	"fmt"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"culler/library/photo"
	"culler/library/pixels"
)

type thumbCommand struct {
	Photo string `arg:"" help:"The photo, of any kind that Culler reads." type:"existingfile"`
	To    string `arg:"" help:"The picture to write, .jpg or .png." type:"path"`
	Size  int    `help:"Longest edge in pixels; 0 for all there are." default:"512"`
}

func (c thumbCommand) Run(ctx context.Context, t terminal) error {
	var d pixels.Decoder
	img, info, err := d.Picture(ctx, photo.File{Path: c.Photo, Kind: photo.KindOf(c.Photo)}, c.Size)
	if err != nil {
		return err
	}
	if info.Warning != "" {
		fmt.Fprintf(t.err, "cull: %s: %s\n", c.Photo, info.Warning)
	}
	f, err := os.OpenFile(c.To, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if os.IsExist(err) {
		return fmt.Errorf("%s is there already; choose another name, nothing was written", c.To)
	}
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	if strings.EqualFold(filepath.Ext(c.To), ".png") {
		err = png.Encode(w, img)
	} else {
		err = jpeg.Encode(w, img, &jpeg.Options{Quality: 90})
	}
	if err == nil {
		err = w.Flush()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(c.To) // half a picture helps nobody
		return fmt.Errorf("write %s: %w", c.To, err)
	}
	return nil
}
