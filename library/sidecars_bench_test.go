package library

import (
	"fmt"
	"testing"

	"culler/library/photo"
)

func BenchmarkClaimsOf10000Pairs(b *testing.B) {
	s := &Shoot{}
	for i := range 10000 {
		s.photos = append(s.photos, photo.Photo{Files: []photo.File{
			{Path: fmt.Sprintf("/photos/2026/wedding/DSC_%05d.JPG", i), Kind: photo.JPEG},
			{Path: fmt.Sprintf("/photos/2026/wedding/DSC_%05d.NEF", i), Kind: photo.RAW}}})
	}
	for b.Loop() {
		if c := claimsOf(0, s.photos); len(c.Names(0)) == 0 {
			b.Fatal("a photo has no sidecar")
		}
	}
}
