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

var errTooMuch = errors.New("its metadata is damaged: it never ends")

// guard ends the reading of a file that costs too much. Its methods panic with
// an error, which read turns into its own.
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

// source is a part of a file as the decoders of sizes are to see it.
type source struct {
	r          io.ReaderAt
	base, size int64 // bytes
	pos        int64 // from base
	guard      *guard
}

// Read implements io.Reader.
func (s *source) Read(p []byte) (int, error) {
	if s.pos >= s.size {
		s.guard.spend(0)
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), s.size-s.pos)]
	s.guard.spend(len(p))
	n, err := s.r.ReadAt(p, s.base+s.pos)
	if s.pos == 0 && s.base == 0 {
		likeTIFF(p[:n])
	}
	if s.pos += int64(n); n > 0 {
		return n, nil
	}
	if err == nil {
		err = io.ErrUnexpectedEOF
	}
	return 0, err
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
