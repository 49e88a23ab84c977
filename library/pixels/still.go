package pixels

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"io"

	"culler/library/pixels/bmp"
	"culler/library/pixels/memory"
)

// bmp gives the picture of a BMP file.
func (j *job) bmp(size int) (*image.RGBA, error) {
	if j.size > j.limits.Memory/2 {
		return nil, fmt.Errorf("the file is too large: %d MB", j.size>>20)
	}
	file, err := io.ReadAll(io.NewSectionReader(j.r, 0, j.size))
	if err != nil {
		return nil, err
	}
	w, h, err := bmp.Size(file)
	if err == nil {
		err = j.limits.check(w, h, 8)
	}
	if err == nil && int64(w)*int64(h) > maxPerByte*j.size {
		err = fmt.Errorf("the file is damaged: it declares %d by %d pixels but holds only %d bytes", w, h, j.size)
	}
	if err != nil {
		return nil, bmpSentence(err)
	}
	give, err := atOnce.Take(j.ctx, 8*int64(w)*int64(h)+j.size)
	if err != nil {
		return nil, err
	}
	defer give()
	img, short, err := bmp.Decode(file, memory.Fresh[uint8](4*w*h))
	if err != nil {
		return nil, bmpSentence(err)
	}
	if short {
		j.info.Warning = "The file ends early: a part of the picture is missing."
	}
	j.original(w, h, 0)
	return j.finish(img, size, profile{}, 0), nil
}

func bmpSentence(err error) error {
	if errors.Is(err, bmp.ErrUnsupported) {
		return fmt.Errorf("%w. Export it as JPEG or PNG to see it here", err)
	}
	return err
}

// gifFirst is the first frame of a GIF where it stands on its canvas.
func gifFirst(r io.Reader) (image.Image, error) {
	file, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	gifCanvas(file)
	conf, err := gif.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	img, err := gif.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	canvas := image.Rect(0, 0, conf.Width, conf.Height)
	if img.Bounds() == canvas {
		return img, nil
	}
	out := image.NewNRGBA(canvas)
	draw.Draw(out, img.Bounds(), img, img.Bounds().Min, draw.Src)
	return out, nil
}

// gifConfig reads the size of a GIF's canvas.
func gifConfig(r io.Reader) (image.Config, error) {
	const most = 1 << 20 // what may lie before the first frame
	head, err := io.ReadAll(io.LimitReader(r, most))
	if err != nil {
		return image.Config{}, err
	}
	gifCanvas(head)
	return gif.DecodeConfig(bytes.NewReader(head))
}

// gifCanvas makes the canvas of a GIF as large as its first frame needs, in place,
// as browsers do: some programs write one of no size (GIF89a, sections 18 and 20).
func gifCanvas(file []byte) {
	if len(file) < 13 {
		return
	}
	at := 13
	if file[10]&0x80 != 0 {
		at += 3 << (1 + file[10]&7)
	}
	for at+1 < len(file) && file[at] == '!' {
		for at += 2; at < len(file) && file[at] != 0; {
			at += 1 + int(file[at])
		}
		at++
	}
	if at+10 > len(file) || file[at] != ',' {
		return
	}
	le := binary.LittleEndian
	for i := range 2 { // width, then height
		end := int(le.Uint16(file[at+1+2*i:])) + int(le.Uint16(file[at+5+2*i:]))
		if end <= 0xffff && int(le.Uint16(file[6+2*i:])) < end {
			le.PutUint16(file[6+2*i:], uint16(end))
		}
	}
}
