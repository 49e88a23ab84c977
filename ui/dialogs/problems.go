package dialogs

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/ui/dialogs/box"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// mostListed is how many problems of a kind are listed: more would take seconds to lay
// out, and nobody reads them.
const mostListed = 200

// Problems lists what could not be read, what sidecars could not take, and
// what was decided differently in another program.
func Problems(h Host) {
	ws := h.Workspace()
	if ws == nil {
		return
	}
	list := container.NewVBox()
	var b *box.Box
	n := 0
	head := func(title string, many int) {
		if many == 0 {
			return
		}
		n += many
		l := widget.NewLabel(title + " (" + phrase.Thousands(many) + ")")
		l.TextStyle.Bold = true
		list.Add(l)
	}
	goTo := func(i int) func() {
		return func() {
			b.Close()
			ws.SelectFrame(i)
			h.Follow()
		}
	}
	add := func(name, why string, show func()) {
		text := widget.NewLabel(why)
		text.Wrapping, text.SizeName = fyne.TextWrapWord, theme.Small
		if name == "" {
			list.Add(text)
			return
		}
		list.Add(container.NewVBox(widgets.NewChip(name, h.Boxes().Tips(), nil, show).Plain(), text))
	}

	rest := func(many int) {
		if many > mostListed {
			add("", phrase.Thousands(many-mostListed)+" more are not listed.", nil)
		}
	}

	shoot := ws.Shoot()
	conflicts := shoot.Conflicts()
	head("Decided differently in another program", len(conflicts))
	for _, c := range conflicts[max(len(conflicts)-mostListed, 0):] {
		add(ws.Now().Photo(c.Photo).Name, c.Sentence, goTo(c.Photo))
	}
	rest(len(conflicts))
	notices := shoot.Notices()
	head("Sidecars and the database", len(notices))
	for _, s := range notices {
		add("", s, nil)
	}
	var broken []int
	for i := range ws.Now().Len() {
		if ws.Now().Problem(i) != "" {
			broken = append(broken, i)
		}
	}
	head("Photos", len(broken))
	for _, i := range broken[:min(len(broken), mostListed)] {
		add(ws.Now().Photo(i).Name, phrase.Upper(ws.Now().Problem(i)), goTo(i))
	}
	rest(len(broken))
	skipped := shoot.Skipped()
	head("Folders", len(skipped))
	for _, s := range skipped[:min(len(skipped), mostListed)] {
		add(s.Path, phrase.Upper(s.Reason), nil)
	}
	rest(len(skipped))
	if n == 0 {
		h.Say("All photos could be read, and sidecars agree with what was decided.")
		return
	}
	b = h.Boxes().Open("Problems", container.NewVScroll(list), fyne.NewSize(760, 520), box.Button{Title: "Close"})
}
