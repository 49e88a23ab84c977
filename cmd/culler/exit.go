package main

import (
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"culler/cmd/internal/backend"
	"culler/ui"
)

const (
	// grace is how long Fyne may take to end.
	grace = 2 * time.Second
	// mostPatience is how long the window may take to keep everything when the system
	// asks Culler to end.
	mostPatience = 30 * time.Second
)

// run runs the app until it ends, closes the house and exits. When a window
// closes while the system is busy, Fyne 2.7 may wait for ever for a call that
// it queued after its last look at the queue; the databases must not stay locked
// by a program that nobody sees.
func run(a fyne.App, w *ui.Window, h *backend.House) {
	var once sync.Once
	finish := func() {
		once.Do(func() {
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
	// Fyne would end its own goroutine on a signal, before the window is closed: what
	// others have to show would then be drawn by themselves, all at once.
	a.Lifecycle().SetOnStarted(func() {
		time.AfterFunc(time.Second, func() { // Fyne has begun to listen by then
			signal.Reset(os.Interrupt, syscall.SIGTERM)
			signal.Notify(ended, os.Interrupt, syscall.SIGTERM)
		})
	})
	go func() {
		select {
		case <-ended:
			go fyne.Do(w.Quit)
			select {
			case <-w.Closed():
			case <-time.After(mostPatience):
				fmt.Fprintln(os.Stderr, "culler: the window did not close in time; all decisions are kept, and sidecars still to be written follow when the folder is opened again")
			}
		case <-w.Closed():
		}
		time.Sleep(grace)
		finish()
	}()
	a.Run()
	w.Close() // again, if the system ended the app
	finish()
}

// onScreen does what needs a screen. Where there is none, GLFW panics; whoever
// started Culler is told so in a sentence.
func onScreen(do func()) {
	defer func() {
		if r := recover(); r != nil {
			if !strings.HasPrefix(fmt.Sprint(r), "NotInitialized") {
				panic(r)
			}
			fmt.Fprintln(os.Stderr, "culler: there is no screen to open a window on: start Culler in a desktop session, or use  cull  in a terminal")
			os.Exit(1)
		}
	}()
	do()
}
