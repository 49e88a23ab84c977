package board

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"culler/prompts"
	"culler/scoring/language"
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
			return Found{}, fmt.Errorf("this model cannot see what %s means, as it knows none of the words: use others, or a CLIP model from the Models window", language.Quoted(text))
		}
		f.Note = fmt.Sprintf("This model does not see what %s means.", language.Quoted(unknown...))
	}
	vector, m, err := language.Wording(ctx, model, text, known)
	if err != nil {
		return Found{}, fmt.Errorf("search for %q: %w", text, err)
	}
	names := m.Names()
	if names && m.Acquaintance == language.Strange {
		return Found{}, fmt.Errorf("this model does not know what %s is: use another word, or a CLIP model from the Models window", language.Quoted(text))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	f.Alike = none(b.n)
	all := b.vectors.Present()
	b.vectors.Dots(vector, all, f.Alike)
	if i, ok := model.(language.Interpreter); ok && names {
		shows := i.Shows(vector)
		f.Shown = 0
		for _, p := range all {
			if shows(b.vectors.Row(p)) {
				f.Shown++
			}
		}
		if f.Shown == 0 && m.Acquaintance == language.Doubtful && f.Note == "" {
			f.Note = fmt.Sprintf("This model hardly knows what %s is.", language.Quoted(text))
		}
	}
	return f, nil
}

// Words are the embeddings of those texts of which the model knows every word;
// none where there is no model.
func (b *Board) Words(ctx context.Context, texts []string) (map[string][]float32, error) {
	b.mu.Lock()
	model, known := b.model, b.texts
	b.mu.Unlock()
	if model == nil {
		return nil, nil
	}
	texts = slices.DeleteFunc(slices.Clone(texts), func(t string) bool {
		unknown, _ := model.UnknownWords(t)
		return len(unknown) > 0
	})
	all, err := language.Encode(ctx, model, texts, known)
	if err != nil {
		return nil, fmt.Errorf("read words by the model: %w", err)
	}
	found := map[string][]float32{}
	for _, t := range texts {
		found[t] = all[t]
	}
	return found, nil
}

// Subjects are the things that a photo shows, the surest first: those that the
// model knows by name.
func (b *Board) Subjects(photo int) []language.Subject {
	b.mu.Lock()
	defer b.mu.Unlock()
	i, ok := b.model.(language.Interpreter)
	if !ok || !b.vectors.Has(photo) {
		return nil
	}
	found, asked := b.subjects[photo]
	if !asked {
		found = i.Subjects(b.vectors.Row(photo))
		put(&b.subjects, photo, found)
	}
	return found
}

// NameAll finds what all photos show, so that Subjects need not; it gives way to
// others who need the board, and ends soon after ctx is cancelled.
func (b *Board) NameAll(ctx context.Context) {
	for photo := 0; photo < b.Len() && ctx.Err() == nil; photo++ {
		b.Subjects(photo)
	}
}
