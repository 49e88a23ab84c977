package dialogs

import (
	"context"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library"
	"culler/library/burst"
	"culler/library/handover"
	"culler/library/photo"
	"culler/library/setting"
	"culler/scoring/board"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
)

// entries lists the photos of a shoot and nothing else about them.
func entries(s *library.Shoot, bursts []burst.Burst, _ *board.Board) []handover.Entry {
	var out []handover.Entry
	for n, b := range bursts {
		for _, i := range b.Photos {
			p := s.Photo(i)
			out = append(out, handover.Entry{Photo: p.Base(), Files: []string{p.Files[0].Path}, Burst: n + 1, Of: len(b.Photos), Source: &p})
		}
	}
	return out
}

// handingOver is the window on a shoot of which frames 1 and 4 are picked and
// frames 0 and 2 rejected, one of them with stars.
func handingOver(t *testing.T) *host {
	s := newHost(t, uitest.Frames())
	do := func(ids ...keys.ID) {
		for _, id := range ids {
			s.Do(id)
		}
	}
	s.ws.SelectFrame(1)
	do(keys.Stars5, keys.KeepOnly)
	s.ws.Select(4)
	do(keys.Pick, keys.Stars2)
	s.ws.SelectFrame(3)
	do(keys.ClearFlag)
	return s
}

// dialogs are the hand-over's over a host.
func dialogs(s *host) HandOver {
	return HandOver{Host: s, Work: s, Entries: entries, Thumb: func(context.Context, *photo.Photo, int) (*image.RGBA, error) {
		return image.NewRGBA(image.Rect(0, 0, 24, 16)), nil
	}}
}

// planned waits for the plan of a hand-over and returns what it says.
func planned(s *host, h *handOver) string {
	s.t.Helper()
	s.app.Wait(s.t, "a plan is made", func() bool { return h.plan != nil || !strings.HasPrefix(h.said.Text, "Looking") })
	return h.said.Text
}

// reported waits for what became of a hand-over.
func reported(s *host) string {
	s.t.Helper()
	text := ""
	s.app.Wait(s.t, "the hand-over is over", func() bool {
		if s.boxes.Len() == 0 || s.boxes.Top().First.Text == "Stop" {
			return false
		}
		if scroll, ok := s.boxes.Top().Content().(*container.Scroll); ok {
			text = scroll.Content.(*widget.Label).Text
		}
		return text != ""
	})
	return text
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name())
	}
	slices.Sort(out)
	return out
}

func TestTheHandOverSaysWhatItWillDoAndDoesIt(t *testing.T) {
	s := handingOver(t)
	h := newHandOver(dialogs(s), "Hand over", workspace.ThePicked, handing{Mode: handover.Copy, Sidecars: true})
	h.open()
	h.to.SetText(filepath.Join(t.TempDir(), "picks"))
	if says := planned(s, h); !strings.HasPrefix(says, "2 photos (2 files) will be copied to "+h.to.Text) {
		t.Errorf("the plan says %q", says)
	}
	if got := h.box.First.Text; got != "Copy 2 photos" {
		t.Errorf("the button says %q", got)
	}
	s.press("Enter")
	if says := reported(s); says != "2 photos are in "+h.to.Text+"." {
		t.Errorf("the report says %q", says)
	}
	if got := names(t, h.to.Text); !slices.Equal(got, []string{"IMG_0001.jpg", "IMG_0004.jpg"}) {
		t.Errorf("%v arrived", got)
	}
	s.press("Escape")
	if s.dialog() {
		t.Error("Escape leaves the report open")
	}
}

func TestEveryShareOfTheShootCanBeHandedOver(t *testing.T) {
	s := handingOver(t)
	s.ws.SelectFrame(13)
	for _, test := range []struct {
		share workspace.Share
		stars int
		want  []int
	}{
		{workspace.ThePicked, 0, []int{1, 4}},
		{workspace.TheRejected, 0, []int{0, 2}},
		{workspace.TheSelection, 0, []int{13}},
		{workspace.TheStarred, 2, []int{1, 4}},
		{workspace.TheStarred, 3, []int{1}},
		{workspace.TheBest, 0, []int{1, 4, 13, 14}}, // neither the burst that is too close to call nor the bracket
	} {
		if got := s.ws.Shared(test.share, test.stars); !slices.Equal(got, test.want) {
			t.Errorf("%s of %d stars: %v, want %v", test.share, test.stars, got, test.want)
		}
	}
	s.Do(keys.FilterPicked)
	if got := s.ws.Shared(workspace.TheShown, 0); !slices.Equal(got, []int{1, 4}) {
		t.Errorf("shown: %v, want the picked ones", got)
	}
}

