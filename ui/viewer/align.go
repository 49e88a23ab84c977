package viewer

import (
	"image"
	"math"
)

// Point is a point of an upright photo, 0 to 1 from its left and its top.
type Point struct{ X, Y float64 }

// farthest is how far apart, in shares of the photo, the faces of two frames may
// be that are shown at the same place of the screen: beyond that it is another
// face, or another scene.
const farthest = 0.25

// aligned is a place of one photo, moved so that it shows the same of another:
// where both are of one burst and have a face, it moves with the face.
func aligned(at Place, from, to Subject) Place {
	if at.Fits() || from.Face == nil || to.Face == nil || from.Burst != to.Burst || from.Photo == to.Photo {
		return at
	}
	dx, dy := to.Face.X-from.Face.X, to.Face.Y-from.Face.Y
	if math.Hypot(dx, dy) > farthest {
		return at
	}
	at.X, at.Y = at.X+dx, at.Y+dy
	return at
}

// sharpTiles is the number of tiles along the longer edge that Sharpest compares.
const sharpTiles = 24

// sharpWidth is the least width, in pixels, of the picture that Sharpest reads.
const sharpWidth = 1024

// Sharpest is where a picture has most detail: the middle of the tile whose
// Laplacian has most energy together with its neighbours. It tells false for a
// picture without any detail.
func (p *Picture) Sharpest() (at Point, ok bool) {
	img := p.level(sharpWidth)
	edge := max(max(img.Rect.Dx(), img.Rect.Dy())/sharpTiles, 4)
	nx, ny := img.Rect.Dx()/edge, img.Rect.Dy()/edge
	if nx == 0 || ny == 0 {
		return Point{0.5, 0.5}, false
	}
	tiles := make([]float64, nx*ny)
	inBands(ny, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range nx {
				tiles[y*nx+x] = energy(img, image.Rect(x*edge, y*edge, (x+1)*edge, (y+1)*edge))
			}
		}
	})
	best, most := image.Point{}, 0.0
	for y := range ny {
		for x := range nx {
			sum := 0.0
			for v := max(y-1, 0); v <= min(y+1, ny-1); v++ {
				for u := max(x-1, 0); u <= min(x+1, nx-1); u++ {
					sum += tiles[v*nx+u]
				}
			}
			if sum += 2 * tiles[y*nx+x]; sum > most {
				best, most = image.Pt(x, y), sum
			}
		}
	}
	if most == 0 {
		return Point{0.5, 0.5}, false
	}
	return Point{(float64(best.X) + 0.5) / float64(nx), (float64(best.Y) + 0.5) / float64(ny)}, true
}

// energy sums the squares of the Laplacian of green, the channel with least
// noise, inside a tile.
func energy(img *image.RGBA, r image.Rectangle) (sum float64) {
	r = r.Intersect(img.Rect.Inset(1))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		at := y*img.Stride + 4*r.Min.X + 1
		for x := r.Min.X; x < r.Max.X; x++ {
			l := 4*int(img.Pix[at]) - int(img.Pix[at-4]) - int(img.Pix[at+4]) - int(img.Pix[at-img.Stride]) - int(img.Pix[at+img.Stride])
			sum += float64(l * l)
			at += 4
		}
	}
	return sum
}
