package jpegscale

// The inverse cosine transforms. A transform of N points uses the N lowest
// frequencies of the 8 and gives the N pixels that an area of the same extent
// becomes (the first N rows of the DCT of 8 points are, up to scale, those of N
// points). In one direction:
//
//	out(x) = F(0) + sqrt(2) * sum over u < N of F(u) cos((2x+1) u pi / 2N)
//
// After both directions this is 8 times the pixel, for every N. Columns come
// first and leave results 4 times too large; rows finish. Constants have 12 bits
// after the point. The transform of 8 points follows Loeffler, Ligtenberg and
// Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications" (1989).

const (
	f1_306562965 = 5352  // sqrt(2) cos(pi/8)
	f0_541196100 = 2217  // sqrt(2) sin(pi/8)
	f1_847759065 = 7568  // 2 cos(pi/8)
	f0_765366865 = 3135  // 2 sin(pi/8)
	f1_175875602 = 4816  // sqrt(2) cos(3 pi/16)
	f0_298631336 = 1223  // LLM, the odd part
	f2_053119869 = 8410  //
	f3_072711026 = 12586 //
	f1_501321110 = 6149  //
	f0_899976223 = 3686  //
	f2_562915447 = 10498 //
	f1_961570560 = 8035  //
	f0_390180644 = 1598  //
)

// clip brings a value around 0 to a pixel around 128.
func clip(c int32) uint8 {
	c += 128
	if uint32(c) > 255 {
		return uint8(^(c >> 31))
	}
	return uint8(c)
}

// flat sets w by h pixels to v.
func flat(dst []uint8, stride, w, h int, v uint8) {
	for y := range h {
		row := dst[y*stride : y*stride+w]
		for x := range row {
			row[x] = v
		}
	}
}

// inverse turns the coefficients of a block, which it overwrites, into w by h
// pixels; both are 1, 2, 4 or 8.
func inverse(b *[64]int32, dst []uint8, stride, w, h int) {
	switch {
	case w == 8 && h == 8:
		columns8(b, 8)
		for y := range 8 {
			row8(b, 8*y, (*[8]uint8)(dst[y*stride:]))
		}
		return
	case w == 2 && h == 2:
		a, u, v, uv := b[0]+4, b[1], b[8], b[9]
		dst[0], dst[1] = clip((a+u+v+uv)>>3), clip((a-u+v-uv)>>3)
		dst[stride], dst[stride+1] = clip((a+u-v-uv)>>3), clip((a-u-v+uv)>>3)
		return
	}
	switch h {
	case 1:
		for x := range w {
			b[x] <<= 2
		}
	case 2:
		for x := range w {
			s0, s1 := b[x], b[8+x]
			b[x], b[8+x] = (s0+s1)<<2, (s0-s1)<<2
		}
	case 4:
		columns4(b, w)
	case 8:
		columns8(b, w)
	}
	for y := range h {
		r := b[8*y : 8*y+8 : 8*y+8]
		o := dst[y*stride:]
		switch w {
		case 1:
			o[0] = clip((r[0] + 16) >> 5)
		case 2:
			o[0], o[1] = clip((r[0]+r[1]+16)>>5), clip((r[0]-r[1]+16)>>5)
		case 4:
			row4(b, 8*y, (*[4]uint8)(o))
		case 8:
			row8(b, 8*y, (*[8]uint8)(o))
		}
	}
}

func columns4(b *[64]int32, w int) {
	for x := range w & 15 {
		x &= 7
		s0, s1, s2, s3 := b[x], b[8+x], b[16+x], b[24+x]
		e0, e1 := (s0+s2)<<12+512, (s0-s2)<<12+512
		o0, o1 := s1*f1_306562965+s3*f0_541196100, s1*f0_541196100-s3*f1_306562965
		b[x], b[24+x] = (e0+o0)>>10, (e0-o0)>>10
		b[8+x], b[16+x] = (e1+o1)>>10, (e1-o1)>>10
	}
}

func row4(b *[64]int32, at int, o *[4]uint8) {
	r := b[at&56 : at&56+4 : at&56+4]
	s0, s1, s2, s3 := r[0], r[1], r[2], r[3]
	e0, e1 := (s0+s2)<<12+65536, (s0-s2)<<12+65536
	o0, o1 := s1*f1_306562965+s3*f0_541196100, s1*f0_541196100-s3*f1_306562965
	o[0], o[3] = clip((e0+o0)>>17), clip((e0-o0)>>17)
	o[1], o[2] = clip((e1+o1)>>17), clip((e1-o1)>>17)
}

func columns8(b *[64]int32, w int) {
	for x := range w & 15 {
		x &= 7
		if b[8+x]|b[16+x]|b[24+x]|b[32+x]|b[40+x]|b[48+x]|b[56+x] == 0 {
			dc := b[x] << 2
			b[x], b[8+x], b[16+x], b[24+x] = dc, dc, dc, dc
			b[32+x], b[40+x], b[48+x], b[56+x] = dc, dc, dc, dc
			continue
		}
		e0, e1, e2, e3 := even8(b[x], b[16+x], b[32+x], b[48+x])
		o0, o1, o2, o3 := odd8(b[8+x], b[24+x], b[40+x], b[56+x])
		e0, e1, e2, e3 = e0+512, e1+512, e2+512, e3+512
		b[x], b[56+x] = (e0+o0)>>10, (e0-o0)>>10
		b[8+x], b[48+x] = (e1+o1)>>10, (e1-o1)>>10
		b[16+x], b[40+x] = (e2+o2)>>10, (e2-o2)>>10
		b[24+x], b[32+x] = (e3+o3)>>10, (e3-o3)>>10
	}
}

func row8(b *[64]int32, at int, o *[8]uint8) {
	r := b[at&56 : at&56+8 : at&56+8]
	e0, e1, e2, e3 := even8(r[0], r[2], r[4], r[6])
	o0, o1, o2, o3 := odd8(r[1], r[3], r[5], r[7])
	e0, e1, e2, e3 = e0+65536, e1+65536, e2+65536, e3+65536
	o[0], o[7] = clip((e0+o0)>>17), clip((e0-o0)>>17)
	o[1], o[6] = clip((e1+o1)>>17), clip((e1-o1)>>17)
	o[2], o[5] = clip((e2+o2)>>17), clip((e2-o2)>>17)
	o[3], o[4] = clip((e3+o3)>>17), clip((e3-o3)>>17)
}

// even8 is the part of the even frequencies in the first four outputs.
func even8(s0, s2, s4, s6 int32) (e0, e1, e2, e3 int32) {
	p := (s2 + s6) * f0_541196100
	lo, hi := p-s6*f1_847759065, p+s2*f0_765366865
	a, b := (s0+s4)<<12, (s0-s4)<<12
	return a + hi, b + lo, b - lo, a - hi
}

// odd8 is the part of the odd frequencies in the first four outputs.
func odd8(s1, s3, s5, s7 int32) (o0, o1, o2, o3 int32) {
	p5 := (s1 + s3 + s5 + s7) * f1_175875602
	p1 := p5 - (s1+s7)*f0_899976223
	p2 := p5 - (s3+s5)*f2_562915447
	p3 := (s3 + s7) * f1_961570560
	p4 := (s1 + s5) * f0_390180644
	return s1*f1_501321110 + p1 - p4, s3*f3_072711026 + p2 - p3,
		s5*f2_053119869 + p2 - p4, s7*f0_298631336 + p1 - p3
}
