// Package rank is the mathematics of a ranking that explains itself: readings
// become standings, standings times weights become contributions, and these add
// up to scores.
//
//	standing      z = (d - median) / spread over the shoot, within +-3
//	contribution  w z / sum |w|
//	score         the sum of a photo's contributions
//
// The sums of |w| run over the rows that take part; one that has no reading of
// any photo, such as that of faces where there are none, leaves the others
// their shares. The package knows nothing of pictures, models or files.
package rank

import "math"

// Kind tells where a row's readings come from.
type Kind uint8

// The kinds of rows.
const (
	Pair     Kind = iota // a contrastive pair of prompts
	Positive             // a positive attribute
	Negative             // a negative attribute; its readings are negated, so that higher is better
	Scale                // a scale of ordered levels
	Measure              // measured on the pixels
	Model                // told by a quality model
)

var kindNames = [...]string{"pair", "positive", "negative", "scale", "measure", "model"}

func (k Kind) String() string { return kindNames[k] }

// IsPrompt tells whether the row's readings come from a prompt.
func (k Kind) IsPrompt() bool { return k <= Scale }

// Row is one prompt, measure or model with what it says of every photo.
type Row struct {
	ID, Title string
	Kind      Kind
	Weight    float64   // usually 0 to 2; a negative weight turns the row round
	Values    []float64 // the reading of each photo, higher is better; NaN: none
	Within    float64   // what readings usually vary by inside a burst, as a standard deviation; 0: not known
	LeftOut   string    // why the row takes no part, as a sentence; "" if it may
	Shows     bool      // it tells what a photo shows and not how good it is, so it cannot help to choose a frame
	Note      string    // what people should know of the row, as a sentence; ""
}

// Aggregation names the rows that make the score.
type Aggregation string

// The aggregations.
const (
	Weighted        Aggregation = "weighted"         // all rows
	ContrastiveOnly Aggregation = "contrastive_only" // pairs
	PromptsOnly     Aggregation = "prompts_only"     // pairs, attributes and scales
	MeasuresOnly    Aggregation = "measures_only"    // measures
)

// Aggregations lists all aggregations, the default first.
func Aggregations() []Aggregation {
	return []Aggregation{Weighted, ContrastiveOnly, PromptsOnly, MeasuresOnly}
}

// Title names the aggregation for people.
func (a Aggregation) Title() string {
	switch a {
	case ContrastiveOnly:
		return "Pairs of prompts only"
	case PromptsOnly:
		return "Prompts only"
	case MeasuresOnly:
		return "Measures only"
	}
	return "Prompts and measures"
}

// Takes tells whether rows of kind k take part. An aggregation that is not
// known takes all, as Weighted does.
func (a Aggregation) Takes(k Kind) bool {
	switch a {
	case ContrastiveOnly:
		return k == Pair
	case PromptsOnly:
		return k.IsPrompt()
	case MeasuresOnly:
		return k == Measure
	}
	return true
}

// Contribution is what one row adds to one photo's score, or to the difference
// between the scores of two photos.
type Contribution struct {
	Row      int     // index of the row in its table
	Reading  float64 // d; of a difference: the first photo's less the second's
	Standing float64 // z; of a difference likewise
	Share    float64 // w z / sum |w|: all shares add up to the score
}

// missing marks the absence of a number.
var missing = math.NaN()
