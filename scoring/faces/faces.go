// Package faces finds faces and tells whether they are sharp and whether their
// eyes are open.
package faces

import (
	"cmp"
	"context"
	"image"
	"slices"
)

// Face is a face in a picture.
type Face struct {
	Box   image.Rectangle // from brow to chin, inside the picture
	Eyes  [2]image.Point  // in the picture, the left one of the picture first
	Score float64         // how sure the finder is, 0 to 1
}

// Finder finds faces. Its methods are safe for concurrent use.
type Finder interface {
	// Key identifies the finder: equal keys find the same faces.
	Key() string
	// Find returns the faces of a picture, the largest first.
	Find(ctx context.Context, img *image.RGBA) ([]Face, error)
}

// most is how many faces of a picture are looked at: the largest.
const most = 32

// inOrder sorts faces by size, the largest first, cuts them to the picture and
// leaves out what lies outside.
func inOrder(faces []Face, picture image.Rectangle) []Face {
	var kept []Face
	for _, f := range faces {
		if f.Box = f.Box.Intersect(picture); !f.Box.Empty() {
			kept = append(kept, f)
		}
	}
	slices.SortStableFunc(kept, func(a, b Face) int { return cmp.Compare(area(b.Box), area(a.Box)) })
	return kept[:min(len(kept), most)]
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }

// overlap is the intersection of two boxes as a share of their union.
func overlap(a, b image.Rectangle) float64 {
	both := area(a.Intersect(b))
	if both == 0 {
		return 0
	}
	return float64(both) / float64(area(a)+area(b)-both)
}
