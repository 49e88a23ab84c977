package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"culler/library"
	"culler/library/photo"
	"culler/library/setting"
	"culler/library/store"
	"culler/scoring"
	"culler/scoring/board"
	"culler/ui/grid"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
)

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestCapsLockAndShiftGoOnAfterAMark(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.ws.Select(1)
	s.press("Shift+X")
	if s.ws.Cursor() != 4 || s.ws.Now().Decision(1).Flag != photo.Rejected {
		t.Fatalf("Shift+X: the cursor is on %d", s.ws.Cursor())
	}
	// Caps Lock was on before the window came up: the first letter tells.
	uitest.PressWithCapsLock(s.win, "P")
	if s.ws.Cursor() != 6 || s.ws.Now().Decision(4).Flag != photo.Picked {
		t.Fatalf("with Caps Lock on: the cursor is on %d", s.ws.Cursor())
	}
	uitest.PressWithCapsLock(s.win, "3")
	uitest.PressWithCapsLock(s.win, "X")
	if s.ws.Cursor() != 13 || s.ws.Now().Decision(6).Stars != 3 || s.ws.Now().Decision(8).Flag != photo.Rejected {
		t.Fatalf("with Caps Lock on: the cursor is on %d", s.ws.Cursor())
	}
	s.press("CapsLock", "X")
	if s.ws.Cursor() != 13 || s.ws.Now().Decision(13).Flag != photo.Rejected {
		t.Fatalf("with Caps Lock off: the cursor is on %d", s.ws.Cursor())
	}
}

func TestFieldsOfWordsKeepTheirKeys(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.ws.Select(4)
	s.press("Ctrl+F")
	uitest.Type(s.win, "px12")
	if f := s.ws.Filter().Text; f != "px12" {
		t.Errorf("the filter is %q", f)
	}
	if n := s.ws.Shoot().CanUndo(); n != "" {
		t.Errorf("typing did %q", n)
	}
	if s.stage.shown != s.stage.empty.object || s.stage.empty.title.Text != "No photo passes the filters" {
		t.Error("the stage does not say why it is empty")
	}
	if got := s.stage.empty.text.Text; got != `No name has "px12" in it. Enter in the search field looks for it in the photos.` {
		t.Errorf("of a search that finds nothing it says %q", got)
	}
	s.press("Escape")
	if s.ws.Filter().Text != "" || s.win.Canvas().Focused() != s.keyboard || s.ws.Cursor() != 4 {
		t.Errorf("Escape left the filter %q and the cursor on %d", s.ws.Filter().Text, s.ws.Cursor())
	}
	s.press("/")
	uitest.Type(s.win, "0012")
	if got := s.ws.Shown().Items(); len(got) != 1 || got[0].Photo != 12 {
		t.Errorf("shown are %v", got)
	}
	// Words with Enter ask the model; there is none here, and that is said.
	s.press("Enter")
	if !strings.Contains(s.notice(), "model") {
		t.Errorf("the line says %q", s.notice())
	}
}

func TestADialogHasTheKeysForItself(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.ws.Select(4)
	s.press("?", "P", "X", "Right")
	if s.ws.Shoot().CanUndo() != "" || s.ws.Cursor() != 4 || !s.dialog() {
		t.Error("keys went through the dialog")
	}
	s.press("Escape")
	if s.dialog() {
		t.Fatal("Escape does not close the dialog")
	}
	s.press("P")
	if s.ws.Now().Decision(4).Flag != photo.Picked {
		t.Error("the keys did not come back")
	}
	s.press("Ctrl+Shift+Enter", "Escape")
	if p := s.ws.Now().Decision(1).Flag; p != photo.Unflagged {
		t.Error("Escape accepted all verdicts")
	}
}

func TestCompareOfABurstThenOfASinglePhoto(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	for i := range s.ws.Now().Len() { // the burst first, then every photo there is, singles among them
		s.ws.SetView(workspace.Grid)
		s.ws.Select(1)
		s.do(keys.Compare, false)
		if s.ws.View() != workspace.Compare {
			t.Fatal("a burst is not compared")
		}
		s.ws.Select(i)
		s.show()
	}
}

