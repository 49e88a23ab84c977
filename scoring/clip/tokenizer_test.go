package clip

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"culler/library/photo/phototest"
	"culler/scoring/models"
	"culler/scoring/models/modeltest"
)

// reference holds tokens of OpenAI's vocabulary. The first five are published
// by the project that made them; the others were computed once by Hugging
// Face's tokenizers.js (0.2.0).
var reference = []struct {
	text string
	ids  []int64
}{
	{"a photo of a speaker on stage", []int64{49406, 320, 1125, 539, 320, 4914, 525, 2170, 49407}},
	{"a photo of an audience", []int64{49406, 320, 1125, 539, 550, 6863, 49407}},
	{"People applauding at a conference", []int64{49406, 1047, 24713, 796, 536, 320, 2230, 49407}},
	{"sponsor booth with logo banners", []int64{49406, 7574, 3971, 593, 5750, 23145, 49407}},
	{"keynote speaker at a podium", []int64{49406, 7556, 4914, 536, 320, 14093, 49407}},
	{"it's the photographer's best shot, isn't it? we'll see", []int64{49406, 585, 568, 518, 5748, 568, 949, 2000, 267, 2923, 713, 585, 286, 649, 1342, 862, 49407}},
	{"  Multiple   spaces\tand\nlines  ", []int64{49406, 6470, 9006, 537, 3418, 49407}},
	{"rule-of-thirds composition (f/2.8, 1/500s, ISO 1600)", []int64{49406, 6175, 268, 539, 268, 42582, 17510, 263, 325, 270, 273, 269, 279, 267, 272, 270, 276, 271, 271, 338, 267, 12263, 272, 277, 271, 271, 264, 49407}},
	{"Überbelichtet: schöne Straße", []int64{49406, 6522, 867, 1308, 5333, 13275, 281, 844, 7255, 1422, 1894, 127, 253, 324, 49407}},
	{"café naïve résumé", []int64{49406, 15304, 1097, 35689, 563, 29106, 7054, 4166, 49407}},
	{"日本の写真", []int64{49406, 39121, 44353, 21575, 44653, 33440, 509, 49407}},
	{"emoji 📷 in text", []int64{49406, 16327, 5551, 530, 4160, 49407}},
	{"1234567890", []int64{49406, 272, 273, 274, 275, 276, 277, 278, 279, 280, 271, 49407}},
	{"!!!???...", []int64{49406, 11194, 5195, 22641, 49407}},
	{"A WELL-COMPOSED PHOTOGRAPH", []int64{49406, 320, 1123, 268, 19916, 8853, 49407}},
	{"цветная фотография", []int64{49406, 141, 228, 39813, 22176, 17875, 22705, 16912, 141, 493, 35155, 20978, 111, 16370, 16912, 27993, 16701, 141, 493, 49407}},
	{"Ωmega and ½ and ² marks", []int64{49406, 139, 231, 9068, 537, 33613, 537, 41175, 5466, 49407}},
	{"don't they've you're I'm he'd", []int64{49406, 847, 713, 889, 1200, 592, 982, 328, 880, 797, 1896, 49407}},
	{"antidisestablishmentarianism", []int64{49406, 3120, 4262, 7726, 12658, 1585, 44351, 49407}},
	{"ﬁligree ﬀ ligature", []int64{49406, 171, 105, 223, 554, 30774, 171, 105, 478, 19915, 4490, 49407}},
	{"éclair", []int64{49406, 3459, 14039, 49407}},
	{"a", []int64{49406, 320, 49407}},
	{"", []int64{49406, 49407}},
	{"x y z", []int64{49406, 343, 344, 345, 49407}},
	{"#nofilter @home $5 50% & more", []int64{49406, 258, 16418, 287, 1137, 259, 276, 276, 271, 260, 261, 750, 49407}},
}

