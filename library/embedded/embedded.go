// Package embedded writes marks into copies of JPEG files, where programs look
// for them if they read no sidecar beside a JPEG: Lightroom, Bridge, Capture One.
//
// Marks go into the file's block of XMP, by the rules of package sidecar, and into
// EXIF's rating and orientation where those are there already. Every other byte
// stays: the pixels, the other segments, and what follows the picture, such as the
// film of a motion photo or a gain map. Where the places of further pictures are
// written in the file (CIPA DC-007, "MPF"), they are corrected.
package embedded

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"culler/library/photo"
	"culler/library/sidecar"
)

// Marks are what a copy should say.
type Marks struct {
	Decision photo.Decision // nothing is said of it while it was never made
	Keywords sidecar.Keywords
	// Orientation is how its picture is turned, as EXIF's 1 to 8; 0: as it says
	// itself. That of the Decision does not count here.
	Orientation int
	Program     sidecar.Program // in whose words a pick is written
}

// ErrNoRoom is for a JPEG whose XMP is as large as a segment can be.
var ErrNoRoom = errors.New("its block of XMP is full")

// Copy is a JPEG with other marks. Reading it gives the whole file.
type Copy struct {
	io.Reader
	Changed bool  // false: it is the original, byte for byte
	Grown   int64 // by how many bytes it is larger than the original
	Signed  bool  // it carries content credentials (C2PA), which notice every change
}

// Mark reads a JPEG and returns it with marks. What it says already is not
// written again. The error is a sentence without a subject; r was read to some
// place then.
func Mark(r io.Reader, m Marks) (*Copy, error) {
	h, err := readHead(r)
	if err != nil {
		return nil, err
	}
	c := &Copy{Signed: h.signed()}
	c.Grown, c.Changed, err = h.mark(m)
	if err != nil {
		return nil, err
	}
	c.Reader = io.MultiReader(bytes.NewReader(h.bytes()), r)
	return c, nil
}

// fresh is the block of XMP that a new one starts from: XMP specification, part
// 1, 7.3.2. White space at its end lets later changes move nothing.
var fresh = []byte("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
	"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"Culler\">\n</x:xmpmeta>\n" +
	strings.Repeat(strings.Repeat(" ", 99)+"\n", 20) + "<?xpacket end=\"w\"?>")

var errXMP = errors.New("its block of XMP is damaged or of a form that Culler does not know")

// mark makes a head say marks.
func (h *head) mark(m Marks) (grown int64, changed bool, err error) {
	at := h.xmp()
	old := fresh
	if at >= 0 {
		old = h.segments[at].body[len(headXMP):]
	}
	now, err := sidecar.Parse(old)
	if err != nil {
		return 0, false, errXMP
	}
	f, changed := h.turn(m.Orientation, now.Orientation)
	now.Orientation, m.Decision.Orientation = nil, 0
	if !m.Decision.At.IsZero() {
		f = sidecar.For(m.Decision, now, m.Program).With(f)
		if stars := h.exifStars(); stars > 0 {
			rating := m.Decision.Stars
			if m.Decision.Flag == photo.Rejected {
				rating = -1
			}
			if now.Rating == nil && rating == 0 { // it must say that there are none
				f.Rating, f.Against = &rating, true
			}
			before := h.bytes()
			h.setStars(rating)
			changed = changed || !bytes.Equal(before, h.bytes())
		}
	}
	packet, err := sidecar.Merge(old, f)
	if err == nil {
		packet, err = sidecar.MergeKeywords(packet, m.Keywords)
	}
	if err != nil {
		return 0, false, errXMP
	}
	if bytes.Equal(packet, old) {
		return 0, changed, nil
	}
	const most = 0xffff - 2 - len(headXMP)
	if packet = fit(packet, min(len(old), most)); len(packet) > most {
		return 0, false, ErrNoRoom
	}
	body := append([]byte(headXMP), packet...)
	var place int64
	if at < 0 {
		at = h.room()
		place = h.at(at)
		h.segments = append(h.segments[:at:at], append([]segment{{marker: markerAPP1, body: body}}, h.segments[at:]...)...)
		grown = h.segments[at].size()
	} else {
		place = h.at(at + 1)
		grown = int64(len(body) - len(h.segments[at].body))
		h.segments[at].body = body
	}
	if !h.mend(place, grown) {
		return 0, false, errors.New("the places of its further pictures cannot be corrected")
	}
	return grown, true, nil
}

// fit brings a block of XMP to a size by its padding, as near as that goes.
func fit(packet []byte, size int) []byte {
	end := bytes.LastIndex(packet, []byte("<?xpacket end"))
	if end < 0 || len(packet) == size {
		return packet
	}
	from := len(bytes.TrimRight(packet[:end], " \t\r\n"))
	gap := max(1, end-from+size-len(packet))
	if gap <= end-from {
		return append(append(bytes.Clone(packet[:from]), packet[end-gap:end]...), packet[end:]...)
	}
	out := append(bytes.Clone(packet[:from]), bytes.Repeat([]byte(" "), gap-(end-from))...)
	return append(out, packet[from:]...)
}
