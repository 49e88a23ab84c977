package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"culler/cmd/internal/backend"
	"culler/library"
	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/store"
	"culler/ui/keys"
	"culler/ui/workspace"
)

// shootOf is the number of photos that are culled.
const shootOf = 300

// A photographer culls 300 photos without the mouse. The same keys are pressed
// on a workspace of the test's own, which says what must have been decided: after
// kill -9, after a restart, and in the sidecars.
func TestAShootIsCulledByKeysAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	photos := phototest.Shared(t, "photos/shoot")
	d := newDisplay(t)
	bin := builds(t)
	folder, data := filepath.Join(t.TempDir(), "shoot"), t.TempDir()
	makeShoot(t, photos, folder)
	// Scored beforehand, the shoot can be ranked by the app and by the test.
	rank := d.command(t.Context(), filepath.Join(bin, "cull"), "--data", data, "rank", "--recursive", "--best", folder)
	if out, err := rank.CombinedOutput(); err != nil {
		t.Fatalf("cull rank: %v\n%s", err, out)
	}
	mirror := newMirror(t, folder, data, keys.Culler)

	a := d.start(filepath.Join(bin, "culler"), "--data", data, folder)
	// Once the shoot is ranked, the clearest burst comes first and its verdict can
	// be accepted; to accept it again changes nothing. Escape closes the tour.
	mirror.press("Alt+4", "Home", "Ctrl+Enter")
	first := mirror.sidecarOf(photo.Picked)
	eventually(t, "the shoot is ranked and a verdict accepted", func() bool {
		d.press("Escape", "Alt+4", "Home", "Ctrl+Enter")
		return fileSays(first, "PickLabel")
	})
	parts := script(mirror)
	for _, part := range parts {
		d.press(part...)
	}
	last := mirror.last()
	eventually(t, "the last key has come to the sidecar", func() bool { return fileSays(last, "Purple") })
	a.kill()
	compare(t, "after kill -9", mirror, folder, data)

	// The last shoot opens by itself at the photo where it was left; keys that come
	// before it is open are lost.
	mirror.session(t, folder, data)
	mirror.press("P", "5")
	if mirror.sidecar(mirror.Cursor()) != last {
		t.Fatalf("the shoot was left at %s", mirror.Now().Photo(mirror.Cursor()).Name)
	}
	a = d.start(filepath.Join(bin, "culler"), "--data", data)
	eventually(t, "the shoot is open where it was left", func() bool {
		d.press("P", "5")
		return fileSays(last, `="5"`, ">5<")
	})
	more := []keys.Chord{"Alt+0", "Home", "X", "Right", "Ctrl+9"}
	mirror.press(more...)
	d.press(more...)
	eventually(t, "the last mark has come to the sidecar", func() bool { return fileSays(mirror.sidecar(mirror.Cursor()), "Purple") })
	grouping := []keys.Chord{"Ctrl+Shift+S", "Ctrl+Shift+S", "Ctrl+Shift+U"} // groups otherwise, and decides nothing
	d.press(grouping...)
	d.press("Ctrl+Shift+D")
	eventually(t, "the demo shoot is written", func() bool {
		made, err := filepath.Glob(filepath.Join(data, "demo shoot", "*"))
		return err == nil && len(made) > 0
	})
	d.press("Ctrl+Q")
	everyAction(t, append(slices.Concat(append(parts, grouping)...), "Ctrl+Shift+D", "Ctrl+Q"))
	select {
	case err := <-a.ended:
		if err != nil {
			t.Errorf("Culler ended with %v", err)
		}
	case <-time.After(patience):
		t.Fatal("Ctrl+Q does not end Culler")
	}
	compare(t, "after a restart", mirror, folder, data)
	readBack(t, mirror, folder)
}

