package clip

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"culler/scoring/models"
)

// Names of the tokens that frame a text.
const (
	startToken = "<|startoftext|>"
	endToken   = "<|endoftext|>"
	wordEnd    = "</w>" // marks a token that ends a word
)

// readTokenizer reads the tokenizer of a model folder.
func readTokenizer(f models.Folder) (tokenizer, error) {
	text := f.Spec.Text
	if text.Vocab != "" {
		vocab, err := f.ReadFile(text.Vocab)
		if err != nil {
			return nil, err
		}
		merges, err := f.ReadFile(text.Merges)
		if err != nil {
			return nil, err
		}
		t, err := parsePair(vocab, merges)
		if err != nil {
			return nil, fmt.Errorf("the tokenizer in %s and %s cannot be used: %w", text.Vocab, text.Merges, err)
		}
		return t, nil
	}
	b, err := f.ReadFile(text.Tokenizer)
	if err != nil {
		return nil, err
	}
	t, err := parseTokenizer(b)
	if err != nil {
		return nil, fmt.Errorf("the tokenizer in %s cannot be used: %w", text.Tokenizer, err)
	}
	return t, nil
}

// tokenizerFile is a tokenizer.json as Hugging Face's tokenizers write it.
type tokenizerFile struct {
	Added []struct {
		ID      int64  `json:"id"`
		Content string `json:"content"`
	} `json:"added_tokens"`
	Normalizer *tokenizerPart `json:"normalizer"`
	Words      *tokenizerPart `json:"pre_tokenizer"`
	Model      struct {
		Type  string          `json:"type"`
		Vocab json.RawMessage `json:"vocab"`

		End    string            `json:"end_of_word_suffix"` // of byte pairs
		Merges []json.RawMessage `json:"merges"`

		Unknown string  `json:"unk_token"` // of WordPiece
		Prefix  *string `json:"continuing_subword_prefix"`
		Most    *int    `json:"max_input_chars_per_word"`
	} `json:"model"`
}

type tokenizerPart struct {
	Type      string `json:"type"`
	Clean     *bool  `json:"clean_text"`
	Chinese   *bool  `json:"handle_chinese_chars"`
	Accents   *bool  `json:"strip_accents"`
	Lowercase *bool  `json:"lowercase"`
}

// parseTokenizer reads a tokenizer.json.
func parseTokenizer(b []byte) (tokenizer, error) {
	var file tokenizerFile
	if err := json.Unmarshal(b, &file); err != nil {
		return nil, fmt.Errorf("it is not the JSON of a tokenizer: %w", err)
	}
	vocab := map[string]int64{}
	if err := json.Unmarshal(file.Model.Vocab, &vocab); err != nil {
		return nil, fmt.Errorf("its vocabulary cannot be read: %w", err)
	}
	for _, a := range file.Added {
		vocab[a.Content] = a.ID
	}
	switch {
	case file.Model.Type == "WordPiece":
		return newWordPiece(file, vocab)
	case (file.Model.Type == "BPE" || file.Model.Type == "") && file.Model.End == wordEnd:
		pairs, err := parseMerges(file.Model.Merges)
		if err != nil {
			return nil, err
		}
		return newBytePairs(vocab, pairs)
	}
	return nil, fmt.Errorf("it is of type %q, and Culler knows CLIP's byte pairs and BERT's WordPiece only", file.Model.Type)
}

// parseMerges reads the merges of a tokenizer.json: newer files write a list of
// two, older ones two words in one string.
func parseMerges(merges []json.RawMessage) ([][2]string, error) {
	pairs := make([][2]string, len(merges))
	for i, raw := range merges {
		if len(raw) > 0 && raw[0] == '"' {
			var s string
			if json.Unmarshal(raw, &s) != nil {
				return nil, fmt.Errorf("merge %d cannot be read", i+1)
			}
			a, b, ok := strings.Cut(s, " ")
			if !ok {
				return nil, fmt.Errorf("merge %d is not a pair", i+1)
			}
			pairs[i] = [2]string{a, b}
			continue
		}
		var list []string
		if json.Unmarshal(raw, &list) != nil || len(list) != 2 {
			return nil, fmt.Errorf("merge %d is not a pair", i+1)
		}
		pairs[i] = [2]string{list[0], list[1]}
	}
	return pairs, nil
}

// parsePair reads a vocab.json and its merges.txt.
func parsePair(vocabJSON, mergesText []byte) (tokenizer, error) {
	vocab := map[string]int64{}
	if err := json.Unmarshal(vocabJSON, &vocab); err != nil {
		return nil, fmt.Errorf("the vocabulary is not a JSON object of numbers: %w", err)
	}
	var pairs [][2]string
	lines := bufio.NewScanner(bytes.NewReader(mergesText))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), "\r")
		if line == "" || (n == 1 && strings.HasPrefix(line, "#version")) {
			continue
		}
		a, b, ok := strings.Cut(line, " ")
		if !ok {
			return nil, fmt.Errorf("line %d of the merges is not a pair", n)
		}
		pairs = append(pairs, [2]string{a, b})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("the merges cannot be read: %w", err)
	}
	return newBytePairs(vocab, pairs)
}

func newBytePairs(vocab map[string]int64, pairs [][2]string) (tokenizer, error) {
	var failed error
	id := func(token string) int32 {
		n, ok := vocab[token]
		if (!ok || n < 0 || n > math.MaxInt32) && failed == nil {
			failed = fmt.Errorf("the vocabulary has no usable number for %q", token)
		}
		return int32(n)
	}
	t := &bytePairs{merges: make(map[[2]int32]merge, len(pairs)), start: id(startToken), end: id(endToken)}
	for b, r := range byteRunes() {
		t.bytes[0][b], t.bytes[1][b] = id(string(r)), id(string(r)+wordEnd)
	}
	for rank, p := range pairs {
		pair := [2]int32{id(p[0]), id(p[1])}
		joined := id(p[0] + p[1])
		if _, twice := t.merges[pair]; !twice {
			t.merges[pair] = merge{int32(rank), joined}
		}
	}
	if failed != nil {
		return nil, failed
	}
	if t.start == t.end {
		return nil, errors.New("start and end are the same token")
	}
	return t, nil
}

// byteRunes are the printable characters that stand for bytes in byte-level
// vocabularies: printable bytes stand for themselves, the others are numbered
// from 256 on (as GPT-2 and CLIP do).
func byteRunes() [256]rune {
	var runes [256]rune
	next := rune(256)
	for b := range runes {
		r := rune(b)
		if (r >= '!' && r <= '~') || (r >= '¡' && r <= '¬') || (r >= '®' && r <= 'ÿ') {
			runes[b] = r
			continue
		}
		runes[b] = next
		next++
	}
	return runes
}
