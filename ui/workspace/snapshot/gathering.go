package snapshot

import (
	"fmt"
	"slices"
	"strings"

	"culler/library/phrase"
	"culler/scoring/faces"
)

// Gathering are the faces of the cursor's burst, by person and frame.
type Gathering struct {
	Frames   []int   // photos, best first, as in the strip
	People   [][]int // for each person the index in Faces of each frame, -1 where there is none; the largest face first
	Sentence string  // what there is to say about them
}

// Gathering returns the faces of the burst of photo i, in the order of its verdict.
func (s *Snapshot) Gathering(i int) Gathering {
	if s.Photo(i) == nil {
		return Gathering{}
	}
	frames := s.Verdict(s.burstOf[i]).Order
	if s.gathered == nil || !slices.Equal(s.gathered.Frames, frames) {
		g := gather(s, frames)
		s.gathered = &g
	}
	return *s.gathered
}

func gather(s *Snapshot, frames []int) Gathering {
	taken := s.Frames(frames[0])
	found := make([][]faces.Reading, len(taken))
	for k, i := range taken {
		found[k] = s.Faces(i)
	}
	g := Gathering{Frames: slices.Clone(frames)}
	for _, p := range faces.People(found) {
		row := make([]int, len(frames))
		for k, i := range frames {
			row[k] = p[slices.Index(taken, i)]
		}
		g.People = append(g.People, row)
	}
	g.Sentence = ofEyes(s, frames)
	return g
}

// Eyes counts what is known of the eyes in a photo.
func (s *Snapshot) Eyes(i int) (open, closed, unsure int) {
	for _, f := range s.Faces(i) {
		switch f.Eyes {
		case faces.Open:
			open++
		case faces.Closed:
			closed++
		default:
			unsure++
		}
	}
	return open, closed, unsure
}

// ofEyes says in which of some frames, best first, all eyes are open.
func ofEyes(s *Snapshot, frames []int) string {
	there, good, best := 0, 0, -1
	read := true
	for _, i := range frames {
		open, closed, unsure := s.Eyes(i)
		read = read && s.FacesRead(i)
		if open+closed+unsure > 0 {
			there++
		}
		if open > 0 && closed == 0 {
			if good++; best < 0 {
				best = i
			}
		}
	}
	switch {
	case there == 0 && !read:
		return noFaces(s)
	case there == 0:
		return "No face was found here."
	case len(frames) == 1:
		return ofOne(s, frames[0])
	case good == 0:
		return fmt.Sprintf("In none of %d frames is it certain that all eyes are open.", len(frames))
	case good == len(frames):
		return fmt.Sprintf("No eyes are closed in any of %d frames, as far as can be told.", good)
	}
	return fmt.Sprintf("All eyes are open, as far as can be told, in %d of %d frames: the best of them is %s.", good, len(frames), s.state.Photos[best].Base())
}

// noFaces says why no faces are known.
func noFaces(s *Snapshot) string {
	for _, r := range s.ranking.Rows() {
		if r.ID == faces.LargestRow {
			if r.LeftOut != "" {
				return r.LeftOut
			}
			return "Faces are being looked for."
		}
	}
	return "No faces are looked for: the settings say so, or the photos are still to be read."
}

// ofOne says how many faces a photo shows, and what is known of their eyes.
func ofOne(s *Snapshot, i int) string {
	open, closed, unsure := s.Eyes(i)
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{open, "open"}, {closed, "closed"}, {unsure, "unsure"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	return fmt.Sprintf("%s; eyes: %s.", phrase.Upper(phrase.Count(open+closed+unsure, "face")), strings.Join(parts, ", "))
}
