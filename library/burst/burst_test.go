package burst

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"culler/library/exif"
	"culler/library/photo"
	"culler/library/photo/phototest"
)

var day = time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)

// frame is a photo named name, taken that many seconds into the shoot; a
// negative number is no time at all.
func frame(name string, seconds float64) photo.Photo {
	p := photo.Photo{ID: sha256.Sum256([]byte(name)), Name: name, Files: []photo.File{{Path: "/" + name + ".jpg"}}}
	if seconds >= 0 {
		p.Meta.Taken = day.Add(time.Duration(seconds * float64(time.Second)))
	}
	return p
}

func frames(at ...float64) []photo.Photo {
	var photos []photo.Photo
	for k, s := range at {
		photos = append(photos, frame(fmt.Sprint(k+1), s))
	}
	return photos
}

// biased is a run of frames, half a second apart, with exposure compensations.
func biased(ev ...float64) []photo.Photo {
	var photos []photo.Photo
	for k, v := range ev {
		p := frame(fmt.Sprint(k+1), float64(k)/2)
		p.Meta.Bias = &v
		photos = append(photos, p)
	}
	return photos
}

// shown says bursts as "1 2 3 | 4", a bracket in brackets.
func shown(photos []photo.Photo, bursts []Burst) string {
	var all []string
	for _, b := range bursts {
		var names []string
		for _, i := range b.Photos {
			names = append(names, photos[i].Name)
		}
		s := strings.Join(names, " ")
		if b.Kind == Bracket {
			s = "[" + s + "]"
		}
		all = append(all, s)
	}
	return strings.Join(all, " | ")
}

func check(t *testing.T, photos []photo.Photo, o Options, want string) []Burst {
	t.Helper()
	bursts := Group(photos, o)
	if got := shown(photos, bursts); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, b := range bursts {
		if (b.Kind == Single) != (len(b.Photos) == 1) {
			t.Errorf("%v with %d photos", b.Kind, len(b.Photos))
		}
	}
	return bursts
}

func TestGap(t *testing.T) {
	photos := frames(0, 2, 4.001, 4.002, 60)
	check(t, photos, Options{}, "1 2 | 3 4 | 5")
	check(t, photos, Options{Gap: time.Second}, "1 | 2 | 3 4 | 5")
	check(t, photos, Options{Gap: time.Minute}, "1 2 3 4 5")
	if got := Group(nil, Options{}); len(got) != 0 {
		t.Errorf("no photos make the bursts %v", got)
	}
}

func TestOrderInsideOneSecond(t *testing.T) {
	photos := []photo.Photo{frame("DSC_10", 1), frame("DSC_9", 1), frame("DSC_3", 1.5), frame("DSC_11", 0.98)}
	check(t, photos, Options{}, "DSC_11 DSC_9 DSC_10 DSC_3")
}

func TestNoTime(t *testing.T) {
	photos := frames(-1, 0, -1, 1)
	photos[2].Meta.TakenNote = "The file holds no capture time."
	bursts := check(t, photos, Options{Gap: time.Hour}, "2 4 | 1 | 3")
	if bursts[1].Note != NoteNoTime || bursts[2].Note != "The file holds no capture time." {
		t.Errorf("notes %q and %q", bursts[1].Note, bursts[2].Note)
	}
}

func TestCameras(t *testing.T) {
	photos := frames(0, 0.1, 0.2, 0.3)
	for k := range photos {
		photos[k].Meta.Camera = photo.Camera{Make: "N", Model: "D", Serial: fmt.Sprint(k % 2)}
	}
	check(t, photos, Options{}, "1 3 | 2 4")
	slow := photos[0].Meta.Camera.Key()
	check(t, photos, Options{Offsets: map[string]time.Duration{slow: time.Hour}}, "2 4 | 1 3")
	photos[2].Meta.Camera.Serial = ""
	check(t, photos, Options{}, "1 | 2 4 | 3")
}

