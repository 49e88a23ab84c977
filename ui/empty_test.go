package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"culler/library/store"
	"culler/ui/uitest"
)

// firstLook is a window in which nothing is open yet.
func firstLook(t *testing.T, recent ...store.Recent) *emptiness {
	t.Helper()
	s := &screen{t: t, app: uitest.NewApp(t), folder: t.TempDir(), db: uitest.Database(t)}
	d := s.deps()
	d.Places = "All that Culler keeps is in one folder."
	d.Recent = func() ([]store.Recent, error) { return recent, nil }
	w := New(s.app, d)
	t.Cleanup(w.Close)
	w.Show()
	w.stage.empty.update()
	return w.stage.empty
}

func TestTheFirstStartTellsWhereCullerKeepsWhat(t *testing.T) {
	e := firstLook(t)
	if text := e.places.Objects[0].MinSize(); !e.places.Visible() || len(e.recent.Objects) != 0 || text.Height < 10 || text.Height > e.places.MinSize().Height {
		t.Errorf("the first start does not tell where Culler keeps what, in words of %v", text)
	}
	if e := firstLook(t, store.Recent{Folder: t.TempDir(), Photos: 3}); e.places.Visible() || len(e.recent.Objects) == 0 {
		t.Error("later starts still tell where Culler keeps what")
	}
}

// What is said of nothing to see is read whole in the smallest window, and never
// makes the window larger: it would grow beyond the screen and stay so.
func TestWhyThereIsNothingToSeeIsReadWhole(t *testing.T) {
	room := fyne.NewSize(512, 350) // 1024 x 700 at FYNE_SCALE=2
	whole := func(e *emptiness) {
		t.Helper()
		if m := e.w.win.Content().MinSize(); m.Width > room.Width || m.Height > room.Height {
			t.Errorf("the window asks for %v", m)
		}
		e.w.win.Resize(room)
		stage := e.object.Size().Width
		for _, o := range e.lines.Objects {
			if at := o.Position(); o.Visible() && (o.Size().Width > stage || o.MinSize().Width > o.Size().Width || at.X < 0 || at.Y < 0 || at.Y+o.Size().Height > e.lines.Size().Height) {
				t.Errorf("of a stage of %v a line has %v at %v, and asks for %v", stage, o.Size(), at, o.MinSize())
			}
		}
	}
	var recent []store.Recent
	for range 6 {
		recent = append(recent, store.Recent{Folder: "/photos/" + strings.Repeat("a long name of a wedding in June ", 4), Photos: 3000})
	}
	whole(firstLook(t))
	whole(firstLook(t, recent...))
	s := onScreen(t, uitest.Frames())
	s.press("Ctrl+F")
	uitest.Type(s.win, "a_name_that_no_photo_of_this_shoot_has")
	whole(s.stage.empty)
}
