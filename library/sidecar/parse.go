package sidecar

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"culler/library/photo"
)

// Parse returns what a sidecar says. Values that make no sense, such as 17
// stars, are as good as not said. A file of white space alone says nothing;
// one that is not a sidecar, is damaged, or is in an encoding that Culler does not
// know is an error.
func Parse(b []byte) (Fields, error) {
	b, _, err := decode(b)
	if err != nil {
		return Fields{}, err
	}
	if blank(b) {
		return Fields{}, nil
	}
	doc, err := read(b)
	if err != nil {
		return Fields{}, err
	}
	return doc.fields(), nil
}

func blank(b []byte) bool {
	return len(bytes.Trim(bytes.TrimPrefix(b, []byte("\ufeff")), "\x00 \t\r\n")) == 0
}

func (doc *document) fields() Fields {
	var f Fields
	var colour, first string
	seen := make(map[name]bool, 4)
	for _, p := range doc.properties {
		if p.complex || seen[p.name] {
			continue
		}
		seen[p.name] = true
		v := strings.TrimSpace(string(p.value))
		switch p.name {
		case ratingName:
			// The specification says "Real"; all write whole numbers.
			if x, err := strconv.ParseFloat(v, 64); err == nil && x >= -1 && x <= 5 {
				n := int(math.Round(x))
				f.Rating = &n
			}
		case labelName:
			if v != "" {
				f.Label = &v
			}
		case pickName:
			if n, err := strconv.Atoi(v); err == nil && n >= 0 && n <= int(PickAccepted) {
				pick := Pick(n)
				f.Pick = &pick
			}
		case flagName:
			if n, err := strconv.Atoi(v); err == nil && n >= -1 && n <= 1 {
				f.Flag = &n
			}
		case goodName:
			if yes, ok := truth(v); ok {
				n := map[bool]int{true: 1, false: -1}[yes]
				f.Good = &n
			}
		case taggedName:
			if yes, ok := truth(v); ok {
				f.Tagged = &yes
			}
		case className:
			if n, err := strconv.Atoi(v); err == nil && n > 0 && n < len(classes) {
				f.Class = &n
			}
		case orientationName:
			if n, err := strconv.Atoi(v); err == nil && photo.ValidOrientation(n) {
				f.Orientation = &n
			}
		case colorName:
			if n, err := strconv.Atoi(v); err == nil && n > 0 && n < len(colorLabels) {
				colour = colorLabels[n]
			}
		case listName:
			if n, err := strconv.Atoi(v); err == nil && n >= 0 && n < len(colorList) {
				first = colorList[n]
			}
		}
	}
	if colour == "" {
		colour = first
	}
	if f.Label == nil && colour != "" {
		f.Label = &colour
	}
	return f
}

// truth reads a Boolean, which is "True" or "False" by the specification.
func truth(v string) (yes, ok bool) {
	return strings.EqualFold(v, "true"), strings.EqualFold(v, "true") || strings.EqualFold(v, "false")
}
