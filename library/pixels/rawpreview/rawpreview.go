// Package rawpreview finds the JPEG pictures that cameras put inside their files:
// previews in RAW files, thumbnails and large previews in JPEG files. It reads a
// few kilobytes of a file and takes any bytes: what is broken costs bounded time
// and memory.
package rawpreview

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Picture is a JPEG inside a file.
type Picture struct {
	Name          string // where it was found, such as "IFD0" or "PRVW"
	Offset, Size  int64  // bytes
	Width, Height int    // pixels, as its header says
	Short         bool   // the file ends before the picture does
}

// Whole is the name of a JPEG file's own picture.
const Whole = "the file itself"

// Found is what is inside a file.
type Found struct {
	Pictures    []Picture // the largest first
	Orientation int       // EXIF orientation 1 to 8; 0 where the file says none or nonsense
	AdobeRGB    bool      // the EXIF says so, by the interoperability index R03
	Problem     error     // what kept a part of the file from being read; nil if nothing did
}

// Best returns the smallest picture whose longest edge has size pixels or more,
// or else the largest; 0 asks for the largest. ok is false where there is none.
func (f *Found) Best(size int) (p Picture, ok bool) {
	for _, q := range f.Pictures {
		if ok && (size <= 0 || max(q.Width, q.Height) < size) {
			break
		}
		p, ok = q, true
	}
	return p, ok
}

// What can be wrong with a file.
var (
	ErrFormat  = errors.New("this kind of RAW file is not known")
	errEndless = errors.New("the file is damaged: what it points to never ends")
	errCutOff  = errors.New("the file is damaged: it ends too early")
)

// Limits on what one file may cost: many times what the most ornate files of
// cameras need.
const (
	maxReads   = 8 << 10
	maxBytes   = 16 << 20
	maxFound   = 32  // pictures
	maxEntries = 512 // of a directory
)

// Find looks for pictures in a RAW file, whose format its first bytes tell. The
// formats are those built like TIFF (CR2, NEF, ARW, DNG, ORF, RW2, PEF, SRW and
// others), CR3, RAF, CRW, MRW and X3F; a JPEG is taken too. The error is
// ErrFormat for any other.
func Find(r io.ReaderAt, size int64) (Found, error) {
	w := &walker{r: r, size: size}
	head := w.read(0, int(min(16, size)))
	at := func(i int, s string) bool { return len(head) >= i+len(s) && string(head[i:i+len(s)]) == s }
	switch {
	case at(0, "\xff\xd8"):
		w.pictures = append(w.pictures, Picture{Name: Whole, Size: size})
		w.jpeg(0, size)
	case at(6, "HEAPCCDR"):
		w.ciff()
	case at(0, "II*\x00"), at(0, "MM\x00*"), at(0, "IIU\x00"), at(0, "IIRO"), at(0, "IIRS"), at(0, "MMOR"):
		w.tiff(0, size, "")
	case at(0, "FUJIFILMCCD-RAW"):
		w.raf()
	case at(4, "ftypcrx "):
		w.cr3()
	case at(0, "\x00MRM"):
		w.mrw()
	case at(0, "FOVb"):
		w.x3f()
	default:
		return Found{}, ErrFormat
	}
	return w.found(), nil
}

// walker reads a file that it does not trust.
type walker struct {
	r           io.ReaderAt
	size        int64
	pictures    []Picture
	orientation int
	adobe       bool
	visited     map[int64]bool
	reads       int
	bytes       int64
	problem     error
}

func (w *walker) found() Found {
	f := Found{Orientation: w.orientation, AdobeRGB: w.adobe, Problem: w.problem}
	for _, p := range w.pictures {
		if w.measure(&p) {
			f.Pictures = append(f.Pictures, p)
		}
	}
	slices.SortStableFunc(f.Pictures, func(a, b Picture) int {
		return cmp.Or(cmp.Compare(int64(b.Width)*int64(b.Height), int64(a.Width)*int64(a.Height)), cmp.Compare(b.Size, a.Size))
	})
	return f
}

// read returns n bytes, or fewer where the file ends, or none once the file has
// cost too much.
func (w *walker) read(at int64, n int) []byte {
	if at < 0 || at >= w.size || n <= 0 {
		return nil
	}
	w.reads++
	w.bytes += int64(n)
	if w.reads > maxReads || w.bytes > maxBytes {
		w.problem = errEndless
		return nil
	}
	b := make([]byte, min(int64(n), w.size-at))
	got, err := w.r.ReadAt(b, at)
	if err != nil && err != io.EOF && w.problem == nil {
		w.problem = err
	}
	return b[:got]
}

// exactly is read that returns nil where there are fewer than n bytes.
func (w *walker) exactly(at int64, n int) []byte {
	if b := w.read(at, n); len(b) == n {
		return b
	}
	if w.problem == nil {
		w.problem = errCutOff
	}
	return nil
}

