package pixels

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"

	"culler/library/pixels/jpegscale"
	"culler/library/pixels/rawpreview"
)

// jpeg gives the picture of a JPEG file: a preview inside where that is large
// enough and shows the same, or the file decoded at the scale that just is.
func (j *job) jpeg(size int) (*image.RGBA, error) {
	found, err := rawpreview.Find(j.r, j.size)
	if err != nil {
		return nil, err
	}
	whole, known := wholeOf(&found)
	if known {
		j.original(whole.Width, whole.Height, found.Orientation)
		if p, ok := found.Best(size); ok && size > 0 && j.detail == nil && p.Name != rawpreview.Whole && max(p.Width, p.Height) >= size && alike(p, whole) {
			if img, err := j.embedded(p, size, found.Orientation, found.AdobeRGB); err == nil && j.info.Warning == "" && j.shows(p, whole) {
				j.info.Source = Embedded
				return img, nil
			}
			j.info.Warning = ""
		}
	}
	if !known {
		h, err := jpegscale.ReadHeader(j.r, j.size)
		if err != nil {
			return nil, sentence(err)
		}
		j.original(h.Width, h.Height, found.Orientation)
	}
	return j.decodeJPEG(j.r, j.size, size, found.Orientation, found.AdobeRGB)
}

// wholeOf takes the file's own picture from the list.
func wholeOf(f *rawpreview.Found) (rawpreview.Picture, bool) {
	for _, p := range f.Pictures {
		if p.Name == rawpreview.Whole {
			return p, true
		}
	}
	return rawpreview.Picture{}, false
}

// alike tells whether a preview has the proportions of the whole, within two
// percent: others have black bars, or show what was cropped away.
func alike(p, whole rawpreview.Picture) bool {
	a, b := float64(p.Width)*float64(whole.Height), float64(p.Height)*float64(whole.Width)
	return a < 1.02*b && b < 1.02*a
}

var errNoPreviewInside = errors.New("the RAW file has no preview inside: export it as JPEG to see it here")

