package widgets

import (
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"culler/ui/theme"
)

// Tips shows a hint beside what the mouse rests on. Its Layer lies over the
// window's content and takes no clicks.
type Tips struct {
	Layer  *fyne.Container
	ground *canvas.Rectangle
	lines  []*canvas.Text
	timer  *time.Timer
	wish   int // counts Offers, so that a late one is not shown
}

const (
	tipDelay = 500 * time.Millisecond // how long the mouse must rest
	tipWatch = 100 * time.Millisecond // how often a hint looks whether its thing is still there
)

// NewTips returns the hints of a window.
func NewTips() *Tips {
	t := &Tips{ground: canvas.NewRectangle(color.Transparent), Layer: container.NewWithoutLayout()}
	t.ground.CornerRadius, t.ground.StrokeWidth = 4, 1
	return t
}

// Offer shows a hint below o after a moment.
func (t *Tips) Offer(o fyne.CanvasObject, hint string) {
	t.Hide()
	if hint == "" {
		return
	}
	t.wish++
	wish := t.wish
	t.timer = time.AfterFunc(tipDelay, func() {
		fyne.Do(func() {
			if wish == t.wish {
				t.show(o, hint)
				t.watch(o, place(o), wish)
			}
		})
	})
}

// watch takes a hint away when what it is about is scrolled from under it.
func (t *Tips) watch(o fyne.CanvasObject, at fyne.Position, wish int) {
	t.timer = time.AfterFunc(tipWatch, func() {
		fyne.Do(func() {
			switch {
			case wish != t.wish:
			case place(o) != at:
				t.Hide()
			default:
				t.watch(o, at, wish)
			}
		})
	})
}

// place is where an object is in its window.
func place(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
}

// Hide takes the hint away.
func (t *Tips) Hide() {
	t.wish++
	if t.timer != nil {
		t.timer.Stop()
	}
	if len(t.Layer.Objects) > 0 {
		t.Layer.Objects = nil
		t.Layer.Refresh()
	}
}

// Shown is the hint on screen; "" if none.
func (t *Tips) Shown() string {
	if len(t.Layer.Objects) == 0 {
		return ""
	}
	var s []string
	for _, l := range t.lines {
		s = append(s, l.Text)
	}
	return strings.Join(s, "\n")
}

const tipPadding = 6

func (t *Tips) show(o fyne.CanvasObject, hint string) {
	at := place(o).Subtract(place(t.Layer))
	t.ground.FillColor, t.ground.StrokeColor = theme.Colour("overlayBackground"), theme.Colour(theme.Chosen)
	size := theme.Size(theme.Small)
	t.lines = nil
	w, h := float32(0), float32(0)
	for _, line := range wrap(hint, 60) {
		text := canvas.NewText(line, theme.Colour("foreground"))
		text.TextSize = size
		m := text.MinSize()
		text.Move(fyne.NewPos(0, h))
		w, h = max(w, m.Width), h+m.Height
		t.lines = append(t.lines, text)
	}
	w, h = w+2*tipPadding, h+2*tipPadding
	room := t.Layer.Size()
	x := max(min(at.X, room.Width-w-4), 4)
	y := at.Y + o.Size().Height + 4
	if y+h > room.Height {
		y = at.Y - h - 4
	}
	t.ground.Move(fyne.NewPos(x, y))
	t.ground.Resize(fyne.NewSize(w, h))
	objects := []fyne.CanvasObject{t.ground}
	for _, l := range t.lines {
		l.Move(l.Position().AddXY(x+tipPadding, y+tipPadding))
		l.Resize(l.MinSize())
		objects = append(objects, l)
	}
	t.Layer.Objects = objects
	t.Layer.Refresh()
}

// wrap breaks words into lines of about so many letters.
func wrap(s string, letters int) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && len(line)+1+len(w) > letters {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	return append(lines, line)
}

// Lines breaks words into lines that fit into a width, at most so many; the last
// one is cut where there is more to say.
func Lines(s string, size, room float32, most int) []string {
	var lines []string
	line := ""
	words := strings.Fields(s)
	for k, w := range words {
		next := strings.TrimSpace(line + " " + w)
		if line == "" || fyne.MeasureText(next, size, fyne.TextStyle{}).Width <= room {
			line = next
			continue
		}
		if len(lines)+1 == most {
			return append(lines, Cut(line+" "+strings.Join(words[k:], " "), size, fyne.TextStyle{}, room))
		}
		lines, line = append(lines, line), w
	}
	if line == "" {
		return lines
	}
	return append(lines, Cut(line, size, fyne.TextStyle{}, room))
}

// Lead puts words that are never cut before a name that is shortened.
func Lead(lead, s string, size, room float32) string {
	if lead == "" {
		return Shorten(s, size, room)
	}
	return strings.TrimSpace(lead + Shorten(s, size, room-fyne.MeasureText(lead, size, fyne.TextStyle{}).Width))
}

// Shorten cuts the middle of a name so that it fits: its end tells frames apart.
func Shorten(s string, size, room float32) string {
	width := func(s string) float32 { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width }
	if width(s) <= room {
		return s
	}
	r := []rune(s)
	// To measure is slow: begin near where it will fit.
	for keep := min(len(r)-1, int(float32(len(r))*room/width(s))+2); keep > 4; keep-- {
		if t := string(r[:keep/3]) + "..." + string(r[len(r)-(keep-keep/3):]); width(t) <= room {
			return t
		}
	}
	return ""
}

// Cut shortens words so that they fit into a width.
func Cut(s string, size float32, style fyne.TextStyle, room float32) string {
	if fyne.MeasureText(s, size, style).Width <= room {
		return s
	}
	r := []rune(s)
	low, high := 0, len(r)
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(strings.TrimRight(string(r[:mid]), " ")+"...", size, style).Width <= room {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if low == 0 {
		return ""
	}
	return strings.TrimRight(string(r[:low]), " ") + "..."
}
