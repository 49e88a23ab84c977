package exif

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/bep/imagemeta"
)

// part is a part of a file that is an image or a block of metadata.
type part struct {
	format       imagemeta.ImageFormat
	offset, size int64 // bytes
}

// found collects what is found in a file.
type found struct {
	r             io.ReaderAt
	guard         *guard
	tags          tags
	xmp, iptc     []part
	xmpTexts      [][]byte // blocks that are not bytes of the file
	iptcTexts     [][]byte
	width, height int // as the picture's own head says
	gps           *gps
	onlyGPS       bool // tags are those of the directory of the place
}

func (f *found) packet(isXMP bool, p part) {
	if isXMP {
		f.xmp = append(f.xmp, p)
	} else {
		f.iptc = append(f.iptc, p)
	}
}

// blocks reads all blocks of metadata of a file, and the picture's size.
func (f *found) blocks(whole part) error {
	switch whole.format {
	case imagemeta.JPEG:
		return f.inJPEG(whole)
	case imagemeta.PNG:
		return f.inPNG(whole)
	case imagemeta.WebP:
		f.sizeOf(whole)
		return f.inWebP(whole)
	case imagemeta.HEIF:
		f.sizeOf(whole)
		return f.inHEIF(whole)
	case raf:
		p, err := inRAF(f.r, whole)
		if err != nil {
			return err
		}
		return f.inJPEG(p)
	case mrw:
		return f.inMRW(whole)
	case crw:
		return f.inCRW(whole)
	case x3f:
		return f.inX3F(whole)
	case cr3:
		parts, err := inCR3(f.r, whole.size, f.guard)
		for _, p := range parts {
			if f.width == 0 {
				f.sizeOf(p)
			}
			err = errors.Join(err, f.tiff(p))
		}
		if p, ok := box(f.r, 0, whole.size, "uuid", xmpUUID, f.guard); ok {
			f.packet(true, p)
		}
		return err
	}
	f.sizeOf(whole)
	return f.tiff(whole)
}

// sizeOf asks imagemeta for the picture's size; of a RAW file that is the
// largest picture's.
func (f *found) sizeOf(p part) {
	result, _ := imagemeta.Decode(imagemeta.Options{
		R:           &source{r: f.r, base: p.offset, size: p.size, guard: f.guard},
		ImageFormat: p.format,
		Sources:     imagemeta.CONFIG,
	})
	f.width, f.height = result.ImageConfig.Width, result.ImageConfig.Height
}

const (
	headEXIF = "Exif\x00\x00"
	headXMP  = "http://ns.adobe.com/xap/1.0/\x00"
	headIPTC = "Photoshop 3.0\x00"
)

// inJPEG reads a JPEG's segments up to its pixels: 0xff, a marker, and a 16-bit
// length that counts itself.
func (f *found) inJPEG(p part) (err error) {
	keep := func(e error) {
		if err == nil {
			err = e
		}
	}
	for at := int64(2); ; {
		b, headErr := f.bytes(p, at, min(40, p.size-at))
		if headErr != nil || len(b) < 4 {
			keep(headErr)
			return err
		}
		switch {
		case b[0] != 0xff || b[1] == 0xff || b[1] == 0: // padding, or lost: on to the next marker
			at++
			continue
		case b[1] == 0x01 || b[1] >= 0xd0 && b[1] <= 0xd8:
			at += 2
			continue
		case b[1] == 0xda || b[1] == 0xd9: // pixels, or the end
			return err
		}
		size := int64(binary.BigEndian.Uint16(b[2:]))
		body := part{offset: p.offset + at + 4, size: min(size-2, p.size-at-4)}
		after := func(head string) (part, bool) {
			n := int64(len(head))
			return part{offset: body.offset + n, size: body.size - n}, body.size > n && len(b) >= 4+len(head) && string(b[4:4+n]) == head
		}
		switch marker := b[1]; {
		case size < 2:
			keep(io.ErrUnexpectedEOF)
			return err
		case marker == 0xe1:
			if block, is := after(headEXIF); is {
				keep(f.tiff(block))
			} else if block, is := after(headXMP); is {
				f.packet(true, block)
			}
		case marker == 0xed:
			if block, is := after(headIPTC); is {
				f.packet(false, block)
			}
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc && len(b) >= 9 && f.width == 0:
			f.height, f.width = int(binary.BigEndian.Uint16(b[5:])), int(binary.BigEndian.Uint16(b[7:]))
		}
		at += 2 + size
	}
}

