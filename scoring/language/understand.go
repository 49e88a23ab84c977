package language

import (
	"fmt"
	"maps"
	"math"
	"strings"

	"culler/prompts"
	"culler/scoring/vectors"
)

// few is the share of quality up to which a prompt only tells what photos show.
const few = 0.2

// half is the share of quality from which a text speaks of that above all.
const half = 0.5

// Unknown tells, as a sentence, why a prompt must be left out because the
// model does not know its words, "" if it need not, and lists those words. The
// model ignores such words: without them a prompt may say nothing, or the same
// on both sides, and its readings would be noise that looks like a ranking.
func Unknown(m Model, p prompts.Prompt) (leftOut string, unknown []string) {
	strange := map[string]bool{}
	for _, t := range p.Texts() {
		words, _ := m.UnknownWords(t)
		for _, w := range words {
			if w = strings.ToLower(w); !strange[w] {
				strange[w] = true
				unknown = append(unknown, w)
			}
		}
	}
	if len(unknown) == 0 {
		return "", nil
	}
	says := func(wordings ...string) map[string]bool {
		words := map[string]bool{}
		for _, t := range wordings {
			for _, w := range prompts.ContentWords(t) {
				if !strange[w] {
					words[w] = true
				}
			}
		}
		return words
	}
	quoted := "\"" + strings.Join(unknown, "\", \"") + "\""
	nothing := "This model cannot see that: it does not know the words that matter here (" + quoted + "), so this prompt takes no part. Use other words, or another model."
	alike := "Without the words that the model does not know (" + quoted + ") both sides of this prompt say the same, so it takes no part. Use other words, or another model."
	switch p.Kind {
	case prompts.Pair:
		f, a := says(p.Positive...), says(p.Negative...)
		if len(f) == 0 && len(a) == 0 {
			return nothing, unknown
		}
		if maps.Equal(f, a) {
			return alike, unknown
		}
	case prompts.Scale:
		for k := range p.Levels {
			if len(says(p.Levels[k])) == 0 {
				return nothing, unknown
			}
			if k > 0 && maps.Equal(says(p.Levels[k]), says(p.Levels[k-1])) {
				return strings.Replace(alike, "both sides", "two levels", 1), unknown
			}
		}
	default:
		if len(says(p.Texts()...)) == 0 {
			return nothing, unknown
		}
	}
	return "", unknown
}

// Understand tells what a prompt means to a model, by the words that it does not
// know, the texts and what they are multiplied with.
func Understand(m Interpreter, p prompts.Prompt, unknown []string, texts map[string][]float32, directions [][]float32) prompts.Understanding {
	u := prompts.Understanding{Quality: m.Meaning(heart(directions)).Quality}
	if math.IsNaN(u.Quality) {
		return prompts.Understanding{}
	}
	u.Told, u.Shows = true, u.Quality < few
	var strange, doubtful []string
	for _, t := range p.Texts() {
		switch means := m.Meaning(texts[t]); {
		case means.Quality >= few:
		case means.Acquaintance == Strange:
			strange = append(strange, t)
		case means.Acquaintance == Doubtful:
			doubtful = append(doubtful, t)
		}
	}
	switch {
	case u.Shows && len(unknown) > 0:
		means := "means"
		if len(unknown) > 1 {
			means = "mean"
		}
		u.Cannot = fmt.Sprintf("This model cannot see that: it does not know what %s %s, so this prompt takes no part. Use other words, or another model.", Quoted(unknown...), means)
	case len(strange) == len(p.Texts()):
		u.Cannot = fmt.Sprintf("This model cannot see that: it does not know what is meant by %s, so this prompt takes no part. Use other words, or another model.", Quoted(strange[:min(len(strange), 2)]...))
	case u.Shows && len(strange)+len(doubtful) > 0:
		u.Note = fmt.Sprintf("It tells what a photo shows, not how good it is, and this model hardly knows what is meant by %s.", Quoted(append(strange, doubtful...)[0]))
	case u.Shows:
		u.Note = "It tells what a photo shows, not how good it is: it can sort photos, and cannot help to choose among the frames of a burst."
	case u.Quality < half:
		u.Note = "Most of it tells what a photo shows, and little of it how good that is."
	}
	return u
}

// heart is the direction that a prompt is about, of length one: for a scale from
// its worst level to its best.
func heart(directions [][]float32) []float32 {
	v := append([]float32(nil), directions[len(directions)-1]...)
	if len(directions) > 1 {
		for i, x := range directions[0] {
			v[i] -= x
		}
	}
	if length := math.Sqrt(vectors.Dot(v, v)); length > 0 {
		for i := range v {
			v[i] /= float32(length)
		}
	}
	return v
}

// Quoted are words in quotation marks.
func Quoted(words ...string) string { return `"` + strings.Join(words, `", "`) + `"` }
