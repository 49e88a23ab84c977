package ui

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"culler/library/phrase"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// progress is the work under way, how far it is and how long it will take.
type progress struct {
	what        string
	done, total int
	left        time.Duration
}

func (p progress) String() string {
	if a := p.amount(); a != "" {
		return p.what + ": " + a
	}
	return p.what
}

// amount says how far it is; "" where that is not known.
func (p progress) amount() string {
	s := ""
	if p.total > 0 {
		s = fmt.Sprintf("%s of %s", phrase.Thousands(p.done), phrase.Thousands(p.total))
	}
	if l := phrase.Left(p.left); l != "" {
		s = strings.TrimPrefix(s+", "+l, ", ")
	}
	return s
}

// pace is how fast something goes, for work that does not say how long it takes.
type pace struct {
	what  string
	done  int // when it was heard of first
	since time.Time
}

// estimate fills in the time that is left, once it can be told.
func (e *pace) estimate(p progress, now time.Time) progress {
	if p.what != e.what || p.done < e.done {
		*e = pace{p.what, p.done, now}
	}
	gone := now.Sub(e.since)
	if p.left == 0 && gone > time.Second && p.done > e.done && p.total > p.done {
		p.left = time.Duration(float64(gone) / float64(p.done-e.done) * float64(p.total-p.done))
	}
	return p
}

// status is the line at the bottom: the work under way, what was said last, and what
// the shoot amounts to.
type status struct {
	w      *Window
	object fyne.CanvasObject
	line   *fyne.Container

	work   *widgets.Words
	bar    *widgets.Bar
	stop   *widgets.Chip
	notice *widgets.Words
	sums   *widgets.Words
	broken *widgets.Chip // how many photos cannot be read; it lists them

	mu      sync.Mutex
	now     progress // the work under way; empty: nothing
	pace    pace
	pending bool
	cancel  func()
	said    int
}

// noticeStays is how long a sentence stays on the line.
const noticeStays = 8 * time.Second

func newStatus(w *Window) *status {
	s := &status{w: w}
	s.work, s.notice = widgets.NewWords("", theme.Dim, w.tips), widgets.NewWords("", "foreground", w.tips)
	s.sums = widgets.NewWords("", theme.Dim, w.tips)
	s.bar = widgets.NewBar()
	s.stop = widgets.NewChip("Stop", w.tips, func() string { return w.keys.Titled(keys.Stop) + ": what is finished is kept" }, s.halt)
	s.broken = widgets.NewChip("", w.tips, w.hint(keys.Problems), func() { w.do(keys.Problems, false) })
	s.broken.Hide()
	s.line = container.New(&statusLayout{}, s.sums, s.notice, s.work, s.bar, s.stop, s.broken)
	s.object = container.New(layout.NewCustomPaddedLayout(2, 2, 8, 8), s.line)
	s.end()
	return s
}

// halt stops the work under way.
func (s *status) halt() {
	s.mu.Lock()
	busy := s.now.what != ""
	s.mu.Unlock()
	switch {
	case !busy:
		s.w.say("Nothing is running that could be stopped.")
	case s.cancel != nil:
		s.cancel()
	default:
		s.w.reading.pause()
		s.w.say(fmt.Sprintf("Stopped, and what is finished is kept. %s continues.", s.w.keys.Key(keys.Rescan)))
	}
}

// start names the work under way until end is called. cancel stops it; nil: the work
// of the shoot.
func (s *status) start(what string, cancel func()) {
	s.cancel = cancel
	s.mu.Lock()
	s.now = progress{what: what}
	s.mu.Unlock()
	s.update()
}

func (s *status) end() {
	s.mu.Lock()
	s.now = progress{}
	s.mu.Unlock()
	s.cancel = nil
	s.update()
}

// tell says how far the work is; it may be called from any goroutine.
func (w *Window) tell(p progress) {
	s := w.status
	s.mu.Lock()
	s.now = s.pace.estimate(p, time.Now())
	pending := s.pending
	s.pending = true
	s.mu.Unlock()
	if !pending {
		time.AfterFunc(repaintEvery, func() {
			s.mu.Lock()
			s.pending = false
			s.mu.Unlock()
			fyne.Do(s.update)
		})
	}
}

