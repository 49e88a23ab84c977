package exif

import (
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

// meta makes sense of the tags. err is what went wrong in reading them.
func (t tags) meta(dims imagemeta.ImageConfig, err error) photo.Meta {
	m := photo.Meta{
		Camera:      photo.Camera{Make: t.text(tagMake), Model: t.text(tagModel), Serial: t.serial()},
		Lens:        t.lens(),
		Shutter:     t.positive(86400, tagShutter, tagShutterAPEX),
		Aperture:    t.positive(1000, tagAperture, tagApertureAPEX),
		ISO:         t.iso(),
		FocalLength: t.positive(100000, tagFocal),
		Orientation: t.orientation(),
	}
	if bias, ok := t.number(tagBias); ok && math.Abs(bias) <= 20 {
		m.Bias = &bias
	}
	m.Width, m.Height = dims.Width, dims.Height
	if !plausible(m.Width, m.Height) {
		w, _ := t.number(tagWidth)
		h, _ := t.number(tagHeight)
		if m.Width, m.Height = int(w), int(h); !plausible(m.Width, m.Height) {
			m.Width, m.Height = 0, 0
		}
	}
	if m.Taken, m.TakenNote = t.taken(); m.TakenNote == noteNone {
		switch {
		case t[tagUnknownFormat] != nil:
			m.TakenNote = noteUnknown
		case err != nil:
			m.TakenNote = noteUnread
		}
	}
	return m
}

// plausible tells whether a size can be one: up to a million pixels a side.
func plausible(w, h int) bool { return w > 0 && h > 0 && w <= 1e6 && h <= 1e6 }

// orientation is the EXIF orientation 1 to 8, else 0. A HEIC file is turned by
// boxes of its own, which decoders and its size obey: it is upright.
func (t tags) orientation() int {
	n, ok := t.number(tagOrientation)
	switch {
	case t[tagUpright] != nil:
		return 1
	case ok && n >= 1 && n <= 8:
		return int(n)
	}
	return 0
}

// taken is the first of the file's times that is one, by the camera's wall
// clock: zones are passed over. Cameras with no clock set write zeros or blanks.
func (t tags) taken() (time.Time, string) {
	note := noteNone
	for _, tag := range [...]struct{ date, fraction string }{
		{tagOriginal, subOriginal}, {tagDigitized, subDigitized}, {tagModified, subModified},
	} {
		date := t.text(tag.date)
		if taken, ok := parseTime(date, t.text(tag.fraction)); ok {
			return taken, ""
		}
		if date != "" && note == noteNone {
			note = fmt.Sprintf("The file's capture time, %q, is not one: was the camera's clock set?", date)
		}
	}
	return time.Time{}, note
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
	s := t.text(tagSerial)
	if n, ok := t[tagSerial].(uint32); ok {
		s = strconv.FormatUint(uint64(n), 10)
	}
	if strings.Trim(s, "0 -.") == "" || strings.EqualFold(s, "none") || strings.EqualFold(s, "unknown") {
		return ""
	}
	return s
}

// lens is the lens's name, or what it can do, such as "18-55mm f/3.5-5.6".
func (t tags) lens() string {
	for _, tag := range [...]string{tagLens, tagLensName} {
		if s := t.text(tag); strings.Trim(s, "-. 0") != "" {
			return s
		}
	}
	parts := strings.Fields(t.text(tagLensInfo)) // shortest, longest, apertures at both
	if len(parts) != 4 {
		return ""
	}
	span := func(from, to string) string {
		if a, err := strconv.ParseFloat(from, 64); err != nil || a <= 0 {
			return ""
		}
		if b, err := strconv.ParseFloat(to, 64); err != nil || b <= 0 || from == to {
			return from
		}
		return from + "-" + to
	}
	length, aperture := span(parts[0], parts[1]), span(parts[2], parts[3])
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

func (t tags) text(tag string) string {
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
func (t tags) positive(most float64, names ...string) float64 {
	for _, name := range names {
		if n, ok := t.number(name); ok && n > 0 && n <= most {
			return n
		}
	}
	return 0
}

// number is a tag's value, or its first, as a finite number.
func (t tags) number(tag string) (float64, bool) {
	v := t[tag]
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[0]
	}
	var n float64
	switch v := v.(type) {
	case interface{ Float64() float64 }:
		n = v.Float64()
	case float64:
		n = v
	case float32:
		n = float64(v)
	case uint16:
		n = float64(v)
	case uint32:
		n = float64(v)
	case int32:
		n = float64(v)
	case uint8:
		n = float64(v)
	default: // not int: the decoder's word for a fraction with a zero below
		return 0, false
	}
	return n, !math.IsNaN(n) && !math.IsInf(n, 0)
}
