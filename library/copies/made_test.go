package copies

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/image/draw"

	"culler/library/alter"
	"culler/library/pixels"
)

// making is one way to make a copy; k is which, of those that differ by place.
type making struct {
	name string
	make func(img *image.RGBA, k int) *image.RGBA // nil: only compressed to quality 40
}

// makings are what programs and photographers do to copies.
var makings = []making{
	{"resized to half", func(m *image.RGBA, _ int) *image.RGBA {
		out := image.NewRGBA(image.Rect(0, 0, m.Rect.Dx()/2, m.Rect.Dy()/2))
		draw.CatmullRom.Scale(out, out.Rect, m, m.Rect, draw.Src, nil)
		return out
	}},
	{"quality 40", nil},
	{"cropped by 5 %", func(m *image.RGBA, k int) *image.RGBA {
		w, h := m.Rect.Dx(), m.Rect.Dy()
		x, y := w/20*(k%5)/4, h/20*(k/5%5)/4
		return alter.Crop(m, image.Rect(x, y, x+w-w/20, y+h-h/20))
	}},
	{"+0.5 EV", func(m *image.RGBA, _ int) *image.RGBA { return alter.Exposure(m, 0.5) }},
}

// made returns copies by each making and by each two, as JPEG files by name.
func made(t testing.TB, img *image.RGBA, k int) map[string][]byte {
	out := make(map[string][]byte)
	for a, one := range makings {
		for b := a; b < len(makings); b++ {
			copied, names, quality := img, []string{one.name}, 92
			steps := []making{one}
			if b > a {
				steps, names = append(steps, makings[b]), append(names, makings[b].name)
			}
			for _, s := range steps {
				if s.make == nil {
					quality = 40
				} else {
					copied = s.make(copied, k)
				}
			}
			var file bytes.Buffer
			if err := jpeg.Encode(&file, copied, &jpeg.Options{Quality: quality}); err != nil {
				t.Fatal(err)
			}
			out[strings.Join(names, ", ")] = file.Bytes()
		}
	}
	return out
}

// scene is a made photograph: things of all sizes before a sky, the same for the
// same seed.
func scene(seed uint64) *image.RGBA {
	const w, h = 640, 480
	r := rand.New(rand.NewPCG(seed, 77))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		sky := color.RGBA{uint8(60 + 100*y/h), uint8(90 + 60*y/h), uint8(190 - 90*y/h), 255}
		draw.Draw(img, image.Rect(0, y, w, y+1), image.NewUniform(sky), image.Point{}, draw.Src)
	}
	for n := range 220 {
		size := 4 + r.IntN(1+300/(1+n/4))
		x, y := r.IntN(w), r.IntN(h)
		c := color.RGBA{uint8(r.IntN(220)), uint8(r.IntN(220)), uint8(r.IntN(220)), 255}
		draw.Draw(img, image.Rect(x, y, x+size, y+size/2+r.IntN(size)), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return alter.Noise(img, 4, seed)
}

// thumb is the print of a picture as it is made of thumbnails.
func thumb(img *image.RGBA) *Print { return Of(pixels.Resize(pixels.Resize(img, 512), 256)) }

func thumbOf(t testing.TB, file []byte) *Print {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return thumb(alter.Copy(img))
}

func TestCopiesAreKnown(t *testing.T) {
	for seed := range uint64(12) {
		img := scene(seed)
		p := thumb(img)
		for name, file := range made(t, img, int(seed)) {
			c := thumbOf(t, file)
			d := Detail(p, c)
			if d < LeastDetail {
				t.Errorf("scene %d, %s: the detail agrees by %.3f only", seed, name, d)
			}
			if back := Detail(c, p); back != d {
				t.Errorf("scene %d, %s: %v one way, %v the other", seed, name, d, back)
			}
		}
	}
}

func TestUnlikeScenesAreNoCopies(t *testing.T) {
	var prints []*Print
	for seed := range uint64(60) {
		prints = append(prints, thumb(scene(100+seed)))
	}
	for i, a := range prints {
		for j, b := range prints[:i] {
			if d := Detail(a, b); d >= LeastDetail/2 {
				t.Errorf("scenes %d and %d agree by %.3f", i, j, d)
			}
		}
	}
}

// What has no structure proves nothing: neither black frames nor one sky beside
// another.
func TestPlainPicturesAreNoCopies(t *testing.T) {
	plain := func(of func(x, y int) uint8, seed uint64) *Print {
		img := image.NewRGBA(image.Rect(0, 0, 600, 400))
		for y := range 400 {
			for x := range 600 {
				v := of(x, y)
				img.SetRGBA(x, y, color.RGBA{v, v, v, 255})
			}
		}
		return thumb(alter.Noise(img, 3, seed))
	}
	black := func(int, int) uint8 { return 0 }
	sky := func(_, y int) uint8 { return uint8(80 + y/4) }
	for name, of := range map[string]func(x, y int) uint8{"black frames": black, "skies": sky} {
		if d := Detail(plain(of, 1), plain(of, 2)); d >= LeastDetail {
			t.Errorf("two %s agree by %.3f", name, d)
		}
	}
	if d := Detail(Of(image.NewRGBA(image.Rect(0, 0, 9, 9))), Of(image.NewRGBA(image.Rect(0, 0, 300, 200)))); d != 0 {
		t.Errorf("two empty pictures agree by %v", d)
	}
	if Of(image.NewRGBA(image.Rectangle{})) != nil {
		t.Error("a picture of no pixels has a print")
	}
}
