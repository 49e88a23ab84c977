package ui

import (
	"context"
	"testing"
	"time"

	"culler/library"
	"culler/library/photo"
	"culler/library/setting"
	"culler/library/sidecar"
	"culler/scoring/faces"
	"culler/ui/dialogs"
	"culler/ui/keys"
	"culler/ui/uitest"
)

func TestSettingsAreKeptAndActAtOnce(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	p := s.settings()
	if p.Gap != 2*time.Second || p.Light || p.Scale != 1 {
		t.Errorf("delivered are %+v", p)
	}
	p.Sidecars = library.Sidecars{Mode: library.SidecarsOnExport, Style: sidecar.NameExt, For: sidecar.DigiKamOnly}
	p.Gap, p.Light, p.Scale, p.Faces = 5*time.Second, true, 1.3, faces.Everywhere
	preferences{s.Window}.use(p)
	if got := s.ws.Shoot().Sidecars(); got != p.Sidecars {
		t.Errorf("the open shoot treats sidecars as %+v", got)
	}

	var sidecars library.Sidecars
	var gap time.Duration
	var search faces.Search
	for key, v := range map[string]any{setting.Sidecars: &sidecars, setting.Gap: &gap, setting.Faces: &search} {
		if ok, err := s.db.Setting(key, v); !ok || err != nil {
			t.Errorf("%s: %v, %v", key, ok, err)
		}
	}
	if sidecars != p.Sidecars || gap != p.Gap || search != faces.Everywhere {
		t.Errorf("kept are %+v, %v and %q", sidecars, gap, search)
	}
	if set := loadSettings(s.db); !set.Light || set.Scale != 1.3 {
		t.Errorf("after a restart the window is light: %v, at scale %v", set.Light, set.Scale)
	}
}

func TestSubfoldersFollowTheirSetting(t *testing.T) {
	frames := uitest.Frames()
	for k := range frames[8:] {
		frames[8+k].Name = "below/" + frames[8+k].Name
	}
	s := onScreen(t, frames)
	if n := s.ws.Now().Len(); n != 15 {
		t.Fatalf("%d photos with subfolders, want 15", n)
	}
	p := s.settings()
	p.Recursive = false
	was := s.ws
	preferences{s.Window}.use(p)
	s.app.Wait(t, "the folder is open again", func() bool { return s.ws != nil && s.ws != was && !s.busy() })
	if n := s.ws.Now().Len(); n != 8 {
		t.Errorf("%d photos without subfolders, want 8", n)
	}
}

func TestTheSettingsDialogIsUsedByKeys(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.press("Ctrl+,")
	if !s.dialog() {
		t.Fatal("the settings do not open")
	}
	s.win.Canvas().FocusNext() // as Tab does
	s.press("Left", "Escape")
	if s.dialog() || s.settings().Sidecars.Mode != library.SidecarsOff {
		t.Errorf("Escape keeps the dialog open, or what was chosen in it: %+v", s.settings().Sidecars)
	}
	p := s.settings()
	s.press("Ctrl+,")
	s.win.Canvas().FocusNext()
	s.press("Left", "Enter")
	if p.Sidecars.Mode = library.SidecarsOnExport; s.dialog() || s.settings() != p {
		t.Errorf("Enter leaves the dialog open, or settings that were not chosen: %+v, want %+v", s.settings(), p)
	}
}

func TestPhotosThatArriveAreShownAndScored(t *testing.T) {
	frames := uitest.Frames()
	s := onScreen(t, frames)
	s.ws.Select(4)
	s.press("Shift+F5") // the tests' window does not watch
	uitest.Write(t, s.folder, []uitest.Frame{{Name: "NEW_1", At: time.Minute + 500*time.Millisecond, Good: 9, Meta: frames[4].Meta}})
	s.frames = append(s.frames, uitest.Frame{Name: "NEW_1", Good: 9})
	s.app.Wait(t, "the new photo is shown and scored", func() bool {
		return s.ws.Now().Len() == 16 && !s.busy() && s.scored()
	})
	if i := s.ws.Cursor(); i != 4 {
		t.Errorf("the cursor went from 4 to %d", i)
	}
	if f := s.ws.Now().Strip(s.ws.Cursor()).Frames; len(f) != 2 || f[0] != 15 {
		t.Errorf("the new photo is not the best of the cursor's burst: %v", f)
	}
	s.press("Shift+F5")
	if s.watch.stop != nil || !s.set.NoWatch {
		t.Error("the folder is still watched")
	}
}

func TestAConflictIsSaidAndListed(t *testing.T) {
	s := onScreen(t, uitest.Frames(), func(d *Deps) {
		d.OpenShoot = func(ctx context.Context, folder string, recursive bool) (*library.Shoot, error) {
			return library.Open(ctx, folder, library.Options{})
		}
	})
	shoot := s.ws.Shoot()
	s.ws.Select(4)
	s.press("5")
	shoot.FlushSidecars()
	path := shoot.SidecarFiles(4)[0]
	s.press("3")
	two := 2
	if _, err := sidecar.Change(path, nil, func(sidecar.State) sidecar.Fields { return sidecar.Fields{Rating: &two} }); err != nil {
		t.Fatal(err)
	}
	shoot.FlushSidecars()
	s.app.Wait(t, "the conflict is said", func() bool { return len(shoot.Conflicts()) == 1 && s.notice() != "" })
	if want := shoot.Conflicts()[0].Sentence + " (Ctrl+P lists what there was.)"; s.notice() != want {
		t.Errorf("said is %q, want %q", s.notice(), want)
	}
	s.press("Ctrl+P")
	if !s.dialog() {
		t.Error("the list of problems does not open")
	}
}

func TestTheKeysOfAnotherProgramAreUsedAtOnce(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	p := s.settings()
	p.Keys, p.Advance = keys.PhotoMechanic, true
	preferences{s.Window}.use(p)
	s.ws.Select(1)
	s.press("T")
	if s.ws.Now().Decision(1).Flag != photo.Picked || s.ws.Cursor() != 4 {
		t.Errorf("T leaves %v and the cursor on %d", s.ws.Now().Decision(1).Flag, s.ws.Cursor())
	}
	s.press("2", "Alt+3")
	if s.ws.Now().Decision(4).Label != photo.Red || s.ws.Now().Decision(6).Stars != 3 {
		t.Errorf("2 and Alt+3 leave %+v, %+v", s.ws.Now().Decision(4), s.ws.Now().Decision(6))
	}
	if got := s.keys.Titled(keys.Stars3); got != "3 stars (Alt+3)" {
		t.Errorf("tips say %q", got)
	}
	if set := loadSettings(s.db); set.KeySet != keys.PhotoMechanic || !set.Advance {
		t.Errorf("kept is %+v", set)
	}
}

// settings are the settings as the photographer sees them.
func (s *screen) settings() dialogs.Preferences { return preferences{s.Window}.now() }
