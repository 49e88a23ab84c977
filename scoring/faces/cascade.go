package faces

import (
	"context"
	"fmt"
	"image"
	"math"
	"sync"

	pigo "github.com/esimov/pigo/core"

	"culler/assets/faces"
)

// The embedded cascade looks twice: at the whole of a small picture in large
// steps, and in small ones where that found something. That takes 2 ms of one
// core, and 2 more where there is a face; a photo of 24 megapixels takes 80 and
// more to be decoded. It misses faces smaller than a thirteenth of the longer
// edge, on whose few pixels sharpness could hardly be measured.
const (
	cascadeSize  = 256 // longest edge in pixels that the cascade looks at
	cascadeLeast = 20  // smallest face in those pixels
	cascadeShift = 0.2 // step of the window, as a share of it
	cascadeScale = 1.2 // from one size of the window to the next
	cascadeIoU   = 0.2 // of windows that show the same face
	closerShift  = 0.07
	closerScale  = 1.1
	// A face shows in many windows of the second look, whose scores add up: of a
	// portrait put into a photograph at many sizes and angles, half of the time
	// with noise, to 350 at least; of a child in goggles to 38 at least; and of 85
	// photographs without people to 2 at most.
	cascadeSure = 20
)

// cascade finds upright faces that look at the camera.
type cascade struct{ trees *pigo.Pigo }

// Embedded is the finder that comes with Culler.
var Embedded = sync.OnceValue(func() Finder {
	trees, err := pigo.NewPigo().Unpack(faces.Cascade)
	if err != nil {
		panic(err) // the build is broken
	}
	return cascade{trees}
})

func (cascade) Key() string {
	return fmt.Sprintf("pigo %v", []float64{cascadeSize, cascadeLeast, cascadeShift, cascadeScale, cascadeIoU, cascadeSure, closerShift, closerScale})
}

func (c cascade) Find(ctx context.Context, img *image.RGBA) ([]Face, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	f := max(1, float64(max(w, h))/cascadeSize)
	sw, sh := int(float64(w)/f), int(float64(h)/f)
	if min(sw, sh) <= cascadeLeast+2 {
		return nil, nil
	}
	pixels := pigo.ImageParams{Pixels: grey(img, sw, sh), Rows: sh, Cols: sw, Dim: sw}
	found := c.trees.RunCascade(pigo.CascadeParams{
		MinSize: cascadeLeast, MaxSize: min(sw, sh), ShiftFactor: cascadeShift, ScaleFactor: cascadeScale, ImageParams: pixels,
	}, 0)
	var all []Face
	for _, d := range c.trees.ClusterDetections(found, cascadeIoU) {
		row, col, size, sum := c.closer(pixels, d)
		if sum < cascadeSure {
			continue
		}
		// The window is a square round the face. The eyes are where they are in
		// an upright face (the first guess of pigo's search for pupils).
		row, col, size = f*row, f*col, f*size
		at := func(x, y float64) image.Point {
			return image.Pt(int(math.Round(x)), int(math.Round(y))).Add(img.Rect.Min)
		}
		all = append(all, Face{
			Box:   image.Rectangle{Min: at(col-size/2, row-size/2), Max: at(col+size/2, row+size/2)},
			Eyes:  [2]image.Point{at(col-0.175*size, row-0.075*size), at(col+0.175*size, row-0.075*size)},
			Score: 1 - math.Exp(-sum/100),
		})
	}
	return InOrder(all, img.Rect), nil
}

// closer looks again, in small steps, where there may be a face, and returns its
// centre, its size and the sum of its windows' scores. Large steps alone would
// place the same face differently from frame to frame, and sharpness would be
// measured on different parts of it.
func (c cascade) closer(p pigo.ImageParams, d pigo.Detection) (row, col, size, sum float64) {
	reach := d.Scale * 4 / 5
	x0, y0 := max(0, d.Col-reach), max(0, d.Row-reach)
	x1, y1 := min(p.Cols, d.Col+reach), min(p.Rows, d.Row+reach)
	part := pigo.ImageParams{Pixels: p.Pixels[y0*p.Dim+x0:], Rows: y1 - y0, Cols: x1 - x0, Dim: p.Dim}
	for _, w := range c.trees.RunCascade(pigo.CascadeParams{
		MinSize: d.Scale * 3 / 4, MaxSize: d.Scale * 5 / 4, ShiftFactor: closerShift, ScaleFactor: closerScale, ImageParams: part,
	}, 0) {
		q := float64(w.Q)
		sum += q
		row, col, size = row+q*float64(y0+w.Row), col+q*float64(x0+w.Col), size+q*float64(w.Scale)
	}
	if sum > 0 {
		row, col, size = row/sum, col/sum, size/sum
	}
	return row, col, size, sum
}

// grey is a picture's luma (Rec. 601) at a smaller size, each pixel the average
// of the area it covers. Where that is large every other row and column is
// enough.
func grey(img *image.RGBA, w, h int) []uint8 {
	out := make([]uint8, w*h)
	fw, fh := img.Rect.Dx(), img.Rect.Dy()
	step := 1 + min(1, fh/h/2)
	sums := make([]uint32, w)
	for y := range h {
		clear(sums)
		from, to := y*fh/h, max((y+1)*fh/h, y*fh/h+1)
		rows := uint32(0)
		for sy := from; sy < to; sy += step {
			rows++
			row := img.Pix[sy*img.Stride : sy*img.Stride+4*fw]
			a := 0
			for x := range sums {
				b := max((x+1)*fw/w, a+1)
				n, sum := uint32(0), uint32(0)
				for i := a; i < b; i += step {
					px := row[4*i : 4*i+3 : 4*i+3]
					sum += 77*uint32(px[0]) + 150*uint32(px[1]) + 29*uint32(px[2])
					n++
				}
				sums[x] += sum / n
				a = b
			}
		}
		for x, sum := range sums {
			out[y*w+x] = uint8(sum / rows >> 8)
		}
	}
	return out
}
