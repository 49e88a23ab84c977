package pixels

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/draw"
	"io"

	"golang.org/x/image/webp"
)

// webpFirst is the first picture of a WebP file, with all levels; of an animation,
// it is the first frame where it stands on the canvas.
func webpFirst(r io.Reader) (image.Image, error) {
	file, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	still, at, canvas, err := webpStill(file)
	if err != nil {
		return nil, err
	}
	img, err := webp.Decode(bytes.NewReader(still))
	if err != nil {
		return nil, err
	}
	fromVideoLevels(img)
	if canvas.Empty() || img.Bounds() == canvas {
		return img, nil
	}
	out := image.NewNRGBA(canvas)
	draw.Draw(out, img.Bounds().Add(at), img, img.Bounds().Min, draw.Src)
	return out, nil
}

// webpConfig reads the size of a WebP file's picture, or of its canvas.
func webpConfig(r io.Reader) (image.Config, error) {
	head := make([]byte, 30)
	n, _ := io.ReadFull(r, head)
	if c := webpCanvas(head[:n]); !c.Empty() {
		return image.Config{Width: c.Dx(), Height: c.Dy()}, nil
	}
	return webp.DecodeConfig(io.MultiReader(bytes.NewReader(head[:n]), r))
}

// webpCanvas is the canvas of a file of the extended kind, empty of others.
func webpCanvas(head []byte) image.Rectangle {
	if len(head) < 30 || string(head[12:16]) != "VP8X" {
		return image.Rectangle{}
	}
	return image.Rect(0, 0, 1+int24(head[24:]), 1+int24(head[27:]))
}

func int24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// webpStill makes a file of one picture out of an animation's first frame
// (WebP container specification, chunk ANMF), and tells where it belongs. Other
// files come back as they are.
func webpStill(file []byte) (still []byte, at image.Point, canvas image.Rectangle, err error) {
	const animated = 1 << 1
	if canvas = webpCanvas(file); canvas.Empty() || file[20]&animated == 0 {
		return file, at, image.Rectangle{}, nil
	}
	for rest := file[12:]; len(rest) >= 8; {
		n := int64(binary.LittleEndian.Uint32(rest[4:]))
		data := rest[8:min(8+n, int64(len(rest)))]
		if string(rest[:4]) != "ANMF" {
			rest = rest[min(8+n+n&1, int64(len(rest))):]
			continue
		}
		if len(data) < 24 {
			break
		}
		at = image.Pt(2*int24(data), 2*int24(data[3:]))
		w, h := 1+int24(data[6:]), 1+int24(data[9:])
		if !image.Rect(at.X, at.Y, at.X+w, at.Y+h).In(canvas) {
			return nil, at, canvas, errors.New("its first frame lies outside of it")
		}
		if frame := data[16:]; string(frame[:4]) == "ALPH" {
			const alpha = 1 << 4
			still = append(still, "VP8X\x0a\x00\x00\x00"...)
			still = append(still, alpha, 0, 0, 0)
			still = append(append(still, data[6:9]...), data[9:12]...)
		}
		still = append(still, data[16:]...)
		head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+len(still)))
		return append(append(head, "WEBP"...), still...), at, canvas, nil
	}
	return nil, at, canvas, errors.New("it has no first frame")
}
