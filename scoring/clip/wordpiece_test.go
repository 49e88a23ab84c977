package clip

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"culler/library/photo/phototest"
)

// bert reads the tokenizer that the references were made with.
func bert(t testing.TB) *wordPiece {
	t.Helper()
	b, err := os.ReadFile(phototest.Shared(t, "model2/tokenizer.json"))
	if err != nil {
		t.Fatal(err)
	}
	k, err := parseTokenizer(b)
	if err != nil {
		t.Fatal(err)
	}
	return k.(*wordPiece)
}

// The file holds 2,000 texts of words, rare letters, accents, signs, Chinese,
// Japanese and Korean, and their tokens by BERT's rules as a short program in
// another language (Python 3.11 with its own Unicode data) applies them.
func TestWordPieceFollowsTheRules(t *testing.T) {
	k := bert(t)
	f, err := os.Open("testdata/wordpiece.tsv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines, n := bufio.NewScanner(z), 0
	for ; lines.Scan(); n++ {
		text, ids, _ := strings.Cut(lines.Text(), "\t")
		var s string
		var want []int64
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(ids), &want); err != nil {
			t.Fatal(err)
		}
		if got := k.encode(s, 64); !slices.Equal(got, want) {
			t.Errorf("%q:\n%v, want\n%v", s, got, want)
		}
	}
	if err := lines.Err(); err != nil || n != 2000 {
		t.Errorf("%d texts, %v", n, err)
	}
}

// smallBERT is a WordPiece of a few pieces.
const smallBERT = `{"added_tokens": [{"id": 1, "content": "[CLS]"}, {"id": 2, "content": "[SEP]"}, {"id": 3, "content": "[UNK]"}],
"normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
"pre_tokenizer": {"type": "BertPreTokenizer"},
"model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
"vocab": {"photo": 10, "##s": 11, "##gra": 12, "##graph": 13, "é": 14, "e": 15, "'": 16, "&": 17, "amp": 18, ";": 19, "写": 20, "##": 21, "##p": 22, "sep": 23, "[": 24, "]": 25}}}`

func TestWordPieceSpellsWithTheLongestPieces(t *testing.T) {
	k, err := parseTokenizer([]byte(smallBERT))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]int64{
		"":                          {},
		"PHOTOS photograph":         {10, 11, 10, 13},
		"photograp":                 {10, 12, 22},
		"photox":                    {3},
		"é É e\u0301":               {15, 15, 15},
		"写写photo":                   {20, 20, 10},
		"photo's":                   {10, 16, 3},
		"&amp;":                     {17, 18, 19}, // markup means nothing to BERT
		"[SEP]":                     {24, 23, 25}, // what a text says of itself is no order
		"bad \xff photo":            {3, 10},
		"\u00adphoto\u200b\x00":     {10},
		strings.Repeat("e", 101):    {3},
		strings.Repeat("photo ", 6): {10, 10, 10, 10, 10, 10},
	} {
		if got := k.encode(text, 64); !slices.Equal(got, slices.Concat([]int64{1}, want, []int64{2})) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if got := k.encode("photos photos", 5); !slices.Equal(got, []int64{1, 10, 11, 10, 2}) {
		t.Errorf("what is too long: %v", got)
	}
	known := map[int64]bool{10: true, 11: true}
	if !k.knows(known, "photos") || k.knows(known, "photograph") {
		t.Error("the wrong words are known")
	}
	if start, end := k.frame(); start != 1 || end != 2 {
		t.Errorf("framed by %d and %d", start, end)
	}
}

func TestOtherWordPiecesAreRefused(t *testing.T) {
	for _, c := range [][3]string{
		{`"BertNormalizer"`, `"NFKC"`, "as BERT's does"},
		{`"BertPreTokenizer"`, `"Whitespace"`, "as BERT's does"},
		{`"strip_accents": null`, `"strip_accents": false`, "accents"},
		{`"handle_chinese_chars": true`, `"handle_chinese_chars": false`, "as BERT's does"},
		{`"[SEP]"`, `"</s>"`, `"[SEP]"`},
		{`"photo": 10`, `"photo": -1`, `"photo"`},
		{`"id": 2`, `"id": 1`, "same token"},
		{`"WordPiece"`, `"Unigram"`, `type "Unigram"`},
	} {
		if _, err := parseTokenizer([]byte(strings.Replace(smallBERT, c[0], c[1], 1))); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("%s: %v", c[1], err)
		}
	}
}

func FuzzWordPiece(f *testing.F) {
	f.Add("a good photo", smallBERT)
	f.Add("Café 日本\u200d [SEP] ##graph", `{"model": {"type": "WordPiece", "vocab": {"": 1, "##": 2}}}`)
	f.Add(strings.Repeat("é", 300), strings.Replace(smallBERT, `"##"`, `""`, 1))
	whole, err := parseTokenizer([]byte(smallBERT))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, file string) {
		for _, k := range []tokenizer{whole, read(file)} {
			if k == nil {
				continue
			}
			start, end := k.frame()
			ids := k.encode(text, 12)
			if len(ids) < 2 || len(ids) > 12 || ids[0] != start || ids[len(ids)-1] != end {
				t.Fatalf("%q: %v", text, ids)
			}
			if again := k.encode(strings.ToUpper(text), 12); isASCII(text) && k == whole && !slices.Equal(ids, again) {
				t.Fatalf("%q: %v, and in capitals %v", text, ids, again)
			}
			if apart := k.encode(" "+strings.ReplaceAll(text, " ", " \n "), 12); k == whole && !slices.Equal(ids, apart) {
				t.Fatalf("%q: %v, and with more space %v", text, ids, apart)
			}
		}
	})
}

// read is the tokenizer of a file, nil where it is none.
func read(file string) tokenizer {
	k, err := parseTokenizer([]byte(file))
	if err != nil {
		return nil
	}
	return k
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}
