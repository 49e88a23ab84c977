package faces

import (
	"context"
	"fmt"
	"image"
	"math"

	"culler/library/photo"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/faces/nets"
	"culler/scoring/measure"
	"culler/scoring/rank"
)

// readerVersion changes when the same picture may give other numbers than
// before.
const readerVersion = 3

// The places of a Reader's numbers for the whole photo. Those of the faces follow:
// Decode reads them.
const (
	Largest  = iota // sharpness of the largest face; NaN where there is none
	All             // mean sharpness of the faces; NaN where there is none
	Count           // how many faces there are
	EyesOpen        // share of the faces whose eyes are not closed, by their size, 0 to 1; NaN where no eyes can be judged
	Smiles          // mean probability of a smile, by the faces' size, 0 to 1; NaN where none can be told
	EyeSharp        // mean sharpness of the eyes, by the faces' size; NaN where there are none
	numbers
)

const (
	// inner is the part of a face's box, along an edge, that sharpness is
	// measured on: eyes, nose and mouth, and no background at the corners.
	inner = 0.7
	// leastInner is the smallest inner edge in pixels on which sharpness can be
	// told.
	leastInner = 44
	// leastEyes is the smallest edge of a square round both eyes, likewise.
	leastEyes = 32
	// minor is the width of a face, as a share of the largest, below which it is
	// taken for a bystander's and left out of the means.
	minor = 1. / 3
)

// Reader reads the faces of a picture: it is a scoring.Extra.
type Reader struct {
	Finder Finder
	Nets   *nets.Nets
	// Pictures, if not nil, gives larger pictures for small eyes.
	Pictures scoring.Pictures
}

// Key identifies the finder and the way of reading.
func (r Reader) Key() string {
	key := fmt.Sprintf("faces-%d.%d %s %s", readerVersion, nets.Version, measure.Version, r.Finder.Key())
	if r.Pictures != nil {
		key += " close"
	}
	return key
}

// Read returns the numbers at Largest to EyeSharp, and those of each face. The
// picture should have scoring.PictureSize, or near that.
func (r Reader) Read(ctx context.Context, img *image.RGBA) ([]float64, error) {
	return r.ReadPhoto(ctx, nil, img)
}

// ReadPhoto is Read of a photo of which larger pictures may be fetched.
func (r Reader) ReadPhoto(ctx context.Context, p *photo.Photo, img *image.RGBA) ([]float64, error) {
	found, err := r.Finder.Find(ctx, img)
	if err != nil {
		return nil, err
	}
	var larger func(size int) (*image.RGBA, error)
	if r.Pictures != nil && p != nil {
		larger = func(size int) (*image.RGBA, error) { return r.Pictures.Picture(ctx, p, size) }
	}
	all, err := look(ctx, r.Nets, img, found, larger)
	if err != nil {
		return nil, err
	}
	return Numbers(all), nil
}

// summary is what the faces of a photo come to.
func summary(all []Reading) []float64 {
	v := make([]float64, numbers)
	v[Largest], v[Count] = math.NaN(), float64(len(all))
	var sharp, eyes, smiles, eyeSharp mean
	judged := false
	for k, f := range all {
		if f.Pixels < minor*all[0].Pixels {
			continue
		}
		if k == 0 {
			v[Largest] = f.Sharpness
		}
		sharp.add(f.Sharpness, 1)
		size := f.Pixels * f.Pixels
		smiles.add(f.Smile, size)
		eyeSharp.add(f.EyeSharp, size)
		if f.Eyes == Closed {
			eyes.add(0, size)
		} else {
			eyes.add(1, size)
		}
		judged = judged || f.Eyes != Unsure
	}
	v[All], v[Smiles], v[EyeSharp], v[EyesOpen] = sharp.value(), smiles.value(), eyeSharp.value(), math.NaN()
	if judged {
		v[EyesOpen] = eyes.value()
	}
	return v
}

// mean is a weighted mean of the numbers that are known.
type mean struct{ sum, weight float64 }

func (m *mean) add(v, w float64) {
	if !math.IsNaN(v) {
		m.sum, m.weight = m.sum+w*v, m.weight+w
	}
}

// value is NaN where nothing is known.
func (m *mean) value() float64 { return m.sum / m.weight }

// IDs of the rows on the board.
var (
	LargestRow  = board.MeasureRow("face-sharpness")
	AllRow      = board.MeasureRow("faces-sharpness")
	EyesOpenRow = board.MeasureRow("eyes-open")
	SmilesRow   = board.MeasureRow("smiles")
	EyeSharpRow = board.MeasureRow("eye-sharpness")
)

// Rows are the rows that a Reader's numbers fill. They tell, and do
// not count before somebody wants them to: with the sharpness of the largest face
// people's best frame was found less often.
func Rows() []rank.Row {
	return []rank.Row{
		Largest: {ID: LargestRow, Title: "Face sharpness", Kind: rank.Measure,
			Note: "How crisp eyes, nose and mouth of the largest face are."},
		All: {ID: AllRow, Title: "Sharpness of all faces", Kind: rank.Measure,
			Note: "The mean over all faces that are not much smaller than the largest."},
		Count: {},
		EyesOpen: {ID: EyesOpenRow, Title: "Eyes open", Kind: rank.Measure,
			Note: "The share of the faces, by their size, whose eyes are not closed. Eyes that cannot be judged count as open."},
		Smiles: {ID: SmilesRow, Title: "Smiles", Kind: rank.Measure,
			Note: "How likely the faces smile, by their size. A smile is not always the better frame."},
		EyeSharp: {ID: EyeSharpRow, Title: "Eye sharpness", Kind: rank.Measure,
			Note: "How crisp the eyes are, by the faces' size."},
	}
}

// Sharpness is the measure of that name on the middle of a face: eyes, nose and
// mouth. It is NaN where the face has too few pixels to tell. Like that of whole
// pictures it compares only among pictures of one size.
func Sharpness(img *image.RGBA, f Face) float64 {
	dx, dy := int(float64(f.Box.Dx())*(1-inner)/2), int(float64(f.Box.Dy())*(1-inner)/2)
	return sharpness(img, image.Rect(f.Box.Min.X+dx, f.Box.Min.Y+dy, f.Box.Max.X-dx, f.Box.Max.Y-dy), leastInner)
}

// eyes is a square round both eyes and the bridge of the nose, twice as wide as
// the eyes are apart.
func (f Face) eyes() image.Rectangle {
	mid := f.Eyes[0].Add(f.Eyes[1]).Div(2)
	d := f.Eyes[1].Sub(f.Eyes[0])
	half := int(math.Round(math.Hypot(float64(d.X), float64(d.Y))))
	return image.Rectangle{Min: mid.Sub(image.Pt(half, half)), Max: mid.Add(image.Pt(half, half))}
}

func sharpness(img *image.RGBA, part image.Rectangle, least int) float64 {
	part = part.Intersect(img.Rect)
	if min(part.Dx(), part.Dy()) < least {
		return math.NaN()
	}
	return measure.OfPatch(img.SubImage(part).(*image.RGBA))
}
