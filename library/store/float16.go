package store

import (
	"encoding/binary"
	"math"
)

// IEEE 754 binary16: 1 bit of sign, 5 of exponent (bias 15), 10 of fraction.
// Embeddings are unit vectors, so half precision costs a cosine less than 1e-3
// and halves the database.

// toFloat16 rounds to the nearest half, ties to even. What is too large
// becomes infinite; NaN stays NaN.
func toFloat16(f float32) uint16 {
	b := math.Float32bits(f)
	sign := uint16(b >> 16 & 0x8000)
	exp := int(b>>23&0xff) - 127
	frac := b & 0x7fffff
	switch {
	case exp == 128: // infinity and NaN
		h := sign | 0x7c00 | uint16(frac>>13)
		if frac != 0 && frac>>13 == 0 {
			h |= 1 // a NaN whose payload fits in the bits that are cut off
		}
		return h
	case exp > 15:
		return sign | 0x7c00
	case exp >= -14:
		h := uint32(exp+15)<<10 | frac>>13
		return sign | uint16(roundEven(h, frac&0x1fff, 0x1000)) // a carry moves into the exponent, up to infinity
	case exp >= -25:
		// Subnormal: the value is mant * 2^(exp-23), the unit 2^-24.
		mant := frac | 0x800000
		shift := uint(-exp - 1)
		return sign | uint16(roundEven(mant>>shift, mant&(1<<shift-1), 1<<(shift-1)))
	}
	return sign
}

// roundEven rounds h up if what was cut off is more than half, or half and h is odd.
func roundEven(h, cut, half uint32) uint32 {
	if cut > half || cut == half && h&1 == 1 {
		h++
	}
	return h
}

func fromFloat16(h uint16) float32 {
	sign := uint32(h&0x8000) << 16
	exp := uint32(h >> 10 & 0x1f)
	frac := uint32(h & 0x3ff)
	switch exp {
	case 0:
		f := float32(frac) * (1.0 / (1 << 24))
		return math.Float32frombits(math.Float32bits(f) | sign)
	case 0x1f:
		return math.Float32frombits(sign | 0x7f800000 | frac<<13)
	}
	return math.Float32frombits(sign | (exp+127-15)<<23 | frac<<13)
}

func packHalf(v []float32) []byte {
	b := make([]byte, 0, 2*len(v))
	for _, f := range v {
		b = binary.LittleEndian.AppendUint16(b, toFloat16(f))
	}
	return b
}

// unpackHalf returns nil for bytes that are no row of halves.
func unpackHalf(b []byte) []float32 {
	if len(b) == 0 || len(b)%2 != 0 {
		return nil
	}
	v := make([]float32, len(b)/2)
	for i := range v {
		v[i] = fromFloat16(binary.LittleEndian.Uint16(b[2*i:]))
	}
	return v
}

func packFloats(v []float64) []byte {
	b := make([]byte, 0, 8*len(v))
	for _, f := range v {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
	}
	return b
}

// unpackFloats returns nil for bytes that are no row of float64.
func unpackFloats(b []byte) []float64 {
	if len(b) == 0 || len(b)%8 != 0 {
		return nil
	}
	v := make([]float64, len(b)/8)
	for i := range v {
		v[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return v
}
