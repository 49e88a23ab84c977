package main

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"math"
	"slices"

	"culler/cmd/internal/backend"
	"culler/library/handover"
	"culler/scoring/faces"
)

// Explanation is what cull explain --json says of a photo. The names in it stay.
// A number that is not known is null.
type Explanation struct {
	handover.Entry
	Model  string `json:"model,omitempty"` // that read the photos
	Photos int    `json:"photos"`          // in the shoot
	Rows   []Row  `json:"rows"`            // all that is read of it, the strongest contribution first
	Width  int    `json:"width"`           // pixels of the upright photo
	Height int    `json:"height"`
	Faces  []Face `json:"faces"` // the largest first; none where none was found
}

// Row is one prompt, measure or model.
type Row struct {
	ID           string   `json:"id"`
	Title        string   `json:"title"`
	Kind         string   `json:"kind"`
	Weight       float64  `json:"weight"`
	Reading      *float64 `json:"reading"`            // in its own unit, higher is better
	Standing     *float64 `json:"standing"`           // in the shoot, -3 to 3
	Contribution *float64 `json:"contribution"`       // all of them add up to the score
	LeftOut      string   `json:"left_out,omitempty"` // why it takes no part
}

// Face is one face.
type Face struct {
	Box           [4]int   `json:"box"`   // left, top, right, bottom in pixels of the upright photo
	Score         float64  `json:"score"` // how sure it is that this is a face, 0 to 1
	Eyes          EyesOf   `json:"eyes"`
	Smile         *float64 `json:"smile"` // probability, 0 to 1
	Pose          Pose     `json:"pose"`
	Sharpness     *float64 `json:"sharpness"`      // of eyes, nose and mouth, as the measure of the photo
	EyesSharpness *float64 `json:"eyes_sharpness"` // of the eyes alone
	LooksAway     bool     `json:"looks_away"`     // so far that its eyes cannot be judged
	Cut           bool     `json:"cut"`            // by the frame
}

// EyesOf tells whether eyes are open.
type EyesOf struct {
	State       string    `json:"state"`       // open, closed or unsure
	Probability *float64  `json:"probability"` // that they are open, 0 to 1
	At          [2][2]int `json:"at"`          // their middles in pixels of the upright photo, the left one first
}

// Pose is how a head is turned, in degrees.
type Pose struct {
	Yaw   *float64 `json:"yaw"`   // positive looks to the right edge of the picture
	Pitch *float64 `json:"pitch"` // positive looks down; upright faces have about 6
	Roll  *float64 `json:"roll"`  // positive where the right eye of the picture is the lower
}

// known is a number for JSON, which has no NaN.
func known(v float64) *float64 {
	if math.IsNaN(v) {
		return nil
	}
	return &v
}

// json writes all that is known of photo i.
func (s *shoot) json(ctx context.Context, h *backend.House, i int, t terminal) error {
	p, ranking := s.Photo(i), s.board.Ranking()
	name := backend.Name(&p)
	entries := backend.Entries(s.Shoot, s.bursts, s.board)
	k := slices.IndexFunc(entries, func(e handover.Entry) bool { return e.Photo == name })
	e := Explanation{Entry: entries[k], Model: s.model, Photos: s.Len(), Faces: []Face{}}
	for _, c := range ranking.Contributions(i) {
		row := ranking.Rows()[c.Row]
		e.Rows = append(e.Rows, Row{
			ID: row.ID, Title: row.Title, Kind: row.Kind.String(), Weight: row.Weight,
			Reading: known(c.Reading), Standing: known(c.Standing), Contribution: known(c.Share), LeftOut: row.LeftOut,
		})
	}
	img, err := h.Gallery.Picture(ctx, &p, 0)
	if err != nil {
		return fmt.Errorf("look at %s: %w", name, err)
	}
	e.Width, e.Height = img.Rect.Dx(), img.Rect.Dy()
	for _, r := range faces.On(s.board, i) {
		e.Faces = append(e.Faces, faceOf(r, img.Rect))
	}
	out := json.NewEncoder(t.out)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(e)
}

func faceOf(r faces.Reading, picture image.Rectangle) Face {
	picture = picture.Sub(picture.Min)
	b := r.Box.In(picture)
	f := Face{
		Box: [4]int{b.Min.X, b.Min.Y, b.Max.X, b.Max.Y}, Score: r.Score,
		Eyes:  EyesOf{State: r.Eyes.String(), Probability: known(r.Open)},
		Smile: known(r.Smile), Pose: Pose{known(r.Yaw), known(r.Pitch), known(r.Roll)},
		Sharpness: known(r.Sharpness), EyesSharpness: known(r.EyeSharp), LooksAway: r.Away(), Cut: r.AtEdge(),
	}
	for k, eye := range r.Eye {
		f.Eyes.At[k] = [2]int{int(math.Round(eye.X * float64(picture.Dx()))), int(math.Round(eye.Y * float64(picture.Dy())))}
	}
	return f
}
