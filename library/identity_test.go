package library

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
)

// scanned is an uncompressed TIFF as scanners write them: white borders of more
// than a fingerprint's span around a picture of one grey.
func scanned(grey byte) []byte {
	const w, h = 512, 400
	b := []byte{'I', 'I', 42, 0, 8, 0, 0, 0}
	entry := func(tag, kind uint16, n, v uint32) {
		b = append(b, byte(tag), byte(tag>>8), byte(kind), 0, byte(n), 0, 0, 0)
		b = append(b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
	}
	b = append(b, 8, 0)
	entry(256, 4, 1, w)
	entry(257, 4, 1, h)
	entry(258, 3, 1, 8)
	entry(259, 3, 1, 1)
	entry(262, 3, 1, 1)
	entry(273, 4, 1, 256)
	entry(278, 4, 1, h)
	entry(279, 4, 1, w*h)
	b = append(b, make([]byte, 256-len(b))...)
	pixels := bytes.Repeat([]byte{255}, w*h)
	for k := w * h * 2 / 5; k < w*h*3/5; k++ {
		pixels[k] = grey
	}
	return append(b, pixels...)
}

// padded is a JPEG that differs from others of its seed only in the middle.
func padded(t testing.TB, seed int, middle byte) []byte {
	b := picture(t, seed, takenBy(noon))
	fill := bytes.Repeat([]byte{7}, 3*photo.FingerprintSpan)
	fill[len(fill)/2] = middle
	return append(b, fill...)
}

// remarked is a JPEG whose metadata another program changed.
func remarked(b []byte, comment string) []byte {
	n := len(comment) + 2
	return append(append([]byte{0xFF, 0xD8, 0xFF, 0xFE, byte(n >> 8), byte(n)}, comment...), b[2:]...)
}

func rename(t testing.TB, from, to string) {
	t.Helper()
	check(t, os.Rename(from, to))
}

func decided(t testing.TB, s *Shoot, name string) photo.Decision {
	t.Helper()
	for i, p := range s.Photos() {
		if p.Base() == name && !p.Gone {
			return s.Decision(i)
		}
	}
	t.Fatalf("no %s", name)
	return photo.Decision{}
}

func TestPicturesThatDifferOnlyInTheMiddleAreTwo(t *testing.T) {
	for kind, make := range map[string]func(int) []byte{
		"tif": func(k int) []byte { return scanned(byte(k)) },
		"bmp": func(k int) []byte { return scanned(byte(k)) },
		"png": func(k int) []byte { return scanned(byte(k)) },
		"dng": func(k int) []byte { return scanned(byte(k)) },
		"jpg": func(k int) []byte { return padded(t, 1, byte(k)) },
	} {
		t.Run(kind, func(t *testing.T) {
			db := database(t, t.TempDir())
			roll1, roll2 := t.TempDir(), t.TempDir()
			for k := range 3 {
				write(t, filepath.Join(roll1, fmt.Sprintf("s%d.%s", k, kind)), make(k))
			}
			s := opened(t, roll1, Options{Store: db})
			check(t, s.Decide("", []int{0}, reject))
			check(t, s.Decide("", []int{1}, pick))
			s.Close()
			write(t, filepath.Join(roll2, "s9."+kind), make(9))
			s = opened(t, roll2, Options{Store: db})
			check(t, s.Close())
			if d := s.Decision(0); !d.Same(photo.Decision{}) {
				t.Errorf("another roll: %+v", d)
			}
			if left, _ := os.ReadDir(roll2); len(left) != 1 {
				t.Errorf("beside it: %v", left)
			}
			// Names are exchanged while Culler is closed.
			rename(t, filepath.Join(roll1, "s0."+kind), filepath.Join(roll1, "x"))
			rename(t, filepath.Join(roll1, "s0.xmp"), filepath.Join(roll1, "x.xmp"))
			rename(t, filepath.Join(roll1, "s2."+kind), filepath.Join(roll1, "s0."+kind))
			rename(t, filepath.Join(roll1, "x"), filepath.Join(roll1, "s2."+kind))
			rename(t, filepath.Join(roll1, "x.xmp"), filepath.Join(roll1, "s2.xmp"))
			past := time.Now().Add(-time.Hour)
			check(t, os.Chtimes(filepath.Join(roll1, "s0."+kind), past, past))
			check(t, os.Chtimes(filepath.Join(roll1, "s2."+kind), past, past.Add(time.Minute)))
			s = opened(t, roll1, Options{Store: db})
			for name, want := range map[string]photo.Flag{"s0.": photo.Unflagged, "s1.": photo.Picked, "s2.": photo.Rejected} {
				if d := decided(t, s, name+kind); d.Flag != want {
					t.Errorf("%s is %v", name, d.Flag)
				}
			}
		})
	}
}

func TestScansOfTheFieldDoNotExchangeDecisions(t *testing.T) {
	from := "../../shared/field/01-fingerprint-collision"
	if _, err := os.Stat(from); err != nil {
		t.Skip("needs ../shared/field: ", err)
	}
	dir := t.TempDir()
	copyTree(t, from, dir)
	db := database(t, t.TempDir())
	s := opened(t, filepath.Join(dir, "roll1"), Options{Store: db})
	if d := decided(t, s, "scan001.tif"); d.Flag != photo.Rejected {
		t.Fatalf("roll 1: %+v", d)
	}
	s.Close()
	s = opened(t, filepath.Join(dir, "roll2"), Options{Store: db})
	s.Close()
	if d := decided(t, s, "scan101.tif"); !d.Same(photo.Decision{}) {
		t.Errorf("roll 2: %+v", d)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "roll2")); len(left) != 5 {
		t.Errorf("beside it: %v", left)
	}
}

