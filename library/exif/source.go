package exif

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// Limits on what reading one file may cost: as much as the most ornate files of
// cameras need, many times over.
const (
	maxBytes = 32 << 20
	maxReads = 64 << 10
	maxTime  = 5 * time.Second
)

var errTooMuch = errors.New("its metadata is damaged: there is no end to it")

// guard ends the reading of a file that costs too much. Its methods panic with
// an error, which the decoder turns into its own.
type guard struct {
	bytes, reads int64
	until        time.Time
}

func newGuard() *guard {
	return &guard{bytes: maxBytes, reads: maxReads, until: time.Now().Add(maxTime)}
}

func (g *guard) spend(n int) {
	g.bytes -= int64(n)
	g.reads--
	if g.bytes < 0 || g.reads < 0 || g.reads%16 == 0 && time.Now().After(g.until) {
		panic(errTooMuch)
	}
}

// source is a part of a file as the decoder is to see it.
//
// The decoder turns the sub-seconds "012" into the number 12 although they are
// the digits of a decimal fraction. So it is shown the three tags of sub-seconds
// under numbers that it does not know, whose text it hands over as it is.
type source struct {
	r          io.ReaderAt
	base, size int64 // bytes
	pos        int64 // from base
	guard      *guard
	buf        []byte
}

// The tags of sub-seconds by the names under which the decoder hands them over.
const (
	subModified  = "UnknownTag_0x92e0"
	subOriginal  = "UnknownTag_0x92e1"
	subDigitized = "UnknownTag_0x92e2"
)

// entry is how many bytes of an IFD entry tell that it is one of them: number,
// type, count.
const entry = 8

// Read implements io.Reader.
func (s *source) Read(p []byte) (int, error) {
	if s.pos >= s.size {
		s.guard.spend(0)
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), s.size-s.pos)]
	s.guard.spend(len(p))
	// An entry may lie across the ends of what is asked for.
	before := min(s.pos, entry-1)
	need := int(before) + len(p) + entry - 1
	if need > cap(s.buf) {
		s.buf = make([]byte, need)
	}
	buf := s.buf[:min(int64(need), s.size-s.pos+before)]
	n, err := s.r.ReadAt(buf, s.base+s.pos-before)
	relabel(buf[:n])
	if s.pos-before == 0 && s.base == 0 {
		likeTIFF(buf[:n])
	}
	if n = copy(p, buf[min(n, int(before)):n]); n == 0 {
		if err == nil {
			err = io.ErrUnexpectedEOF
		}
		return 0, err
	}
	s.pos += int64(n)
	return n, nil
}

// Seek implements io.Seeker.
func (s *source) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += s.pos
	case io.SeekEnd:
		offset += s.size
	}
	if offset < 0 {
		return 0, fmt.Errorf("seek to %d: before the beginning", offset)
	}
	s.pos = offset
	return offset, nil
}

// relabel gives the tags of sub-seconds 0x9290 to 0x9292, if they are text
// (type 2) of less than 64 characters, the numbers 0x92e0 to 0x92e2.
func relabel(b []byte) {
	for i := 0; i+entry <= len(b); i++ {
		switch {
		case b[i] == 0x92 && b[i+1]-0x90 < 3 && b[i+2] == 0 && b[i+3] == 2 &&
			b[i+4] == 0 && b[i+5] == 0 && b[i+6] == 0 && b[i+7] < 64: // big-endian
			b[i+1] += 0x50
		case b[i+1] == 0x92 && b[i]-0x90 < 3 && b[i+2] == 2 && b[i+3] == 0 &&
			b[i+4] < 64 && b[i+5] == 0 && b[i+6] == 0 && b[i+7] == 0: // little-endian
			b[i] += 0x50
		}
	}
}

// likeTIFF gives RAW files that are built like TIFF but begin otherwise, those
// of Panasonic and Olympus, TIFF's number.
func likeTIFF(b []byte) {
	if len(b) < 4 {
		return
	}
	switch string(b[:4]) {
	case "IIU\x00", "IIRO", "IIRS":
		b[2], b[3] = 42, 0
	case "MMOR":
		b[2], b[3] = 0, 42
	}
}
