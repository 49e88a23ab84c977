package photo

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
)

// leastValues is how many different bytes a sample must have to be of one
// picture alone: a white border has few.
const leastValues = 128

// Picture is a fingerprint of a file's picture without what programs and
// cameras write beside it, such as stars and keywords: of a JPEG all but its
// APP and COM segments, of a RAW or HEIC file the last 64 KiB, which are of the
// picture. It is zero where it cannot be told.
func Picture(r io.ReaderAt, size int64, kind Kind) ID {
	h := sha256.New()
	h.Write([]byte("picture\x00"))
	switch kind {
	case JPEG:
		at, ok := jpegScan(r, size, h)
		if !ok {
			return ID{}
		}
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(size-at))
		h.Write(n[:])
		if n := size - at; n <= 2*FingerprintSpan || !variedTail(r, size) {
			if !sample(h, r, at, n) {
				return ID{}
			}
		} else if !sample(h, r, at, FingerprintSpan) || !sample(h, r, size-FingerprintSpan, FingerprintSpan) {
			return ID{}
		}
	case RAW, HEIC:
		if size <= 2*FingerprintSpan || !variedTail(r, size) || !sample(h, r, size-FingerprintSpan, FingerprintSpan) {
			return ID{} // metadata may be in it, or it is of many pictures
		}
	default:
		return ID{}
	}
	return ID(h.Sum(nil))
}

// jpegScan writes a JPEG's tables to w and returns where its pixels begin.
func jpegScan(r io.ReaderAt, size int64, w io.Writer) (at int64, ok bool) {
	var b [4]byte
	if _, err := r.ReadAt(b[:2], 0); err != nil || b[0] != 0xFF || b[1] != 0xD8 {
		return 0, false
	}
	for at = 2; at+4 <= size; {
		if _, err := r.ReadAt(b[:], at); err != nil || b[0] != 0xFF {
			return 0, false
		}
		if b[1] == 0xFF { // a fill byte
			at++
			continue
		}
		if b[1] == 0xDA {
			return at, true
		}
		length := 2 + int64(binary.BigEndian.Uint16(b[2:]))
		if length < 4 || at+length > size {
			return 0, false
		}
		if b[1] != 0xFE && b[1]&0xF0 != 0xE0 && !sample(w, r, at, length) {
			return 0, false
		}
		at += length
	}
	return 0, false
}

func sample(w io.Writer, r io.ReaderAt, at, n int64) bool {
	_, err := io.Copy(w, io.NewSectionReader(r, at, n))
	return err == nil
}

// variedTail tells whether the end of a file has so many different bytes that it
// is of one picture alone.
func variedTail(r io.ReaderAt, size int64) bool {
	tail := make([]byte, min(size, FingerprintSpan))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return false
	}
	var seen [256]bool
	n := 0
	for _, v := range tail {
		if !seen[v] {
			seen[v] = true
			n++
		}
	}
	return n >= leastValues
}
