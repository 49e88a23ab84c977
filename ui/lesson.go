package ui

import (
	"context"
	"fmt"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"culler/scoring/learn"
	"culler/scoring/taste"
	"culler/ui/theme"
	"culler/ui/workspace"
)

// showLesson learns weights from what was picked in the shoot, shows them beside
// those of now, and takes them over if that is wanted.
func (w *Window) showLesson() {
	if w.ws == nil {
		return
	}
	ws, work := w.ws, w.ws.Lesson()
	ctx, cancel := context.WithCancel(context.Background())
	says := widget.NewLabel("Learning from your picks...")
	says.Wrapping = fyne.TextWrapWord
	content := container.NewVBox(says)
	var lesson learn.Lesson
	b := w.box("Learn weights from my picks", container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, 14), content)), fyne.NewSize(720, 560),
		button{"Use the new weights", func() bool {
			if w.ws == ws {
				ws.TakeLesson(lesson)
				w.saveWeights()
				w.follow()
			}
			return true
		}}, button{"Leave things as they are", nil})
	b.closed = cancel
	b.first.Disable()
	go func() {
		l, err := work(ctx)
		fyne.Do(func() {
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				says.SetText("Nothing could be learned: " + err.Error())
				return
			}
			lesson = l
			says.SetText(strings.Join(l.Sentences(), "\n"))
			if l.Bursts < learn.Enough {
				return
			}
			for _, o := range lessonRows(l) {
				content.Add(o)
			}
			if l.Changed() {
				b.first.Enable()
			}
			if !l.Better() { // then Enter must not take them
				b.enter, b.first.Importance = nil, widget.MediumImportance
				b.first.Refresh()
			}
		})
	}()
}

// lessonRows are the accuracies and the sliders of now and then.
func lessonRows(l learn.Lesson) []fyne.CanvasObject {
	random := taste.Share{Value: l.Random, Low: math.NaN(), High: math.NaN()}
	sliders := container.New(layout.NewGridLayoutWithColumns(3), small("Weight"), small("Now"), small("Learned"))
	for _, r := range l.Rows {
		if r.Weight == 0 && r.Learned == 0 {
			continue
		}
		sliders.Add(widget.NewLabel(r.Title))
		sliders.Add(weightBar(r.Weight))
		sliders.Add(weightBar(r.Learned))
	}
	return []fyne.CanvasObject{
		form(
			line{"With the weights as they are", newShare(l.Old, theme.Measure)},
			line{"With the learned ones", newShare(l.New, theme.For)},
			line{"Choosing at random", newShare(random, theme.Dim)},
		),
		sliders,
	}
}

// weightBar shows a weight as long as its slider stands.
func weightBar(weight float64) fyne.CanvasObject {
	bar := widget.NewProgressBar()
	bar.Max = workspace.MaxWeight
	bar.TextFormatter = func() string { return fmt.Sprintf("%.2f", weight) }
	bar.SetValue(min(math.Abs(weight), workspace.MaxWeight))
	return bar
}
