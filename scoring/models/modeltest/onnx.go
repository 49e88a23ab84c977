// Package modeltest makes small ONNX models for tests: random weights, and the
// inputs and outputs of the models that people install. They are the same for
// the same seed.
package modeltest

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// Numbers of ONNX's element types.
const (
	tFloat   = 1
	tInt32   = 6
	tInt64   = 7
	tFloat16 = 10
)

// message is a protocol buffer under construction. Field numbers are those of
// ONNX's onnx.proto.
type message []byte

func (m *message) varint(field int, v uint64) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3)
	*m = binary.AppendUvarint(*m, v)
}

func (m *message) bytes(field int, b []byte) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3|2)
	*m = binary.AppendUvarint(*m, uint64(len(b)))
	*m = append(*m, b...)
}

func (m *message) text(field int, s string) { m.bytes(field, []byte(s)) }

// open is an axis of any length in a graph's inputs and outputs.
const open = -1

// graph is an ONNX graph under construction.
type graph struct {
	random *rand.Rand
	body   message
}

func newGraph(seed uint64) *graph {
	return &graph{random: rand.New(rand.NewPCG(seed, 0xC011E4))}
}

// node adds an operation and returns the name of its output.
func (g *graph) node(op string, inputs []string, output string, attributes ...message) string {
	var n message
	for _, in := range inputs {
		n.text(1, in)
	}
	n.text(2, output)
	n.text(3, op+"_"+output)
	n.text(4, op)
	for _, a := range attributes {
		n.bytes(5, a)
	}
	g.body.bytes(1, n)
	return output
}

// ints is an attribute of integers.
func ints(name string, v ...int) message {
	var a message
	a.text(1, name)
	for _, x := range v {
		a.varint(8, uint64(int64(x)))
	}
	a.varint(20, 7)
	return a
}

// integer is an attribute of one integer.
func integer(name string, v int) message {
	var a message
	a.text(1, name)
	a.varint(3, uint64(int64(v)))
	a.varint(20, 2)
	return a
}

// weights adds normally distributed constants.
func (g *graph) weights(name string, dims ...int) string {
	n := 1
	for _, d := range dims {
		n *= d
	}
	raw := make([]byte, 0, 4*n)
	for range n {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(g.random.NormFloat64())))
	}
	return g.constant(name, tFloat, raw, dims...)
}

// whole adds a constant of integers.
func (g *graph) whole(name string, elem int, dims []int, v ...int64) string {
	var raw []byte
	for _, x := range v {
		if elem == tInt32 {
			raw = binary.LittleEndian.AppendUint32(raw, uint32(x))
		} else {
			raw = binary.LittleEndian.AppendUint64(raw, uint64(x))
		}
	}
	return g.constant(name, elem, raw, dims...)
}

func (g *graph) constant(name string, elem int, raw []byte, dims ...int) string {
	var t message
	for _, d := range dims {
		t.varint(1, uint64(d))
	}
	t.varint(2, uint64(elem))
	t.text(8, name)
	t.bytes(9, raw)
	g.body.bytes(5, t)
	return name
}

func (g *graph) input(name string, elem int, dims ...int)  { g.tensor(11, name, elem, dims) }
func (g *graph) output(name string, elem int, dims ...int) { g.tensor(12, name, elem, dims) }

func (g *graph) tensor(field int, name string, elem int, dims []int) {
	var shape, tensor, typ, info message
	for i, d := range dims {
		var dim message
		if d == open {
			dim.text(2, name+"_axis_"+string(rune('0'+i)))
		} else {
			dim.varint(1, uint64(d))
		}
		shape.bytes(1, dim)
	}
	tensor.varint(1, uint64(elem))
	tensor.bytes(2, shape)
	typ.bytes(1, tensor)
	info.text(1, name)
	info.bytes(2, typ)
	g.body.bytes(field, info)
}

// model is the finished ONNX file.
func (g *graph) model() []byte {
	var m, opset message
	opset.text(1, "")
	opset.varint(2, 17)
	g.body.text(2, "modeltest")
	m.varint(1, 8)
	m.text(2, "modeltest")
	m.bytes(7, g.body)
	m.bytes(8, opset)
	return m
}
