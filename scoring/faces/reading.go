package faces

import (
	"context"
	"fmt"
	"image"
	"math"

	"culler/scoring"
	"culler/scoring/faces/nets"
)

// Reading is what is said of one face.
type Reading struct {
	// Box goes from brow to chin, Eye are the middles of the eyes, the left one of
	// the picture first. All are shares of the picture's width and height, 0 to 1.
	Box   Box
	Eye   [2]nets.Point
	Score float64 // how sure it is that this is a face, 0 to 1

	Eyes      Eyes
	Open      float64 // probability that the eyes are open, 0 to 1; NaN where they were not looked at
	Smile     float64 // probability that it smiles, 0 to 1; NaN where that cannot be told
	Yaw       float64 // degrees; positive looks to the right edge of the picture
	Pitch     float64 // degrees; positive looks down, upright faces have about 6
	Roll      float64 // degrees; positive where the right eye of the picture is the lower
	Sharpness float64 // of eyes, nose and mouth, as Sharpness measures; NaN where it is too small to tell
	EyeSharp  float64 // of the eyes alone, likewise
	Pixels    float64 // width of the box, where the photo's longest edge has scoring.PictureSize pixels
}

// Sharp is the sharpness that counts: of the eyes, else of eyes, nose and mouth; NaN
// where the face is too small for both.
func (r Reading) Sharp() float64 {
	if math.IsNaN(r.EyeSharp) {
		return r.Sharpness
	}
	return r.EyeSharp
}

// Box is a rectangle in shares of a picture's width and height.
type Box struct{ Left, Top, Right, Bottom float64 }

// In is the box in a picture, in its pixels.
func (b Box) In(picture image.Rectangle) image.Rectangle {
	w, h := float64(picture.Dx()), float64(picture.Dy())
	r := image.Rect(int(math.Round(b.Left*w)), int(math.Round(b.Top*h)), int(math.Round(b.Right*w)), int(math.Round(b.Bottom*h)))
	return r.Add(picture.Min)
}

// Width and Height are shares of the picture's.
func (b Box) Width() float64 { return b.Right - b.Left }

// Height is a share of the picture's height.
func (b Box) Height() float64 { return b.Bottom - b.Top }

// Away tells whether the face looks past the camera so far that its eyes cannot
// be judged.
func (r Reading) Away() bool { return math.Abs(r.Yaw) > mostYaw }

// AtEdge tells whether the frame cuts the face.
func (r Reading) AtEdge() bool {
	return r.Box.Left <= 0 || r.Box.Top <= 0 || r.Box.Right >= 1 || r.Box.Bottom >= 1
}

// InWords describes a face in one sentence.
func (r Reading) InWords() string {
	words := fmt.Sprintf("A face %.0f %% wide, eyes %s", 100*r.Box.Width(), r.Eyes)
	switch {
	case r.Away():
		words = fmt.Sprintf("A face %.0f %% wide, looks away", 100*r.Box.Width())
	case !math.IsNaN(r.Open):
		words += fmt.Sprintf(" (open with %.0f %%)", 100*r.Open)
	}
	if !math.IsNaN(r.Smile) {
		words += fmt.Sprintf(", smiles with %.0f %%", 100*r.Smile)
	}
	if !math.IsNaN(r.Sharpness) {
		words += fmt.Sprintf(", sharpness %.1f", r.Sharpness)
	}
	return words + "."
}

// look reads the faces that were found in a picture. larger, if not nil, gives a
// larger picture of the same photo, by its longest edge, for small eyes.
func look(ctx context.Context, n *nets.Nets, img *image.RGBA, found []Face, larger func(size int) (*image.RGBA, error)) ([]Reading, error) {
	all := make([]Reading, len(found))
	for k := range found {
		f := &found[k]
		if f.mesh == nil {
			m, err := n.Mesh(ctx, img, f.candidate(img.Rect))
			if err != nil {
				return nil, err
			}
			if m.Presence >= present {
				f.mesh = m
			}
		}
		all[k] = f.place(img.Rect)
		all[k].Sharpness, all[k].EyeSharp = Sharpness(img, *f), sharpness(img, f.eyes(), leastEyes)
	}
	closer, factor, err := enlarge(img, found, larger)
	if err != nil {
		return nil, err
	}
	for k, f := range found {
		if f.mesh == nil {
			continue
		}
		picture, m := img, f.mesh
		if m.EyeWidth() < wantedEye && factor > 1 {
			picture = closer
			if m, err = n.Mesh(ctx, closer, f.candidate(img.Rect).Scaled(factor)); err != nil {
				return nil, err
			}
			if m.Presence < present {
				m = f.mesh.Scaled(factor)
			}
		}
		if err := all[k].read(ctx, n, picture, m); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// place is a reading of what the finder alone tells.
func (f Face) place(picture image.Rectangle) Reading {
	w, h := float64(picture.Dx()), float64(picture.Dy())
	share := func(p image.Point) nets.Point {
		p = p.Sub(picture.Min)
		return nets.Point{X: float64(p.X) / w, Y: float64(p.Y) / h}
	}
	a, b := share(f.Box.Min), share(f.Box.Max)
	none := math.NaN()
	return Reading{
		Box: Box{a.X, a.Y, b.X, b.Y}, Eye: [2]nets.Point{share(f.Eyes[0]), share(f.Eyes[1])}, Score: f.Score,
		Open: none, Smile: none, Yaw: none, Pitch: none, Roll: none, Pixels: float64(f.Box.Dx()) * scoring.PictureSize / max(w, h),
	}
}

// read judges eyes, smile and pose by a picture and the points of the face in it.
func (r *Reading) read(ctx context.Context, n *nets.Nets, img *image.RGBA, m *nets.Mesh) error {
	r.Yaw, r.Pitch, r.Roll = m.Pose()
	if m.EyeWidth() >= leastEye && !r.Away() {
		open, err := n.Eyes(ctx, img, m)
		if err != nil {
			return err
		}
		r.Open = (open[0] + open[1]) / 2
		r.Eyes = eyesOf(m.EyeWidth(), r.Yaw, m.Lens(img), r.Open, m.LidGap())
	}
	if m.EyesApart() >= smileApart && !r.Away() {
		var err error
		if r.Smile, err = n.Smile(ctx, img, m); err != nil {
			return err
		}
	}
	return nil
}

const (
	// wantedEye is the width in pixels of an eye from which a larger picture tells
	// nothing more.
	wantedEye = 14
	// hopeless is the width of an eye in pixels below which no larger picture is
	// fetched: of a face of less than 20 pixels.
	hopeless = 3
	// largest is the longest edge of a picture that is fetched.
	largest = 4096
	// worth is how much larger a picture must be to be worth fetching.
	worth = 1.2
)

// enlarge fetches a larger picture if there are small eyes in this one, and tells
// how much larger it is.
func enlarge(img *image.RGBA, found []Face, larger func(size int) (*image.RGBA, error)) (*image.RGBA, float64, error) {
	small := math.Inf(1)
	for _, f := range found {
		if f.mesh == nil {
			continue
		}
		if w := f.mesh.EyeWidth(); w >= hopeless {
			small = min(small, w)
		}
	}
	long := max(img.Rect.Dx(), img.Rect.Dy())
	if larger == nil || small >= wantedEye/worth || long == 0 {
		return img, 1, nil
	}
	big, err := larger(min(largest, int(wantedEye/small*float64(long))))
	if err != nil {
		return nil, 1, err
	}
	if f := float64(max(big.Rect.Dx(), big.Rect.Dy())) / float64(long); f >= worth {
		return big, f, nil
	}
	return img, 1, nil // it is all there is
}
