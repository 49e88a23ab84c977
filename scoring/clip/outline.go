package clip

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"culler/scoring/models"
	"culler/scoring/prepare"
)

// Outline is what can be said of a model without its graphs: what it is called,
// which embeddings are its own, which words it knows. Where everything that
// would be asked of the model is remembered, that is enough. It is safe for
// concurrent use.
type Outline struct {
	spec    models.Spec
	key     string
	textKey string
	tokens  tokenizer
	pad     int64
	known   map[int64]bool // nil: all
	blind   map[string]bool

	subjects *subjects // nil: it knows nothing by name
}

// Describe reads the outline of a model. The error is a sentence for people.
func Describe(ctx context.Context, f models.Folder) (*Outline, error) {
	if f.Spec.Kind != models.CLIP {
		return nil, fmt.Errorf("%s is not a model of pictures and words", f.Spec.Title)
	}
	o := &Outline{spec: f.Spec}
	if err := o.read(ctx, f); err != nil {
		return nil, fmt.Errorf("the model %q cannot be used: %w", f.Spec.Title, err)
	}
	return o, nil
}

// StartWeight is the weight that the model's description gives a row to begin
// with, by the row's ID.
func (o *Outline) StartWeight(rowID string) (w float64, told bool) {
	w, told = o.spec.Weights[rowID]
	return w, told
}

// Within is what a row's readings vary by inside bursts, by the row's ID; 0
// where the model's description does not say.
func (o *Outline) Within(rowID string) float64 {
	if o.spec.Calibration == nil {
		return 0
	}
	return o.spec.Calibration.Within[rowID]
}

// MarginSlope is that of the model's description; see models.Calibration.
func (o *Outline) MarginSlope() float64 { return o.spec.Calibration.MarginSlope() }

func (o *Outline) read(ctx context.Context, f models.Folder) (err error) {
	i, t := *f.Spec.Image, *f.Spec.Text
	if o.key, err = key(ctx, f, i.File, i.SHA256, prepare.Version, i.Output, i.Size, i.Resize, i.Filter, i.Layout, i.Colour, i.Mean, i.Std); err != nil {
		return err
	}
	if o.textKey, err = key(ctx, f, t.File, t.SHA256, t.Output, t.Context, t.Pad, t.Tokenizer, t.Vocab, t.Merges); err != nil {
		return err
	}
	if o.tokens, err = readTokenizer(f); err != nil {
		return err
	}
	if o.pad = int64(t.Pad); o.pad < 0 {
		_, o.pad = o.tokens.frame()
	}
	if o.known, err = readKnown(f); err != nil {
		return err
	}
	if o.subjects, err = readSubjects(f); o.subjects != nil {
		o.blind = make(map[string]bool, len(o.subjects.spec.Blind))
		for _, w := range o.subjects.spec.Blind {
			o.blind[w] = true
		}
	}
	return err
}

// key names what embeddings depend on besides the picture or the text: the graph
// and what is done before it.
func key(ctx context.Context, f models.Folder, graph, sum string, first any, rest ...any) (string, error) {
	if sum == "" {
		var err error
		if sum, err = f.Sum(ctx, graph); err != nil {
			return "", err
		}
	}
	h := sha256.New()
	fmt.Fprintln(h, append([]any{first, sum}, rest...)...)
	return f.Spec.ID + "@" + hex.EncodeToString(h.Sum(nil)[:8]), nil
}

func readKnown(f models.Folder) (map[int64]bool, error) {
	name := f.Spec.Text.Known
	if name == "" {
		return nil, nil
	}
	b, err := f.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var ids []int64
	if err := json.Unmarshal(b, &ids); err != nil {
		return nil, fmt.Errorf("%s is not a list of token ids: %w", name, err)
	}
	known := make(map[int64]bool, len(ids))
	for _, id := range ids {
		known[id] = true
	}
	return known, nil
}

// Key identifies the model and how it is given pictures: embeddings of equal
// keys may be compared. The text tower is not part of it.
func (o *Outline) Key() string { return o.key }

// TextKey identifies the text tower and how it is given texts: the embedding of
// a text is the same for equal keys.
func (o *Outline) TextKey() string { return o.textKey }

// LogitScale is the factor of the model's softmax over cosines.
func (o *Outline) LogitScale() float64 { return o.spec.LogitScale }

// UnknownWords lists the words of a text that the model never met in training,
// or whose meaning it does not see, in lower case, and counts the text's
// different words. A model with an open vocabulary has none.
func (o *Outline) UnknownWords(text string) (unknown []string, total int) {
	all := words(text)
	for _, w := range all {
		if (o.known != nil && !o.tokens.knows(o.known, w)) || o.blind[strings.TrimSuffix(w, "'s")] {
			unknown = append(unknown, w)
		}
	}
	return unknown, len(all)
}
