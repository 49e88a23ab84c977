package pixels

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"math"
	"strings"
	"sync"
	"unicode/utf16"
)

// profile is a colour profile: its name, and, where it is one of red, green and
// blue described by a matrix and three curves, how to get from it to sRGB
// (ICC.1:2022).
type profile struct {
	name    string
	convert *conversion // nil where there is nothing to convert, or no way known
	inks    *inks       // what mixtures of four inks look like; nil for other profiles
}

// conversion takes 8-bit red, green and blue to those of sRGB.
type conversion struct {
	curves [3][256]int32 // to linear light, with linearBits bits after the point
	matrix [9]int32      // linear light to that of sRGB, likewise
}

const linearBits = 14

// encode is sRGB's curve, from linear light with linearBits bits. It is made
// when it is first needed.
var encode = sync.OnceValue(func() *[1<<linearBits + 1]uint8 {
	t := new([1<<linearBits + 1]uint8)
	for i := range t {
		v := float64(i) / (1 << linearBits)
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		t[i] = uint8(math.Round(255 * v))
	}
	return t
})

// decodeSRGB is sRGB's curve to linear light, of values from 0 to 1.
func decodeSRGB(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// The red, green and blue of colour spaces, as columns of XYZ relative to D50,
// as profiles store them.
var (
	fromSRGB     = [9]float64{0.43607, 0.38515, 0.14307, 0.22249, 0.71687, 0.06061, 0.01392, 0.09708, 0.71410}
	fromAdobeRGB = [9]float64{0.60974, 0.20528, 0.14919, 0.31111, 0.62567, 0.06322, 0.01947, 0.06087, 0.74457}
	fromP3       = [9]float64{0.51512, 0.29198, 0.15710, 0.24120, 0.69225, 0.06657, -0.00105, 0.04189, 0.78407}
)

// Profiles that files name instead of holding them.
var (
	adobeRGB = sync.OnceValue(func() profile {
		return profile{name: "Adobe RGB", convert: newConversion(fromAdobeRGB, func(_ int, v float64) float64 { return math.Pow(v, 563.0/256) })}
	})
	displayP3 = sync.OnceValue(func() profile {
		return profile{name: "Display P3", convert: newConversion(fromP3, func(_ int, v float64) float64 { return decodeSRGB(v) })}
	})
)

// newConversion returns how to get from a space to sRGB; nil where they are the
// same but for what no one sees.
func newConversion(toXYZ [9]float64, curve func(channel int, v float64) float64) *conversion {
	c := new(conversion)
	m := product(inverse(fromSRGB), toXYZ)
	far := 0.0
	for i, v := range m {
		c.matrix[i] = int32(math.Round(v * (1 << linearBits)))
		identity := 0.0
		if i%4 == 0 {
			identity = 1
		}
		far = max(far, math.Abs(v-identity))
	}
	for ch := range c.curves {
		for i := range c.curves[ch] {
			v := curve(ch, float64(i)/255)
			c.curves[ch][i] = int32(math.Round(min(max(v, 0), 1) * (1 << linearBits)))
			far = max(far, math.Abs(v-decodeSRGB(float64(i)/255)))
		}
	}
	if far < 0.005 {
		return nil
	}
	return c
}

func (c *conversion) apply(img *image.RGBA) {
	m, to := &c.matrix, encode()
	level := func(v int32) uint8 { return to[min(max(v, 0), 1<<linearBits)] }
	const half = 1 << (linearBits - 1)
	for p := img.Pix; len(p) >= 4; p = p[4:] {
		r, g, b := c.curves[0][p[0]], c.curves[1][p[1]], c.curves[2][p[2]]
		p[0] = level((m[0]*r + m[1]*g + m[2]*b + half) >> linearBits)
		p[1] = level((m[3]*r + m[4]*g + m[5]*b + half) >> linearBits)
		p[2] = level((m[6]*r + m[7]*g + m[8]*b + half) >> linearBits)
	}
}

// product multiplies two matrices, which are stored by rows.
func product(a, b [9]float64) (c [9]float64) {
	for i := range 3 {
		for j := range 3 {
			c[3*i+j] = a[3*i]*b[j] + a[3*i+1]*b[3+j] + a[3*i+2]*b[6+j]
		}
	}
	return c
}

func inverse(m [9]float64) [9]float64 {
	minor := func(a, b, c, d int) float64 { return m[a]*m[d] - m[b]*m[c] }
	n := [9]float64{
		minor(4, 5, 7, 8), -minor(1, 2, 7, 8), minor(1, 2, 4, 5),
		-minor(3, 5, 6, 8), minor(0, 2, 6, 8), -minor(0, 2, 3, 5),
		minor(3, 4, 6, 7), -minor(0, 1, 6, 7), minor(0, 1, 3, 4),
	}
	det := m[0]*n[0] + m[1]*n[3] + m[2]*n[6]
	for i := range n {
		n[i] /= det
	}
	return n
}

var errProfile = errors.New("the colour profile is damaged")

// maxProfileTags is more tags than any profile has.
const maxProfileTags = 200

// parseProfile reads an ICC profile.
func parseProfile(b []byte) (profile, error) {
	if len(b) < 132 || string(b[36:40]) != "acsp" {
		return profile{}, errProfile
	}
	tags := make(map[string][]byte)
	n := binary.BigEndian.Uint32(b[128:])
	for i := range min(n, maxProfileTags) {
		at := 132 + 12*int(i)
		if at+12 > len(b) {
			return profile{}, errProfile
		}
		from, size := int64(binary.BigEndian.Uint32(b[at+4:])), int64(binary.BigEndian.Uint32(b[at+8:]))
		if from+size <= int64(len(b)) && size >= 8 {
			tags[string(b[at:at+4])] = b[from : from+size]
		}
	}
	p := profile{name: description(tags["desc"])}
	if p.name == "" {
		p.name = "unnamed"
	}
	if string(b[16:20]) == "CMYK" {
		p.inks = parseInks(tags["A2B0"], string(b[20:24]))
		return p, nil
	}
	if string(b[16:20]) != "RGB " || string(b[20:24]) != "XYZ " {
		return p, nil
	}
	var toXYZ [9]float64
	var curves [3]func(float64) float64
	for i, c := range []string{"r", "g", "b"} {
		xyz, curve := tags[c+"XYZ"], parseCurve(tags[c+"TRC"])
		if len(xyz) < 20 || curve == nil {
			return p, nil // described by a table
		}
		for j := range 3 {
			toXYZ[3*j+i] = fixed(xyz[8+4*j:])
		}
		curves[i] = curve
	}
	p.convert = newConversion(toXYZ, func(ch int, v float64) float64 { return curves[ch](v) })
	return p, nil
}

// fixed is a signed number with 16 bits after the point.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }

// description is the profile's name: ASCII in version 2, UTF-16 in version 4.
func description(b []byte) string {
	switch {
	case len(b) >= 12 && string(b[:4]) == "desc":
		n := int64(binary.BigEndian.Uint32(b[8:]))
		return strings.TrimSpace(string(bytes.TrimRight(b[12:min(12+n, int64(len(b)))], "\x00")))
	case len(b) >= 28 && string(b[:4]) == "mluc":
		n, at := int64(binary.BigEndian.Uint32(b[20:])), int64(binary.BigEndian.Uint32(b[24:]))
		if at+n > int64(len(b)) || n > 512 {
			return ""
		}
		var u []uint16
		for s := b[at : at+n]; len(s) >= 2; s = s[2:] {
			u = append(u, binary.BigEndian.Uint16(s))
		}
		return strings.TrimSpace(strings.TrimRight(string(utf16.Decode(u)), "\x00"))
	}
	return ""
}

// parseCurve returns a curve from 0..1 to linear light; nil where there is none.
func parseCurve(b []byte) func(float64) float64 {
	switch {
	case len(b) >= 12 && string(b[:4]) == "curv":
		n := int(binary.BigEndian.Uint32(b[8:]))
		switch {
		case n == 0:
			return func(v float64) float64 { return v }
		case n == 1 && len(b) >= 14:
			gamma := float64(binary.BigEndian.Uint16(b[12:])) / 256
			return func(v float64) float64 { return math.Pow(v, gamma) }
		case n > 1 && n <= (len(b)-12)/2:
			return func(v float64) float64 {
				x := v * float64(n-1)
				i := min(int(x), n-2)
				lo := float64(binary.BigEndian.Uint16(b[12+2*i:]))
				hi := float64(binary.BigEndian.Uint16(b[14+2*i:]))
				return (lo + (hi-lo)*(x-float64(i))) / 65535
			}
		}
	case len(b) >= 16 && string(b[:4]) == "para":
		kind := int(binary.BigEndian.Uint16(b[8:]))
		counts := []int{1, 3, 4, 5, 7}
		if kind >= len(counts) || len(b) < 12+4*counts[kind] {
			return nil
		}
		var p [7]float64 // g a b c d e f
		for i := range counts[kind] {
			p[i] = fixed(b[12+4*i:])
		}
		g, a, bb, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
		switch kind {
		case 0:
			a, c, d = 1, 0, -1
		case 1, 2:
			if a == 0 {
				return nil
			}
			if kind == 2 {
				e, f = c, c
			}
			c, d = 0, -bb/a
		}
		return func(v float64) float64 {
			if v < d {
				return c*v + f
			}
			return math.Pow(max(a*v+bb, 0), g) + e
		}
	}
	return nil
}
