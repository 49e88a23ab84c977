package sidecar

import (
	"path/filepath"
	"strings"
)

// Style is how a sidecar is named.
type Style uint8

// The styles.
const (
	Name    Style = iota // IMG_1.xmp: Lightroom, Capture One, Photo Mechanic, Geeqie
	NameExt              // IMG_1.CR2.xmp: darktable, digiKam
)

func (s Style) String() string {
	if s == NameExt {
		return "name.ext.xmp"
	}
	return "name.xmp"
}

// Path is the name that a photo file's sidecar has in a style.
func (s Style) Path(file string) string {
	if s == Name {
		file = strings.TrimSuffix(file, filepath.Ext(file))
	}
	return file + ".xmp"
}

// Is tells whether a file is a sidecar, by its name.
func Is(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xmp") }
