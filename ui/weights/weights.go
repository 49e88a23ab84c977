// Package weights is the panel of sliders: how much each prompt and each
// measure counts, and what makes a burst.
package weights

import (
	"fmt"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/scoring/judge"
	"culler/scoring/rank"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace"
	"culler/ui/workspace/snapshot"
)

// Actions is what the panel asks the window for.
type Actions struct {
	Changed func() // a weight or a rule changed; what is shown follows
	Edit    func(rowID string)
	New     func()
	Models  func() // the models that there are
	Sets    func()
	// Duplicates shows the photos that are there more than once, or bursts again;
	// nil leaves it out.
	Duplicates func()
	Hint       func(action keys.ID) string // an action's title with its key
}

// Panel is the widget.
type Panel struct {
	widget.BaseWidget
	ws   *workspace.Workspace
	act  Actions
	tips *widgets.Tips

	set         *widgets.Words
	aggregation *widgets.Chip
	faults      *widgets.Chip
	gap         *widgets.Slider
	gapWords    *widgets.Words
	alike       *widgets.Slider
	alikeWords  *widgets.Words
	scenes      *widgets.Chip
	rows        []*row
	list        *fyne.Container
	scroll      *container.Scroll // all but the head, so that a low window has room for it
	content     fyne.CanvasObject
}

// New returns the panel without a workspace.
func New(tips *widgets.Tips, act Actions) *Panel {
	p := &Panel{act: act, tips: tips, list: container.New(&tight{})}
	p.set = widgets.NewWords("", "foreground", tips)
	p.set.Bold = true
	hint := func(id keys.ID) func() string { return func() string { return act.Hint(id) } }
	p.aggregation = widgets.NewChoice("", tips, func() string { return "Which kinds count" }, p.aggregations)
	p.faults = widgets.NewChoice("", tips, func() string {
		return "A frame with one of these faults that another frame of its burst lacks comes after all without one"
	}, p.faultMenu)
	head := container.NewBorder(nil, nil, nil, container.NewHBox(
		widgets.NewChip("Sets", tips, hint(keys.PromptSets), act.Sets),
		widgets.NewChip("New", tips, hint(keys.PromptNew), act.New),
		widgets.NewChip("Reset", tips, hint(keys.WeightsReset), func() {
			if p.ws != nil {
				p.ws.Tuning().ResetWeights()
				p.act.Changed()
			}
		})), container.New(layout.NewCustomPaddedLayout(0, 0, 6, 6), p.set))

	p.gapWords = widgets.NewWords("", theme.Dim, tips)
	p.gap = widgets.NewSlider(0, 1, 0, func(v float64) {
		if p.ws != nil {
			p.ws.Grouping().SetGap(gapOf(v))
			p.act.Changed()
		}
	})
	p.gap.Tips, p.gap.Hint = tips, func() string { return "The longest pause between two frames of one burst. Double click: 2 s." }
	p.gap.OnReset = func() {
		if p.ws != nil {
			p.ws.Grouping().SetGap(2 * time.Second)
			p.act.Changed()
		}
	}
	p.alikeWords = widgets.NewWords("", theme.Dim, tips)
	p.alike = widgets.NewSlider(0, 1, 0, func(v float64) {
		if p.ws != nil {
			p.ws.Grouping().SetMinAlike(alikeOf(v))
			p.act.Changed()
		}
	})
	p.alike.Tips, p.alike.Hint = tips, func() string {
		return "How alike neighbours must look to the model to stay in one burst. At 0 time alone decides."
	}
	p.alike.OnReset = func() {
		if p.ws != nil {
			p.ws.Grouping().SetMinAlike(0)
			p.act.Changed()
		}
	}
	p.scenes = widgets.NewChoice("", tips, hint(keys.Scenes), p.sceneMenu)
	bursts := container.NewVBox(
		container.New(&labelled{}, words("Bursts", tips), p.scenes),
		container.New(&labelled{}, words("Burst gap", tips), p.gap, p.gapWords),
		container.New(&labelled{}, words("Likeness", tips), p.alike, p.alikeWords),
		container.New(&labelled{}, words("What counts", tips), p.aggregation),
		container.New(&labelled{}, words("Faults", tips), p.faults),
	)
	p.scroll = container.NewVScroll(container.NewVBox(bursts, widget.NewSeparator(), p.list))
	p.content = container.NewBorder(head, nil, nil, nil, p.scroll)
	p.ExtendBaseWidget(p)
	return p
}

// sceneMenu offers to group by time or by scene, and says how many bursts each
// makes.
func (p *Panel) sceneMenu() *fyne.Menu {
	m := fyne.NewMenu("")
	if p.ws == nil {
		return m
	}
	for _, scenes := range []bool{false, true} {
		bursts, _ := p.ws.Grouping().CountBy(scenes)
		item := fyne.NewMenuItem(burstsBy(scenes, bursts), func() {
			p.ws.Grouping().SetScenes(scenes)
			p.act.Changed()
		})
		item.Checked = scenes == p.ws.Grouping().Scenes() && !p.ws.Now().AreCopies()
		m.Items = append(m.Items, item)
	}
	if p.act.Duplicates != nil {
		item := fyne.NewMenuItem("Duplicates in the whole shoot", p.act.Duplicates)
		item.Checked = p.ws.Now().AreCopies()
		m.Items = append(m.Items, item)
	}
	return m
}

