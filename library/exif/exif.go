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

func read(r io.ReaderAt, size int64, kind photo.Kind) (photo.Meta, error) {
	f, format, err := find(r, size, kind)
	return f.meta(format, err), err
}

// find finds the blocks of a file, as many as can be read.
func find(r io.ReaderAt, size int64, kind photo.Kind) (f *found, format imagemeta.ImageFormat, err error) {
	f = &found{r: r, guard: newGuard(), tags: make(tags)}
	head := make([]byte, 16)
	n, _ := r.ReadAt(head, 0)
	format = formatOf(head[:n], kind)
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the file is damaged: %v", r)
		}
	}()
	switch format {
	case plain:
		c, _, err := image.DecodeConfig(&source{r: r, size: size, guard: f.guard})
		f.width, f.height = c.Width, c.Height
		return f, format, err
	case none:
		return f, format, nil
	}
	return f, format, f.blocks(part{format: format, size: size})
}

// Formats besides those that imagemeta knows.
const (
	none  imagemeta.ImageFormat = -1 - iota // nothing is known of it
	plain                                   // has a size only
	raf                                     // Fujifilm's: a JPEG with all EXIF inside
	cr3                                     // Canon's: EXIF in boxes of its own
	mrw                                     // Minolta's: EXIF in a block of its own
	crw                                     // Canon's of old: records of its own
	x3f                                     // Sigma's: EXIF in a JPEG inside
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
	case at(0, "\x00MRM"):
		return mrw
	case at(6, "HEAPCCDR"):
		return crw
	case at(0, "FOVb"):
		return x3f
	case at(4, "ftypcrx "):
		return cr3
	case at(4, "ftyp"):
		return imagemeta.HEIF
	}
	return none
}
