package ui

import (
	"context"
	"fmt"
	"math"

	"fyne.io/fyne/v2"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring/faces"
	"culler/ui/people"
	"culler/ui/workspace"
	"culler/ui/workspace/snapshot"
)

// gathering shows the faces of a burst: it has small ones searched for and the
// pictures cut, in the background. Its methods belong to Fyne's goroutine.
type gathering struct {
	w        *Window
	sheet    *people.Sheet
	frames   []int // of the burst that is shown
	searched map[int]bool
	held     map[int][]faces.CloseUp // of those frames
	stop     context.CancelFunc      // of the work under way; nil for nothing
}

const (
	// faceEdge is the edge in pixels of the picture of a face, for sharp screens
	// and for those who make it larger; of a crowd that would be too much.
	faceEdge  = 400
	crowdEdge = 200
	crowd     = 12 // people
)

func newGathering(w *Window) *gathering {
	g := &gathering{w: w, sheet: people.New(w.tips), searched: map[int]bool{}, held: map[int][]faces.CloseUp{}}
	g.sheet.OnTap = func(person int, of people.Place) {
		w.ws.Faces().LookAt(person, of.Photo)
		w.stage.closeTo()
	}
	return g
}

// forget drops what is known, because the shoot or its files changed.
func (g *gathering) forget() {
	g.leave()
	g.frames = nil
	clear(g.searched)
	clear(g.held)
}

// leave ends the work under way.
func (g *gathering) leave() {
	if g.stop != nil {
		g.stop()
		g.stop = nil
	}
}

// update shows the faces of the cursor's burst.
func (g *gathering) update(ws *workspace.Workspace) {
	now := ws.Faces().Gathering()
	if !sameSet(now.Frames, g.frames) {
		g.leave()
		g.frames = now.Frames
		clear(g.held)
	}
	g.sheet.SetScene(scene(ws, now))
	for i, shown := range g.held {
		for f, c := range shown {
			g.sheet.SetPicture(people.Place{Photo: i, Face: f}, c)
		}
	}
	if g.stop == nil {
		g.fetch(ws, now)
	}
}

// sameSet tells whether two bursts have the same frames, in whatever order.
func sameSet(a, b []int) bool {
	in := map[int]bool{}
	for _, i := range a {
		in[i] = true
	}
	for _, i := range b {
		if !in[i] {
			return false
		}
	}
	return len(a) == len(b)
}

// errand is a photo whose faces are to be cut out.
type errand struct {
	photo int
	of    photo.Photo
	faces []faces.Reading
}

// fetch has what is missing searched for, then cut.
func (g *gathering) fetch(ws *workspace.Workspace, now snapshot.Gathering) {
	var unsearched []int
	var cut []errand
	for _, i := range now.Frames {
		if !g.searched[i] && g.w.deps.SearchFaces != nil {
			unsearched = append(unsearched, i)
		}
		if all := ws.Now().Faces(i); len(all) > 0 && len(g.held[i]) != len(all) && g.w.deps.CloseUps != nil {
			cut = append(cut, errand{i, *ws.Now().Photo(i), all})
		}
	}
	if len(unsearched)+len(cut) == 0 {
		return
	}
	edge := faceEdge
	if len(now.People) > crowd {
		edge = crowdEdge
	}
	ctx, stop := context.WithCancel(context.Background())
	g.stop = stop
	shoot, board := ws.Shoot(), ws.Board()
	go func() {
		for _, e := range cut {
			shown, err := g.w.closeUpsOf(ctx, &e.of, e.faces, edge)
			fyne.Do(func() {
				if ctx.Err() != nil {
					return
				}
				if err != nil {
					shown = make([]faces.CloseUp, len(e.faces)) // it is not asked for again and again
				}
				g.held[e.photo] = shown
				for f, c := range shown {
					g.sheet.SetPicture(people.Place{Photo: e.photo, Face: f}, c)
				}
			})
			if ctx.Err() != nil {
				return
			}
		}
		if len(unsearched) > 0 {
			_ = g.w.deps.SearchFaces(ctx, shoot, board, unsearched, nil) // what fails is shown without
		}
		fyne.Do(func() {
			if ctx.Err() != nil {
				return
			}
			g.stop = nil
			stop()
			for _, i := range unsearched {
				g.searched[i] = true
			}
			g.w.refresh()
		})
	}()
}

// scene is what the sheet shows of a burst.
func scene(ws *workspace.Workspace, g snapshot.Gathering) people.Scene {
	s := people.Scene{Sentence: g.Sentence}
	for _, i := range g.Frames {
		s.Heads = append(s.Heads, headOf(ws, i))
	}
	for p, row := range g.People {
		var line []people.Face
		for k, f := range row {
			face := people.Face{Place: people.Place{Photo: g.Frames[k], Face: f}}
			if all := ws.Now().Faces(g.Frames[k]); f >= 0 && f < len(all) {
				face.There, face.Reading = true, all[f]
				face.Cursor = g.Frames[k] == ws.Cursor() && p == ws.Faces().Person()
			}
			line = append(line, face)
		}
		markSharp(line)
		s.Rows = append(s.Rows, line)
	}
	return s
}

// Differences of sharpness, which is a logarithm to the base of 2, that can be
// seen, and that are plain.
const (
	seen  = 0.15
	plain = 1.0
)

// markSharp marks the sharpest of a person's faces and those that are soft.
func markSharp(line []people.Face) {
	best, second, at := math.Inf(-1), math.Inf(-1), -1
	for k, f := range line {
		switch v := f.Reading.EyeSharp; {
		case !f.There || math.IsNaN(v):
		case v > best:
			best, second, at = v, best, k
		case v > second:
			second = v
		}
	}
	if at < 0 || math.IsInf(second, -1) {
		return
	}
	line[at].Sharpest = best-second >= seen
	for k, f := range line {
		line[k].Soft = f.There && f.Reading.EyeSharp < best-plain
	}
}

func headOf(ws *workspace.Workspace, i int) people.Head {
	c := ws.Now().Cell(i)
	h := people.Head{Title: c.Name, Cursor: i == ws.Cursor()}
	if c.Best {
		h.Title += ", best"
	}
	open, closed, unsure := ws.Now().Eyes(i)
	switch all := open + closed + unsure; {
	case all == 0 && !ws.Now().FacesRead(i):
	case all == 0:
		h.Note = "no face"
	case closed > 0:
		h.Note = fmt.Sprintf("%s of %d closed", phrase.Count(closed, "pair"), all)
	case open == all:
		h.Note, h.Good = "all eyes open", true
	case open > 0:
		h.Note, h.Good = fmt.Sprintf("%d open, %d unsure", open, unsure), true
	default:
		h.Note = "unsure"
	}
	return h
}
