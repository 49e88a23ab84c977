package backend

import (
	"context"
	"math"
	"slices"
	"testing"

	"culler/scoring"
	"culler/scoring/learn"
)

// A taste is a row of every board of the model that it was learned with, until
// it is forgotten.
func TestALearnedTasteIsARow(t *testing.T) {
	data := t.TempDir()
	h := house(t, data, Options{})
	s, b := shoot(t, h)
	score(t, h, s, b)
	e := b.Vector(0)
	if len(e) == 0 || b.ModelKey() == "" {
		t.Fatalf("%d numbers by %q", len(e), b.ModelKey())
	}
	taste := learn.Taste{Model: b.ModelKey(), Direction: slices.Clone(e), Within: 0.1, Weight: 1.25, Bursts: 40}
	if err := DescribeTaste(t.Context(), b, &taste); err != nil || len(taste.Likes) == 0 {
		t.Errorf("it is told by %q, %v", taste.Likes, err)
	}
	if err := h.SetTaste(b, &taste); err != nil {
		t.Fatal(err)
	}
	b.SetWeight(learn.TasteRow, 1.25)
	r, there := rowOf(b, learn.TasteRow)
	if !there || r.Weight != 1.25 || !r.TakesPart || math.Abs(r.Values[0]-1) > 1e-3 || known(r.Values) != s.Len() {
		t.Errorf("%+v", r)
	}
	for i, v := range r.Values {
		if want := dot(b.Vector(i), e); math.Abs(v-want) > 1e-5 {
			t.Errorf("photo %d: %v, want %v", i, v, want)
		}
	}
	again, err := h.Board(t.Context(), s.Len())
	if err != nil {
		t.Fatal(err)
	}
	score(t, h, s, again)
	if r, there := rowOf(again, learn.TasteRow); !there || r.Weight != 0 || known(r.Values) != s.Len() {
		t.Errorf("on the next board: %v, %+v", there, r)
	}

	other := taste
	other.Model = "another model"
	for _, taste := range []*learn.Taste{&other, &taste, nil} {
		if err := h.SetTaste(b, taste); err != nil {
			t.Fatal(err)
		}
		if _, there := rowOf(b, learn.TasteRow); there != (taste != nil && taste.Model == b.ModelKey()) {
			t.Errorf("%+v: a row is %v", taste, there)
		}
	}
	if _, ok, err := h.Taste(); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
}

func dot(a, b []float32) (s float64) {
	for k, v := range a {
		s += float64(v) * float64(b[k])
	}
	return s
}

// keyed is a model that is known by a name alone.
type keyed string

func (k keyed) Key() string                           { return string(k) }
func (k keyed) TextKey() string                       { return string(k) }
func (keyed) LogitScale() float64                     { return 10 }
func (keyed) UnknownWords(string) (u []string, n int) { return nil, 1 }
func (keyed) EmbedTexts(_ context.Context, texts []string) (out [][]float32, _ error) {
	for range texts {
		out = append(out, []float32{0, 1})
	}
	return out, nil
}

// While a model reads on, a taste of it is a row all the same.
func TestATasteOfAModelThatReadsOn(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	b, err := h.Board(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	put := func(photo int) { b.Put([]scoring.Update{{Photo: photo, Embedding: []float32{1, 0}}}) }
	b.SetModel(t.Context(), keyed("A"), "")
	put(0)
	put(1)
	taste := learn.Taste{Model: "B", Direction: learn.Direction{1, 0}, Within: 0.1, Weight: 1, Bursts: 40}
	if err := h.SetTaste(nil, &taste); err != nil {
		t.Fatal(err)
	}
	b.SetModel(t.Context(), keyed("B"), "")
	h.putTaste("B", b) // as Score does
	put(0)
	h.Reweigh(b) // a profile is changed to while B reads on
	put(1)
	if _, there := rowOf(b, learn.TasteRow); !there {
		t.Error("a change of profile while the model read took the row of the taste away")
	}

	b.SetModel(t.Context(), keyed("A"), "")
	learned := taste
	learned.Model = b.ModelKey() // as TasteLesson does
	err = h.SetTaste(b, &learned)
	if _, there := rowOf(b, learn.TasteRow); err != nil || !there {
		t.Errorf("learned while the model read: %v, a row is %v", err, there)
	}
	if kept, ok, err := h.Taste(); !ok || kept.Model != "A" {
		t.Errorf("kept is %+v, %v", kept, err)
	}
}
