package dialogs

import (
	"context"
	"image"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"culler/library/photo"
	"culler/scoring/board"
	"culler/scoring/learn"
	"culler/ui/dialogs/box"
	"culler/ui/workspace"
)

// TasteLesson is the dialog in which a taste is learned.
type TasteLesson struct {
	Host Host
	// Describe tells a taste in words, in any goroutine; nil: it is not told.
	Describe func(ctx context.Context, board *board.Board, t *learn.Taste) error
	Thumb    func(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error)
	Taken    func() // it counts now
}

// Learn learns a taste from what was picked in the shoot, tells it in words and
// photos, and takes it over as a row of its own if that is wanted.
func (d TasteLesson) Learn() {
	ws := d.Host.Workspace()
	if ws == nil || ws.Tastes == nil {
		return
	}
	work, board, photos := ws.Now().TasteLesson(), ws.Board(), ws.Now().Len()
	var most, least []int // of the lesson, which is read once it is learned
	course{
		title: "Learn my taste", use: "Use it",
		learn: func(ctx context.Context) (learn.Lesson, error) {
			l, err := work(ctx)
			if err == nil && l.Taste != nil && d.Describe != nil {
				err = d.Describe(ctx, board, l.Taste)
			}
			if err == nil && l.Taste != nil && l.Changed() {
				most, least = extremes(board, photos, *l.Taste)
			}
			return l, err
		},
		show: func(l learn.Lesson) []fyne.CanvasObject {
			shown := []fyne.CanvasObject{accuracies(l, "With my taste beside them")}
			if l.Changed() {
				shown = append(shown, box.Small("It likes most:"), d.row(ws, most), box.Small("It likes least:"), d.row(ws, least))
			}
			return shown
		},
		take: func(l learn.Lesson) bool {
			if err := ws.Tuning().TakeTaste(l); err != nil {
				d.Host.Boxes().Alert("Your taste could not be kept", err)
				return false
			}
			d.Taken()
			return true
		},
	}.open(d.Host)
}

// Photos at each end, and how large they are.
const (
	ends    = 5
	endEdge = 100
)

// extremes are the photos of a shoot that a taste likes most and least. It looks at
// all embeddings, so it is nothing for the window's goroutine.
func extremes(b *board.Board, n int, t learn.Taste) (most, least []int) {
	readings := map[int]float64{}
	var photos []int
	for i := range n {
		if v := t.Reading(b.Vector(i)); !math.IsNaN(v) {
			photos, readings[i] = append(photos, i), v
		}
	}
	slices.SortStableFunc(photos, func(a, b int) int {
		switch {
		case readings[a] > readings[b]:
			return -1
		case readings[a] < readings[b]:
			return 1
		}
		return 0
	})
	n = min(ends, len(photos)/2)
	least = slices.Clone(photos[len(photos)-n:])
	slices.Reverse(least)
	return photos[:n], least
}

// row shows photos side by side, as their pictures arrive.
func (d TasteLesson) row(ws *workspace.Workspace, photos []int) fyne.CanvasObject {
	row := container.NewHBox()
	for _, i := range photos {
		img := &canvas.Image{FillMode: canvas.ImageFillContain}
		img.SetMinSize(fyne.NewSquareSize(endEdge))
		row.Add(img)
		p := ws.Now().Photo(i)
		go func() {
			thumb, err := d.Thumb(context.Background(), p, 256)
			fyne.Do(func() {
				if err == nil {
					img.Image = thumb
					img.Refresh()
				}
			})
		}()
	}
	return row
}
