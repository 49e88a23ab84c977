package photo

// Orientations are those of EXIF, 1 to 8: how a stored picture is to be turned
// to be upright. Any other number means 1, as it is. They are a mirroring from
// left to right, or none, and then quarter turns clockwise.
type orientation struct {
	mirrored bool
	quarters int // 0 to 3
}

var orientations = [9]orientation{
	1: {false, 0}, 2: {true, 0}, 3: {false, 2}, 4: {true, 2}, 5: {true, 3}, 6: {false, 1}, 7: {true, 1}, 8: {false, 3},
}

// ValidOrientation tells whether n is one of EXIF's orientations.
func ValidOrientation(n int) bool { return n >= 1 && n <= 8 }

func orientationOf(n int) orientation {
	if !ValidOrientation(n) {
		n = 1
	}
	return orientations[n]
}

// Then is the orientation that does what first does and then what second does.
func Then(first, second int) int {
	a, b := orientationOf(first), orientationOf(second)
	if b.mirrored {
		a.mirrored, a.quarters = !a.mirrored, -a.quarters
	}
	a.quarters = (a.quarters + b.quarters + 4) % 4
	for n := 1; n < len(orientations); n++ {
		if orientations[n] == a {
			return n
		}
	}
	return 1
}

// Between is the orientation that makes of a picture turned by from the same one
// turned by to: Then(from, Between(from, to)) is to.
func Between(from, to int) int {
	for n := 1; n < len(orientations); n++ {
		if orientationOf(Then(from, n)) == orientationOf(to) {
			return n
		}
	}
	return 1
}

// TurnPoint is where a point of a picture, 0 to 1 from its left and its top, is
// once the picture is turned.
func TurnPoint(by int, x, y float64) (float64, float64) {
	o := orientationOf(by)
	if o.mirrored {
		x = 1 - x
	}
	for range o.quarters {
		x, y = 1-y, x
	}
	return x, y
}

// OwnOrientation is how the photo's first file says that it is to be turned.
func (p *Photo) OwnOrientation() int {
	if ValidOrientation(p.Meta.Orientation) {
		return p.Meta.Orientation
	}
	return 1
}

// Shape is the photo's width and height in pixels as it is shown, zeros where
// its file does not say them.
func (p *Photo) Shape() (w, h int) {
	w, h = p.Meta.Width, p.Meta.Height
	if orientationOf(Then(p.OwnOrientation(), p.Turn)).quarters%2 == 1 {
		w, h = h, w
	}
	return w, h
}

// SidecarOrientation is the orientation that a sidecar says of a photo that is
// not turned by hand: that of the file. It is 0 for HEIF, whose pictures are
// turned by boxes of their own: programs differ about what else turns them, so
// what a sidecar says of that does not count.
func (p *Photo) SidecarOrientation() int {
	if k := p.Files[0].Kind; k == HEIC || k == AVIF || p.Meta.TurnedApart {
		return 0
	}
	return p.OwnOrientation()
}
