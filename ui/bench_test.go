package ui

import (
	"context"
	"runtime"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"culler/library"
	"culler/ui/keys"
	"culler/ui/uitest"
)

// many is the number of photos in these benchmarks.
const many = 10_000

// crowded is a window on 10,000 photos in 2,500 bursts, whose decisions are kept
// on disk as they are in the app.
func crowded(b *testing.B) *screen {
	b.Helper()
	s := onScreen(b, uitest.Bursts(many), func(d *Deps) {
		db := uitest.Database(b)
		d.OpenShoot = func(ctx context.Context, folder string, recursive bool) (*library.Shoot, error) {
			return library.Open(ctx, folder, library.Options{Store: db, Recursive: recursive})
		}
	})
	s.app.Run()
	return s
}

// Our own share of a frame while 10,000 photos scroll by at 3,600 pixels a second
// and thumbnails come in.
func BenchmarkScroll10k(b *testing.B) {
	s := crowded(b)
	s.press("B")
	var laps uitest.Laps
	for b.Loop() {
		laps.Time(func() {
			was := s.grid.Offset()
			s.grid.ScrollTo(was.AddXY(0, 60))
			if s.grid.Offset() == was {
				s.grid.ScrollTo(fyne.Position{})
			}
			s.app.Run()
		})
	}
	laps.Report(b)
}

// What 10,000 photos take in memory once all of them were seen.
func BenchmarkMemory10k(b *testing.B) {
	s := crowded(b)
	s.press("B")
	for b.Loop() {
		s.press("End")
		for k := 0; k < many; k += 30 {
			s.press("PageUp")
		}
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/1e6, "heap-MB")
	b.ReportMetric(float64(m.Sys)/1e6, "sys-MB")
	b.ReportMetric(0, "ns/op")
}

// From a key that decides to what is to be painted, the transaction on disk
// included.
func BenchmarkDecisionToRepaint10k(b *testing.B) {
	for name, first := range map[string]keys.Chord{"stacks": "G", "singles": "B", "by-score": "Alt+3", "undecided": "Ctrl+2"} {
		b.Run(name, func(b *testing.B) {
			s := crowded(b)
			s.press(first, "Home")
			marks := []keys.Chord{"Shift+X", "Shift+3", "P", "Right", "Shift+6"}
			var laps uitest.Laps
			for n := 0; b.Loop(); n++ {
				laps.Time(func() { uitest.Press(s.win, marks[n%len(marks)]) })
				s.app.Run() // what the shoot tells about it comes later
			}
			laps.Report(b)
		})
	}
}

// raster is what draws the photo in a close view.
func raster(o fyne.CanvasObject) *canvas.Raster {
	switch o := o.(type) {
	case *canvas.Raster:
		return o
	case *fyne.Container:
		for _, c := range o.Objects {
			if r := raster(c); r != nil {
				return r
			}
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			if r := raster(c); r != nil {
				return r
			}
		}
	}
	return nil
}

// From the key to the next photo, drawn: the pictures around it are there.
func BenchmarkNextPhoto(b *testing.B) {
	s := crowded(b)
	s.press("E")
	r := raster(s.stage.object)
	var laps uitest.Laps
	for n := 0; b.Loop(); n++ {
		if s.ws.Cursor() > many-10 {
			s.press("Home")
		}
		laps.Time(func() {
			s.press("Right")
			r.Generator(1280, 900)
		})
	}
	laps.Report(b)
}
