package sidecar

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// letters is the encoding of a sidecar's text.
type letters uint8

const (
	utf8Letters letters = iota
	utf16Little
	utf16Big
	latin1 // ISO-8859-1
	ascii
)

// declared finds what the first line says about the encoding.
var declared = regexp.MustCompile(`^(?:\x{feff})?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// decode makes UTF-8 of a sidecar, and tells what it was. Encoding the result
// again gives the same bytes; where it would not, the error is a sentence.
func decode(b []byte) ([]byte, letters, error) {
	if len(b) > maxSize {
		return nil, 0, ErrTooBig
	}
	l, err := lettersOf(b)
	if err != nil || l == utf8Letters {
		return b, l, err
	}
	var out []byte
	switch l {
	case ascii:
		for _, c := range b {
			if c >= utf8.RuneSelf {
				return nil, 0, fmt.Errorf("%w (it says that it is US-ASCII, but is not)", ErrBroken)
			}
		}
		return b, l, nil
	case latin1:
		out = make([]byte, 0, len(b)+len(b)/8)
		for _, c := range b {
			out = utf8.AppendRune(out, rune(c))
		}
	default:
		o := order(l)
		if len(b)%2 != 0 {
			return nil, 0, fmt.Errorf("%w (UTF-16 of half a letter)", ErrBroken)
		}
		out = make([]byte, 0, len(b)/2)
		for at := 0; at < len(b); at += 2 {
			r := rune(o.Uint16(b[at:]))
			if utf16.IsSurrogate(r) {
				at += 2
				if at >= len(b) {
					return nil, 0, fmt.Errorf("%w (UTF-16 of half a letter)", ErrBroken)
				}
				if r = utf16.DecodeRune(r, rune(o.Uint16(b[at:]))); r == utf8.RuneError {
					return nil, 0, fmt.Errorf("%w (UTF-16 of half a letter)", ErrBroken)
				}
			}
			out = utf8.AppendRune(out, r)
		}
	}
	return out, l, nil
}

func lettersOf(b []byte) (letters, error) {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}),
		bytes.HasPrefix(b, []byte{'<', 0, 0, 0}), bytes.HasPrefix(b, []byte{0, 0, 0, '<'}):
		return 0, fmt.Errorf("%w (it is UTF-32)", ErrEncoding)
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), bytes.HasPrefix(b, []byte{'<', 0}):
		return utf16Little, nil
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}), bytes.HasPrefix(b, []byte{0, '<'}):
		return utf16Big, nil
	}
	m := declared.FindSubmatch(b[:min(len(b), 1024)])
	if m == nil {
		return utf8Letters, nil
	}
	switch name := strings.ToUpper(string(m[1])); name {
	case "UTF-8", "UTF8":
		return utf8Letters, nil
	case "UTF-16", "UTF-16LE", "UTF-16BE":
		return utf8Letters, nil // of a program that changed the letters and not the first line
	case "ISO-8859-1", "ISO8859-1", "ISO_8859-1", "LATIN1", "LATIN-1":
		return latin1, nil
	case "US-ASCII", "ASCII":
		return ascii, nil
	default:
		return 0, fmt.Errorf("%w (it is %s)", ErrEncoding, name)
	}
}

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func order(l letters) byteOrder {
	if l == utf16Big {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// encode is the inverse of decode. A letter that the encoding lacks becomes a
// character reference, which only a new value can need.
func encode(b []byte, l letters) []byte {
	if l == utf8Letters {
		return b
	}
	out := make([]byte, 0, 2*len(b))
	for _, r := range string(b) {
		switch {
		case l == utf16Little && r < 0x10000:
			out = binary.LittleEndian.AppendUint16(out, uint16(r))
		case l == utf16Big && r < 0x10000:
			out = binary.BigEndian.AppendUint16(out, uint16(r))
		case l == utf16Little, l == utf16Big:
			high, low := utf16.EncodeRune(r)
			o := order(l)
			out = o.AppendUint16(o.AppendUint16(out, uint16(high)), uint16(low))
		case l == latin1 && r > 0xff, l == ascii && r >= utf8.RuneSelf:
			out = fmt.Appendf(out, "&#x%X;", r)
		default:
			out = append(out, byte(r))
		}
	}
	return out
}
