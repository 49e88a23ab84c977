package onnx

import "math"

// toHalf rounds to IEEE 754 binary16, ties to even.
func toHalf(f float32) uint16 {
	b := math.Float32bits(f)
	sign := uint16(b >> 16 & 0x8000)
	b &= 0x7fffffff
	switch {
	case b > 0x7f800000:
		return sign | 0x7e00 // not a number
	case b >= 0x477ff000:
		return sign | 0x7c00 // 65520 and more round to infinity
	case b >= 0x38800000: // normal: rebias the exponent, drop 13 bits
		b -= 112 << 23
		return sign | uint16((b+0xfff+(b>>13&1))>>13)
	}
	// Subnormal: adding 0.5 leaves the rounded mantissa in the lowest bits,
	// because a unit in the last place of 0.5 is 2^-24, as of a subnormal half.
	return sign | uint16(math.Float32bits(math.Float32frombits(b)+0.5)-0x3f000000)
}

// fromHalf is the exact value of a binary16.
func fromHalf(h uint16) float32 {
	sign := uint32(h&0x8000) << 16
	exp, man := uint32(h>>10&31), uint32(h&0x3ff)
	switch {
	case exp == 31:
		return math.Float32frombits(sign | 0x7f800000 | man<<13)
	case exp == 0:
		v := float32(man) * (1.0 / (1 << 24))
		return math.Float32frombits(sign | math.Float32bits(v))
	}
	return math.Float32frombits(sign | (exp+112)<<23 | man<<13)
}
