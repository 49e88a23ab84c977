package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"culler/scoring/faces"
)

// closeUps fetches the faces of the photo that is looked at, in the background,
// and shows them in the panel of reasons. Its methods belong to Fyne's
// goroutine.
type closeUps struct {
	w     *Window
	photo int                // whose faces are shown or fetched; -1 for none
	faces int                // how many it has
	stop  context.CancelFunc // of the fetching; nil if none is under way
	held  map[int]heldFaces  // of the open shoot
}

type heldFaces struct {
	of    []faces.Reading // of which the largest are shown
	shown []faces.CloseUp
}

const (
	// closeUpDelay spares decoding while somebody runs through photos.
	closeUpDelay = 150 * time.Millisecond
	// closeUpsMost is how many faces of a photo are shown, and closeUpEdge their
	// edge in pixels.
	closeUpsMost = 8
	closeUpEdge  = 192
	// closeUpsHeld is how many photos' faces are kept: some megabytes at most.
	closeUpsHeld = 60
)

func newCloseUps(w *Window) *closeUps {
	return &closeUps{w: w, photo: -1, held: map[int]heldFaces{}}
}

// show shows the faces of a photo once they are there; -1 shows none.
func (c *closeUps) show(photo int) {
	if c.w.deps.CloseUps == nil {
		return
	}
	var all []faces.Reading
	if photo >= 0 {
		all = c.w.ws.Now().Faces(photo)
	}
	if photo == c.photo && len(all) == c.faces {
		return
	}
	c.cancel()
	c.photo, c.faces = photo, len(all)
	if h, there := c.held[photo]; there && len(h.of) == len(all) {
		c.w.reasons.Faces(h.shown)
		return
	}
	c.w.reasons.Faces(nil)
	if len(all) == 0 {
		return
	}
	of := *c.w.ws.Now().Photo(photo) // the workspace's may change while it is read
	ctx, stop := context.WithCancel(context.Background())
	c.stop = stop
	go func() {
		select {
		case <-ctx.Done():
			return
		case <-time.After(closeUpDelay):
		}
		shown, err := c.w.closeUpsOf(ctx, &of, all[:min(len(all), closeUpsMost)], closeUpEdge)
		fyne.Do(func() {
			if ctx.Err() != nil {
				return
			}
			c.cancel()
			if err != nil {
				return // the photo is shown without; its row says what is wrong with the finder
			}
			if len(c.held) >= closeUpsHeld {
				clear(c.held)
			}
			c.held[photo] = heldFaces{all, shown}
			c.w.reasons.Faces(shown)
		})
	}()
}

func (c *closeUps) cancel() {
	if c.stop != nil {
		c.stop()
		c.stop = nil
	}
}

// forget drops what is known, because the shoot, its files or the model changed.
func (c *closeUps) forget() {
	c.cancel()
	clear(c.held)
	c.photo = -1
	c.w.reasons.Faces(nil)
}
