package exif

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bep/imagemeta"

	"culler/library/photo"
)

// Why there is no capture time.
const (
	noteNone    = "The file holds no capture time."
	noteUnread  = "The file's capture time could not be read."
	noteUnknown = "Culler cannot read the capture time of this kind of file."
)

// meta makes sense of what was found. err is what went wrong in reading it.
func (f *found) meta(format imagemeta.ImageFormat, err error) (m photo.Meta) {
	t := f.tags
	m = photo.Meta{
		Camera:      photo.Camera{Make: t.text(tagMake), Model: t.text(tagModel), Serial: t.serial()},
		Lens:        t.lens(),
		Shutter:     cmp.Or(t.positive(86400, tagShutter), t.apex(86400, tagShutterAPEX, -1)),
		Aperture:    cmp.Or(t.positive(1000, tagAperture), t.apex(1000, tagApertureAPEX, 0.5)),
		ISO:         t.iso(),
		FocalLength: t.positive(100000, tagFocal),
		Orientation: t.orientation(),
		Width:       f.width,
		Height:      f.height,
	}
	if format == imagemeta.HEIF {
		m.Orientation = 1 // it is turned by boxes of its own, which decoders and its size obey
	}
	if bias, ok := t.number(tagBias); ok && math.Abs(bias) <= 20 {
		m.Bias = &bias
	}
	if !plausible(m.Width, m.Height) {
		w, _ := t.number(tagWidth)
		h, _ := t.number(tagHeight)
		if m.Width, m.Height = int(w), int(h); !plausible(m.Width, m.Height) {
			m.Width, m.Height = 0, 0
		}
	}
	t.taken(&m)
	defer func() {
		if r := recover(); r != nil && m.TakenNote == noteNone {
			m.TakenNote = noteUnread // the blocks cost too much
		}
	}()
	xmp := append(f.packets(f.xmp), f.xmpTexts...)
	m.Marks = f.marks(xmp)
	if m.Taken.IsZero() || m.TakenChanged {
		f.takenElsewhere(&m, xmp)
	}
	if m.TakenNote == noteNone {
		switch {
		case format == none:
			m.TakenNote = noteUnknown
		case err != nil:
			m.TakenNote = noteUnread
		}
	}
	return m
}

// takenElsewhere takes the time from XMP, else from IPTC.
func (f *found) takenElsewhere(m *photo.Meta, xmp [][]byte) {
	var all []string
	for _, b := range xmp {
		all = append(all, xmpTime(b))
	}
	for _, b := range append(f.packets(f.iptc), f.iptcTexts...) {
		all = append(all, iptcTime(b))
	}
	for _, s := range all {
		if taken, ok := parseTime(s, ""); ok {
			m.Taken, m.TakenNote, m.TakenChanged, m.Zone = taken, "", false, zoneOf(strings.TrimLeft(s[19:], ".0123456789"))
			return
		}
	}
}

// plausible tells whether a size can be one: up to a million pixels a side.
func plausible(w, h int) bool { return w > 0 && h > 0 && w <= 1e6 && h <= 1e6 }

// orientation is the EXIF orientation 1 to 8, else 0.
func (t tags) orientation() int {
	if n, ok := t.number(tagOrientation); ok && n >= 1 && n <= 8 {
		return int(n)
	}
	return 0
}

// taken sets the first of the file's times that is one, by the camera's wall
// clock, and the zone of that clock where the file says it. Cameras with no
// clock set write zeros or blanks.
func (t tags) taken(m *photo.Meta) {
	m.TakenNote = noteNone
	for _, tag := range [...]struct{ date, fraction, zone uint16 }{
		{tagOriginal, subOriginal, zoneOriginal}, {tagDigitized, subDigitized, zoneDigitized}, {tagModified, subModified, zoneModified},
	} {
		date := t.text(tag.date)
		if taken, ok := parseTime(date, t.text(tag.fraction)); ok {
			m.Taken, m.TakenNote, m.Zone = taken, "", zoneOf(t.text(tag.zone))
			m.TakenChanged = tag.date == tagModified
			return
		}
		if date != "" && m.TakenNote == noteNone {
			m.TakenNote = fmt.Sprintf("The file's capture time, %q, is not one: was the camera's clock set?", date)
		}
	}
}

// zoneOf reads a zone like "+02:00" or "Z", in minutes east of UTC; nil for
// anything else.
func zoneOf(s string) *int {
	minutes := 0
	if s != "Z" {
		if len(s) != 6 || s[3] != ':' || s[0] != '+' && s[0] != '-' {
			return nil
		}
		h, err1 := strconv.ParseUint(s[1:3], 10, 8)
		m, err2 := strconv.ParseUint(s[4:], 10, 8)
		if err1 != nil || err2 != nil || h > 15 || m > 59 {
			return nil
		}
		if minutes = int(60*h + m); s[0] == '-' {
			minutes = -minutes
		}
	}
	return &minutes
}