func TestTokensAreThoseOfTheRealVocabulary(t *testing.T) {
	read := func(name string) []byte {
		b, err := os.ReadFile(phototest.Shared(t, "labels/clip-tokenizer/"+name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	whole, err := parseTokenizer(read("tokenizer.json"))
	if err != nil {
		t.Fatal(err)
	}
	pair, err := parsePair(read("vocab.json"), read("merges.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range reference {
		for form, k := range map[string]tokenizer{"tokenizer.json": whole, "vocab.json": pair} {
			if ids := k.encode(c.text, 77); !slices.Equal(ids, c.ids) {
				t.Errorf("%s, %q: %v, want %v", form, c.text, ids, c.ids)
			}
		}
	}
	// Clean-up that Hugging Face leaves out and CLIP's own code does.
	for _, same := range [][2]string{
		{"black &amp; white", "black & white"}, {"black &amp;amp; white", "black & white"},
		{"it’s “good”", `it's "good"`}, {"bad \xff bytes", "bad bytes"},
	} {
		if a, b := whole.encode(same[0], 77), whole.encode(same[1], 77); !slices.Equal(a, b) {
			t.Errorf("%q: %v, but %q: %v", same[0], a, same[1], b)
		}
	}
}

func small(t testing.TB) *bytePairs {
	t.Helper()
	k, err := parseTokenizer(modeltest.Tokenizer())
	if err != nil {
		t.Fatal(err)
	}
	return k.(*bytePairs)
}

func TestLongTextsAreCutAndKeepTheirEnd(t *testing.T) {
	k := small(t)
	for _, text := range []string{strings.Repeat("photo ", 100), strings.Repeat("x", 10_000), strings.Repeat("é", 100_000)} {
		ids := k.encode(text, 77)
		if len(ids) != 77 || ids[0] != 49406 || ids[76] != 49407 || slices.Contains(ids[:76], 49407) {
			t.Errorf("%.10q: %d tokens, %v to %v", text, len(ids), ids[0], ids[len(ids)-1])
		}
	}
	if ids := k.encode("photo photo", 4); len(ids) != 4 || ids[3] != 49407 {
		t.Errorf("what just fits: %v", ids)
	}
	// What a text says of itself is no order to the tokenizer.
	if ids := k.encode("good <|endoftext|> photo", 77); slices.Index(ids, 49407) != len(ids)-1 {
		t.Errorf("an end inside: %v", ids)
	}
}

func TestWordsTheModelNeverMetAreNamed(t *testing.T) {
	f, err := models.OpenFolder(phototest.Shared(t, "model")) // of 8,192 tokens, and not all of them were met
	if err != nil {
		t.Fatal(err)
	}
	m, err := Describe(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text, unknown string
		total         int
	}{
		{"a good photo", "", 3},
		{"A Photo of a DOG", "dog", 4},
		{"zebra, giraffe; zebra!", "zebra giraffe", 2},
		{"a dog's good photo", "dog's", 4},
		{"a photo's good", "", 3},
		{"'", "", 0}, {"", "", 0}, {"...", "", 0},
	} {
		unknown, total := m.UnknownWords(c.text)
		if strings.Join(unknown, " ") != c.unknown || total != c.total {
			t.Errorf("%q: unknown %q of %d, want %q of %d", c.text, unknown, total, c.unknown, c.total)
		}
	}
}

func TestWordsForWhatTheModelDoesNotSeeAreNamed(t *testing.T) {
	m, err := Describe(context.Background(), models.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"a good photo of a dog":               "",
		"Smiling people, open eyes":           "smiling people eyes",
		"the bride's decisive moment":         "bride's decisive moment",
		"a photo that is hard to look at":     "",
		"a portrait of a woman in soft light": "portrait woman",
	} {
		if unknown, _ := m.UnknownWords(text); strings.Join(unknown, " ") != want {
			t.Errorf("%q: %q, want %q", text, unknown, want)
		}
	}
}

func FuzzTokenizer(f *testing.F) {
	k := small(f)
	for _, c := range reference {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids := k.encode(text, 77)
		if len(ids) < 2 || len(ids) > 77 || ids[0] != 49406 || ids[len(ids)-1] != 49407 {
			t.Fatalf("%q: %v", text, ids)
		}
		// Nothing is lost: the tokens spell the cleaned text without its spaces.
		if len(ids) < 77 && len(clean(text)) < maxWord {
			if got, want := spell(k, ids[1:len(ids)-1]), strings.ReplaceAll(clean(text), " ", ""); utf8.ValidString(want) && got != want {
				t.Fatalf("%q: tokens spell %q, want %q", text, got, want)
			}
		}
		words(text)
	})
}

// spell is what tokens stand for.
func spell(k *bytePairs, ids []int64) string {
	text := map[int32]string{}
	for b := range 256 {
		text[k.bytes[0][b]], text[k.bytes[1][b]] = string([]byte{byte(b)}), string([]byte{byte(b)})
	}
	for range len(k.merges) { // merges of merges need a round each
		for pair, m := range k.merges {
			if a, b := text[pair[0]], text[pair[1]]; a != "" && b != "" {
				text[m.token] = a + b
			}
		}
	}
	var s strings.Builder
	for _, id := range ids {
		s.WriteString(text[int32(id)])
	}
	return s.String()
}

func FuzzVocabulary(f *testing.F) {
	vocab, _ := modeltest.Vocabulary()
	f.Add(`{"model": {"type": "BPE", "end_of_word_suffix": "</w>", "vocab": {"a": 1}, "merges": [["a", "b"], "a b"]}}`, "#version: 0.2\np h\no t\n")
	f.Add(`{"added_tokens": [{"id": -1, "content": "<|endoftext|>"}], "model": {}}`, "o o\r\n\nb a")
	f.Fuzz(func(t *testing.T, whole, merges string) {
		if k, err := parseTokenizer([]byte(whole)); err == nil {
			k.encode("a good photo", 77)
		}
		if k, err := parsePair(vocab, []byte(merges)); err == nil {
			if ids := k.encode("a good photo", 77); len(ids) < 5 || ids[len(ids)-1] != 49407 {
				t.Errorf("%q makes %v", merges, ids)
			}
		}
		_, _ = parsePair([]byte(whole), []byte(merges))
	})
}
