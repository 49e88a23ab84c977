package dialogs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/prompts"
	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
)

var kindTitles = []struct {
	kind        prompts.Kind
	title, help string
}{
	{prompts.Pair, "Pair", "Which side fits better? One wording a line; several are averaged."},
	{prompts.Positive, "Speaks for", "How well does it fit? One wording a line."},
	{prompts.Negative, "Speaks against", "How badly does it fit? One wording a line."},
	{prompts.Scale, "Scale", "Which level fits? One level a line, the worst first."},
}

// promptEditor is the form of one prompt, with the linter's warnings as it is
// typed.
type promptEditor struct {
	d         Prompts
	p         prompts.Prompt
	object    fyne.CanvasObject
	title     *box.Field
	kind      []*widgets.Chip
	first     *box.Field
	second    *box.Field
	firstIs   *widget.Label
	secondIs  *widget.Label
	secondBox *fyne.Container
	help      *widget.Label
	warnings  *widget.Label
	ways      *fyne.Container // out, where the model cannot see what is meant
	faces     *box.Push
	changes   int
}

func newPromptEditor(d Prompts, p prompts.Prompt) *promptEditor {
	e := &promptEditor{d: d, p: p, title: d.Host.Boxes().Field("", nil), first: d.Host.Boxes().Lines(), second: d.Host.Boxes().Lines(),
		firstIs: widget.NewLabel(""), secondIs: widget.NewLabel("Against"), help: widget.NewLabel(""), warnings: widget.NewLabel("")}
	e.title.SetText(p.Title)
	e.title.SetPlaceHolder("A short title")
	e.first.SetMinRowsVisible(4)
	e.second.SetMinRowsVisible(4)
	e.first.SetText(strings.Join(e.p.Positive, "\n"))
	e.second.SetText(strings.Join(e.p.Negative, "\n"))
	if p.Kind == prompts.Scale {
		e.first.SetText(strings.Join(p.Levels, "\n"))
	} else if p.Kind == prompts.Negative {
		e.first.SetText(strings.Join(p.Negative, "\n"))
	}
	for _, o := range []*box.Field{e.title, e.first, e.second} {
		o.OnChanged = func(string) { e.lint() }
	}
	e.help.SizeName, e.help.Importance = theme.Small, widget.LowImportance
	e.warnings.Wrapping, e.warnings.SizeName = fyne.TextWrapWord, theme.Small
	row := container.New(widgets.NewFlow(4))
	for _, k := range kindTitles {
		c := widgets.NewChip(k.title, nil, nil, func() {
			e.p.Kind = k.kind
			e.show()
		})
		e.kind = append(e.kind, c)
		row.Add(c)
	}
	e.faces = d.Host.Boxes().Button("Let faces count", func() { d.countFaces(e.prompt()) })
	e.ways = container.New(widgets.NewFlow(4), d.Host.Boxes().Button("Other models...", func() { d.Host.Do(keys.Models) }), e.faces)
	e.ways.Hide()
	e.secondBox = container.NewVBox(e.secondIs, e.second)
	form := container.NewVBox(e.title, row, e.help, e.firstIs, e.first, e.secondBox)
	e.object = container.NewBorder(form, e.ways, nil, nil, container.NewVScroll(e.warnings))
	e.show()
	return e
}

func (e *promptEditor) show() {
	for k, t := range kindTitles {
		e.kind[k].Set(t.kind == e.p.Kind)
		if t.kind == e.p.Kind {
			e.help.SetText(t.help)
		}
	}
	if e.p.Kind == prompts.Pair {
		e.secondBox.Show()
	} else {
		e.secondBox.Hide()
	}
	e.firstIs.SetText(map[prompts.Kind]string{prompts.Pair: "For", prompts.Positive: "Wordings", prompts.Negative: "Wordings", prompts.Scale: "Levels"}[e.p.Kind])
	e.lint()
}

