package nets

import (
	"context"
	"image"
	"math"
)

const (
	eyeSize   = 32
	eyeRoom   = 1.6 // edge of an eye's square as a multiple of the eye's width
	smileSize = 48
	smileRoom = 2.1 // edge of the square as a multiple of the eyes' distance
	smileDrop = 0.5 // of its middle below the eyes, likewise
)

// Eyes tells how likely each eye of a face is open, 0 to 1, the one on the left
// of the picture first. The mesh must be of this picture.
func (n *Nets) Eyes(ctx context.Context, img *image.RGBA, m *Mesh) (open [2]float64, err error) {
	var input []float32
	for k := range corners {
		r := region{middle: m.Eye(k), side: eyeRoom * m.apart(corners[k][0], corners[k][1]), angle: m.tilt()}
		input = append(input, r.sample(img, eyeSize)...)
	}
	out, err := n.run(ctx, &n.eyes, input, []int64{2, 3, eyeSize, eyeSize}, 1)
	if err != nil {
		return open, err
	}
	return [2]float64{float64(out[0].Floats[0]), float64(out[0].Floats[1])}, nil
}

// Smile tells how likely a face smiles, 0 to 1. The mesh must be of this picture.
func (n *Nets) Smile(ctx context.Context, img *image.RGBA, m *Mesh) (float64, error) {
	a, b := m.Eye(0), m.Eye(1)
	angle := math.Atan2(b.Y-a.Y, b.X-a.X)
	d := m.EyesApart()
	sin, cos := math.Sincos(angle)
	r := region{
		middle: Point{(a.X+b.X)/2 - smileDrop*d*sin, (a.Y+b.Y)/2 + smileDrop*d*cos},
		side:   smileRoom * d, angle: angle,
	}
	c := r.sample(img, smileSize)
	grey := make([]float32, smileSize*smileSize)
	for i := range grey {
		grey[i] = 0.299*c[i] + 0.587*c[len(grey)+i] + 0.114*c[2*len(grey)+i]
	}
	out, err := n.run(ctx, &n.smile, grey, []int64{1, 1, smileSize, smileSize}, 1)
	if err != nil {
		return 0, err
	}
	return float64(out[0].Floats[0]), nil
}