func TestACardSwappedUnderAnOpenFolderBeginsAnew(t *testing.T) {
	for _, kind := range []string{"jpg", "tif", "dng"} {
		t.Run(kind, func(t *testing.T) {
			base := t.TempDir()
			card := func(dir string, first int) string {
				for k := range 3 {
					b := scanned(byte(first + k))
					if kind == "jpg" {
						b = picture(t, first+k, takenBy(noon))
					}
					path := filepath.Join(dir, fmt.Sprintf("IMG_%d.%s", k, kind))
					write(t, path, b)
					at := noon.Add(time.Duration(first+k) * time.Second)
					check(t, os.Chtimes(path, at, at))
				}
				return dir
			}
			dir := card(filepath.Join(base, "DCIM"), 1)
			db := database(t, filepath.Join(base, "data"))
			s := opened(t, dir, Options{Store: db})
			check(t, s.Decide("", []int{0, 1, 2}, func(_ int, d photo.Decision) photo.Decision {
				return photo.Decision{Flag: photo.Rejected, Stars: 2}
			}))
			s.FlushSidecars()
			rename(t, dir, filepath.Join(base, "card1"))
			card(dir, 11)
			_, err := s.Rescan(context.Background())
			check(t, err)
			s.FlushSidecars()
			for i, d := range s.Decisions() {
				if !d.Same(photo.Decision{}) {
					t.Errorf("photo %d: %+v", i, d)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*.xmp")); len(left) > 0 {
				t.Errorf("written: %v", left)
			}
			if said := strings.Join(s.Notices(), "\n"); !strings.HasPrefix(said, "3 photos are other pictures") {
				t.Errorf("told: %q", said)
			}
			if what := s.CanUndo(); what != "" {
				t.Errorf("%s can be undone of pictures that are not there", what)
			}
			// The first card comes back.
			rename(t, dir, filepath.Join(base, "card2"))
			rename(t, filepath.Join(base, "card1"), dir)
			_, err = s.Rescan(context.Background())
			check(t, err)
			for i, d := range s.Decisions() {
				if d.Flag != photo.Rejected || d.Stars != 2 {
					t.Errorf("back, photo %d: %+v", i, d)
				}
			}
		})
	}
}

func TestAReplacedPictureKeepsNothing(t *testing.T) {
	dir := folderOf(t, 2, time.Minute)
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db})
	check(t, s.Decide("", []int{0, 1}, starred(4)))
	check(t, s.Close())
	write(t, filepath.Join(dir, "IMG_0001.jpg"), picture(t, 99, takenBy(noon)))
	for range 2 {
		s = opened(t, dir, Options{Store: db})
		check(t, s.Close())
		if s.Decision(0).Stars != 4 || s.Decision(1).Stars != 0 {
			t.Errorf("%+v", s.Decisions())
		}
	}
}

