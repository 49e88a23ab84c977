package library

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
)

// oriented is a JPEG whose EXIF says an orientation.
func oriented(t testing.TB, seed, orientation int) []byte {
	m := takenBy(noon.Add(time.Duration(seed) * time.Minute))
	m.Orientation = orientation
	return picture(t, seed, m)
}

func turnBy(s *Shoot, quarters int) func(int, photo.Decision) photo.Decision {
	return func(i int, d photo.Decision) photo.Decision { return s.Turned(i, d, quarters) }
}

// A turn goes into the sidecar, on top of what the file says, and comes back from
// there; taken back it leaves no trace.
func TestATurnIsAMark(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.jpg"), oriented(t, 1, 6))
	before := contents(t, dir)
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db})
	shown := func(what string, orientation, turn int) {
		t.Helper()
		if d, p := s.Decision(0), s.Photo(0); d.Orientation != orientation || p.Turn != turn {
			t.Errorf("%s: decided %d, shown %d; want %d and %d", what, d.Orientation, p.Turn, orientation, turn)
		}
	}
	shown("opened", 0, 0)
	check(t, s.Decide("", []int{0}, turnBy(s, 1)))
	shown("turned", 3, 6) // the file says 6: a quarter of a turn; another makes half
	if what := s.CanUndo(); what != "turning of a" {
		t.Errorf("undo takes back the %q", what)
	}
	s.FlushSidecars()
	if d := load(t, filepath.Join(dir, "a.xmp")); d.Orientation != 3 {
		t.Errorf("the sidecar says %+v", d)
	}
	check(t, s.Close())

	s = opened(t, dir, Options{Store: db})
	shown("opened again", 3, 6)
	check(t, s.Close())
	s = opened(t, dir, Options{}) // whose decisions are lost
	shown("read from the sidecar", 3, 6)
	check(t, s.Decide("", []int{0}, turnBy(s, -1)))
	shown("turned back", 0, 0)
	check(t, s.Close())
	if d := load(t, filepath.Join(dir, "a.xmp")); d.Orientation != 0 {
		t.Errorf("turned back the sidecar says %+v", d)
	}

	s = opened(t, dir, Options{Store: db})
	check(t, s.Decide("", []int{0}, turnBy(s, 2)))
	s.FlushSidecars()
	_, _, err := s.Undo()
	check(t, err)
	shown("undone", s.Decision(0).Orientation, s.Photo(0).Turn)
	check(t, s.Close())
	if now := contents(t, dir); string(now["a.jpg"]) != string(before["a.jpg"]) {
		t.Error("the photo itself was changed")
	}
}

// What most programs write along, the orientation that the file has, is no mark;
// another one is.
func TestAnOrientationInASidecarCountsWhereTheFileSaysAnother(t *testing.T) {
	dir := t.TempDir()
	says := func(n string) []byte {
		return []byte(strings.Replace(lightroom("", ""), `xmp:Rating=""`, `xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="`+n+`"`, 1))
	}
	write(t, filepath.Join(dir, "a.jpg"), oriented(t, 1, 8))
	write(t, filepath.Join(dir, "a.xmp"), says("8"))
	write(t, filepath.Join(dir, "b.jpg"), oriented(t, 2, 0))
	write(t, filepath.Join(dir, "b.xmp"), says("1"))
	write(t, filepath.Join(dir, "c.jpg"), oriented(t, 3, 6))
	write(t, filepath.Join(dir, "c.xmp"), says("2"))
	write(t, filepath.Join(dir, "d.heic"), oriented(t, 4, 6)) // whose boxes would turn it
	write(t, filepath.Join(dir, "d.xmp"), says("6"))
	before := contents(t, dir)
	s := opened(t, dir, Options{})
	for i, turn := range []int{0, 0, photo.Between(6, 2), 0} {
		if p := s.Photo(i); p.Turn != turn {
			t.Errorf("%s is turned by %d, want %d", p.Name, p.Turn, turn)
		}
		if d := s.Decision(i); (d.Orientation != 0) != (turn != 0) {
			t.Errorf("%s: %+v", s.Photo(i).Name, d)
		}
	}
	// Stars leave the orientation as it is.
	check(t, s.Decide("", []int{0, 1, 2, 3}, starred(4)))
	s.FlushSidecars()
	for _, name := range []string{"a", "b", "c", "d"} {
		want := strings.Replace(string(before[name+".xmp"]), "<x:xmpmeta", "", 1)
		got := string(contents(t, dir)[name+".xmp"])
		at := strings.Index(want, "tiff:Orientation=")
		if o := want[at : at+len(`tiff:Orientation="8"`)]; !strings.Contains(got, o) || !strings.Contains(got, `Rating="4"`) {
			t.Errorf("%s became %s", name, got)
		}
	}
	check(t, s.Close())
}

// What another program turns is merged as stars are.
func TestATurnByAnotherProgramIsTakenOver(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.jpg"), oriented(t, 1, 1))
	s := opened(t, dir, Options{})
	check(t, s.Decide("", []int{0}, starred(3)))
	s.FlushSidecars()
	path := filepath.Join(dir, "a.xmp")
	text := string(contents(t, dir)["a.xmp"])
	write(t, path, []byte(strings.Replace(text, "xmp:Rating", `xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="8" xmp:Rating`, 1)))
	_, err := s.Rescan(t.Context())
	check(t, err)
	if d := s.Decision(0); d.Orientation != 8 || d.Stars != 3 || s.Photo(0).Turn != 8 {
		t.Errorf("it is %+v", d)
	}
	check(t, s.Decide("", []int{0}, turnBy(s, 1)))
	s.FlushSidecars()
	if d := load(t, path); d.Orientation != 0 || d.Stars != 3 {
		t.Errorf("turned back, the sidecar says %+v", d)
	}
}
