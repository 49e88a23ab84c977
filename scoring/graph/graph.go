// Package graph runs ONNX graphs that take one picture at a time: models of
// quality and finders of faces.
package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"sync"

	"culler/scoring/models"
	"culler/scoring/onnx"
	"culler/scoring/prepare"
)

// Options say what a Graph is made of.
type Options struct {
	// Runtime loads ONNX Runtime, when the graph is first run.
	Runtime func() (*onnx.Runtime, error)
	Folder  models.Folder
	// Image says how pictures are prepared; its file is the graph.
	Image models.Image
	// Choose picks the outputs that Run returns, in order. Its error is a
	// sentence for people.
	Choose func(outputs []onnx.Tensor) ([]string, error)
	// Prove tries the graph when it has been opened.
	Prove func(ctx context.Context, run Runner) error
	// Pad, if true, puts the picture in the upper left corner of a black square
	// of Image.Size.
	Pad bool
}

// Output is what a run gives: the outputs in the order of Options.Choose, and
// the size in pixels of the prepared picture, without padding.
type Output struct {
	Values        []onnx.Value
	Width, Height int
}

// Runner runs a graph on a picture.
type Runner func(ctx context.Context, img *image.RGBA) (Output, error)

// Graph is opened when it is first run: where all that it would tell is
// remembered, it costs nothing. It is safe for concurrent use; each run takes
// one thread.
type Graph struct {
	o     Options
	key   string
	maker *prepare.Maker

	mu      sync.Mutex
	session *onnx.Session
	err     error // why it cannot be opened
	closed  bool
}

// New describes a graph without opening it.
func New(ctx context.Context, o Options) (*Graph, error) {
	g := &Graph{o: o, maker: prepare.New(o.Image)}
	i := o.Image
	sum := i.SHA256
	if sum == "" {
		var err error
		if sum, err = o.Folder.Sum(ctx, i.File); err != nil {
			return nil, err
		}
	}
	h := sha256.New()
	fmt.Fprintln(h, prepare.Version, sum, i.Output, i.Size, i.Resize, i.Filter, i.Layout, i.Colour, i.Mean, i.Std, o.Pad)
	g.key = o.Folder.Spec.ID + "@" + hex.EncodeToString(h.Sum(nil)[:8])
	return g, nil
}

// Key identifies the graph and how it is given pictures.
func (g *Graph) Key() string { return g.key }

// Open opens the graph, if it is not open yet, and proves it. Later calls
// repeat what it found the first time. The error is a sentence for people.
func (g *Graph) Open(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.session != nil || g.err != nil {
		return g.err
	}
	if g.closed {
		return fmt.Errorf("the model %q was closed", g.o.Folder.Spec.Title)
	}
	err := g.open(ctx)
	if err != nil {
		err = fmt.Errorf("the model %q cannot be used: %w", g.o.Folder.Spec.Title, err)
	}
	if ctx.Err() == nil {
		g.err = err // what was broken off may be tried again
	}
	return err
}

func (g *Graph) open(ctx context.Context) error {
	rt, err := g.o.Runtime()
	if err != nil {
		return err
	}
	if err := g.o.Folder.Verify(ctx, g.o.Image.File); err != nil {
		return err
	}
	file := onnx.Graph{Name: g.o.Image.File}
	var onDisk bool
	if file.Path, onDisk = g.o.Folder.Path(file.Name); !onDisk {
		if file.Bytes, err = g.o.Folder.ReadFile(file.Name); err != nil {
			return err
		}
	}
	s, err := rt.Open(file, onnx.SessionOptions{Threads: 1, Choose: g.o.Choose, Width: 1})
	if err != nil {
		return err
	}
	err = g.fit(s)
	if err == nil && g.o.Prove != nil {
		err = g.o.Prove(ctx, func(ctx context.Context, img *image.RGBA) (Output, error) { return g.run(ctx, s, img) })
	}
	if err != nil {
		return errors.Join(err, s.Close())
	}
	g.session = s
	return nil
}

// fit compares the graph's input with what it will be given.
func (g *Graph) fit(s *onnx.Session) error {
	inputs, i := s.Inputs(), g.o.Image
	if len(inputs) != 1 {
		return fmt.Errorf("%s takes %d inputs (%s), and a picture is one", i.File, len(inputs), onnx.Names(inputs))
	}
	in := inputs[0]
	if i.Input != "" && i.Input != in.Name {
		return fmt.Errorf("%s has no input %q; it has %s", i.File, i.Input, in.Name)
	}
	switch in.Type {
	case onnx.Float32, onnx.Float16, onnx.Float64:
	default:
		return fmt.Errorf("%s takes %s, and Culler gives pictures as floating-point numbers", i.File, in)
	}
	side := i.Size
	if i.Resize == models.Native && !g.o.Pad {
		side = -1
	}
	want := g.maker.Shape(1, side, side)
	bad := len(in.Shape) != len(want)
	for a := 0; a < len(want) && !bad; a++ {
		bad = in.Shape[a] >= 0 && in.Shape[a] != want[a]
	}
	if bad {
		given := onnx.Tensor{Name: in.Name, Type: in.Type, Shape: want}
		return fmt.Errorf("%s takes %s, and by the model's description it would be given %s", i.File, in, given)
	}
	return nil
}

// Run runs the graph on a picture. It opens the graph if it is not open, and
// ends soon after ctx is cancelled.
func (g *Graph) Run(ctx context.Context, img *image.RGBA) (Output, error) {
	if err := g.Open(ctx); err != nil {
		return Output{}, err
	}
	return g.run(ctx, g.session, img)
}

func (g *Graph) run(ctx context.Context, s *onnx.Session, img *image.RGBA) (Output, error) {
	input, w, h := g.maker.Input(img)
	out := Output{Width: w, Height: h}
	if g.o.Pad {
		input, w, h = g.pad(input, w, h)
	}
	var err error
	out.Values, err = s.Run(ctx, onnx.Value{Shape: g.maker.Shape(1, w, h), Floats: input})
	return out, err
}

// pad puts a picture into the upper left corner of a square of zeros.
func (g *Graph) pad(input []float32, w, h int) ([]float32, int, int) {
	size := g.o.Image.Size
	planes, wide := 3, 1
	if g.o.Image.Layout == models.NHWC {
		planes, wide = 1, 3
	}
	square := make([]float32, 3*size*size)
	for p := range planes {
		for y := range h {
			copy(square[(p*size+y)*size*wide:], input[(p*h+y)*w*wide:(p*h+y+1)*w*wide])
		}
	}
	return square, size, size
}

// Close frees the graph after the runs under way have ended.
func (g *Graph) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	if g.session == nil {
		return nil
	}
	return g.session.Close()
}

// Proof is a picture to prove a graph on: a bright and smooth one or a dark and
// chequered one.
func Proof(smooth bool) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 96, 64))
	for y := range 64 {
		for x := range 96 {
			p := img.Pix[img.PixOffset(x, y):][:4]
			p[0], p[1], p[2], p[3] = uint8(120+x), uint8(180+y), 220, 255
			if !smooth {
				v := uint8((x/6 + y/5) % 2 * 90)
				p[0], p[1], p[2] = v, v/2, uint8(2*y)
			}
		}
	}
	return img
}
