package pixels

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/disintegration/imaging"

	"culler/library/exif"
	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/pixels/rawpreview"
)

// save writes a file into a temporary folder.
func save(t testing.TB, name string, data []byte) photo.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file(path)
}

func file(path string) photo.File { return photo.File{Path: path, Kind: photo.KindOf(path)} }

func picture(t testing.TB, f photo.File, size int) (*image.RGBA, Info) {
	t.Helper()
	var d Decoder
	img, info, err := d.Picture(context.Background(), f, size)
	if err != nil {
		t.Fatal(err)
	}
	if img.Rect.Min != (image.Point{}) || img.Stride != 4*img.Rect.Dx() || len(img.Pix) != img.Stride*img.Rect.Dy() {
		t.Fatalf("%v, stride %d, %d bytes", img.Rect, img.Stride, len(img.Pix))
	}
	return img, info
}

// golden are the rows of testdata/golden.tsv: a name, width and height, and
// colours as hexadecimal RGB. They were made with libvips 8.14 (autorot,
// icc_transform --intent relative, with Little CMS) of the patches in
// fixtures_test.go and of real files, which ImageMagick averaged to 6 by 6.
func golden(t *testing.T) map[string]struct {
	w, h int
	rgb  []byte
} {
	t.Helper()
	data, err := os.ReadFile("testdata/golden.tsv")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]struct {
		w, h int
		rgb  []byte
	})
	for row := range strings.Lines(string(data)) {
		col := strings.Split(strings.TrimSpace(row), "\t")
		w, _ := strconv.Atoi(col[1])
		h, _ := strconv.Atoi(col[2])
		rgb, err := hex.DecodeString(col[3])
		if err != nil || w == 0 || h == 0 {
			t.Fatalf("golden row %q", row)
		}
		all[col[0]] = struct {
			w, h int
			rgb  []byte
		}{w, h, rgb}
	}
	return all
}

// averages are the mean colours of 6 by 6 fields.
func averages(img *image.RGBA) []byte {
	var out []byte
	for j := range 6 {
		for i := range 6 {
			var sum [3]int
			n := 0
			for y := j * img.Rect.Dy() / 6; y < (j+1)*img.Rect.Dy()/6; y++ {
				for x := i * img.Rect.Dx() / 6; x < (i+1)*img.Rect.Dx()/6; x++ {
					for c := range 3 {
						sum[c] += int(img.Pix[img.PixOffset(x, y)+c])
					}
					n++
				}
			}
			for c := range 3 {
				out = append(out, uint8((sum[c]+n/2)/n))
			}
		}
	}
	return out
}

