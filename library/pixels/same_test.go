package pixels

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// withThumbnail makes a JPEG whose EXIF holds a small picture, as phones do.
func withThumbnail(t testing.TB, m, small *image.RGBA) []byte {
	t.Helper()
	var inside bytes.Buffer
	if err := jpeg.Encode(&inside, small, &jpeg.Options{Quality: 80}); err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	b := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x0e\x00\x00\x00\x02\x00")
	for _, e := range [][2]uint32{{0x0201, 14 + 2 + 24 + 4}, {0x0202, uint32(inside.Len())}} {
		b = le.AppendUint16(le.AppendUint16(b, uint16(e[0])), 4)
		b = le.AppendUint32(le.AppendUint32(b, 1), e[1])
	}
	b = append(append(b, 0, 0, 0, 0), inside.Bytes()...)
	var whole bytes.Buffer
	if err := jpeg.Encode(&whole, m, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	out := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(b)+2))
	return append(append(out, b...), whole.Bytes()[2:]...)
}

func changed(m *image.RGBA, from func(x, y int) color.RGBA) *image.RGBA {
	out := image.NewRGBA(m.Rect)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			out.SetRGBA(x, y, from(x, y))
		}
	}
	return out
}

// A program that edits a photo often leaves the small picture inside as it was.
func TestASmallPictureThatShowsAnotherIsNotShown(t *testing.T) {
	const w, h = 1000, 752
	old := scene(w, h)
	for name, c := range map[string]struct {
		now  *image.RGBA
		same bool
	}{
		"as it was":   {old, true},
		"turned":      {changed(old, func(x, y int) color.RGBA { return old.RGBAAt(w-1-x, h-1-y) }), false},
		"mirrored":    {changed(old, func(x, y int) color.RGBA { return old.RGBAAt(w-1-x, y) }), false},
		"upside down": {changed(old, func(x, y int) color.RGBA { return old.RGBAAt(x, h-1-y) }), false},
		"black and white": {changed(old, func(x, y int) color.RGBA {
			g := color.GrayModel.Convert(old.RGBAAt(x, y)).(color.Gray).Y
			return color.RGBA{g, g, g, 255}
		}), false},
		"cropped": {changed(old, func(x, y int) color.RGBA { return old.RGBAAt(w/3+x/2, h/3+y/2) }), false},
		"darkened": {changed(old, func(x, y int) color.RGBA {
			p := old.RGBAAt(x, y)
			return color.RGBA{p.R / 2, p.G / 2, p.B / 2, 255}
		}), false},
		"negative": {changed(old, func(x, y int) color.RGBA {
			p := old.RGBAAt(x, y)
			return color.RGBA{255 - p.R, 255 - p.G, 255 - p.B, 255}
		}), false},
	} {
		t.Run(name, func(t *testing.T) {
			f := save(t, "a.jpg", withThumbnail(t, c.now, Resize(old, 512)))
			for _, size := range []int{512, 256} {
				img, info := picture(t, f, size)
				if (info.Source == Embedded) != c.same {
					t.Errorf("at %d the picture comes from %v", size, info.Source)
				}
				if !Alike(img, c.now) {
					t.Errorf("at %d another picture is shown", size)
				}
			}
			if Alike(old, c.now) != c.same {
				t.Errorf("alike: %v", !c.same)
			}
		})
	}
}

func TestPicturesOfAllSizesAreCompared(t *testing.T) {
	m := scene(800, 600)
	for _, size := range []int{100, 160, 256, 512} {
		if !Alike(m, Resize(m, size)) {
			t.Errorf("at %d it is another", size)
		}
	}
	if flat := changed(m, func(x, y int) color.RGBA { return color.RGBA{90, 90, 90, 255} }); Alike(m, flat) || Alike(Resize(flat, 100), Resize(m, 256)) {
		t.Error("a grey plate is the same")
	}
}
