package jpegscale

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/jpeg"
	_ "image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"culler/library/photo/phototest"
)

// The files of testdata and their pictures, as PNG, were made with cjpeg and
// djpeg of libjpeg-turbo (-nosmooth -dct int), inks.jpg with ImageMagick.

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decodeBytes(ctx context.Context, data []byte, o Options) (*image.RGBA, string, error) {
	return Decode(ctx, bytes.NewReader(data), int64(len(data)), o)
}

func decode(t testing.TB, data []byte, scale int) *image.RGBA {
	t.Helper()
	img, warning, err := decodeBytes(context.Background(), data, Options{Scale: scale})
	if err != nil || warning != "" {
		t.Fatalf("at 1/%d: warning %q, error %v", scale, warning, err)
	}
	return img
}

// apart compares two pictures: the largest and the mean difference of a colour.
func apart(t testing.TB, got *image.RGBA, want image.Image) (most int, mean float64) {
	t.Helper()
	b := want.Bounds()
	if got.Rect.Size() != b.Size() {
		t.Fatalf("%v, want %v", got.Rect.Size(), b.Size())
	}
	sum := 0
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, _ := want.At(b.Min.X+x, b.Min.Y+y).RGBA()
			o := got.Pix[got.PixOffset(x, y):]
			for i, v := range []uint32{r, g, bl} {
				d := int(o[i]) - int(v>>8)
				d = max(d, -d)
				most, sum = max(most, d), sum+d
			}
		}
	}
	return most, float64(sum) / float64(3*b.Dx()*b.Dy())
}

// TestFullSize compares every sampling and coding with libjpeg-turbo. Two
// transforms that round differently are one level apart in a component, which
// the conversion to RGB makes two or three.
func TestFullSize(t *testing.T) {
	for _, name := range []string{"ycc-444", "ycc-422", "ycc-420", "ycc-440", "ycc-411", "ycc-410", "ycc-odd", "ycc-thirds",
		"restart-420", "apart-420", "extended-420", "rgb", "grey",
		"progressive-444", "progressive-422", "progressive-restart-420", "progressive-grey"} {
		t.Run(name, func(t *testing.T) {
			want, _, err := image.Decode(bytes.NewReader(read(t, name+".png")))
			if err != nil {
				t.Fatal(err)
			}
			most, mean := apart(t, decode(t, read(t, name+".jpg"), 1), want)
			if most > 3 || mean > 0.3 {
				t.Errorf("%d levels apart at most, %.3f in the mean", most, mean)
			}
		})
	}
}

// TestPlanes compares full size with image/jpeg where the components can be told
// apart: they are within one level.
func TestPlanes(t *testing.T) {
	want, err := jpeg.Decode(bytes.NewReader(read(t, "grey.jpg")))
	if err != nil {
		t.Fatal(err)
	}
	if most, _ := apart(t, decode(t, read(t, "grey.jpg"), 1), want); most > 1 {
		t.Errorf("grey: %d levels apart", most)
	}
	for name, data := range variants(t) {
		want, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		got := decode(t, data, 1)
		m, ok := want.(*image.YCbCr)
		if !ok {
			continue
		}
		// Green is the sum of luma and less than chroma times 1.1, so that one
		// level of each shows as two at most.
		most := 0
		for y := range got.Rect.Dy() {
			for x := range got.Rect.Dx() {
				_, g, _, _ := m.At(x, y).RGBA()
				d := int(got.Pix[got.PixOffset(x, y)+1]) - int(g>>8)
				most = max(most, d, -d)
			}
		}
		if most > 2 {
			t.Errorf("%s: %d levels apart", name, most)
		}
	}
}

// TestEighth compares 1/8 with libjpeg-turbo's own, which is the mean of a block
// as ours is.
func TestEighth(t *testing.T) {
	for _, name := range []string{"ycc-444", "grey"} {
		want, _, err := image.Decode(bytes.NewReader(read(t, name+"-8.png")))
		if err != nil {
			t.Fatal(err)
		}
		if most, _ := apart(t, decode(t, read(t, name+".jpg"), 8), want); most > 1 {
			t.Errorf("%s: %d levels apart", name, most)
		}
	}
}

// TestInverse compares the transforms with the formula that they stand for.
func TestInverse(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, w := range []int{1, 2, 4, 8} {
		for _, h := range []int{1, 2, 4, 8} {
			for range 200 {
				var b [64]int32
				b[0] = int32(r.IntN(1600) - 800)
				for range 12 {
					b[r.IntN(64)] = int32(r.IntN(161) - 80)
				}
				want := b
				var got [64]uint8
				inverse(&b, got[:], 8, w, h)
				for y := range h {
					for x := range w {
						sum := 0.0
						for v := range h {
							for u := range w {
								sum += float64(want[8*v+u]) * wave(u, x, w) * wave(v, y, h)
							}
						}
						v := min(max(sum/8+128, 0), 255)
						if math.Abs(v-float64(got[8*y+x])) > 0.75 {
							t.Fatalf("%d by %d at (%d, %d): %d, want %.2f", w, h, x, y, got[8*y+x], v)
						}
					}
				}
			}
		}
	}
}

