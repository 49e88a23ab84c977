package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/prompts"
	"culler/scoring"
	"culler/scoring/faces"
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

// editPrompt opens a prompt of the set in use by its row, or a new one ("").
func (w *Window) editPrompt(rowID string) {
	if w.ws == nil {
		return
	}
	p := prompts.Prompt{Kind: prompts.Pair, Weight: 1}
	id, isPrompt := scoring.PromptOf(rowID)
	title := "New prompt"
	if isPrompt {
		found, ok := w.ws.Prompts().Find(id)
		if !ok {
			return
		}
		p, title = found, "Edit prompt"
	}
	e := newPromptEditor(w, p)
	buttons := []box.Button{{Title: "Use", Do: func() bool { return e.use() }}, {Title: "Cancel"}}
	if isPrompt {
		buttons = append(buttons, box.Button{Title: "Remove", Do: func() bool {
			w.usePrompts(w.ws.WithoutPrompt(id))
			return true
		}})
	}
	w.boxes.Open(title, e.object, fyne.NewSize(640, 560), buttons...)
	w.win.Canvas().Focus(e.title)
}

// promptEditor is the form of one prompt, with the linter's warnings as it is
// typed.
type promptEditor struct {
	w         *Window
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

func newPromptEditor(w *Window, p prompts.Prompt) *promptEditor {
	e := &promptEditor{w: w, p: p, title: w.boxes.Field("", nil), first: w.boxes.Lines(), second: w.boxes.Lines(),
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
	row := container.NewHBox()
	for _, k := range kindTitles {
		c := widgets.NewChip(k.title, nil, nil, func() {
			e.p.Kind = k.kind
			e.show()
		})
		e.kind = append(e.kind, c)
		row.Add(c)
	}
	e.faces = w.boxes.Button("Let faces count", func() { w.countFaces(e.prompt()) })
	e.ways = container.NewHBox(w.boxes.Button("Other models...", func() { w.do(keys.Models, false) }), e.faces)
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
	e.warn(prompts.Lint(p))
	e.understand(p)
}

func (e *promptEditor) warn(found []prompts.Warning) {
	var out []string
	for _, warning := range found {
		out = append(out, "• "+warning.String())
	}
	e.warnings.SetText(strings.Join(out, "\n"))
}

// still is how long nothing must be typed before the model is asked.
const still = 300 * time.Millisecond

// understand asks the model what it makes of the prompt, once nothing was typed
// for a moment.
func (e *promptEditor) understand(p prompts.Prompt) {
	e.changes++
	change, board := e.changes, e.w.ws.Board()
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
	e.warn(prompts.LintFor(p, u))
	e.ways.Hide()
	if u.Cannot != "" {
		e.ways.Show()
	}
	e.faces.Hide()
	if p.AsksForFaces() {
		e.faces.Show()
	}
}

// countFaces gives what faces tell about a prompt's words a weight: open eyes,
// smiles, or sharpness.
func (w *Window) countFaces(p prompts.Prompt) {
	if w.ws == nil {
		return
	}
	row, what := faces.LargestRow, "How sharp the largest face is"
	switch text := strings.ToLower(strings.Join(p.Texts(), " ")); {
	case strings.Contains(text, "eye"), strings.Contains(text, "blink"):
		row, what = faces.EyesOpenRow, "Whether eyes are open"
	case strings.Contains(text, "smil"), strings.Contains(text, "laugh"):
		row, what = faces.SmilesRow, "Whether faces smile"
	}
	w.ws.SetWeight(row, 1)
	w.refresh()
	w.say(what + " counts with the weight 1 now, in photos where a face is found.")
}

// use asks the prompt; it stays open while the prompt cannot be asked.
func (e *promptEditor) use() bool {
	p := e.prompt()
	set := e.w.ws.EditPrompt(p)
	if err := set.Check(); err != nil {
		e.warnings.SetText("• " + phrase.Sentence(phrase.Error(err)))
		return false
	}
	e.w.usePrompts(set)
	return true
}

// usePrompts asks a set and keeps it as the photographer's own.
func (w *Window) usePrompts(set prompts.Set) {
	w.ask(set, func() {
		if w.deps.Prompts == nil {
			return
		}
		if _, err := w.deps.Prompts.Save(set); err != nil {
			w.say("The prompts could not be kept: " + phrase.Error(err))
			return
		}
		w.keep(PromptsSetting, set.ID)
	})
}

// ask puts a set on the board, which may take the model a moment.
func (w *Window) ask(set prompts.Set, then func()) {
	d := w.ws
	if d == nil {
		return
	}
	go func() {
		err := d.SetPrompts(context.Background(), set)
		fyne.Do(func() {
			if err != nil {
				w.boxes.Alert("The prompts could not be used", err)
				return
			}
			then()
			w.refresh()
		})
	}()
}

// showSets lists the prompt sets to choose from.
func (w *Window) showSets() {
	if w.deps.Prompts == nil || w.ws == nil {
		return
	}
	entries, err := w.deps.Prompts.List()
	if err != nil {
		w.say(phrase.Error(err))
	}
	var b *box.Box
	list := container.NewVBox()
	now := w.ws.Prompts().ID
	for _, e := range entries {
		whose := "comes with Culler"
		if e.Path != "" {
			whose = "yours"
		}
		text := e.Set.Description
		if e.Problem != "" {
			text = e.Problem
		} else {
			whose += ", " + phrase.Count(len(e.Set.Prompts), "prompt")
		}
		title := widgets.NewChip(e.Title, w.tips, func() string { return e.Path }, func() {
			if e.Problem == "" {
				b.Close()
				w.ask(e.Set, func() {
					w.keep(PromptsSetting, e.Set.ID)
					w.say("Asking the prompts of \"" + e.Title + "\".")
				})
			}
		}).Least(220)
		title.Set(e.ID == now)
		about := widget.NewLabel(box.Paragraph(whose, text))
		about.Wrapping, about.SizeName = fyne.TextWrapWord, theme.Small
		list.Add(container.NewBorder(nil, nil, container.NewVBox(title), nil, about))
	}
	name := w.boxes.Field("", nil)
	name.SetPlaceHolder("Save the prompts with these weights as...")
	keep := func() {
		if w.saveSet(strings.TrimSpace(name.Text)) {
			b.Close()
		}
	}
	name.OnSubmitted = func(string) { keep() }
	save := w.boxes.Button("Save", keep)
	folder := widgets.NewWords("Your sets: "+w.deps.Prompts.Dir(), theme.Dim, w.tips)
	foot := container.NewVBox(container.NewBorder(nil, nil, nil, save, name), folder)
	b = w.boxes.Open("Prompt sets", container.NewBorder(nil, foot, nil, nil, container.NewVScroll(list)), fyne.NewSize(720, 520), box.Button{Title: "Close"})
}

// saveSet writes the set in use under a new title.
func (w *Window) saveSet(title string) bool {
	if title == "" {
		w.say("Give the set a title first.")
		return false
	}
	set := w.ws.AsWeighted()
	set.Title, set.ID = title, setID(title)
	path, err := w.deps.Prompts.Save(set)
	if err != nil {
		w.boxes.Alert("The set could not be saved", err)
		return false
	}
	w.ask(set, func() {
		w.keep(PromptsSetting, set.ID)
		w.say("Saved as " + path + ".")
	})
	return true
}

// setID is a title as the name of a file.
func setID(title string) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, title)
	for strings.Contains(id, "--") {
		id = strings.ReplaceAll(id, "--", "-")
	}
	if id = strings.Trim(id, "-"); id == "" {
		return "my-prompts"
	}
	return id
}
