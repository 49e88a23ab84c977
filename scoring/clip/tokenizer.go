package clip

import (
	"slices"
	"strings"
	"unicode"
)

// tokenizer turns a text into the token ids that a text tower takes. It never
// changes after it was read.
type tokenizer interface {
	// encode is a text's tokens between start and end, context of them at most.
	encode(text string, context int) []int64
	// frame are the tokens before and after every text.
	frame() (start, end int64)
	// knows tells whether every token of a word, as people write it, is known.
	knows(known map[int64]bool, people string) bool
}

// maxText is the longest text that is encoded, in bytes: what is longer was
// not written for people, and is cut.
const maxText = 64 << 10

// words lists the different words of a text as people see them: runs of
// letters, digits and apostrophes.
func words(text string) []string {
	var found []string
	for _, w := range strings.FieldsFunc(clean(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	}) {
		if strings.Trim(w, "'") != "" && !slices.Contains(found, w) {
			found = append(found, w)
		}
	}
	return found
}
