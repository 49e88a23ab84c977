package strip

import (
	"context"
	"image"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"culler/library/photo"
	"culler/ui/grid"
	"culler/ui/uitest"
	"culler/ui/widgets"
	"culler/ui/workspace"
)

type blank struct{}

func (blank) Thumb(_ context.Context, _ *photo.Photo, size int) (*image.RGBA, error) {
	return image.NewRGBA(image.Rect(0, 0, size, size)), nil
}

func open(t *testing.T) (*Strip, *workspace.Workspace, *int) {
	t.Helper()
	app := uitest.NewApp(t)
	dir := t.TempDir()
	uitest.Write(t, dir, uitest.Frames())
	s := uitest.Open(t, dir, nil)
	d := workspace.New(s, uitest.Board(s, uitest.Frames()))
	l := grid.NewLoader(blank{})
	t.Cleanup(l.Close)
	accepted := 0
	st := New(l, widgets.NewTips(), func() string { return "" }, func() { accepted++ })
	win := app.NewWindow("")
	win.SetContent(st)
	win.Resize(fyne.NewSize(900, 220))
	st.SetWorkspace(d)
	return st, d, &accepted
}

func titles(s *Strip) (out []string) {
	for k := range s.Len() {
		out = append(out, s.Info(k).Lead+s.Info(k).Title)
	}
	return out
}

func TestTheStripShowsTheBurstBestFirst(t *testing.T) {
	s, d, accepted := open(t)
	d.Select(2)
	s.Update()
	if got := titles(s); !slices.Equal(got, []string{"1. IMG_0001.jpg", "2. IMG_0003.jpg", "3. IMG_0002.jpg", "4. IMG_0000.jpg"}) {
		t.Errorf("shown are %v", got)
	}
	if !s.Info(2).Cursor || s.Info(0).Cursor || !s.Info(0).Best {
		t.Error("the cursor is not where it is, or the best frame is not marked")
	}
	if !s.accept.Visible() {
		t.Error("a clear verdict cannot be accepted")
	}
	s.accept.Tapped(nil)
	if *accepted != 1 {
		t.Error("the button does nothing")
	}
	d.Select(5)
	s.Update()
	if s.accept.Visible() || s.Verdict() != "Too close to call: two of 3 frames are as good as equal. The choice is yours." {
		t.Errorf("equals: the button is shown %v beside %q", s.accept.Visible(), s.Verdict())
	}
	d.Select(9)
	s.Update()
	if got := titles(s); !slices.Equal(got, []string{"IMG_0008.jpg", "IMG_0009.jpg", "IMG_0010.jpg"}) {
		t.Errorf("a bracket is shown as %v", got)
	}
	d.Select(4)
	s.Update()
	if s.Len() != 1 || s.Verdict() != "A single photo." {
		t.Errorf("%d frames under %q", s.Len(), s.Verdict())
	}
	s.SetWorkspace(nil)
	if s.Len() != 0 || s.Verdict() != "" {
		t.Error("something is left without a shoot")
	}
}

func TestAClickOnAFrameNamesItsPhoto(t *testing.T) {
	s, d, _ := open(t)
	d.Select(0)
	s.Update()
	var tapped, opened int
	s.OnTap = func(i int, _ fyne.KeyModifier) { tapped = i }
	s.OnOpen = func(i int) { opened = i }
	s.sheet.OnTap(1, 0)
	s.sheet.OnOpen(2)
	if tapped != 3 || opened != 2 {
		t.Errorf("a click on the second frame named %d, a double click on the third %d", tapped, opened)
	}
}
