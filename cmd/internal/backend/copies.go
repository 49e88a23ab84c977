package backend

import (
	"context"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"culler/library"
	"culler/library/copies"
	"culler/library/photo"
	"culler/library/thumbs"
)

// Copies finds the photos of a shoot that are one exposure more than once, by their
// thumbnails, which are made where they are missing. progress, which may be nil, is
// told how many photos were looked at, from one goroutine at a time. Photos that cannot be
// shown are known by their files alone. The error is ctx's.
func (h *House) Copies(ctx context.Context, shoot *library.Shoot, progress func(done, total int)) ([]copies.Group, error) {
	photos := shoot.Photos()
	prints := make([]*copies.Print, len(photos))
	var mu sync.Mutex // guards done and progress
	done := 0
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i := range photos {
		work.Go(func() error {
			prints[i] = h.print(ctx, &photos[i])
			mu.Lock()
			defer mu.Unlock()
			if done++; progress != nil {
				progress(done, len(photos))
			}
			return ctx.Err()
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	return copies.Find(ctx, photos, prints)
}

func (h *House) print(ctx context.Context, p *photo.Photo) *copies.Print {
	if p.Gone || p.Problem != "" || ctx.Err() != nil {
		return nil
	}
	img, err := h.Gallery.Thumb(ctx, p, thumbs.Small)
	if err != nil {
		return nil
	}
	return copies.Of(img)
}