func TestEscapeClosesWhateverAKeyOpened(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.ws.Select(4)
	for id, k := range strokes() {
		if k.fresh {
			continue
		}
		s.do(id, false)
		s.app.Run()
		if !s.dialog() {
			continue
		}
		s.press("Escape")
		if s.dialog() {
			t.Errorf("Escape does not close what %s opened", id)
			s.again(t)
		}
		if s.win.Canvas().Focused() != s.keyboard {
			t.Errorf("after %s the keys are gone", id)
		}
	}
}

func TestTheMouseSelectsAsKeysDo(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.grid.OnTap(1, 0)
	if s.ws.Cursor() != 4 {
		t.Fatalf("a click went to %d", s.ws.Cursor())
	}
	s.grid.OnTap(3, fyne.KeyModifierShift)
	if got := s.ws.Selection(); !slices.Equal(got, []int{4, 6, 8}) {
		t.Errorf("Shift selected %v", got)
	}
	s.grid.OnTap(5, fyne.KeyModifierControl)
	s.grid.OnTap(2, fyne.KeyModifierControl)
	if got := s.ws.Selection(); !slices.Equal(got, []int{4, 8, 14}) {
		t.Errorf("Ctrl selected %v", got)
	}
	s.press("P")
	for i, want := range map[int]photo.Flag{4: photo.Picked, 6: photo.Unflagged, 8: photo.Picked, 14: photo.Picked} {
		if s.ws.Now().Decision(i).Flag != want {
			t.Errorf("after a click keys do not act: photo %d is %q", i, s.ws.Now().Decision(i).Flag)
		}
	}
	s.grid.OnMenu(1, fyne.NewPos(300, 300))
	if !s.dialog() {
		t.Error("the right button opens no menu")
	}
}

func TestTheWindowSaysWhatCannotBeOpened(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.Open(filepath.Join(s.folder, "nowhere"))
	s.app.Wait(t, "the window says so", s.dialog)
	s.press("Escape")
	if s.ws.Now().Len() != 15 {
		t.Error("the shoot that was open is gone")
	}
	empty := t.TempDir()
	s.Open(empty)
	s.app.Wait(t, "the empty folder is open", func() bool { return s.ws != nil && s.ws.Now().Len() == 0 })
	if s.stage.empty.title.Text != "There are no photos in this folder" {
		t.Errorf("the stage says %q", s.stage.empty.title.Text)
	}
	s.press("P", "G", "Right", "C", "Z", "Ctrl+Z", "Ctrl+Enter", "Ctrl+Shift+Enter", "Ctrl+5", "Escape")
}

func TestWithoutAShootEveryKeyIsHarmless(t *testing.T) {
	s := &screen{t: t, app: uitest.NewApp(t), folder: t.TempDir(), db: uitest.Database(t)}
	s.Window = New(s.app, s.deps())
	s.set.Toured = true
	s.Show()
	t.Cleanup(s.Close)
	for id := range strokes() {
		if id != "quit" && id != "demo" && id != "open" {
			s.do(id, false)
			s.app.Run()
		}
	}
	if s.ws != nil {
		t.Error("a shoot is open")
	}
}

func TestAFailingScoreIsToldAndLeavesTheRest(t *testing.T) {
	fail := errors.New("the disk is full")
	s := onScreen(t, uitest.Frames())
	s.Window.deps.Score = func(context.Context, *library.Shoot, *board.Board, func(scoring.Progress)) error { return fail }
	s.Open(s.folder)
	s.app.Wait(t, "the window tells", s.dialog)
	s.press("Escape", "Home", "P")
	if got := s.ws.Now().Decision(s.ws.Cursor()).Flag; got != photo.Picked {
		t.Error("photos can no longer be decided about")
	}
}

