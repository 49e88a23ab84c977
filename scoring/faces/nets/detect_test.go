package nets

import (
	"image"
	"math/rand"
	"testing"
)

// Each pixel of a halved picture is the rounded mean of four.
func TestHalvedIsTheMean(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	whole := image.NewRGBA(image.Rect(0, 0, 41, 31))
	random.Read(whole.Pix)
	img := whole.SubImage(image.Rect(4, 2, 41, 31)).(*image.RGBA) // odd, and a part of another
	small := halved(img)
	if small.Rect != image.Rect(0, 0, 18, 14) {
		t.Fatal(small.Rect)
	}
	for y := range 14 {
		for x := range 18 {
			want := [4]int{3: 255}
			for c := range 3 {
				sum := 2
				for k := range 4 {
					sum += int(img.Pix[img.PixOffset(4+2*x+k%2, 2+2*y+k/2)+c])
				}
				want[c] = sum / 4
			}
			for c, got := range small.Pix[small.PixOffset(x, y):][:4] {
				if int(got) != want[c] {
					t.Fatalf("pixel %d, %d is %v, not %v", x, y, small.RGBAAt(x, y), want)
				}
			}
		}
	}
}