func TestRejectsGoToAFolderAndOutOfTheShoot(t *testing.T) {
	s := handingOver(t)
	to := s.folder + " rejects"
	dialogs(s).Rejects()
	s.app.Wait(t, "a plan is made", func() bool { return !s.boxes.Top().First.Disabled() })
	if got := s.boxes.Top().First.Text; got != "Move 2 photos" {
		t.Errorf("the button says %q", got)
	}
	s.press("Enter")
	if says := reported(s); says != "2 photos are in "+to+"." {
		t.Errorf("the report says %q", says)
	}
	s.press("Escape")
	s.app.Wait(t, "the shoot knows", func() bool { return s.ws.Now().Here() == 13 })
	if got := names(t, to); !slices.Equal(got, []string{"IMG_0000.jpg", "IMG_0002.jpg"}) {
		t.Errorf("%v arrived", got)
	}
	if k := s.ws.Shown().ItemOf(0); k >= 0 {
		t.Error("a photo that went is still shown")
	}
	if b := s.ws.Now().Strip(s.ws.Cursor()); s.ws.Now().Decision(1).Flag == 0 || len(b.Frames) == 0 {
		t.Error("what stayed lost its decision")
	}
	dialogs(s).Rejects()
	if s.dialog() || s.said != "No photo is rejected." {
		t.Errorf("without rejects the dialog opens, or says %q", s.said)
	}
}

func TestListsAloneAreWrittenUnderFreeNames(t *testing.T) {
	s := handingOver(t)
	h := newHandOver(dialogs(s), "Hand over", workspace.TheBest, handing{CSV: true, Sheet: true})
	h.open()
	to := t.TempDir()
	h.to.SetText(to)
	stem := filepath.Base(s.folder)
	if err := os.WriteFile(filepath.Join(to, stem+".csv"), []byte("another list"), 0o600); err != nil {
		t.Fatal(err)
	}
	if says := planned(s, h); says != "A list (CSV) and a contact sheet (HTML) of 4 photos will be written to "+to+"." {
		t.Errorf("the plan says %q", says)
	}
	s.press("Enter")
	reported(s)
	if got := names(t, to); !slices.Equal(got, []string{stem + "-2.csv", stem + ".csv", stem + ".html"}) {
		t.Errorf("the folder holds %v", got)
	}
	b, err := os.ReadFile(filepath.Join(to, stem+"-2.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(b), ".jpg,"); n < 4 || strings.Contains(string(b), "IMG_0000.jpg,") {
		t.Errorf("the list holds %d photos:\n%s", n, b)
	}
}

func TestAHandOverThatCannotBeSaysWhy(t *testing.T) {
	s := handingOver(t)
	h := newHandOver(dialogs(s), "Hand over", workspace.ThePicked, handing{Mode: handover.Copy})
	h.open()
	for _, test := range []struct {
		to   string
		says string
	}{
		{"", "Choose a folder"},
		{s.folder, "lies in " + s.folder + " already"},
		{filepath.Join(s.folder, "IMG_0001.jpg"), "is a file, not a folder"},
	} {
		h.to.SetText(test.to)
		if says := planned(s, h); !strings.Contains(says, test.says) {
			t.Errorf("to %q the plan says %q, want %q", test.to, says, test.says)
		}
		if !h.box.First.Disabled() {
			t.Errorf("to %q the button can be pressed", test.to)
		}
	}
	h.to.SetText(filepath.Join(s.folder, "below"))
	if says := planned(s, h); !strings.Contains(says, "will show up in it") {
		t.Errorf("a folder in the shoot is planned with %q", says)
	}
	h.set.Mode = ""
	h.changed()
	if says := planned(s, h); says != "Choose at least one of the lists." {
		t.Errorf("without any list the plan says %q", says)
	}
}

func TestAHandOverThatWasStoppedGoesOn(t *testing.T) {
	s := handingOver(t)
	h := newHandOver(dialogs(s), "Hand over", workspace.ThePicked, handing{Mode: handover.Copy})
	h.open()
	h.to.SetText(filepath.Join(t.TempDir(), "picks"))
	planned(s, h)
	h.box.Close()
	d := newDelivery(h, *h.plan)
	d.report(context.Canceled)
	if says := reported(s); !strings.Contains(says, "0 of 2 photos are in") || !strings.Contains(says, "can go on where it stopped") {
		t.Errorf("the report says %q", says)
	}
	s.press("Enter")
	if says := reported(s); says != "2 photos are in "+h.to.Text+"." {
		t.Errorf("after going on the report says %q", says)
	}
}

func TestTheHandOverIsOfferedAsItWasUsed(t *testing.T) {
	s := handingOver(t)
	above := t.TempDir()
	h := newHandOver(dialogs(s), "Hand over", workspace.ThePicked, handing{Mode: handover.Link, Subfolders: true, JSON: true})
	h.open()
	h.to.SetText(filepath.Join(above, "mine"))
	planned(s, h)
	s.press("Enter")
	reported(s)
	s.press("Escape")
	var kept handing
	if _, err := s.db.Setting(setting.HandOver, &kept); err != nil {
		t.Fatal(err)
	}
	want := handing{Above: above, Mode: handover.Link, Subfolders: true, JSON: true}
	if kept != want {
		t.Errorf("kept is %+v, want %+v", kept, want)
	}
	if got := newHandOver(dialogs(s), "", workspace.ThePicked, kept).folder(); got != filepath.Join(above, filepath.Base(s.folder)+" picks") {
		t.Errorf("%s is offered the next time", got)
	}
}