// say shows a sentence for a while.
func (w *Window) say(sentence string) {
	s := w.status
	if s == nil {
		return
	}
	s.notice.SetText(sentence)
	s.said++
	said := s.said
	time.AfterFunc(noticeStays, func() {
		fyne.Do(func() {
			if s.said == said {
				s.notice.SetText("")
			}
		})
	})
}

// doing is the work under way.
func (s *status) doing() progress {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *status) update() {
	now := s.doing()
	if s.w.ws == nil && s.w.stage != nil {
		s.w.stage.update() // the start page says it as well
	}
	busy := now.what != ""
	s.work.SetText(now.String())
	s.bar.Set(now.done, now.total)
	for _, o := range []fyne.CanvasObject{s.work, s.bar, s.stop} {
		if busy != o.Visible() {
			if busy {
				o.Show()
			} else {
				o.Hide()
			}
		}
	}
	s.sums.SetText(s.summary())
	n := 0
	if s.w.ws != nil {
		n = s.w.ws.Now().Broken()
	}
	s.broken.SetText(phrase.Thousands(n) + " cannot be read")
	if n > 0 {
		s.broken.Show()
	} else {
		s.broken.Hide()
	}
	s.line.Layout.Layout(s.line.Objects, s.line.Size()) // the words share the room by their lengths
}

// summary is what the shoot amounts to.
func (s *status) summary() string {
	d := s.w.ws
	if d == nil || d.Now().Len() == 0 {
		return ""
	}
	t := d.Now().Tally()
	sum := phrase.Count(d.Now().Here(), "photo")
	switch decided, n := d.Now().DecidedBursts(); {
	case d.Now().AreCopies():
		sum += ", " + phrase.Count(n, "group") + " of duplicates"
	case decided > 0:
		sum += fmt.Sprintf(", %s of %s decided", phrase.Thousands(decided), phrase.Count(n, "burst"))
	case n > 0:
		sum += ", " + phrase.Count(n, "burst")
	}
	if n := d.Shown().Count(); n < d.Now().Here() {
		sum += fmt.Sprintf(" · %s shown", phrase.Thousands(n))
	}
	if k := len(d.Selection()); k > 1 {
		sum += fmt.Sprintf(" · %s selected", phrase.Thousands(k))
	}
	if t.Picked > 0 {
		sum += fmt.Sprintf(" · %s picked", phrase.Thousands(t.Picked))
	}
	if t.Rejected > 0 {
		sum += fmt.Sprintf(" · %s rejected", phrase.Thousands(t.Rejected))
	}
	if t.Open > 0 && t.Open < d.Now().Here() {
		sum += fmt.Sprintf(" · %s open", phrase.Thousands(t.Open))
	}
	if d.Marks().Advances() {
		sum += " · auto-advance"
	}
	return sum
}

// statusLayout: sums and what cannot be read at the left, work at the right, the
// notice between.
type statusLayout struct{}

func (statusLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(400, o[4].MinSize().Height)
}

func (statusLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	sums, notice, work, bar, stop, broken := o[0], o[1], o[2], o[3], o[4], o[5]
	put := func(o fyne.CanvasObject, x, w float32) {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(x, (s.Height-h)/2))
		o.Resize(fyne.NewSize(max(w, 0), h))
	}
	size := theme.Size(theme.Small)
	wide := func(t string) float32 { return fyne.MeasureText(t, size, fyne.TextStyle{}).Width + 4 }
	right := s.Width
	if stop.Visible() {
		put(stop, right-stop.MinSize().Width, stop.MinSize().Width)
		right -= stop.MinSize().Width + 8
		put(bar, right-120, 120)
		right -= 128
		w := min(wide(work.(*widgets.Words).Text()), s.Width/2)
		put(work, right-w, w)
		right -= w + 16
	}
	w := min(wide(sums.(*widgets.Words).Text()), right)
	put(sums, 0, w)
	if broken.Visible() {
		m := broken.MinSize().Width
		put(broken, w+10, m)
		w += 10 + m
	}
	put(notice, w+20, right-w-20)
}
