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
	w = unseen(w)
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

// unseen is the terminal itself, on which a bar moves the cursor.
func unseen(w io.Writer) io.Writer {
	if v, ok := w.(*visibly); ok {
		return v.file
	}
	return w
}

// newTransferBar begins a bar that words go with, for what comes in bytes.
func newTransferBar(w io.Writer) *bar {
	b := newBar(w, "")
	if b.shown != nil {
		b.shown = progressbar.NewOptions64(-1,
			progressbar.OptionSetWriter(unseen(w)),
			progressbar.OptionSetWidth(20),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSetPredictTime(false),
			progressbar.OptionSetElapsedTime(false),
			progressbar.OptionShowDescriptionAtLineEnd(),
			progressbar.OptionClearOnFinish(),
		)
	}
	return b
}

// say shows how far done of total is, in bytes, and the work under way in words.
func (b *bar) say(done, total int64, words string) {
	if b.shown == nil {
		return
	}
	if total <= 0 {
		done, total = 0, -1
	}
	if b.shown.GetMax64() != total {
		b.shown.ChangeMax64(total)
	}
	b.shown.Describe(inLine(words))
	// A full bar ends itself, and more may follow.
	_ = b.shown.Set64(min(done, max(total-1, 0)))
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
