// Package scoring turns pixels into numbers: the Engine reads photos in the
// background and hands over what the model and the measures say of each. What
// becomes of them is told in its subfolders: a board ranks, a judge explains.
//
// Package scoring knows neither files nor databases: what it needs of them it
// declares here as small interfaces.
package scoring

import (
	"context"
	"image"

	"culler/library/photo"
	"culler/library/pixels/detail"
)

// Pictures gives upright pictures of photos.
type Pictures interface {
	// Picture returns the photo with its longest edge at most size pixels; it
	// is never enlarged.
	Picture(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error)
}

// Detailed is Pictures that tell how much fine structure a photo holds at its
// full resolution.
type Detailed interface {
	Pictures
	// Detailed returns a picture like Picture, which may be smaller as long as
	// its shorter edge is not below least pixels, with the detail of the whole.
	Detailed(ctx context.Context, p *photo.Photo, size, least int) (*image.RGBA, *detail.Map, error)
}

// ImageModel is the image tower of a contrastive model. Its methods are safe
// for concurrent use.
type ImageModel interface {
	// Key identifies the model and its preprocessing: embeddings of equal keys
	// may be compared.
	Key() string
	// Input prepares one picture for the tower.
	Input(img *image.RGBA) []float32
	// EmbedImages returns one unit vector for each prepared picture.
	EmbedImages(ctx context.Context, inputs [][]float32) ([][]float32, error)
}

// Extra reads further numbers from a picture, besides the measures that every
// photo gets: what a quality model says of it, or the faces in it. Its methods
// are safe for concurrent use.
type Extra interface {
	// Key identifies what reads, and how: numbers of equal keys may be compared.
	Key() string
	// Read returns the numbers; NaN for one that this picture does not have. Those
	// that rows are made of come first, always as many.
	Read(ctx context.Context, img *image.RGBA) ([]float64, error)
}

// PhotoExtra is an Extra that may need the photo at another size: the Engine calls
// ReadPhoto in place of Read.
type PhotoExtra interface {
	Extra
	ReadPhoto(ctx context.Context, p *photo.Photo, img *image.RGBA) ([]float64, error)
}

// Cache keeps finished results by the photos' identities. Lookups answer nil
// for what is missing.
type Cache interface {
	Embeddings(model string, ids []photo.ID) ([][]float32, error)
	PutEmbeddings(model string, ids []photo.ID, embeddings [][]float32) error
	Measures(version string, ids []photo.ID) ([][]float64, error)
	PutMeasures(version string, ids []photo.ID, measures [][]float64) error
}

// Update is what became known of one photo.
type Update struct {
	Photo     int         // the photo's index in its shoot
	Embedding []float32   // unit vector; nil where there is no model or the photo failed
	Measures  []float64   // in the order of measure.Names; nil where the photo failed
	Extras    [][]float64 // in the order of Engine.Extras; nil for one that failed
	Err       error       // why the photo could not be read
}
