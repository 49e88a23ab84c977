//go:build unix

package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"syscall"

	"fyne.io/fyne/v2"
)

// vitals has SIGUSR2 print a line once all keys that came before were answered, and
// SIGUSR1 print what Culler takes: memory of Go in use and held, goroutines. If CULLER_PROFILE names a folder, a profile of the memory goes
// there as well. It is how make soak looks into a running Culler.
func vitals() {
	keys := make(chan os.Signal, 1)
	signal.Notify(keys, syscall.SIGUSR2)
	go func() {
		for range keys {
			fyne.Do(func() { fmt.Fprintln(os.Stderr, "culler: all keys are answered") })
		}
	}()
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		for n := 1; ; n++ {
			<-asked
			dir := os.Getenv("CULLER_PROFILE")
			if dir != "" {
				runtime.GC() // a profile is of what was live at the end of the last one
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			fmt.Fprintf(os.Stderr, "culler: vitals: %d MB live, %d MB of Go, %d goroutines\n", m.HeapAlloc>>20, (m.Sys-m.HeapReleased)>>20, runtime.NumGoroutine())
			if dir != "" {
				if f, err := os.Create(filepath.Join(dir, fmt.Sprintf("heap-%d.pprof", n))); err == nil {
					_ = pprof.WriteHeapProfile(f)
					f.Close()
				}
			}
		}
	}()
}
