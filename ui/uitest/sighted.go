package uitest

import (
	"context"
	"math"
	"strings"

	"culler/prompts"
	"culler/scoring/language"
)

// Sighted is a model that knows cats by name and does not see eyes.
type Sighted struct{}

// LogitScale is language.Interpreter's.
func (Sighted) LogitScale() float64 { return 1 }

// EmbedTexts is language.Interpreter's.
func (Sighted) EmbedTexts(_ context.Context, texts []string) ([][]float32, error) {
	var all [][]float32
	for _, t := range texts {
		v := []float32{1, 0}
		if strings.Contains(t, "cat") {
			v = []float32{0, 1}
		}
		all = append(all, v)
	}
	return all, nil
}

// UnknownWords is language.Interpreter's.
func (Sighted) UnknownWords(text string) (unknown []string, total int) {
	words := prompts.Words(text)
	for _, w := range words {
		if w == "eyes" {
			unknown = append(unknown, w)
		}
	}
	return unknown, len(words)
}

// Meaning is language.Interpreter's.
func (Sighted) Meaning(v []float32) language.Meaning {
	return language.Meaning{Quality: float64(v[0]), Known: math.Abs(float64(v[1])), Acquaintance: language.Familiar}
}

// Shows is language.Interpreter's.
func (Sighted) Shows([]float32) func([]float32) bool {
	return func(picture []float32) bool { return picture[1] > 0.5 }
}

// Subjects is language.Interpreter's.
func (Sighted) Subjects([]float32) []language.Subject { return nil }
