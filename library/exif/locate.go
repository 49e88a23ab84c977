package exif

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/bep/imagemeta"
)

// part is a part of a file that is an image or a block of EXIF.
type part struct {
	format       imagemeta.ImageFormat
	offset, size int64 // bytes
}

// locate returns the parts of a file to read metadata from, the first one
// first.
func locate(r io.ReaderAt, whole part, g *guard) ([]part, error) {
	switch whole.format {
	case raf:
		return inRAF(r, whole)
	case cr3:
		return inCR3(r, whole.size, g)
	case imagemeta.WebP:
		return inWebP(r, whole, g), nil
	}
	return []part{whole}, nil
}

// inRAF finds the JPEG inside a RAF file: its offset and length are 32-bit
// big-endian numbers at byte 84.
func inRAF(r io.ReaderAt, whole part) ([]part, error) {
	var b [8]byte
	if _, err := r.ReadAt(b[:], 84); err != nil {
		return nil, fmt.Errorf("find the JPEG inside: %w", err)
	}
	p := part{
		format: imagemeta.JPEG,
		offset: int64(binary.BigEndian.Uint32(b[:])),
		size:   int64(binary.BigEndian.Uint32(b[4:])),
	}
	if p.offset >= whole.size {
		return nil, fmt.Errorf("find the JPEG inside: the file ends before it: %w", io.ErrUnexpectedEOF)
	}
	p.size = min(p.size, whole.size-p.offset)
	return []part{p}, nil
}

// inWebP adds the block of EXIF to a WebP file, which consists of chunks: 4
// bytes of name, a 32-bit little-endian length, and contents that are padded to
// an even length. (The decoder forgets the padding.)
func inWebP(r io.ReaderAt, whole part, g *guard) []part {
	parts := []part{whole}
	var b [14]byte
	for at := int64(12); at+8 <= whole.size; {
		g.spend(len(b))
		n, _ := r.ReadAt(b[:], at)
		if n < 8 {
			break
		}
		size := int64(binary.LittleEndian.Uint32(b[4:]))
		at += 8
		if string(b[:4]) == "EXIF" && at+size <= whole.size {
			if n == len(b) && string(b[8:14]) == "Exif\x00\x00" { // as in a JPEG, though it should not
				return append(parts, part{imagemeta.TIFF, at + 6, size - 6})
			}
			return append(parts, part{imagemeta.TIFF, at, size})
		}
		at += size + size&1
	}
	return parts
}

// canonUUID names the box of a CR3 file that holds its metadata.
const canonUUID = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"

// inCR3 finds the two IFDs of a CR3 file, each a TIFF of its own, in the boxes
// CMT1 (the main IFD) and CMT2 (the EXIF IFD) of a box of Canon's inside moov.
func inCR3(r io.ReaderAt, size int64, g *guard) ([]part, error) {
	var parts []part
	moov, ok := box(r, 0, size, "moov", "", g)
	if !ok {
		return nil, fmt.Errorf("find the box moov: %w", io.ErrUnexpectedEOF)
	}
	canon, ok := box(r, moov.offset, moov.offset+moov.size, "uuid", canonUUID, g)
	if !ok {
		return nil, fmt.Errorf("find the box of Canon's metadata: %w", io.ErrUnexpectedEOF)
	}
	for _, name := range []string{"CMT1", "CMT2"} {
		if p, ok := box(r, canon.offset, canon.offset+canon.size, name, "", g); ok {
			p.format = imagemeta.TIFF
			parts = append(parts, p)
		}
	}
	return parts, nil
}

// box finds the contents of the first box of a name, and of a UUID unless it is
// "", between two offsets. A box is a 32-bit big-endian length that counts
// itself, 4 bytes of name, and its contents; a length of 1 is followed by the
// true one in 64 bits, and one of 0 reaches to the end.
func box(r io.ReaderAt, from, to int64, name, uuid string, g *guard) (part, bool) {
	var b [16]byte
	for from+8 <= to {
		g.spend(len(b))
		n, _ := r.ReadAt(b[:], from)
		if n < 8 {
			break
		}
		size, header := int64(binary.BigEndian.Uint32(b[:])), int64(8)
		switch {
		case size == 1 && n == 16:
			size, header = int64(binary.BigEndian.Uint64(b[8:])), 16
		case size == 0:
			size = to - from
		}
		if size < header || size > to-from {
			break
		}
		p := part{offset: from + header, size: size - header}
		from += size
		if string(b[4:8]) != name {
			continue
		}
		if uuid != "" {
			id := make([]byte, len(uuid))
			if _, err := r.ReadAt(id, p.offset); err != nil || string(id) != uuid || p.size < int64(len(uuid)) {
				continue
			}
			p.offset, p.size = p.offset+int64(len(uuid)), p.size-int64(len(uuid))
		}
		return p, true
	}
	return part{}, false
}
