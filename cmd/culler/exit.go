package main

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"culler/cmd/internal/backend"
	"culler/ui"
)

// grace is how long Fyne may take to end.
const grace = 2 * time.Second

// run runs the app until it ends, closes the house and exits. When a window
// closes while the system is busy, Fyne 2.7 may wait for ever for a call that
// it queued after its last look at the queue; the databases must not stay locked
// by a program that nobody sees.
func run(a fyne.App, w *ui.Window, h *backend.House) {
	var once sync.Once
	finish := func() {
		once.Do(func() {
			w.Close() // again, if the system ended the app
			status := 0
			if err := h.Close(); err != nil {
				fmt.Fprintln(os.Stderr, "culler:", err)
				status = 1
			}
			os.Exit(status)
		})
	}
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-ended:
		case <-w.Closed():
		}
		time.Sleep(grace)
		finish()
	}()
	a.Run()
	finish()
}
