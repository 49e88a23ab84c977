package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"culler/library/photo"
	"culler/ui/viewer"
)

// mainFaces finds, in the background, where the largest face is in the photos
// that are looked at closely: zooming goes there, and the frames of a burst are
// aligned on it. Its methods belong to Fyne's goroutine.
type mainFaces struct {
	find  func(context.Context, *photo.Photo) (x, y float64, found bool, err error) // nil: faces are not looked for
	came  func()
	known map[int]*viewer.Point // nil where there is no face
	queue []viewer.Request
	busy  bool
	shoot int // counts the shoots, so that no answer comes to another one
}

func newMainFaces(find func(context.Context, *photo.Photo) (float64, float64, bool, error), came func()) *mainFaces {
	return &mainFaces{find: find, came: came, known: map[int]*viewer.Point{}}
}

// of is the face of a photo; nil while it is not known and where there is none.
func (m *mainFaces) of(photo int) *viewer.Point { return m.known[photo] }

// want looks for the faces of photos, the first one first; what was asked for
// before is no longer wanted.
func (m *mainFaces) want(photos []viewer.Request) {
	if m.find == nil {
		return
	}
	m.queue = m.queue[:0]
	for _, r := range photos {
		if _, there := m.known[r.Photo]; !there {
			m.queue = append(m.queue, r)
		}
	}
	m.next()
}

func (m *mainFaces) next() {
	if m.busy || len(m.queue) == 0 {
		return
	}
	r, shoot := m.queue[0], m.shoot
	m.queue, m.busy = m.queue[1:], true
	of := *r.Of // the workspace's may change while it is read
	go func() {
		x, y, found, err := m.find(context.Background(), &of)
		fyne.Do(func() {
			m.busy = false
			if m.shoot == shoot {
				m.known[r.Photo] = nil // also after an error: the photo is shown without
				if found && err == nil {
					m.known[r.Photo] = &viewer.Point{X: x, Y: y}
					m.came()
				}
			}
			m.next()
		})
	}()
}

// forget drops what is known, because the shoot or its files changed.
func (m *mainFaces) forget() {
	m.shoot++
	clear(m.known)
	m.queue = nil
}
