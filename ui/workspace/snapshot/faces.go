package snapshot

import (
	"slices"

	"culler/scoring/faces"
)

// Faces are the faces of photo i as far as they are known, the largest first.
func (s *Snapshot) Faces(i int) []faces.Reading { return faces.On(s.board, i) }

// FacesRead tells whether photo i was searched for faces.
func (s *Snapshot) FacesRead(i int) bool { return s.board.Told(faces.LargestRow, i) != nil }

// People is a kind of photo by the faces in it.
type People string

// The kinds that can be asked for.
const (
	AnyFaces   People = ""
	ClosedEyes People = "closed eyes"
	OneFace    People = "one face"
	Groups     People = "groups of 3 and more"
	NoFace     People = "no face"
)

// PeopleChoices lists them, but for the first.
func PeopleChoices() []People { return []People{ClosedEyes, OneFace, Groups, NoFace} }

// group is how many faces make one.
const group = 3

// match tells whether a photo is of a kind; one that was not searched yet
// is of none.
func (p People) match(s *Snapshot, i int) bool {
	if p == AnyFaces {
		return true
	}
	if !s.FacesRead(i) {
		return false
	}
	switch all := s.Faces(i); p {
	case ClosedEyes:
		return slices.ContainsFunc(all, func(f faces.Reading) bool { return f.Eyes == faces.Closed })
	case OneFace:
		return len(all) == 1
	case Groups:
		return len(all) >= group
	case NoFace:
		return len(all) == 0
	}
	return true
}
