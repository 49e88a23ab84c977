package ui

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"culler/library/phrase"
	"culler/scoring/judge"
	"culler/ui/keys"
	"culler/ui/viewer"
	"culler/ui/workspace"
	"culler/ui/workspace/snapshot"
)

// stage shows the grid, the loupe, a comparison or survey, or a sentence where
// there is nothing to show.
type stage struct {
	w      *Window
	object *fyne.Container
	empty  *emptiness
	ws     *workspace.Workspace
	shown  fyne.CanvasObject

	loader *viewer.Loader
	loupe  *viewer.Loupe
	group  *viewer.Group
	faces  *mainFaces
	people *gathering
}

// lookMemory is what pictures in the close views may take, in bytes, those in the
// second window included: one of 24 megapixels, or nine that fill the screen, of
// which seven are the photo and those ahead. What is looked at closely may take
// more.
const lookMemory = 96 << 20

// aheadBy is how many photos are loaded ahead in each direction.
const aheadBy = 3

func newStage(w *Window) *stage {
	s := &stage{w: w, object: container.NewStack()}
	s.empty = newEmptiness(w)
	s.loader = viewer.NewLoader(w.deps.Pictures, lookMemory, func(i int) {
		fyne.Do(func() {
			if c := s.close(); c != nil {
				c.Arrived(i)
			}
			w.second.arrived(i)
		})
	})
	s.loupe, s.group = viewer.NewLoupe(s.loader), viewer.NewGroup(s.loader)
	s.faces = newMainFaces(w.deps.MainFace, func() {
		if s.close() != nil {
			s.update()
		}
	})
	s.people = newGathering(w)
	s.loupe.OnTap = w.takeKeys
	s.loupe.OnMark = mouse{w}.mark
	s.group.OnMark = s.loupe.OnMark
	s.group.OnFocus = func(i int) {
		if s.ws != nil {
			s.ws.Contest().Focus(i)
			w.show()
			w.takeKeys()
		}
	}
	return s
}

func (s *stage) setWorkspace(d *workspace.Workspace) {
	s.ws = d
	s.loader.Forget(nil)
	s.loader.Want(nil)
	s.faces.forget()
	s.people.forget()
}

// close is the close view that is shown; nil for the grid.
func (s *stage) close() viewer.Stage {
	if s.ws == nil {
		return nil
	}
	switch s.ws.View() {
	case workspace.Loupe:
		return s.loupe
	case workspace.Compare, workspace.Survey:
		return s.group
	}
	return nil
}

// update shows what the workspace's view asks for.
func (s *stage) update() {
	d := s.ws
	if d == nil || len(d.Shown().Items()) == 0 {
		s.empty.update()
		s.put(s.empty.object)
		return
	}
	if d.View() != workspace.Faces {
		s.people.leave()
	}
	switch d.View() {
	case workspace.Faces:
		s.loader.Want(nil)
		s.put(s.people.sheet)
		s.people.update(d)
	case workspace.Loupe:
		s.put(s.loupe.Object())
		var ahead []viewer.Request
		for _, i := range d.Shown().Neighbours(d.Cursor(), aheadBy) {
			ahead = append(ahead, viewer.Request{Photo: i, Of: d.Now().Photo(i)})
		}
		s.loupe.Show(s.subject(d.Cursor()), ahead)
		s.wantFaces(append([]viewer.Request{{Photo: d.Cursor(), Of: d.Now().Photo(d.Cursor())}}, ahead...))
	case workspace.Compare:
		champion, rival := d.Contest().Duel()
		s.showGroup([]int{champion, rival}, "")
	case workspace.Survey:
		page, first := d.Contest().Page()
		caption := ""
		if n := len(d.Contest().Field()); n > len(page) {
			caption = fmt.Sprintf("%d to %d of %d. The arrows go on to the others, %s takes one out and the next one comes in.", first+1, first+len(page), n, s.w.keys.Key(keys.Drop))
		}
		s.showGroup(page, caption)
	default:
		s.loader.Want(nil)
		s.put(s.w.grid)
		s.w.grid.Update()
	}
}