func TestWhatIsShownFollowsASlider(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.press("B", "Alt+3", "Home")
	first := s.ws.Cursor()
	s.ws.Tuning().SetWeight(board.MeasureRow("sharpness"), -1)
	s.weighed()
	s.press("Home")
	if s.ws.Cursor() == first || s.ws.Shown().Items()[14].Photo != first {
		t.Errorf("the best photo %d lies at %d after its only merit turned into a fault", first, s.ws.Shown().ItemOf(first))
	}
	var kept board.Settings
	s.kept.weightsNow()
	if ok, err := s.db.Setting(setting.Weights, &kept); !ok || err != nil || kept.Weights[board.MeasureRow("sharpness")] != -1 {
		t.Errorf("kept are the weights %v, %v", kept.Weights, err)
	}
}

func TestTheWordsOnTheScreenSayWhatIsThere(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.ws.Select(0)
	s.follow()
	if v := s.strip.Verdict(); !strings.HasPrefix(v, "Clearly the best of 4: IMG_0001") {
		t.Errorf("the strip says %q", v)
	}
	if got := s.reasons.Sentence(); got != "It is much softer than the sharpest of its burst. Place 4 of 4 in its burst; better than 14 % of the shoot. Weak point: sharpness." {
		t.Errorf("the panel says %q", got)
	}
	if got := s.status.summary(); got != "15 photos, 4 bursts" {
		t.Errorf("the line says %q", got)
	}
	s.press("P", "Right", "X", "Right", "3")
	if got := s.status.summary(); got != "15 photos, 1 of 4 bursts decided · 1 picked · 1 rejected · 12 open" {
		t.Errorf("the line says %q", got)
	}
	if s.ws.View() != workspace.Grid {
		t.Error("the view changed")
	}
}

// The drive of the last shoot may take long to answer: what is opened in the
// meantime stays.
func TestTheLastShootIsOpenedUnlessAnotherWas(t *testing.T) {
	last := t.TempDir()
	s := onScreen(t, uitest.Frames(), func(d *Deps) {
		d.Recent = func() ([]store.Recent, error) { return []store.Recent{{Folder: last}}, nil }
	})
	s.OpenLast()
	s.open(s.folder)
	time.Sleep(100 * time.Millisecond) // in which it could be opened wrongly
	s.app.Run()
	if got := s.ws.Shoot().Folder(); got != s.folder || s.busy() {
		t.Errorf("%s was opened over what the photographer opened", got)
	}
	s.OpenLast()
	s.app.Wait(t, "the last shoot is open", func() bool { return s.ws.Shoot().Folder() == last })
}

func TestAClickOnAMarkDecides(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.grid.OnMark(1, grid.Flagged(photo.Picked))
	if s.ws.Now().Decision(4).Flag != photo.Picked || s.ws.Cursor() != 4 {
		t.Errorf("the flag of the second cell left %+v and the cursor on %d", s.ws.Now().Decision(4), s.ws.Cursor())
	}
	s.grid.OnTap(1, 0)
	s.grid.OnTap(3, fyne.KeyModifierShift)
	s.grid.OnMark(2, grid.Starred(4))
	for _, i := range s.ws.Selection() {
		if s.ws.Now().Decision(i).Stars != 4 {
			t.Errorf("photo %d of the selection has %+v", i, s.ws.Now().Decision(i))
		}
	}
	if s.ws.Now().Decision(4).Flag != photo.Picked {
		t.Error("the stars took a flag away")
	}
	s.ws.Select(1)
	s.follow()
	s.strip.OnMark(2, grid.Flagged(photo.Rejected))
	if s.ws.Now().Decision(2).Flag != photo.Rejected || s.ws.Now().Decision(1).Flag != photo.Unflagged || s.ws.Cursor() != 2 {
		t.Errorf("a click in the strip left %+v, %+v", s.ws.Now().Decision(2), s.ws.Now().Decision(1))
	}
	s.press("Ctrl+Z")
	if s.ws.Now().Decision(2).Flag != photo.Unflagged {
		t.Error("it is not taken back")
	}
}
