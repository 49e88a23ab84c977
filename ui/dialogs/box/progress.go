package box

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// repaintEvery is the least time between two repaints of how far something is.
const repaintEvery = 100 * time.Millisecond

// Progress is a box that says how far something is, with a button to stop it.
type Progress struct {
	box   *Box
	words *widget.Label
	bar   *widget.ProgressBar

	mu      sync.Mutex
	says    string
	share   float64
	pending bool
}

// Progress opens such a box. The button and Escape call stop; the box stays until
// Close.
func (s *Stack) Progress(title string, stop func()) *Progress {
	p := &Progress{words: widget.NewLabel("Beginning..."), bar: widget.NewProgressBar()}
	p.bar.TextFormatter = func() string { return "" }
	halt := func() {
		p.words.SetText("Stopping...")
		stop()
	}
	p.box = s.Open(title, container.NewVBox(p.words, p.bar), fyne.NewSize(520, 160), Button{"Stop", func() bool { halt(); return false }})
	p.box.Escape = halt
	p.box.Enter = nil // it would stop what was just begun
	return p
}

// Tell says how far it is, as a share from 0 to 1; it may be called from any
// goroutine.
func (p *Progress) Tell(words string, share float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.says, p.share = words, share
	if !p.pending {
		p.pending = true
		time.AfterFunc(repaintEvery, func() { fyne.Do(p.show) })
	}
}

func (p *Progress) show() {
	p.mu.Lock()
	words, share := p.says, p.share
	p.pending = false
	p.mu.Unlock()
	p.words.SetText(words)
	p.bar.SetValue(min(max(share, 0), 1))
}

// Close takes the box away.
func (p *Progress) Close() { p.box.Close() }
