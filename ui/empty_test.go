package ui

import (
	"testing"

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