func (s *stage) put(o fyne.CanvasObject) {
	if s.shown != o {
		s.w.tips.Hide() // it may be about what goes
		for _, v := range []viewer.Stage{s.loupe, s.group} {
			if v.Object() == s.shown {
				v.Leave()
			}
		}
		s.shown = o
		s.object.Objects = []fyne.CanvasObject{o}
		s.object.Refresh()
	}
}

// showGroup shows photos side by side, with a line above them unless it is "".
func (s *stage) showGroup(photos []int, caption string) {
	s.put(s.group.Object())
	photos = slices.DeleteFunc(slices.Clone(photos), func(i int) bool { return s.ws.Now().Photo(i) == nil }) // nobody challenges a single
	var subjects []viewer.Subject
	focus := -1
	for _, i := range photos {
		if i == s.ws.Cursor() {
			focus = len(subjects)
		}
		sub := s.subject(i)
		sub.Note = s.note(i, photos)
		subjects = append(subjects, sub)
	}
	s.group.Show(subjects, focus, caption)
	var wanted []viewer.Request
	for _, sub := range subjects {
		wanted = append(wanted, viewer.Request{Photo: sub.Photo, Of: sub.Of})
	}
	s.wantFaces(wanted)
}

// subject is a photo with what is written about it.
func (s *stage) subject(i int) viewer.Subject {
	r := s.ws.Now().Reasons(i, s.ws.Against())
	p := *s.ws.Now().Photo(i) // the workspace's may change while it is looked at
	return viewer.Subject{Photo: i, Of: &p, Decision: s.ws.Now().Decision(i), Standing: standing(r.Percentile), Place: r.Place, In: r.Of,
		Burst: s.ws.Now().BurstOf(i), Face: s.face(i)}
}

// face is the place in a photo to look at first: the face of the person who is
// looked at, else the main one; nil where there is none or it is not known yet.
func (s *stage) face(i int) *viewer.Point {
	if f := s.ws.Faces().Of(i); f != nil {
		return eyes(s.ws.Now().Photo(i), f)
	}
	if at := s.faces.of(i); at != nil {
		return turnedPoint(s.ws.Now().Photo(i), at.X, at.Y)
	}
	return nil
}

// standing words where a photo stands in the shoot; "" where that is not known.
func standing(percentile float64) string {
	if math.IsNaN(percentile) {
		return ""
	}
	return snapshot.BetterThan(percentile)
}

// wantFaces has faces looked for in the photos that were not searched with the
// rest yet.
func (s *stage) wantFaces(photos []viewer.Request) {
	s.faces.want(slices.DeleteFunc(photos, func(r viewer.Request) bool { return s.ws.Now().FacesRead(r.Photo) }))
}

// differs is the least share that is written as another number than 0.00.
const differs = 0.005

// note says in a line why a photo is ahead of the others that are looked at, or
// behind the best of them.
func (s *stage) note(i int, among []int) string {
	d := s.ws
	order := d.Now().Sorted(among)
	if len(order) < 2 {
		return ""
	}
	rival := order[0]
	if i == rival {
		rival = order[1]
	}
	r := d.Now().ReasonsBetween(i, rival)
	if math.IsNaN(r.Score) {
		return ""
	}
	lead := "As good as equal"
	switch {
	case r.Certainty == judge.TooClose:
	case r.Ahead:
		lead = phrase.Upper(r.Certainty.String()) + " ahead"
	default:
		lead = phrase.Upper(r.Certainty.String()) + " behind"
	}
	if len(r.Faults) > 0 {
		lead += ", " + string(r.Faults[0])
	}
	var words []string
	for _, b := range snapshot.Strongest(slices.Concat(r.Prompts, r.Measures, r.Models), 3) {
		if math.Abs(b.Share) >= differs {
			words = append(words, phrase.Lower(b.Title)+" "+phrase.Signed(b.Share))
		}
	}
	if len(words) == 0 {
		return lead
	}
	return lead + ": " + strings.Join(words, ", ")
}

// overlay turns something that is painted over photos on or off.
func (s *stage) overlay(change func(*viewer.Overlays)) {
	o := s.loupe.Overlays()
	change(&o)
	s.loupe.SetOverlays(o)
	s.group.SetOverlays(o)
	if s.close() == nil {
		s.w.say("It shows in the loupe, in Compare and in Survey.")
	}
}