// burstWords says what is shown as bursts, and how many that makes.
func (p *Panel) burstWords() string {
	if p.ws.Now().AreCopies() {
		return "duplicates: " + phrase.Count(p.ws.Now().CountBursts(), "group")
	}
	return burstsBy(p.ws.Grouping().Scenes(), p.ws.Now().CountBursts())
}

func burstsBy(scenes bool, bursts int) string {
	how := "by time"
	if scenes {
		how = "by scene"
	}
	return how + ": " + phrase.Count(bursts, "burst")
}

func words(s string, tips *widgets.Tips) *widgets.Words { return widgets.NewWords(s, theme.Dim, tips) }

// faultMenu turns faults on and off.
func (p *Panel) faultMenu() *fyne.Menu {
	m := fyne.NewMenu("")
	if p.ws == nil {
		return m
	}
	on := p.ws.Now().Faults()
	for _, f := range judge.Faults() {
		item := fyne.NewMenuItem(phrase.Upper(string(f)), func() {
			p.ws.Tuning().SetFault(f, !on[f])
			p.act.Changed()
		})
		item.Checked = on[f]
		m.Items = append(m.Items, item)
	}
	return m
}

// faultWords says which faults count.
func (p *Panel) faultWords() string {
	var off []string
	for _, f := range judge.Faults() {
		if !p.ws.Now().Faults()[f] {
			off = append(off, string(f))
		}
	}
	switch len(off) {
	case 0:
		return "all count"
	case len(judge.Faults()):
		return "none counts"
	}
	return "all but " + phrase.And(off)
}

// CreateRenderer is Fyne's.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.content) }

// The gap's slider is logarithmic: half of it is for gaps below 3.5 seconds.
var gapSpan = math.Log(float64(workspace.MostGap) / float64(workspace.LeastGap))

func gapOf(v float64) time.Duration {
	g := time.Duration(float64(workspace.LeastGap) * math.Exp(v*gapSpan))
	step := 100 * time.Millisecond
	if g > 10*time.Second {
		step = time.Second
	}
	return g.Round(step)
}

func placeOfGap(g time.Duration) float64 {
	return math.Log(float64(g)/float64(workspace.LeastGap)) / gapSpan
}

// Frames of one scene are alike by 0.9 and more to most models, so half of the
// slider of likeness is for what is above 0.9.
var alikePower = math.Log(0.1) / math.Log(0.5)

func alikeOf(v float64) float64 {
	return math.Round(1000*(1-math.Pow(1-v, alikePower))) / 1000
}

func placeOfAlike(alike float64) float64 { return 1 - math.Pow(1-alike, 1/alikePower) }

// SetWorkspace shows another workspace.
func (p *Panel) SetWorkspace(d *workspace.Workspace) {
	p.ws = d
	p.Update()
}

// Update shows the weights as they are now.
func (p *Panel) Update() {
	if p.ws == nil {
		p.list.Objects, p.rows = nil, nil
		p.set.SetText("")
		p.scroll.Refresh()
		return
	}
	p.set.SetText(p.ws.Tuning().Prompts().Title)
	p.aggregation.SetText(p.ws.Board().Aggregation().Title())
	p.faults.SetText(p.faultWords())
	gap := p.ws.Grouping().Gap()
	p.scenes.SetText(p.burstWords())
	p.gap.Set(placeOfGap(gap), false)
	p.gapWords.SetText(fmt.Sprintf("%.1f s", gap.Seconds()))
	alike := p.ws.Grouping().MinAlike()
	p.alike.Set(placeOfAlike(alike), alike == 0)
	p.alikeWords.SetText("off")
	if alike > 0 {
		p.alikeWords.SetText(fmt.Sprintf("%.3f", alike))
	}
	p.fill(p.ws.Now().Weights())
}

// fill matches the rows with the weights.
func (p *Panel) fill(ws []snapshot.Weight) {
	same := len(ws) == len(p.rows)
	for k := 0; same && k < len(ws); k++ {
		same = p.rows[k].w.ID == ws[k].ID
	}
	if !same {
		p.rows, p.list.Objects = nil, nil
		kind := rank.Kind(255)
		for _, w := range ws {
			if k := heading(w.Kind); k != kind {
				kind = k
				h := widgets.NewWords(titleOf(kind), "foreground", p.tips)
				h.Bold = true
				p.list.Add(container.New(layout.NewCustomPaddedLayout(6, 2, 6, 6), h))
			}
			r := newRow(p, w.ID)
			p.rows = append(p.rows, r)
			p.list.Add(r.box)
		}
		p.scroll.Refresh()
	}
	moved := false
	for k, w := range ws {
		if p.rows[k].set(w) {
			moved = true
		}
	}
	if moved {
		p.scroll.Refresh()
	}
}

func heading(k rank.Kind) rank.Kind {
	if k.IsPrompt() {
		return rank.Pair
	}
	return k
}

func titleOf(k rank.Kind) string {
	switch k {
	case rank.Measure:
		return "Measures"
	case rank.Model:
		return "Quality models"
	}
	return "Prompts"
}

func (p *Panel) aggregations() *fyne.Menu {
	m := fyne.NewMenu("")
	if p.ws == nil {
		return m
	}
	for _, a := range rank.Aggregations() {
		item := fyne.NewMenuItem(a.Title(), func() {
			p.ws.Tuning().SetAggregation(a)
			p.act.Changed()
		})
		item.Checked = a == p.ws.Board().Aggregation()
		m.Items = append(m.Items, item)
	}
	return m
}
