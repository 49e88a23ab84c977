package viewer

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"culler/library/photo"
	"culler/ui/theme"
)

// unseen is a roll of which nothing is there yet: its photos are 3 to 2.
type unseen struct{ *roll }

func (unseen) Cached(*photo.Photo, int) (*image.RGBA, bool) { return nil, false }

// surveyed is a survey of photos in a room of some size.
func surveyed(t *testing.T, n int, width, height float32) *Group {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(false, 1))
	l := NewLoader(unseen{&roll{gate: make(chan struct{})}}, 1<<20, func(int) {})
	t.Cleanup(l.Close)
	g := NewGroup(l)
	test.NewTempWindow(t, g.Object())
	var subjects []Subject
	for k := range n {
		subjects = append(subjects, Subject{Photo: k, Of: &photo.Photo{Name: fmt.Sprintf("IMG_%04d.jpg", k)}, Note: "Probably behind: not poor lighting -0.09, professional -0.09, well composed -0.07"})
	}
	g.Object().Resize(fyne.NewSize(width, height))
	g.Show(subjects, 0, "1 to 12 of 20.")
	return g
}

// However little room there is, photos are seen, not only what is said about them.
func TestASurveyShowsPhotosInAnyRoom(t *testing.T) {
	for _, room := range []fyne.Size{{Width: 250, Height: 270}, {Width: 355, Height: 340}, {Width: 655, Height: 580}, {Width: 1075, Height: 790}, {Width: 3400, Height: 1950}} {
		for _, n := range []int{2, 5, 12} {
			for _, p := range surveyed(t, n, room.Width, room.Height).panes {
				if pane, of := p.object.Size().Height, p.View.Size().Height; of < pane/2-1 {
					t.Errorf("in a room of %v each of %d photos has %v of a pane of %v", room, n, of, pane)
				}
			}
		}
	}
}

// The rows are those that show the photos largest, with the words around them.
func TestASurveyShowsPhotosAsLargeAsTheWordsLetThem(t *testing.T) {
	g := surveyed(t, 12, 1075, 790)
	v := g.panes[0].View.Size()
	if height := min(v.Height, v.Width/g.panes[0].shape()); height < 170 {
		t.Errorf("of twelve photos each is %v high, in a pane of %v", height, g.panes[0].object.Size())
	}
}
