package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"culler/cmd/internal/backend"
	"culler/library/photo/phototest"
	"culler/ui"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
)

// From a key to what is to be painted, as far as it is ours, while 3,000 photos
// are read and scored by the model: keys come every 120 ms, wherever the window
// is just then. The display's own share is not in it.
func BenchmarkKeyWhileScoring(b *testing.B) {
	photos := phototest.Shared(b, "photos/shoot")
	folder := filepath.Join(b.TempDir(), "shoot")
	if err := manyOf(photos, folder, 3000); err != nil {
		b.Fatal(err)
	}
	h, err := backend.Open(backend.Options{DataDir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { h.Close() })
	app := uitest.NewApp(b)
	w := ui.New(app, deps(app, h))
	b.Cleanup(w.Close)
	w.Fyne().Resize(fyne.NewSize(1440, 900))
	w.Show()
	w.Open(folder)
	app.Wait(b, "photos are scored", func() bool {
		return w.Workspace() != nil && w.Workspace().Now().Len() == 3000 && len(w.Workspace().Now().Ranking().Scores()) > 0
	})
	for name, start := range map[string][]keys.Chord{"grid": {"G", "Home"}, "loupe": {"G", "Home", "E"}} {
		b.Run(name, func(b *testing.B) {
			for _, c := range start {
				uitest.Press(w.Fyne(), c)
				app.Run()
			}
			marks := []keys.Chord{"Right", "Right", "P", "Right", "X", "Right", "3", "Down"}
			var laps uitest.Laps
			scored := count(w.Workspace())
			for n := 0; b.Loop(); n++ {
				done := make(chan struct{})
				var took time.Duration
				go func() {
					time.Sleep(120 * time.Millisecond)
					came := time.Now()
					fyne.Do(func() {
						uitest.Press(w.Fyne(), marks[n%len(marks)])
						took = time.Since(came)
						close(done)
					})
				}()
				app.Wait(b, "a key is answered", func() bool {
					select {
					case <-done:
						return true
					default:
						return false
					}
				})
				laps = append(laps, took)
			}
			laps.Report(b)
			b.ReportMetric(float64(count(w.Workspace())-scored), "photos-scored")
		})
	}
}

// count is the number of photos with a score.
func count(ws *workspace.Workspace) (n int) {
	for i := range ws.Now().Len() {
		if ws.Now().Cell(i).Percentile >= 0 {
			n++
		}
	}
	return n
}

// manyOf makes n photos of those of a folder that are not too large, no two alike.
func manyOf(from, to string, n int) error {
	var all [][]byte
	err := filepath.WalkDir(from, func(path string, e os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".jpg" {
			return err
		}
		b, err := os.ReadFile(path)
		if len(b) > 400e3 && len(b) < 2e6 {
			all = append(all, b)
		}
		return err
	})
	if err != nil || len(all) == 0 {
		return fmt.Errorf("there are no photos in %s: %w", from, err)
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for k := range n {
		b := append(all[k%len(all)][:len(all[k%len(all)]):len(all[k%len(all)])], make([]byte, 1+k/len(all))...)
		if err := os.WriteFile(filepath.Join(to, fmt.Sprintf("IMG_%04d.jpg", k)), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
