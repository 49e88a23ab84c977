package faces

import (
	"context"
	"fmt"
	"image"
	"math"

	"culler/scoring/faces/nets"
)

// present is the probability, by its points, from which a candidate is a face.
// Almost all false alarms are below, and almost no face is.
const present = 0.95

// finder is the finder that comes with Culler.
type finder struct {
	nets   *nets.Nets
	levels nets.Levels
}

// NewFinder makes a finder of the networks that come with Culler, which searches
// pictures of at most nets.Edge pixels at some levels.
func NewFinder(n *nets.Nets, levels nets.Levels) Finder { return finder{n, levels} }

func (f finder) Key() string { return fmt.Sprintf("nets-%d %v %v", nets.Version, f.levels, present) }

func (f finder) Find(ctx context.Context, img *image.RGBA) ([]Face, error) {
	found, err := f.nets.Search(ctx, img, f.levels)
	if err != nil {
		return nil, err
	}
	var all []Face
	for _, c := range found[:min(len(found), Most)] {
		m, err := f.nets.Mesh(ctx, img, c)
		if err != nil {
			return nil, err
		}
		if !(m.Presence >= present) {
			continue
		}
		corner := nets.Point{X: c.Middle.X - c.Width/2, Y: c.Middle.Y - c.Height/2}
		all = append(all, Face{
			Box:  image.Rectangle{Min: at(corner, img.Rect), Max: at(nets.Point{X: corner.X + c.Width, Y: corner.Y + c.Height}, img.Rect)},
			Eyes: [2]image.Point{at(m.Eye(0), img.Rect), at(m.Eye(1), img.Rect)}, Score: c.Score, mesh: m,
		})
	}
	return InOrder(all, img.Rect), nil
}

// at is a place relative to a picture's corner as a pixel of the picture.
func at(p nets.Point, picture image.Rectangle) image.Point {
	return image.Pt(int(math.Round(p.X)), int(math.Round(p.Y))).Add(picture.Min)
}

// candidate is a face as another finder found it, for the network of points.
func (f Face) candidate(picture image.Rectangle) nets.Candidate {
	to := func(p image.Point) nets.Point {
		p = p.Sub(picture.Min)
		return nets.Point{X: float64(p.X), Y: float64(p.Y)}
	}
	a, b := to(f.Box.Min), to(f.Box.Max)
	edge := max(b.X-a.X, b.Y-a.Y) // YuNet's boxes are higher than wide
	c := nets.Candidate{Middle: nets.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}, Width: edge, Height: edge, Score: f.Score}
	c.Key[0], c.Key[1] = to(f.Eyes[0]), to(f.Eyes[1])
	return c
}