func TestAlike(t *testing.T) {
	photos := frames(0, 1, 2, 3, 4)
	sim := map[[2]int]float64{{0, 1}: 0.9, {1, 2}: 0.79, {3, 4}: 0.8} // 2 and 3 were not read yet
	o := Options{MinAlike: 0.8, Alike: func(a, b int) (float64, bool) { s, ok := sim[[2]int{a, b}]; return s, ok }}
	check(t, photos, o, "1 2 | 3 4 5")
	// Frames of a bracket are unlike each other.
	photos = biased(0, -1, 1)
	o.Alike = func(a, b int) (float64, bool) { return 0.1, true }
	check(t, photos, o, "[1 2 3]")
}

func TestBrackets(t *testing.T) {
	for name, c := range map[string]struct {
		ev   []float64
		want string
		note string // of the first
	}{
		"3 frames":               {[]float64{0, -0.7, 0.7}, "[1 2 3]", "bracket -0.7 0 +0.7 EV"},
		"darkest first":          {[]float64{-2, 0, 2}, "[1 2 3]", "bracket -2 0 +2 EV"},
		"5 frames":               {[]float64{0, -0.7, 0.7, -1.3, 1.3}, "[1 2 3 4 5]", "bracket -1.3 -0.7 0 +0.7 +1.3 EV"},
		"9 frames":               {[]float64{0, -1, 1, -2, 2, -3, 3, -4, 4}, "[1 2 3 4 5 6 7 8 9]", ""},
		"4 frames":               {[]float64{-1, 0, 1, 2}, "[1 2 3 4]", ""},
		"thirds, rounded":        {[]float64{0, -0.3, 0.3, -0.7, 0.7}, "[1 2 3 4 5]", ""},
		"around a compensation":  {[]float64{0.3, -0.7, 1.3}, "[1 2 3]", "bracket -0.7 +0.3 +1.3 EV"},
		"back to back":           {[]float64{0, -1, 1, 0, -1, 1, 0, -1, 1}, "[1 2 3] | [4 5 6] | [7 8 9]", ""},
		"3 and 5":                {[]float64{-1, 0, 1, -2, -1, 0, 1, 2}, "[1 2 3] | [4 5 6 7 8]", ""},
		"after one broken off":   {[]float64{0, -0.7, 0, -0.7, 0.7, -1.3, 1.3}, "1 2 | [3 4 5 6 7]", ""},
		"before a burst":         {[]float64{0, -1, 1, 0, 0, 0}, "[1 2 3] | 4 5 6", ""},
		"a burst":                {[]float64{0, 0, 0, 0}, "1 2 3 4", ""},
		"a burst, one step":      {[]float64{0, 0, -0.3, -0.3}, "1 2 3 4", ""},
		"a dial turned unevenly": {[]float64{0, 0.3, 2, 2}, "1 2 3 4", ""},
		"two frames":             {[]float64{-1, 1}, "1 2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			bursts := check(t, biased(c.ev...), Options{}, c.want)
			if c.note != "" && bursts[0].Note != c.note {
				t.Errorf("note %q instead of %q", bursts[0].Note, c.note)
			}
		})
	}
}