// prompt is what the form says.
func (e *promptEditor) prompt() prompts.Prompt {
	p := e.p
	p.Title = strings.TrimSpace(e.title.Text)
	p.Positive, p.Negative, p.Levels = nil, nil, nil
	switch p.Kind {
	case prompts.Pair:
		p.Positive, p.Negative = wordings(e.first.Text), wordings(e.second.Text)
	case prompts.Positive:
		p.Positive = wordings(e.first.Text)
	case prompts.Negative:
		p.Negative = wordings(e.first.Text)
	case prompts.Scale:
		p.Levels = wordings(e.first.Text)
	}
	return p
}

func wordings(text string) []string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

func (e *promptEditor) lint() {
	p := e.prompt()
	if p.Title == "" && len(p.Texts()) == 0 {
		e.warnings.SetText("")
		return
	}
	if p.ID == "" {
		p.ID = setID(p.Title) // it gets its own when it is used
	}
	e.warn(p, prompts.Lint(p))
	e.understand(p)
}

// warn says what was found in a prompt. One that is not finished yet
// has no fault: it says what is still to write.
func (e *promptEditor) warn(p prompts.Prompt, found []prompts.Warning) {
	var out []string
	still := unwritten(p)
	if len(still) > 0 {
		out = append(out, "Still to write: "+phrase.And(still)+".")
	}
	for _, warning := range found {
		if warning.Problem != prompts.Broken || len(still) == 0 {
			out = append(out, "• "+warning.String())
		}
	}
	e.warnings.SetText(strings.Join(out, "\n"))
}

// unwritten is what a prompt still lacks before it can be asked.
func unwritten(p prompts.Prompt) (still []string) {
	need := func(lacks bool, what string) {
		if lacks {
			still = append(still, what)
		}
	}
	need(p.Title == "", "a title")
	switch p.Kind {
	case prompts.Pair:
		need(len(p.Positive) == 0, "what speaks for a photo")
		need(len(p.Negative) == 0, "what speaks against it")
	case prompts.Scale:
		need(len(p.Levels) < 2, "two levels at least")
	default:
		need(len(p.Texts()) == 0, "a wording")
	}
	return still
}

// still is how long typing must pause before the model is asked.
const still = 300 * time.Millisecond

// understand asks the model what it makes of the prompt, once nothing was typed
// for a moment.
func (e *promptEditor) understand(p prompts.Prompt) {
	e.changes++
	change, board := e.changes, e.d.Host.Workspace().Board()
	time.AfterFunc(still, func() {
		fyne.Do(func() {
			if change != e.changes {
				return
			}
			go func() {
				u, err := board.Understand(context.Background(), p)
				fyne.Do(func() {
					if change == e.changes && err == nil {
						e.understood(p, u)
					}
				})
			}()
		})
	})
}

// understood shows what the model makes of the prompt.
func (e *promptEditor) understood(p prompts.Prompt, u prompts.Understanding) {
	e.warn(p, prompts.LintFor(p, u))
	e.ways.Hide()
	if u.Cannot != "" {
		e.ways.Show()
	}
	e.faces.Hide()
	if p.AsksForFaces() {
		e.faces.Show()
	}
}

// use asks the prompt; it stays open while the prompt cannot be asked.
func (e *promptEditor) use() bool {
	p := e.prompt()
	set := e.d.Host.Workspace().Tuning().EditPrompt(p)
	if err := set.Check(); err != nil {
		e.warnings.SetText("• " + phrase.Sentence(phrase.Error(err)))
		return false
	}
	ws := e.d.Host.Workspace()
	e.d.ask(set, func() {
		e.d.keep(set)
		ws.Refresh()
		for _, w := range ws.Now().Weights() {
			if w.Unseen && w.Title == p.Title {
				e.d.Host.Say(fmt.Sprintf("%q takes no part: the model cannot see this. Other models (%s) may.", p.Title, ws.Keys.Key(keys.Models)))
			}
		}
	})
	return true
}
