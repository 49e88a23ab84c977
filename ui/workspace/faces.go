package workspace

import (
	"slices"

	"culler/scoring/faces"
	"culler/ui/workspace/snapshot"
)

// FaceWalk goes from face to face through the burst of the cursor.
type FaceWalk struct {
	ws     *Workspace
	person int // who is looked at
}

// Gathering are the faces of the cursor's burst.
func (f *FaceWalk) Gathering() snapshot.Gathering { return f.ws.now.Gathering(f.ws.Cursor()) }

// Person is the row of Gathering.People that is looked at.
func (f *FaceWalk) Person() int {
	return min(max(f.person, 0), max(len(f.Gathering().People)-1, 0))
}

// LookAt goes to a person in a frame of the burst.
func (f *FaceWalk) LookAt(person, photo int) {
	f.ws.SelectFrame(photo)
	f.person = person
}

// Of is the face to look at in a photo: that of the person who is looked at,
// if the photo shows it, else the largest; nil where there is none.
func (f *FaceWalk) Of(i int) *faces.Reading {
	all := f.ws.now.Faces(i)
	if len(all) == 0 {
		return nil
	}
	g := f.Gathering()
	if k := slices.Index(g.Frames, i); k >= 0 && f.person < len(g.People) {
		if at := g.People[f.Person()][k]; at >= 0 && at < len(all) {
			return &all[at]
		}
	}
	return &all[0]
}

// step goes from frame to frame, and beyond the burst; by person where there
// is a single frame.
func (f *FaceWalk) step(by int) {
	g := f.Gathering()
	if len(g.Frames) < 2 {
		f.stepPerson(by)
		return
	}
	if at := slices.Index(g.Frames, f.ws.cursor.at) + by; at >= 0 && at < len(g.Frames) {
		f.ws.SelectFrame(g.Frames[at])
		return
	}
	f.stepBurst(by)
}

// stepPerson goes to the next person, and beyond the last to the next burst.
func (f *FaceWalk) stepPerson(by int) {
	if p := f.Person() + by; p >= 0 && p < len(f.Gathering().People) {
		f.person = p
		return
	}
	f.stepBurst(by)
}

func (f *FaceWalk) stepBurst(by int) {
	was := f.ws.cursor.at
	if f.ws.StepBurst(by); f.ws.cursor.at != was {
		f.person = 0
	}
}
