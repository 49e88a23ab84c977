package embedded

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// maxHead is more than any camera writes before the pixels: manifests of content
// credentials with pictures of their own take some megabytes.
const maxHead = 64 << 20

// The markers that count here: ITU T.81, table B.1.
const (
	markerSOI, markerEOI, markerSOS       = 0xd8, 0xd9, 0xda
	markerAPP0, markerAPP1, markerAPP2    = 0xe0, 0xe1, 0xe2
	markerAPP11                           = 0xeb
	headXMP, headEXIF, headMPF, headJUMBF = "http://ns.adobe.com/xap/1.0/\x00", "Exif\x00\x00", "MPF\x00", "JP"
)

var (
	errNoJPEG = errors.New("it does not begin as a JPEG does")
	errBroken = errors.New("its segments are damaged")
)

// segment is one of the parts of a JPEG before its pixels.
type segment struct {
	fill   []byte // bytes of 0xff before the marker, which T.81 allows
	marker byte
	body   []byte // without marker and length
}

// is tells whether a segment is of a kind that begins so.
func (s *segment) is(marker byte, head string) bool {
	return s.marker == marker && bytes.HasPrefix(s.body, []byte(head))
}

// size is how many bytes a segment takes.
func (s *segment) size() int64 { return int64(len(s.fill)) + 4 + int64(len(s.body)) }

// head is all of a JPEG that stands before its pixels.
type head struct {
	segments []segment
	tail     []byte // what was read beyond: the marker with which the pixels begin
}

// readHead reads a JPEG up to its pixels.
func readHead(r io.Reader) (*head, error) {
	b := &counting{r: r}
	soi, err := b.take(2)
	if err != nil || soi[0] != 0xff || soi[1] != markerSOI {
		return nil, errNoJPEG
	}
	h := &head{}
	for {
		var fill []byte
		two, err := b.take(2)
		if err != nil {
			return nil, err
		}
		for two[0] == 0xff && two[1] == 0xff {
			fill = append(fill, 0xff)
			next, err := b.take(1)
			if err != nil {
				return nil, err
			}
			two[1] = next[0]
		}
		if two[0] != 0xff || two[1] <= 0x01 || two[1] >= 0xd0 && two[1] <= markerSOI {
			return nil, errBroken // garbage: no file that is to be changed
		}
		if two[1] == markerSOS || two[1] == markerEOI {
			h.tail = append(fill, two...)
			return h, nil
		}
		n, err := b.take(2)
		if err != nil {
			return nil, err
		}
		size := int(binary.BigEndian.Uint16(n))
		if size < 2 {
			return nil, errBroken
		}
		body, err := b.take(size - 2)
		if err != nil {
			return nil, err
		}
		h.segments = append(h.segments, segment{fill, two[1], body})
	}
}

// counting reads what a head may take.
type counting struct {
	r    io.Reader
	read int
}

func (c *counting) take(n int) ([]byte, error) {
	if c.read += n; c.read > maxHead {
		return nil, errBroken
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(c.r, b); err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil, errBroken
	} else if err != nil {
		return nil, fmt.Errorf("read its segments: %w", err)
	}
	return b, nil
}

// bytes is the head as it stands in a file.
func (h *head) bytes() []byte {
	out := []byte{0xff, markerSOI}
	for k := range h.segments {
		s := &h.segments[k]
		out = append(out, s.fill...)
		out = append(out, 0xff, s.marker)
		out = binary.BigEndian.AppendUint16(out, uint16(len(s.body)+2))
		out = append(out, s.body...)
	}
	return append(out, h.tail...)
}

// at is where segment k begins; len(h.segments) is where the pixels do.
func (h *head) at(k int) int64 {
	at := int64(2)
	for i := range h.segments[:k] {
		at += h.segments[i].size()
	}
	return at
}

// xmp is the index of the block of XMP, -1 if there is none.
func (h *head) xmp() int {
	for k := range h.segments {
		if h.segments[k].is(markerAPP1, headXMP) {
			return k
		}
	}
	return -1
}

// room is where a block of XMP is put: behind JFIF's and EXIF's segments, which
// want to be first (Exif 3.0, 4.7.2).
func (h *head) room() int {
	k := 0
	for k < len(h.segments) && (h.segments[k].marker == markerAPP0 || h.segments[k].is(markerAPP1, headEXIF)) {
		k++
	}
	return k
}

// signed tells whether a JPEG carries content credentials (C2PA): a manifest
// store in JUMBF boxes (ISO 19566-5).
func (h *head) signed() bool {
	for k := range h.segments {
		if s := &h.segments[k]; s.is(markerAPP11, headJUMBF) && bytes.Contains(s.body, []byte("c2pa")) {
			return true
		}
	}
	return false
}
