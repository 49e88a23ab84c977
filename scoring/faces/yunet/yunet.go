// Package yunet finds faces by the network YuNet.
package yunet

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"math"
	"slices"

	"culler/scoring/faces"
	"culler/scoring/graph"
	"culler/scoring/models"
	"culler/scoring/onnx"
)

// YuNet's answers, as OpenCV's FaceDetectorYN reads them (Wu et al., "YuNet: A
// Tiny Millisecond-level Face Detector", 2023).
const (
	sure     = 0.7 // least score of a face
	sameFace = 0.3 // of boxes that show the same face
)

var (
	strides = []int{8, 16, 32}
	heads   = []struct {
		name  string
		width int
	}{{"cls", 1}, {"obj", 1}, {"bbox", 4}, {"kps", 10}}
)

// Finder finds faces, also small, turned and half hidden ones. It is a
// faces.Finder.
type Finder struct {
	spec  models.Spec
	size  int
	graph *graph.Graph
}

// New describes a finder; it is opened when it first looks. The error is a
// sentence for people.
func New(ctx context.Context, load func() (*onnx.Runtime, error), f models.Folder) (*Finder, error) {
	if f.Spec.Kind != models.Faces {
		return nil, fmt.Errorf("%s is not a finder of faces", f.Spec.Title)
	}
	y := &Finder{spec: f.Spec, size: f.Spec.Image.Size}
	i := *f.Spec.Image
	i.Resize = models.Native // the whole picture in its shape, whatever its size
	largest := strides[len(strides)-1]
	err := error(nil)
	if y.size%largest != 0 {
		err = fmt.Errorf("the size of its pictures should be a multiple of %d, not %d", largest, y.size)
	} else {
		y.graph, err = graph.New(ctx, graph.Options{Runtime: load, Folder: f, Image: i, Pad: true, Choose: y.choose, Prove: y.prove})
	}
	if err != nil {
		return nil, fmt.Errorf("the model %q cannot be used: %w", f.Spec.Title, err)
	}
	return y, nil
}

// ID identifies the model.
func (y *Finder) ID() string { return y.spec.ID }

// Key identifies the finder.
func (y *Finder) Key() string {
	return fmt.Sprint(y.graph.Key(), " ", sure, " ", sameFace)
}

// Open opens the model, if it is not open yet, and proves that it answers as
// YuNet does. The error is a sentence for people.
func (y *Finder) Open(ctx context.Context) error { return y.graph.Open(ctx) }

// Close frees the model.
func (y *Finder) Close() error { return y.graph.Close() }

// choose asks for the outputs by their names: cls_8, cls_16, cls_32, obj_8 and
// so on.
func (y *Finder) choose(outputs []onnx.Tensor) ([]string, error) {
	var names []string
	for _, h := range heads {
		for _, stride := range strides {
			name := fmt.Sprintf("%s_%d", h.name, stride)
			if !slices.ContainsFunc(outputs, func(t onnx.Tensor) bool { return t.Name == name }) {
				return nil, fmt.Errorf("%s has no output %q, as YuNet has; it has %s", y.spec.Image.File, name, onnx.Names(outputs))
			}
			names = append(names, name)
		}
	}
	return names, nil
}

func (y *Finder) prove(ctx context.Context, run graph.Runner) error {
	out, err := run(ctx, graph.Proof(true))
	if err != nil {
		return fmt.Errorf("a picture could not be searched: %w", err)
	}
	return y.check(out.Values)
}

// check compares the lengths of outputs with those of YuNet's, which are by
// head, then by stride.
func (y *Finder) check(values []onnx.Value) error {
	for h, head := range heads {
		for s, stride := range strides {
			cells := (y.size / stride) * (y.size / stride)
			if v := values[h*len(strides)+s]; len(v.Floats) != cells*head.width {
				return fmt.Errorf("its output %s_%d has the shape %v, and YuNet's has %d times %d numbers", head.name, stride, v.Shape, cells, head.width)
			}
		}
	}
	return nil
}

