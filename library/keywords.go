package library

import (
	"slices"

	"culler/library/exif"
	"culler/library/sidecar"
)

// Keywords are the keywords of photo i, those of its sidecars first, then those
// inside its files, each once. It reads them now, which may wait for the disk;
// what cannot be read says nothing.
func (s *Shoot) Keywords(i int) (words []string) {
	add := func(more []string) {
		for _, word := range more {
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	for _, path := range s.SidecarFiles(i) {
		if k, err := sidecar.LoadKeywords(path); err == nil {
			add(k.Plain)
		}
	}
	for _, f := range s.Photo(i).Files {
		if inside, err := exif.Keywords(f.Path, f.Kind); err == nil {
			add(inside)
		}
	}
	return words
}