// builds builds both programs, and returns the folder that they are in.
func builds(t *testing.T) string {
	t.Helper()
	bin := t.TempDir()
	build := exec.Command("go", "build", "-tags", "migrated_fynedo,gles", "-o", bin+string(filepath.Separator), "../culler", "../cull")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

// everyAction checks that keys of all actions were pressed.
func everyAction(t *testing.T, pressed []keys.Chord) {
	t.Helper()
	m, done := keys.Default(), map[keys.ID]bool{}
	for _, c := range pressed {
		a, _, _ := m.Find(c)
		done[a.ID] = true
	}
	for _, a := range keys.Actions() {
		if !done[a.ID] {
			t.Errorf("no key of %q was pressed: add it to the script", a.ID)
		}
	}
}

// makeShoot copies photographs, with times that make bursts of them: in each
// folder four frames a second apart, every twenty seconds. Photographs without a
// time stay so.
func makeShoot(t *testing.T, from, to string) {
	t.Helper()
	dates := regexp.MustCompile(`(19|20)\d\d:\d\d:\d\d \d\d:\d\d:\d\d`)
	n := 0
	for round := 0; n < shootOf; round++ {
		folders, err := os.ReadDir(from)
		check(t, err)
		for f, dir := range folders {
			k := 0
			err := filepath.WalkDir(filepath.Join(from, dir.Name()), func(path string, e fs.DirEntry, err error) error {
				info, _ := os.Stat(path)
				// Later rounds leave the large ones out, which take long to decode.
				if err != nil || photo.KindOf(path) == photo.Unknown || n == shootOf || round > 0 && info.Size() > 400e3 {
					return err
				}
				b, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				at := time.Date(2020, 1, 1+round, f, 0, 0, 0, time.UTC).Add(time.Duration(k/4*20+k%4) * time.Second).Format("2006:01:02 15:04:05")
				head := min(len(b), 4<<10)                                                               // where cameras write the times
				b = slices.Concat(dates.ReplaceAll(b[:head], []byte(at)), b[head:], make([]byte, round)) // no two are alike
				k, n = k+1, n+1
				copied := filepath.Join(to, fmt.Sprintf("%d_%s", round, dir.Name()), filepath.Base(path))
				return errors.Join(os.MkdirAll(filepath.Dir(copied), 0o755), os.WriteFile(copied, b, 0o644))
			})
			check(t, err)
		}
	}
}

// mirror is a workspace that is told the same keys as the app.
type mirror struct {
	*workspace.Workspace
	t    *testing.T
	keys *keys.Map
}

// newMirror opens the shoot with a copy of the databases. It writes no sidecars.
func newMirror(t *testing.T, folder, data string, set keys.Set) *mirror {
	t.Helper()
	m := &mirror{t: t, keys: set.Map()}
	m.session(t, folder, data)
	return m
}

// session begins anew with the databases as they are now.
func (m *mirror) session(t *testing.T, folder, data string) {
	t.Helper()
	own := t.TempDir()
	b, err := os.ReadFile(filepath.Join(data, "culler.db"))
	check(t, err)
	check(t, os.WriteFile(filepath.Join(own, "culler.db"), b, 0o600))
	h, err := backend.Open(backend.Options{DataDir: own})
	check(t, err)
	t.Cleanup(func() { h.Close() })
	shoot, err := library.Open(t.Context(), folder, library.Options{Store: h.Store, Recursive: true, Sidecars: library.Sidecars{Mode: library.SidecarsOff}})
	check(t, err)
	t.Cleanup(func() { shoot.Close() })
	check(t, shoot.Read(t.Context(), nil))
	board, err := h.Board(t.Context(), shoot.Len())
	check(t, err)
	check(t, h.Score(t.Context(), shoot, board, nil))
	if shoot.Len() != shootOf {
		t.Fatalf("the shoot has %d photos", shoot.Len())
	}
	m.Workspace = workspace.New(shoot, board)
}

// press does what keys do on the workspace; what they do to the window alone does not
// concern it.
func (m *mirror) press(chords ...keys.Chord) {
	m.t.Helper()
	for _, c := range chords {
		a, advance, ok := m.keys.Find(c)
		if !ok {
			m.t.Fatalf("%s means nothing", c)
		}
		if a.ID == "accept-all" {
			m.Marks().AcceptAll(m.Marks().Acceptable())
		}
		m.Do(a.ID, advance)
	}
}

// sidecar is the path of a photo's sidecar.
func (m *mirror) sidecar(i int) string {
	p := m.Now().Photo(i).Files[0].Path
	return strings.TrimSuffix(p, filepath.Ext(p)) + ".xmp"
}

// sidecarOf is that of the one photo with a flag.
func (m *mirror) sidecarOf(f photo.Flag) string {
	for i := range m.Now().Len() {
		if m.Now().Decision(i).Flag == f {
			return m.sidecar(i)
		}
	}
	m.t.Fatal("no verdict of this shoot is clear")
	return ""
}

// last is the sidecar of the only photo with a purple label.
func (m *mirror) last() string {
	for i := range m.Now().Len() {
		if m.Now().Decision(i).Label == photo.Purple {
			return m.sidecar(i)
		}
	}
	m.t.Fatal("the script does not end with a purple label")
	return ""
}

// fileSays tells whether a file holds one of some words.
func fileSays(path string, words ...string) bool {
	b, err := os.ReadFile(path)
	return err == nil && slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(b, []byte(w)) })
}

