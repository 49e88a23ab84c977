// Package scoring turns pixels into a ranking with reasons. The Engine reads
// photos in the background and hands over what the model and the measures say
// of each; the Board keeps those readings and the prompts' weights and answers
// with scores, orders and explanations.
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

// TextModel is the text tower of a contrastive model. Its methods are safe for
// concurrent use.
type TextModel interface {
	// EmbedTexts returns one unit vector for each text.
	EmbedTexts(ctx context.Context, texts []string) ([][]float32, error)
	// LogitScale is the factor of the model's softmax over cosines.
	LogitScale() float64
	// UnknownWords lists the words of a text that the model never met in
	// training, and counts all its words. A model with an open vocabulary
	// returns none.
	UnknownWords(text string) (unknown []string, total int)
}

// Interpreter is a TextModel that knows things by name. Its embeddings have two
// parts: one tells how good a photo is, or a text asks for, the other what a
// photo shows, or a text names.
type Interpreter interface {
	TextModel
	// Meaning tells what a text means by its embedding.
	Meaning(text []float32) Meaning
	// Shows returns what tells by a photo's embedding whether it shows what a
	// text names.
	Shows(text []float32) func(picture []float32) bool
	// Subjects are the things that a photo shows by its embedding, the surest
	// first.
	Subjects(picture []float32) []Subject
}

// Weigher is a TextModel that knows which weights its rows are best begun with,
// as cull bench measured them.
type Weigher interface {
	TextModel
	// StartWeight is the weight to begin with of a built-in prompt or a measure,
	// by its row ID; told is false where the model says nothing of it.
	StartWeight(rowID string) (w float64, told bool)
	// Within is what a prompt's readings vary by inside bursts, as a standard
	// deviation, by its row ID; 0 where the model does not say.
	Within(rowID string) float64
	// MarginSlope is k of the probability 1 / (1 + exp(-k margin)) that people
	// prefer the frame whose score is higher by a margin; 0 where the model does
	// not say.
	MarginSlope() float64
}

// Meaning is what a text means to an Interpreter.
type Meaning struct {
	// Quality is the share of the text that speaks of how good a photo is, 0 to
	// 1; NaN where the model does not tell.
	Quality float64
	// Known tells how surely the model knows what is named, the higher the surer;
	// NaN where nothing is named, or the model does not tell. Acquaintance says
	// it in a word.
	Known float64
	Acquaintance
}

// Acquaintance is how surely a model knows what a text names.
type Acquaintance uint8

// What may be known of what a text names.
const (
	Unsaid   Acquaintance = iota // nothing is named, or the model does not tell
	Strange                      // the model does not know it
	Doubtful                     // perhaps it does
	Familiar                     // it does
)

// Subject is a thing that a model knows by name.
type Subject struct {
	Name   string
	Cosine float64 // of a photo with it, -1 to 1
}

// Extra reads further numbers from a picture, beside the measures that every
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
