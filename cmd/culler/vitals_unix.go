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
)

// vitals has SIGUSR1 print what Culler takes: memory of Go in use and held,
// goroutines. If CULLER_PROFILE names a folder, a profile of the memory goes
// there as well. It is how make soak looks into a running Culler.
func vitals() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		for n := 1; ; n++ {
			<-asked
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			fmt.Fprintf(os.Stderr, "culler: vitals: %d MB live, %d MB of Go, %d goroutines\n", m.HeapAlloc>>20, (m.Sys-m.HeapReleased)>>20, runtime.NumGoroutine())
			if dir := os.Getenv("CULLER_PROFILE"); dir != "" {
				if f, err := os.Create(filepath.Join(dir, fmt.Sprintf("heap-%d.pprof", n))); err == nil {
					_ = pprof.WriteHeapProfile(f)
					f.Close()
				}
			}
		}
	}()
}
