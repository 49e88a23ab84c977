package pixels

import (
	"encoding/binary"
	"math"
	"sync"
)

// inks says what mixtures of cyan, magenta, yellow and black look like: the table
// of a printer's profile, ready as colours of sRGB.
type inks struct {
	look func(cmyk [4]float64) [3]float64 // 0 to 1 of each ink to linear light of sRGB
	once sync.Once
	rgb  []float32 // at inkSteps amounts of each ink, in sRGB's 0 to 255
}

// inkSteps is how fine the table is.
const inkSteps = 17

// parseInks reads a profile of cyan, magenta, yellow and black: its table A2B0,
// from the device to the profile connection space (ICC.1:2022, 9.2.15), as lut8,
// lut16 or lutAToB. nil where it has none that is understood.
func parseInks(tag []byte, pcs string) *inks {
	if pcs != "Lab " && pcs != "XYZ " || len(tag) < 32 {
		return nil
	}
	var t *lut
	switch string(tag[:4]) {
	case "mft1":
		t = parseLUT(tag, 1)
	case "mft2":
		t = parseLUT(tag, 2)
	case "mAB ":
		t = parseLutAToB(tag)
	}
	if t == nil {
		return nil
	}
	if pcs == "XYZ " {
		t.xyz = func(v [3]float64) [3]float64 {
			for c := range v {
				v[c] *= 65535.0 / 32768
			}
			return v
		}
	}
	toRGB := inverse(fromSRGB)
	black := t.of([4]float64{1, 1, 1, 1})
	if black[1] > 0.2 {
		black = [3]float64{} // it is not a print
	}
	return &inks{look: func(cmyk [4]float64) (rgb [3]float64) {
		xyz := t.of(cmyk)
		// The blackest mixture is black, as with all programs that show prints.
		for c, w := range whiteD50 {
			b := black[1] * w
			xyz[c] = (xyz[c] - b) * w / (w - b)
		}
		for c := range rgb {
			rgb[c] = toRGB[3*c]*xyz[0] + toRGB[3*c+1]*xyz[1] + toRGB[3*c+2]*xyz[2]
		}
		return rgb
	}}
}

// apply makes colours of inks, in place.
func (t *inks) apply(pix []uint8) {
	t.once.Do(t.prepare)
	const n = inkSteps
	step := [4]int{3 * n * n * n, 3 * n * n, 3 * n, 3}
	var last, is [4]uint8
	for i := 0; i+4 <= len(pix); i += 4 {
		p := pix[i : i+4 : i+4]
		if now := [4]uint8(p); i > 0 && now == last {
			copy(p, is[:])
			continue
		} else {
			last = now
		}
		at := 0
		var part [4]float32
		for c, v := range p {
			x := float32(v) * (n - 1) / 255
			k := min(int(x), n-2)
			at, part[c] = at+k*step[c], x-float32(k)
		}
		var sum [3]float32
		for corner := range 16 {
			w, from := float32(1), at
			for c := range 4 {
				if corner>>c&1 == 1 {
					w, from = w*part[c], from+step[c]
				} else {
					w *= 1 - part[c]
				}
			}
			if w != 0 {
				for c := range sum {
					sum[c] += w * t.rgb[from+c]
				}
			}
		}
		for c, v := range sum {
			p[c] = uint8(v + 0.5)
		}
		p[3] = 255
		is = [4]uint8(p)
	}
}

func (t *inks) prepare() {
	const n = inkSteps
	to := encode()
	t.rgb = make([]float32, 3*n*n*n*n)
	at := 0
	for c := range n {
		for m := range n {
			for y := range n {
				for k := range n {
					light := t.look([4]float64{float64(c) / (n - 1), float64(m) / (n - 1), float64(y) / (n - 1), float64(k) / (n - 1)})
					for _, v := range light {
						t.rgb[at] = float32(to[int(math.Round(min(max(v, 0), 1)*(1<<linearBits)))])
						at++
					}
				}
			}
		}
	}
}

// whiteD50 is the white of the profile connection space.
var whiteD50 = [3]float64{0.9642, 1, 0.8249}

// xyzOfLab is CIE 15:2004.
func xyzOfLab(lab [3]float64) (xyz [3]float64) {
	light := func(t float64) float64 {
		if t > 6.0/29 {
			return t * t * t
		}
		return 3 * (6.0 / 29) * (6.0 / 29) * (t - 4.0/29)
	}
	y := (lab[0] + 16) / 116
	for c, t := range [3]float64{y + lab[1]/500, y, y - lab[2]/200} {
		xyz[c] = light(t) * whiteD50[c]
	}
	return xyz
}

// lut is a table of four inks: curves, a grid, curves.
type lut struct {
	in    [4]func(float64) float64
	steps [4]int // of the grid
	grid  func(k int) float64
	out   [3]func(float64) float64
	xyz   func(v [3]float64) [3]float64 // of what comes out
}