// compare reads the database and holds it against the mirror.
func compare(t *testing.T, when string, m *mirror, folder, data string) {
	t.Helper()
	db, err := store.Open(data)
	check(t, err)
	defer db.Close()
	s, err := library.Open(context.Background(), folder, library.Options{Store: db, Recursive: true, Sidecars: library.Sidecars{Mode: library.SidecarsOff}})
	check(t, err)
	defer s.Close()
	decided, wrong := 0, 0
	for i, got := range s.Decisions() {
		want := m.Now().Decision(i)
		if !want.Same(photo.Decision{}) {
			decided++
		}
		if !got.Same(want) {
			if wrong++; wrong < 10 {
				t.Errorf("%s: %s is %q, %d stars, %q; want %q, %d stars, %q", when, s.Photo(i).Name,
					got.Flag, got.Stars, got.Label, want.Flag, want.Stars, want.Label)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%s: %d decisions are not what the keys said", when, wrong)
	}
	t.Logf("%s: %d of %d photos are decided", when, decided, s.Len())
	if got, want := burstSizes(s), burstSizes(m.Shoot()); !slices.Equal(got, want) {
		t.Errorf("%s: the bursts have the sizes %v, want %v", when, got, want)
	}
}

func burstSizes(s *library.Shoot) (sizes []int) {
	for _, b := range s.Bursts() {
		sizes = append(sizes, len(b.Photos))
	}
	return sizes
}

// readBack has ExifTool and Exiv2 read the sidecars, where they are installed.
func readBack(t *testing.T, m *mirror, folder string) {
	t.Helper()
	type fields struct {
		SourceFile string
		Rating     int
		Label      string
	}
	if out, err := exec.Command("exiftool", "-j", "-r", "-ext", "xmp", "-Rating", "-Label", folder).Output(); err == nil {
		var all []fields
		check(t, json.Unmarshal(out, &all))
		said := map[string]fields{}
		for _, f := range all {
			said[f.SourceFile] = f
		}
		for i := range m.Now().Len() {
			dec, got := m.Now().Decision(i), said[m.sidecar(i)]
			want := dec.Stars
			if dec.Flag == photo.Rejected {
				want = -1
			}
			if got.Rating != want || got.Label != dec.Label.String() {
				t.Errorf("exiftool reads %+v from the sidecar of %s, which is %q with %d stars, %q", got, m.Now().Photo(i).Name, dec.Flag, dec.Stars, dec.Label)
			}
		}
		t.Logf("exiftool read %d sidecars", len(all))
	}
	if _, err := exec.LookPath("exiv2"); err != nil {
		return
	}
	read := 0
	for i := range m.Now().Len() {
		dec := m.Now().Decision(i)
		if dec.Flag != photo.Rejected || read == 20 {
			continue
		}
		out, err := exec.Command("exiv2", "-q", "-Pv", "-g", "Xmp.xmp.Rating", m.sidecar(i)).Output()
		if read++; err != nil || strings.TrimSpace(string(out)) != "-1" {
			t.Errorf("exiv2 reads %q, %v from the sidecar of a reject", out, err)
		}
	}
}