// parseTime reads a time like "2006:01:02 15:04:05", whatever separates its
// parts and follows it, and the digits of its decimal fraction of a second.
func parseTime(date, fraction string) (time.Time, bool) {
	if len(date) < 19 {
		return time.Time{}, false
	}
	var n [6]int
	for k, at := range [...]struct{ from, to int }{{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}, {17, 19}} {
		for i := at.from; i < at.to; i++ {
			c := date[i]
			if c == ' ' && i == at.from && k > 0 {
				c = '0'
			}
			if c < '0' || c > '9' {
				return time.Time{}, false
			}
			n[k] = 10*n[k] + int(c-'0')
		}
		if k > 0 && strings.IndexByte(":-/. T", date[at.from-1]) < 0 {
			return time.Time{}, false
		}
	}
	if fraction == "" && len(date) > 19 && date[19] == '.' {
		fraction = date[20:]
	}
	taken := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], nanoseconds(fraction), time.UTC)
	valid := n[0] >= 1800 && taken.Year() == n[0] && taken.Month() == time.Month(n[1]) && taken.Day() == n[2] &&
		taken.Hour() == n[3] && taken.Minute() == n[4] && taken.Second() == n[5]
	if !valid {
		return time.Time{}, false
	}
	return taken, true
}

// nanoseconds reads the digits of a decimal fraction of a second: "5" and "500"
// are half a second, "05" is a twentieth.
func nanoseconds(digits string) int {
	n, unit := 0, 100_000_000
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' || unit == 0 {
			break
		}
		n += int(c-'0') * unit
		unit /= 10
	}
	return n
}

// serial is the body's serial number, "" for a placeholder.
func (t tags) serial() string {
	s := cmp.Or(t.text(tagSerial), t.text(tagSerialName))
	if n, ok := t.number(tagSerial); ok {
		s = strconv.FormatFloat(n, 'f', 0, 64)
	}
	if strings.Trim(s, "0 -.") == "" || strings.EqualFold(s, "none") || strings.EqualFold(s, "unknown") {
		return ""
	}
	return s
}

// lens is the lens's name, or what it can do, such as "18-55mm f/3.5-5.6".
func (t tags) lens() string {
	for _, tag := range [...]uint16{tagLens, tagLensName} {
		if s := t.text(tag); strings.Trim(s, "-. 0") != "" {
			return s
		}
	}
	info, _ := t[tagLensInfo].([]float64) // shortest, longest, apertures at both
	if len(info) != 4 {
		return ""
	}
	span := func(from, to float64) string {
		say := func(n float64) string { return strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64) }
		switch usable := func(n float64) bool { return n > 0 && n < 1e6 }; {
		case !usable(from):
			return ""
		case !usable(to) || from == to:
			return say(from)
		}
		return say(from) + "-" + say(to)
	}
	length, aperture := span(info[0], info[1]), span(info[2], info[3])
	switch {
	case length == "":
		return ""
	case aperture == "":
		return length + "mm"
	}
	return length + "mm f/" + aperture
}

// iso is the sensitivity. The tag of old holds 65535 at most; newer ones tell
// what is beyond.
func (t tags) iso() int {
	const full = 65535
	n := t.positive(1e8, tagISO)
	if n == 0 || n == full {
		if more := t.positive(1e8, tagISOSpeed, tagISOE); more > 0 {
			n = more
		}
	}
	return int(n)
}

const maxText = 256 // bytes

func (t tags) text(tag uint16) string {
	s, _ := t[tag].(string)
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) > maxText {
		s = s[:maxText]
		for !utf8.ValidString(s) {
			s = s[:len(s)-1]
		}
	}
	return strings.TrimSpace(s)
}

// positive returns the first of some tags' numbers that is above 0 and not
// above most, else 0.
func (t tags) positive(most float64, all ...uint16) float64 {
	for _, tag := range all {
		if n, ok := t.number(tag); ok && n > 0 && n <= most {
			return n
		}
	}
	return 0
}

// apex returns 2 to the power of by times a tag's number, if that is not above
// most, else 0: Exif's APEX values.
func (t tags) apex(most float64, tag uint16, by float64) float64 {
	if n, ok := t.number(tag); ok {
		if v := math.Exp2(by * n); v > 1e-9 && v <= most {
			return v
		}
	}
	return 0
}

// number is a tag's value, or its first, as a finite number.
func (t tags) number(tag uint16) (float64, bool) {
	all, _ := t[tag].([]float64)
	if len(all) == 0 || math.IsNaN(all[0]) || math.IsInf(all[0], 0) {
		return 0, false
	}
	return all[0], true
}
