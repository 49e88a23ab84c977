package clip

import (
	"context"
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"github.com/disintegration/imaging"
)

// TestEmbeddedModelSeesWhatItsCardSays changes the photographs of the demo in
// ways that the model's card says it sees, and asks it about them.
func TestEmbeddedModelSeesWhatItsCardSays(t *testing.T) {
	m := embedded(t, Options{})
	ctx := context.Background()
	names, err := filepath.Glob("../../assets/photographs/*.jpg")
	if err != nil || len(names) == 0 {
		t.Fatal("the demo has no photographs", err)
	}
	var photos []image.Image
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		photos = append(photos, imaging.Fit(img, 400, 400, imaging.Box))
	}
	input := func(img image.Image) []float32 {
		rgba := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
		draw.Draw(rgba, rgba.Rect, img, img.Bounds().Min, draw.Src)
		return m.Input(rgba)
	}
	for _, c := range []struct {
		name, better, worse string
		change              func(image.Image) image.Image
	}{
		{"blur", "a sharp photo", "a blurry photo", func(i image.Image) image.Image { return imaging.Blur(i, 3) }},
		{"black and white", "a colourful photo", "a black and white photo", func(i image.Image) image.Image { return imaging.Grayscale(i) }},
		{"darkness", "a bright photo", "a dark photo", func(i image.Image) image.Image { return imaging.AdjustBrightness(i, -40) }},
		{"all of it", "a good photo", "a bad photo", func(i image.Image) image.Image { return imaging.AdjustBrightness(imaging.Blur(i, 3), -30) }},
	} {
		texts, err := m.EmbedTexts(ctx, []string{c.better, c.worse})
		if err != nil {
			t.Fatal(err)
		}
		right := 0
		for _, photo := range photos {
			both, err := m.EmbedImages(ctx, [][]float32{input(photo), input(c.change(photo))})
			if err != nil {
				t.Fatal(err)
			}
			before := cosine(both[0], texts[0]) - cosine(both[0], texts[1])
			after := cosine(both[1], texts[0]) - cosine(both[1], texts[1])
			if before > after {
				right++
			}
		}
		t.Logf("%s: %d of %d", c.name, right, len(photos))
		if right < len(photos)-1 {
			t.Errorf("%s was seen in %d of %d photographs only", c.name, right, len(photos))
		}
	}
}