// of is what a mixture of inks looks like, relative to D50.
func (t *lut) of(cmyk [4]float64) [3]float64 {
	var at [4]int
	var part [4]float64
	for c, v := range cmyk {
		x := min(max(t.in[c](v), 0), 1) * float64(t.steps[c]-1)
		at[c] = min(int(x), max(t.steps[c]-2, 0))
		part[c] = x - float64(at[c])
	}
	var sum [3]float64
	for corner := range 16 {
		w, k := 1.0, 0
		for c := range 4 {
			i := at[c]
			if corner>>c&1 == 1 {
				w, i = w*part[c], min(i+1, t.steps[c]-1)
			} else {
				w *= 1 - part[c]
			}
			k = k*t.steps[c] + i
		}
		if w == 0 {
			continue
		}
		for c := range sum {
			sum[c] += w * t.grid(3*k+c)
		}
	}
	for c := range sum {
		sum[c] = min(max(t.out[c](sum[c]), 0), 1)
	}
	return t.xyz(sum)
}

// samples reads numbers of so many bytes, as 0 to 1.
func samples(b []byte, wide int) func(k int) float64 {
	if wide == 1 {
		return func(k int) float64 { return float64(b[k]) / 255 }
	}
	return func(k int) float64 { return float64(binary.BigEndian.Uint16(b[2*k:])) / 65535 }
}

// table is a curve of n samples.
func table(at func(k int) float64, n int) func(float64) float64 {
	return func(v float64) float64 {
		x := min(max(v, 0), 1) * float64(n-1)
		i := min(int(x), n-2)
		lo, hi := at(i), at(i+1)
		return lo + (hi-lo)*(x-float64(i))
	}
}

// parseLUT reads lut8 and lut16 (10.10, 10.11).
func parseLUT(b []byte, wide int) *lut {
	if len(b) < 52 || b[8] != 4 || b[9] != 3 || b[10] < 2 {
		return nil
	}
	t, n := &lut{}, int(b[10])
	at, inN, outN := 48, 256, 256
	if wide == 2 {
		at, inN, outN = 52, int(binary.BigEndian.Uint16(b[48:])), int(binary.BigEndian.Uint16(b[50:]))
	}
	grid := n * n * n * n * 3
	if inN < 2 || outN < 2 || inN > 4096 || outN > 4096 || len(b) < at+wide*(4*inN+grid+3*outN) {
		return nil
	}
	for c := range t.in {
		t.in[c] = table(samples(b[at+wide*c*inN:], wide), inN)
		t.steps[c] = n
	}
	at += wide * 4 * inN
	t.grid = samples(b[at:], wide)
	at += wide * grid
	for c := range t.out {
		t.out[c] = table(samples(b[at+wide*c*outN:], wide), outN)
	}
	t.xyz = labOf8
	if wide == 2 { // the encoding of version 2, where 100 is 0xff00
		t.xyz = func(v [3]float64) [3]float64 {
			const most = 65535.0 / 65280
			return xyzOfLab([3]float64{100 * most * v[0], 65535.0/256*v[1] - 128, 65535.0/256*v[2] - 128})
		}
	}
	return t
}

// labOf8 is the encoding of eight bits, and of version 4.
func labOf8(v [3]float64) [3]float64 {
	return xyzOfLab([3]float64{100 * v[0], 255*v[1] - 128, 255*v[2] - 128})
}

// parseLutAToB reads lutAToB (10.12): curves of the inks, a grid, and then,
// perhaps, curves and a matrix, and curves.
func parseLutAToB(b []byte) *lut {
	if b[8] != 4 || b[9] != 3 {
		return nil
	}
	offset := func(k int) int64 { return int64(binary.BigEndian.Uint32(b[12+4*k:])) }
	second, matrix, middle, grid, first := offset(0), offset(1), offset(2), offset(3), offset(4)
	if grid < 32 || grid+20 > int64(len(b)) || first < 32 || second < 32 || matrix != 0 || middle != 0 {
		return nil
	}
	t := &lut{xyz: labOf8}
	curves := func(at int64, to []func(float64) float64) bool {
		for k := range to {
			if at < 0 || at >= int64(len(b)) {
				return false
			}
			n := curveSize(b[at:])
			if to[k] = parseCurve(b[at:]); to[k] == nil || n == 0 {
				return false
			}
			at += (n + 3) &^ 3
		}
		return true
	}
	if !curves(first, t.in[:]) || !curves(second, t.out[:]) {
		return nil
	}
	count, wide := int64(3), int64(b[grid+16])
	for c := range t.steps {
		if t.steps[c] = int(b[grid+int64(c)]); t.steps[c] < 1 {
			return nil
		}
		count *= int64(t.steps[c])
	}
	if wide != 1 && wide != 2 || count*wide > int64(len(b))-grid-20 {
		return nil
	}
	t.grid = samples(b[grid+20:], int(wide))
	return t
}

// curveSize is how many bytes a curve takes, 0 if it is none.
func curveSize(b []byte) int64 {
	switch {
	case len(b) >= 12 && string(b[:4]) == "curv":
		return 12 + 2*int64(binary.BigEndian.Uint32(b[8:]))
	case len(b) >= 12 && string(b[:4]) == "para":
		counts := []int64{1, 3, 4, 5, 7}
		if kind := int(binary.BigEndian.Uint16(b[8:])); kind < len(counts) {
			return 12 + 4*counts[kind]
		}
	}
	return 0
}
