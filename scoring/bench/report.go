package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"

	"culler/scoring/metric"
)

// Format is the version of the JSON that reports are written in.
const Format = 1

// Report is what a Run found.
type Report struct {
	Format int    `json:"format"`
	Data   Data   `json:"data"`
	Config Config `json:"config"`
	// Series are the IDs of the judged bursts, in the order of Method.Found.
	Series      []string      `json:"series"`
	Methods     []Method      `json:"methods"`
	Against     []Against     `json:"against"`           // the reference, method by method
	Significant [][]Number    `json:"significance"`      // sign test between methods, adjusted by Holm; in the order of Methods
	Correlation [][]Number    `json:"correlation"`       // of ranks inside bursts, in the order of Methods
	Agreement   [][]Number    `json:"agreement"`         // how often two methods choose the same frame
	Subgroups   []Subgroup    `json:"traits"`            // which method does well where
	Failures    []Failure     `json:"failures"`          // of the reference
	Wins        []Failure     `json:"wins"`              // bursts that it found, the clearest first
	Ablations   []Ablation    `json:"prompts"`           // what each prompt is worth
	Search      *Search       `json:"search,omitempty"`  // weights that were searched for
	Lessons     []Lesson      `json:"lessons,omitempty"` // what learning from some series does
	Verdict     *Calibration  `json:"verdict,omitempty"` // when to call a verdict
	Altered     *AlteredStudy `json:"altered,omitempty"` // whether known flaws are noticed
	Notes       []string      `json:"notes"`             // what a reader must know, in sentences
}

// Data is what was judged on.
type Data struct {
	Name     string   `json:"name"`
	Kind     string   `json:"kind"`
	Model    string   `json:"model"` // ID; "" where there was none
	Prompts  string   `json:"prompts"`
	Photos   int      `json:"photos"`
	Bursts   int      `json:"bursts"` // of two photos and more
	Judged   int      `json:"judged"` // bursts that tell right from wrong
	Pairs    int      `json:"pairs"`
	Missing  []string `json:"missing"`   // images that are named and not there
	Unread   []Unread `json:"unread"`    // photos that could not be read
	Chance   Number   `json:"chance"`    // Top-1 of choosing at random
	Sizes    []int    `json:"sizes"`     // bursts by number of photos, from 0
	CallFrom float64  `json:"call_from"` // margin from which on the app calls a verdict
	Absolute bool     `json:"absolute"`  // opinions compare across bursts
}

// Unread is a photo that could not be read.
type Unread struct {
	Photo  string `json:"photo"`
	Reason string `json:"reason"`
}

// Method is one method and how it did.
type Method struct {
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Problem string `json:"problem,omitempty"` // why it did not run, as a sentence
	Without int    `json:"without,omitempty"` // photos that it has no score for

	Top1       Figure `json:"top1"`
	Top2       Figure `json:"top2"`
	MRR        Figure `json:"mrr"`
	Pairs      Figure `json:"pairs"`       // pair accuracy
	ClearPairs Figure `json:"clear_pairs"` // of pairs with at least 70 % agreement
	InBurst    Figure `json:"in_burst"`    // mean Spearman correlation inside bursts of three and more
	SRCC       Figure `json:"srcc"`        // across bursts, where opinions compare
	PLCC       Figure `json:"plcc"`        // after a logistic fit of four parameters

	Found []Number `json:"found,omitempty"` // Top-1 of every judged burst
}

// Figure is a number with its 95 % interval.
type Figure struct {
	Value Number `json:"value"`
	Low   Number `json:"low"`
	High  Number `json:"high"`
	Of    int    `json:"of"` // bursts, pairs or photos
}

// Against compares the reference with another method.
type Against struct {
	Method string `json:"method"`
	By     Figure `json:"by"`     // Top-1 of the reference less the other's
	Better int    `json:"better"` // bursts where only the reference was right
	Worse  int    `json:"worse"`
	P      Number `json:"p"` // sign test, adjusted for all comparisons by Holm
}

// Clear tells that the difference is no chance: the interval leaves zero out
// and so does the sign test.
func (a Against) Clear() bool {
	return float64(a.P) < 0.05 && (a.By.Low > 0 || a.By.High < 0)
}

// ClearPairs are those that at least this share of people agreed on.
const ClearPairs = 0.7

// Number is a float64 whose NaN is null in JSON.
type Number float64

// MarshalJSON implements json.Marshaler; numbers have 10 digits.
func (n Number) MarshalJSON() ([]byte, error) {
	if v := float64(n); math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(n), 'g', 10, 64), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (n *Number) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(text, (*float64)(n))
}

// NaN tells whether there is no number.
func (n Number) NaN() bool { return math.IsNaN(float64(n)) }

func figure(value float64, in metric.Interval, of int) Figure {
	return Figure{Number(value), Number(in.Low), Number(in.High), of}
}

var noFigure = Figure{Number(math.NaN()), Number(math.NaN()), Number(math.NaN()), 0}

// WriteJSON writes the report as JSON, for Compare and for other programs.
func (r Report) WriteJSON(w io.Writer) error {
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return fmt.Errorf("write the report as JSON: %w", err)
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// ReadJSON reads a report that WriteJSON wrote.
func ReadJSON(from io.Reader, name string) (Report, error) {
	var r Report
	if err := json.NewDecoder(from).Decode(&r); err != nil {
		return r, fmt.Errorf("%s is not a report of \"cull bench\": %w", name, err)
	}
	if r.Format != Format {
		return r, fmt.Errorf("%s is a report of format %d; this version reads format %d, so run the benchmark again", name, r.Format, Format)
	}
	return r, nil
}

// Find returns the method of that name.
func (r Report) Find(name string) (Method, bool) {
	for _, m := range r.Methods {
		if m.Name == name {
			return m, true
		}
	}
	return Method{}, false
}
