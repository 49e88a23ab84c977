package faces

import (
	"context"
	"image"
	"image/draw"
	"math"
	"strings"
	"testing"

	"culler/library/photo"
	"culler/library/pixels"
	"culler/scoring"
	"culler/scoring/clip"
	"culler/scoring/models"
)

// bright is a contrastive model to which bright pictures are open eyes.
type bright struct{ unknown []string }

func (bright) Key() string         { return "bright" }
func (bright) LogitScale() float64 { return 100 }
func (b bright) UnknownWords(text string) (unknown []string, total int) {
	for _, w := range strings.Fields(text) {
		for _, u := range b.unknown {
			if w == u {
				unknown = append(unknown, w)
			}
		}
	}
	return unknown, len(strings.Fields(text))
}

func (bright) Input(img *image.RGBA) []float32 {
	sum := 0
	for i := 0; i < len(img.Pix); i += 4 {
		sum += int(img.Pix[i])
	}
	return []float32{float32(sum) / float32(len(img.Pix)/4) / 255}
}

func (bright) EmbedImages(_ context.Context, inputs [][]float32) ([][]float32, error) {
	out := make([][]float32, len(inputs))
	for i, in := range inputs {
		a := float64(in[0]-0.5) * 0.1
		out[i] = []float32{float32(math.Sin(a)), float32(math.Cos(a))}
	}
	return out, nil
}

func (bright) EmbedTexts(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, t := range texts {
		out[i] = []float32{-1, 0}
		if strings.Contains(t, "open") {
			out[i] = []float32{1, 0}
		}
	}
	return out, nil
}

// shaded is a picture of one shade per face, with the eyes of each.
func shaded(shades ...uint8) (*image.RGBA, []Face) {
	img := image.NewRGBA(image.Rect(0, 0, 200*len(shades), 200))
	var faces []Face
	for k, s := range shades {
		r := image.Rect(200*k, 0, 200*k+200, 200)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				p := img.Pix[img.PixOffset(x, y):]
				p[0], p[1], p[2], p[3] = s, s, s, 255
			}
		}
		faces = append(faces, Face{Box: r, Eyes: [2]image.Point{{r.Min.X + 65, 85}, {r.Min.X + 135, 85}}})
	}
	return img, faces
}

func TestEyesAreOpenClosedOrUnsure(t *testing.T) {
	a, why, err := NewAsker(t.Context(), bright{})
	if err != nil || why != "" {
		t.Fatal(why, err)
	}
	img, faces := shaded(255, 0, 128)
	faces = append(faces, Face{Box: image.Rect(0, 0, 20, 20), Eyes: [2]image.Point{{6, 8}, {13, 8}}}) // too small
	got, err := a.Ask(t.Context(), img, faces)
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []Eyes{Open, Closed, Unsure, Unsure} {
		if got[k].Eyes != want {
			t.Errorf("face %d: %s (%v), not %s", k, got[k].Eyes, got[k].Probability, want)
		}
	}
	if p := got[0].Probability; p < sure || p > 1 {
		t.Errorf("open with %v", p)
	}
	if !math.IsNaN(got[3].Probability) {
		t.Error("the model was asked about eyes of a few pixels")
	}
}

func TestAModelThatDoesNotKnowTheWordsIsNotAsked(t *testing.T) {
	a, why, err := NewAsker(t.Context(), bright{unknown: []string{"closed"}})
	if a != nil || err != nil || !strings.Contains(why, `"closed"`) || strings.Contains(why, `"open"`) {
		t.Errorf("%v, %q, %v", a, why, err)
	}
	// The embedded model is one of them.
	m, err := clip.Describe(t.Context(), models.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	a, why, err = NewAsker(t.Context(), words{outline: m})
	if a != nil || err != nil || !strings.Contains(why, `"eyes"`) {
		t.Errorf("of the embedded model: %v, %q, %v", a, why, err)
	}
}

// words is a model that knows the words of another.
type words struct {
	bright
	outline *clip.Outline
}

func (w words) UnknownWords(text string) ([]string, int) { return w.outline.UnknownWords(text) }

func TestCutsStayInThePicture(t *testing.T) {
	img, faces := shaded(10, 200)
	for _, f := range append(faces, Face{Box: img.Rect, Eyes: [2]image.Point{{0, 0}, {399, 199}}}, Face{Box: img.Rect, Eyes: [2]image.Point{{399, 5}, {399, 5}}}) {
		for _, r := range []image.Rectangle{square(f.eyes(), img.Rect), square(f.Box, img.Rect)} {
			if !r.In(img.Rect) || r.Dx() != r.Dy() {
				t.Errorf("%+v is cut at %v", f, r)
			}
		}
	}
}

// album gives one picture at the sizes asked for.
type album struct {
	whole *image.RGBA
	asked []int
}

func (a *album) Picture(_ context.Context, _ *photo.Photo, size int) (*image.RGBA, error) {
	a.asked = append(a.asked, size)
	return pixels.Resize(a.whole, size), nil
}

func TestCloseUpsShowTheFaces(t *testing.T) {
	whole := image.NewRGBA(image.Rect(0, 0, 1800, 1200))
	draw.Draw(whole, whole.Rect, image.White, image.Point{}, draw.Src)
	put(t, whole, image.Pt(180, 120), 660)
	put(t, whole, image.Pt(1200, 540), 200)
	asker, _, err := NewAsker(t.Context(), bright{})
	if err != nil {
		t.Fatal(err)
	}
	a := &album{whole: whole}
	v := &Viewer{Pictures: a, Finder: Embedded(), Asker: asker}
	got, err := v.CloseUps(t.Context(), &photo.Photo{})
	if err != nil || len(got) != 2 {
		t.Fatalf("%d faces, %v", len(got), err)
	}
	// The small face had too few pixels at the size that is scored.
	if len(a.asked) != 2 || a.asked[0] != scoring.PictureSize || a.asked[1] <= scoring.PictureSize {
		t.Errorf("pictures of %v were asked for", a.asked)
	}
	for k, c := range got {
		w := c.Picture.Rect.Dx()
		if w < 150 || w > closeUpEdge || c.Picture.Rect.Dy() != w || math.IsNaN(c.Sharpness) || c.Eyes == NotAsked {
			t.Errorf("close-up %d is %v, %+v", k, c.Picture.Rect, c.Answer)
		}
		// It is the face again, in the middle.
		if again, _ := Embedded().Find(t.Context(), c.Picture); len(again) != 1 || !image.Pt(w/2, w/2).In(again[0].Box) {
			t.Errorf("close-up %d shows %+v", k, again)
		}
	}
	v.Asker = nil
	if got, err = v.CloseUps(t.Context(), &photo.Photo{}); err != nil || got[0].Eyes != NotAsked || !math.IsNaN(got[0].Probability) {
		t.Errorf("without a model: %+v, %v", got[0].Answer, err)
	}
	sharp, _ := Reader{Embedded()}.Read(t.Context(), pixels.Resize(whole, scoring.PictureSize))
	if got[0].Sharpness != sharp[Largest] {
		t.Errorf("the close-up says %v, the ranking goes by %v", got[0].Sharpness, sharp[Largest])
	}
	draw.Draw(whole, whole.Rect, image.White, image.Point{}, draw.Src)
	if got, err := v.CloseUps(t.Context(), &photo.Photo{}); err != nil || len(got) != 0 {
		t.Errorf("of nobody: %d, %v", len(got), err)
	}
}