// Without a compensation in the file, or in manual exposure, only shutter,
// aperture and ISO tell of a bracket.
func TestBracketsByExposure(t *testing.T) {
	type m = photo.Meta
	zero := 0.0
	set := func(at ...m) []photo.Photo {
		photos := frames(make([]float64, len(at))...)
		for k := range photos {
			at[k].Taken = photos[k].Meta.Taken
			photos[k].Meta = at[k]
		}
		return photos
	}
	for name, c := range map[string]struct {
		photos []photo.Photo
		want   string
	}{
		"by shutter":          {set(m{Shutter: 1. / 60}, m{Shutter: 1. / 250}, m{Shutter: 1. / 15}), "[1 2 3]"},
		"by ISO":              {set(m{Shutter: 1, ISO: 400}, m{Shutter: 1, ISO: 100}, m{Shutter: 1, ISO: 1600}), "[1 2 3]"},
		"manual":              {set(m{Shutter: 1. / 60, Bias: &zero}, m{Shutter: 1. / 125, Bias: &zero}, m{Shutter: 1. / 30, Bias: &zero}), "[1 2 3]"},
		"back to back":        {set(m{Shutter: 1}, m{Shutter: 0.25}, m{Shutter: 4}, m{Shutter: 1}, m{Shutter: 0.25}, m{Shutter: 4}), "[1 2 3] | [4 5 6]"},
		"small drift":         {set(m{Shutter: 1. / 50}, m{Shutter: 1. / 60}, m{Shutter: 1. / 80}), "1 2 3"},
		"drift in a burst":    {set(m{Shutter: 1. / 60}, m{Shutter: 1. / 60}, m{Shutter: 1. / 250}, m{Shutter: 1. / 15}), "1 2 3 4"},
		"ISO steps, same EV":  {set(m{Shutter: 1. / 60, ISO: 400}, m{Shutter: 1. / 120, ISO: 800}, m{Shutter: 1. / 30, ISO: 200}), "1 2 3"},
		"aperture changes":    {set(m{Shutter: 1, Aperture: 4}, m{Shutter: 0.25, Aperture: 8}, m{Shutter: 4, Aperture: 4}), "1 2 3"},
		"automatic ISO moves": {set(m{Shutter: 1, ISO: 100, Bias: &zero}, m{Shutter: 0.25, ISO: 100, Bias: &zero}, m{Shutter: 4, ISO: 200, Bias: &zero}), "1 2 3"},
		"nothing known":       {set(m{}, m{}, m{}), "1 2 3"},
	} {
		t.Run(name, func(t *testing.T) { check(t, c.photos, Options{}, c.want) })
	}
}

// readFolder reads the photos of a folder of test material.
func readFolder(t *testing.T, folder string) []photo.Photo {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(phototest.Shared(t, folder), "*"))
	if err != nil {
		t.Fatal(err)
	}
	var photos []photo.Photo
	for _, path := range paths {
		m, err := exif.Read(path, photo.JPEG)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		photos = append(photos, photo.Photo{ID: sha256.Sum256([]byte(path)), Name: name[max(0, len(name)-3):], Meta: m})
	}
	return photos
}

func TestRealShoots(t *testing.T) {
	sony := readFolder(t, "photos/shoot/11_sony_aeb_thumbs")
	check(t, sony, Options{}, "191 | 192 | 193 | 194 195 | [196 197 198 199 200] | [201 202 203 204 205]")
	check(t, sony, Options{Gap: time.Minute}, "191 192 193 194 195 | [196 197 198 199 200] | [201 202 203 204 205]")
	huawei := readFolder(t, "photos/shoot/01_huawei_relief")
	check(t, huawei, Options{}, "134 135 137 138 140 142 143 144 145 147 148 149")
	check(t, readFolder(t, "photos/shoot/15_meizu_flowerpot"), Options{}, "014 015 016")
	for _, b := range Group(readFolder(t, "photos/shoot/18_auto_triage_demos"), Options{Gap: time.Hour}) {
		if b.Kind != Single || b.Note == "" {
			t.Errorf("a photo without a time is in %v", b)
		}
	}
}

func TestManyInOneSecond(t *testing.T) {
	var photos []photo.Photo
	for k := range 10000 {
		photos = append(photos, frame(fmt.Sprintf("DSC_%d", k+1), 5))
	}
	rand.Shuffle(len(photos), func(i, j int) { photos[i], photos[j] = photos[j], photos[i] })
	bursts := Group(photos, Options{})
	if len(bursts) != 1 {
		t.Fatalf("%d bursts", len(bursts))
	}
	for k, i := range bursts[0].Photos {
		if want := fmt.Sprintf("DSC_%d", k+1); photos[i].Name != want {
			t.Fatalf("photo %d is %s", k, photos[i].Name)
		}
	}
}

