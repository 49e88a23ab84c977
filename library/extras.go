package library

import (
	"cmp"
	"slices"

	"culler/library/exif"
	"culler/library/sidecar"
)

// Extras are the keywords of photo i, those of its sidecars first, then those
// inside its files, each once, and the place where it was taken. It reads them
// now, which may wait for the disk; what cannot be read says nothing.
func (s *Shoot) Extras(i int) (e exif.Extras) {
	add := func(more []string) {
		for _, word := range more {
			if !slices.Contains(e.Keywords, word) {
				e.Keywords = append(e.Keywords, word)
			}
		}
	}
	for _, path := range s.SidecarFiles(i) {
		if k, err := sidecar.LoadKeywords(path); err == nil {
			add(k.Plain)
		}
	}
	for _, f := range s.Photo(i).Files {
		if inside, err := exif.ReadExtras(f.Path, f.Kind); err == nil {
			add(inside.Keywords)
			e.Place = cmp.Or(e.Place, inside.Place)
		}
	}
	return e
}
