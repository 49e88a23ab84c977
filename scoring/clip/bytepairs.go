package clip

import (
	"html"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// bytePairs is CLIP's byte-pair encoding: a text is cleaned, cut into words,
// and the bytes of each word are joined to ever longer tokens in the order in
// which the vocabulary's merges were learnt (Sennrich et al. 2016; Radford et
// al. 2021). It never changes after it was read.
type bytePairs struct {
	bytes  [2][256]int32      // token of a byte inside a word and at its end
	merges map[[2]int32]merge // of two neighbouring tokens
	start  int32
	end    int32
}

type merge struct{ rank, token int32 }

// maxWord is the longest word that is encoded, in bytes; what is longer is cut.
const maxWord = 1 << 10

// word is what CLIP takes for one: an English contraction, letters, one digit,
// or signs.
var word = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+`)
})

// straighten undoes typographic quotes, as CLIP's clean-up of texts does.
var straighten = strings.NewReplacer("‘", "'", "’", "'", "‛", "'", "“", `"`, "”", `"`, "‟", `"`)

// clean is a text as the model was trained on: without markup, in lower case,
// with single spaces.
func clean(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxText)], " ")
	text = html.UnescapeString(html.UnescapeString(text)) // twice, as CLIP does: some captions were escaped twice
	text = norm.NFC.String(straighten.Replace(text))
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

// frame are start and end.
func (t *bytePairs) frame() (start, end int64) { return int64(t.start), int64(t.end) }

// encode is a text's tokens between start and end, context of them at most.
func (t *bytePairs) encode(text string, context int) []int64 {
	ids := append(make([]int64, 0, context), int64(t.start))
	for _, w := range word().FindAllString(clean(text), -1) {
		for _, id := range t.tokens(w) {
			if len(ids) == context-1 {
				return append(ids, int64(t.end))
			}
			ids = append(ids, int64(id))
		}
		if len(ids) == context-1 {
			break
		}
	}
	return append(ids, int64(t.end))
}

// tokens encodes one word: the pair that was learnt first is joined, until none
// is left that was learnt.
func (t *bytePairs) tokens(word string) []int32 {
	n := min(len(word), maxWord)
	ids := make([]int32, n)
	for i := range n {
		ids[i] = t.bytes[0][word[i]]
	}
	ids[n-1] = t.bytes[1][word[n-1]]
	next := make([]merge, n-1, n) // next[i] joins ids[i] and ids[i+1]
	for i := range next {
		next[i] = t.join(ids[i], ids[i+1])
	}
	for len(next) > 0 {
		best := 0
		for i, m := range next {
			if m.rank < next[best].rank {
				best = i
			}
		}
		if next[best].rank == math.MaxInt32 {
			break
		}
		ids[best] = next[best].token
		ids = slices.Delete(ids, best+1, best+2)
		next = slices.Delete(next, best, best+1)
		if best > 0 {
			next[best-1] = t.join(ids[best-1], ids[best])
		}
		if best < len(next) {
			next[best] = t.join(ids[best], ids[best+1])
		}
	}
	return ids
}

// join is what the pair becomes; its rank is the highest where nothing.
func (t *bytePairs) join(a, b int32) merge {
	if m, ok := t.merges[[2]int32{a, b}]; ok {
		return m
	}
	return merge{rank: math.MaxInt32}
}

// knows tells whether every token of a word, as people write it, is known.
// What follows an apostrophe ("the photographer's") tells nothing and need not
// be.
func (t *bytePairs) knows(known map[int64]bool, people string) bool {
	for _, w := range word().FindAllString(people, -1) {
		if strings.HasPrefix(w, "'") {
			continue
		}
		for _, id := range t.tokens(w) {
			if !known[int64(id)] {
				return false
			}
		}
	}
	return true
}
