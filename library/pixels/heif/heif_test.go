package heif

import (
	"context"
	"errors"
	"image"
	"os"
	"testing"

	"culler/library/photo/phototest"
)

func stonehenge(t *testing.T) []byte {
	t.Helper()
	file, err := os.ReadFile(phototest.Shared(t, "photos/raw/exiv2/Stonehenge.heic"))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAPictureIsShown(t *testing.T) {
	var size image.Point
	var sky, grass [3]uint32
	err := Decode(t.Context(), stonehenge(t), 300*200, 1<<30, func(img image.Image) {
		size = img.Bounds().Size()
		sky[0], sky[1], sky[2], _ = img.At(150, 20).RGBA()
		grass[0], grass[1], grass[2], _ = img.At(150, 190).RGBA()
	})
	if err != nil || size != image.Pt(300, 200) {
		t.Fatal(size, err)
	}
	if sky[2] < sky[0] || grass[1] < grass[2] {
		t.Errorf("the sky is %v, the grass %v", sky, grass)
	}
}

func TestWhatCannotBeDecodedIsRefused(t *testing.T) {
	file := stonehenge(t)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]struct {
		ctx   context.Context
		file  []byte
		limit int64
		want  error
	}{
		"cut off":           {t.Context(), file[:len(file)/2], 1 << 30, ErrDamaged},
		"nothing":           {t.Context(), nil, 1 << 30, ErrDamaged},
		"no picture":        {t.Context(), make([]byte, 1000), 1 << 30, ErrDamaged},
		"too little memory": {t.Context(), file, 600 << 10, ErrDamaged},
		"cancelled":         {cancelled, file, 1 << 30, context.Canceled},
	} {
		err := Decode(c.ctx, c.file, 300*200, c.limit, func(image.Image) { t.Errorf("%s: a picture is shown", name) })
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
