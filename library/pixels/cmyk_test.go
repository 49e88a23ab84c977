package pixels

import (
	"bytes"
	"encoding/binary"
	"image"
	"math"
	"os"
	"slices"
	"testing"
)

// dyes is what the test's inks look like in Lab: paper that is not quite white,
// inks that are duller than a screen's colours.
func dyes(cmyk [4]float64) [3]float64 {
	c, m, y, k := cmyk[0], cmyk[1], cmyk[2], cmyk[3]
	white := (1 - 0.6*c) * (1 - 0.5*m) * (1 - 0.1*y) * (1 - k)
	return [3]float64{8 + 88*white, (60*m - 40*c) * (1 - k), (50*y - 45*c) * (1 - k)}
}

// inkProfile is a profile of the dyes as lut8, lut16 or lutAToB.
func inkProfile(kind string) []byte {
	be := binary.BigEndian
	const n = 9
	number := func(b []byte, v float64) []byte {
		if kind == "mft1" {
			return append(b, uint8(math.Round(255*v)))
		}
		return be.AppendUint16(b, uint16(math.Round(65535*v)))
	}
	var grid []byte
	for i := range n * n * n * n {
		at := func(d int) float64 { return float64(i/d%n) / (n - 1) }
		lab := dyes([4]float64{at(n * n * n), at(n * n), at(n), at(1)})
		most := 1.0
		if kind == "mft2" {
			most = 65280.0 / 65535
		}
		grid = number(number(number(grid, lab[0]/100*most), (lab[1]+128)/255*most), (lab[2]+128)/255*most)
	}
	tag := append([]byte(kind), 0, 0, 0, 0, 4, 3)
	if kind == "mAB " {
		curve := []byte("curv\x00\x00\x00\x00\x00\x00\x00\x00")
		first := slices.Repeat(curve, 4)
		tag = append(tag, 0, 0)
		for _, at := range []uint32{32 + 48, 0, 0, 32 + 48 + 36, 32} {
			tag = be.AppendUint32(tag, at)
		}
		tag = append(append(tag, first...), slices.Repeat(curve, 3)...)
		tag = append(tag, n, n, n, n)
		tag = append(append(tag, make([]byte, 12)...), 2, 0, 0, 0)
	} else {
		tag = append(append(tag, n, 0), make([]byte, 36)...)
		entries := 256
		if kind == "mft2" {
			entries = 2
			tag = append(tag, 0, 2, 0, 2)
		}
		curve := func(count int) {
			for range count {
				for k := range entries {
					tag = number(tag, float64(k)/float64(entries-1))
				}
			}
		}
		curve(4)
		tag = append(tag, grid...)
		grid = nil
		curve(3)
	}
	tag = append(tag, grid...)
	head := make([]byte, 128)
	copy(head[12:], "prtrCMYKLab ")
	copy(head[36:], "acsp")
	out := be.AppendUint32(head, 1)
	out = append(out, "A2B0"...)
	out = be.AppendUint32(be.AppendUint32(out, 144), uint32(len(tag)))
	return append(out, tag...)
}

// looks is the colour of a mixture by the formulas alone.
func looks(cmyk [4]float64) (rgb [3]float64) {
	black := xyzOfLab(dyes([4]float64{1, 1, 1, 1}))[1]
	xyz := xyzOfLab(dyes(cmyk))
	m := inverse(fromSRGB)
	for c := range xyz {
		xyz[c] = (xyz[c] - black*whiteD50[c]) / (1 - black)
	}
	for c := range rgb {
		v := min(max(m[3*c]*xyz[0]+m[3*c+1]*xyz[1]+m[3*c+2]*xyz[2], 0), 1)
		rgb[c] = float64(encode()[int(math.Round(v*(1<<linearBits)))])
	}
	return rgb
}

func TestInksLookAsTheirProfileSays(t *testing.T) {
	for _, kind := range []string{"mft1", "mft2", "mAB "} {
		p, err := parseProfile(inkProfile(kind))
		if err != nil || p.inks == nil {
			t.Fatalf("%s: %+v, %v", kind, p, err)
		}
		for _, cmyk := range [][4]uint8{{}, {255, 0, 0, 0}, {0, 255, 0, 0}, {0, 0, 255, 0}, {0, 0, 0, 255}, {255, 255, 255, 255}, {120, 60, 30, 10}, {10, 200, 100, 90}, {64, 64, 64, 64}} {
			pix := slices.Concat(cmyk[:], cmyk[:])
			p.inks.apply(pix)
			var share [4]float64
			for c, v := range cmyk {
				share[c] = float64(v) / 255
			}
			for c, v := range looks(share) {
				if d := math.Abs(v - float64(pix[c])); d > 7 {
					t.Errorf("%s: %v is %v, want %.0f in place %d", kind, cmyk, pix[:4], v, c)
				}
			}
			if !bytes.Equal(pix[:4], pix[4:]) || pix[3] != 255 {
				t.Errorf("%s: %v becomes %v", kind, cmyk, pix)
			}
		}
	}
}

func TestDamagedInkProfilesAreLeft(t *testing.T) {
	for _, kind := range []string{"mft1", "mft2", "mAB "} {
		whole := inkProfile(kind)
		for cut := 0; cut < len(whole); cut += 1 + cut/40 {
			b := bytes.Clone(whole[:cut])
			if cut > 144 {
				binary.BigEndian.PutUint32(b[140:], uint32(cut-144))
			}
			if p, err := parseProfile(b); err == nil && p.inks != nil {
				p.inks.apply(make([]uint8, 8))
			}
		}
		for at := 132; at < 300; at++ {
			for _, v := range []byte{0, 1, 0x7f, 0xff} {
				b := bytes.Clone(whole)
				b[at] = v
				if p, err := parseProfile(b); err == nil && p.inks != nil {
					p.inks.look([4]float64{0.1, 0.9, 1, 0})
				}
			}
		}
	}
}

// A JPEG of inks is shown through its profile, and one without as before.
func TestAJPEGOfInksIsShownThroughItsProfile(t *testing.T) {
	plain, err := os.ReadFile("jpegscale/testdata/inks.jpg")
	if err != nil {
		t.Fatal(err)
	}
	icc := inkProfile("mft2")
	segment := func(n byte, part []byte) []byte {
		b := append([]byte("ICC_PROFILE\x00"), n, 2)
		b = append(b, part...)
		return append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe2}, uint16(len(b)+2)), b...)
	}
	half := len(icc) / 2
	with := slices.Concat(plain[:2], segment(1, icc[:half]), segment(2, icc[half:]), plain[2:])
	is := func(b []byte) *image.RGBA {
		img, info := picture(t, save(t, "a.jpg", b), 0)
		if info.Warning != "" {
			t.Error(info.Warning)
		}
		return img
	}
	naive, seen := is(plain), is(with)
	// Back to inks from the colours without a profile: what they must look like.
	far, far2 := 0.0, 0.0
	for i := 0; i < len(naive.Pix); i += 4 {
		if naive.Pix[i] == naive.Pix[i+1] && naive.Pix[i+1] == naive.Pix[i+2] && naive.Pix[i] > 250 {
			for c, v := range looks([4]float64{}) {
				far = max(far, math.Abs(v-float64(seen.Pix[i+c])))
			}
		}
		far2 = max(far2, math.Abs(float64(naive.Pix[i])-float64(seen.Pix[i])))
	}
	if far > 12 || far2 < 20 {
		t.Errorf("paper is %v off, and the profile changes %v at most", far, far2)
	}
}
