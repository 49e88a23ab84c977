package ui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/scoring/board"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/workspace/snapshot"
)

// search is the field for words: while they are typed they filter the names,
// and Enter sorts by their likeness to the photos, as the model sees it.
type search struct {
	widget.Entry
	bar   *filterBar
	quiet bool // what changes is not typed
	asked int  // how often the model was asked, or need not answer any more: it may answer late
	reads bool // it has not answered yet
}

// show writes what is searched for, as after a restart.
func (s *search) show(text string) {
	if s.Text != text {
		s.quiet = true
		s.SetText(text)
		s.quiet = false
	}
}

func newSearch(f *filterBar) *search {
	s := &search{bar: f}
	s.ExtendBaseWidget(s)
	s.hint(0)
	s.OnChanged = func(text string) {
		if !s.quiet {
			s.asked++
		}
		if !s.quiet && f.w.ws != nil && text != f.w.ws.Filter().Text {
			filter := f.w.ws.Filter()
			filter.Text = text
			f.w.ws.SetFilter(filter)
			f.w.reveal()
		}
	}
	s.OnSubmitted = func(text string) { f.byWords(text) }
	return s
}

// hint says in the empty field what it is for, in full where there is room.
func (s *search) hint(room float32) {
	text := "Name or subject; Enter: sort by likeness"
	if fyne.MeasureText(text, theme.Size("text"), s.TextStyle).Width+6*theme.Size("innerPadding") > room {
		text = "Search"
	}
	if s.PlaceHolder != text {
		s.SetPlaceHolder(text)
	}
}

// AcceptsTab lets Tab leave the field as TypedKey says.
func (s *search) AcceptsTab() bool { return true }

// TypedKey leaves the field: with Escape it is cleared, with Tab or Down what
// was typed keeps filtering.
func (s *search) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyTab || e.Name == fyne.KeyDown {
		s.bar.w.win.Canvas().Focus(s.bar.w.keyboard)
		return
	}
	if e.Name == fyne.KeyEscape {
		s.asked++ // also where nothing is written
		s.SetText("")
		sorted := s.bar.w.ws != nil && s.bar.w.ws.Words() != ""
		if s.reads || sorted {
			s.reads = false
			s.bar.w.say("") // what it told of the words no longer holds
		}
		if sorted {
			_ = s.bar.w.ws.SetWords(context.Background(), "")
			s.bar.w.follow()
		}
		s.bar.w.win.Canvas().Focus(s.bar.w.keyboard)
		return
	}
	s.Entry.TypedKey(e)
}

// byWords sorts by likeness to words, once the model has read them, unless something
// else is written by then.
func (f *filterBar) byWords(text string) {
	w := f.w
	d := w.ws
	w.win.Canvas().Focus(w.keyboard)
	if text = strings.TrimSpace(text); d == nil || text == "" {
		return
	}
	w.say("The model reads \"" + text + "\"...")
	f.text.asked++
	asked := f.text.asked
	f.text.reads = true
	go func() {
		found, err := d.Board().Search(context.Background(), text)
		fyne.Do(func() {
			if w.ws != d || f.text.asked != asked {
				return
			}
			f.text.reads = false
			if named := d.Now().Count(snapshot.Filter{Text: text}); named > 0 && (err != nil || found.Shown == 0) {
				// It is a name, so the filter stays; the model knows no better.
				w.say(fmt.Sprintf("%s \"%s\" in the name. The model finds none by what they show.", havePhotos(named), text))
				return
			}
			if err != nil {
				w.say(phrase.Sentence(phrase.Error(err)))
				return
			}
			filter := d.Filter()
			filter.Text = "" // the words were meant for the model
			d.SetFilter(filter)
			d.SortByWords(text, found.Alike)
			w.say(foundWords(text, found))
			d.Do(keys.First, false)
			w.reveal()
		})
	}()
}

func havePhotos(n int) string {
	if n == 1 {
		return "1 photo has"
	}
	return phrase.Count(n, "photo") + " have"
}

// foundWords says what a search by words found.
func foundWords(text string, f board.Found) string {
	says := []string{fmt.Sprintf("Sorted by likeness to \"%s\", as the model sees it.", text)}
	switch {
	case f.Shown == 0:
		says = append(says, "No photo clearly shows it.")
	case f.Shown > 0:
		says = append(says, fmt.Sprintf("%s may show it.", phrase.Count(f.Shown, "photo")))
	}
	if f.Note != "" {
		says = append(says, f.Note)
	}
	return strings.Join(append(says, "Escape in the field goes back."), " ")
}
