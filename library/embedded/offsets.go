package embedded

import (
	"encoding/binary"
	"math"
	"slices"

	"culler/library/sidecar"
)

// mpEntry is one picture of a file of several: CIPA DC-007, section 5.2.3.3.
type mpEntry struct {
	order        binary.ByteOrder
	size, offset []byte // in the segment's body; the offset is from behind "MPF\0", 0 for the first picture
}

// mpEntries finds the list of pictures in a segment that begins with "MPF\0".
func mpEntries(body []byte) []mpEntry {
	b := body[len(headMPF):]
	order, at, ok := tiffHead(b)
	if !ok {
		return nil
	}
	const tagEntries, entry = 0xb002, 16
	for _, e := range directory(b, order, at) {
		if order.Uint16(e) != tagEntries {
			continue
		}
		n, from := int64(order.Uint32(e[4:])), int64(order.Uint32(e[8:]))
		if n > int64(len(b)) || from > int64(len(b))-n {
			return nil
		}
		var all []mpEntry
		for ; n >= entry; n -= entry {
			all = append(all, mpEntry{order, b[from+4 : from+8], b[from+8 : from+12]})
			from += entry
		}
		return all
	}
	return nil
}

// tiffHead reads the head of a block that is built like a TIFF file.
func tiffHead(b []byte) (order binary.ByteOrder, first int64, ok bool) {
	if len(b) < 8 {
		return nil, 0, false
	}
	switch string(b[:2]) {
	case "II":
		order = binary.LittleEndian
	case "MM":
		order = binary.BigEndian
	default:
		return nil, 0, false
	}
	return order, int64(order.Uint32(b[4:])), true
}

// directory returns the entries, of 12 bytes each, of a directory.
func directory(b []byte, order binary.ByteOrder, at int64) (entries [][]byte) {
	if at < 8 || at+2 > int64(len(b)) {
		return nil
	}
	n := int64(order.Uint16(b[at:]))
	for at += 2; n > 0 && at+12 <= int64(len(b)); n-- {
		entries = append(entries, b[at:at+12])
		at += 12
	}
	return entries
}

// mend corrects the places of further pictures after a head grew by some bytes
// at a place: what lies behind it moved. It tells false if a place does not fit
// into its 32 bits.
func (h *head) mend(place, grown int64) bool {
	moved := func(at int64) int64 {
		if at >= place {
			return at + grown
		}
		return at
	}
	for k := range h.segments {
		if !h.segments[k].is(markerAPP2, headMPF) {
			continue
		}
		now := h.at(k) + int64(len(h.segments[k].fill)) + 4 + int64(len(headMPF))
		base := now // as it was
		if now >= place+grown {
			base -= grown
		}
		for _, e := range mpEntries(h.segments[k].body) {
			part, value := e.offset, int64(e.order.Uint32(e.offset))
			if value == 0 { // the picture that the segment is in
				part, value = e.size, int64(e.order.Uint32(e.size))
				if value == 0 {
					continue
				}
				value += grown
			} else {
				value = moved(base+value) - now
			}
			if value < 0 || value > math.MaxUint32 {
				return false
			}
			e.order.PutUint32(part, uint32(value))
		}
	}
	return true
}

// stars finds where EXIF says stars, and how: Microsoft's tags 0x4746, which
// says them, and 0x4749, which says them in percent.
func (h *head) stars(each func(value []byte, order binary.ByteOrder, percent bool)) {
	h.exif([]uint16{tagStars, tagPercent}, func(tag uint16, value []byte, order binary.ByteOrder) { each(value, order, tag == tagPercent) })
}

// EXIF's tags that Mark changes.
const (
	tagOrientation = 0x0112
	tagStars       = 0x4746
	tagPercent     = 0x4749
)

// exif finds the values of some tags of EXIF that hold one short number.
func (h *head) exif(tags []uint16, each func(tag uint16, value []byte, order binary.ByteOrder)) {
	const short = 3
	for k := range h.segments {
		if !h.segments[k].is(markerAPP1, headEXIF) {
			continue
		}
		b := h.segments[k].body[len(headEXIF):]
		order, at, ok := tiffHead(b)
		if !ok {
			continue
		}
		for _, e := range directory(b, order, at) {
			if tag := order.Uint16(e); slices.Contains(tags, tag) && order.Uint16(e[2:]) == short && order.Uint32(e[4:]) == 1 {
				each(tag, e[8:10], order)
			}
		}
	}
}

// turn brings the orientation that EXIF says to another, 0 for none other, and
// returns what XMP, which says said, is to say of it: it repeats EXIF's, or says
// it where there is no EXIF.
func (h *head) turn(to int, said *int) (f sidecar.Fields, changed bool) {
	if to == 0 {
		return f, false
	}
	there := false
	h.exif([]uint16{tagOrientation}, func(_ uint16, value []byte, order binary.ByteOrder) {
		there = true
		changed = changed || int(order.Uint16(value)) != to
		order.PutUint16(value, uint16(to))
	})
	if said != nil && *said != to || said == nil && !there && to != 1 {
		f.Orientation = &to
	}
	return f, changed
}

// setStars brings the stars that EXIF says, if it does, to a rating.
func (h *head) setStars(rating int) {
	h.stars(func(value []byte, order binary.ByteOrder, percent bool) {
		n := max(0, rating)
		if percent {
			n = sidecar.Percent(n)
		}
		order.PutUint16(value, uint16(n))
	})
}

// exifStars is the rating that EXIF says, 0 for none.
func (h *head) exifStars() (n int) {
	h.stars(func(value []byte, order binary.ByteOrder, percent bool) {
		if v := int(order.Uint16(value)); !percent && v <= 5 {
			n = v
		} else if percent && n == 0 && v > 0 && v <= 100 {
			n = 1 // how many does not matter
		}
	})
	return n
}
