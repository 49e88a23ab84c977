package pixels

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"image"
	"io"
)

// pngProfile reads the chunk iCCP: a name, a zero byte, the method, the profile
// deflated. It comes before the pixels.
func pngProfile(r io.ReaderAt, size int64) []byte {
	at := int64(8)
	for range 64 {
		h := readPart(r, at, 8)
		if len(h) < 8 || string(h[4:]) == "IDAT" {
			return nil
		}
		n := int64(binary.BigEndian.Uint32(h))
		if string(h[4:]) == "iCCP" {
			_, data, ok := bytes.Cut(readPart(r, at+8, n), []byte{0})
			if !ok || len(data) < 2 {
				return nil
			}
			z, err := zlib.NewReader(bytes.NewReader(data[1:]))
			if err != nil {
				return nil
			}
			icc, _ := io.ReadAll(io.LimitReader(z, maxProfile))
			return icc
		}
		at += 12 + n
	}
	return nil
}

// webpProfile reads the chunk ICCP, which comes early.
func webpProfile(r io.ReaderAt, size int64) []byte {
	at := int64(12)
	for range 8 {
		h := readPart(r, at, 8)
		if len(h) < 8 {
			return nil
		}
		n := int64(binary.LittleEndian.Uint32(h[4:]))
		if string(h[:4]) == "ICCP" {
			return readPart(r, at+8, n)
		}
		at += 8 + n + n&1
	}
	return nil
}

// box is a box of a file of boxes (ISO/IEC 14496-12): 4 bytes of length that
// counts itself, 4 of name, the contents.
type box struct {
	name     string
	at, size int64 // of the contents
}

// boxesIn lists the boxes between two offsets.
func boxesIn(r io.ReaderAt, from, to int64) (list []box) {
	for range 512 {
		if from+8 > to {
			break
		}
		h := readPart(r, from, 16)
		if len(h) < 8 {
			break
		}
		n, head := int64(binary.BigEndian.Uint32(h)), int64(8)
		switch {
		case n == 1 && len(h) == 16:
			n, head = int64(binary.BigEndian.Uint64(h[8:])&(1<<62-1)), 16
		case n == 0:
			n = to - from
		}
		if n < head || n > to-from {
			break
		}
		list = append(list, box{string(h[4:8]), from + head, n - head})
		from += n
	}
	return list
}

// heicProperties lists the properties of a HEIF file's pictures (ISO/IEC
// 23008-12: the boxes in meta, iprp, ipco).
func heicProperties(r io.ReaderAt, size int64) []box {
	list := boxesIn(r, 0, size)
	for i, name := range []string{"meta", "iprp", "ipco"} {
		var next *box
		for k := range list {
			if list[k].name == name {
				next = &list[k]
				break
			}
		}
		if next == nil {
			return nil
		}
		skip := int64(0)
		if i == 0 { // meta begins with a version
			skip = 4
		}
		list = boxesIn(r, next.at+skip, next.at+next.size)
	}
	return list
}

// heicConfig reads the size of the largest picture in a HEIF file.
func heicConfig(r io.ReaderAt, size int64) (image.Config, error) {
	var c image.Config
	for _, p := range heicProperties(r, size) {
		if p.name != "ispe" {
			continue
		}
		b := readPart(r, p.at, 12)
		if len(b) < 12 {
			continue
		}
		w, h := int(binary.BigEndian.Uint32(b[4:])), int(binary.BigEndian.Uint32(b[8:]))
		if uint64(w)*uint64(h) > uint64(c.Width)*uint64(c.Height) {
			c.Width, c.Height = w, h
		}
	}
	if c.Width == 0 || c.Height == 0 {
		return c, errors.New("it says nothing of a picture")
	}
	return c, nil
}

// endsEarly tells whether a file of boxes is cut off inside the last one.
func endsEarly(r io.ReaderAt, size int64) bool {
	end := int64(0)
	for _, b := range boxesIn(r, 0, size) {
		end = b.at + b.size
	}
	return end < size && end+8 <= size
}

// boxTurns are the EXIF orientations that a HEIF file's boxes amount to, in the
// order in which they apply: irot turns by quarters against the clock, imir
// exchanges top and bottom (0) or left and right (1).
func boxTurns(r io.ReaderAt, size int64) (turns []int) {
	seen := make(map[string]bool)
	for _, p := range heicProperties(r, size) {
		b := readPart(r, p.at, 1)
		if len(b) < 1 || seen[p.name] {
			continue
		}
		switch p.name {
		case "irot":
			turns = append(turns, [...]int{1, 8, 3, 6}[b[0]&3])
		case "imir":
			turns = append(turns, [...]int{4, 2}[b[0]&1])
		default:
			continue
		}
		seen[p.name] = true
	}
	return turns
}

// heicProfile reads the first colour description of a HEIF file: a profile, or
// the numbers of well-known primaries (ITU-T H.273), of which p3 tells Display P3.
func heicProfile(r io.ReaderAt, size int64) (icc []byte, p3 bool) {
	for _, p := range heicProperties(r, size) {
		if p.name != "colr" || p.size < 8 {
			continue
		}
		switch h := readPart(r, p.at, 8); {
		case len(h) < 8:
		case string(h[:4]) == "prof" || string(h[:4]) == "rICC":
			return readPart(r, p.at+4, p.size-4), false
		case string(h[:4]) == "nclx":
			p3 = p3 || binary.BigEndian.Uint16(h[4:]) == 12
		}
	}
	return nil, p3
}
