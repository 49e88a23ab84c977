package dialogs

import (
	"testing"
	"time"

	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/uitest"
)

func TestOffsetsAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"": 0, "+1:02:03": time.Hour + 2*time.Minute + 3*time.Second, "-0:00:30": -30 * time.Second, "-27:15:00": -27*time.Hour - 15*time.Minute,
	} {
		if got, err := readOffset(text); got != want || err != nil {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
		if got := offset(want); got != text {
			t.Errorf("%v is written as %q, want %q", want, got, text)
		}
	}
	for text, want := range map[string]time.Duration{" 2 ": 2 * time.Hour, "1:30": 90 * time.Minute, "+0:0:5": 5 * time.Second} {
		if got, err := readOffset(text); got != want || err != nil {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"soon", "1:60", "1:2:3:4", "--1", "1:-2", "99999999999", "1:2:"} {
		if got, err := readOffset(text); err == nil {
			t.Errorf("%q is read as %v, want an error", text, got)
		}
	}
}

// twoCameras is a burst of two cameras, one of which is an hour slow.
func twoCameras() []uitest.Frame {
	frames := uitest.Frames()
	frames = append(frames[:2:2], frames[11:13]...) // one and two by camera One, two by camera Two
	for k := range frames {
		frames[k].At = time.Duration(k) * 500 * time.Millisecond
		if k >= 2 {
			frames[k].At -= time.Hour
		}
	}
	return frames
}

func TestAClockIsPutRightInTheDialog(t *testing.T) {
	s := newHost(t, twoCameras())
	s.Do(keys.Stacks) // all photos, so that their order shows
	order := func() (out []string) {
		for _, it := range s.ws.Shown().Items() {
			out = append(out, s.ws.Now().Photo(it.Photo).Name)
		}
		return out
	}
	first := func() string { return order()[0] }
	if first() != "IMG_0011" {
		t.Fatalf("the slow camera's photo is not first: %v", order())
	}
	Clocks(s)
	s.win.Canvas().FocusNext() // as Tab does: from the first camera's field to the second's
	if f, ok := s.win.Canvas().Focused().(*box.Field); ok {
		f.SetText("+1:00:00")
		s.press("Enter")
	} else {
		t.Fatalf("the keyboard is at %T", s.win.Canvas().Focused())
	}
	if s.dialog() || s.ws.Grouping().Offset("Two#2") != time.Hour {
		t.Errorf("the dialog stays open, or camera Two is put right by %v", s.ws.Grouping().Offset("Two#2"))
	}
	if first() != "IMG_0000" {
		t.Errorf("the order did not follow: %v", order())
	}
	s.Do(keys.Undo)
	if s.ws.Grouping().Offset("Two#2") != 0 || first() != "IMG_0011" {
		t.Error("undo does not bring the clock back")
	}
}

func TestAClockIsMeasuredByTwoPhotosOfOneMoment(t *testing.T) {
	s := newHost(t, twoCameras())
	c := &clocks{h: s, ws: s.ws, said: box.Small(""), keys: []string{"One#1", "Two#2"}, fields: []*box.Field{s.boxes.Field("", nil), s.boxes.Field("", nil)}}
	c.measure()
	if c.fields[0].Text+c.fields[1].Text != "" {
		t.Error("one selected photo was enough")
	}
	s.Do(keys.Stacks)
	s.ws.Select(3)
	s.ws.Toggle(1) // the cursor's clock is right
	c.measure()
	if c.fields[0].Text != "" || c.fields[1].Text != "+0:59:59" {
		t.Errorf("measured are %q and %q: %s", c.fields[0].Text, c.fields[1].Text, c.said.Text)
	}
}
