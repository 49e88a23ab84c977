package exif

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"strings"

	"culler/library/photo"
	"culler/library/sidecar"
)

// maxPacket is the largest block of XMP or IPTC that is read, in bytes.
const maxPacket = 4 << 20

// marks are what other programs, and cameras with a button for it, wrote into
// the file itself: the rating of XMP before EXIF's.
func (f *found) marks(packets [][]byte) photo.Decision {
	var d photo.Decision
	if n, ok := f.tags.number(tagRating); ok && n >= 1 && n <= 5 {
		d.Stars = int(n)
	} else if n, ok := f.tags.number(tagRatingPercent); ok && n >= 1 && n <= 100 {
		d.Stars = starsOfPercent(n)
	}
	for _, b := range packets {
		fields, err := sidecar.Parse(b)
		fields.Orientation = nil // a copy of the file's own, which decoders obey
		if err != nil || fields.IsZero() {
			continue
		}
		x := fields.Decision()
		if fields.Rating == nil {
			x.Stars = d.Stars
		}
		return x
	}
	return d
}

// starsOfPercent is Microsoft's scale: 1, 25, 50, 75 and 99 are one to five stars.
func starsOfPercent(n float64) int {
	switch {
	case n >= 99:
		return 5
	case n >= 75:
		return 4
	case n >= 50:
		return 3
	case n >= 25:
		return 2
	}
	return 1
}

func (f *found) packets(parts []part) [][]byte {
	var all [][]byte
	for _, p := range parts {
		if p.size <= 0 || p.size > maxPacket {
			continue
		}
		if b, err := f.bytes(p, 0, p.size); err == nil {
			all = append(all, bytes.Trim(b, "\x00"))
		}
	}
	return all
}

// xmpTimes are the properties that say when a photo was taken, first the best.
var xmpTimes = []xml.Name{
	{Space: "http://ns.adobe.com/exif/1.0/", Local: "DateTimeOriginal"},
	{Space: "http://ns.adobe.com/photoshop/1.0/", Local: "DateCreated"},
	{Space: "http://ns.adobe.com/exif/1.0/", Local: "DateTimeDigitized"},
	{Space: "http://ns.adobe.com/xap/1.0/", Local: "CreateDate"},
}

// xmpTime is the best time that a block of XMP says, "" if it says none.
func xmpTime(b []byte) string {
	best, rank := "", len(xmpTimes)
	take := func(name xml.Name, value string) {
		for k, n := range xmpTimes[:rank] {
			if n == name {
				if _, ok := parseTime(value, ""); ok {
					best, rank = value, k
				}
				return
			}
		}
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	var in []xml.Name
	for {
		t, err := d.Token()
		if err != nil {
			return best
		}
		switch t := t.(type) {
		case xml.StartElement:
			in = append(in, t.Name)
			for _, a := range t.Attr {
				take(a.Name, a.Value)
			}
		case xml.EndElement:
			in = in[:max(0, len(in)-1)]
		case xml.CharData:
			if len(in) > 0 {
				take(in[len(in)-1], strings.TrimSpace(string(t)))
			}
		}
	}
}

// iptcTime is the date and time of IPTC-IIM, data sets 2:55 and 2:60, in
// EXIF's form, "" where one is missing.
func iptcTime(b []byte) string {
	var date, clock string
	iptc(b, func(set byte, value string) {
		switch set {
		case 55:
			date = value
		case 60:
			clock = value
		}
	})
	if len(date) != 8 || len(clock) < 6 {
		return ""
	}
	return date[:4] + ":" + date[4:6] + ":" + date[6:] + " " + clock[:2] + ":" + clock[2:4] + ":" + clock[4:]
}

// iptc goes through the data sets of IPTC-IIM's record 2. b is a bare IIM block,
// or one inside Photoshop's resource 0x0404.
func iptc(b []byte, each func(set byte, value string)) {
	for len(b) >= 12 && string(b[:4]) == "8BIM" {
		name := 1 + int(b[6])
		name += name & 1
		if len(b) < 6+name+4 {
			return
		}
		id, rest := binary.BigEndian.Uint16(b[4:]), b[6+name:]
		size := int64(binary.BigEndian.Uint32(rest))
		if rest = rest[4:]; size > int64(len(rest)) {
			return
		}
		if id == 0x0404 {
			b = rest[:size]
			break
		}
		b = rest[min(int64(len(rest)), size+size&1):]
	}
	for len(b) >= 5 && b[0] == 0x1c {
		size := int(binary.BigEndian.Uint16(b[3:]))
		if size > len(b)-5 {
			break
		}
		if b[1] == 2 {
			each(b[2], string(b[5:5+size]))
		}
		b = b[5+size:]
	}
}
