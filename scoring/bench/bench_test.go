package bench

import (
	"math"
	"slices"
	"strings"
	"testing"

	"culler/scoring/bench/dataset"
)

// small is a configuration of all kinds of methods that is fast to run.
func small() Config {
	c := Default()
	c.Resamples, c.Altered, c.Examples = 100, 2, 4
	c.Methods = append(c.Methods,
		Spec{Name: "loud", Kind: OneQuality, Model: "loud"},
		Spec{Name: "gone", Kind: OneQuality, Model: "gone"},
		Spec{Name: "broken ensemble", Kind: Ensemble, Of: []string{"gone", "sharpness"}},
		Spec{Name: "turned", Kind: Ensemble, Of: []string{"sharpness"}, Weights: map[string]float64{"sharpness": -1}},
	)
	return c
}

// tiny is a configuration for what does not look at methods.
func tiny() Config {
	c := Default()
	c.Methods = c.Methods[:1]
	c.Resamples, c.Altered, c.Examples = 100, -1, -1
	return c
}

func running(t *testing.T, c Config, d dataset.Dataset, s Sources) Report {
	t.Helper()
	r, err := Run(t.Context(), c, d, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func method(t *testing.T, r Report, name string) Method {
	t.Helper()
	m, ok := r.Find(name)
	if !ok {
		t.Fatalf("there is no method %q", name)
	}
	return m
}

func TestMethodsAreJudgedByWhatPeopleSaid(t *testing.T) {
	d, s, _ := world(t, 60)
	s.Quality = []Quality{
		{ID: "damaged", Title: "Damaged", Problem: "Its file is damaged."},
		{ID: "loud", Title: "Loud", Extra: loudness{}, Number: 1, Lower: true},
		{ID: "head", Title: "Head", Head: func(e []float32) float64 { return float64(e[0]) }},
	}
	r := running(t, small(), d, s)
	if r.Data.Judged != 60 || len(r.Series) != 60 || len(r.Data.Missing)+len(r.Data.Unread) != 0 {
		t.Fatalf("%+v", r.Data)
	}
	// the chance of guessing: bursts of 2, 3, 4 and 5, as many of each
	if want := (1./2 + 1./3 + 1./4 + 1./5) / 4; math.Abs(float64(r.Data.Chance)-want) > 1e-12 {
		t.Errorf("chance is %v, want %v", r.Data.Chance, want)
	}
	good, random, turned := method(t, r, "prompt good"), method(t, r, "random"), method(t, r, "turned")
	if good.Top1.Value < 0.6 || random.Top1.Value > 0.5 || turned.Top1.Value > 0.2 {
		t.Errorf("Top-1: good %v, random %v, turned round %v", good.Top1, random.Top1, turned.Top1)
	}
	// what sees the same chooses the same
	for _, name := range []string{"loud", "head"} {
		if m := method(t, r, name); m.Problem != "" || !slices.Equal(m.Found, good.Found) {
			t.Errorf("%s: %q, found %v", name, m.Problem, m.Top1)
		}
	}
	for name, says := range map[string]string{
		"gone": "not installed", "damaged": "Its file is damaged.", "broken ensemble": "cannot run", "prompt odd": "does not know",
	} {
		if m := method(t, r, name); !strings.Contains(m.Problem, says) || m.Found != nil || !m.Top1.Value.NaN() {
			t.Errorf("%s: %q, %v", name, m.Problem, m.Top1)
		}
	}
	if a := r.Against[slices.IndexFunc(r.Against, func(a Against) bool { return a.Method == "turned" })]; !a.Clear() || a.By.Value <= 0 || a.Better <= a.Worse {
		t.Errorf("the score against its opposite: %+v", a)
	}
	at := func(name string) int {
		return slices.IndexFunc(r.Methods, func(m Method) bool { return m.Name == name })
	}
	if c := r.Correlation[at("sharpness")][at("turned")]; math.Abs(float64(c)+1) > 1e-9 {
		t.Errorf("sharpness and its opposite correlate by %v", c)
	}
	if a := r.Agreement[at("head")][at("loud")]; math.Abs(float64(a)-1) > 1e-9 {
		t.Errorf("two equals choose alike in %v", a)
	}
	if r.Significant[at("turned")][at("sharpness")] > 0.01 {
		t.Errorf("sharpness and its opposite differ by p = %v", r.Significant[at("turned")][at("sharpness")])
	}
	if len(r.Failures)+len(r.Wins) != 60 || len(r.Subgroups) == 0 {
		t.Errorf("%d failures, %d wins, %d subgroups", len(r.Failures), len(r.Wins), len(r.Subgroups))
	}
	if !slices.IsSortedFunc(r.Failures, func(a, b Failure) int { return compare(b.Margin, a.Margin) }) {
		t.Error("the failures are not listed by how sure the method was")
	}
}

func TestPromptsAreJudgedOneByOne(t *testing.T) {
	d, s, _ := world(t, 60)
	r := running(t, tiny(), d, s)
	ablations := map[string]Ablation{}
	for _, l := range r.Ablations {
		ablations[l.ID] = l
	}
	says := func(id, part string) bool {
		return slices.ContainsFunc(ablations[id].Findings, func(f string) bool { return strings.Contains(f, part) })
	}
	if g := ablations["good"]; len(g.Findings) != 0 || g.Pairs.Value < 0.7 || len(g.Wordings) != 3 || g.Consistency < 0.9 || g.For.Value < 0.7 || g.Against.Value < 0.7 {
		t.Errorf("%+v", g)
	}
	if !says("wrong", "prefers the worse") || ablations["wrong"].Pairs.Value > 0.3 {
		t.Errorf("%+v", ablations["wrong"])
	}
	if ablations["odd"].LeftOut == "" || !ablations["odd"].Top1.Value.NaN() {
		t.Errorf("%+v", ablations["odd"])
	}
}

func TestWeightsAreSearchedOnOnePartAndReportedOnTheOther(t *testing.T) {
	d, s, _ := world(t, 90)
	r := running(t, tiny(), d, s)
	f := r.Search
	if f.Problem != "" || f.Train != 60 || f.HeldOut != 30 || len(f.Weights) != 5 {
		t.Fatalf("%+v", f)
	}
	equal, learned := f.Weights[0], f.Weights[3]
	if learned.HeldOut.Value <= equal.HeldOut.Value-0.05 || equal.By.Value != 0 {
		t.Errorf("equal weights find %v, learned ones %v", equal.HeldOut, learned.HeldOut)
	}
	// the prompt that points the wrong way must lose its weight
	k := slices.Index(f.Rows, "prompt/wrong")
	if learned.Values[k] >= 0 || f.Weights[2].Values[k] > f.Weights[1].Values[k] {
		t.Errorf("the wrong prompt weighs %v and %v", learned.Values[k], f.Weights[2].Values[k])
	}
	if len(f.Wordings) != 1 || f.Wordings[0].Prompt != "good" {
		t.Errorf("%+v", f.Wordings)
	}
	few, s2, _ := world(t, 8)
	if r := running(t, tiny(), few, s2); r.Search.Problem == "" || r.Verdict.Problem == "" {
		t.Error("weights and a threshold were found on 8 bursts")
	}
}

func TestItIsLearnedFromSomeSeriesAndJudgedOnTheOthers(t *testing.T) {
	d, s, _ := world(t, 60)
	c := tiny()
	c.Lessons = 2
	r := running(t, c, d, s)
	if len(r.Lessons) != 2*len(learners) { // from 20 and from 40; 60 leave none
		t.Fatalf("%+v", r.Lessons)
	}
	for _, l := range r.Lessons {
		if l.Top1.Of != 60-l.From || !(l.Top1.Value > r.Data.Chance) || l.Name == asTheyAre && l.By.Value != 0 {
			t.Errorf("%+v", l)
		}
	}
	// what rows tell is worth something here, and learning must not lose it
	before, after := r.Lessons[len(learners)], r.Lessons[len(learners)+1]
	if after.Name != asFromPicks || after.Top1.Value < before.Top1.Value-0.05 {
		t.Errorf("%+v, before %+v", after, before)
	}
}

func TestOpinionsThatAreChanceWarn(t *testing.T) {
	d, s, _ := world(t, 60)
	opinions := slices.Repeat([]float64{1, 2, 3, 4, 5}, 100)
	n := 0
	for k := range d.Series {
		d.Series[k].Pairs = d.Series[k].Pairs[:0]
		for i := range d.Series[k].Photos {
			n += 7
			d.Series[k].Photos[i].Opinion = opinions[n%5] + float64(n%11)/100
		}
	}
	r := running(t, tiny(), d, s)
	if r.Search.Warning == "" {
		t.Errorf("weights beat equal ones on noise: %+v", r.Search.Weights)
	}
}

func TestTheVerdictIsCalibrated(t *testing.T) {
	d, s, _ := world(t, 100)
	v := running(t, tiny(), d, s).Verdict
	if v.Problem != "" || v.Slope.Value <= 0 || v.Bursts < 50 {
		t.Fatalf("%+v", v)
	}
	// the threshold is where the curve meets the wanted probability
	if p := 1 / (1 + math.Exp(-float64(v.Slope.Value)*float64(v.Threshold.Value))); math.Abs(p-v.CallAt) > 1e-9 {
		t.Errorf("at the threshold the probability is %v", p)
	}
	for k := 1; k < len(v.Calls); k++ {
		if v.Calls[k].Margin <= v.Calls[k-1].Margin || v.Calls[k].Called > v.Calls[k-1].Called {
			t.Errorf("%+v after %+v", v.Calls[k], v.Calls[k-1])
		}
	}
	n := 0
	for _, b := range v.Bins {
		n += b.Observed.Of
	}
	if n != v.Bursts || v.Off > 0.3 {
		t.Errorf("%d of %d bursts in bins, %v off", n, v.Bursts, v.Off)
	}
}

func TestKnownFlawsAreNoticed(t *testing.T) {
	d, s, _ := world(t, 12)
	a := running(t, small(), d, s).Altered
	if len(a.Photos) != 2 || len(a.Alterations) != len(alterations) {
		t.Fatalf("%+v", a)
	}
	k := slices.IndexFunc(a.Rows, func(r AlteredRow) bool { return r.ID == "prompt/good" })
	dark := slices.Index(a.Alterations, "3 EV too dark")
	if f := a.Rows[k].Right[dark]; f.Value != 1 || f.Of != 2 {
		t.Errorf("darkness is noticed in %+v", f)
	}
	k = slices.IndexFunc(a.Rows, func(r AlteredRow) bool { return r.ID == "measure/sharpness" })
	if f := a.Rows[k].Right[dark]; f.Value != 1 {
		t.Errorf("sharpness notices darkness in %+v", f)
	}
	if slices.ContainsFunc(a.Rows, func(r AlteredRow) bool { return r.ID == "prompt/odd" }) {
		t.Error("a prompt that is left out was judged")
	}
}

func TestTheVerdictIsCalibratedOnKnownFlaws(t *testing.T) {
	d, s, _ := world(t, 12)
	c := tiny()
	c.Methods = Default().Methods
	c.Altered = 8
	prompts := c
	prompts.Reference = "clip_contrastive_only" // one pair, "good", which likes crisp pictures
	r := running(t, prompts, d, s)
	v := r.Altered.Verdict
	if v == nil || v.Problem != "" || v.Bursts < 100 || v.Slope.Value <= 0 {
		t.Fatalf("%+v", v)
	}
	// of the frames that are far apart nearly all are told right; of those that are close fewer
	if first, last := v.Calls[0], v.Calls[len(v.Calls)-1]; last.Accuracy.Value < 0.9 || last.Accuracy.Value < first.Accuracy.Value || last.Called > first.Called {
		t.Errorf("%+v to %+v", first, last)
	}
	if says := strings.Join(r.Summary(), " "); !strings.Contains(says, "made of it by a known flaw") {
		t.Error(says)
	}
	c.Reference = "random"
	if v := running(t, c, d, s).Altered.Verdict; v != nil {
		t.Errorf("margins of chance were calibrated: %+v", v)
	}
}
