package box

import (
	"net/url"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"culler/ui/uitest"
	"culler/ui/widgets"
)

// stack is boxes over an empty window; closed counts those that were closed.
func stack(t *testing.T) (s *Stack, win fyne.Window, closed *int) {
	win = uitest.NewApp(t).NewWindow("Boxes")
	closed = new(int)
	tips := widgets.NewTips()
	win.SetContent(container.NewStack(tips.Layer))
	win.Resize(fyne.NewSize(700, 500))
	s = NewStack(win, tips, func() float32 { return 1.5 }, func() { *closed++ })
	win.Canvas().SetOnTypedKey(s.Key)
	return s, win, closed
}

func TestKeysAreTheBoxOnTops(t *testing.T) {
	s, win, closed := stack(t)
	below, above := 0, 0
	s.Open("Below", s.Field("", nil), fyne.Size{}, Button{Title: "Do", Do: func() bool { below++; return true }}, Button{Title: "Cancel"})
	top := s.Open("Above", s.Field("", nil), fyne.Size{}, Button{Title: "Do", Do: func() bool { above++; return false }})
	uitest.Press(win, "Enter")
	if above != 1 || below != 0 || s.Len() != 2 || s.Top() != top {
		t.Errorf("Enter did %d above and %d below, and %d boxes are open", above, below, s.Len())
	}
	top.First.Disable()
	uitest.Press(win, "Enter")
	if above != 1 {
		t.Error("Enter presses a button that is off")
	}
	uitest.Press(win, "Escape")
	uitest.Press(win, "Enter")
	if below != 1 || s.Len() != 0 || *closed != 2 || s.Top() != nil {
		t.Errorf("then it did %d below, %d boxes are open and %d were closed", below, s.Len(), *closed)
	}
	uitest.Press(win, "Enter")
}

func TestKeysInAFieldAreTheBoxsWhereTheyWriteNothing(t *testing.T) {
	s, win, _ := stack(t)
	done := 0
	line, lines := s.Field("", nil), s.Lines()
	s.Open("Fields", container.NewVBox(line, lines), fyne.Size{}, Button{Title: "Do", Do: func() bool { done++; return false }})
	s.Focus(line)
	uitest.Press(win, "Enter")
	if done != 1 {
		t.Errorf("Enter in a line pressed the button %d times", done)
	}
	s.Focus(lines)
	uitest.Type(win, "one")
	uitest.Press(win, "Enter")
	uitest.Type(win, "two")
	if done != 1 || lines.Text != "one\ntwo" || lines.AcceptsTab() {
		t.Errorf("Enter in several lines left %q; Tab stays in them: %t", lines.Text, lines.AcceptsTab())
	}
	uitest.Press(win, "Escape")
	if s.Len() != 0 {
		t.Error("Escape in a field does not close the box")
	}
}

func TestABoxGrowsWithTheFontAsFarAsThereIsRoom(t *testing.T) {
	s, win, _ := stack(t)
	s.Tell("Words", "They fit.")
	got := s.Top().Content().Size()
	win.Resize(fyne.NewSize(2000, 1000))
	s.Tell("Words", "They fit.")
	if grown := s.Top().Content().Size(); got.Width > 660 || got.Height > 460 || grown.Width <= 660 || grown.Width > 840 {
		t.Errorf("in a window of 700 x 500 it takes %v, in one of 2000 x 1000 %v", got, grown)
	}
}

func TestAProgressIsStoppedByItsButtonAndByEscape(t *testing.T) {
	s, win, _ := stack(t)
	stops := 0
	p := s.Progress("Copying", func() { stops++ })
	uitest.Press(win, "Enter") // would stop what was just begun
	uitest.Press(win, "Escape")
	if stops != 1 || s.Len() != 1 {
		t.Errorf("Enter and Escape stopped it %d times, and %d boxes are open", stops, s.Len())
	}
	s.Top().First.Tapped(nil)
	if stops != 2 {
		t.Error("the button does not stop it")
	}
	p.Close()
	if s.Len() != 0 {
		t.Error("it stays open")
	}
}

func TestEscapeOnALinkClosesTheBox(t *testing.T) {
	s, win, _ := stack(t)
	to, _ := url.Parse("https://example.org/licence")
	link, pressed := s.Link("Licence", to), 0
	s.Open("Links", link, fyne.Size{}, Button{Title: "Do", Do: func() bool { pressed++; return false }})
	s.Focus(link)
	uitest.Press(win, "Enter")
	uitest.Press(win, "Escape")
	if pressed != 1 || s.Len() != 0 {
		t.Errorf("Enter pressed the button %d times, and Escape left %d boxes", pressed, s.Len())
	}
}
