package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"culler/ui/uitest"
)

func at(x, y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}, Button: desktop.MouseButtonPrimary}
}

func TestASliderFollowsTheMouseInSteps(t *testing.T) {
	uitest.NewApp(t)
	var told []float64
	reset := 0
	s := NewSlider(0, 2, 0.05, func(v float64) { told = append(told, v) })
	s.OnReset = func() { reset++ }
	s.Resize(fyne.NewSize(100+knob, 20))
	s.Set(1, false)
	if len(told) != 0 {
		t.Fatal("Set told of a change")
	}
	s.MouseDown(at(50+knob/2, 5))
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(76+knob/2, 5)}})
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(76.2+knob/2, 5)}}) // not a step further
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(900, 5)}})
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(-900, 5)}})
	if len(told) != 3 || told[0] < 1.499 || told[0] > 1.551 || told[1] != 2 || told[2] != 0 || s.Value() != 0 {
		t.Errorf("told were %v", told)
	}
	right := at(80, 5)
	right.Button = desktop.MouseButtonSecondary
	s.MouseDown(right)
	if len(told) != 3 {
		t.Error("the right button moved it")
	}
	s.DoubleTapped(nil)
	if reset != 1 {
		t.Error("a double click does not put it back")
	}
	if _, takes := any(s).(fyne.Focusable); takes {
		t.Error("a slider takes the keyboard from the photos")
	}
}

func TestAChipThatIsOffCannotBePressed(t *testing.T) {
	uitest.NewApp(t)
	pressed := 0
	c := NewChip("Grid", nil, nil, func() { pressed++ })
	c.Tapped(nil)
	c.Enable(false)
	c.Tapped(nil)
	c.Enable(true)
	c.Tapped(nil)
	if pressed != 2 {
		t.Errorf("pressed %d times", pressed)
	}
	if small, large := NewChip("a", nil, nil, nil).MinSize(), NewChip("a long title", nil, nil, nil).MinSize(); small.Width >= large.Width || small.Height != large.Height {
		t.Errorf("the sizes are %v and %v", small, large)
	}
}

func TestAHintComesAfterAMomentAndStaysInTheWindow(t *testing.T) {
	app := uitest.NewApp(t)
	tips := NewTips()
	c := NewChip("Pick", tips, func() string { return "Pick (P)" }, nil)
	win := app.NewWindow("")
	win.SetPadded(false)
	win.SetContent(container.NewWithoutLayout(c, tips.Layer))
	win.Resize(fyne.NewSize(300, 200))
	tips.Layer.Resize(fyne.NewSize(300, 200))
	c.Resize(c.MinSize())
	c.Move(fyne.NewPos(280, 185))
	c.MouseIn(at(1, 1))
	if tips.Shown() != "" {
		t.Error("the hint does not wait")
	}
	app.Wait(t, "the hint is shown", func() bool { return tips.Shown() == "Pick (P)" })
	for _, o := range tips.Layer.Objects {
		if p := o.Position().Add(o.Size()); p.X > 300 || p.Y > 200 || o.Position().X < 0 || o.Position().Y < 0 {
			t.Errorf("the hint reaches to %v", p)
		}
	}
	c.MouseOut()
	if tips.Shown() != "" {
		t.Error("the hint stays")
	}
	// One whose chip is scrolled away goes with it.
	c.MouseIn(at(1, 1))
	app.Wait(t, "the hint is shown again", func() bool { return tips.Shown() == "Pick (P)" })
	c.Move(fyne.NewPos(200, 100))
	app.Wait(t, "the hint is gone", func() bool { return tips.Shown() == "" })
	// One that was called off does not come after all.
	tips.Offer(c, "late")
	tips.Offer(c, "in time")
	app.Wait(t, "the last hint is shown", func() bool { return tips.Shown() != "" })
	if got := tips.Shown(); got != "in time" {
		t.Errorf("shown is %q", got)
	}
	tips.show(c, strings.Repeat("many words ", 30))
	if n := strings.Count(tips.Shown(), "\n"); n < 4 {
		t.Errorf("a long hint has %d lines", n+1)
	}
}

func TestWordsAreCutWhereRoomEnds(t *testing.T) {
	uitest.NewApp(t)
	const long = "Depth and perspective"
	for _, room := range []float32{1000, 90, 60, 30, 1} {
		got := Cut(long, 12, fyne.TextStyle{}, room)
		if got != "" && fyne.MeasureText(got, 12, fyne.TextStyle{}).Width > room {
			t.Errorf("%q is wider than %v", got, room)
		}
		if got != long && got != "" && (!strings.HasSuffix(got, "...") || !strings.HasPrefix(long, strings.TrimSuffix(got, "..."))) {
			t.Errorf("in %v %q became %q", room, long, got)
		}
		if room == 1000 && got != long {
			t.Errorf("with room enough it became %q", got)
		}
	}
	w := NewWords(long, "foreground", NewTips())
	w.Resize(fyne.NewSize(60, 20))
	if w.Text() != long {
		t.Errorf("what is written is %q", w.Text())
	}
}

func TestWordsAreBrokenIntoLinesThatFit(t *testing.T) {
	uitest.NewApp(t)
	text := "Clearly ahead: sharper, less noise, a better framing of the whole and more light in the face of the one in front"
	wide := func(s string) float32 { return fyne.MeasureText(s, 11, fyne.TextStyle{}).Width }
	for _, room := range []float32{90, 200, 330, 2000} {
		for most := 1; most <= 3; most++ {
			lines := Lines(text, 11, room, most)
			all := strings.Join(lines, " ")
			if len(lines) > most || all != text && !strings.HasSuffix(all, "...") {
				t.Errorf("%v wide, %d lines: %q", room, most, lines)
			}
			for _, l := range lines {
				if wide(l) > room {
					t.Errorf("%q is wider than %v", l, room)
				}
			}
		}
	}
	if got := Lines("", 11, 100, 3); len(got) != 0 {
		t.Errorf("nothing makes the lines %q", got)
	}
}

// Choices that have no room beside each other lie in rows below each other.
func TestChoicesThatHaveNoRoomWrap(t *testing.T) {
	uitest.NewApp(t)
	c := NewChoices([]string{"On", "Only on hand-over", "Off", "Something longer still"}, 0, nil)
	one := c.MinSize()
	c.Resize(fyne.NewSize(1000, one.Height))
	if c.MinSize() != one {
		t.Errorf("with room, %v became %v", one, c.MinSize())
	}
	c.Resize(one)
	if s := c.MinSize(); s.Height < 3*c.chips[0].MinSize().Height || s.Width != one.Width {
		t.Errorf("the least size is %v, with room for all beside each other %v", s, one)
	}
	for k, chip := range c.chips {
		if chip.Position().X+chip.Size().Width > one.Width || chip.Size() != chip.MinSize() {
			t.Errorf("chip %d lies at %v and is %v large, of %v", k, chip.Position(), chip.Size(), one)
		}
		for _, other := range c.chips[:k] {
			if a, b := chip.Position(), other.Position(); a.Y < b.Y || a.Y == b.Y && a.X < b.X+other.Size().Width {
				t.Errorf("chip %d lies at %v, over one at %v", k, a, b)
			}
		}
	}
}
