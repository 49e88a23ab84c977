package exif

import (
	"encoding/binary"
	"io"
	"strings"
)

// inHEIF finds the blocks of EXIF and XMP in a file of boxes: ISO 23008-12,
// items of type Exif and mime, whose places the box iloc of ISO 14496-12 tells.
func (f *found) inHEIF(whole part) error {
	meta, ok := box(f.r, 0, whole.size, "meta", "", f.guard)
	if !ok || meta.size < 4 {
		return nil
	}
	from, to := meta.offset+4, meta.offset+meta.size // after version and flags
	iinf, ok1 := box(f.r, from, to, "iinf", "", f.guard)
	iloc, ok2 := box(f.r, from, to, "iloc", "", f.guard)
	if !ok1 || !ok2 {
		return nil
	}
	const most = 4 << 20
	if iinf.size > most || iloc.size > most {
		return errTooMuch
	}
	names, err := f.bytes(iinf, 0, iinf.size)
	if err != nil {
		return err
	}
	places, err := f.bytes(iloc, 0, iloc.size)
	if err != nil {
		return err
	}
	where := itemPlaces(places)
	for id, isXMP := range itemsOf(names) {
		p, ok := where[id]
		if !ok || p.offset < 0 || p.size <= 4 || p.offset > whole.size-p.size {
			continue
		}
		if isXMP {
			f.packet(true, p)
			continue
		}
		// The block says first how far on its TIFF begins.
		b, blockErr := f.bytes(p, 0, 4)
		if skip := int64(4); blockErr == nil {
			if skip += int64(binary.BigEndian.Uint32(b)); skip < p.size {
				blockErr = f.tiff(part{offset: p.offset + skip, size: p.size - skip})
			}
		}
		if err == nil {
			err = blockErr
		}
	}
	return err
}

// itemsOf returns the items of the box iinf that are EXIF, and, as true, XMP.
func itemsOf(b []byte) map[uint32]bool {
	items := make(map[uint32]bool)
	c := cursor{b: b}
	if c.n(1) > 0 {
		c.skip(3 + 4)
	} else {
		c.skip(3 + 2)
	}
	for len(c.b) >= 8 {
		size := int(c.n(4))
		if size < 8 || size-4 > len(c.b) {
			break
		}
		e := cursor{b: c.b[:size-4]}
		c.skip(size - 4)
		if name := e.text(4); name != "infe" {
			continue
		}
		version := e.n(1)
		e.skip(3)
		if version < 2 {
			continue
		}
		id := uint32(e.n(2 + 2*int(version&1)))
		e.skip(2)
		switch e.text(4) {
		case "Exif":
			items[id] = false
		case "mime":
			if parts := strings.SplitN(string(e.b), "\x00", 3); len(parts) > 1 && parts[1] == "application/rdf+xml" {
				items[id] = true
			}
		}
	}
	return items
}

// itemPlaces reads the box iloc: where in the file the first piece of each item is.
func itemPlaces(b []byte) map[uint32]part {
	places := make(map[uint32]part)
	c := cursor{b: b}
	version := c.n(1)
	c.skip(3)
	sizes := c.n(2)
	offset, length, base, index := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	wide := 2
	if version >= 2 {
		wide = 4
	}
	for n := c.n(wide); n > 0 && len(c.b) > 0; n-- {
		id := uint32(c.n(wide))
		method := uint64(0)
		if version >= 1 {
			method = c.n(2) & 15
		}
		c.skip(2)
		start := c.n(base)
		pieces := int(c.n(2))
		if pieces == 0 {
			continue
		}
		if version >= 1 {
			c.skip(index)
		} else {
			index = 0
		}
		at, size := c.n(offset), c.n(length)
		if method == 0 && !c.short {
			places[id] = part{offset: int64(start + at), size: int64(size)}
		}
		c.skip((pieces - 1) * (index + offset + length))
	}
	return places
}

// cursor takes big-endian numbers off the front of bytes.
type cursor struct {
	b     []byte
	short bool // there were too few
}

func (c *cursor) skip(n int) []byte {
	if n > len(c.b) {
		n, c.short = len(c.b), true
	}
	taken := c.b[:n]
	c.b = c.b[n:]
	return taken
}

func (c *cursor) n(size int) (n uint64) {
	for _, b := range c.skip(size) {
		n = n<<8 | uint64(b)
	}
	return n
}

func (c *cursor) text(size int) string { return string(c.skip(size)) }

// bytes reads a piece of a part of the file.
func (f *found) bytes(p part, at, n int64) ([]byte, error) {
	if at < 0 || n < 0 || at > p.size-n {
		return nil, io.ErrUnexpectedEOF
	}
	f.guard.spend(int(n))
	b := make([]byte, n)
	if _, err := f.r.ReadAt(b, p.offset+at); err != nil {
		return nil, err
	}
	return b, nil
}
