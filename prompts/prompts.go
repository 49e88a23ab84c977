// Package prompts holds what the model is asked about every photo: prompts and
// sets of them, their files, and a linter that names prompts which cannot help
// to choose a frame.
package prompts

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Kind tells how a prompt is asked.
type Kind string

// The kinds of prompts.
const (
	Pair     Kind = "pair"     // a wording for and one against: which fits better
	Positive Kind = "positive" // an attribute that speaks for a photo
	Negative Kind = "negative" // an attribute that speaks against a photo
	Scale    Kind = "scale"    // ordered levels: which fits best
)

// Prompt is one question to the model. A side with several wordings is their
// average.
type Prompt struct {
	ID       string // lower-case letters, digits and hyphens; unique in its set
	Title    string // for people
	Kind     Kind
	Weight   float64  // 0 to MaxWeight; at 0 the prompt is shown but does not count
	Off      bool     // the prompt starts muted; it keeps its weight for when it is turned on
	Positive []string // wordings for; of Pair and Positive
	Negative []string // wordings against; of Pair and Negative
	Levels   []string // of Scale: one wording for each level, the worst first
	Note     string   // free text for people
}

// Set is a named list of prompts.
type Set struct {
	ID          string // as a prompt's; also the name of the set's file
	Title       string
	Description string
	Prompts     []Prompt
}

// What a prompt and a set may hold. A model reads no more than some 75 pieces
// of words, so that a longer wording would be cut off in silence.
const (
	MaxWeight   = 2
	MaxWording  = 300 // characters
	MaxWordings = 20  // of one side
	MaxLevels   = 10
	MaxPrompts  = 200
	maxTitle    = 80   // characters
	maxText     = 2000 // characters of a note or description
)

// Texts returns all wordings of the prompt: for, against, levels.
func (p Prompt) Texts() []string {
	t := make([]string, 0, len(p.Positive)+len(p.Negative)+len(p.Levels))
	return append(append(append(t, p.Positive...), p.Negative...), p.Levels...)
}

// Check tells, as a sentence, what is wrong with the prompt; nil if it can be
// asked.
func (p Prompt) Check() error {
	if f := p.fault(); f != nil {
		return errors.New(f.reason)
	}
	return nil
}

// Check tells, as a sentence, what is wrong with the set; nil if it can be used.
func (s Set) Check() error {
	if _, f := s.fault(); f != nil {
		return errors.New(f.reason)
	}
	return nil
}

// Find returns the prompt of that ID.
func (s Set) Find(id string) (Prompt, bool) {
	for _, p := range s.Prompts {
		if p.ID == id {
			return p, true
		}
	}
	return Prompt{}, false
}

// Clone returns a copy that shares no memory with s.
func (s Set) Clone() Set {
	s.Prompts = append([]Prompt(nil), s.Prompts...)
	for i := range s.Prompts {
		p := &s.Prompts[i]
		p.Positive = append([]string(nil), p.Positive...)
		p.Negative = append([]string(nil), p.Negative...)
		p.Levels = append([]string(nil), p.Levels...)
	}
	return s
}

// fault is what is wrong and the field of the file that says it.
type fault struct{ field, reason string }

func faultf(field, format string, args ...any) *fault {
	return &fault{field, fmt.Sprintf(format, args...)}
}

var idPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`) })

const idRule = "use up to 64 lower-case letters, digits and hyphens"

// fault returns what is wrong and in which prompt; -1 for the set itself.
func (s Set) fault() (int, *fault) {
	switch {
	case !idPattern().MatchString(s.ID):
		return -1, faultf("id", "the set's id %s cannot be used: %s", quoted(s.ID), idRule)
	case blank(s.Title):
		return -1, faultf("title", "the set has no title")
	case tooLong(s.Title, maxTitle), !plain(s.Title):
		return -1, faultf("title", "the set's title must be one line of at most %d characters", maxTitle)
	case tooLong(s.Description, maxText), !plain(s.Description):
		return -1, faultf("description", "the set's description must be plain text of at most %d characters", maxText)
	case len(s.Prompts) == 0:
		return -1, faultf("prompts", "the set holds no prompts")
	case len(s.Prompts) > MaxPrompts:
		return -1, faultf("prompts", "the set holds %d prompts; %d is the most", len(s.Prompts), MaxPrompts)
	}
	seen := make(map[string]bool, len(s.Prompts))
	for i, p := range s.Prompts {
		if f := p.fault(); f != nil {
			return i, f
		}
		if seen[p.ID] {
			return i, faultf("id", "the id %q is used by two prompts; give each its own", p.ID)
		}
		seen[p.ID] = true
	}
	return -1, nil
}

func (p Prompt) fault() *fault {
	switch {
	case !idPattern().MatchString(p.ID):
		return faultf("id", "the prompt's id %s cannot be used: %s", quoted(p.ID), idRule)
	case blank(p.Title):
		return faultf("title", "prompt %q has no title", p.ID)
	case tooLong(p.Title, maxTitle), !plain(p.Title):
		return faultf("title", "the title of prompt %q must be one line of at most %d characters", p.ID, maxTitle)
	case tooLong(p.Note, maxText), !plain(p.Note):
		return faultf("note", "the note of prompt %q must be plain text of at most %d characters", p.ID, maxText)
	case math.IsNaN(p.Weight) || p.Weight < 0 || p.Weight > MaxWeight:
		return faultf("weight", "the weight of prompt %q is %g; it must be 0 to %d", p.ID, p.Weight, MaxWeight)
	}
	var wants string // the fields that this kind has
	switch p.Kind {
	case Pair:
		wants = "positive negative"
	case Positive:
		wants = "positive"
	case Negative:
		wants = "negative"
	case Scale:
		wants = "levels"
	default:
		return faultf("kind", "prompt %q is of the kind %s; it must be pair, positive, negative or scale", p.ID, quoted(string(p.Kind)))
	}
	for _, side := range []struct {
		field    string
		wordings []string
		most     int
	}{{"positive", p.Positive, MaxWordings}, {"negative", p.Negative, MaxWordings}, {"levels", p.Levels, MaxLevels}} {
		wanted := strings.Contains(wants, side.field)
		switch n := len(side.wordings); {
		case wanted && n == 0:
			return faultf("kind", "prompt %q is a %s and needs wordings under %q", p.ID, p.Kind, side.field)
		case !wanted && n > 0:
			return faultf(side.field, "prompt %q is a %s and cannot have %q", p.ID, p.Kind, side.field)
		case n > side.most:
			return faultf(side.field, "prompt %q has %d wordings under %q; %d is the most", p.ID, n, side.field, side.most)
		}
		for _, w := range side.wordings {
			if reason := wordingFault(w); reason != "" {
				return faultf(side.field, "prompt %q: %s", p.ID, reason)
			}
		}
	}
	if p.Kind == Scale && len(p.Levels) < 2 {
		return faultf("levels", "prompt %q is a scale and needs at least two levels, the worst first", p.ID)
	}
	return nil
}

func wordingFault(w string) string {
	switch {
	case blank(w):
		return "a wording is empty; write what the photo should look like, such as \"a balanced composition\""
	case tooLong(w, MaxWording):
		return fmt.Sprintf("a wording has %d characters; the model reads no more than %d, so say it shorter", utf8.RuneCountInString(w), MaxWording)
	case !plain(w):
		return "a wording holds line breaks or characters that cannot be printed; write it as one plain line"
	case strings.IndexFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0:
		return fmt.Sprintf("the wording %s holds no word", quoted(w))
	}
	return ""
}

func blank(s string) bool             { return strings.TrimSpace(s) == "" }
func tooLong(s string, most int) bool { return len(s) > most && utf8.RuneCountInString(s) > most }
func plain(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// quoted quotes at most the beginning of a text, for messages.
func quoted(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "..."
	}
	return fmt.Sprintf("%q", s)
}