func TestMetadataThatOthersWriteLeavesTheDecision(t *testing.T) {
	dir := folderOf(t, 3, time.Minute)
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db, Sidecars: off})
	check(t, s.Decide("", []int{0, 1}, pick))
	edit := func(name, comment string) {
		path := filepath.Join(dir, name)
		b, err := os.ReadFile(path)
		check(t, err)
		write(t, path, remarked(b, comment))
	}
	edit("IMG_0000.jpg", "while it is open")
	_, err := s.Rescan(context.Background())
	check(t, err)
	if s.Decision(0).Flag != photo.Picked {
		t.Errorf("while open: %+v", s.Decision(0))
	}
	s.Close()
	edit("IMG_0001.jpg", "while it is closed")
	s = opened(t, dir, Options{Store: db, Sidecars: off})
	if s.Decision(0).Flag != photo.Picked || s.Decision(1).Flag != photo.Picked || s.Decision(2).Flag != 0 {
		t.Errorf("while closed: %+v", s.Decisions())
	}
	if told := s.Notices(); len(told) > 0 {
		t.Errorf("told: %q", told)
	}
}

func TestRenamedCopiesKeepWhatWasDecidedAboutEach(t *testing.T) {
	for name, change := range map[string]map[string]string{
		"the second":    {"b.jpg": "c.jpg"},
		"the first":     {"a.jpg": "z.jpg"},
		"both":          {"a.jpg": "x.jpg", "b.jpg": "y.jpg"},
		"before others": {"b.jpg": "0.jpg"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, db := t.TempDir(), database(t, t.TempDir())
			for _, name := range []string{"a.jpg", "b.jpg"} {
				write(t, filepath.Join(dir, name), picture(t, 1, takenBy(noon)))
			}
			s := opened(t, dir, Options{Store: db, Sidecars: off})
			check(t, s.Decide("", []int{0}, reject))
			check(t, s.Decide("", []int{1}, pick))
			s.Close()
			is := map[string]string{"a.jpg": "a.jpg", "b.jpg": "b.jpg"}
			for old, now := range change {
				rename(t, filepath.Join(dir, old), filepath.Join(dir, now))
				is[old] = now
			}
			s = opened(t, dir, Options{Store: db, Sidecars: off})
			if a, b := decided(t, s, is["a.jpg"]), decided(t, s, is["b.jpg"]); a.Flag != photo.Rejected || b.Flag != photo.Picked {
				t.Errorf("%v and %v", a.Flag, b.Flag)
			}
		})
	}
}

func TestWhatWasDecidedAboutAnUnreadablePhotoSurvives(t *testing.T) {
	for _, closed := range []bool{false, true} {
		dir, db := t.TempDir(), database(t, t.TempDir())
		path := filepath.Join(dir, "a.jpg")
		write(t, path, nil)
		s := opened(t, dir, Options{Store: db, Sidecars: off})
		check(t, s.Decide("", []int{0}, pick))
		if closed {
			s.Close()
		}
		write(t, path, picture(t, 1, takenBy(noon)))
		if closed {
			s = opened(t, dir, Options{Store: db, Sidecars: off})
		} else {
			_, err := s.Rescan(context.Background())
			check(t, err)
		}
		if s.Photo(0).Problem != "" || s.Decision(0).Flag != photo.Picked {
			t.Errorf("closed %v: %+v %+v", closed, s.Photo(0), s.Decision(0))
		}
		s.Close()
		write(t, path, picture(t, 2, takenBy(noon))) // it was used up
		s = opened(t, dir, Options{Store: db, Sidecars: off})
		if s.Decision(0).Flag != 0 {
			t.Errorf("closed %v: another picture is picked", closed)
		}
		s.Close()
	}
}

// The card was still being copied when the folder was opened.
func TestASidecarStaysWithAPhotoThatWasStillBeingCopied(t *testing.T) {
	dir := t.TempDir()
	path, whole := filepath.Join(dir, "a.jpg"), oriented(t, 1, 1)
	write(t, path, whole[:len(whole)-40])
	write(t, filepath.Join(dir, "a.xmp"), []byte(lightroom("5", "Red")))
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	time.Sleep(20 * time.Millisecond) // the next file is another by its time
	write(t, path, whole)
	_, err := s.Rescan(t.Context())
	check(t, err)
	check(t, s.Decide("", []int{0}, pick))
	s.FlushSidecars()
	if d := load(t, filepath.Join(dir, "a.xmp")); d.Stars != 5 || d.Label != photo.Red || d.Flag != photo.Picked {
		t.Errorf("the sidecar says %+v", d)
	}
}
