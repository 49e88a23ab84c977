package backend

import (
	"context"
	"slices"

	"culler/library"
	"culler/library/photo"
	"culler/library/thumbs"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/faces"
)

// CloseUps cuts faces out of a photo for people to look at, with an edge of so
// many pixels at most.
func (s *scorer) CloseUps(ctx context.Context, p *photo.Photo, all []faces.Reading, edge int) ([]faces.CloseUp, error) {
	return faces.CloseUps(ctx, s.pictures, p, all, edge)
}

// smallFace is the width of a face in pixels of the picture that is scored, below
// which there may be smaller ones that the quick search missed.
const smallFace = 80

// crowded are the photos whose faces are worth a search for small ones: those of
// bursts in which a small face was found, or more than one; or all.
func crowded(shoot *library.Shoot, board *board.Board, everywhere bool) []int {
	var all []int
	for _, b := range shoot.Bursts() {
		if everywhere || slices.ContainsFunc(b.Photos, func(i int) bool {
			found := faces.On(board, i)
			return len(found) > 1 || len(found) == 1 && found[0].Pixels < smallFace
		}) {
			all = append(all, b.Photos...)
		}
	}
	return all
}

// ofFaces tells whether an extra reads faces.
func (x extra) ofFaces() bool {
	_, is := x.Extra.(faces.Reader)
	return is
}

// close is an extra of faces that finds small ones and looks at small eyes in
// larger pictures.
func (x extra) close(pictures *thumbs.Gallery) faces.Reader {
	reader := x.Extra.(faces.Reader)
	reader.Pictures = pictures
	if x.full != nil {
		reader.Finder = x.full
	}
	return reader
}

// closer looks for small faces where others were found. x is the extra of faces,
// the first on the board.
func (r *round) closer(ctx context.Context, x extra) error {
	var jobs []scoring.Job
	for _, i := range crowded(r.shoot, r.board, r.s.settings.faces() == faces.Everywhere) {
		if i < len(r.jobs) { // the shoot may have grown since
			jobs = append(jobs, r.jobs[i])
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	return r.s.run(ctx, &scoring.Engine{Extras: []scoring.Extra{x.close(r.s.pictures)}, Enough: scoring.PictureSize, Ready: x.open}, jobs, r.tell)
}

// SearchFaces looks for small faces in some photos of a shoot, by index, because
// somebody asks, and puts them on the board; notify, which may be nil, is told
// afterwards. It may be under way while a Score is. Where no faces can be looked
// for it does nothing: their rows on the board say why.
func (s *scorer) SearchFaces(ctx context.Context, shoot *library.Shoot, board *board.Board, photos []int, notify func(scoring.Progress)) error {
	if s.settings.faces() == faces.Nowhere {
		return nil
	}
	x, err := s.judges.finder(ctx, map[string]bool{})
	if err != nil || x.open(ctx) != nil {
		return ctx.Err()
	}
	e := &scoring.Engine{Pictures: s.pictures, Extras: []scoring.Extra{x.close(s.pictures)}, Enough: scoring.PictureSize}
	if db := s.settings.db; db != nil {
		e.Cache = db
	}
	var jobs []scoring.Job
	for _, i := range photos {
		jobs = append(jobs, scoring.Job{Photo: i, Of: shoot.Photo(i)})
	}
	return e.Run(ctx, jobs, func(p scoring.Progress) {
		board.Put(p.Updates)
		if notify != nil {
			notify(p)
		}
	})
}
