package learn

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"culler/scoring/board"
	"culler/scoring/rank"
)

// TasteRow is the ID of the row that a learned taste makes.
const TasteRow = "taste/mine"

const tasteTitle = "My taste"

// Taste is what a photographer prefers among the frames of a burst, as one
// direction in the space of a model's embeddings (the idea of CoOp, Zhou et al.,
// "Learning to Prompt for Vision-Language Models", 2022, without its words). It
// tells which of two frames, never who is in them.
type Taste struct {
	Model     string    `json:"model" yaml:"model"` // key of the model whose embeddings it reads; see scoring.ImageModel
	Direction Direction `json:"direction" yaml:"direction"`
	Within    float64   `json:"within" yaml:"within"` // what readings vary by inside bursts, as a standard deviation
	Weight    float64   `json:"weight" yaml:"weight"` // that it was given when it was learned, 0 to 2
	Bursts    int       `json:"bursts" yaml:"bursts"` // that it was learned from
	// Likes and Dislikes are the words that lie nearest to its two ends, the
	// nearest first; none where the model reads no words.
	Likes    []string `json:"likes,omitempty" yaml:"likes,omitempty,flow"`
	Dislikes []string `json:"dislikes,omitempty" yaml:"dislikes,omitempty,flow"`
}

// Head is the row that the taste makes on a board. It begins with no weight: that
// counts when it is taken over, as a choice like any other.
func (t Taste) Head() board.Head {
	return board.Head{
		Row:     rank.Row{ID: TasteRow, Title: tasteTitle, Kind: rank.Model, Within: t.Within, Note: t.InWords()},
		Weights: t.Direction,
	}
}

// Reading is what the taste says of a photo by its embedding, the higher the more
// it is liked; NaN where that is not of the same model.
func (t Taste) Reading(embedding []float32) float64 {
	if len(embedding) != len(t.Direction) {
		return math.NaN()
	}
	return t.Direction.reading(embedding)
}

// Check tells, as a sentence, why a taste that was read from somewhere cannot be
// used.
func (t Taste) Check() error {
	length := math.Sqrt(t.Direction.reading(t.Direction))
	switch {
	case t.Model == "":
		return errors.New("the taste does not say whose embeddings it reads")
	case len(t.Direction) == 0 || math.Abs(length-1) > 0.01:
		return fmt.Errorf("the direction of the taste has the length %g, and must have 1", length)
	case !(t.Within > 0) || math.IsInf(t.Within, 0):
		return fmt.Errorf("the taste varies by %g inside bursts, and must by more than 0", t.Within)
	case !(t.Weight >= 0 && t.Weight <= mostWeight):
		return fmt.Errorf("the weight of the taste is %g, and must be 0 to %d", t.Weight, mostWeight)
	}
	return nil
}

// Direction is a direction among embeddings, of length one. As text it is the
// Base64 of its numbers, 32 bits each, the lowest byte first.
type Direction []float32

// reading is the product with an embedding of as many numbers.
func (d Direction) reading(embedding []float32) (s float64) {
	for k, v := range embedding {
		s += float64(v) * float64(d[k])
	}
	return s
}

// MarshalText returns the text; it never fails.
func (d Direction) MarshalText() ([]byte, error) {
	b := make([]byte, 0, 4*len(d))
	for _, v := range d {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return []byte(base64.StdEncoding.EncodeToString(b)), nil
}

// UnmarshalText reads the text.
func (d *Direction) UnmarshalText(text []byte) error {
	b, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || len(b)%4 != 0 {
		return errors.New("the direction of a taste is not a text that Culler wrote")
	}
	*d = make(Direction, len(b)/4)
	for k := range *d {
		v := math.Float32frombits(binary.LittleEndian.Uint32(b[4*k:]))
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return errors.New("the direction of a taste holds something that is not a number")
		}
		(*d)[k] = v
	}
	return nil
}