// raw gives the preview that suits the size best, or if that is damaged another.
func (j *job) raw(size int) (*image.RGBA, error) {
	found, err := rawpreview.Find(j.r, j.size)
	if err != nil {
		return nil, err
	}
	wanted := size
	if j.detail != nil {
		wanted = 0
	}
	best, ok := found.Best(wanted)
	if !ok {
		if found.Problem != nil {
			return nil, fmt.Errorf("the RAW file's preview cannot be found: %w", found.Problem)
		}
		return nil, errNoPreviewInside
	}
	large := found.Pictures[0]
	try := append([]rawpreview.Picture{best}, found.Pictures...)
	var first error
	for i, p := range try {
		if i > 0 && p == best || p.Short && i+1 < len(try) && hasWhole(try[i+1:]) {
			continue
		}
		img, err := j.embedded(p, size, found.Orientation, found.AdobeRGB)
		if err == nil {
			j.original(large.Width, large.Height, found.Orientation)
			j.info.Source = Embedded
			return img, nil
		}
		if j.ctx.Err() != nil {
			return nil, err
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// hasWhole tells whether a picture of at least 640 pixels is complete: better
// that than a large one of which a part is missing.
func hasWhole(list []rawpreview.Picture) bool {
	for _, p := range list {
		if !p.Short && max(p.Width, p.Height) >= 640 {
			return true
		}
	}
	return false
}

// embedded decodes a picture inside the file.
func (j *job) embedded(p rawpreview.Picture, size, orientation int, adobe bool) (*image.RGBA, error) {
	return j.decodeJPEG(io.NewSectionReader(j.r, p.Offset, p.Size), p.Size, size, orientation, adobe)
}

// decodeJPEG decodes a JPEG of so many bytes at the smallest scale at which its
// longest edge is not below size, or its shorter one not below what is enough.
func (j *job) decodeJPEG(r io.ReaderAt, bytes int64, size, orientation int, adobe bool) (*image.RGBA, error) {
	h, err := jpegscale.ReadHeader(r, bytes)
	if err != nil {
		return nil, sentence(err)
	}
	scale := 1
	for size > 0 && scale < 8 {
		w, h := jpegscale.Size(h.Width, h.Height, 2*scale)
		if max(w, h) < size && (j.least == 0 || min(w, h) < j.least) {
			break
		}
		scale *= 2
	}
	o := jpegscale.Options{Scale: scale, MaxPixels: j.limits.Pixels, MaxBytes: j.limits.Memory, Readers: j.readers, Detail: j.detail}
	w, hh := jpegscale.Size(h.Width, h.Height, scale)
	fw, fh := Fit(w, hh, size)
	if fw != w || fh != hh || orientation > 1 {
		// The decoder checks the limits only after this; it is no more than
		// what it will ask for.
		if need := 4 * int64(w) * int64(hh); need <= 8<<20 {
			buf := buffers.Take(int(need))
			defer buffers.Give(buf)
			o.Buffer = buf
		}
	}
	give := func() {}
	o.Reserve = func(n int64) (err error) {
		give, err = atOnce.Take(j.ctx, n)
		return err
	}
	defer func() { give() }()
	p, damaged := j.coloursOf(r, h, adobe)
	o.Inks = p.inks != nil
	img, warning, err := jpegscale.Decode(j.ctx, r, bytes, o)
	if err != nil {
		if j.ctx.Err() != nil {
			return nil, err
		}
		return nil, sentence(err)
	}
	if p.inks != nil {
		p.inks.apply(img.Pix)
	}
	if scale > 1 {
		j.info.Source = Scaled
	}
	if j.info.Warning = warning; damaged && warning == "" {
		j.info.Warning = "The colour profile is damaged: colours may be off."
	}
	return j.finish(img, size, p, orientation), nil
}

// coloursOf is the profile of a JPEG. One of another kind than its pixels means
// nothing.
func (j *job) coloursOf(r io.ReaderAt, h jpegscale.Header, adobe bool) (p profile, damaged bool) {
	icc := jpegProfile(r)
	if icc == nil && adobe {
		return adobeRGB(), false
	}
	if icc == nil {
		return profile{}, false
	}
	p, err := parseProfile(icc)
	if h.Components == 4 {
		p.convert = nil
	} else {
		p.inks = nil
	}
	return p, err != nil
}

// sentence tells what is wrong with a JPEG and what helps.
func sentence(err error) error {
	switch {
	case errors.Is(err, jpegscale.ErrDamaged):
		return fmt.Errorf("%w. Copy the file from the card again if you still have it", err)
	case errors.Is(err, jpegscale.ErrUnsupported):
		return fmt.Errorf("%w. Export it as an ordinary JPEG to see it here", err)
	}
	return err
}

// jpegProfile returns the ICC profile of a JPEG, which may be spread over several
// segments (ICC.1, annex B.4); nil where there is none.
func jpegProfile(r io.ReaderAt) []byte {
	const name = "ICC_PROFILE\x00"
	parts := make(map[byte][]byte)
	for at := int64(2); ; {
		h := readPart(r, at, 4)
		if len(h) < 4 || h[0] != 0xff || h[1] == 0xda {
			break
		}
		if h[1] == 0xff {
			at++
			continue
		}
		n := int64(binary.BigEndian.Uint16(h[2:]))
		if n < 2 {
			break
		}
		if h[1] == 0xe2 && n > int64(len(name))+4 {
			if seg := readPart(r, at+4, n-2); int64(len(seg)) == n-2 && bytes.HasPrefix(seg, []byte(name)) {
				parts[seg[len(name)]] = seg[len(name)+2:]
			}
		}
		at += 2 + n
	}
	var icc []byte
	for i := 1; i < 256 && parts[byte(i)] != nil; i++ {
		icc = append(icc, parts[byte(i)]...)
	}
	return icc
}
