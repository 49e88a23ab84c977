package pixels

import "image"

// shrunk is a picture f times smaller, 2, 4 or 8: each pixel is the average of
// those it stands for. Partial pixels at the right and at the bottom count.
func shrunk(img *image.YCbCr, f int) *image.YCbCr {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	sw, sh := (w+f-1)/f, (h+f-1)/f
	out := image.NewYCbCr(image.Rect(0, 0, sw, sh), image.YCbCrSubsampleRatio444)
	average(out.Y, img.Y, img.YStride, w, h, f, f)
	cw, ch, fx, fy := w, h, f, f
	switch img.SubsampleRatio {
	case image.YCbCrSubsampleRatio420:
		cw, ch, fx, fy = (w+1)/2, (h+1)/2, f/2, f/2
	case image.YCbCrSubsampleRatio422:
		cw, fx = (w+1)/2, f/2
	}
	average(out.Cb, img.Cb, img.CStride, cw, ch, fx, fy)
	average(out.Cr, img.Cr, img.CStride, cw, ch, fx, fy)
	return out
}

// average makes a plane of w by h pixels fx times narrower and fy times lower.
func average(out, in []uint8, stride, w, h, fx, fy int) {
	sums := make([]uint32, (w+fx-1)/fx)
	for y := 0; y < h; y += fy {
		clear(sums)
		rows := min(fy, h-y)
		for r := range rows {
			row := in[(y+r)*stride:][:w]
			for x := range sums {
				part := row[x*fx : min((x+1)*fx, w)]
				sum := uint32(0)
				for _, v := range part {
					sum += uint32(v)
				}
				sums[x] += sum
			}
		}
		for x, sum := range sums {
			n := uint32(rows * (min((x+1)*fx, w) - x*fx))
			out[x] = uint8((sum + n/2) / n)
		}
		out = out[len(sums):]
	}
}
