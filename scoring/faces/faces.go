// Package faces finds faces and tells whether they are sharp, whether their eyes
// are open and whether they smile. It identifies nobody, and keeps nothing
// by which anybody could be recognised.
package faces

import (
	"cmp"
	"context"
	"image"
	"slices"

	"culler/scoring/faces/nets"
)

// Face is a face in a picture.
type Face struct {
	Box   image.Rectangle // from brow to chin, inside the picture
	Eyes  [2]image.Point  // in the picture, the left one of the picture first
	Score float64         // how sure the finder is, 0 to 1

	mesh *nets.Mesh // its points; nil where the finder places none
}

// Finder finds faces. Its methods are safe for concurrent use.
type Finder interface {
	// Key identifies the finder: equal keys find the same faces.
	Key() string
	// Find returns the faces of a picture, the largest first.
	Find(ctx context.Context, img *image.RGBA) ([]Face, error)
}

// Search says where faces are looked for.
type Search string

// The ways to look for faces.
const (
	Closer     Search = ""           // quickly in every photo, and for small ones in bursts with several
	Everywhere Search = "everywhere" // for small ones in every photo
	Nowhere    Search = "off"
)

// Most is how many faces of a picture are looked at: the largest.
const Most = 200

// InOrder sorts what a Finder found by size, the largest first, cuts it to the
// picture and leaves out what lies outside.
func InOrder(faces []Face, picture image.Rectangle) []Face {
	var kept []Face
	for _, f := range faces {
		if f.Box = f.Box.Intersect(picture); !f.Box.Empty() {
			kept = append(kept, f)
		}
	}
	slices.SortStableFunc(kept, func(a, b Face) int { return cmp.Compare(area(b.Box), area(a.Box)) })
	return kept[:min(len(kept), Most)]
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }
