package library

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
)

func camera(model, serial string, at time.Time) photo.Meta {
	return photo.Meta{Taken: at, Camera: photo.Camera{Make: "Culler", Model: model, Serial: serial}}
}

func TestOneStemOfTwoExposures(t *testing.T) {
	five := noon.Add(5 * time.Hour)
	for name, c := range map[string]struct {
		jpeg, raw photo.Meta
		two       bool
	}{
		"the same":                     {camera("One", "1", noon), camera("One", "1", noon), false},
		"a second later":               {camera("One", "1", noon.Add(time.Second)), camera("One", "1", noon), false},
		"the model worded differently": {camera("ILCE-7M3", "", noon), camera("Sony ILCE 7M3", "", noon), false},
		"a JPEG without metadata":      {photo.Meta{}, camera("One", "1", noon), false},
		"a JPEG without a time":        {camera("One", "1", time.Time{}), camera("One", "1", noon), false},
		"the zone was corrected":       {camera("One", "1", five), camera("One", "1", noon), false},
		"another day":                  {camera("One", "1", noon.Add(50*time.Hour)), camera("One", "1", noon), true},
		"ten minutes later":            {camera("One", "1", noon.Add(10*time.Minute)), camera("One", "1", noon), true},
		"another camera":               {camera("Phone", "", noon), camera("One", "", noon), true},
		"another body":                 {camera("One", "0012", noon), camera("One", "13", noon), true},
		"the serial with zeros":        {camera("One", "0012", noon), camera("One", "12", noon), false},
	} {
		t.Run(name, func(t *testing.T) {
			dir, db := t.TempDir(), database(t, t.TempDir())
			write(t, filepath.Join(dir, "IMG_1234.jpg"), picture(t, 1, c.jpeg))
			write(t, filepath.Join(dir, "IMG_1234.CR2"), picture(t, 2, c.raw))
			write(t, filepath.Join(dir, "IMG_1235.jpg"), picture(t, 3, c.jpeg))
			want := map[bool]int{true: 3, false: 2}[c.two]
			s := opened(t, dir, Options{Store: db, Sidecars: off})
			if s.Len() != want {
				t.Fatalf("%d photos, want %d", s.Len(), want)
			}
			if !c.two {
				return
			}
			for i := range s.Len() {
				if p := s.Photo(i); len(p.Files) != 1 || p.Problem != "" || p.ID.IsZero() || p.Meta.Taken.IsZero() {
					t.Errorf("photo %d is %+v", i, p)
				}
			}
			raw := slices.IndexFunc(s.Photos(), func(p photo.Photo) bool { return strings.HasSuffix(p.Base(), ".CR2") })
			if got := s.Photo(raw).Meta; got.Camera != c.raw.Camera || !got.Taken.Equal(c.raw.Taken) {
				t.Errorf("the RAW file says %+v", got)
			}
			check(t, s.Decide("", []int{raw}, reject))
			if _, err := s.Rescan(context.Background()); err != nil || s.Len() != want {
				t.Errorf("looked at again, %d photos, %v", s.Len(), err)
			}
			s.Close()
			// Opened again, they are two before anything is read.
			s, err := Open(context.Background(), dir, Options{Store: db, Sidecars: off})
			check(t, err)
			defer s.Close()
			if s.Len() != want {
				t.Fatalf("opened again, %d photos", s.Len())
			}
			for i := range s.Len() {
				if p, d := s.Photo(i), s.Decision(i); (d.Flag == photo.Rejected) != strings.HasSuffix(p.Base(), ".CR2") {
					t.Errorf("%s is %v", p.Base(), d.Flag)
				}
			}
		})
	}
}

func TestAFileOfAnotherExposureThatArrivesLaterIsAPhotoOfItsOwn(t *testing.T) {
	for _, two := range []bool{true, false} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "IMG_1.jpg"), picture(t, 1, camera("One", "1", noon)))
		s := opened(t, dir, Options{Store: database(t, t.TempDir()), Sidecars: off})
		check(t, s.Decide("", []int{0}, pick))
		m := camera("One", "1", noon)
		if two {
			m = camera("Two", "2", noon)
		}
		write(t, filepath.Join(dir, "IMG_1.NEF"), picture(t, 2, m))
		_, err := s.Rescan(context.Background())
		check(t, err)
		if want := map[bool]int{true: 2, false: 1}[two]; s.Len() != want || s.Decision(0).Flag != photo.Picked {
			t.Errorf("%d photos, want %d; the first is %v", s.Len(), want, s.Decision(0).Flag)
		}
		if n := len(s.Photo(0).Files); (n == 1) != two {
			t.Errorf("two cameras: %v, and the first has %d files", two, n)
		}
		check(t, os.Remove(filepath.Join(dir, "IMG_1.NEF")))
		_, err = s.Rescan(context.Background())
		check(t, err)
		if s.Photo(0).Gone || s.Decision(0).Flag != photo.Picked {
			t.Errorf("the first went with the other: %+v", s.Photo(0))
		}
	}
}
