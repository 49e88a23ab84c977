package copies

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"culler/library/alter"
	"culler/library/photo"
)

var noon = time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)

// named is a photo of some content, taken at noon and some seconds.
func named(name, content string, seconds float64) photo.Photo {
	p := photo.Photo{Name: name, ID: sha256.Sum256([]byte(name)), Files: []photo.File{{Path: "/" + name + ".jpg"}}}
	p.Content, p.Picture = sha256.Sum256([]byte(content)), sha256.Sum256([]byte("picture of "+content))
	p.Meta = photo.Meta{Taken: noon.Add(time.Duration(seconds * float64(time.Second))), Camera: photo.Camera{Model: "C"}, Width: 640, Height: 480}
	return p
}

// shown says groups as "a b (same file) | c d (near-duplicate)".
func shown(photos []photo.Photo, groups []Group) string {
	var all []string
	for _, g := range groups {
		var names []string
		for _, i := range g.Photos {
			names = append(names, photos[i].Name)
		}
		all = append(all, fmt.Sprintf("%s (%v)", strings.Join(names, " "), g.Kind))
	}
	return strings.Join(all, " | ")
}

func find(t *testing.T, photos []photo.Photo, prints []*Print) string {
	t.Helper()
	groups, err := Find(t.Context(), photos, prints)
	if err != nil {
		t.Fatal(err)
	}
	return shown(photos, groups)
}

func TestFind(t *testing.T) {
	img := scene(1)
	files := made(t, img, 3)
	half, hard := thumbOf(t, files["resized to half"]), thumbOf(t, files["resized to half, quality 40"])
	original := named("DSC_0001", "one", 0)
	again := named("backup/DSC_0001", "one", 0)
	tagged := named("tagged", "one with words", 0)
	tagged.Picture = original.Picture
	small := named("web/1", "smaller", 0)
	small.Meta.Width, small.Meta.Height = 320, 240
	noTime := named("mail", "hard", 0)
	noTime.Meta = photo.Meta{Width: 320, Height: 240}
	other := named("DSC_0002", "two", 60)
	gone := named("gone", "one", 0)
	gone.Gone = true
	p := thumb(img)

	photos := []photo.Photo{other, noTime, small, tagged, again, original, gone}
	prints := []*Print{thumb(scene(2)), hard, half, p, p, p, p}
	if got, want := find(t, photos, prints), "backup/DSC_0001 DSC_0001 tagged web/1 mail (near-duplicate)"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := find(t, photos, nil), "backup/DSC_0001 DSC_0001 tagged (same picture)"; got != want {
		t.Errorf("without prints: got %s, want %s", got, want)
	}
	if got, want := find(t, []photo.Photo{again, original}, nil), "backup/DSC_0001 DSC_0001 (same file)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Frames of one camera that it says are different exposures are not copies, even
// where they look the same.
func TestFramesAreNoCopies(t *testing.T) {
	p := thumb(scene(5))
	pair := func(change func(a, b *photo.Photo)) string {
		a, b := named("DSC_0001", "a", 0), named("DSC_0001 (1)", "b", 0)
		change(&a, &b)
		return find(t, []photo.Photo{a, b}, []*Print{p, p})
	}
	apart := map[string]func(a, b *photo.Photo){
		"a second later":         func(_, b *photo.Photo) { b.Meta.Taken = noon.Add(time.Second) },
		"a tenth later":          func(a, b *photo.Photo) { a.Meta.Taken, b.Meta.Taken = noon.Add(1e8), noon.Add(2e8) },
		"another exposure":       func(a, b *photo.Photo) { a.Meta.Shutter, b.Meta.Shutter = 0.01, 0.02 },
		"the next of the camera": func(_, b *photo.Photo) { b.Name = "DSC_0002" },
	}
	for name, change := range apart {
		if got := pair(change); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
	one := map[string]func(a, b *photo.Photo){
		"as they are":           func(_, _ *photo.Photo) {},
		"without fractions":     func(a, _ *photo.Photo) { a.Meta.Taken = noon.Add(3e8) },
		"saved later":           func(_, b *photo.Photo) { b.Meta.Taken, b.Meta.TakenChanged = noon.Add(time.Hour), true },
		"without camera":        func(_, b *photo.Photo) { b.Meta.Camera, b.Meta.Taken = photo.Camera{}, noon.Add(time.Hour) },
		"renamed when exported": func(_, b *photo.Photo) { b.Name = "wedding-017" },
	}
	for name, change := range one {
		if got := pair(change); !strings.HasSuffix(got, "(near-duplicate)") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A copy that could be one of several frames goes to the one that it is most like;
// the frames stay apart.
func TestACopyOfOneFrame(t *testing.T) {
	img := scene(7)
	first, second := named("DSC_0001", "a", 0), named("DSC_0002", "b", 1)
	copied := named("mail", "c", 0)
	copied.Meta = photo.Meta{}
	prints := []*Print{thumb(img), thumb(alter.Noise(img, 25, 9)), thumbOf(t, made(t, img, 0)["resized to half"])}
	if d := Detail(prints[1], prints[2]); d < LeastDetail {
		t.Fatalf("the other frame is not like the copy: %.3f", d)
	}
	if got, want := find(t, []photo.Photo{first, second, copied}, prints), "DSC_0001 mail (near-duplicate)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// However the photos come, the groups are the same.
func TestFindWhateverTheOrder(t *testing.T) {
	var photos []photo.Photo
	var prints []*Print
	for n := range 30 {
		img := scene(uint64(n))
		photos = append(photos, named(fmt.Sprintf("shot %d", n), fmt.Sprint(n), float64(10*n)))
		prints = append(prints, thumb(img))
		if n%3 == 0 {
			c := named(fmt.Sprintf("copy %d", n), fmt.Sprint("copy", n), 0)
			c.Meta.Camera, c.Meta.Taken = photo.Camera{}, time.Time{}
			photos = append(photos, c)
			prints = append(prints, thumbOf(t, made(t, img, n)["cropped by 5 %"]))
		}
	}
	want := find(t, photos, prints)
	if n := strings.Count(want, "near-duplicate"); n != 10 {
		t.Errorf("%d groups, want 10: %s", n, want)
	}
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 3))
		ps, qs := slices.Clone(photos), slices.Clone(prints)
		r.Shuffle(len(ps), func(i, j int) { ps[i], ps[j], qs[i], qs[j] = ps[j], ps[i], qs[j], qs[i] })
		if got := find(t, ps, qs); got != want {
			t.Fatalf("seed %d:\ngot  %s\nwant %s", seed, got, want)
		}
	}
}

func TestFindIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Find(ctx, []photo.Photo{named("a", "a", 0)}, []*Print{thumb(scene(1))}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}
