package pixels

import "math"

// fromInks makes colours of cyan, magenta, yellow and black, in place, as is done
// where no profile says what the inks look like.
func fromInks(pix []uint8) {
	for i := 0; i < len(pix); i += 4 {
		p := pix[i : i+4 : i+4]
		white := 255 - uint32(p[3])
		for c, v := range p[:3] {
			p[c] = uint8(((255-uint32(v))*white + 127) / 255)
		}
		p[3] = 255
	}
}

// fromLab makes colours of lightness from 0 to 255 and a and b with 128 for grey,
// relative to D50, in place (CIE 15:2004).
func fromLab(pix []uint8) {
	m, to := inverse(fromSRGB), encode()
	white := [3]float64{0.9642, 1, 0.8249}
	light := func(t float64) float64 {
		if t > 6.0/29 {
			return t * t * t
		}
		return 3 * (6.0 / 29) * (6.0 / 29) * (t - 4.0/29)
	}
	for i := 0; i < len(pix); i += 4 {
		p := pix[i : i+4 : i+4]
		y := (float64(p[0])*100/255 + 16) / 116
		x, z := y+(float64(p[1])-128)/500, y-(float64(p[2])-128)/200
		xyz := [3]float64{light(x) * white[0], light(y) * white[1], light(z) * white[2]}
		for c := range 3 {
			v := m[3*c]*xyz[0] + m[3*c+1]*xyz[1] + m[3*c+2]*xyz[2]
			p[c] = to[int(math.Round(min(max(v, 0), 1)*(1<<linearBits)))]
		}
	}
}
