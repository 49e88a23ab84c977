package faces

import (
	"culler/scoring/board"
	"culler/scoring/faces/nets"
)

// perFace is how many numbers a face takes among those of a Reader.
const perFace = 18

// Numbers are what a Reader gives for a photo with these faces, the largest first.
func Numbers(all []Reading) []float64 { return append(summary(all), encode(all)...) }

// encode makes numbers of faces, so that they are kept where those of the photo
// are.
func encode(all []Reading) []float64 {
	var v []float64
	for _, r := range all {
		v = append(v, r.Box.Left, r.Box.Top, r.Box.Right, r.Box.Bottom, r.Eye[0].X, r.Eye[0].Y, r.Eye[1].X, r.Eye[1].Y,
			r.Score, float64(r.Eyes), r.Open, r.Smile, r.Yaw, r.Pitch, r.Roll, r.Sharpness, r.EyeSharp, r.Pixels)
	}
	return v
}

// Decode returns the faces that a Reader's numbers hold, the largest first; nil
// where there are none.
func Decode(values []float64) []Reading {
	if len(values) < numbers {
		return nil
	}
	values = values[numbers:]
	var all []Reading
	for ; len(values) >= perFace; values = values[perFace:] {
		v := values
		r := Reading{
			Box: Box{v[0], v[1], v[2], v[3]}, Eye: [2]nets.Point{{X: v[4], Y: v[5]}, {X: v[6], Y: v[7]}},
			Score: v[8], Open: v[10], Smile: v[11], Yaw: v[12], Pitch: v[13], Roll: v[14], Sharpness: v[15], EyeSharp: v[16], Pixels: v[17],
		}
		if e := Eyes(v[9]); e <= Closed {
			r.Eyes = e
		}
		all = append(all, r)
	}
	return all
}

// On are the faces of a photo as far as a board knows them, the largest first.
func On(b *board.Board, photo int) []Reading { return Decode(b.Told(LargestRow, photo)) }
