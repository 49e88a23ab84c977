package scoring

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"culler/prompts"
)

// Found is what a search for words found.
type Found struct {
	Alike []float64 // of each photo to the words: the cosine; NaN without an embedding
	Shown int       // photos that show what the words name; -1 where the model does not tell
	Note  string    // what to know about the words, as a sentence; ""
}

// Search tells how alike each photo is to free words. The error is a sentence
// for people where there is no model, or none of the words mean anything to it.
func (b *Board) Search(ctx context.Context, text string) (Found, error) {
	b.mu.Lock()
	model, why, known := b.model, b.why, b.texts
	b.mu.Unlock()
	if model == nil {
		return Found{}, errors.New(why)
	}
	f := Found{Shown: -1}
	unknown, total := model.UnknownWords(text)
	if len(unknown) > 0 || total == 0 {
		telling := slices.DeleteFunc(prompts.ContentWords(text), func(w string) bool { return slices.Contains(unknown, w) })
		if len(telling) == 0 {
			return Found{}, fmt.Errorf("this model cannot see what %s means, as it knows none of the words: use others, or a CLIP model from the Models window", quoted(text))
		}
		f.Note = fmt.Sprintf("This model does not see what %s means.", quoted(unknown...))
	}
	vector, m, err := wording(ctx, model, text, known)
	if err != nil {
		return Found{}, fmt.Errorf("search for %q: %w", text, err)
	}
	names := m.Quality < half && m.Acquaintance != Unsaid
	if names && m.Acquaintance == Strange {
		return Found{}, fmt.Errorf("this model does not know what %s is: use another word, or a CLIP model from the Models window", quoted(text))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	f.Alike = none(b.n)
	all := b.vectors.present()
	b.vectors.dots(vector, all, f.Alike)
	if i, ok := model.(Interpreter); ok && names {
		shows := i.Shows(vector)
		f.Shown = 0
		for _, p := range all {
			if shows(b.vectors.row(p)) {
				f.Shown++
			}
		}
		if f.Shown == 0 && m.Acquaintance == Doubtful && f.Note == "" {
			f.Note = fmt.Sprintf("This model hardly knows what %s is.", quoted(text))
		}
	}
	return f, nil
}

// half is the share of quality from which on a text speaks of that above all.
const half = 0.5

// wording is the embedding of words as the model understands them best, and what
// they mean to it: a single word that names a thing is better known in a phrase.
func wording(ctx context.Context, model TextModel, text string, known map[string][]float32) (v []float32, means Meaning, err error) {
	texts := []string{text}
	i, ok := model.(Interpreter)
	if words := prompts.Words(text); ok && len(words) <= 3 && len(words) == len(prompts.ContentWords(text)) {
		texts = append(texts, "a photo of a "+text, "a photo of "+text)
	}
	vectors, err := encode(ctx, model, texts, known)
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

// quoted are words in quotation marks.
func quoted(words ...string) string { return `"` + strings.Join(words, `", "`) + `"` }

// subjects remembers what photos show, by photo; nil: not asked yet.
type subjects map[int][]Subject

func (s subjects) forget(photo int) { delete(s, photo) }

// Subjects are the things that a photo shows, the surest first: those that the
// model knows by name.
func (b *Board) Subjects(photo int) []Subject {
	b.mu.Lock()
	defer b.mu.Unlock()
	i, ok := b.model.(Interpreter)
	if !ok || !b.vectors.has(photo) {
		return nil
	}
	found, asked := b.subjects[photo]
	if !asked {
		found = i.Subjects(b.vectors.row(photo))
		if b.subjects == nil {
			b.subjects = subjects{}
		}
		b.subjects[photo] = found
	}
	return found
}

// NameAll finds what all photos show, so that Subjects need not; it gives way to
// who needs the board, and ends soon after ctx is cancelled.
func (b *Board) NameAll(ctx context.Context) {
	for photo := 0; photo < b.Len() && ctx.Err() == nil; photo++ {
		b.Subjects(photo)
	}
}
