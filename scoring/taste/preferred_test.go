package taste

import (
	"slices"
	"testing"

	"culler/library/photo"
)

func TestWhatAPhotographerPreferred(t *testing.T) {
	pick, none, no := photo.Decision{Flag: photo.Picked}, photo.Decision{}, photo.Decision{Flag: photo.Rejected, Stars: 5}
	stars := func(n int) photo.Decision { return photo.Decision{Stars: n} }
	for _, c := range []struct {
		said []photo.Decision
		want []bool
	}{
		{[]photo.Decision{none, pick, no}, []bool{false, true, false}},
		{[]photo.Decision{pick, {Flag: photo.Picked, Stars: 2}, stars(5)}, []bool{true, true, false}},
		{[]photo.Decision{stars(3), stars(4), no, stars(4)}, []bool{false, true, false, true}},
		{[]photo.Decision{no, none}, []bool{false, false}},
	} {
		if got := Preferred(c.said); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.said, got, c.want)
		}
	}
}
