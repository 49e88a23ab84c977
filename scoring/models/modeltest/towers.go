package modeltest

import "fmt"

// grid is how many averages a side a picture is reduced to.
const grid = 4

// words is how many token embeddings there are; token ids count modulo it.
const words = 257

// imageTower adds a picture's way to an embedding: averages of a grid, a random
// linear map, length 1.
func (g *graph) imageTower(o CLIP, output string) {
	elem := tFloat
	if o.Half {
		elem = tFloat16
	}
	shape := []int{o.batch(), 3, o.Size, o.Size}
	if o.NHWC {
		shape = []int{o.batch(), o.Size, o.Size, 3}
	}
	g.input(o.PixelInput, elem, shape...)
	x := g.float(o.PixelInput, o.Half)
	if o.NHWC {
		x = g.node("Transpose", []string{x}, "channels_first", ints("perm", 0, 3, 1, 2))
	}
	x = g.averages(x, o.Size)
	x = g.node("MatMul", []string{x, g.weights("image_weights", 3*grid*grid, o.Dim)}, "image_projected")
	g.finish(o, x, "image", output)
}

// averages reduces [N,3,size,size] to [N,48].
func (g *graph) averages(x string, size int) string {
	k := size / grid
	x = g.node("AveragePool", []string{x}, x+"_pooled", ints("kernel_shape", k, k), ints("strides", k, k))
	return g.node("Flatten", []string{x}, x+"_flat", integer("axis", 1))
}

// textTower adds a text's way to an embedding: the average of its tokens'
// embeddings, where the mask is 1 if there is one, and a random linear map.
func (g *graph) textTower(o CLIP, output string) {
	elem, context := tInt64, o.Context
	if o.Int32 {
		elem = tInt32
	}
	if o.OpenContext {
		context = open
	}
	g.input(o.TextInput, elem, o.batch(), context)
	x := g.node("Mod", []string{o.TextInput, g.whole("words", elem, nil, words)}, "word")
	x = g.node("Gather", []string{g.weights("word_weights", words, 16), x}, "word_vectors")
	if o.Mask {
		g.input("attention_mask", elem, o.batch(), context)
		m := g.node("Cast", []string{"attention_mask"}, "mask_float", integer("to", tFloat))
		m = g.node("Unsqueeze", []string{m, g.whole("last_axis", tInt64, []int{1}, 2)}, "mask_column")
		x = g.node("Mul", []string{x, m}, "masked")
	}
	x = g.node("ReduceMean", []string{x}, "text_mean", ints("axes", 1), integer("keepdims", 0))
	x = g.node("MatMul", []string{x, g.weights("text_weights", 16, o.Dim)}, "text_projected")
	g.finish(o, x, "text", output)
}

// finish makes embeddings out of what a tower projected.
func (g *graph) finish(o CLIP, x, of, output string) {
	last := output
	if o.Half {
		last = of + "_float"
	}
	if o.Same {
		x = g.node("Mul", []string{x, g.constant(of+"_nothing", tFloat, make([]byte, 4), 1)}, of+"_nothing_left")
		x = g.node("Add", []string{x, g.constant(of+"_one", tFloat, []byte{0, 0, 0x80, 0x3f}, 1)}, of+"_same")
	}
	if o.NaN {
		x = g.node("Mul", []string{x, g.constant(of+"_nan", tFloat, []byte{0, 0, 0xc0, 0x7f}, 1)}, of+"_not_a_number")
	}
	length := g.node("ReduceL2", []string{x}, of+"_length", ints("axes", -1), integer("keepdims", 1))
	x = g.node("Div", []string{x, length}, last)
	elem, dim := tFloat, o.Dim
	if o.Half {
		g.node("Cast", []string{x}, output, integer("to", tFloat16))
		elem = tFloat16
	}
	if o.OpenDim {
		dim = open
	}
	g.output(output, elem, o.batch(), dim)
}

// float is x as 32-bit numbers.
func (g *graph) float(x string, half bool) string {
	if !half {
		return x
	}
	return g.node("Cast", []string{x}, x+"_float", integer("to", tFloat))
}

// NIMA is a graph like NIMA's: [1,224,224,3] in, probabilities of ten marks out.
func NIMA(seed uint64) []byte {
	g := newGraph(seed)
	g.input("input_1", tFloat, 1, 224, 224, 3)
	x := g.node("Transpose", []string{"input_1"}, "channels_first", ints("perm", 0, 3, 1, 2))
	x = g.averages(x, 224)
	x = g.node("MatMul", []string{x, g.weights("weights", 3*grid*grid, 10)}, "marks")
	g.node("Softmax", []string{x}, "dense_1", integer("axis", -1))
	g.output("dense_1", tFloat, 1, 10)
	return g.model()
}

// YuNet is a graph like YuNet's: [1,3,640,640] in; for each of the strides 8,
// 16 and 32 cls, obj, bbox and kps out.
func YuNet(seed uint64) []byte {
	const size = 640
	g := newGraph(seed)
	g.input("input", tFloat, 1, 3, size, size)
	// From 0..255 to 0..1, so that a sigmoid is not always at its end.
	scaled := g.node("Mul", []string{"input", g.constant("scale", tFloat, []byte{0x81, 0x80, 0x80, 0x3b}, 1)}, "scaled")
	for _, head := range []struct {
		name  string
		width int
		prob  bool
	}{{"cls", 1, true}, {"obj", 1, true}, {"bbox", 4, false}, {"kps", 10, false}} {
		for _, stride := range []int{8, 16, 32} {
			name := fmt.Sprintf("%s_%d", head.name, stride)
			cells := (size / stride) * (size / stride)
			x := g.node("AveragePool", []string{scaled}, name+"_pooled", ints("kernel_shape", stride, stride), ints("strides", stride, stride))
			x = g.node("Conv", []string{x, g.weights(name+"_weights", head.width, 3, 1, 1)}, name+"_mixed", ints("kernel_shape", 1, 1))
			if head.prob {
				x = g.node("Sigmoid", []string{x}, name+"_probability")
			}
			x = g.node("Transpose", []string{x}, name+"_last", ints("perm", 0, 2, 3, 1))
			g.node("Reshape", []string{x, g.whole(name+"_shape", tInt64, []int{3}, 1, int64(cells), int64(head.width))}, name)
			g.output(name, tFloat, 1, cells, head.width)
		}
	}
	return g.model()
}
