package pixels

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"testing"
)

// scene is a picture whose corners differ, with shading, edges and colour.
func scene(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := float64(x)/float64(w), float64(y)/float64(h)
			c := color.RGBA{uint8(255 * fx), uint8(255 * fy), uint8(127 + 120*math.Sin(20*fx*fy)), 255}
			if fx < 0.3 && fy < 0.3 {
				c = color.RGBA{250, 250, 40, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// testProfile is an ICC profile of a matrix and one curve for all colours.
func testProfile(toXYZ [9]float64, curve []byte) []byte {
	be := binary.BigEndian
	head := make([]byte, 128)
	copy(head[12:], "mntrRGB XYZ ")
	copy(head[36:], "acsp")
	be.PutUint32(head[8:], 0x02100000)
	for i, v := range []float64{0.9642, 1, 0.8249} {
		be.PutUint32(head[68+4*i:], uint32(int32(math.Round(v*65536))))
	}
	for len(curve)%4 != 0 {
		curve = append(curve, 0)
	}
	type tag struct {
		name string
		data []byte
	}
	text := func(s string) []byte {
		b := append([]byte("desc\x00\x00\x00\x00"), be.AppendUint32(nil, uint32(len(s)+1))...)
		b = append(append(b, s...), make([]byte, 1+12+67+3)...)
		return b[:len(b)&^3]
	}
	xyz := func(v ...float64) []byte {
		b := []byte("XYZ \x00\x00\x00\x00")
		for _, x := range v {
			b = be.AppendUint32(b, uint32(int32(math.Round(x*65536))))
		}
		return b
	}
	tags := []tag{{"desc", text("A test")}, {"cprt", append([]byte("text\x00\x00\x00\x00"), "none"...)}, {"wtpt", xyz(0.9642, 1, 0.8249)}}
	for i, c := range []string{"r", "g", "b"} {
		tags = append(tags, tag{c + "XYZ", xyz(toXYZ[i], toXYZ[3+i], toXYZ[6+i])}, tag{c + "TRC", curve})
	}
	out := be.AppendUint32(head, uint32(len(tags)))
	at := uint32(132 + 12*len(tags))
	for _, t := range tags {
		out = append(out, t.name...)
		out = be.AppendUint32(be.AppendUint32(out, at), uint32(len(t.data)))
		at += uint32(len(t.data))
	}
	for _, t := range tags {
		out = append(out, t.data...)
	}
	be.PutUint32(out, uint32(len(out)))
	return out
}

// encodeJPEG makes a JPEG with a profile and an EXIF orientation; nil and 0 for
// none.
func encodeJPEG(t testing.TB, m image.Image, icc []byte, orientation byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	out := bytes.Clone(b.Bytes()[:2])
	segment := func(m byte, s string) {
		out = append(binary.BigEndian.AppendUint16(append(out, 0xff, m), uint16(len(s)+2)), s...)
	}
	if orientation > 0 {
		segment(0xe1, "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00"+string([]byte{orientation, 0, 0, 0})+"\x00\x00\x00\x00")
	}
	if icc != nil {
		half := len(icc) / 2
		segment(0xe2, "ICC_PROFILE\x00\x01\x02"+string(icc[:half]))
		segment(0xe2, "ICC_PROFILE\x00\x02\x02"+string(icc[half:]))
	}
	return append(out, b.Bytes()[2:]...)
}

// encodePNG makes a PNG with a profile.
func encodePNG(t testing.TB, m image.Image, icc []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(icc)
	_ = w.Close()
	data := append([]byte("iCCPtest\x00\x00"), z.Bytes()...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(data)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, data...), crc32.ChecksumIEEE(data))
	const afterHeader = 8 + 25
	return bytes.Join([][]byte{b.Bytes()[:afterHeader], chunk, b.Bytes()[afterHeader:]}, nil)
}

// patches are 125 colours, one a pixel.
func patches() *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, 25, 5))
	for i := range 125 {
		level := func(n int) uint8 { return uint8(n % 5 * 255 / 4) }
		m.SetRGBA(i%25, i/25, color.RGBA{level(i), level(i / 5), level(i / 25), 255})
	}
	return m
}