func far(a, b []byte) (most int) {
	for i := range a {
		most = max(most, int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return most
}

// TestUpright compares real photographs in all eight orientations, which also
// have a colour profile of another gamma, with libvips.
func TestUpright(t *testing.T) {
	folder := phototest.Shared(t, "photos/shoot/19_orientation_set")
	for name, want := range golden(t) {
		if filepath.Ext(name) != ".jpg" {
			continue
		}
		for _, size := range []int{0, 300} {
			img, info := picture(t, file(filepath.Join(folder, name)), size)
			profile := "Generic RGB Profile"
			if strings.HasSuffix(name, "_1.jpg") {
				profile = ""
			}
			if info.Width != want.w || info.Height != want.h || info.Profile != profile {
				t.Errorf("%s: %+v, want %d by %d", name, info, want.w, want.h)
			}
			if size == 0 && (img.Rect.Dx() != want.w || img.Rect.Dy() != want.h) || size > 0 && max(img.Rect.Dx(), img.Rect.Dy()) != size {
				t.Errorf("%s at %d: %v", name, size, img.Rect)
			}
			if d := far(averages(img), want.rgb); d > 2 {
				t.Errorf("%s at %d: %d levels apart from libvips", name, size, d)
			}
		}
	}
}

// TestOrientations proves each orientation on a picture whose corners differ, and
// that nonsense leaves it as it is.
func TestOrientations(t *testing.T) {
	src := scene(48, 24)
	turn := map[int]func(image.Image) *image.NRGBA{
		2: imaging.FlipH, 3: imaging.Rotate180, 4: imaging.FlipV, 5: imaging.Transpose,
		6: imaging.Rotate270, 7: imaging.Transverse, 8: imaging.Rotate90,
	}
	for o := range 12 {
		got := Upright(src, o)
		want := imaging.Clone(src)
		if f := turn[o]; f != nil {
			want = f(src)
		}
		if got.Rect != want.Rect || !bytes.Equal(got.Pix, want.Pix) {
			t.Errorf("orientation %d: differs", o)
		}
		_, info := picture(t, save(t, "a.jpg", encodeJPEG(t, src, nil, byte(o))), 0)
		if turned := o >= 5 && o <= 8; turned != (info.Width == 24) {
			t.Errorf("orientation %d: %+v", o, info)
		}
	}
}

// TestOrientationsAgree proves that the two readers of EXIF see the same.
func TestOrientationsAgree(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(phototest.Shared(t, "photos/shoot"), "*", "*.[jJ][pP][gG]"))
	for _, path := range files {
		m, err := exif.Read(path, photo.JPEG)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		info, _ := f.Stat()
		found, err := rawpreview.Find(f, info.Size())
		f.Close()
		if err != nil || found.Orientation != m.Orientation {
			t.Errorf("%s: %d and %d, error %v", path, found.Orientation, m.Orientation, err)
		}
	}
}

// The curves of Adobe RGB and of Display P3, as profiles hold them.
var (
	curveAdobeRGB = []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33")
	curveP3       = []byte("para\x00\x00\x00\x00\x00\x03\x00\x00\x00\x02\x66\x66\x00\x00\xf2\xa7\x00\x00\x0d\x59\x00\x00\x13\xd0\x00\x00\x0a\x5b")
)

// TestProfiles compares the conversion to sRGB with Little CMS.
func TestProfiles(t *testing.T) {
	all := golden(t)
	for name, icc := range map[string][]byte{"a98": testProfile(fromAdobeRGB, curveAdobeRGB), "p3": testProfile(fromP3, curveP3)} {
		img, info := picture(t, save(t, "a.png", encodePNG(t, patches(), icc)), 0)
		if info.Profile != "A test" {
			t.Errorf("%s: profile %q", name, info.Profile)
		}
		var rgb []byte
		for i := 0; i < len(img.Pix); i += 4 {
			rgb = append(rgb, img.Pix[i:i+3]...)
		}
		if d := far(rgb, all[name].rgb); d > 2 {
			t.Errorf("%s: %d levels apart from Little CMS", name, d)
		}
	}
	// A JPEG holds its profile in parts; sRGB itself changes nothing.
	plain, _ := picture(t, save(t, "a.jpg", encodeJPEG(t, scene(60, 40), nil, 0)), 0)
	same, info := picture(t, save(t, "a.jpg", encodeJPEG(t, scene(60, 40), testProfile(fromSRGB, curveP3), 0)), 0)
	if info.Profile != "A test" || !bytes.Equal(plain.Pix, same.Pix) {
		t.Errorf("sRGB was converted: %+v", info)
	}
	other, _ := picture(t, save(t, "a.jpg", encodeJPEG(t, scene(60, 40), testProfile(fromAdobeRGB, curveAdobeRGB), 0)), 0)
	if bytes.Equal(plain.Pix, other.Pix) {
		t.Error("Adobe RGB was not converted")
	}
	_, info = picture(t, save(t, "a.jpg", encodeJPEG(t, scene(60, 40), []byte("no profile at all"), 0)), 0)
	if info.Warning == "" {
		t.Error("a damaged profile goes unnoticed")
	}
}

// TestResize compares with imaging, whose pictures are the reference, on a
// picture and on noise, which makes sums exceed what a pixel can hold.
func TestResize(t *testing.T) {
	src, noise := scene(400, 300), image.NewRGBA(image.Rect(0, 0, 200, 267))
	r := rand.New(rand.NewPCG(5, 6))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(r.IntN(2)*255) ^ uint8(r.IntN(8)) | uint8(i%4/3*255)
	}
	for name, src := range map[string]*image.RGBA{"a picture": src, "noise": noise} {
		for _, size := range []int{399, 300, 266, 256, 101, 64, 7, 1} {
			got := Resize(src, size)
			w, h := Fit(src.Rect.Dx(), src.Rect.Dy(), size)
			want := imaging.Resize(src, w, h, imaging.Lanczos)
			if got.Rect != want.Rect {
				t.Fatalf("%v, want %v", got.Rect, want.Rect)
			}
			if d := far(got.Pix, want.Pix); d > 1 {
				t.Errorf("%s to %d: %d levels apart from imaging", name, size, d)
			}
		}
	}
	if Resize(src, 400) != src || Resize(src, 0) != src || Resize(src, 1000) != src {
		t.Error("a picture that fits was changed")
	}
}

