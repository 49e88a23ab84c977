package library

import (
	"culler/library/store"
	"fmt"
	"os"
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

// saysTurned is a sidecar with an orientation and a rating.
func saysTurned(orientation int, rating string) []byte {
	says := fmt.Sprintf(`xmp:Rating="%s" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="%d"`, rating, orientation)
	return []byte(strings.Replace(lightroom("", ""), `xmp:Rating=""`, says, 1))
}

// What is known of a sidecar's turn is relative to the file's own orientation:
// when that changes, or an earlier version knew nothing of it, marks still arrive.
func TestMarksArriveWhereTheFileSaysAnotherOrientationThanBefore(t *testing.T) {
	arrives := func(t *testing.T, s *Shoot, dir string) {
		check(t, s.Decide("", []int{0}, starred(4)))
		for range 3 {
			s.FlushSidecars()
		}
		if d := load(t, filepath.Join(dir, "a.xmp")); d.Stars != 4 {
			t.Errorf("the sidecar says %+v", d)
		}
	}
	for _, c := range []struct{ from, side, to int }{{1, 6, 6}, {6, 6, 1}, {1, 1, 6}} {
		for _, restart := range []bool{false, true} {
			t.Run(fmt.Sprint(c, restart), func(t *testing.T) {
				dir, db := t.TempDir(), database(t, t.TempDir())
				write(t, filepath.Join(dir, "a.jpg"), oriented(t, 1, c.from))
				write(t, filepath.Join(dir, "a.xmp"), saysTurned(c.side, "1"))
				s := opened(t, dir, Options{Store: db})
				check(t, s.Decide("", []int{0}, starred(2)))
				s.FlushSidecars()
				if restart {
					check(t, s.Close())
				}
				time.Sleep(20 * time.Millisecond) // the next file is another by its time
				write(t, filepath.Join(dir, "a.jpg"), oriented(t, 1, c.to))
				if restart {
					s = opened(t, dir, Options{Store: db})
				} else {
					_, err := s.Rescan(t.Context())
					check(t, err)
				}
				arrives(t, s, dir)
			})
		}
	}
	t.Run("an earlier version", func(t *testing.T) {
		dir, db := t.TempDir(), database(t, t.TempDir())
		write(t, filepath.Join(dir, "a.jpg"), oriented(t, 1, 1))
		side := filepath.Join(dir, "a.xmp")
		write(t, side, saysTurned(6, "1"))
		s := opened(t, dir, Options{Store: db})
		ids := []photo.ID{s.Photo(0).ID}
		check(t, s.Close())
		known, err := db.Sidecars([]string{side})
		check(t, err)
		known[0].Fields.Orientation = nil
		check(t, db.PutSidecars([]string{side}, []store.Sidecar{*known[0]}))
		d, err := db.Decisions(ids)
		check(t, err)
		d[0].Orientation = 0
		check(t, db.PutDecisions(ids, d))
		arrives(t, opened(t, dir, Options{Store: db}), dir)
	})
}

// The JPEG of a RAW file that was exported upright: the sidecar's orientation is that of
// the RAW file, and says nothing of what is shown.
func TestASidecarOfARawFileThatIsTurnedApart(t *testing.T) {
	pair := func() string {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "a.jpg"), oriented(t, 1, 1))
		m := takenBy(noon.Add(time.Minute))
		m.Orientation = 6
		write(t, filepath.Join(dir, "a.NEF"), picture(t, 1, m))
		return dir
	}
	dir := pair()
	write(t, filepath.Join(dir, "a.xmp"), saysTurned(6, "3"))
	s := opened(t, dir, Options{})
	if s.Len() != 1 || s.Photo(0).Turn > 1 || s.Decision(0).Stars != 3 {
		t.Errorf("%d photos, turned by %d, decided %+v", s.Len(), s.Photo(0).Turn, s.Decision(0))
	}
	dir = pair()
	s = opened(t, dir, Options{})
	check(t, s.Decide("", []int{0}, turnBy(s, 1)))
	s.FlushSidecars()
	if b, _ := os.ReadFile(filepath.Join(dir, "a.xmp")); strings.Contains(string(b), "Orientation") {
		t.Errorf("a turn of the JPEG is written for the RAW file: %s", b)
	}
}
