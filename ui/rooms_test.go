package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"culler/scoring/shortlist"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
)

func TestTheStripMakesRoomForSinglePhotos(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.ws.Select(1)
	s.press("E")
	if !s.rooms.below.Open() {
		t.Error("a burst has no strip")
	}
	s.press("Ctrl+Down")
	for len(s.ws.Now().Strip(s.ws.Cursor()).Frames) > 1 {
		s.press("Ctrl+Down")
	}
	if s.rooms.below.Open() {
		t.Error("a single photo has a strip")
	}
	s.press("G")
	if !s.rooms.below.Open() {
		t.Error("the grid jumps from photo to photo")
	}
}

func TestInFullScreenThePhotoIsAlone(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.ws.Select(1)
	s.press("F")
	alone := func() bool {
		return s.win.FullScreen() && s.win.MainMenu() == nil && !s.rooms.across.Open() && !s.rooms.below.Open() && !s.rooms.bars[0].Visible() && !s.rooms.bars[1].Visible()
	}
	if s.ws.View() != workspace.Loupe || !alone() {
		t.Fatalf("F shows the view %q, alone %t", s.ws.View(), alone())
	}
	s.press("P", "Right", "G")
	if alone() || s.win.MainMenu() != s.menu.main || !s.rooms.bars[0].Visible() || !s.rooms.across.Open() {
		t.Error("the grid in full screen has no menu, bars or panel")
	}
	s.press("E")
	if !alone() {
		t.Error("back at the photo it is not alone")
	}
	s.press("Escape")
	if s.win.FullScreen() || s.ws.View() != workspace.Loupe || s.win.MainMenu() != s.menu.main || !s.rooms.across.Open() {
		t.Error("Escape does not bring the window back at the photo")
	}
	s.press("Escape")
	if s.ws.View() != workspace.Grid {
		t.Error("the next Escape does not go to the grid")
	}
}

func TestSizesAreRemembered(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.win.Resize(fyne.NewSize(1200, 800))
	s.rooms.across.SetSize(420)
	s.rooms.across.OnDrag(420)
	s.rooms.below.SetSize(200)
	s.Close()
	set := loadSettings(s.db)
	if set.SideWidth != 420 || set.StripHeight != 200 || set.Width != 1200 || set.Height != 800 {
		t.Errorf("remembered are %+v", set)
	}
}

// No view asks for more room than the smallest window has, however many frames a
// burst has: the window would grow beyond the screen and stay so.
func TestNoViewMakesTheWindowLarger(t *testing.T) {
	frames := make([]uitest.Frame, 30)
	for k := range frames {
		frames[k] = uitest.Frame{Name: fmt.Sprintf("IMG_%04d_with_a_long_name", k), At: time.Duration(k) * 300 * time.Millisecond, Good: float64(k % 7)}
	}
	s := onScreen(t, frames)
	for _, details := range []bool{false, true} {
		if s.set.Details != details {
			s.press("Ctrl+I")
		}
		for _, v := range []workspace.View{workspace.Grid, workspace.Loupe, workspace.Compare, workspace.Survey, workspace.Faces} {
			s.ws.SetView(v)
			s.follow()
			s.app.Run()
			if s.ws.View() != v {
				t.Fatalf("the view is %s, not %s", s.ws.View(), v)
			}
			if m := s.win.Content().MinSize(); m.Width > leastWidth || m.Height > leastHeight {
				t.Errorf("%s with details %v asks for %v", v, details, m)
			}
		}
	}
}

// What asks how much to keep is seen whole in the smallest window.
func TestHowMuchToKeepFitsIntoASmallWindow(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	for _, room := range []fyne.Size{{Width: 512, Height: 350}, {Width: 683, Height: 467}, {Width: 1440, Height: 900}} {
		s.win.Resize(room)
		s.press("Ctrl+J")
		s.app.Run() // it may take two lines
		if m := s.win.Content().MinSize(); m.Width > room.Width || m.Height > room.Height {
			t.Errorf("in a window of %v it asks for %v", room, m)
		}
		for what, o := range map[string]fyne.CanvasObject{"the button": s.strict.take, "the unit": s.strict.units[shortlist.Photos], "the slider": s.strict.slider} {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
			bar := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.strict.object)
			if at.X+o.Size().Width > room.Width || at.Y+o.Size().Height > bar.Y+s.strict.object.Size().Height {
				t.Errorf("in a window of %v %s lies at %v, %v large", room, what, at, o.Size())
			}
		}
		s.press("Ctrl+J")
	}
}

// The buttons of every dialog are within the smallest window at the largest scale;
// what has no room above them is scrolled to.
func TestDialogsFitIntoASmallWindow(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	room := fyne.NewSize(512, 350) // 1024 x 700 at FYNE_SCALE=2
	if m := s.win.Content().MinSize(); m.Width > room.Width || m.Height > room.Height {
		t.Errorf("the window asks for %v", m)
	}
	s.win.Resize(room)
	s.ws.Select(1)
	s.press("P")
	for _, k := range []keys.Chord{"?", "Ctrl+E", "Ctrl+,", "Ctrl+K", "Ctrl+H", "Ctrl+Alt+H", "Ctrl+Shift+H", "Ctrl+Shift+M", "Ctrl+M", "Ctrl+T", "Ctrl+Shift+T", "Shift+F1", "Ctrl+Shift+Enter"} {
		s.press(k)
		if !s.dialog() {
			t.Fatalf("%s opens no dialog", k)
		}
		b := s.boxes.Top().First
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
		if at.X < 0 || at.Y < 0 || at.X+b.Size().Width > room.Width || at.Y+b.Size().Height > room.Height {
			t.Errorf("%s: the first button lies at %v, %v large", k, at, b.Size())
		}
		s.press("Escape")
		if s.dialog() {
			t.Fatalf("%s: Escape does not close it", k)
		}
	}
}
