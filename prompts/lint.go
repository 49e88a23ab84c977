package prompts

import (
	"fmt"
	"slices"
	"strings"

	"culler/library/phrase"
)

// Problem is a way in which a prompt may fail to help.
type Problem string

// The problems that Lint finds.
const (
	Broken    Problem = "broken"    // cannot be asked at all
	Content   Problem = "content"   // tells what a photo shows
	Ambiguous Problem = "ambiguous" // means something else to everyone
	Technical Problem = "technical" // better measured on the pixels
	Alike     Problem = "alike"     // two wordings say the same where they should not
	Negated   Problem = "negated"   // "not" and its like are hardly understood
	Long      Problem = "long"      // too many words for the model
	Unseen    Problem = "unseen"    // the model in use cannot see it
)

// Understanding is what a model makes of a prompt.
type Understanding struct {
	Told    bool    // the model tells how good from what is shown; else only Cannot tells something
	Quality float64 // share of the prompt that speaks of how good a photo is, 0 to 1
	Shows   bool    // it only tells what a photo shows
	Cannot  string  // why the model cannot see what is meant, in sentences; ""
	Note    string  // what else people should know, as a sentence; ""
}

// LintFor is Lint with what the model in use makes of the prompt, in place of
// what lists of words say of that.
func LintFor(p Prompt, u Understanding) []Warning {
	found := Lint(p)
	if u.Told {
		found = slices.DeleteFunc(found, func(w Warning) bool { return w.Problem == Content })
	}
	switch {
	case u.Cannot != "":
		found = append([]Warning{{Problem: Unseen, Reason: u.Cannot}}, found...) // the others matter once it can be asked
	case u.Note != "":
		found = append(found, Warning{Problem: Content, Reason: u.Note, Suggestion: "To choose frames, ask how the photo is made: composition, balance, framing, light."})
	}
	return found
}

// Warning is one finding, in sentences for people.
type Warning struct {
	Problem    Problem
	Wording    string // the wording it is about; "" if it is about the prompt
	Reason     string
	Suggestion string
}

func (w Warning) String() string { return strings.TrimSpace(w.Reason + " " + w.Suggestion) }

// longWords is the number of words that surely fit into a model's 77 pieces.
const longWords = 50

// Lint names what may keep a prompt from helping to choose a frame. It judges
// English words by lists, so it can be wrong both ways; nothing is forbidden.
func Lint(p Prompt) []Warning {
	var found []Warning
	if err := p.Check(); err != nil {
		found = append(found, Warning{Problem: Broken, Reason: phrase.Sentence(err.Error()), Suggestion: "The prompt takes no part until this is mended."})
	}
	for _, w := range p.Texts() {
		found = append(found, lintContent(w)...)
		found = append(found, lintWords(w)...)
	}
	found = append(found, lintTechnical(p)...)
	return append(found, lintAlike(p)...)
}

func lintContent(wording string) []Warning {
	var things []string
	for _, w := range Words(wording) {
		if content.has(w) {
			things = append(things, fmt.Sprintf("%q", w))
		}
	}
	if things == nil {
		return nil
	}
	return []Warning{{
		Content, wording,
		fmt.Sprintf("\"%s\" asks what the photo shows (%s). The frames of a burst show the same, so it tells scenes apart, not frames.", wording, strings.Join(things, ", ")),
		"Ask how the photo is made: composition, balance, framing, light.",
	}}
}

func lintWords(wording string) []Warning {
	var found []Warning
	words := Words(wording)
	if i := slices.IndexFunc(words, func(w string) bool { return ambiguous.has(w) }); i >= 0 {
		found = append(found, Warning{
			Ambiguous, wording,
			fmt.Sprintf("\"%s\" is ambiguous: people call very different photos %q, and so did the captions that models learned from.", wording, words[i]),
			"Say what you would see in the photo, such as \"a balanced composition\".",
		})
	}
	if i := slices.IndexFunc(words, func(w string) bool { return negation.has(w) }); i >= 0 {
		found = append(found, Warning{
			Negated, wording,
			fmt.Sprintf("\"%s\" says %q. Models mostly overlook that and hear the rest.", wording, words[i]),
			"Name the opposite instead: \"a cluttered composition\" rather than \"not a tidy composition\".",
		})
	}
	if len(words) > longWords {
		found = append(found, Warning{
			Long, wording,
			fmt.Sprintf("The wording that begins with %s has %d words; a model reads some 50 and drops the rest.", quoted(wording), len(words)),
			"Keep a wording to a dozen words and add a second wording for a second thought.",
		})
	}
	return found
}

// lintTechnical warns if all telling words of the wordings are technical.
func lintTechnical(p Prompt) []Warning {
	texts := p.Texts()
	if len(texts) == 0 {
		return nil
	}
	for _, w := range texts {
		words := ContentWords(w)
		core := slices.ContainsFunc(words, func(w string) bool { return technical.has(w) && !vague.has(w) })
		if !core || slices.ContainsFunc(words, func(w string) bool { return !technical.has(w) }) {
			return nil
		}
	}
	return []Warning{{
		Technical, "",
		fmt.Sprintf("\"%s\" is purely technical. A model sees a small copy of the photo and judges this worse than a measure does.", texts[0]),
		"Use the measures for sharpness, exposure, contrast, colour and noise.",
	}}
}

// lintAlike warns of sides or levels that say nearly the same, and of a wording
// that a side has twice.
func lintAlike(p Prompt) []Warning {
	var found []Warning
	alike := func(a, b, reason, suggestion string) {
		found = append(found, Warning{Alike, b, fmt.Sprintf("\"%s\" and \"%s\" %s.", a, b, reason), suggestion})
	}
	for _, a := range p.Positive {
		for _, b := range p.Negative {
			if sameWords(a, b) {
				alike(a, b, "say nearly the same, so the pair cannot tell them apart", "Make the second wording the clear opposite of the first.")
			}
		}
	}
	for i, b := range p.Levels {
		for _, a := range p.Levels[:i] {
			if sameWords(a, b) {
				alike(a, b, "are two levels that say nearly the same", "Use one clear word for each level, such as bad, poor, fair, good, perfect.")
			}
		}
	}
	for _, side := range [][]string{p.Positive, p.Negative} {
		for i, b := range side {
			if slices.ContainsFunc(side[:i], func(a string) bool { return slices.Equal(Words(a), Words(b)) }) {
				alike(b, b, "are one wording, given twice", "Say it in other words, or leave one out.")
			}
		}
	}
	return found
}

// sameWords tells whether two wordings have the same telling words, or differ
// in no more than one in five of them.
func sameWords(a, b string) bool {
	in := map[string]int{}
	for _, w := range tellingWords(a) {
		in[w] |= 1
	}
	for _, w := range tellingWords(b) {
		in[w] |= 2
	}
	both := 0
	for _, sides := range in {
		if sides == 3 {
			both++
		}
	}
	return both*5 >= len(in)*4
}

// tellingWords are the content words without negations; all words if there are
// no others.
func tellingWords(text string) []string {
	words := slices.DeleteFunc(ContentWords(text), func(w string) bool { return negation.has(w) })
	if len(words) == 0 {
		return Words(text)
	}
	return words
}
