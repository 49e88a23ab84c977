package modeltest

import (
	"encoding/binary"
	"math"
)

// Quality says how a model of quality looks from outside: averages of the
// colours, a random linear map, one mark or the probabilities of several.
type Quality struct {
	Seed   uint64
	Size   int  // pixels a side; 0: any shape
	NHWC   bool // colours last
	Half   bool // pictures and marks of 16 bits
	Marks  int  // probabilities; 0: one number
	Flat   bool // the output has no axis for the batch
	Batch  int  // pictures of a run, fixed; 0: any number
	Raw    bool // faulty: the probabilities lack their softmax
	NaN    bool // faulty: marks are not numbers
	Same   bool // faulty: all marks are equal
	Second bool // faulty: it wants a second input
	Others bool // a further output of the same shape
}

// Graph is the model's graph, with the input "picture" and the output "mark".
func (o Quality) Graph() []byte {
	g := newGraph(o.Seed)
	batch, side, elem := open, open, tFloat
	if o.Batch > 0 {
		batch = o.Batch
	}
	if o.Size > 0 {
		side = o.Size
	}
	if o.Half {
		elem = tFloat16
	}
	shape := []int{batch, 3, side, side}
	if o.NHWC {
		shape = []int{batch, side, side, 3}
	}
	g.input("picture", elem, shape...)
	x := g.float("picture", o.Half)
	if o.NHWC {
		x = g.node("Transpose", []string{x}, "channels_first", ints("perm", 0, 3, 1, 2))
	}
	if o.Second {
		g.input("scale", tFloat, 1)
		x = g.node("Mul", []string{x, "scale"}, "scaled")
	}
	x = g.node("GlobalAveragePool", []string{x}, "pooled")
	x = g.node("Flatten", []string{x}, "colours", integer("axis", 1))
	n := max(o.Marks, 1)
	x = g.node("MatMul", []string{x, g.weights("weights", 3, n)}, "marks")
	one := func(name string, f float32) string {
		return g.constant(name, tFloat, binary.LittleEndian.AppendUint32(nil, math.Float32bits(f)), 1)
	}
	if o.Same {
		x = g.node("Mul", []string{x, one("nothing", 0)}, "all_the_same")
	}
	if o.NaN {
		x = g.node("Mul", []string{x, one("nan", float32(math.NaN()))}, "not_a_number")
	}
	if o.Marks > 0 && !o.Raw {
		x = g.node("Softmax", []string{x}, "probabilities", integer("axis", -1))
	}
	out := []int{batch, n}
	if o.Flat {
		x = g.node("Reshape", []string{x, g.whole("flat", tInt64, []int{1}, int64(n))}, "flattened")
		out = []int{n}
	}
	finish := func(name string) {
		if o.Half {
			g.node("Cast", []string{x}, name, integer("to", tFloat16))
		} else {
			g.node("Identity", []string{x}, name)
		}
		g.output(name, elem, out...)
	}
	finish("mark")
	if o.Others {
		finish("second")
	}
	return g.model()
}
