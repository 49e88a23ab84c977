package viewer

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"fyne.io/fyne/v2"

	"culler/ui/uitest"
)

func noise(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	for i := range img.Pix {
		img.Pix[i] = byte(r.Uint32())
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

// bilinear is the definition: the picture's pixels are points at their middles,
// between which values run evenly.
func bilinear(img *image.RGBA, u, v float64, c int) float64 {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	u, v = min(max(u-0.5, 0), float64(w-1)), min(max(v-0.5, 0), float64(h-1))
	x, y := int(u), int(v)
	fx, fy := u-float64(x), v-float64(y)
	at := func(x, y int) float64 { return float64(img.Pix[min(y, h-1)*img.Stride+4*min(x, w-1)+c]) }
	return (at(x, y)*(1-fx)+at(x+1, y)*fx)*(1-fy) + (at(x, y+1)*(1-fx)+at(x+1, y+1)*fx)*fy
}

func TestDrawsWhatTheDefinitionSays(t *testing.T) {
	img := noise(90, 70)
	p := NewPicture(img)
	ground := color.RGBA{9, 8, 7, 255}
	for _, f := range []frame{
		{x: 5, y: 10, zoom: 1, w: 90, h: 70},
		{x: -31.4, y: -20.7, zoom: 1.3, w: 90, h: 70},
		{x: 12.5, y: 3.25, zoom: 0.8, w: 90, h: 70},
		{x: -400, y: -300, zoom: 8, w: 90, h: 70},
		{x: -20, y: -20, zoom: 0.9, w: 180, h: 140}, // the picture is a smaller version of the photo
	} {
		dst := image.NewRGBA(image.Rect(0, 0, 120, 100))
		drawPicture(dst, p, f, ground)
		step := float64(90) / (f.w * f.zoom)
		for y := range 100 {
			for x := range 120 {
				got := dst.RGBAAt(x, y)
				if float64(x) < math.Round(f.x) || float64(x) >= math.Round(f.x+f.w*f.zoom) || float64(y) < math.Round(f.y) || float64(y) >= math.Round(f.y+f.h*f.zoom) {
					if got != ground {
						t.Fatalf("%+v: (%d, %d) outside the photo is %v", f, x, y, got)
					}
					continue
				}
				u, v := (float64(x)+0.5-f.x)*step, (float64(y)+0.5-f.y)*step
				for c := range 3 {
					want := bilinear(img, u, v, c)
					if f.zoom >= nearestFrom {
						want = float64(img.Pix[int(min(max(v, 0), 69.99))*img.Stride+4*int(min(max(u, 0), 89.99))+c])
					}
					have := float64([]uint8{got.R, got.G, got.B}[c])
					if math.Abs(have-want) > 2 {
						t.Fatalf("%+v: channel %d of (%d, %d) is %v, want %v", f, c, x, y, have, want)
					}
				}
			}
		}
	}
}

func TestShrunkPicturesKeepTheirLight(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 2049, 1401))
	for i := range img.Pix {
		img.Pix[i] = byte(i / 4 % 2 * 255)
	}
	p := NewPicture(img)
	if len(p.levels) != 4 || p.Size() != image.Pt(2049, 1401) {
		t.Fatalf("%d sizes", len(p.levels))
	}
	for n, l := range p.levels[1:] {
		if l.Rect.Dx() != 2049>>(n+1) || l.Rect.Dy() != 1401>>(n+1) {
			t.Errorf("size %d is %v", n+1, l.Rect)
		}
		if g := l.Pix[l.Stride*5+40]; g < 126 || g > 129 {
			t.Errorf("stripes became %d, not grey", g)
		}
	}
	for width, want := range map[float64]int{4000: 2049, 2049: 2049, 1500: 2049, 1024: 1024, 600: 1024, 100: 256} {
		if got := p.level(width).Rect.Dx(); got != want {
			t.Errorf("for %v pixels the size of %d is drawn, want %d", width, got, want)
		}
	}
}

