package pixels

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"culler/library/pixels/bmp"
)

// TestBMPsOfManyKinds compares files that ImageMagick wrote with what it makes of
// them.
func TestBMPsOfManyKinds(t *testing.T) {
	files, _ := filepath.Glob("testdata/bmp/*.bmp")
	if len(files) < 8 {
		t.Fatalf("%d files", len(files))
	}
	for _, name := range files {
		sameAs(t, name)
	}
}

// rle4 is a picture of 4 by 3 pixels: red and green in turns, a jump, a line as
// it stands.
func rle4() []byte {
	le := binary.LittleEndian
	b := append([]byte("BM"), make([]byte, 52)...)
	le.PutUint32(b[10:], 54+16)
	le.PutUint32(b[14:], 40)
	le.PutUint32(b[18:], 4)
	le.PutUint32(b[22:], 3)
	le.PutUint16(b[26:], 1)
	le.PutUint16(b[28:], 4)
	le.PutUint32(b[30:], 2)
	le.PutUint32(b[46:], 4)
	b = append(b, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 9, 9, 9, 0)
	return append(b, 4, 0x01, 0, 0, 0, 2, 2, 0, 2, 0x22, 0, 0, 0, 4, 0x01, 0x23, 0, 1)
}

func TestBMPRunsOfHalfBytes(t *testing.T) {
	img, info := picture(t, save(t, "a.bmp", rle4()), 0)
	red, green, blue, grey, white := color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}, color.RGBA{0, 0, 255, 255}, color.RGBA{9, 9, 9, 255}, color.RGBA{255, 255, 255, 255}
	want := []color.RGBA{red, green, blue, grey, white, white, blue, blue, red, green, red, green}
	for i, c := range want {
		if got := img.RGBAAt(i%4, i/4); got != c {
			t.Errorf("pixel %d: %v, want %v", i, got, c)
		}
	}
	if info.Warning != "" {
		t.Error(info.Warning)
	}
}

// TestGIFFirstFrame proves that the first frame lies where it belongs, on white.
func TestGIFFirstFrame(t *testing.T) {
	frame := image.NewPaletted(image.Rect(5, 3, 9, 8), color.Palette{color.RGBA{}, color.RGBA{200, 10, 30, 255}})
	for i := range frame.Pix {
		frame.Pix[i] = 1
	}
	frame.SetColorIndex(6, 4, 0)
	second := image.NewPaletted(image.Rect(0, 0, 20, 10), color.Palette{color.Black, color.White})
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame, second}, Delay: []int{1, 1}, Config: image.Config{Width: 20, Height: 10}}); err != nil {
		t.Fatal(err)
	}
	check := func(w, h int) {
		t.Helper()
		img, _ := picture(t, save(t, "a.gif", b.Bytes()), 0)
		if img.Rect != image.Rect(0, 0, w, h) {
			t.Fatalf("%v, want %d by %d", img.Rect, w, h)
		}
		for y := range h {
			for x := range w {
				want := color.RGBA{255, 255, 255, 255}
				if image.Pt(x, y).In(frame.Rect) && (x != 6 || y != 4) {
					want = color.RGBA{200, 10, 30, 255}
				}
				if got := img.RGBAAt(x, y); got != want {
					t.Fatalf("(%d, %d): %v, want %v", x, y, got, want)
				}
			}
		}
	}
	check(20, 10)
	copy(b.Bytes()[6:], []byte{0, 0, 0, 0}) // a canvas of no size
	check(9, 8)
}

// FuzzStill proves that no bytes make the readers of BMP and of GIF's canvas panic.
func FuzzStill(f *testing.F) {
	f.Add(rle4())
	f.Add([]byte("GIF89a\x00\x00\x00\x00\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x05\x00\x03\x00\x04\x00\x05\x00\x80"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if w, h, err := bmp.Size(data); err == nil && w*h < 1<<18 {
			_, _, _ = bmp.Decode(data, make([]uint8, 4*w*h))
		}
		gifCanvas(data)
	})
}

// TestOtherFilesAreNamed proves that a sound file is not called damaged, nor a
// picture of a kind that is not read, whatever its name.
func TestOtherFilesAreNamed(t *testing.T) {
	for head, word := range map[string]string{
		"ID3\x04\x00": "sound", "RIFF\x24\x00\x00\x00WAVEfmt ": "sound", "\x00\x00\x00\x20ftypM4A \x00": "sound", "fLaC\x00": "sound",
		"\x00\x00\x00\x18ftypqt  \x00\x00\x00\x00qt  ": "film", "\x00\x00\x00\x0cjP  \r\n\x87\n": "JPEG 2000", "8BPS\x00\x01": "Photoshop",
		"\xff\x0a\x00\x00": "JPEG XL", "\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avif": "AVIF",
	} {
		for _, name := range []string{"a.jpg", "a.nef", "a.wav"} {
			_, _, err := new(Decoder).Picture(context.Background(), save(t, name, []byte(head)), 0)
			if err == nil || !strings.Contains(err.Error(), word) || strings.Contains(err.Error(), "damaged") {
				t.Errorf("%q as %s: %v", head, name, err)
			}
		}
	}
}

// TestATIFFUnderARAWName proves that a picture is shown whatever its name says.
func TestATIFFUnderARAWName(t *testing.T) {
	data, err := os.ReadFile("testdata/tiff/rgb-planar.tif")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.fff", "a.raw", "a.jpg", "a.tif"} {
		if img, _ := picture(t, save(t, name, data), 0); img.Rect.Dx() != 26 {
			t.Errorf("%s: %v", name, img.Rect)
		}
	}
}

// What a decoder does not know is not called damaged; what ends too early is.
func TestUnsupportedIsNotDamaged(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	const ihdr = 12 // its name; 13 bytes of data follow
	odd := func(at int, to byte) []byte {
		c := bytes.Clone(whole)
		c[ihdr+4+at] = to
		binary.BigEndian.PutUint32(c[ihdr+4+13:], crc32.ChecksumIEEE(c[ihdr:ihdr+4+13]))
		return c
	}
	heic := "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + strings.Repeat("\x00", 600)
	for name, data := range map[string][]byte{"compressed otherwise": odd(10, 9), "filtered otherwise": odd(11, 9), "deeper": odd(8, 64), "HEIC": []byte(heic), "strange": []byte("what is this? 0123456789")} {
		_, _, err := new(Decoder).Picture(context.Background(), save(t, "a.png", data), 0)
		if err == nil || strings.Contains(err.Error(), "damaged") || !strings.Contains(err.Error(), "xport it as JPEG") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := new(Decoder).Picture(context.Background(), save(t, "b.png", whole[:len(whole)-30]), 0); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("cut off: %v", err)
	}
}
