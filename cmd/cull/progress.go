package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// bar shows progress on a terminal; anywhere else it is silent, so that what a
// command prints stays clean in pipes and logs.
type bar struct{ shown *progressbar.ProgressBar }

// newBar begins a bar with what is being done, such as "Reading photos".
func newBar(w io.Writer, doing string) *bar {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &bar{}
	}
	return &bar{progressbar.NewOptions(-1,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(doing),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(30),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionClearOnFinish(),
	)}
}

// set shows that done of total are done.
func (b *bar) set(done, total int) {
	if b.shown == nil {
		return
	}
	if b.shown.GetMax() != total {
		b.shown.ChangeMax(total)
	}
	_ = b.shown.Set(done)
}

// close takes the bar off the terminal.
func (b *bar) close() {
	if b.shown != nil {
		_ = b.shown.Finish()
	}
}
