package pixels

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"testing"

	"culler/library/photo"
	"culler/library/photo/phototest"
)

// FuzzFile proves that no bytes make what surrounds the JPEG decoder panic:
// profiles, previews, orientation, chunks and boxes.
func FuzzFile(f *testing.F) {
	for _, seed := range fileSeeds(f) {
		f.Add(seed, uint16(64))
		f.Add(seed, uint16(0))
	}
	f.Fuzz(func(t *testing.T, data []byte, size uint16) {
		j := &job{
			ctx: context.Background(), limits: Limits{Pixels: 1 << 20, Memory: 16 << 20}, kind: photo.RAW,
			r: bytes.NewReader(data), size: int64(len(data)),
		}
		j.format = formatOf(data, photo.RAW)
		switch j.format {
		case formatJPEG, formatRAW:
			var img *image.RGBA
			var err error
			// What is decoded, the picture made of it, what is found inside.
			if n := phototest.Allocated(func() { img, err = j.picture(int(size)) }); n > 64<<20 {
				t.Fatalf("asked for %d bytes", n)
			}
			if err == nil {
				if w, h := img.Rect.Dx(), img.Rect.Dy(); size > 0 && max(w, h) > int(size) || len(img.Pix) != 4*w*h {
					t.Fatalf("asked for %d, got %v", size, img.Rect)
				}
			}
		case formatHEIC:
			_, _ = heicConfig(j.r, j.size)
			_ = j.profile()
		default:
			_ = j.profile()
		}
		if p, err := parseProfile(data); err == nil && p.inks != nil {
			p.inks.look([4]float64{0, 0.3, 1, 0.9})
		}
	})
}

// fileSeeds are small files of several kinds.
func fileSeeds(t testing.TB) [][]byte {
	p := testProfile(fromAdobeRGB, []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33"))
	jpg := encodeJPEG(t, scene(40, 30), p, 6)
	return [][]byte{
		p, jpg, inkProfile("mft1"), inkProfile("mft2"), inkProfile("mAB "),
		testProfile(fromP3, binary.BigEndian.AppendUint32([]byte("para\x00\x00\x00\x00\x00\x03\x00\x00"), 0x26666)),
		encodePNG(t, scene(20, 20), p),
		bytes.Join([][]byte{[]byte("\x00\x00\x00\x10ftypheic\x00\x00\x00\x00"), []byte("\x00\x00\x00\x44meta\x00\x00\x00\x00\x00\x00\x00\x38iprp\x00\x00\x00\x30ipco\x00\x00\x00\x14ispe\x00\x00\x00\x00\x00\x00\x00\x10\x00\x00\x00\x10\x00\x00\x00\x14colrnclx\x00\x0c\x00\x0d\x00\x00\x00\x00")}, nil),
	}
}
