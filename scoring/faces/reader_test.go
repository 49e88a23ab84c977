package faces

import (
	"context"
	"fmt"
	"image"
	"image/draw"
	"math"
	"strings"
	"testing"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/pixels"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/rank"
)

var _ scoring.Extra = Reader{}

// given is a finder that finds what it is given.
type given []Face

func (given) Key() string                                         { return "given" }
func (g given) Find(context.Context, *image.RGBA) ([]Face, error) { return g, nil }
func box(x, y, w int) Face                                        { return Face{Box: image.Rect(x, y, x+w, y+w)} }
func read(t testing.TB, f Finder, img *image.RGBA) (v []float64) {
	t.Helper()
	v, err := Reader{Finder: f, Nets: embedded()}.Read(t.Context(), img)
	if err != nil || len(v) < numbers {
		t.Fatal(v, err)
	}
	return v
}

// softened is a copy of a picture whose part is blurred.
func softened(img *image.RGBA, part image.Rectangle, radius int) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	draw.Draw(out, out.Rect, img, img.Rect.Min, draw.Src)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			var sum [3]int
			n := 0
			for yy := max(y-radius, 0); yy <= min(y+radius, img.Rect.Max.Y-1); yy++ {
				for xx := max(x-radius, 0); xx <= min(x+radius, img.Rect.Max.X-1); xx++ {
					p := img.Pix[img.PixOffset(xx, yy):]
					sum[0], sum[1], sum[2], n = sum[0]+int(p[0]), sum[1]+int(p[1]), sum[2]+int(p[2]), n+1
				}
			}
			p := out.Pix[out.PixOffset(x, y):]
			p[0], p[1], p[2] = uint8(sum[0]/n), uint8(sum[1]/n), uint8(sum[2]/n)
		}
	}
	return out
}

func TestAFaceOutOfFocusIsFoundAndIsLessSharp(t *testing.T) {
	sharp := scene(t, 1024, 683, image.Pt(300, 60), 420)
	before := read(t, quick(), sharp)
	last := before[Largest]
	for _, radius := range []int{1, 2, 4} {
		v := read(t, quick(), softened(sharp, image.Rect(300, 60, 720, 590), radius))
		if v[Count] != 1 || !(v[Largest] < last-0.1) || v[All] != v[Largest] {
			t.Errorf("blurred by %d: %v, before %v", radius, v, last)
		}
		last = v[Largest]
	}
	// A blurred surrounding costs the face nothing.
	out := softened(sharp, image.Rect(0, 0, 300, 683), 4)
	if v := read(t, quick(), out); math.Abs(v[Largest]-before[Largest]) > 0.02 {
		t.Errorf("with a soft surrounding %v, before %v", v, before)
	}
}

func TestWhichFacesCount(t *testing.T) {
	img := scene(t, 1024, 683, image.Pt(100, 50), 400)
	put(t, img, image.Pt(560, 50), 300)
	soft := softened(img, image.Rect(560, 0, 1024, 683), 3)
	large, small, tiny := box(150, 130, 300), box(600, 110, 220), box(10, 10, 40)
	both := read(t, given{large, small}, soft)
	one, other := read(t, given{large}, soft)[Largest], read(t, given{small}, soft)[Largest]
	if both[Largest] != one || math.Abs(both[All]-(one+other)/2) > 1e-9 || both[Count] != 2 || !(other < one) {
		t.Errorf("both %v, alone %v and %v", both, one, other)
	}
	if v := read(t, given{tiny}, soft); !math.IsNaN(v[Largest]) || !math.IsNaN(v[All]) || v[Count] != 1 {
		t.Errorf("of a tiny face it says %v", v)
	}
	// A face at the edge of the picture is measured on what is there of it.
	if v := read(t, given{{Box: image.Rect(850, 500, 1300, 950).Intersect(img.Rect)}}, soft); math.IsNaN(v[Largest]) {
		t.Error("a face at the edge is not measured")
	}
}

func TestNoFacesInShapes(t *testing.T) {
	for name, shade := range map[string]func(x, y int) uint8{
		"plain":   func(x, y int) uint8 { return 128 },
		"slope":   func(x, y int) uint8 { return uint8(x / 4) },
		"chequer": func(x, y int) uint8 { return uint8((x/24 + y/24) % 2 * 255) },
		"circles": func(x, y int) uint8 { return uint8(128 + 120*math.Sin(math.Hypot(float64(x-500), float64(y-300))/30)) },
		"stripes": func(x, y int) uint8 { return uint8(y / 20 % 2 * 200) },
	} {
		for _, size := range []image.Point{{683, 512}, {1024, 10}, {1, 1}, {0, 0}} {
			img := image.NewRGBA(image.Rect(0, 0, size.X, size.Y))
			for y := range size.Y {
				for x := range size.X {
					v := shade(x, y)
					p := img.Pix[img.PixOffset(x, y):]
					p[0], p[1], p[2], p[3] = v, v, v, 255
				}
			}
			if v := read(t, quick(), img); v[Count] != 0 {
				t.Errorf("%s of %v: %v faces", name, size, v[Count])
			}
		}
	}
}