func TestOverlaysMarkWhatTheyShould(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 40, 20))
	fill(img, 0, 20, 0, 20, color.RGBA{100, 100, 100, 255})
	fill(img, 0, 20, 20, 40, color.RGBA{220, 220, 220, 255})
	fill(img, 0, 1, 0, 1, color.RGBA{255, 10, 10, 255})
	fill(img, 19, 20, 0, 1, color.RGBA{0, 1, 0, 255})
	fill(img, 19, 20, 39, 40, color.RGBA{0, 0, 40, 255})
	Overlays{Clipping: true}.paint(img)
	for p, want := range map[image.Point]color.RGBA{
		{0, 0}: {0xff, 0x20, 0x20, 255}, {0, 19}: {0x20, 0x50, 0xff, 255}, {39, 19}: {0, 0, 40, 255}, {5, 5}: {100, 100, 100, 255},
	} {
		if got := img.RGBAAt(p.X, p.Y); got != want {
			t.Errorf("clipping made %v of %v, want %v", got, p, want)
		}
	}
	Overlays{Peaking: true}.paint(img)
	green := color.RGBA{0x30, 0xf0, 0x50, 255}
	if img.RGBAAt(20, 10) != green || img.RGBAAt(19, 10) != green {
		t.Error("a sharp edge is not marked")
	}
	if img.RGBAAt(10, 10) == green || img.RGBAAt(30, 10) == green {
		t.Error("a smooth area is marked")
	}
}

func TestHistogramCountsEveryPixel(t *testing.T) {
	img := noise(100, 50)
	n := HistogramOf(img)
	for c := range n {
		sum := 0
		for _, k := range n[c] {
			sum += k
		}
		if sum != 5000 {
			t.Errorf("channel %d counts %d of 5000 pixels", c, sum)
		}
	}
	one := image.NewRGBA(image.Rect(0, 0, 1, 1))
	one.SetRGBA(0, 0, color.RGBA{255, 0, 128, 255})
	n = HistogramOf(one)
	if n[0][255] != 1 || n[1][0] != 1 || n[2][128] != 1 || n[3][91] != 1 { // 0.299*255 + 0.114*128 = 90.8
		t.Error("a pixel is counted at the wrong level")
	}
	if d := n.Draw(256, 100); d.Rect.Dx() != 256 || d.Rect.Dy() != 100 {
		t.Error("the drawing has the wrong size")
	}
}

// 45 megapixels on a screen of 1280 x 900.
func bigPicture() *Picture { return NewPicture(noise(8192, 5464)) }

func BenchmarkZoomStep45MP(b *testing.B) {
	benchmarkView(b, Overlays{}, func(v *View, n int) { v.ZoomBy([]int{1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1}[n%14]) })
}

func BenchmarkPan45MP(b *testing.B) {
	benchmarkView(b, Overlays{}, func(v *View, n int) {
		if v.Place().Fits() {
			v.SetPlace(Place{Zoom: 0.7, X: 0.5, Y: 0.5})
		}
		v.Pan(0.02, 0.01)
	})
}

func BenchmarkZoomStepWithOverlays45MP(b *testing.B) {
	benchmarkView(b, Overlays{Clipping: true, Peaking: true}, func(v *View, n int) { v.ZoomBy([]int{1, 1, 1, -1, -1, -1}[n%6]) })
}

// benchmarkView moves a view of 1280 x 900 pixels over a picture of 45
// megapixels and draws each step.
func benchmarkView(b *testing.B, o Overlays, move func(v *View, n int)) {
	uitest.NewApp(b)
	p := bigPicture()
	v := NewView()
	v.Resize(fyne.NewSize(1280, 900))
	v.SetPicture(p, p.Size())
	v.SetOverlays(o)
	v.draw(1280, 900)
	var laps uitest.Laps
	for n := 0; b.Loop(); n++ {
		laps.Time(func() {
			move(v, n)
			v.draw(1280, 900)
		})
	}
	laps.Report(b)
}
