// Package exif reads what a camera wrote about a photo: when, with what, and
// how it was exposed. It reads the head of the file only, and takes any bytes:
// what is broken costs bounded time and memory.
package exif

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif" // sizes of GIF files
	"io"
	"os"

	"github.com/bep/imagemeta"
	_ "golang.org/x/image/bmp" // sizes of BMP files

	"culler/library/photo"
)

// Read reads what a file says about its photo. The file's first bytes tell its
// format; kind only settles whether a TIFF is a RAW file. Where a part cannot be
// read, Read returns the rest together with the error. It never panics. Where
// the capture time is missing, TakenNote says why.
func Read(path string, kind photo.Kind) (photo.Meta, error) {
	f, err := os.Open(path)
	if err != nil {
		return photo.Meta{TakenNote: noteUnread}, fmt.Errorf("read the metadata of %s: %w", path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return photo.Meta{TakenNote: noteUnread}, fmt.Errorf("read the metadata of %s: %w", path, err)
	}
	m, err := read(f, info.Size(), kind)
	if err != nil {
		err = fmt.Errorf("read the metadata of %s: %w", path, err)
	}
	return m, err
}

func read(r io.ReaderAt, size int64, kind photo.Kind) (m photo.Meta, err error) {
	t := make(tags)
	var dims imagemeta.ImageConfig
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the file is damaged: %v", r)
		}
		m = t.meta(dims, err)
	}()
	head := make([]byte, 16)
	n, _ := r.ReadAt(head, 0)
	whole := part{format: formatOf(head[:n], kind), size: size}
	guard := newGuard()
	switch whole.format {
	case plain:
		c, _, err := image.DecodeConfig(&source{r: r, size: size, guard: guard})
		dims = imagemeta.ImageConfig{Width: c.Width, Height: c.Height}
		return m, err
	case none:
		t[tagUnknownFormat] = true
		return m, nil
	}
	parts, err := locate(r, whole, guard)
	for _, p := range parts {
		got, partErr := t.decode(r, p, guard)
		if dims == (imagemeta.ImageConfig{}) {
			dims = got
		}
		if err == nil {
			err = partErr
		}
	}
	if whole.format == imagemeta.HEIF {
		t[tagUpright] = true
	}
	return m, err
}

// Formats beside those that imagemeta knows.
const (
	none  imagemeta.ImageFormat = -1 - iota // nothing is known of it
	plain                                   // has a size only
	raf                                     // Fujifilm's: a JPEG with all EXIF inside
	cr3                                     // Canon's: EXIF in boxes of its own
)

// formatOf tells a file's format from its first bytes. All RAW files built like
// TIFF are read alike.
func formatOf(head []byte, kind photo.Kind) imagemeta.ImageFormat {
	at := func(i int, s string) bool { return len(head) >= i && bytes.HasPrefix(head[i:], []byte(s)) }
	switch {
	case at(0, "\xff\xd8"):
		return imagemeta.JPEG
	case at(0, "\x89PNG"):
		return imagemeta.PNG
	case at(0, "RIFF") && at(8, "WEBP"):
		return imagemeta.WebP
	case at(0, "GIF8"), at(0, "BM"):
		return plain
	case at(0, "II*\x00"), at(0, "MM\x00*"):
		if kind == photo.RAW {
			return imagemeta.NEF
		}
		return imagemeta.TIFF
	case at(0, "IIU\x00"), at(0, "IIRO"), at(0, "IIRS"), at(0, "MMOR"): // Panasonic, Olympus
		return imagemeta.NEF
	case at(0, "FUJIFILMCCD-RAW"):
		return raf
	case at(4, "ftypcrx "):
		return cr3
	case at(4, "ftyp"):
		return imagemeta.HEIF
	}
	return none
}

// The tags that are read, by imagemeta's names.
const (
	tagMake, tagModel, tagSerial = "Make", "Model", "SerialNumber"
	tagLens, tagLensName         = "LensModel", "Lens"
	tagLensInfo                  = "LensInfo"
	tagOrientation               = "Orientation"
	tagOriginal                  = "DateTimeOriginal"
	tagDigitized                 = "CreateDate"
	tagModified                  = "ModifyDate"
	tagShutter, tagShutterAPEX   = "ExposureTime", "ShutterSpeedValue"
	tagAperture, tagApertureAPEX = "FNumber", "ApertureValue"
	tagISO, tagISOSpeed, tagISOE = "ISO", "ISOSpeed", "RecommendedExposureIndex"
	tagBias                      = "ExposureCompensation"
	tagFocal                     = "FocalLength"
	tagWidth, tagHeight          = "ExifImageWidth", "ExifImageHeight"

	// Ours.
	tagUpright       = "culler: the decoder turns it upright"
	tagUnknownFormat = "culler: unknown format"
)

var wanted = map[string]bool{
	tagMake: true, tagModel: true, tagSerial: true, tagLens: true, tagLensName: true, tagLensInfo: true,
	tagOrientation: true, tagOriginal: true, tagDigitized: true, tagModified: true,
	subOriginal: true, subDigitized: true, subModified: true,
	tagShutter: true, tagShutterAPEX: true, tagAperture: true, tagApertureAPEX: true,
	tagISO: true, tagISOSpeed: true, tagISOE: true, tagBias: true, tagFocal: true,
	tagWidth: true, tagHeight: true,
}

// tags holds the values of the tags that were found first.
type tags map[string]any

// Limits on what one file may cost.
const (
	maxTags    = 5000
	maxTagSize = 4096 // bytes; the values that are read are far smaller
)

// decode adds the tags of one part of a file.
func (t tags) decode(r io.ReaderAt, p part, g *guard) (imagemeta.ImageConfig, error) {
	sources := imagemeta.EXIF | imagemeta.CONFIG
	if p.format == imagemeta.WebP { // its EXIF is a part of its own
		sources = imagemeta.CONFIG
	}
	result, err := imagemeta.Decode(imagemeta.Options{
		R:            &source{r: r, base: p.offset, size: p.size, guard: g},
		ImageFormat:  p.format,
		Sources:      sources,
		LimitNumTags: maxTags,
		LimitTagSize: maxTagSize,
		// No Timeout: it would leave a goroutine behind that shares buffers
		// with the next call. The guard ends what takes too long.
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool {
			return wanted[tag.Tag] && (tag.Namespace == "IFD0" || tag.Namespace == "IFD0/ExifIFDP")
		},
		HandleTag: func(tag imagemeta.TagInfo) error {
			if _, known := t[tag.Tag]; !known {
				t[tag.Tag] = tag.Value
			}
			return nil
		},
	})
	return result.ImageConfig, err
}
