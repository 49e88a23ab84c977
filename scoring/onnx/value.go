package onnx

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"

	ort "github.com/yalue/onnxruntime_go"
)

// Value is a tensor's shape and numbers, in row-major order. Exactly one of
// Floats and Ints is set; outputs of integers come as Ints, others as Floats.
type Value struct {
	Shape  []int64
	Floats []float32
	Ints   []int64
}

// size is how many numbers the shape holds; ok is false for an impossible one.
func (v Value) size() (n int, ok bool) {
	n = 1
	for _, d := range v.Shape {
		if d < 0 || (d > 0 && n > math.MaxInt32/int(d)) {
			return 0, false
		}
		n *= int(d)
	}
	return n, len(v.Shape) > 0
}

// tensor makes a tensor of a type that the graph wants. Numbers of the right
// type are not copied: the library reads them where they are.
func (v Value) tensor(want Type) (ort.Value, error) {
	n, ok := v.size()
	if have := max(len(v.Floats), len(v.Ints)); !ok || have != n || n == 0 {
		return nil, fmt.Errorf("%d numbers do not make the shape %v", have, v.Shape)
	}
	shape := ort.NewShape(v.Shape...)
	switch want {
	case Float32:
		return ort.NewTensor(shape, v.floats())
	case Float64:
		return ort.NewTensor(shape, convert[float64](v))
	case Float16:
		f := v.floats()
		b := make([]byte, 2*n)
		for i, x := range f {
			binary.NativeEndian.PutUint16(b[2*i:], toHalf(x))
		}
		return ort.NewCustomDataTensor(shape, b, ort.TensorElementDataTypeFloat16)
	case Int64:
		if v.Ints != nil {
			return ort.NewTensor(shape, v.Ints)
		}
		return ort.NewTensor(shape, convert[int64](v))
	case Int32:
		return ort.NewTensor(shape, convert[int32](v))
	case Uint8:
		return ort.NewTensor(shape, convert[uint8](v))
	}
	return nil, fmt.Errorf("numbers of type %s are not supported", want)
}

func (v Value) floats() []float32 {
	if v.Floats != nil {
		return v.Floats
	}
	return convert[float32](v)
}

func convert[T float32 | float64 | int32 | int64 | uint8](v Value) []T {
	t := make([]T, max(len(v.Floats), len(v.Ints)))
	for i, x := range v.Floats {
		t[i] = T(x)
	}
	for i, x := range v.Ints {
		t[i] = T(x)
	}
	return t
}

// half allocates a 16-bit output, whose shape must be known beforehand: an open
// first axis is the batch, an open last one is the width of the options.
func (s *Session) half(t Tensor, inputs []Value) (ort.Value, error) {
	v := Value{Shape: append([]int64(nil), t.Shape...)}
	for i, d := range v.Shape {
		switch {
		case d >= 0:
		case i == 0 && len(inputs) > 0 && len(inputs[0].Shape) > 0:
			v.Shape[i] = 1
			for _, in := range inputs {
				v.Shape[i] = max(v.Shape[i], in.Shape[0])
			}
		case i == len(v.Shape)-1 && s.width > 0:
			v.Shape[i] = int64(s.width)
		default:
			return nil, fmt.Errorf("%s: the shape of %s is open, which 16-bit outputs must not be", s.name, t)
		}
	}
	n, ok := v.size()
	if !ok || n == 0 {
		return nil, fmt.Errorf("%s: the shape of %s is not possible", s.name, t)
	}
	return ort.NewCustomDataTensor(ort.NewShape(v.Shape...), make([]byte, 2*n), ort.TensorElementDataTypeFloat16)
}

// fromTensor takes a tensor's numbers, which stay valid after it is destroyed.
func fromTensor(t ort.Value) (Value, error) {
	v := Value{Shape: t.GetShape()}
	switch t := t.(type) {
	case *ort.Tensor[float32]:
		v.Floats = t.GetData()
	case *ort.Tensor[float64]:
		v.Floats = toFloats(t.GetData())
	case *ort.Tensor[uint8]:
		v.Floats = toFloats(t.GetData())
	case *ort.Tensor[int64]:
		v.Ints = t.GetData()
	case *ort.Tensor[int32]:
		for _, x := range t.GetData() {
			v.Ints = append(v.Ints, int64(x))
		}
	case *ort.CustomDataTensor:
		b := t.GetData()
		v.Floats = make([]float32, len(b)/2)
		for i := range v.Floats {
			v.Floats[i] = fromHalf(binary.NativeEndian.Uint16(b[2*i:]))
		}
	default:
		return Value{}, errors.New("its type of numbers is not supported")
	}
	return v, nil
}

func toFloats[T float64 | uint8](data []T) []float32 {
	f := make([]float32, len(data))
	for i, x := range data {
		f[i] = float32(x)
	}
	return f
}

func destroy(values []ort.Value) {
	for _, v := range values {
		if v != nil {
			v.Destroy()
		}
	}
}

func typeOf(t ort.TensorElementDataType) Type {
	switch t {
	case ort.TensorElementDataTypeFloat:
		return Float32
	case ort.TensorElementDataTypeFloat16:
		return Float16
	case ort.TensorElementDataTypeDouble:
		return Float64
	case ort.TensorElementDataTypeInt32:
		return Int32
	case ort.TensorElementDataTypeInt64:
		return Int64
	case ort.TensorElementDataTypeUint8:
		return Uint8
	}
	return Type(strings.ToLower(t.String()))
}
