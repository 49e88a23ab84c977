package faces

import (
	"context"
	"fmt"
	"image"
	"math"
	"slices"
	"strings"

	xdraw "golang.org/x/image/draw"

	"culler/scoring"
)

// Eyes tells whether the eyes of a face are open.
type Eyes uint8

// What may be known of eyes.
const (
	NotAsked Eyes = iota
	Unsure        // the model cannot tell, or there are too few pixels
	Open
	Closed
)

// String is the state in words, "" for NotAsked.
func (e Eyes) String() string {
	return [...]string{NotAsked: "", Unsure: "unsure", Open: "open", Closed: "closed"}[e]
}

const (
	// sure is the probability from which an answer is given.
	sure = 0.75
	// leastEyes is the smallest edge in pixels of a picture of both eyes that
	// the model is asked about.
	leastEyes = 28
)

// The contrastive pair that the model is asked, and the words in it that a model
// must know.
var (
	openEyes   = []string{"a close-up photo of open eyes", "a face with open eyes"}
	closedEyes = []string{"a close-up photo of closed eyes", "a face with closed eyes"}
	needed     = []string{"open", "closed", "eyes"}
)

// Model is a contrastive model of pictures and words.
type Model interface {
	scoring.ImageModel
	scoring.TextModel
}

// Asker asks a contrastive model whether eyes are open. It is safe for
// concurrent use.
type Asker struct {
	model     Model
	direction []float64 // from closed to open
}

// NewAsker makes an Asker of a model. Where the model does not know the words,
// why is a sentence for people and there is no Asker.
func NewAsker(ctx context.Context, m Model) (a *Asker, why string, err error) {
	strange, _ := m.UnknownWords(strings.Join(needed, " "))
	if len(strange) > 0 {
		return nil, fmt.Sprintf("The model in use does not know the words \"%s\", so it is not asked whether eyes are open. A CLIP model from the Models window can be.", strings.Join(strange, "\", \"")), nil
	}
	vectors, err := m.EmbedTexts(ctx, slices.Concat(openEyes, closedEyes))
	if err != nil {
		return nil, "", fmt.Errorf("ask the model about eyes: %w", err)
	}
	side := func(vectors [][]float32) []float64 {
		mean := make([]float64, len(vectors[0]))
		for _, v := range vectors {
			for i := range mean {
				mean[i] += float64(v[i])
			}
		}
		length := 0.0
		for _, x := range mean {
			length += x * x
		}
		for i := range mean {
			mean[i] /= max(math.Sqrt(length), 1e-12)
		}
		return mean
	}
	a = &Asker{model: m, direction: side(vectors[:len(openEyes)])}
	for i, x := range side(vectors[len(openEyes):]) {
		a.direction[i] -= x
	}
	return a, "", nil
}

// Answer is what a model says of the eyes of a face.
type Answer struct {
	Eyes        Eyes
	Probability float64 // that they are open, 0 to 1; NaN where the model was not asked
}

// Ask tells of each face whether its eyes are open: by the two-way softmax of
// CLIP-IQA (Wang et al. 2023) over a square cut round both eyes.
func (a *Asker) Ask(ctx context.Context, img *image.RGBA, faces []Face) ([]Answer, error) {
	answers := make([]Answer, len(faces))
	var inputs [][]float32
	var of []int
	for k, f := range faces {
		answers[k] = Answer{Unsure, math.NaN()}
		box := square(f.eyes(), img.Rect)
		if box.Dx() < leastEyes {
			continue
		}
		inputs, of = append(inputs, a.model.Input(cut(img, box, 0))), append(of, k)
	}
	if len(inputs) == 0 {
		return answers, nil
	}
	embeddings, err := a.model.EmbedImages(ctx, inputs)
	if err != nil {
		return nil, fmt.Errorf("ask the model about eyes: %w", err)
	}
	for n, k := range of {
		d := 0.0
		for i, x := range embeddings[n] {
			d += float64(x) * a.direction[i]
		}
		p := 1 / (1 + math.Exp(-a.model.LogitScale()*d))
		answers[k].Probability = p
		switch {
		case p >= sure:
			answers[k].Eyes = Open
		case p <= 1-sure:
			answers[k].Eyes = Closed
		}
	}
	return answers, nil
}

// eyes is a box round both eyes and the bridge of the nose, twice as wide as the
// eyes are apart.
func (f Face) eyes() image.Rectangle {
	mid := f.Eyes[0].Add(f.Eyes[1]).Div(2)
	d := f.Eyes[1].Sub(f.Eyes[0])
	half := int(math.Round(math.Hypot(float64(d.X), float64(d.Y))))
	return image.Rectangle{Min: mid.Sub(image.Pt(half, half)), Max: mid.Add(image.Pt(half, half))}
}

// square is a square of a box's longer edge round its middle, moved into the
// picture, and smaller where the picture is.
func square(box, picture image.Rectangle) image.Rectangle {
	edge := min(max(box.Dx(), box.Dy()), picture.Dx(), picture.Dy())
	mid := box.Min.Add(box.Max).Div(2)
	at := image.Pt(
		min(max(mid.X-edge/2, picture.Min.X), picture.Max.X-edge),
		min(max(mid.Y-edge/2, picture.Min.Y), picture.Max.Y-edge))
	return image.Rectangle{Min: at, Max: at.Add(image.Pt(edge, edge))}
}

// cut is a copy of a part of a picture, made smaller if its edge is longer than
// most pixels; 0 for as it is.
func cut(img *image.RGBA, box image.Rectangle, most int) *image.RGBA {
	edge := box.Dx()
	if most > 0 {
		edge = min(edge, most)
	}
	out := image.NewRGBA(image.Rect(0, 0, edge, edge))
	if edge == box.Dx() {
		xdraw.Copy(out, image.Point{}, img, box, xdraw.Src, nil)
	} else {
		xdraw.CatmullRom.Scale(out, out.Rect, img, box, xdraw.Src, nil)
	}
	return out
}
