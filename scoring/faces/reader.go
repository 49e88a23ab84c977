package faces

import (
	"context"
	"fmt"
	"image"
	"math"

	"culler/scoring"
	"culler/scoring/measure"
	"culler/scoring/rank"
)

// readerVersion changes when the same picture may give other numbers than
// before.
const readerVersion = 1

// The places of a Reader's numbers.
const (
	Largest = iota // sharpness of the largest face; NaN where there is none
	All            // mean sharpness of the faces; NaN where there is none
	Count          // how many faces there are
	numbers
)

const (
	// inner is the part of a face's box, along an edge, that sharpness is
	// measured on: eyes, nose and mouth, and no background at the corners.
	inner = 0.7
	// leastInner is the smallest inner edge in pixels of the picture at
	// scoring.PictureSize on which sharpness can be told.
	leastInner = 44
	// minor is the width of a face, as a share of the largest, below which it is
	// taken for a bystander's and left out of the mean.
	minor = 1. / 3
)

// Reader measures sharpness on the faces of a picture: it is a scoring.Extra.
type Reader struct{ Finder Finder }

// Key identifies the finder and the way of measuring.
func (r Reader) Key() string {
	return fmt.Sprintf("faces-%d %s %s", readerVersion, measure.Version, r.Finder.Key())
}

// Read returns the numbers at Largest, All and Count. The picture should have
// scoring.PictureSize.
func (r Reader) Read(ctx context.Context, img *image.RGBA) ([]float64, error) {
	found, err := r.Finder.Find(ctx, img)
	if err != nil {
		return nil, err
	}
	v := make([]float64, numbers)
	v[Largest], v[All], v[Count] = math.NaN(), math.NaN(), float64(len(found))
	sum, n := 0.0, 0
	for k, f := range found {
		if float64(f.Box.Dx()) < minor*float64(found[0].Box.Dx()) {
			continue
		}
		s := Sharpness(img, f)
		if k == 0 {
			v[Largest] = s
		}
		if !math.IsNaN(s) {
			sum, n = sum+s, n+1
		}
	}
	if n > 0 {
		v[All] = sum / float64(n)
	}
	return v, nil
}

// IDs of the rows on the board.
var (
	LargestRow = scoring.MeasureRow("face-sharpness")
	AllRow     = scoring.MeasureRow("faces-sharpness")
)

// Rows are the rows that a Reader's numbers fill. The mean of all faces has no
// weight to begin with: of a portrait it says the same again.
func Rows() []rank.Row {
	return []rank.Row{
		Largest: {ID: LargestRow, Title: "Face sharpness", Kind: rank.Measure, Weight: 1},
		All:     {ID: AllRow, Title: "Sharpness of all faces", Kind: rank.Measure},
		Count:   {},
	}
}

// Sharpness is the measure of that name on the middle of a face: eyes, nose and
// mouth. It is NaN where the face has too few pixels to tell. Like that of whole
// pictures it compares only among pictures of one size.
func Sharpness(img *image.RGBA, f Face) float64 {
	dx, dy := int(float64(f.Box.Dx())*(1-inner)/2), int(float64(f.Box.Dy())*(1-inner)/2)
	mid := image.Rect(f.Box.Min.X+dx, f.Box.Min.Y+dy, f.Box.Max.X-dx, f.Box.Max.Y-dy).Intersect(img.Rect)
	if min(mid.Dx(), mid.Dy()) < leastInner {
		return math.NaN()
	}
	return measure.Of(img.SubImage(mid).(*image.RGBA))[measure.Sharpness]
}