// wave is the frequency u at point x of n.
func wave(u, x, n int) float64 {
	if u == 0 {
		return 1
	}
	return math.Sqrt2 * math.Cos(float64(2*x+1)*float64(u)*math.Pi/float64(2*n))
}

// box averages squares of n by n pixels. It returns rows of colours.
func box(img *image.RGBA, n int) [][][3]int {
	out := make([][][3]int, img.Rect.Dy()/n)
	for y := range out {
		out[y] = make([][3]int, img.Rect.Dx()/n)
		for x := range out[y] {
			r, g, b := n*n/2, n*n/2, n*n/2
			for j := range n {
				at := (y*n+j)*img.Stride + 4*x*n
				for i := range n {
					v := binary.LittleEndian.Uint32(img.Pix[at+4*i:])
					r, g, b = r+int(v&255), g+int(v>>8&255), b+int(v>>16&255)
				}
			}
			out[y][x] = [3]int{r / (n * n), g / (n * n), b / (n * n)}
		}
	}
	return out
}

// TestBoxAverage proves on photographs that smaller sizes are what averaging the
// full size gives: at 1/8 but for rounding and clipping, at 1/4 and 1/2 but for
// the frequencies that averaging would turn into others.
func TestBoxAverage(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(phototest.Shared(t, "photos/demo"), "*_by_l*.jpg"))
	folder := phototest.Shared(t, "photos/shoot")
	for _, pattern := range []string{"*/DSC_042*.JPG", "*/pcb_001.jpg", "*/26.JPG"} {
		more, _ := filepath.Glob(filepath.Join(folder, pattern))
		files = append(files, more...)
	}
	if len(files) == 0 {
		t.Skip("no photographs")
	}
	bounds := map[int]struct {
		mean   float64
		within int // levels, for 99 of 100
	}{8: {0.8, 3}, 4: {1.5, 8}, 2: {1.5, 8}}
	photos := make(map[string][]byte)
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		photos[filepath.Base(f)] = data
		if name := filepath.Base(f); name != "DSC_0423.JPG" && name != "pcb_001.jpg" {
			continue
		}
		// A part of it with chroma of half the width and height.
		var b bytes.Buffer
		if err := jpeg.Encode(&b, decode(t, data, 1).SubImage(image.Rect(600, 500, 1400, 1100)), &jpeg.Options{Quality: 92}); err != nil {
			t.Fatal(err)
		}
		photos["a part of "+filepath.Base(f)] = b.Bytes()
	}
	for name, data := range photos {
		full := decode(t, data, 1)
		for _, scale := range []int{2, 4, 8} {
			got := decode(t, data, scale)
			var counts [256]int
			total, sum := 0, 0
			for y, row := range box(full, scale) {
				line := got.Pix[y*got.Stride : (y+1)*got.Stride]
				for x, want := range row {
					v := binary.LittleEndian.Uint32(line[4*x:])
					for c, w := range want {
						d := int(v>>(8*c)&255) - w
						d = max(d, -d)
						counts[d]++
						total++
						sum += d
					}
				}
			}
			within, n := 0, counts[0]
			for n < total*99/100 {
				within++
				n += counts[within]
			}
			mean := float64(sum) / float64(total)
			if b := bounds[scale]; mean > b.mean || within > b.within {
				t.Errorf("%s at 1/%d: %.3f levels apart in the mean, 99 of 100 within %d", name, scale, mean, within)
			} else {
				t.Logf("%s at 1/%d: %.3f levels apart in the mean, 99 of 100 within %d", name, scale, mean, within)
			}
		}
	}
}

// TestProgressiveScaled proves that leaving scans out changes nothing: the same
// coefficients, coded progressively or not, give the same picture at every scale.
func TestProgressiveScaled(t *testing.T) {
	pairs := map[string]string{
		"progressive-444": "ycc-444", "progressive-422": "ycc-422",
		"progressive-restart-420": "ycc-420", "progressive-grey": "grey", "apart-420": "ycc-420", "restart-420": "ycc-420",
	}
	for a, b := range pairs {
		for _, scale := range []int{1, 2, 4, 8} {
			got, want := decode(t, read(t, a+".jpg"), scale), decode(t, read(t, b+".jpg"), scale)
			if !bytes.Equal(got.Pix, want.Pix) {
				most, mean := apart(t, got, want)
				t.Errorf("%s at 1/%d: %d levels apart at most, %.3f in the mean", a, scale, most, mean)
			}
		}
	}
}

// TestInks compares four inks with image/jpeg, with and without a transform.
func TestInks(t *testing.T) {
	data := read(t, "inks.jpg")
	plain := bytes.Clone(data)
	plain[bytes.Index(plain, []byte("Adobe"))+11] = 0
	for name, data := range map[string][]byte{"YCCK": data, "CMYK": plain} {
		want, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		most, mean := apart(t, decode(t, data, 1), want)
		if most > 4 || mean > 0.5 {
			t.Errorf("%s: %d levels apart at most, %.3f in the mean", name, most, mean)
		}
		for _, scale := range []int{2, 4, 8} {
			decode(t, data, scale)
		}
	}
}
