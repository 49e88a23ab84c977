package clip

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// wordPiece is BERT's encoding: a text is normalised and cut at spaces and
// signs, and each word is spelt by the longest pieces of the vocabulary, from
// its beginning on (Wu et al. 2016; Devlin et al. 2019).
type wordPiece struct {
	vocab    map[string]int64
	follows  string // before a piece that does not begin a word
	longest  int    // bytes of the longest piece
	most     int    // letters of a word; a longer one is unknown
	lower    bool   // texts are in lower case, without accents
	start    int64
	end, unk int64
}

// Names of the tokens that a BERT vocabulary must have.
const (
	bertStart = "[CLS]"
	bertEnd   = "[SEP]"
)

// newWordPiece makes a WordPiece of what a tokenizer.json says.
func newWordPiece(file tokenizerFile, vocab map[string]int64) (tokenizer, error) {
	is := func(set *bool, otherwise bool) bool {
		if set == nil {
			return otherwise
		}
		return *set
	}
	n := file.Normalizer
	if n == nil || n.Type != "BertNormalizer" || !is(n.Clean, true) || !is(n.Chinese, true) ||
		file.Words == nil || file.Words.Type != "BertPreTokenizer" {
		return nil, errors.New("its WordPiece does not clean and cut texts as BERT's does")
	}
	t := &wordPiece{vocab: vocab, follows: "##", most: 100, lower: is(n.Lowercase, true)}
	if is(n.Accents, t.lower) != t.lower {
		return nil, errors.New("its WordPiece treats accents and capitals differently")
	}
	if file.Model.Prefix != nil {
		t.follows = *file.Model.Prefix
	}
	if file.Model.Most != nil {
		t.most = *file.Model.Most
	}
	for piece, id := range t.vocab {
		if id < 0 || id > math.MaxInt32 {
			return nil, fmt.Errorf("the vocabulary has no usable number for %q", piece)
		}
		t.longest = max(t.longest, len(piece))
	}
	for token, at := range map[string]*int64{bertStart: &t.start, bertEnd: &t.end, cmp.Or(file.Model.Unknown, "[UNK]"): &t.unk} {
		id, ok := t.vocab[token]
		if !ok {
			return nil, fmt.Errorf("the vocabulary has no usable number for %q", token)
		}
		*at = id
	}
	if t.start == t.end {
		return nil, errors.New("start and end are the same token")
	}
	return t, nil
}

// frame are [CLS] and [SEP].
func (t *wordPiece) frame() (start, end int64) { return t.start, t.end }

// encode is a text's tokens between [CLS] and [SEP], context of them at most.
func (t *wordPiece) encode(text string, context int) []int64 {
	ids := append(make([]int64, 0, context), t.start)
	t.each(text, func(word string) bool {
		ids = t.spell(ids, word)
		return len(ids) < context-1
	})
	return append(ids[:min(len(ids), context-1)], t.end)
}

// each calls f with the words of a text, until it returns false.
func (t *wordPiece) each(text string, f func(word string) bool) {
	text = t.normalise(text)
	begin := 0
	word := func(to int) bool { return begin == to || f(text[begin:to]) }
	for i, r := range text {
		space, sign := unicode.IsSpace(r), isSign(r)
		if !space && !sign {
			continue
		}
		if !word(i) {
			return
		}
		begin = i + utf8.RuneLen(r)
		if sign && !f(text[i:begin]) {
			return
		}
	}
	word(len(text))
}

// normalise leaves out what cannot be seen, puts spaces round Chinese
// characters, which are words each, and takes away accents and capitals.
func (t *wordPiece) normalise(text string) string {
	var s strings.Builder
	for _, r := range text[:min(len(text), maxText)] {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			s.WriteByte(' ')
		case r == 0 || r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
		case unicode.IsSpace(r):
			s.WriteByte(' ')
		case isChinese(r):
			s.WriteByte(' ')
			s.WriteRune(r)
			s.WriteByte(' ')
		default:
			s.WriteRune(r)
		}
	}
	if !t.lower {
		return s.String()
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s.String()))
}

// isSign tells whether a character is a word of its own: punctuation, and all
// that is neither letter nor digit in ASCII.
func isSign(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < 0x7f && !(r >= '0' && r <= '9') && !(r >= 'a' && r <= 'z') && !(r >= 'A' && r <= 'Z')
	}
	return unicode.Is(unicode.P, r)
}

// isChinese tells whether a character is in one of the blocks of CJK ideographs
// that BERT lists; Japanese and Korean syllables are not.
func isChinese(r rune) bool {
	if r < 0x3400 {
		return false
	}
	for _, block := range [...][2]rune{
		{0x4e00, 0x9fff}, {0x3400, 0x4dbf}, {0x20000, 0x2a6df}, {0x2a700, 0x2b73f},
		{0x2b740, 0x2b81f}, {0x2b820, 0x2ceaf}, {0xf900, 0xfaff}, {0x2f800, 0x2fa1f},
	} {
		if r >= block[0] && r <= block[1] {
			return true
		}
	}
	return false
}

// spell appends the tokens of a word: the longest pieces from its beginning on,
// or the unknown token where some part of it has none.
func (t *wordPiece) spell(ids []int64, word string) []int64 {
	had := len(ids)
	if utf8.RuneCountInString(word) > t.most {
		return append(ids, t.unk)
	}
	for prefix := ""; word != ""; prefix = t.follows {
		piece := prefix + word[:min(len(word), max(t.longest-len(prefix), 1))]
		for {
			if id, ok := t.vocab[piece]; ok {
				ids = append(ids, id)
				break
			}
			if len(piece) <= len(prefix)+1 {
				return append(ids[:had], t.unk)
			}
			piece = piece[:len(piece)-1] // bytes that are half a letter match nothing
		}
		word = word[len(piece)-len(prefix):]
	}
	return ids
}

// knows tells whether every token of a word, as people write it, is known.
func (t *wordPiece) knows(known map[int64]bool, people string) bool {
	all := true
	t.each(people, func(word string) bool {
		for _, id := range t.spell(nil, word) {
			all = all && known[id]
		}
		return all
	})
	return all
}
