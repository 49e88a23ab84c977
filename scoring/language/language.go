// Package language tells what a model makes of words: the vectors that prompts
// and searches are multiplied with, what these mean, and which words the model
// does not know.
package language

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"culler/prompts"
)

// Model is the text tower of a contrastive model. Its methods are safe for
// concurrent use.
type Model interface {
	// EmbedTexts returns one unit vector for each text.
	EmbedTexts(ctx context.Context, texts []string) ([][]float32, error)
	// LogitScale is the factor of the model's softmax over cosines.
	LogitScale() float64
	// UnknownWords lists the words of a text that the model never met in
	// training, and counts all its words. A model with an open vocabulary
	// returns none.
	UnknownWords(text string) (unknown []string, total int)
}

// Interpreter is a Model that knows things by name. Its embeddings have two
// parts: one tells how good a photo is, or a text asks for, the other what a
// photo shows, or a text names.
type Interpreter interface {
	Model
	// Meaning tells what a text means by its embedding.
	Meaning(text []float32) Meaning
	// Shows returns what tells by a photo's embedding whether it shows what a
	// text names.
	Shows(text []float32) func(picture []float32) bool
	// Subjects are the things that a photo shows by its embedding, the surest
	// first.
	Subjects(picture []float32) []Subject
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

// Names tells that something is named, and that quality is not the main subject.
func (m Meaning) Names() bool { return m.Quality < half && m.Acquaintance != Unsaid }

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

// mostTexts is the number of encoded texts above which those that no prompt
// uses any more are forgotten.
const mostTexts = 5000

// textBatch is the number of texts in one call of the model.
const textBatch = 64

// Encode returns known with the wanted texts.
func Encode(ctx context.Context, m Model, wanted []string, known map[string][]float32) (map[string][]float32, error) {
	texts := map[string][]float32{}
	if len(known) < mostTexts {
		maps.Copy(texts, known)
	}
	var missing []string
	for _, t := range wanted {
		if _, there := texts[t]; there {
			continue
		}
		if texts[t] = known[t]; texts[t] == nil {
			missing = append(missing, t)
		}
	}
	for batch := range slices.Chunk(missing, textBatch) {
		found, err := m.EmbedTexts(ctx, batch)
		if err != nil {
			return nil, err
		}
		if len(found) != len(batch) {
			return nil, fmt.Errorf("the model returned %d embeddings of %d texts", len(found), len(batch))
		}
		for k, t := range batch {
			texts[t] = found[k]
		}
	}
	return texts, nil
}

// Directions are what embeddings are multiplied with: for a pair the
// difference of its sides, for an attribute the attribute, with its sign changed
// if it speaks against a photo, and for a scale each of its levels.
func Directions(p prompts.Prompt, texts map[string][]float32) [][]float32 {
	switch p.Kind {
	case prompts.Pair:
		d := side(p.Positive, texts)
		for i, v := range side(p.Negative, texts) {
			d[i] -= v
		}
		return [][]float32{d}
	case prompts.Positive:
		return [][]float32{side(p.Positive, texts)}
	case prompts.Negative:
		d := side(p.Negative, texts)
		for i := range d {
			d[i] = -d[i]
		}
		return [][]float32{d}
	}
	levels := make([][]float32, len(p.Levels))
	for k, l := range p.Levels {
		levels[k] = texts[l]
	}
	return levels
}

// side is the mean of the wordings' unit vectors, normalised again.
func side(wordings []string, texts map[string][]float32) []float32 {
	sum := make([]float64, len(texts[wordings[0]]))
	for _, w := range wordings {
		for i, v := range texts[w][:len(sum)] {
			sum[i] += float64(v)
		}
	}
	squares := 0.0
	for _, v := range sum {
		squares += v * v
	}
	mean := make([]float32, len(sum))
	if squares > 0 {
		for i, v := range sum {
			mean[i] = float32(v / math.Sqrt(squares))
		}
	}
	return mean
}

// Wording is the embedding of words as the model understands them best, and what
// they mean to it: a single word that names a thing is better known in a phrase.
func Wording(ctx context.Context, model Model, text string, known map[string][]float32) (v []float32, means Meaning, err error) {
	texts := []string{text}
	i, ok := model.(Interpreter)
	if words := prompts.Words(text); ok && len(words) <= 3 && len(words) == len(prompts.ContentWords(text)) {
		texts = append(texts, "a photo of a "+text, "a photo of "+text)
	}
	vectors, err := Encode(ctx, model, texts, known)
	if err != nil {
		return nil, Meaning{}, err
	}
	if v = vectors[text]; !ok {
		return v, Meaning{Quality: math.NaN(), Known: math.NaN()}, nil
	}
	means = i.Meaning(v)
	for _, t := range texts[1:] {
		if m := i.Meaning(vectors[t]); means.Quality < half && m.Known > means.Known {
			v, means = vectors[t], m
		}
	}
	return v, means, nil
}