// inPNG reads a PNG's chunks: a 32-bit length, 4 bytes of name, contents, and 4
// bytes of checksum.
func (f *found) inPNG(p part) (err error) {
	const keyword = "XML:com.adobe.xmp\x00\x00\x00" // not compressed
	for at := int64(8); at+12 <= p.size; {
		b, readErr := f.bytes(p, at, min(48, p.size-at))
		if readErr != nil {
			return readErr
		}
		size := int64(binary.BigEndian.Uint32(b))
		if size > p.size-at-12 {
			return io.ErrUnexpectedEOF
		}
		body := part{offset: p.offset + at + 8, size: size}
		switch string(b[4:8]) {
		case "IHDR":
			if len(b) >= 16 {
				f.width, f.height = int(binary.BigEndian.Uint32(b[8:])), int(binary.BigEndian.Uint32(b[12:]))
			}
		case "eXIf":
			if e := f.tiff(body); err == nil {
				err = e
			}
		case "tEXt", "zTXt":
			if size < maxPacket && len(b) > 8+len(rawProfile) && string(b[8:8+len(rawProfile)]) == rawProfile {
				chunk, e := f.bytes(body, 0, size)
				if e == nil {
					e = f.inRawProfile(chunk, b[4] == 'z')
				}
				if err == nil {
					err = e
				}
			}
		case "iTXt":
			// Language and translated keyword, both empty in XMP, end the head.
			if n := int64(len(keyword)) + 2; size > n && string(b[8:8+len(keyword)]) == keyword {
				f.packet(true, part{offset: body.offset + n, size: size - n})
			}
		}
		at += size + 12
	}
	return err
}

// inRAF finds the JPEG inside a RAF file: its offset and length are 32-bit
// big-endian numbers at byte 84.
func inRAF(r io.ReaderAt, whole part) (part, error) {
	var b [8]byte
	if _, err := r.ReadAt(b[:], 84); err != nil {
		return part{}, fmt.Errorf("find the JPEG inside: %w", err)
	}
	p := part{
		format: imagemeta.JPEG,
		offset: int64(binary.BigEndian.Uint32(b[:])),
		size:   int64(binary.BigEndian.Uint32(b[4:])),
	}
	if p.offset >= whole.size {
		return part{}, fmt.Errorf("find the JPEG inside: the file ends before it: %w", io.ErrUnexpectedEOF)
	}
	p.size = min(p.size, whole.size-p.offset)
	return p, nil
}

// inMRW reads the block of EXIF among the blocks of an MRW file, from byte 8 on:
// 4 bytes of name, a 32-bit big-endian length, contents.
func (f *found) inMRW(whole part) error {
	for at := int64(8); at+8 <= whole.size; {
		b, err := f.bytes(whole, at, 8)
		if err != nil {
			return err
		}
		size := min(int64(binary.BigEndian.Uint32(b[4:])), whole.size-at-8)
		if string(b[:4]) == "\x00TTW" {
			return f.tiff(part{offset: at + 8, size: size})
		}
		at += 8 + size
	}
	return nil
}

// inWebP reads a WebP file's chunks: 4 bytes of name, a 32-bit little-endian
// length, and contents that are padded to an even length.
func (f *found) inWebP(whole part) (err error) {
	for at := int64(12); at+8 <= whole.size; {
		b, readErr := f.bytes(whole, at, min(14, whole.size-at))
		if readErr != nil {
			return readErr
		}
		size := int64(binary.LittleEndian.Uint32(b[4:]))
		if at += 8; size > whole.size-at {
			return io.ErrUnexpectedEOF
		}
		body := part{offset: at, size: size}
		switch string(b[:4]) {
		case "EXIF":
			if string(b[8:]) == headEXIF { // as in a JPEG, though it should not
				body = part{offset: at + 6, size: size - 6}
			}
			if e := f.tiff(body); err == nil {
				err = e
			}
		case "XMP ":
			f.packet(true, body)
		}
		at += size + size&1
	}
	return err
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

// xmpUUID names the box of a CR3 file that holds XMP.
const xmpUUID = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"
