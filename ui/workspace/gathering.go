package workspace

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

// gathered is a Gathering and what it was made of.
type gathered struct {
	Gathering
	generation uint64
}

// Gathering returns the faces of the cursor's burst.
func (ws *Workspace) Gathering() Gathering {
	if ws.cursor < 0 {
		return Gathering{}
	}
	frames := ws.Strip().Frames
	if len(frames) == 0 {
		frames = []int{ws.cursor}
	}
	if now := ws.board.Generation(); ws.gathered.generation != now || !slices.Equal(ws.gathered.Frames, frames) {
		ws.gathered = gathered{ws.gather(frames), now}
	}
	return ws.gathered.Gathering
}

func (ws *Workspace) gather(frames []int) Gathering {
	taken := slices.Sorted(slices.Values(frames)) // in the order of capture
	if b := ws.BurstOf(frames[0]); b >= 0 {
		taken = slices.DeleteFunc(slices.Clone(ws.bursts[b].Photos), func(i int) bool { return !slices.Contains(frames, i) })
	}
	found := make([][]faces.Reading, len(taken))
	for k, i := range taken {
		found[k] = ws.Faces(i)
	}
	g := Gathering{Frames: slices.Clone(frames)}
	for _, p := range faces.People(found) {
		row := make([]int, len(frames))
		for k, i := range frames {
			row[k] = -1
			if at := slices.Index(taken, i); at >= 0 {
				row[k] = p[at]
			}
		}
		g.People = append(g.People, row)
	}
	g.Sentence = ws.ofEyes(frames)
	return g
}

// Eyes counts what is known of the eyes in a photo.
func (ws *Workspace) Eyes(i int) (open, closed, unsure int) {
	for _, f := range ws.Faces(i) {
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
func (ws *Workspace) ofEyes(frames []int) string {
	there, good, best := 0, 0, -1
	read := true
	for _, i := range frames {
		open, closed, unsure := ws.Eyes(i)
		read = read && ws.FacesRead(i)
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
		return ws.noFaces()
	case there == 0:
		return "No face was found here."
	case len(frames) == 1:
		return ws.ofOne(frames[0])
	case good == 0:
		return fmt.Sprintf("In none of %d frames it is sure that all eyes are open.", len(frames))
	case good == len(frames):
		return fmt.Sprintf("No eyes are closed in any of %d frames, as far as can be told.", good)
	}
	return fmt.Sprintf("All eyes are open, as far as can be told, in %d of %d frames: the best of them is %s.", good, len(frames), ws.photos[best].Base())
}

// noFaces says why no faces are known.
func (ws *Workspace) noFaces() string {
	for _, r := range ws.ranking.Rows() {
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
func (ws *Workspace) ofOne(i int) string {
	open, closed, unsure := ws.Eyes(i)
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

// Person is the row of Gathering.People that is looked at.
func (ws *Workspace) Person() int {
	return min(max(ws.person, 0), max(len(ws.Gathering().People)-1, 0))
}

// LookAt goes to a person in a frame of the burst.
func (ws *Workspace) LookAt(person, photo int) {
	ws.SelectFrame(photo)
	ws.person = person
}

// FaceOf is the face to look at in a photo: that of the person who is looked at,
// if the photo shows it, else the largest; nil where there is none.
func (ws *Workspace) FaceOf(i int) *faces.Reading {
	all := ws.Faces(i)
	if len(all) == 0 {
		return nil
	}
	g := ws.Gathering()
	if k := slices.Index(g.Frames, i); k >= 0 && ws.person < len(g.People) {
		if f := g.People[ws.Person()][k]; f >= 0 && f < len(all) {
			return &all[f]
		}
	}
	return &all[0]
}

// stepFaces goes from frame to frame, and beyond the burst; by person where there
// is a single frame.
func (ws *Workspace) stepFaces(by int) {
	g := ws.Gathering()
	if len(g.Frames) < 2 {
		ws.stepPerson(by)
		return
	}
	if at := slices.Index(g.Frames, ws.cursor) + by; at >= 0 && at < len(g.Frames) {
		ws.SelectFrame(g.Frames[at])
		return
	}
	ws.stepBurstOfFaces(by)
}

// stepPerson goes to the next person, and beyond the last to the next burst.
func (ws *Workspace) stepPerson(by int) {
	if p := ws.Person() + by; p >= 0 && p < len(ws.Gathering().People) {
		ws.person = p
		return
	}
	ws.stepBurstOfFaces(by)
}

func (ws *Workspace) stepBurstOfFaces(by int) {
	was := ws.cursor
	if ws.StepBurst(by); ws.cursor != was {
		ws.person = 0
	}
}
