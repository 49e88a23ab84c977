package dialogs

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/library/setting"
	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/faces"
	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// Prompts are the dialogs of the prompts that are asked.
type Prompts struct {
	Host  Host
	Shelf *prompts.Shelf // nil: nothing is kept
}

// Edit opens a prompt of the set in use by its row, or a new one ("").
func (d Prompts) Edit(rowID string) {
	ws := d.Host.Workspace()
	if ws == nil {
		return
	}
	p := prompts.Prompt{Kind: prompts.Pair, Weight: 1}
	id, isPrompt := board.PromptOf(rowID)
	title := "New prompt"
	if isPrompt {
		found, ok := ws.Tuning().Prompts().Find(id)
		if !ok {
			return
		}
		p, title = found, "Edit prompt"
	}
	e := newPromptEditor(d, p)
	buttons := []box.Button{{Title: "Use", Do: func() bool { return e.use() }}, {Title: "Cancel"}}
	if isPrompt {
		buttons = append(buttons, box.Button{Title: "Remove", Do: func() bool {
			d.use(ws.Tuning().WithoutPrompt(id))
			d.Host.Say(fmt.Sprintf("Removed the prompt %q; %s brings it back.", p.Title, ws.Keys.Key(keys.Undo)))
			return true
		}})
	}
	d.Host.Boxes().Open(title, e.object, fyne.NewSize(640, 560), buttons...)
	d.Host.Boxes().Focus(e.title)
}

// countFaces gives what faces tell about a prompt's words a weight: open eyes,
// smiles, or sharpness.
func (d Prompts) countFaces(p prompts.Prompt) {
	ws := d.Host.Workspace()
	if ws == nil {
		return
	}
	row, what := faces.LargestRow, "How sharp the largest face is"
	switch text := strings.ToLower(strings.Join(p.Texts(), " ")); {
	case strings.Contains(text, "eye"), strings.Contains(text, "blink"):
		row, what = faces.EyesOpenRow, "Whether eyes are open"
	case strings.Contains(text, "smil"), strings.Contains(text, "laugh"):
		row, what = faces.SmilesRow, "Whether faces smile"
	}
	ws.Tuning().SetWeight(row, 1)
	d.Host.Refresh()
	d.Host.Say(what + " counts with the weight 1 now, in photos where a face is found.")
}

// use asks a set and keeps it as the photographer's own.
func (d Prompts) use(set prompts.Set) {
	d.ask(set, func() { d.keep(set) })
}

// BringBack asks a set of the history and keeps it.
func (d Prompts) BringBack(set prompts.Set) {
	d.put(set, func() { d.keep(set) })
}

// keep keeps a set, unless it is on the shelf as it is, and that it is in use.
func (d Prompts) keep(set prompts.Set) {
	if d.Shelf == nil {
		return
	}
	entries, _ := d.Shelf.List() // what cannot be read is not the same
	if !slices.ContainsFunc(entries, func(e prompts.Entry) bool { return reflect.DeepEqual(e.Set, set) }) {
		if _, err := d.Shelf.Save(set); err != nil {
			d.Host.Say("The prompts could not be kept: " + phrase.Error(err))
			return
		}
	}
	d.Host.Keep(setting.Prompts, set.ID)
}

// ask puts a set on the board as a step of undo.
func (d Prompts) ask(set prompts.Set, then func()) {
	ws := d.Host.Workspace()
	if ws == nil {
		return
	}
	before := ws.Tuning().Prompts()
	d.put(set, func() {
		ws.Tuning().NotePrompts(before, set)
		then()
	})
}

// put puts a set on the board, which may take the model a moment.
func (d Prompts) put(set prompts.Set, then func()) {
	ws := d.Host.Workspace()
	if ws == nil {
		return
	}
	done := ws.Tuning().Asking()
	go func() {
		err := ws.Tuning().SetPrompts(context.Background(), set)
		fyne.Do(func() {
			defer done()
			if err != nil {
				d.Host.Boxes().Alert("The prompts could not be used", err)
				return
			}
			then()
			d.Host.Refresh()
		})
	}()
}

// Sets lists the prompt sets to choose from.
func (d Prompts) Sets() {
	ws := d.Host.Workspace()
	if d.Shelf == nil || ws == nil {
		return
	}
	entries, err := d.Shelf.List()
	if err != nil {
		d.Host.Say(phrase.Error(err))
	}
	var b *box.Box
	list := container.NewVBox()
	now := ws.Tuning().Prompts().ID
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
		title := widgets.NewChip(e.Title, d.Host.Boxes().Tips(), func() string { return e.Path }, func() {
			if e.Problem == "" {
				b.Close()
				d.ask(e.Set, func() {
					d.Host.Keep(setting.Prompts, e.Set.ID)
					d.Host.Say("Asking the prompts of \"" + e.Title + "\".")
				})
			}
		}).Least(220)
		title.Set(e.ID == now)
		about := widget.NewLabel(box.Paragraph(whose, text))
		about.Wrapping, about.SizeName = fyne.TextWrapWord, theme.Small
		list.Add(container.NewBorder(nil, nil, container.NewVBox(title), nil, about))
	}
	name := d.Host.Boxes().Field("", nil)
	name.SetPlaceHolder("Save the prompts with these weights as...")
	keep := func() {
		if d.save(strings.TrimSpace(name.Text)) {
			b.Close()
		}
	}
	name.OnSubmitted = func(string) { keep() }
	save := d.Host.Boxes().Button("Save", keep)
	folder := widgets.NewWords("Your sets: "+d.Shelf.Dir(), theme.Dim, d.Host.Boxes().Tips())
	foot := container.NewVBox(container.NewBorder(nil, nil, nil, save, name), folder)
	b = d.Host.Boxes().Open("Prompt sets", container.NewBorder(nil, foot, nil, nil, container.NewVScroll(list)), fyne.NewSize(720, 520), box.Button{Title: "Close"})
}

// save writes the set in use under a new title.
func (d Prompts) save(title string) bool {
	if title == "" {
		d.Host.Say("Give the set a title first.")
		return false
	}
	set := d.Host.Workspace().Tuning().AsWeighted()
	set.Title, set.ID = title, setID(title)
	path, err := d.Shelf.Save(set)
	if err != nil {
		d.Host.Boxes().Alert("The set could not be saved", err)
		return false
	}
	d.ask(set, func() {
		d.Host.Keep(setting.Prompts, set.ID)
		d.Host.Say("Saved as " + path + ".")
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
