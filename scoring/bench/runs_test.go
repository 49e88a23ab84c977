package bench

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"culler/scoring/bench/dataset"
	"culler/scoring/rank"
)

func TestReportsAreTheSameForASeedAndRunsGoOn(t *testing.T) {
	d, s, p := world(t, 20)
	s.Cache = newHoard()
	var a, b, c bytes.Buffer
	if err := running(t, small(), d, s).WriteJSON(&a); err != nil {
		t.Fatal(err)
	}
	first := p.drawn
	r := running(t, small(), d, s)
	if err := r.WriteJSON(&b); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("two runs, two reports: %v", err)
	}
	if again := p.drawn - first; again > 16 { // thumbnails only
		t.Errorf("%d pictures were read again", again)
	}
	back, err := ReadJSON(bytes.NewReader(a.Bytes()), "report.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := back.WriteJSON(&c); err != nil || !bytes.Equal(a.Bytes(), c.Bytes()) {
		t.Errorf("a report changed on its way through JSON: %v", err)
	}
	config := small()
	config.Seed = 2
	if other := running(t, config, d, s); method(t, other, "random").Top1 == method(t, r, "random").Top1 {
		t.Error("another seed draws the same")
	}
	for _, text := range []string{"", "[]", `{"format":99}`} {
		if _, err := ReadJSON(strings.NewReader(text), "x.json"); err == nil || !strings.Contains(err.Error(), "x.json") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestARunThatWasBrokenOffGoesOnWhereItWas(t *testing.T) {
	d, s, p := world(t, 40)
	kept := newHoard()
	s.Cache = kept
	ctx, stop := context.WithCancel(t.Context())
	_, err := Run(ctx, tiny(), d, s, func(p Progress) {
		if p.Stage == "reading photos" && p.Done > 0 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped: %v", err)
	}
	had := min(len(kept.values), len(kept.embeds))
	if had == 0 {
		t.Fatal("nothing that was finished is kept")
	}
	p.drawn = 0
	broken := running(t, tiny(), d, s)
	if want := d.Len() - had; p.drawn != want {
		t.Errorf("%d photos were read again, %d were left", p.drawn, want)
	}
	s.Cache = newHoard()
	var a, b bytes.Buffer
	if err := errors.Join(broken.WriteJSON(&a), running(t, tiny(), d, s).WriteJSON(&b)); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("a run that was broken off reports something else (%v)", err)
	}
}

func TestWhatIsMissingIsCountedAndNamed(t *testing.T) {
	d, s, _ := world(t, 12)
	d.Series[0].Incomplete = 1
	d.Series[0].Photos = append(d.Series[0].Photos, dataset.Photo{Name: "gone.jpg", Opinion: 9})
	d.Missing = []string{"gone.jpg"}
	if err := os.WriteFile(d.Series[1].Photos[0].Path, []byte("rubbish"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := running(t, small(), d, s)
	if r.Data.Judged != 11 || !slices.Equal(r.Data.Missing, []string{"gone.jpg"}) || len(r.Data.Unread) != 1 || r.Data.Unread[0].Photo != "01-0.jpg" {
		t.Errorf("%+v", r.Data)
	}
	if m := method(t, r, "culler"); m.Without != 1 {
		t.Errorf("%d photos have no score", m.Without)
	}
	notes := strings.Join(r.Notes, " ")
	for _, says := range []string{"1 image of which no file is there", "1 photo could not be read", "Only 11 bursts"} {
		if !strings.Contains(notes, says) {
			t.Errorf("the notes do not say %q: %s", says, notes)
		}
	}
}

func TestWithoutAModelMeasuresAreJudged(t *testing.T) {
	d, s, _ := world(t, 25)
	s.Image, s.Text, s.NoModel = nil, nil, "The model is damaged."
	s.Quality = []Quality{{ID: "head", Head: func([]float32) float64 { return 0 }}}
	r := running(t, small(), d, s)
	if m := method(t, r, "clip_weighted"); m.Problem != "The model is damaged." {
		t.Errorf("prompts: %q", m.Problem)
	}
	if m := method(t, r, "head"); !strings.Contains(m.Problem, "none is open") {
		t.Errorf("a head: %q", m.Problem)
	}
	if m := method(t, r, "rules"); m.Problem != "" || m.Top1.Value.NaN() {
		t.Errorf("rules: %+v", m)
	}
}

func TestListsOfScoresWithoutBurstsAreJudgedAllTheSame(t *testing.T) {
	d, s, _ := world(t, 30)
	lone := dataset.Dataset{Name: "list", Kind: dataset.Scores, Absolute: true}
	for _, series := range d.Series {
		for _, p := range series.Photos {
			lone.Series = append(lone.Series, dataset.Series{ID: p.Name, Photos: []dataset.Photo{p}})
		}
	}
	c := small()
	c.Examples, c.Altered = -1, -1
	r := running(t, c, lone, s)
	if m := method(t, r, "prompt good"); r.Data.Bursts != 0 || m.SRCC.Value < 0.7 || m.PLCC.Value < 0.7 || m.SRCC.Of != lone.Len() {
		t.Errorf("%d bursts, SRCC %v, PLCC %v", r.Data.Bursts, m.SRCC, m.PLCC)
	}
	var text, page bytes.Buffer
	if err := errors.Join(r.WriteMarkdown(&text), r.WriteHTML(&page)); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"photos, each with a score that people gave.", "by an SRCC of 0.", "| SRCC | PLCC |", "| prompt good | - |"} {
		if !strings.Contains(text.String(), says) {
			t.Errorf("%q is not told:\n%s", says, text.String())
		}
	}
	if !strings.Contains(page.String(), "<th>SRCC</th>") || strings.Contains(page.String(), "same first frame") {
		t.Error("the page has no table of correlations")
	}
}

func TestInstalledModelsTakePartInTheScore(t *testing.T) {
	d, s, _ := world(t, 30)
	s.Image, s.Text = nil, nil
	alone := Quality{ID: "loud", Title: "Loud", Extra: loudness{}, Number: 1, Lower: true}
	seated, broken := alone, Quality{ID: "damaged", Title: "Damaged", Problem: "Its file is damaged.", Row: rank.Row{ID: "model/damaged", Kind: rank.Model, Weight: 1000}}
	seated.Row = rank.Row{ID: "model/loud", Title: "Loud", Kind: rank.Model, Weight: 1000}
	for _, c := range []struct {
		of   Quality
		like string
	}{{alone, "rules"}, {seated, "loud"}} {
		s.Quality = []Quality{broken, c.of}
		config := small()
		config.Examples = -1
		r := running(t, config, d, s)
		if got, want := method(t, r, "culler").Found, method(t, r, c.like).Found; !slices.Equal(got, want) {
			t.Errorf("as row %q: the score finds %v, %s finds %v", c.of.Row.ID, got, c.like, want)
		}
		if v := r.Altered.Verdict; v.Problem != "" || v.Slope.Value.NaN() {
			t.Errorf("as row %q: %+v", c.of.Row.ID, v)
		}
		n := 0
		for _, row := range r.Altered.Rows {
			if row.Title == "Loud" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("as row %q it is %d times among what notices flaws", c.of.Row.ID, n)
		}
	}
}

func TestBurstsWithoutOpinionsShowWhatMethodsChoose(t *testing.T) {
	d, s, _ := world(t, 10)
	for k := range d.Series {
		d.Series[k].Pairs = nil
		for i := range d.Series[k].Photos {
			d.Series[k].Photos[i].Opinion = math.NaN()
		}
	}
	d.Absolute = false
	c := small()
	c.Reference = "clip_contrastive_only" // one pair, which is "good"
	r := running(t, c, d, s)
	if r.Data.Judged != 0 || len(r.Wins) != 10 || len(r.Failures) != 0 || r.Agreement[0][0].NaN() || r.Altered == nil {
		t.Errorf("%d judged, %d wins, agreement %v", r.Data.Judged, len(r.Wins), r.Agreement)
	}
	var b bytes.Buffer
	if err := errors.Join(r.WriteMarkdown(&b), r.WriteHTML(&b)); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"| head | 100.0 % | 1.000 |", "<h2>Choices</h2>", "calls a verdict in ", " of 10 bursts", "<td>head</td>"} {
		if !strings.Contains(b.String(), strings.ReplaceAll(says, "head", "prompt good")) {
			t.Errorf("%q is not told", says)
		}
	}
}

func TestARunThatCannotBeginSaysWhy(t *testing.T) {
	d, s, _ := world(t, 3)
	if _, err := Run(t.Context(), Config{}, d, s, nil); err == nil || !strings.Contains(err.Error(), "no methods") {
		t.Errorf("no methods: %v", err)
	}
	if _, err := Run(t.Context(), small(), dataset.Dataset{}, s, nil); err == nil {
		t.Error("nothing was judged")
	}
	s.Cache, s.Image = newHoard(), judgeModel{err: errors.New("the model broke")}
	if _, err := Run(t.Context(), small(), d, s, nil); err == nil || !strings.Contains(err.Error(), "the model broke") {
		t.Errorf("a broken model: %v", err)
	}
}
