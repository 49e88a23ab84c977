package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// lead is a dialog that says how far something is, with a button to stop it.
type lead struct {
	box   *box
	words *widget.Label
	bar   *widget.ProgressBar

	mu      sync.Mutex
	says    string
	share   float64
	pending bool
}

func (l *lead) open(w *Window, title string, stop context.CancelFunc) {
	l.words, l.bar = widget.NewLabel("Beginning..."), widget.NewProgressBar()
	l.bar.TextFormatter = func() string { return "" }
	halt := func() {
		l.words.SetText("Stopping...")
		stop()
	}
	l.box = w.box(title, container.NewVBox(l.words, l.bar), fyne.NewSize(520, 160), button{"Stop", func() bool { halt(); return false }})
	l.box.escape = halt
	l.box.enter = nil // it would stop what was just begun
}

// tell says how far it is; it may be called from any goroutine.
func (l *lead) tell(words string, share float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.says, l.share = words, share
	if !l.pending {
		l.pending = true
		time.AfterFunc(repaintEvery, func() { fyne.Do(l.show) })
	}
}

func (l *lead) show() {
	l.mu.Lock()
	words, share := l.says, l.share
	l.pending = false
	l.mu.Unlock()
	l.words.SetText(words)
	l.bar.SetValue(min(max(share, 0), 1))
}

func (l *lead) close() { l.box.close() }
