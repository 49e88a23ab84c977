package board

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"culler/scoring"
	"culler/scoring/judge"
	"culler/scoring/rank"
)

func TestSettingsAreKept(t *testing.T) {
	b, _ := board(t, 6)
	b.Put(results(6, len(english)+1, 9))
	first := b.Ranking()
	b.SetWeight("prompt/good", 1.5)
	b.SetWeight("measure/sharpness", 0)
	b.SetMuted("prompt/level", false)
	b.SetMuted("measure/noise", true)
	b.SetSolo("prompt/good", true)
	b.SetSolo("prompt/calm", true)
	b.SetSolo("prompt/calm", false)
	b.SetAggregation(rank.PromptsOnly)
	b.SetFault(judge.Soft, false)
	b.SetFault(judge.Blown, false)
	b.SetFault(judge.Soft, true)
	text, err := json.Marshal(b.Settings())
	if err != nil {
		t.Fatal(err)
	}
	var kept Settings
	if err := json.Unmarshal(text, &kept); err != nil || !reflect.DeepEqual(kept, b.Settings()) {
		t.Fatalf("%s came back as %+v: %v", text, kept, err)
	}

	other := New(6) // where the settings come first
	other.SetSettings(kept)
	other.Put(results(6, len(english)+1, 9))
	other.SetModel(t.Context(), &dictionary{words: english}, "")
	other.SetPrompts(t.Context(), questions)
	if !slices.Equal(other.Ranking().Scores(), b.Ranking().Scores()) || other.Aggregation() != rank.PromptsOnly {
		t.Error("the settings do not make the same ranking elsewhere")
	}
	if b.DefaultWeight("prompt/good") != 1 || b.DefaultWeight("measure/sharpness") != 1 || b.DefaultWeight("x") != 0 {
		t.Error("the default weights are lost")
	}
	if off := b.Settings().FaultsOff; !slices.Equal(off, []judge.Fault{judge.Blown}) {
		t.Errorf("the faults %q are passed over", off)
	}
	b.Reset()
	if !slices.Equal(b.Ranking().Scores(), first.Scores()) {
		t.Error("reset does not lead back")
	}
}

func TestSearchByWords(t *testing.T) {
	b, d := board(t, 3)
	b.Put(results(2, len(english)+1, 11))
	found, err := b.Search(t.Context(), "calm lines")
	if err != nil || len(found.Alike) != 3 || !math.IsNaN(found.Alike[2]) || found.Alike[0] == found.Alike[1] || found.Shown != -1 {
		t.Errorf("%+v: %v", found, err)
	}
	if _, err := b.Search(t.Context(), "zesty drab"); err == nil || !strings.Contains(err.Error(), "none of the words") {
		t.Errorf("unknown words: %v", err)
	}
	if _, err := b.Search(t.Context(), "  "); err == nil {
		t.Error("no words were searched for")
	}
	d.err = context.Canceled
	if _, err := b.Search(t.Context(), "good calm lines"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	b.SetModel(t.Context(), nil, "The model is damaged.")
	if _, err := b.Search(t.Context(), "good"); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("without a model: %v", err)
	}
	if _, ok := b.Alike(0, 1); ok {
		t.Error("photos without embeddings are alike")
	}
}

func TestExtrasFillTheirRows(t *testing.T) {
	b := New(2)
	b.SetExtras([][]rank.Row{{{ID: "quality/x", Title: "X", Kind: rank.Model, Weight: 1}}, {{}, {ID: "faces/open", Kind: rank.Measure, Weight: 2}}})
	b.Put([]scoring.Update{
		{Photo: 0, Extras: [][]float64{{5}, {1, 0.5}}},
		{Photo: 1, Extras: [][]float64{nil, {3, 0.25}}},
		{Photo: 2, Extras: [][]float64{{7}}}, // beyond the end
	})
	check := func(id string, want ...float64) {
		t.Helper()
		_, r := rowOf(t, b.Ranking(), id)
		for i, v := range want {
			if r.Values[i] != v && !(math.IsNaN(r.Values[i]) && math.IsNaN(v)) {
				t.Errorf("%s reads %v, want %v", id, r.Values, want)
			}
		}
	}
	check("quality/x", 5, math.NaN(), 7)
	check("faces/open", 0.5, 0.25, math.NaN())
	b.SetMuted("quality/x", true)
	b.SetExtras([][]rank.Row{{{ID: "quality/x", Title: "X", Kind: rank.Model, Weight: 1}}})
	check("quality/x", 5, math.NaN(), 7)
	if k, _ := rowOf(t, b.Ranking(), "quality/x"); !b.Ranking().Rows()[k].Muted || b.Ranking().Rows()[k].Weight != 1 {
		t.Error("what was chosen is lost")
	}
	if n := len(b.Ranking().Rows()); n != len(b.measured)+1 {
		t.Errorf("there are %d rows", n)
	}
}

func TestTheSameRankingWhileNothingChanges(t *testing.T) {
	b, _ := board(t, 3)
	b.Put(results(3, len(english)+1, 10))
	k, g := b.Ranking(), b.Generation()
	if b.Ranking() != k || b.Generation() != g {
		t.Error("the ranking was made twice")
	}
	b.SetWeight("prompt/good", 0.3)
	if b.Ranking() == k || b.Generation() == g {
		t.Error("a changed weight changed nothing")
	}
}