// add notes that there may be a picture.
func (w *walker) add(name string, offset, size int64) {
	if offset <= 0 || size < 4 || len(w.pictures) >= maxFound {
		return
	}
	if offset >= w.size {
		if w.problem == nil {
			w.problem = errCutOff
		}
		return
	}
	p := Picture{Name: name, Offset: offset, Size: size}
	if offset+size > w.size {
		p.Size, p.Short = w.size-offset, true
	}
	for _, q := range w.pictures {
		if q.Offset == p.Offset && q.Size == p.Size {
			return
		}
	}
	w.pictures = append(w.pictures, p)
}

// measure reads a picture's size; ok is false if it is not a JPEG that can be shown,
// as the raw data itself, which some cameras store as lossless JPEG.
func (w *walker) measure(p *Picture) (ok bool) {
	b := w.read(p.Offset, 2)
	if string(b) != "\xff\xd8" {
		return false
	}
	at, end := p.Offset+2, p.Offset+p.Size
	for range 256 {
		b = w.read(at, 9)
		if len(b) < 4 || at+4 > end || b[0] != 0xff {
			return false
		}
		m := b[1]
		switch {
		case m == 0xff:
			at++
			continue
		case m == 0xc0 || m == 0xc1 || m == 0xc2:
			if len(b) < 9 || b[4] != 8 {
				return false
			}
			p.Height, p.Width = int(b[5])<<8|int(b[6]), int(b[7])<<8|int(b[8])
			return p.Width > 0 && p.Height > 0
		case m == 0xda || m == 0xd9 || m > 0xc2 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc:
			return false
		case m == 1 || m >= 0xd0 && m <= 0xd8:
			at += 2
			continue
		}
		at += 2 + int64(binary.BigEndian.Uint16(b[2:]))
	}
	return false
}

// orient takes an EXIF orientation, if there was none before.
func (w *walker) orient(v uint32) {
	if w.orientation == 0 && v >= 1 && v <= 8 {
		w.orientation = int(v)
	}
}

// jpeg looks into a JPEG for its EXIF and its list of further pictures (CIPA
// DC-007, the Multi-Picture Format).
func (w *walker) jpeg(offset, size int64) {
	at, end := offset+2, offset+size
	for range 256 {
		b := w.read(at, 4)
		if len(b) < 4 || at+4 > end || b[0] != 0xff {
			return
		}
		m, n := b[1], int64(binary.BigEndian.Uint16(b[2:]))
		switch {
		case m == 0xff:
			at++
			continue
		case m == 0xda || m == 0xd9 || n < 2:
			return
		case m == 0xe1 && n > 16:
			if string(w.read(at+4, 6)) == "Exif\x00\x00" {
				w.tiff(at+10, n-8, "")
			}
		case m == 0xe2 && n > 16:
			if string(w.read(at+4, 4)) == "MPF\x00" {
				w.mpf(at + 8)
			}
		}
		at += 2 + n
	}
}

// mpf reads the list of pictures of a Multi-Picture Format, and takes the large
// thumbnails. Offsets count from its TIFF header.
func (w *walker) mpf(base int64) {
	t := &tiff{walker: w, base: base}
	if !t.header() {
		return
	}
	d := t.directory(t.first)
	list := d.bytes(t, 0xb002)
	for ; len(list) >= 16; list = list[16:] {
		kind := t.order.Uint32(list) & 0xffffff
		if kind == 0x010001 || kind == 0x010002 {
			w.add("MPF", base+int64(t.order.Uint32(list[8:])), int64(t.order.Uint32(list[4:])))
		}
	}
}

// raf looks into Fujifilm's files: the offset and the length of a JPEG with all
// EXIF are 32-bit big-endian numbers at byte 84.
func (w *walker) raf() {
	if b := w.exactly(84, 8); b != nil {
		offset, size := int64(binary.BigEndian.Uint32(b)), int64(binary.BigEndian.Uint32(b[4:]))
		w.add("RAF", offset, size)
		w.jpeg(offset, size)
	}
}

// mrw looks into Minolta's files: blocks, of which TTW is a TIFF.
func (w *walker) mrw() {
	b := w.exactly(0, 8)
	if b == nil {
		return
	}
	end := min(8+int64(binary.BigEndian.Uint32(b[4:])), w.size)
	for at := int64(8); at+8 <= end; {
		if b = w.exactly(at, 8); b == nil {
			return
		}
		n := int64(binary.BigEndian.Uint32(b[4:]))
		if string(b[:4]) == "\x00TTW" {
			w.tiff(at+8, n, "")
		}
		at += 8 + n
	}
}

// String describes the picture for people who look for it.
func (p Picture) String() string {
	return fmt.Sprintf("%s %d x %d, %d bytes at %d", p.Name, p.Width, p.Height, p.Size, p.Offset)
}
