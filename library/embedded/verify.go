package embedded

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// Same tells whether two JPEGs differ in nothing but what Mark changes. An error
// is one of reading; what is not a JPEG is not the same.
func Same(a, b io.Reader) (bool, error) {
	_, _, same, err := compare(a, b)
	return same, err
}

// Check compares a copy with its original: that it says the marks, that all but
// they is the same, and that further pictures are found where they are. The
// error is a sentence without a subject.
func Check(original, copied io.Reader, m Marks) error {
	was, is, same, err := compare(original, copied)
	switch {
	case err != nil:
		return err
	case !same:
		return errors.New("more than its marks would have changed")
	case !samePictures(was, is):
		return errors.New("the places of its further pictures would be wrong")
	}
	if _, again, err := is.mark(m); err != nil || again {
		return errors.New("it would not say what was decided")
	}
	return nil
}

// compare reads two JPEGs. Their heads are as they were read.
func compare(a, b io.Reader) (x, y *head, same bool, err error) {
	if x, err = readHead(a); err != nil {
		return nil, nil, false, nonJPEG(err)
	}
	if y, err = readHead(b); err != nil {
		return nil, nil, false, nonJPEG(err)
	}
	if !bytes.Equal(x.unmarked(), y.unmarked()) {
		return x, y, false, nil
	}
	same, err = sameRest(a, b)
	return x, y, same, err
}

func nonJPEG(err error) error {
	if errors.Is(err, errNoJPEG) || errors.Is(err, errBroken) {
		return nil
	}
	return err
}

// unmarked is a head without what Mark changes: without XMP, EXIF's stars and
// orientation, and the places of further pictures.
func (h *head) unmarked() []byte {
	c := head{tail: h.tail}
	skip := h.xmp()
	for k, s := range h.segments {
		if k == skip {
			if len(s.fill) == 0 {
				continue
			}
			s.marker, s.body = 0, nil // what stood before it stays
		}
		s.body = bytes.Clone(s.body)
		c.segments = append(c.segments, s)
	}
	c.stars(func(value []byte, _ binary.ByteOrder, _ bool) { clear(value) })
	c.exif([]uint16{tagOrientation}, func(_ uint16, value []byte, _ binary.ByteOrder) { clear(value) })
	for k := range c.segments {
		if c.segments[k].is(markerAPP2, headMPF) {
			for _, e := range mpEntries(c.segments[k].body) {
				clear(e.offset)
				clear(e.size)
			}
		}
	}
	return c.bytes()
}

// samePictures tells whether the places of further pictures lead to the same
// bytes in two files that differ in their heads alone.
func samePictures(a, b *head) bool {
	x, y := a.pictures(), b.pictures()
	if len(x) != len(y) {
		return false
	}
	for k := range x {
		if x[k] != y[k] {
			return false
		}
	}
	return true
}

// pictures are the sizes of the pictures of a file and their places counted
// from where its pixels begin; of the one that is in the head, all after that.
func (h *head) pictures() (all [][2]int64) {
	pixels := h.at(len(h.segments))
	for k := range h.segments {
		if !h.segments[k].is(markerAPP2, headMPF) {
			continue
		}
		base := h.at(k) + int64(len(h.segments[k].fill)) + 4 + int64(len(headMPF))
		for _, e := range mpEntries(h.segments[k].body) {
			size, offset := int64(e.order.Uint32(e.size)), int64(e.order.Uint32(e.offset))
			if offset == 0 && size > 0 {
				all = append(all, [2]int64{size - pixels, 0})
			} else {
				all = append(all, [2]int64{size, base + offset - pixels})
			}
		}
	}
	return all
}

func sameRest(a, b io.Reader) (bool, error) {
	x, y := make([]byte, 1<<17), make([]byte, 1<<17)
	for {
		n, errA := io.ReadFull(a, x)
		m, errB := io.ReadFull(b, y)
		if !bytes.Equal(x[:n], y[:m]) {
			return false, nil
		}
		for _, err := range []error{errA, errB} {
			if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
				return false, err
			}
		}
		if errA != nil || errB != nil {
			return errA == errB, nil
		}
	}
}