// TestShrink proves by definition that planes are averaged.
func TestShrink(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420} {
		src := image.NewYCbCr(image.Rect(0, 0, 75, 53), ratio)
		for _, plane := range [][]uint8{src.Y, src.Cb, src.Cr} {
			for i := range plane {
				plane[i] = uint8(r.Uint32())
			}
		}
		for _, f := range []int{2, 4, 8} {
			got := shrunk(src, f)
			if got.Rect != image.Rect(0, 0, (75+f-1)/f, (53+f-1)/f) {
				t.Fatalf("%v by %d: %v", ratio, f, got.Rect)
			}
			for y := range got.Rect.Dy() {
				for x := range got.Rect.Dx() {
					n, sumY := 0, 0
					chroma := make(map[int][2]uint8) // each once
					for v := y * f; v < min((y+1)*f, 53); v++ {
						for u := x * f; u < min((x+1)*f, 75); u++ {
							n, sumY = n+1, sumY+int(src.Y[src.YOffset(u, v)])
							c := src.COffset(u, v)
							chroma[c] = [2]uint8{src.Cb[c], src.Cr[c]}
						}
					}
					var sum [2]int
					for _, c := range chroma {
						sum[0], sum[1] = sum[0]+int(c[0]), sum[1]+int(c[1])
					}
					m := len(chroma)
					want := color.YCbCr{Y: uint8((sumY + n/2) / n), Cb: uint8((sum[0] + m/2) / m), Cr: uint8((sum[1] + m/2) / m)}
					if c := got.YCbCrAt(x, y); c != want {
						t.Fatalf("%v by %d: %v at %d, %d, want %v", ratio, f, c, x, y, want)
					}
				}
			}
		}
	}
}

func TestSources(t *testing.T) {
	big := save(t, "big.jpg", encodeJPEG(t, scene(1600, 1000), nil, 0))
	for size, want := range map[int]struct {
		source Source
		w, h   int
	}{0: {Full, 1600, 1000}, 5000: {Full, 1600, 1000}, 1500: {Full, 1500, 938}, 800: {Scaled, 800, 500}, 150: {Scaled, 150, 94}} {
		img, info := picture(t, big, size)
		if info.Source != want.source || img.Rect.Dx() != want.w || img.Rect.Dy() != want.h || info.Width != 1600 || info.Height != 1000 {
			t.Errorf("at %d: %v, %+v", size, img.Rect, info)
		}
	}
}

// TestEmbedded proves on real files that pictures inside are used and turned.
func TestEmbedded(t *testing.T) {
	raw := phototest.Shared(t, "photos/raw")
	for name, want := range map[string]struct{ w, h int }{
		"exiv2/Canon-R6-pruned.CR3": {1620, 1080}, "imagemeta/CRW.CRW": {1440, 960}, "photoprism/canon_eos_6d.dng": {1024, 683},
	} {
		f := file(filepath.Join(raw, filepath.FromSlash(name)))
		img, info := picture(t, f, 0)
		if info.Source != Embedded || img.Rect.Dx() != want.w || img.Rect.Dy() != want.h {
			t.Errorf("%s: %v, %+v", name, img.Rect, info)
		}
		if img, info = picture(t, f, 512); info.Source != Embedded || img.Rect.Dx() != 512 || info.Width != want.w {
			t.Errorf("%s at 512: %v, %+v", name, img.Rect, info)
		}
	}
}

