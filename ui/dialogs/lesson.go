package dialogs

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
	"culler/ui/dialogs/box"
	"culler/ui/theme"
	"culler/ui/workspace"
)

// Lesson learns weights from what was picked in the shoot, shows them beside
// those of now, and takes them over if that is wanted; taken is called then.
func Lesson(h Host, taken func()) {
	ws := h.Workspace()
	if ws == nil {
		return
	}
	course{
		title: "Learn weights from my picks", use: "Use the new weights", learn: ws.Now().Lesson(), show: lessonRows,
		take: func(l learn.Lesson) bool {
			ws.Tuning().TakeLesson(l)
			taken()
			return true
		},
	}.open(h)
}

// course is a dialog in which something is learned, shown, and taken over if that
// is wanted.
type course struct {
	title, use string
	learn      func(ctx context.Context) (learn.Lesson, error) // in another goroutine
	show       func(l learn.Lesson) []fyne.CanvasObject        // below what the lesson says
	take       func(l learn.Lesson) bool                       // tells whether the dialog may close
}

func (c course) open(h Host) {
	ws := h.Workspace()
	ctx, cancel := context.WithCancel(context.Background())
	says := widget.NewLabel("Learning from your picks...")
	says.Wrapping = fyne.TextWrapWord
	content := container.NewVBox(says)
	var lesson learn.Lesson
	b := h.Boxes().Open(c.title, container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, 14), content)), fyne.NewSize(720, 220),
		box.Button{Title: c.use, Do: func() bool {
			if h.Workspace() == ws && !c.take(lesson) {
				return false
			}
			h.Follow()
			return true
		}}, box.Button{Title: "Leave things as they are"})
	b.Closed = cancel
	b.First.Disable()
	go func() {
		l, err := c.learn(ctx)
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
			b.Resize(fyne.NewSize(720, 620))
			for _, o := range c.show(l) {
				content.Add(o)
			}
			if l.Changed() {
				b.First.Enable()
			}
			if !l.Better() { // then Enter must not take them
				b.Enter, b.First.Importance = nil, widget.MediumImportance
				b.First.Refresh()
			}
		})
	}()
}

// lessonRows are the accuracies and the sliders of now and then.
func lessonRows(l learn.Lesson) []fyne.CanvasObject {
	sliders := container.New(layout.NewGridLayoutWithColumns(3), box.Small("Weight"), box.Small("Now"), box.Small("Learned"))
	for _, r := range l.Rows {
		if r.Weight == 0 && r.Learned == 0 {
			continue
		}
		sliders.Add(widget.NewLabel(r.Title))
		sliders.Add(weightBar(r.Weight))
		sliders.Add(weightBar(r.Learned))
	}
	return []fyne.CanvasObject{accuracies(l, "With the learned weights"), sliders}
}

// accuracies are how often picks came first in bursts that were held out.
func accuracies(l learn.Lesson, learned string) fyne.CanvasObject {
	random := taste.Share{Value: l.Random, Low: math.NaN(), High: math.NaN()}
	return box.Form(
		box.Line{Name: "With the weights as they are", Thing: newShare(l.Old, theme.Measure)},
		box.Line{Name: learned, Thing: newShare(l.New, theme.For)},
		box.Line{Name: "Choosing at random", Thing: newShare(random, theme.Dim)},
	)
}

// weightBar shows a weight as long as its slider stands.
func weightBar(weight float64) fyne.CanvasObject {
	bar := widget.NewProgressBar()
	bar.Max = workspace.MaxWeight
	bar.TextFormatter = func() string { return fmt.Sprintf("%.2f", weight) }
	bar.SetValue(min(math.Abs(weight), workspace.MaxWeight))
	return bar
}
