package handover

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/sidecar"
)

// starring gives every photo stars by its name.
func starring(n int) func(*photo.Photo) photo.Decision {
	return func(p *photo.Photo) photo.Decision {
		if p.Name == "DSC_0005" {
			return photo.Decision{} // nothing was decided about it
		}
		return photo.Decision{Flag: photo.Picked, Stars: n, At: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}
	}
}

func starsIn(t *testing.T, path string) int {
	t.Helper()
	s, err := sidecar.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return s.Fields.Decision().Stars
}

func TestSidecarsSayTheDecisionInTheirNewPlaceAlone(t *testing.T) {
	for _, mode := range []Mode{Copy, Link, Move} {
		t.Run(string(mode), func(t *testing.T) {
			dir, photos, contents := shootOf(t, 6)
			foreign := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:o="http://other/" o:kept="yes"/></rdf:RDF></x:xmpmeta>`
			for _, name := range []string{"DSC_0000.xmp", "DSC_0004.xmp"} {
				path := filepath.Join(dir, name)
				if err := os.WriteFile(path, []byte(foreign), 0o644); err != nil {
					t.Fatal(err)
				}
				contents[path] = foreign
			}
			to := t.TempDir()
			o := Options{To: to, Mode: mode, Sidecars: true, Decision: starring(4)}
			if r := mustRun(t, mustPlan(t, photos, o)); r.Photos != 6 {
				t.Errorf("%d photos arrived, want 6", r.Photos)
			}
			for _, name := range []string{"DSC_0000.xmp", "DSC_0001.xmp", "DSC_0002.xmp", "DSC_0003.xmp", "DSC_0004.xmp"} {
				if n := starsIn(t, filepath.Join(to, name)); n != 4 {
					t.Errorf("%s says %d stars, want 4", name, n)
				}
			}
			if b, _ := os.ReadFile(filepath.Join(to, "DSC_0004.xmp")); !strings.Contains(string(b), `o:kept="yes"`) {
				t.Error("what another program wrote was lost")
			}
			if _, err := os.Stat(filepath.Join(to, "DSC_0005.xmp")); err == nil {
				t.Error("a sidecar was made for a photo about which nothing was decided")
			}
			if mode != Move {
				checkOriginals(t, contents)
				// Decided anew, the photos are known again and their sidecars follow.
				o.Decision = starring(2)
				p := mustPlan(t, photos, o)
				if p.Renamed != 0 || p.Already != p.Files {
					t.Errorf("the second time %d photos get another name, and %d of %d files are known", p.Renamed, p.Already, p.Files)
				}
				mustRun(t, p)
				if n := starsIn(t, filepath.Join(to, "DSC_0001.xmp")); n != 2 {
					t.Errorf("the sidecar says %d stars after the second time, want 2", n)
				}
			}
		})
	}
}

func TestADecisionIsNotWrittenIntoTheSidecarOfAnotherPhoto(t *testing.T) {
	_, photos, _ := shootOf(t, 2)
	to := t.TempDir()
	if err := os.WriteFile(filepath.Join(to, "DSC_0001.xmp"), []byte("of another photo"), 0o644); err != nil {
		t.Fatal(err)
	}
	mustRun(t, mustPlan(t, photos[1:], Options{To: to, Mode: Copy, Sidecars: true, Decision: starring(3)}))
	if b, _ := os.ReadFile(filepath.Join(to, "DSC_0001.xmp")); string(b) != "of another photo" {
		t.Errorf("another photo's sidecar is now %q", b)
	}
	if n := starsIn(t, filepath.Join(to, "DSC_0001-2.xmp")); n != 3 {
		t.Errorf("its own sidecar says %d stars, want 3", n)
	}
}

func TestAMoveThatStoppedBetweenSidecarAndOriginalGoesOn(t *testing.T) {
	dir, photos, _ := shootOf(t, 1)
	if _, err := sidecar.Change(filepath.Join(dir, "DSC_0000.xmp"), nil, func(sidecar.State) sidecar.Fields { return sidecar.Fields{} }); err == nil {
		t.Fatal("the fixture's sidecar is XMP by chance")
	}
	was := filepath.Join(dir, "DSC_0000.xmp")
	if err := os.Remove(was); err != nil {
		t.Fatal(err)
	}
	one := 1
	if _, err := sidecar.Change(was, nil, func(sidecar.State) sidecar.Fields { return sidecar.Fields{Rating: &one} }); err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	o := Options{To: to, Mode: Copy, Sidecars: true, Decision: starring(5)}
	mustRun(t, mustPlan(t, photos, o)) // as a move leaves it that is killed before it lets go
	o.Mode = Move
	p := mustPlan(t, photos, o)
	if p.Renamed != 0 || p.Already != p.Files {
		t.Errorf("%d photos get another name, %d of %d files are known", p.Renamed, p.Already, p.Files)
	}
	mustRun(t, p)
	if left := filesIn(t, dir); len(left) > 0 {
		t.Errorf("%d originals are left", len(left))
	}
	if n := starsIn(t, filepath.Join(to, "DSC_0000.xmp")); n != 5 {
		t.Errorf("the sidecar says %d stars, want 5", n)
	}
}

// What a program will not read is said before anything is done.
func TestWhatAProgramIgnoresIsSaid(t *testing.T) {
	_, photos, _ := shootOf(t, 1)
	to := t.TempDir()
	says := func(program sidecar.Program, d photo.Decision, inside bool) string {
		d.At = time.Now()
		return mustPlan(t, photos[:1], Options{To: to, Mode: Copy, Sidecars: true, Inside: inside, Program: program, Decision: func(*photo.Photo) photo.Decision { return d }}).Sentence()
	}
	for _, c := range []struct {
		program sidecar.Program
		d       photo.Decision
		want    string // "": no warning
	}{
		{sidecar.CaptureOne, photo.Decision{Flag: photo.Picked}, "Capture One knows no picks, so it will not see 1 pick"},
		{sidecar.Lightroom, photo.Decision{Flag: photo.Picked}, ""},
		{sidecar.DarktableOnly, photo.Decision{Stars: 3}, ""},
		{sidecar.AllPrograms, photo.Decision{Orientation: 6}, "The sidecars say how 1 photo is turned"},
	} {
		got := says(c.program, c.d, false)
		if warned := strings.Contains(got, "knows no picks") || strings.Contains(got, "turned"); warned != (c.want != "") || !strings.Contains(got, c.want) {
			t.Errorf("%s, %+v: %s", c.program, c.d, got)
		}
	}
	if got := says(sidecar.AllPrograms, photo.Decision{Orientation: 6}, true); strings.Contains(got, "how 1 photo is turned") {
		t.Errorf("of a copy that is turned itself it says %s", got)
	}
}
