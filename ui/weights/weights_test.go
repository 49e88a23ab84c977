package weights

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"culler/library/copies"
	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/rank"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/uitest"
	"culler/ui/widgets"
	"culler/ui/workspace"
)

// panel is the panel of a shoot, with what it asked the window for.
type panel struct {
	*Panel
	changed int
	edited  []string
	models  int
	app     *uitest.App
}

func open(t *testing.T) *panel {
	t.Helper()
	app := uitest.NewApp(t)
	dir := t.TempDir()
	uitest.Write(t, dir, uitest.Frames())
	s := uitest.Open(t, dir, nil)
	b := uitest.Board(s, uitest.Frames())
	if err := b.SetPrompts(t.Context(), prompts.Default()); err != nil {
		t.Fatal(err)
	}
	p := &panel{app: app}
	p.Panel = New(widgets.NewTips(), Actions{
		Changed: func() { p.changed++; p.Update() }, Edit: func(id string) { p.edited = append(p.edited, id) }, New: func() {}, Models: func() { p.models++ }, Sets: func() {},
		Hint: func(keys.ID) string { return "" },
	})
	p.SetWorkspace(workspace.New(s, b))
	win := app.NewWindow("")
	win.SetContent(p)
	win.Resize(fyne.NewSize(360, 500))
	return p
}

func (p *panel) row(t *testing.T, id string) *row {
	t.Helper()
	for _, r := range p.rows {
		if r.w.ID == id {
			return r
		}
	}
	t.Fatalf("there is no row %s", id)
	return nil
}

func TestEveryRowHasASliderThatActsAtOnce(t *testing.T) {
	p := open(t)
	if n := len(prompts.Default().Prompts) + 7; len(p.rows) != n {
		t.Fatalf("%d rows, want %d", len(p.rows), n)
	}
	sharpness := p.row(t, board.MeasureRow("sharpness"))
	sharpness.slider.OnChange(0.4)
	if got := p.ws.Now().Weights(); p.changed != 1 || sharpness.number.Text() != "0.40" || len(got) != len(p.rows) {
		t.Errorf("told %d times, the number reads %s", p.changed, sharpness.number.Text())
	}
	sharpness.slider.OnReset()
	if sharpness.number.Text() != "1.00" || sharpness.slider.Value() != 1 {
		t.Errorf("put back it reads %s", sharpness.number.Text())
	}
	p.ws.Tuning().SetWeight(sharpness.w.ID, 2)
	p.Update()
	if sharpness.slider.Value() != 2 {
		t.Error("the slider does not follow the board")
	}
}

// A prompt that the model in use cannot judge says so in its row, with words that are
// not cut in a panel as wide as it is at first and at any size of the font, and with
// the way to another model.
func TestAPromptThatTheModelCannotSeeSaysSo(t *testing.T) {
	p := open(t)
	eyes := prompts.Set{ID: "mine", Title: "Mine", Prompts: []prompts.Prompt{
		{ID: "eyes", Title: "Are the eyes of all people open?", Kind: prompts.Positive, Weight: 1, Positive: []string{"eyes"}},
		{ID: "light", Title: "Light", Kind: prompts.Positive, Weight: 1, Positive: []string{"soft light"}},
	}}
	if err := p.ws.Board().SetPrompts(t.Context(), eyes); err != nil {
		t.Fatal(err)
	}
	p.ws.Refresh()
	p.Update()
	if r := p.row(t, board.PromptRow("eyes")); r.why.Visible() {
		t.Errorf("without a model it says %q", r.why.Text())
	}
	if err := p.ws.Board().SetModel(t.Context(), uitest.Sighted{}, ""); err != nil {
		t.Fatal(err)
	}
	p.ws.Refresh()
	p.Update()
	r, light := p.row(t, board.PromptRow("eyes")), p.row(t, board.PromptRow("light"))
	if !r.why.Visible() || !r.models.Visible() || r.slider.Visible() || r.why.Text() != "The model cannot see this" {
		t.Errorf("it says %q", r.why.Text())
	}
	if light.why.Visible() || light.models.Visible() || !light.slider.Visible() {
		t.Errorf("what the model sees says %q", light.why.Text())
	}
	if light.box.Position().Y < r.box.Position().Y+r.box.Size().Height || r.box.Size().Height < r.title.Size().Height+r.why.Size().Height {
		t.Error("the rows lie on each other")
	}
	test.Tap(r.models)
	if p.models != 1 {
		t.Error("the button leads nowhere")
	}
	for _, scale := range theme.Scales {
		p.app.Settings().SetTheme(theme.New(false, scale))
		p.app.Run()
		if cut := widgets.Cut(r.why.Text(), theme.Size(theme.Small), fyne.TextStyle{}, r.why.Size().Width); cut != r.why.Text() {
			t.Errorf("with the font at %g it says %q", scale, cut)
		}
	}
}

