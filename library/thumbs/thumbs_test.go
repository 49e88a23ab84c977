package thumbs

import (
	"crypto/sha256"
	"image"

	"culler/library/photo"
)

// pattern is a picture that a number tells apart from others.
func pattern(w, h, n int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8((i/4*3 + 40*n) % 200)
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	return m
}

func somePhoto(path string) *photo.Photo {
	return &photo.Photo{ID: sha256.Sum256([]byte(path)), Name: path, Files: []photo.File{{Path: path, Kind: photo.JPEG}}}
}