// Four frames of a child in goggles, with hands in the face in two; the middle of
// the face was read off by eye.
func TestARealFaceIsFoundInEveryFrame(t *testing.T) {
	d := &pixels.Decoder{}
	for k, middle := range []image.Point{{305, 245}, {350, 220}, {332, 230}, {360, 220}} {
		n := k + 1
		path := phototest.Shared(t, fmt.Sprintf("photos/raw/metadata-extractor-images/Issue 247-%d.nef", n))
		img, _, err := d.Picture(t.Context(), photo.File{Path: path, Kind: photo.RAW}, scoring.PictureSize)
		if err != nil {
			t.Fatal(err)
		}
		found, err := quick().Find(t.Context(), img)
		if err != nil || len(found) != 1 {
			t.Fatalf("frame %d: %+v, %v", n, found, err)
		}
		at := found[0].Box.Min.Add(found[0].Box.Max).Div(2)
		if math.Hypot(float64(at.X-middle.X), float64(at.Y-middle.Y)) > 35 || found[0].Box.Dx() < 120 || found[0].Box.Dx() > 240 {
			t.Errorf("frame %d: the face is found at %v", n, found[0].Box)
		}
		if v := read(t, quick(), img); math.IsNaN(v[Largest]) {
			t.Errorf("frame %d: its sharpness is not told", n)
		}
	}
}

func TestNoFacesWhereThereAreNoPeople(t *testing.T) {
	d := &pixels.Decoder{}
	// Dogs, a stream and a dandelion; ships and towns; brackets of a room.
	for _, name := range []string{
		"demo/lomiri_friends_by_Aitzol_Berasategi.jpg", "shoot/18_auto_triage_demos/scenario-1-a.jpg",
		"shoot/18_auto_triage_demos/scenario-3-c.jpg", "shoot/11_sony_aeb_thumbs/DSC08191.JPG",
	} {
		path := phototest.Shared(t, "photos/"+name)
		img, _, err := d.Picture(t.Context(), photo.File{Path: path, Kind: photo.JPEG}, scoring.PictureSize)
		if err != nil {
			t.Fatal(err)
		}
		if v := read(t, quick(), img); v[Count] != 0 {
			t.Errorf("%s: %v faces", name, v[Count])
		}
	}
}

func TestRowsFitTheNumbers(t *testing.T) {
	rows := Rows()
	if len(rows) != numbers || rows[Count].ID != "" {
		t.Fatalf("%+v", rows)
	}
	b := board.New(3)
	b.SetExtras([][]rank.Row{rows})
	b.SetWeight(LargestRow, 1)
	b.Put([]scoring.Update{{Photo: 0, Extras: [][]float64{{4, 3, 2}}}, {Photo: 1, Extras: [][]float64{{2, 2, 1}}}, {Photo: 2, Extras: [][]float64{{math.NaN(), math.NaN(), 0}}}})
	for _, r := range b.Ranking().Rows() {
		if strings.Contains(r.ID, "face") && (r.Kind != rank.Measure || r.Values[0] < r.Values[1] || !math.IsNaN(r.Values[2])) {
			t.Errorf("%s: %v", r.ID, r.Values)
		}
	}
	if s := b.Ranking().Scores(); !(s[0] > s[1]) {
		t.Errorf("scores %v", s)
	}
}

// What faces add to the reading of a photo on one core: where there are none, and
// where there are ten.
func BenchmarkRead(b *testing.B) {
	path := phototest.Shared(b, "photos/demo/lomiri_sunset_by_Aitzol_Berasategi.jpg")
	landscape, _, err := (&pixels.Decoder{}).Picture(b.Context(), photo.File{Path: path, Kind: photo.JPEG}, scoring.PictureSize)
	if err != nil {
		b.Fatal(err)
	}
	ten := scene(b, 1024, 683, image.Pt(20, 20), 160)
	for k := 1; k < 10; k++ {
		put(b, ten, image.Pt(20+200*(k%5), 20+320*(k/5)), 160)
	}
	for _, c := range []struct {
		name  string
		img   *image.RGBA
		faces float64
	}{{"none", landscape, 0}, {"ten", ten, 10}} {
		b.Run(c.name, func(b *testing.B) {
			read(b, quick(), c.img) // opens the networks
			for b.Loop() {
				if v := read(b, quick(), c.img); v[Count] != c.faces {
					b.Fatal(v[Count], "faces")
				}
			}
		})
	}
}
