package nets

import (
	"context"
	"image"
	"math"
)

const (
	meshSize   = 192
	meshPoints = 478
	meshRoom   = 1.5 // edge of the region as a multiple of the box's
)

// Spot is a point of a face: its place in the picture, and its depth in pixels,
// smaller is nearer.
type Spot struct {
	Point
	Z float64
}

// Mesh is the points of a face, as MediaPipe numbers them. What is right of a
// person is on the left of the picture and comes first.
type Mesh struct {
	Presence float64 // that it is a face, 0 to 1
	spots    [meshPoints]Spot
}

// Indices of points.
var (
	outlines = [2][16]int{
		{33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246},
		{263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466},
	}
	corners   = [2][2]int{{33, 133}, {263, 362}}                      // of the eyes: outer, inner
	lids      = [2][4]int{{160, 144, 158, 153}, {385, 380, 387, 373}} // above and below, twice
	underEyes = [2]int{229, 449}
	cheeks    = [2]int{205, 425}
)

const (
	forehead = 10
	chin     = 152
)

// Mesh places points on a candidate.
func (n *Nets) Mesh(ctx context.Context, img *image.RGBA, c Candidate) (*Mesh, error) {
	r := region{
		middle: c.Middle, side: meshRoom * max(c.Width, c.Height),
		angle: math.Atan2(c.Key[1].Y-c.Key[0].Y, c.Key[1].X-c.Key[0].X),
	}
	out, err := n.run(ctx, &n.mesh, r.sample(img, meshSize), []int64{1, 3, meshSize, meshSize}, 3*meshPoints, 1)
	if err != nil {
		return nil, err
	}
	m := &Mesh{Presence: sigmoid(float64(out[1].Floats[0]))}
	for k := range m.spots {
		p := out[0].Floats[3*k:]
		m.spots[k] = Spot{r.at(float64(p[0])/meshSize, float64(p[1])/meshSize), float64(p[2]) * r.side / meshSize}
	}
	return m, nil
}

// Scaled is the mesh in a picture that is larger by f.
func (m *Mesh) Scaled(f float64) *Mesh {
	out := *m
	for k := range out.spots {
		s := &out.spots[k]
		s.X, s.Y, s.Z = f*s.X, f*s.Y, f*s.Z
	}
	return &out
}

// apart is the distance between two points in the plane of the picture.
func (m *Mesh) apart(a, b int) float64 {
	return math.Hypot(m.spots[b].X-m.spots[a].X, m.spots[b].Y-m.spots[a].Y)
}

// Pose is how a head is turned, in degrees, roughly: a profile comes out at 40 to
// 60. Yaw is positive where it looks to the right edge of the picture, pitch
// where it looks down (upright faces have about 6), roll where the picture's
// right eye is the lower.
func (m *Mesh) Pose() (yaw, pitch, roll float64) {
	d, u := m.from(33, 263), m.from(forehead, chin)
	degrees := 180 / math.Pi
	return degrees * math.Atan2(d.Z, math.Hypot(d.X, d.Y)), degrees * math.Atan2(u.Z, math.Hypot(u.X, u.Y)), degrees * math.Atan2(d.Y, d.X)
}

func (m *Mesh) from(a, b int) Spot {
	p, q := m.spots[a], m.spots[b]
	return Spot{Point{q.X - p.X, q.Y - p.Y}, q.Z - p.Z}
}

// Eye is the middle of an eye's outline, 0 for the one on the left of the
// picture.
func (m *Mesh) Eye(k int) Point {
	var p Point
	for _, i := range outlines[k] {
		p.X, p.Y = p.X+m.spots[i].X/16, p.Y+m.spots[i].Y/16
	}
	return p
}

// EyeWidth is the mean distance in pixels of the corners of an eye.
func (m *Mesh) EyeWidth() float64 {
	return (m.apart(corners[0][0], corners[0][1]) + m.apart(corners[1][0], corners[1][1])) / 2
}

// EyesApart is the distance in pixels between the middles of the eyes.
func (m *Mesh) EyesApart() float64 {
	a, b := m.Eye(0), m.Eye(1)
	return math.Hypot(b.X-a.X, b.Y-a.Y)
}

// LidGap is how far the lids are apart, as a share of the face's height. On
// turned faces it tells more than the usual ratio to the eye's own width.
func (m *Mesh) LidGap() float64 {
	sum := 0.0
	for _, l := range lids {
		sum += (m.apart(l[0], l[1]) + m.apart(l[2], l[3])) / 2
	}
	return sum / 2 / max(m.apart(forehead, chin), 1e-6)
}

// Lens is the brightness under an eye as a multiple of the cheek's, the larger of
// the two sides: dark glasses give less than 0.5.
func (m *Mesh) Lens(img *image.RGBA) float64 {
	unit, most := m.apart(corners[0][0], corners[0][1]), 0.0
	for k := range underEyes {
		eye, cheek := m.spots[underEyes[k]].Point, m.spots[cheeks[k]].Point
		most = max(most, brightness(img, eye, 0.12*unit)/max(4, brightness(img, cheek, 0.15*unit)))
	}
	return most
}

// tilt is the angle of the line through the eyes' outer corners, in radians.
func (m *Mesh) tilt() float64 {
	d := m.from(corners[0][0], corners[1][0])
	return math.Atan2(d.Y, d.X)
}