func TestBurstsAreCountedBeforeTheyAreMade(t *testing.T) {
	p := open(t)
	asked := 0
	p.act.Duplicates = func() { asked++ }
	m := p.sceneMenu()
	if len(m.Items) != 3 || m.Items[0].Label != "by time: 4 bursts" || m.Items[1].Label != "by scene: 4 bursts" || !m.Items[0].Checked {
		t.Fatalf("offered are %+v", m.Items)
	}
	m.Items[1].Action()
	if !p.ws.Grouping().Scenes() || p.changed != 1 || p.scenes.Text() != "by scene: 4 bursts" {
		t.Errorf("told %d times, the chip says %q", p.changed, p.scenes.Text())
	}
	m.Items[2].Action()
	p.ws.Grouping().ShowCopies([]copies.Group{{Photos: []int{0, 4}}})
	p.Update()
	if asked != 1 || p.scenes.Text() != "duplicates: 1 group" {
		t.Errorf("asked %d times for duplicates, the chip says %q", asked, p.scenes.Text())
	}
}

func TestMutedAndSoloRowsLookSo(t *testing.T) {
	p := open(t)
	sharpness, noise := p.row(t, board.MeasureRow("sharpness")), p.row(t, board.MeasureRow("noise"))
	noise.mute.Tapped(nil)
	if !noise.mute.On() || noise.w.TakesPart || !sharpness.w.TakesPart {
		t.Error("M does not mute")
	}
	noise.mute.Tapped(nil)
	sharpness.solo.Tapped(nil)
	if !sharpness.solo.On() || noise.w.TakesPart || noise.mute.On() {
		t.Error("S does not let a row count alone")
	}
	sharpness.solo.Tapped(nil)
	if !noise.w.TakesPart {
		t.Error("S again does not end it")
	}
}

func TestPromptsSayWhyTheyAreLeftOutAndOpen(t *testing.T) {
	p := open(t)
	id := board.PromptRow(prompts.Default().Prompts[0].ID)
	r := p.row(t, id) // no model reads the photos here
	if got := r.title.Text(); got != "– "+prompts.Default().Prompts[0].Title {
		t.Errorf("the row reads %q", got)
	}
	r.title.Tapped(nil)
	p.row(t, board.MeasureRow("noise")).title.Tapped(nil) // a measure has no words to edit
	if len(p.edited) != 1 || p.edited[0] != id {
		t.Errorf("opened were %v", p.edited)
	}
}

func TestTheBurstGapActsAtOnce(t *testing.T) {
	p := open(t)
	if p.gapWords.Text() != "2.0 s" {
		t.Errorf("the gap reads %s", p.gapWords.Text())
	}
	for _, gap := range []time.Duration{workspace.LeastGap, time.Second, 2 * time.Second, 15 * time.Second, workspace.MostGap} {
		if got := gapOf(placeOfGap(gap)); got != gap {
			t.Errorf("%v became %v on the slider", gap, got)
		}
	}
	p.gap.OnChange(0) // 0.2 s: no frames are that close
	if p.ws.Now().CountBursts() != 0 || p.gapWords.Text() != "0.2 s" {
		t.Errorf("at %s there are %d bursts", p.gapWords.Text(), p.ws.Now().CountBursts())
	}
	p.gap.OnReset()
	if p.ws.Now().CountBursts() != 4 {
		t.Errorf("put back there are %d bursts", p.ws.Now().CountBursts())
	}
}

func TestWhatCountsIsChosen(t *testing.T) {
	p := open(t)
	items := p.aggregations().Items
	if len(items) != len(rank.Aggregations()) || !items[0].Checked {
		t.Fatal("the menu does not list what can count")
	}
	for k, a := range rank.Aggregations() {
		items[k].Action()
		if p.ws.Board().Aggregation() != a || p.aggregation.Text() != a.Title()+"" {
			t.Errorf("chosen was %s, what counts is %s", a, p.ws.Board().Aggregation())
		}
	}
	p.SetWorkspace(nil)
	if len(p.rows) != 0 || len(p.aggregations().Items) != 0 {
		t.Error("rows are left without a shoot")
	}
}
