package desk

import "slices"

// MostSurveyed is the largest number of photos in a survey.
const MostSurveyed = 9

// Contest are the photos to be compared or surveyed: the selection, if it is
// of several, else the frames of the cursor's burst, best first; at most
// MostSurveyed.
func (d *Desk) Contest() []int {
	if d.cursor < 0 || len(d.items) == 0 {
		return nil
	}
	c := d.Selection()
	if len(c) < 2 {
		c = d.Strip().Frames
	}
	return c[:min(len(c), MostSurveyed)]
}

// Duel are the two photos of Compare: the champion, which stays, and the one
// that challenges it. They are two selected photos, or the cursor's photo and
// its rival.
func (d *Desk) Duel() (champion, challenger int) {
	c := d.Selection()
	if len(c) >= 2 {
		champion, challenger = c[0], c[1]
		if slices.Contains(c[1:], d.cursor) {
			challenger = d.cursor
		}
		return champion, challenger
	}
	if d.pinned >= 0 && d.pinned != d.cursor {
		return d.pinned, d.cursor
	}
	rival := d.Rival(d.cursor)
	if rival < 0 {
		for _, i := range d.Strip().Frames {
			if i != d.cursor {
				rival = i
				break
			}
		}
	}
	return d.cursor, rival
}