// random is a shoot of several cameras, bursts, brackets and photos without a
// time.
func random(r *rand.Rand, n int) []photo.Photo {
	var photos []photo.Photo
	at := 0.0
	for k := range n {
		at += r.ExpFloat64() * 1.5
		when := at
		if r.IntN(10) == 0 {
			when = -1
		}
		if r.IntN(2) == 0 && when > 0 {
			when = float64(int(when))
		}
		p := frame(fmt.Sprintf("DSC_%d", k), when)
		p.Meta.Camera.Model = string(rune('A' + r.IntN(2)))
		if r.IntN(3) > 0 {
			b := float64(k%3 - 1)
			p.Meta.Bias = &b
		}
		photos = append(photos, p)
	}
	return photos
}

// editRandomly edits as Shoot does: by hand, on the bursts as they are.
func editRandomly(r *rand.Rand, photos []photo.Photo, e Edits, n int) Edits {
	for range n {
		o := Options{Gap: time.Duration(r.ExpFloat64() * 3e9), Edits: e}
		bursts := Group(photos, o)
		b := bursts[r.IntN(len(bursts))]
		id := photos[b.Photos[r.IntN(len(b.Photos))]].ID
		switch r.IntN(4) {
		case 0:
			e = e.SplitBefore(id)
		case 1:
			e = e.Apart(id)
		default:
			set := slices.Concat(b.Photos, bursts[r.IntN(len(bursts))].Photos)
			g := newGrouping(photos, o)
			slices.SortFunc(set, g.compare)
			var ids []photo.ID
			for _, i := range set {
				ids = append(ids, photos[i].ID)
			}
			e = e.Join(ids...)
		}
	}
	return e
}

// Whatever the order in which photos arrive, they make the same bursts, and
// each is in one.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		photos := random(r, 1+r.IntN(60))
		o := Options{Gap: time.Duration(1 + r.IntN(5e9)), Edits: editRandomly(r, photos, Edits{}, r.IntN(6))}
		bursts := Group(photos, o)
		seen := make([]bool, len(photos))
		for _, b := range bursts {
			for _, i := range b.Photos {
				if seen[i] {
					t.Fatalf("seed %d: photo %d is in two bursts", seed, i)
				}
				seen[i] = true
			}
		}
		if k := slices.Index(seen, false); k >= 0 {
			t.Fatalf("seed %d: photo %d is in no burst", seed, k)
		}
		shuffled := slices.Clone(photos)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again := Group(shuffled, o)
		if got, want := shown(shuffled, again), shown(photos, bursts); got != want {
			t.Fatalf("seed %d:\n%s\n%s", seed, got, want)
		}
		for k := range bursts {
			if bursts[k].Note != again[k].Note || bursts[k].Kind != again[k].Kind {
				t.Fatalf("seed %d: %v %q and %v %q", seed, bursts[k].Kind, bursts[k].Note, again[k].Kind, again[k].Note)
			}
		}
	}
}

func BenchmarkGroup(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			photos := random(rand.New(rand.NewPCG(1, 1)), n)
			b.ReportAllocs()
			for b.Loop() {
				Group(photos, Options{})
			}
		})
	}
}

// Clocks that go back and flights west repeat an hour; the zone tells which is
// which. Clocks that say no zone are as those of most photos.
func TestZonesTellTheInstant(t *testing.T) {
	photos := frames(0, 2, 4, 1, 3, 5)
	for k := range photos {
		zone := 120 - 60*(k/3)
		photos[k].Meta.Zone = &zone
	}
	if got := shown(photos, Group(photos, Options{})); got != "1 2 3 | 4 5 6" {
		t.Errorf("got %s", got)
	}
	photos[1].Meta.Zone, photos[5].Meta.Zone = nil, photos[0].Meta.Zone
	if got := shown(photos, Group(photos, Options{})); got != "1 2 3 6 | 4 5" {
		t.Errorf("one without a zone: got %s", got)
	}
}
