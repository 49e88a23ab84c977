package exif

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"culler/library/photo"
)

// About is what a file says of its photo besides what the camera knows. Empty
// texts are left out; the format knows ASCII only.
type About struct{ Description, Artist, Copyright, Software string }

// Insert returns a JPEG file with EXIF added, which Read reads back: what is zero
// in m is left out, and so is TakenNote. The file must be as image/jpeg writes
// it: of YCbCr or grey, in sRGB, and without EXIF.
func Insert(jpeg []byte, m photo.Meta, about About) ([]byte, error) {
	if !bytes.HasPrefix(jpeg, []byte{0xff, 0xd8}) {
		return nil, fmt.Errorf("add EXIF: the file is no JPEG")
	}
	tiff := block(ifds(m, about))
	const most = 0xffff - 2 - len("Exif\x00\x00")
	if len(tiff) > most {
		return nil, fmt.Errorf("add EXIF: %d bytes are more than a segment's %d", len(tiff), most)
	}
	out := make([]byte, 0, len(jpeg)+len(tiff)+10)
	out = append(out, 0xff, 0xd8, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(2+6+len(tiff)))
	out = append(out, "Exif\x00\x00"...)
	out = append(out, tiff...)
	return append(out, jpeg[2:]...), nil
}

// field is a tag with its value: Exif 3.0 (CIPA DC-008), section 4.6.
type field struct {
	tag, typ uint16
	count    uint32
	value    []byte // little-endian
}

// Types of values.
const (
	typeText, typeShort, typeLong, typeRational, typeUndefined, typeSigned = 2, 3, 4, 5, 7, 10
)

func text(tag uint16, s string) field {
	return field{tag, typeText, uint32(len(s) + 1), append([]byte(s), 0)}
}

func short(tag uint16, n int) field {
	return field{tag, typeShort, 1, binary.LittleEndian.AppendUint16(nil, uint16(n))}
}

// fraction is a rational number with the denominator 1,000,000 or, where that
// says nothing below 1, the reciprocal of a whole number, as in 1/125.
func fraction(tag, typ uint16, v float64) field {
	top, bottom := int64(math.Round(v*1e6)), int64(1e6)
	if r := math.Round(1 / v); v > 0 && v < 1 && math.Abs(1/r-v) < 1e-9 {
		top, bottom = 1, int64(r)
	}
	if v > 2000 {
		top, bottom = int64(math.Round(v)), 1
	}
	b := binary.LittleEndian.AppendUint32(nil, uint32(top))
	return field{tag, typ, 1, binary.LittleEndian.AppendUint32(b, uint32(bottom))}
}

// ifds puts what is known into the fields of the main IFD and of the EXIF IFD.
func ifds(m photo.Meta, about About) (main, exif []field) {
	for _, t := range []struct {
		ifd  *[]field
		tag  uint16
		text string
	}{
		{&main, 0x010e, about.Description}, {&main, 0x010f, m.Camera.Make}, {&main, 0x0110, m.Camera.Model},
		{&main, 0x0131, about.Software}, {&main, 0x013b, about.Artist}, {&main, 0x8298, about.Copyright},
		{&exif, 0xa431, m.Camera.Serial}, {&exif, 0xa434, m.Lens},
	} {
		if t.text != "" {
			*t.ifd = append(*t.ifd, text(t.tag, t.text))
		}
	}
	if m.Orientation != 0 {
		main = append(main, short(0x0112, m.Orientation))
	}
	// What the standard demands of every file: 72 dots per inch, centred chroma,
	// versions, Y Cb Cr, sRGB.
	main = append(main, fraction(0x011a, typeRational, 72), fraction(0x011b, typeRational, 72), short(0x0128, 2), short(0x0213, 1))
	exif = append(exif, field{0x9000, typeUndefined, 4, []byte("0232")}, field{0xa000, typeUndefined, 4, []byte("0100")},
		field{0x9101, typeUndefined, 4, []byte{1, 2, 3, 0}}, short(0xa001, 1))
	if m.Width > 0 && m.Height > 0 && m.Width <= 0xffff && m.Height <= 0xffff {
		exif = append(exif, short(0xa002, m.Width), short(0xa003, m.Height))
	}
	if !m.Taken.IsZero() {
		date, digits := m.Taken.Format("2006:01:02 15:04:05"), fmt.Sprintf("%03d", m.Taken.Nanosecond()/1e6)
		main = append(main, text(0x0132, date))
		exif = append(exif, text(0x9003, date), text(0x9004, date), text(0x9291, digits), text(0x9292, digits))
	}
	if m.ISO > 0 {
		exif = append(exif, short(0x8827, min(m.ISO, 0xffff)))
	}
	for _, t := range []struct {
		tag uint16
		v   float64
	}{{0x829a, m.Shutter}, {0x829d, m.Aperture}, {0x920a, m.FocalLength}} {
		if t.v > 0 {
			exif = append(exif, fraction(t.tag, typeRational, t.v))
		}
	}
	if m.Bias != nil {
		exif = append(exif, fraction(0x9204, typeSigned, *m.Bias))
	}
	return main, exif
}

// block builds a TIFF block of the main IFD and the EXIF IFD.
func block(main, exif []field) []byte {
	const start = 8
	main = append(main, field{0x8769, typeLong, 1, make([]byte, 4)})
	first := layOut(main, start)
	// The place of the EXIF IFD is known only now; it changes no length.
	binary.LittleEndian.PutUint32(main[len(main)-1].value, uint32(start+len(first)))
	b := append([]byte("II*\x00"), start, 0, 0, 0)
	b = append(b, layOut(main, start)...)
	return append(b, layOut(exif, len(b))...)
}

// layOut builds an IFD that begins at an offset: its entries, no next IFD, then
// the values of more than 4 bytes.
func layOut(fields []field, offset int) []byte {
	fields = slices.SortedFunc(slices.Values(fields), func(a, b field) int { return cmp.Compare(a.tag, b.tag) })
	le := binary.LittleEndian
	b := le.AppendUint16(nil, uint16(len(fields)))
	at := offset + 2 + 12*len(fields) + 4
	var values []byte
	for _, f := range fields {
		b = le.AppendUint16(b, f.tag)
		b = le.AppendUint16(b, f.typ)
		b = le.AppendUint32(b, f.count)
		if len(f.value) <= 4 {
			b = append(b, append(slices.Clone(f.value), 0, 0, 0, 0)[:4]...)
			continue
		}
		b = le.AppendUint32(b, uint32(at+len(values)))
		values = append(values, f.value...)
		if len(values)%2 != 0 {
			values = append(values, 0)
		}
	}
	b = append(b, 0, 0, 0, 0)
	return append(b, values...)
}