func TestOtherFormats(t *testing.T) {
	src := scene(90, 60)
	var p, g bytes.Buffer
	if err := png.Encode(&p, src); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&g, src, nil); err != nil {
		t.Fatal(err)
	}
	// What a file is called matters less than what it is.
	for name, data := range map[string][]byte{"a.png": p.Bytes(), "a.gif": g.Bytes(), "png.jpg": p.Bytes(), "jpeg.cr2": encodeJPEG(t, src, nil, 0)} {
		img, info := picture(t, save(t, name, data), 45)
		if img.Rect.Dx() != 45 || img.Rect.Dy() != 30 || info.Width != 90 {
			t.Errorf("%s: %v, %+v", name, img.Rect, info)
		}
	}
	clear := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	p.Reset()
	if err := png.Encode(&p, clear); err != nil {
		t.Fatal(err)
	}
	if img, _ := picture(t, save(t, "a.png", p.Bytes()), 0); !bytes.Equal(img.Pix[:4], []byte{255, 255, 255, 255}) {
		t.Errorf("what is transparent is %v", img.Pix[:4])
	}
	if path := phototest.Shared(t, "photos/raw/exiv2/Stonehenge.heic"); path != "" {
		if img, info := picture(t, file(path), 0); img.Rect.Dx() != 300 || img.Rect.Dy() != 200 || info.Width != 300 {
			t.Errorf("HEIC: %v, %+v", img.Rect, info)
		}
	}
}

func TestRefused(t *testing.T) {
	data := encodeJPEG(t, scene(400, 300), nil, 0)
	var p bytes.Buffer
	if err := png.Encode(&p, scene(400, 300)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file photo.File
		d    Decoder
		say  string
	}{
		"pixels":       {save(t, "a.jpg", data), Decoder{Limits: Limits{Pixels: 100_000}}, "400 by 300"},
		"memory":       {save(t, "a.jpg", data), Decoder{Limits: Limits{Memory: 100_000}}, "too large"},
		"PNG's pixels": {save(t, "a.png", p.Bytes()), Decoder{Limits: Limits{Pixels: 100_000}}, "400 by 300"},
		"PNG's memory": {save(t, "a.png", p.Bytes()), Decoder{Limits: Limits{Memory: 100_000}}, "too large"},
		"empty":        {save(t, "a.jpg", nil), Decoder{}, "empty"},
		"text":         {save(t, "a.jpg", []byte("once upon a time")), Decoder{}, "not a picture"},
		"unknown RAW":  {save(t, "a.nef", []byte("once upon a time")), Decoder{}, "RAW"},
		"AVIF":         {save(t, "a.heic", []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00")), Decoder{}, "AVIF"},
		"gone":         {file(filepath.Join(t.TempDir(), "gone.jpg")), Decoder{}, "gone.jpg"},
		"a folder":     {file(t.TempDir()), Decoder{}, "folder"},
	} {
		img, _, err := c.d.Picture(context.Background(), c.file, 0)
		if err == nil || img != nil || !strings.Contains(err.Error(), c.say) || !strings.Contains(err.Error(), c.file.Path) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCutOff(t *testing.T) {
	data := encodeJPEG(t, scene(400, 300), nil, 0)
	_, info := picture(t, save(t, "a.jpg", data[:len(data)/2]), 200)
	if !strings.Contains(info.Warning, "ends early") {
		t.Errorf("%+v", info)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var d Decoder
	if _, _, err := d.Picture(ctx, save(t, "a.jpg", encodeJPEG(t, scene(64, 64), nil, 0)), 0); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
