package thumbs

import (
	"context"
	"errors"
	"image"
	"time"

	"culler/library/photo"
	"culler/library/pixels"
	"culler/library/pixels/detail"
)

// memoryCap is how many bytes of pictures a Gallery keeps in memory: about 170
// small thumbnails. Others come from the database in a millisecond.
const memoryCap = 32 << 20

// Gallery gives pictures of photos from the cheapest place that has them:
// memory, the database of thumbnails, the file. Its methods are safe for
// concurrent use. The pictures it gives are shared: callers must not write to
// them.
type Gallery struct {
	dec    *pixels.Decoder
	store  *Store
	memory *memory
}

// NewGallery returns a gallery of the pictures that dec decodes. s may be nil:
// nothing is kept on disk.
func NewGallery(dec *pixels.Decoder, s *Store) *Gallery {
	return &Gallery{dec: dec, store: s, memory: newMemory(memoryCap)}
}

// memoryKey tells a photo's picture by the file that is looked at, which is known
// before the photo's identity is.
type memoryKey struct {
	path  string
	bytes int64
	mod   time.Time
	size  int
}

func keyOf(p *photo.Photo, size int) memoryKey {
	if len(p.Files) == 0 {
		return memoryKey{}
	}
	f := &p.Files[0]
	return memoryKey{f.Path, f.Size, f.ModTime, size}
}

// Picture returns the photo with its longest edge at most size pixels, 0 for all.
// The photo's files are tried in order. What a decoding at 512 pixels or more
// gives is also kept as thumbnails, so that they cost no decoding of their own.
func (g *Gallery) Picture(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	if size == Small || size == Large {
		return g.Thumb(ctx, p, size)
	}
	img, info, err := g.decode(ctx, p, size)
	if err != nil {
		return nil, err
	}
	if info.Warning == "" && (size == 0 || size > Large) {
		g.keep(p, img, info.Source != pixels.Embedded)
	}
	return img, nil
}

// Detailed is Picture for judging the photo; see pixels.Decoder.Detailed.
func (g *Gallery) Detailed(ctx context.Context, p *photo.Photo, size, least int) (*image.RGBA, *detail.Map, error) {
	var m *detail.Map
	img, info, err := g.try(ctx, p, func(f photo.File) (img *image.RGBA, info pixels.Info, err error) {
		img, m, info, err = g.dec.Detailed(ctx, f, size, least)
		return img, info, err
	})
	if err != nil {
		return nil, nil, err
	}
	if info.Warning == "" && max(img.Rect.Dx(), img.Rect.Dy()) > Large {
		g.keep(p, img, info.Source != pixels.Embedded)
	}
	return img, m, nil
}

// Thumb returns a picture of 256 or 512 pixels: from memory, from the database,
// or made from the file, which makes both sizes.
func (g *Gallery) Thumb(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	if size != Small && size != Large {
		return g.Picture(ctx, p, size)
	}
	if img, ok := g.Cached(p, size); ok {
		return img, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if img, ok := g.store.Get(p, size); ok {
		g.memory.put(keyOf(p, size), img)
		return img, nil
	}
	large, info, err := g.decode(ctx, p, Large)
	if err != nil {
		return nil, err
	}
	if info.Warning != "" { // it may yet be copied in full
		return pixels.Resize(large, size), nil
	}
	small := g.keep(p, large, false)
	if size == Small {
		return small, nil
	}
	g.memory.put(keyOf(p, Large), large)
	return large, nil
}

// Cached answers from memory and never waits.
func (g *Gallery) Cached(p *photo.Photo, size int) (*image.RGBA, bool) {
	return g.memory.get(keyOf(p, size))
}

// keep makes the thumbnails of a picture of 512 pixels or more, where they are
// missing on disk, and returns the small one. A picture of the file's own pixels
// replaces thumbnails that show another: they were made of a small picture inside
// that an editor left behind.
func (g *Gallery) keep(p *photo.Photo, img *image.RGBA, own bool) *image.RGBA {
	large := pixels.Resize(img, Large)
	small := pixels.Resize(large, Small)
	wrong := false
	if own {
		old, ok := g.store.Get(p, Small)
		if wrong = ok && !pixels.Alike(old, small); wrong {
			g.memory.put(keyOf(p, Large), large)
		}
	}
	// A thumbnail that cannot be written is made again next time.
	if wrong || !g.store.Has(p, Large) {
		_ = g.store.Put(p, Large, large)
	}
	if wrong || !g.store.Has(p, Small) {
		_ = g.store.Put(p, Small, small)
	}
	g.memory.put(keyOf(p, Small), small)
	return small
}

// decode makes a picture of the photo.
func (g *Gallery) decode(ctx context.Context, p *photo.Photo, size int) (img *image.RGBA, info pixels.Info, err error) {
	return g.try(ctx, p, func(f photo.File) (*image.RGBA, pixels.Info, error) { return g.dec.Picture(ctx, f, size) })
}

// try tries the photo's files in order.
func (g *Gallery) try(ctx context.Context, p *photo.Photo, read func(photo.File) (*image.RGBA, pixels.Info, error)) (img *image.RGBA, info pixels.Info, err error) {
	err = errors.New("the photo has no files")
	for i, f := range p.Files {
		got, info, e := read(f)
		if e == nil {
			return got, info, nil
		}
		if i == 0 {
			err = e
		}
		if ctx.Err() != nil {
			return nil, info, ctx.Err()
		}
	}
	return nil, pixels.Info{}, err
}
