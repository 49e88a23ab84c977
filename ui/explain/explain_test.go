package explain

import (
	"math"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"culler/scoring/rank"
	"culler/ui/theme"
	"culler/ui/uitest"
	"culler/ui/widgets"
	"culler/ui/workspace/snapshot"
)

var why = snapshot.Reasons{
	Sentence: "Better than 90 % of the shoot.",
	Prompts: []snapshot.Bar{
		{Title: "Well composed", Kind: rank.Pair, Share: 0.4, Probability: 0.73},
		{Title: "Cluttered", Kind: rank.Negative, Share: -0.2, Probability: math.NaN()},
		{Title: "Symmetry", Kind: rank.Positive, Share: 0.1, Probability: math.NaN(), ScenesOnly: true},
	},
	Measures: []snapshot.Bar{{Title: "Sharpness", Kind: rank.Measure, Share: 0.3, Probability: math.NaN()}},
	LeftOut:  []snapshot.LeftOut{{Title: "Harmony", Reason: "The model does not know its words."}, {Title: "Balance", Reason: "Prompts wait for the model.", More: 9}},
}

func shown(t *testing.T) *Panel {
	t.Helper()
	app := uitest.NewApp(t)
	p := New(widgets.NewTips(), func() string { return "" }, func(snapshot.Against) {})
	win := app.NewWindow("")
	win.SetPadded(false)
	win.SetContent(p)
	win.Resize(fyne.NewSize(360, 420))
	return p
}

func TestBarsSpeakForOrAgainstInProportion(t *testing.T) {
	p := shown(t)
	p.Explain(why, snapshot.TheShoot)
	if got := p.Titles(); !slices.Equal(got, []string{"Well composed", "Cluttered", "Symmetry", "Sharpness"}) || p.Sentence() != why.Sentence {
		t.Fatalf("shown are %v under %q", got, p.Sentence())
	}
	of := func(k int) *rowRenderer {
		r := p.list.rows[k].CreateRenderer().(*rowRenderer)
		r.Layout(p.list.rows[k].Size())
		return r
	}
	longest, against, short, measure := of(0), of(1), of(2), of(3)
	axis := func(r *rowRenderer) float32 { return r.axis.Position().X }
	if longest.bar.Position().X < axis(longest) || against.bar.Position().X >= axis(against) {
		t.Error("what speaks for a photo goes to the right of the axis, what speaks against it to the left")
	}
	if longest.bar.FillColor != theme.Colour(theme.For) || against.bar.FillColor != theme.Colour(theme.Opposed) {
		t.Error("the colours do not tell for from against")
	}
	half := longest.bar.Size().Width / 2
	if w := against.bar.Size().Width; math.Abs(float64(w-half)) > 1 {
		t.Errorf("half the share is %v wide, the whole %v", w, longest.bar.Size().Width)
	}
	if w := measure.bar.Size().Width; w <= half || w >= 2*half {
		t.Errorf("prompts and measures are drawn to different scales: %v", w)
	}
	if longest.chance.Text != "73 %" || against.chance.Text != "" || longest.share.Text != "+0.40" || against.share.Text != "-0.20" {
		t.Errorf("the numbers read %q %q %q %q", longest.chance.Text, against.chance.Text, longest.share.Text, against.share.Text)
	}
	if short.title.Text != "Symmetry (scenes only)" || short.title.Color != theme.Colour(theme.Dim) {
		t.Errorf("a prompt that only tells scenes apart reads %q", short.title.Text)
	}
	if p.list.out[0].Text() != "Harmony: The model does not know its words." || p.list.out[1].Text() != "Balance and 9 more: Prompts wait for the model." || p.list.heads[2].Text != "Left out (11)" {
		t.Errorf("left out reads %q under %q", p.list.out[0].Text(), p.list.heads[2].Text)
	}
}

func TestThePanelFollowsThePhoto(t *testing.T) {
	p := shown(t)
	p.Explain(why, snapshot.TheShoot)
	p.Explain(snapshot.Reasons{Sentence: "Not scored yet."}, snapshot.TheRunnerUp)
	if len(p.Titles()) != 0 || p.Sentence() != "Not scored yet." || p.shoot.On() || !p.rival.On() {
		t.Errorf("shown are %v under %q", p.Titles(), p.Sentence())
	}
	p.Explain(why, snapshot.TheShoot)
	p.Clear()
	if len(p.Titles()) != 0 || p.Sentence() != "" {
		t.Errorf("cleared it shows %v under %q", p.Titles(), p.Sentence())
	}
}

func TestTheChipsAskForTheOtherComparison(t *testing.T) {
	uitest.NewApp(t)
	var asked []snapshot.Against
	p := New(widgets.NewTips(), func() string { return "" }, func(a snapshot.Against) { asked = append(asked, a) })
	p.rival.Tapped(nil)
	p.shoot.Tapped(nil)
	if !slices.Equal(asked, []snapshot.Against{snapshot.TheRunnerUp, snapshot.TheShoot}) {
		t.Errorf("asked for were %q", asked)
	}
}