// Find returns the faces of a picture, the largest first.
func (y *Finder) Find(ctx context.Context, img *image.RGBA) ([]faces.Face, error) {
	if img.Rect.Empty() {
		return nil, nil
	}
	out, err := y.graph.Run(ctx, img)
	if err != nil {
		return nil, err
	}
	if err := y.check(out.Values); err != nil {
		return nil, err
	}
	var all []rawFace
	for s, stride := range strides {
		at := func(head int) []float32 { return out.Values[head*len(strides)+s].Floats }
		all = append(all, decode(at(0), at(1), at(2), at(3), y.size, stride)...)
	}
	// From the scaled picture back to the picture.
	fx, fy := float64(img.Rect.Dx())/float64(out.Width), float64(img.Rect.Dy())/float64(out.Height)
	var found []faces.Face
	for _, r := range suppress(all) {
		found = append(found, r.face(fx, fy, img.Rect.Min))
	}
	return faces.InOrder(found, img.Rect), nil
}

// rawFace is a face in the pixels that YuNet sees.
type rawFace struct {
	score      float64
	x, y, w, h float64       // the box
	eyes       [2][2]float64 // x and y
}

// decode reads the answers at one stride, which come row by row for a square of
// cells. A cell's score is the root of the product of its class and its
// objectness. Centres and marks are relative to the cell, in strides; widths and
// heights are logarithms of strides.
func decode(cls, obj, box, marks []float32, size, stride int) []rawFace {
	var found []rawFace
	columns := size / stride
	unit := float64(stride)
	for i := range cls {
		score := math.Sqrt(clamp(cls[i]) * clamp(obj[i]))
		if !(score >= sure) {
			continue
		}
		col, row := float64(i%columns), float64(i/columns)
		b, m := box[4*i:4*i+4], marks[10*i:10*i+10]
		r := rawFace{score: score, w: math.Exp(float64(b[2])) * unit, h: math.Exp(float64(b[3])) * unit}
		r.x = (col+float64(b[0]))*unit - r.w/2
		r.y = (row+float64(b[1]))*unit - r.h/2
		for k := range r.eyes {
			r.eyes[k] = [2]float64{(col + float64(m[2*k])) * unit, (row + float64(m[2*k+1])) * unit}
		}
		// What is not a number or lies far outside comes from a graph that is not
		// YuNet's.
		if bound := 4 * float64(size); r.w < bound && r.h < bound && math.Abs(r.x) < bound && math.Abs(r.y) < bound {
			found = append(found, r)
		}
	}
	return found
}

func clamp(p float32) float64 { return float64(min(max(p, 0), 1)) }

// suppress keeps the best of those that show the same face.
func suppress(all []rawFace) []rawFace {
	slices.SortStableFunc(all, func(a, b rawFace) int { return cmp.Compare(b.score, a.score) })
	var kept []rawFace
	for _, r := range all {
		box := r.face(1, 1, image.Point{}).Box
		if !slices.ContainsFunc(kept, func(k rawFace) bool { return overlap(k.face(1, 1, image.Point{}).Box, box) > sameFace }) {
			if kept = append(kept, r); len(kept) == faces.Most {
				break
			}
		}
	}
	return kept
}

// overlap is the intersection of two boxes as a share of their union.
func overlap(a, b image.Rectangle) float64 {
	area := func(r image.Rectangle) int { return r.Dx() * r.Dy() }
	both := area(a.Intersect(b))
	if both == 0 {
		return 0
	}
	return float64(both) / float64(area(a)+area(b)-both)
}

// face is the face in a picture that is larger by fx and fy and begins at from.
func (r rawFace) face(fx, fy float64, from image.Point) faces.Face {
	at := func(x, y float64) image.Point {
		return image.Pt(int(math.Round(bounded(x*fx))), int(math.Round(bounded(y*fy)))).Add(from)
	}
	f := faces.Face{Score: r.score, Box: image.Rectangle{Min: at(r.x, r.y), Max: at(r.x+r.w, r.y+r.h)}}
	for k, e := range r.eyes {
		f.Eyes[k] = at(e[0], e[1])
	}
	if f.Eyes[0].X > f.Eyes[1].X {
		f.Eyes[0], f.Eyes[1] = f.Eyes[1], f.Eyes[0]
	}
	return f
}

// bounded keeps a coordinate within what an int holds for sure.
func bounded(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return min(max(v, -1<<24), 1<<24)
}
