package burst

import (
	"path"
	"regexp"
	"time"

	"culler/library/photo"
)

// Two things make a time doubtful as evidence for a burst. People date scans and
// old photos by hand, so that many share one time to the second; there the
// pictures must be alike. And two bodies of one model, whose files say no serial
// number, are told apart by the names that they give.

// LeastAlike is how alike neighbours with exactly the same time must be to stay
// in one burst, where the files say no fractions of a second. Of pairs of 216
// photographed series (the model that comes along, all pairs), two photos of
// different series reach it in 3 %, two of one series in 68 %; frames of one
// second are more alike than those.
const LeastAlike = 0.7

// oneTime tells whether two photos have the same time to the second and no
// fractions of it.
func (g *grouping) oneTime(a, b int) bool {
	return !g.taken[a].IsZero() && g.taken[a].Equal(g.taken[b]) && g.taken[a].Nanosecond() == 0
}

// leastAlike is how alike neighbours must be; 0 asks for nothing.
func (g *grouping) leastAlike(a, b int) float64 {
	if g.oneTime(a, b) {
		return max(g.o.MinAlike, LeastAlike)
	}
	return g.o.MinAlike
}

// dated is a note for bursts whose photos all have one round time, as those have
// that somebody dated; "" for others.
func (g *grouping) dated(b Burst) string {
	t := g.photos[b.Photos[0]].Meta.Taken
	if h, m, s := t.Clock(); len(b.Photos) < 2 || m != 0 || s != 0 || h != 0 && h != 12 || t.Nanosecond() != 0 {
		return ""
	}
	for _, i := range b.Photos {
		if !g.photos[i].Meta.Taken.Equal(t) {
			return ""
		}
	}
	return "all are dated " + t.Format(time.DateTime)
}

// counter is a name with a camera's count at the end, behind which programs add
// words: IMG_0001, IMG_0001-Edit. The E of an iPhone's edited IMG_E0001 is no part
// of the camera's words.
var counter = regexp.MustCompile(`^(.*?)(?:_E)?_?([0-9]{3,5})(?:[^0-9].*)?$`)

// series are the words that bodies put before their counts, for photos of cameras
// without a serial number: where two words have the same count within the gap, two
// bodies were at work, and each word is a series of its own. "" for all others.
func (g *grouping) series() []string {
	type count struct{ camera, number string }
	type frame struct {
		word string
		at   time.Time
	}
	first := make(map[count][]frame)
	words := make([]string, len(g.photos))
	apart := make(map[photo.Camera]map[string]bool)
	for i := range g.photos {
		c := g.photos[i].Meta.Camera
		if c.Serial != "" || c.Key() == "" || g.taken[i].IsZero() {
			continue
		}
		m := counter.FindStringSubmatch(path.Base(g.photos[i].Name))
		if m == nil {
			continue
		}
		words[i] = m[1]
		key := count{c.Key(), m[2]}
		for _, other := range first[key] {
			if other.word != m[1] && g.taken[i].Sub(other.at).Abs() <= g.o.Gap {
				if apart[c] == nil {
					apart[c] = make(map[string]bool)
				}
				apart[c][m[1]], apart[c][other.word] = true, true
			}
		}
		if len(first[key]) < 8 {
			first[key] = append(first[key], frame{m[1], g.taken[i]})
		}
	}
	for i := range words {
		if !apart[g.photos[i].Meta.Camera][words[i]] {
			words[i] = ""
		}
	}
	return words
}
