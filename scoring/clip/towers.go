package clip

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"culler/scoring/onnx"
)

// tower is a session and the places of what a contrastive model takes and
// gives; -1 where it does not.
type tower struct {
	session           *onnx.Session
	pixels, ids, mask int  // inputs
	image, text       int  // outputs
	batch             int  // pictures or texts of a run, where the graph or the description fixes it; else 0
	even              bool // one graph of both wants as many pictures as texts
	short             int  // tokens of the text that stands in where a picture is wanted
	fill              int  // tokens of a run of texts at least
}

// openTower opens a graph, finds its inputs and outputs and refuses what does
// not fit the model's description.
func (m *Model) openTower(p *part) (*tower, error) {
	f, file, image, text := m.folder, p.file, p.image, p.text
	g := onnx.Graph{Name: file}
	var onDisk bool
	if g.Path, onDisk = f.Path(file); !onDisk {
		var err error
		if g.Bytes, err = f.ReadFile(file); err != nil {
			return nil, err
		}
	}
	o := onnx.SessionOptions{Threads: max(1, m.options.Threads/m.options.Lanes), Spin: m.options.Spin, Provider: m.options.Provider, Width: m.spec.Embedding}
	if p.before != nil {
		o.Like = p.before.session
	}
	t := &tower{pixels: -1, ids: -1, mask: -1, image: -1, text: -1}
	if image {
		t.batch = m.spec.Image.Batch
	}
	o.Choose = func(outputs []onnx.Tensor) (chosen []string, err error) {
		for _, want := range []struct {
			wanted   bool
			name, of string
			at       *int
		}{{image, m.spec.Image.Output, "image", &t.image}, {text, m.spec.Text.Output, "text", &t.text}} {
			if !want.wanted {
				continue
			}
			name, err := output(outputs, want.name, want.of, file, image && text)
			if err != nil {
				return nil, err
			}
			*want.at = len(chosen)
			chosen = append(chosen, name)
		}
		return chosen, nil
	}
	var err error
	if t.session, err = m.runtime.Open(g, o); err != nil {
		return nil, err
	}
	if err := m.fit(t, file, image, text); err != nil {
		t.session.Close()
		return nil, err
	}
	return t, nil
}

// output is the name of the output that holds embeddings: the one asked for,
// else the one of a usual name, else the only one.
func output(all []onnx.Tensor, asked, of, file string, both bool) (string, error) {
	has := func(name string) bool {
		return slices.ContainsFunc(all, func(t onnx.Tensor) bool { return t.Name == name })
	}
	if asked != "" {
		if !has(asked) {
			return "", fmt.Errorf("%s has no output %q; it has %s", file, asked, onnx.Names(all))
		}
		return asked, nil
	}
	for _, usual := range []string{of + "_embeds", of + "_embeddings", of + "_features", of + "_embedding"} {
		if has(usual) {
			return usual, nil
		}
	}
	if len(all) == 1 && !both {
		return all[0].Name, nil
	}
	return "", fmt.Errorf("it is not clear which output of %s holds the embeddings of the %ss: it has %s; name one in model.yaml", file, of, onnx.Names(all))
}

// fit finds the inputs and compares their types and shapes with the model's
// description.
func (m *Model) fit(t *tower, file string, image, text bool) error {
	for i, in := range t.session.Inputs() {
		whole := in.Type == onnx.Int32 || in.Type == onnx.Int64
		broken := in.Type == onnx.Float32 || in.Type == onnx.Float16
		masks := in.Name == m.spec.Text.Mask || (m.spec.Text.Mask == "" && strings.Contains(in.Name, "mask"))
		switch {
		case image && broken && len(in.Shape) == 4 && (m.spec.Image.Input == "" || m.spec.Image.Input == in.Name) && t.pixels < 0:
			t.pixels = i
		case text && masks && (whole || broken) && t.mask < 0:
			t.mask = i
		case text && whole && (m.spec.Text.Input == "" || m.spec.Text.Input == in.Name) && t.ids < 0:
			t.ids = i
		default:
			return fmt.Errorf("%s wants the input %s, which the model's description does not name", file, in)
		}
	}
	if image && t.pixels < 0 {
		return missing(file, "pictures", m.spec.Image.Input)
	}
	if text && t.ids < 0 {
		return missing(file, "texts", m.spec.Text.Input)
	}
	if image {
		s := m.spec.Image
		if err := m.fitAxes(t, t.pixels, file, m.maker.Shape(0, s.Size, s.Size)); err != nil {
			return err
		}
	}
	t.short, t.fill = 2, m.spec.Text.Context // 2: start and end
	if text {
		for _, i := range []int{t.ids, t.mask} {
			if i < 0 {
				continue
			}
			if err := m.fitAxes(t, i, file, []int64{0, int64(m.spec.Text.Context)}); err != nil {
				return err
			}
			if in := t.session.Inputs()[i]; in.Shape[1] >= 0 {
				t.short = m.spec.Text.Context
			}
		}
	}
	for _, out := range t.session.Outputs() {
		// The session sizes 16-bit outputs beforehand, all by one batch.
		t.even = t.even || (image && text && out.Type == onnx.Float16)
		floats := out.Type == onnx.Float32 || out.Type == onnx.Float16 || out.Type == onnx.Float64
		if !floats || len(out.Shape) != 2 {
			return fmt.Errorf("%s gives %s, which is not one embedding for each input", file, out)
		}
		if d := out.Shape[1]; d >= 0 && m.spec.Embedding > 0 && d != int64(m.spec.Embedding) {
			return fmt.Errorf("%s gives embeddings of %d numbers, and the model's description says %d", file, d, m.spec.Embedding)
		}
	}
	return nil
}

func missing(file, what, name string) error {
	if name != "" {
		return fmt.Errorf("%s has no input %q that takes %s", file, name, what)
	}
	return fmt.Errorf("%s has no input that takes %s", file, what)
}

// fitAxes compares an input's axes with those that it will be given. The first
// is the batch: where the graph fixes it, the tower remembers it.
func (m *Model) fitAxes(t *tower, input int, file string, want []int64) error {
	in := t.session.Inputs()[input]
	bad := len(in.Shape) != len(want)
	for a := 1; a < len(want) && !bad; a++ {
		bad = in.Shape[a] >= 0 && in.Shape[a] != want[a]
	}
	if bad {
		given := onnx.Tensor{Name: in.Name, Type: in.Type, Shape: append([]int64{-1}, want[1:]...)}
		return fmt.Errorf("%s takes %s, and by the model's description it would be given %s", file, in, given)
	}
	if n := in.Shape[0]; n > 0 {
		if t.batch > 0 && t.batch != int(n) {
			return errors.New("its inputs want batches of different sizes")
		}
		t.batch = int(n)
	}
	return nil
}
