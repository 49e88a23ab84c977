package faces

import (
	"fmt"
	"slices"
	"testing"
)

// placed is a face of a width in shares of a square picture.
func placed(x, y, width float64) Reading {
	return Reading{Box: Box{x - width/2, y - width/2, x + width/2, y + width/2}, Pixels: 1024 * width}
}

func TestPeopleAreMatchedAcrossABurst(t *testing.T) {
	for name, c := range map[string]struct {
		frames [][]Reading
		want   [][]int
	}{
		"nobody": {[][]Reading{nil, nil}, nil},
		"two who swap the first place": {
			[][]Reading{{placed(0.3, 0.5, 0.11), placed(0.6, 0.5, 0.1)}, {placed(0.61, 0.5, 0.105), placed(0.31, 0.5, 0.1)}},
			[][]int{{0, 1}, {1, 0}}},
		"one blinks out for a frame": {
			[][]Reading{{placed(0.3, 0.5, 0.2), placed(0.7, 0.5, 0.1)}, {placed(0.31, 0.5, 0.2)}, {placed(0.3, 0.51, 0.2), placed(0.71, 0.5, 0.1)}},
			[][]int{{0, 0, 0}, {1, -1, 1}}},
		"somebody comes": {
			[][]Reading{{placed(0.3, 0.5, 0.1)}, {placed(0.8, 0.5, 0.3), placed(0.3, 0.5, 0.1)}},
			[][]int{{-1, 0}, {0, 1}}},
		"the camera moves by more than a face": {
			[][]Reading{{placed(0.3, 0.5, 0.1), placed(0.5, 0.5, 0.09), placed(0.7, 0.5, 0.08)}, {placed(0.15, 0.45, 0.1), placed(0.35, 0.45, 0.09), placed(0.55, 0.45, 0.08)}},
			[][]int{{0, 0}, {1, 1}, {2, 2}}},
		"a child in front of a man": {
			[][]Reading{{placed(0.5, 0.5, 0.2)}, {placed(0.5, 0.5, 0.1)}},
			[][]int{{0, -1}, {-1, 0}}},
	} {
		got := People(c.frames)
		if !slices.EqualFunc(got, c.want, slices.Equal) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestWhoIsMissedInAFrameMovesWithIt(t *testing.T) {
	f := func(x float64) Reading { return Reading{Box: Box{x, 0.4, x + 0.1, 0.5}, Pixels: 100} }
	// The camera pans by 0.12 a frame; the second person is not found in the second.
	got := People([][]Reading{{f(0.1), f(0.3), f(0.6)}, {f(0.22), f(0.72)}, {f(0.34), f(0.54), f(0.84)}})
	if fmt.Sprint(got) != "[[0 0 0] [1 -1 1] [2 1 2]]" {
		t.Error(got)
	}
}
