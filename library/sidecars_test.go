package library

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"culler/library/photo"
	"culler/library/sidecar"
	"culler/library/store"
)

// lightroom is a sidecar of another program's; rating and label are spliced in.
func lightroom(rating, label string) string {
	return `<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   xmp:Rating="` + rating + `"
   xmp:Label="` + label + `"
   crs:Exposure2012="+0.35"/>
 </rdf:RDF>
</x:xmpmeta>
`
}

func load(t testing.TB, path string) photo.Decision {
	t.Helper()
	s, err := sidecar.Load(path)
	check(t, err)
	return s.Fields.Decision()
}

func names(t testing.TB, dir, pattern string) string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, pattern))
	check(t, err)
	for k := range paths {
		paths[k] = filepath.Base(paths[k])
	}
	return strings.Join(paths, " ")
}

// older makes a file so old that every decision is newer.
func older(t testing.TB, path string) {
	t.Helper()
	then := time.Now().Add(-time.Hour)
	check(t, os.Chtimes(path, then, then))
}

func TestSidecarsAreReadOnImport(t *testing.T) {
	dir := folderOf(t, 5, time.Minute)
	write(t, filepath.Join(dir, "IMG_0000.xmp"), []byte(lightroom("4", "Rot")))
	write(t, filepath.Join(dir, "IMG_0001.jpg.xmp"), []byte(lightroom("-1", "")))
	write(t, filepath.Join(dir, "IMG_0002.XMP"), []byte(lightroom("2", "Client")))
	write(t, filepath.Join(dir, "IMG_0003.xmp"), []byte("half a sidecar <x:xmpmeta"))
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db})
	want := []photo.Decision{{Stars: 4, Label: photo.Red}, {Flag: photo.Rejected}, {Stars: 2}, {}, {}}
	for i, d := range s.Decisions() {
		if !d.Same(want[i]) || want[i] != (photo.Decision{}) && d.At.IsZero() {
			t.Errorf("photo %d: %+v, want %+v", i, d, want[i])
		}
	}
	if n := s.Notices(); len(n) != 1 || !strings.HasPrefix(n[0], "IMG_0003.xmp: ") {
		t.Errorf("notices %q", n)
	}
	if what, _, _ := s.Undo(); what != "" {
		t.Errorf("an import can be undone: %s", what)
	}
	check(t, s.Close())
	if got := names(t, dir, "*"); got != "IMG_0000.jpg IMG_0000.xmp IMG_0001.jpg IMG_0001.jpg.xmp IMG_0002.XMP IMG_0002.jpg IMG_0003.jpg IMG_0003.xmp IMG_0004.jpg" {
		t.Errorf("the folder holds %s", got)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "IMG_0000.xmp")); string(b) != lightroom("4", "Rot") {
		t.Errorf("a sidecar that was only read became\n%s", b)
	}
	// What was taken over is a decision like any other.
	s = opened(t, dir, Options{Store: db, Sidecars: Sidecars{Mode: SidecarsOff}})
	if d := s.Decision(0); !d.Same(want[0]) {
		t.Errorf("opened again without sidecars: %+v", d)
	}
}

func TestEveryDecisionGoesIntoTheSidecarWithinASecond(t *testing.T) {
	dir := folderOf(t, 4, time.Minute)
	other := filepath.Join(dir, "IMG_0001.jpg.xmp")
	write(t, other, []byte(lightroom("2", "Rot")))
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	began := time.Now()
	check(t, s.Decide("", []int{0, 1}, pick))
	check(t, s.Decide("", []int{0}, starred(5)))
	check(t, s.Decide("", []int{2}, reject))
	path := filepath.Join(dir, "IMG_0000.xmp")
	eventually(t, "sidecars", func() bool {
		_, a := os.Stat(path)
		_, b := os.Stat(filepath.Join(dir, "IMG_0002.xmp"))
		return a == nil && b == nil
	})
	t.Logf("written %v after the first decision", time.Since(began).Round(time.Millisecond))
	check(t, s.Close())
	if d := load(t, path); !d.Same(photo.Decision{Flag: photo.Picked, Stars: 5}) {
		t.Errorf("the first says %+v", d)
	}
	if d := load(t, filepath.Join(dir, "IMG_0002.xmp")); d.Flag != photo.Rejected {
		t.Errorf("the rejected one says %+v", d)
	}
	b, err := os.ReadFile(other)
	check(t, err)
	if want := strings.Replace(lightroom("2", "Rot"), `"+0.35"`, `"+0.35"`+"\n   xmlns:digiKam=\"http://www.digikam.org/ns/1.0/\"\n   digiKam:PickLabel=\"3\"", 1); string(b) != want {
		t.Errorf("the other program's became\n%s", b)
	}
	if got := names(t, dir, "*.xmp"); got != "IMG_0000.xmp IMG_0001.jpg.xmp IMG_0002.xmp" {
		t.Errorf("the sidecars are %s", got)
	}
	if got := names(t, dir, ".*"); got != "" {
		t.Errorf("left behind: %s", got)
	}
}

func TestUndoGoesIntoTheSidecar(t *testing.T) {
	dir := folderOf(t, 1, time.Minute)
	s := opened(t, dir, Options{})
	path := filepath.Join(dir, "IMG_0000.xmp")
	check(t, s.Decide("", []int{0}, starred(3)))
	s.FlushSidecars()
	check(t, s.Decide("", []int{0}, starred(5)))
	s.FlushSidecars()
	if d := load(t, path); d.Stars != 5 {
		t.Errorf("decided: %+v", d)
	}
	_, _, err := s.Undo()
	check(t, err)
	s.FlushSidecars()
	if d := load(t, path); d.Stars != 3 {
		t.Errorf("undone: %+v", d)
	}
	_, _, err = s.Redo()
	check(t, err)
	check(t, s.Close()) // writes what waits
	if d := load(t, path); d.Stars != 5 {
		t.Errorf("redone: %+v", d)
	}
}

func TestTheSettingsOfSidecars(t *testing.T) {
	dir := folderOf(t, 2, time.Minute)
	write(t, filepath.Join(dir, "IMG_0001.xmp"), []byte(lightroom("4", "")))
	s := opened(t, dir, Options{Store: database(t, t.TempDir()), Sidecars: Sidecars{Mode: SidecarsOff}})
	check(t, s.Decide("", []int{0}, starred(1)))
	s.FlushSidecars()
	if got := names(t, dir, "*.xmp"); got != "IMG_0001.xmp" || s.Decision(1).Stars != 0 {
		t.Errorf("off: %s, %+v", got, s.Decision(1))
	}
	s.SetSidecars(Sidecars{Mode: SidecarsOnExport})
	s.FlushSidecars()
	check(t, s.Decide("", []int{1}, pick))
	s.FlushSidecars()
	if got := names(t, dir, "*.xmp"); got != "IMG_0001.xmp" || s.Decision(1).Stars != 4 || load(t, filepath.Join(dir, got)).Flag != 0 {
		t.Errorf("on export: %s, %+v", got, s.Decision(1))
	}
	s.SetSidecars(Sidecars{Style: sidecar.NameExt})
	s.FlushSidecars()
	if got := names(t, dir, "*.xmp"); got != "IMG_0000.jpg.xmp IMG_0001.xmp" {
		t.Errorf("on: %s", got)
	}
	if d := load(t, filepath.Join(dir, "IMG_0000.jpg.xmp")); d.Stars != 1 {
		t.Errorf("what was decided before says %+v", d)
	}
	if d := load(t, filepath.Join(dir, "IMG_0001.xmp")); d.Stars != 4 || d.Flag != photo.Picked {
		t.Errorf("the one that was there says %+v", d)
	}
	if got := s.Sidecars(); got != (Sidecars{Style: sidecar.NameExt}) {
		t.Errorf("the setting is %+v", got)
	}
}

func TestARAWAndItsJPEGShareTheSidecarOfTheRAW(t *testing.T) {
	for style, want := range map[sidecar.Style]string{sidecar.Name: "IMG_0000.xmp", sidecar.NameExt: "IMG_0000.CR2.xmp"} {
		dir := folderOf(t, 1, time.Minute)
		write(t, filepath.Join(dir, "IMG_0000.CR2"), []byte("II*\x00 not much of a RAW file"))
		write(t, filepath.Join(dir, "IMG_0000.png"), []byte("an export"))
		s := opened(t, dir, Options{Sidecars: Sidecars{Style: style}})
		if s.Len() != 2 {
			t.Fatalf("%d photos", s.Len())
		}
		pair := slices.IndexFunc(s.Photos(), func(p photo.Photo) bool { return len(p.Files) == 2 })
		check(t, s.Decide("", []int{pair}, pick))
		check(t, s.Decide("", []int{1 - pair}, reject))
		s.FlushSidecars()
		got := strings.Fields(names(t, dir, "*.xmp"))
		if len(got) != 2 || !slices.Contains(got, want) || !slices.Contains(got, "IMG_0000.png.xmp") {
			t.Errorf("%s: %s", style, got)
		}
		if load(t, filepath.Join(dir, want)).Flag != photo.Picked || load(t, filepath.Join(dir, "IMG_0000.png.xmp")).Flag != photo.Rejected {
			t.Errorf("%s: the sidecars were mixed up", style)
		}
		if got := s.SidecarFiles(pair); len(got) != 1 || filepath.Base(got[0]) != want {
			t.Errorf("%s: the pair's sidecars are %v", style, got)
		}
	}
}

func TestBothStylesAreKeptInStep(t *testing.T) {
	dir := folderOf(t, 1, time.Minute)
	a, b := filepath.Join(dir, "IMG_0000.xmp"), filepath.Join(dir, "IMG_0000.jpg.xmp")
	write(t, a, []byte(lightroom("4", "")))
	write(t, b, []byte(lightroom("0", "Blue")))
	s := opened(t, dir, Options{})
	want := photo.Decision{Stars: 4, Label: photo.Blue}
	if !s.Decision(0).Same(want) {
		t.Errorf("read as %+v", s.Decision(0))
	}
	check(t, s.Decide("", []int{0}, pick))
	s.FlushSidecars()
	want.Flag = photo.Picked
	if !load(t, a).Same(want) || !load(t, b).Same(want) {
		t.Errorf("they say %+v and %+v", load(t, a), load(t, b))
	}
}

func TestWhatAnotherProgramChangesIsMerged(t *testing.T) {
	dir, data := folderOf(t, 3, time.Minute), t.TempDir()
	path := func(i int) string { return filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", i)) }
	db := database(t, data)
	s := opened(t, dir, Options{Store: db})
	check(t, s.Decide("", []int{0, 1, 2}, starred(3)))
	s.FlushSidecars()
	var told []Event
	var mu sync.Mutex
	s.Subscribe(func(e Event) { mu.Lock(); told = append(told, e); mu.Unlock() })

	// Another program labels the first one and the photographer picks it here.
	_, err := sidecar.Update(path(0), sidecar.Fields{Label: ptr("Green")})
	check(t, err)
	check(t, s.Decide("", []int{0}, pick))
	s.FlushSidecars()
	want := photo.Decision{Flag: photo.Picked, Stars: 3, Label: photo.Green}
	if !s.Decision(0).Same(want) || !load(t, path(0)).Same(want) {
		t.Errorf("here %+v, in the sidecar %+v", s.Decision(0), load(t, path(0)))
	}
	// Both rate the second one, the photographer here at last.
	_, err = sidecar.Update(path(1), sidecar.Fields{Rating: ptr(1)})
	check(t, err)
	older(t, path(1))
	check(t, s.Decide("", []int{1}, starred(5)))
	s.FlushSidecars()
	if s.Decision(1).Stars != 5 || load(t, path(1)).Stars != 5 {
		t.Errorf("here %+v, in the sidecar %+v", s.Decision(1), load(t, path(1)))
	}
	c := s.Conflicts()
	if len(c) != 1 || c[0].Photo != 1 || c[0].Theirs.Stars != 1 || c[0].Kept.Stars != 5 || !strings.Contains(c[0].Sentence, "IMG_0001") {
		t.Fatalf("conflicts %+v", c)
	}
	t.Log(c[0].Sentence)
	eventually(t, "the conflict is told", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return slices.ContainsFunc(told, func(e Event) bool { return e.Kind == Conflicted && e.Text == c[0].Sentence })
	})
	check(t, s.Close())

	// While the shoot is closed another program rejects the third one.
	_, err = sidecar.Update(path(2), sidecar.Fields{Rating: ptr(-1)})
	check(t, err)
	s = opened(t, dir, Options{Store: db})
	if d := s.Decision(2); !d.Same(photo.Decision{Flag: photo.Rejected, Stars: 3}) {
		t.Errorf("rejected elsewhere: %+v", d)
	}
	// A sidecar that is deleted stays away until the next decision.
	s.Close()
	check(t, os.Remove(path(0)))
	s = opened(t, dir, Options{Store: db})
	if _, err := os.Stat(path(0)); err == nil || !s.Decision(0).Same(want) {
		t.Errorf("it came back, or the decision went: %+v", s.Decision(0))
	}
	check(t, s.Decide("", []int{0}, starred(1)))
	check(t, s.Close())
	want.Stars = 1
	if d := load(t, path(0)); !d.Same(want) {
		t.Errorf("the new one says %+v", d)
	}
}

func TestDecisionsThatACrashKeptFromTheSidecarsFollow(t *testing.T) {
	dir := folderOf(t, 2, time.Minute)
	db := database(t, t.TempDir())
	s, err := Open(context.Background(), dir, Options{Store: db})
	check(t, err)
	check(t, s.Read(context.Background(), nil))
	check(t, s.Decide("", []int{1}, starred(2)))
	s.sidecars.saver.mu.Lock() // as if the process ended here
	s.sidecars.saver.timer.Stop()
	s.sidecars.saver.mu.Unlock()
	leftover := filepath.Join(dir, ".culler-0123456789abcdef.tmp")
	write(t, leftover, []byte("half"))
	older(t, leftover)
	opened(t, dir, Options{Store: db})
	if d := load(t, filepath.Join(dir, "IMG_0001.xmp")); d.Stars != 2 {
		t.Errorf("the sidecar says %+v", d)
	}
	if _, err := os.Stat(leftover); err == nil {
		t.Error("what the crash left is still there")
	}
}

func TestAReadOnlyFolderKeepsItsDecisionsInTheDatabase(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("folders know no such permission here")
	}
	dir := folderOf(t, 3, time.Minute)
	check(t, os.Chmod(dir, 0o555))
	defer os.Chmod(dir, 0o755)
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	var told []Event
	var mu sync.Mutex
	s.Subscribe(func(e Event) {
		if e.Kind == Noticed {
			mu.Lock()
			told = append(told, e)
			mu.Unlock()
		}
	})
	before := names(t, dir, "*")
	for i := range 3 {
		check(t, s.Decide("", []int{i}, pick))
		s.FlushSidecars()
	}
	if after := names(t, dir, "*") + names(t, dir, ".*"); after != before {
		t.Errorf("the folder holds %s", after)
	}
	if n := s.Notices(); len(n) != 1 || !strings.Contains(n[0], "read-only") {
		t.Errorf("notices %q", n)
	}
	eventually(t, "the notice is told", func() bool { mu.Lock(); defer mu.Unlock(); return len(told) == 1 })
	for i := range 3 {
		if s.Decision(i).Flag != photo.Picked {
			t.Errorf("photo %d: %+v", i, s.Decision(i))
		}
	}
}

func TestSidecarsOutliveTheDatabase(t *testing.T) {
	dir, data := folderOf(t, 2, time.Minute), t.TempDir()
	db := database(t, data)
	s := opened(t, dir, Options{Store: db})
	check(t, s.Decide("", []int{0, 1}, starred(4)))
	check(t, s.Close())
	check(t, db.Close())
	// The decisions are lost, but not what is known of the sidecars.
	b, err := bbolt.Open(filepath.Join(data, store.FileName), 0o600, nil)
	check(t, err)
	check(t, b.Update(func(tx *bbolt.Tx) error {
		if err := tx.DeleteBucket([]byte("decisions")); err != nil {
			return err
		}
		_, err := tx.CreateBucket([]byte("decisions"))
		return err
	}))
	check(t, b.Close())
	s = opened(t, dir, Options{Store: database(t, data)})
	for i := range 2 {
		if d := load(t, filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", i))); d.Stars != 4 || s.Decision(i).Stars != 4 {
			t.Errorf("photo %d: here %+v, in the sidecar %+v", i, s.Decision(i), d)
		}
	}
}

func TestAnotherCardWithTheSameNamesIsAnotherShoot(t *testing.T) {
	dir := folderOf(t, 1, time.Minute)
	db := database(t, t.TempDir())
	path := filepath.Join(dir, "IMG_0000.xmp")
	s := opened(t, dir, Options{Store: db})
	check(t, s.Decide("", []int{0}, starred(4)))
	check(t, s.Close())
	// The next card has another IMG_0000, which another program rated alike.
	write(t, filepath.Join(dir, "IMG_0000.jpg"), picture(t, 555, takenBy(noon)))
	write(t, path, []byte(lightroom("4", "Red")))
	s = opened(t, dir, Options{Store: db})
	if want := (photo.Decision{Stars: 4, Label: photo.Red}); !s.Decision(0).Same(want) || !load(t, path).Same(want) {
		t.Errorf("here %+v, in the sidecar %+v", s.Decision(0), load(t, path))
	}
}

func TestACardThatIsPulledOutIsOneNotice(t *testing.T) {
	dir := folderOf(t, 5, time.Minute)
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	check(t, os.Rename(dir, dir+" pulled"))
	for i := range 5 {
		check(t, s.Decide("", []int{i}, pick))
	}
	s.FlushSidecars()
	if n := s.Notices(); len(n) != 1 || !sentence(n[0]) {
		t.Errorf("notices %q", n)
	}
	check(t, os.Rename(dir+" pulled", dir))
	_, err := s.Rescan(context.Background())
	check(t, err)
	if got := names(t, dir, "*.xmp"); len(strings.Fields(got)) != 5 {
		t.Errorf("back again the sidecars are %s", got)
	}
}

func TestThousandSidecarsAreWritten(t *testing.T) {
	const n = 1000
	dir := folderOf(t, n, time.Minute)
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db})
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	check(t, s.Decide("", all, starred(4)))
	began := time.Now()
	s.FlushSidecars()
	t.Logf("%d sidecars written in %v", n, time.Since(began).Round(time.Millisecond))
	check(t, s.Close())
	for i := range n {
		if d := load(t, filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", i))); d.Stars != 4 {
			t.Fatalf("photo %d: %+v", i, d)
		}
	}
	began = time.Now()
	s = opened(t, dir, Options{Store: db})
	t.Logf("opened with %d sidecars in %v", n, time.Since(began).Round(time.Millisecond))
	other := database(t, t.TempDir())
	began = time.Now()
	s = opened(t, dir, Options{Store: other})
	t.Logf("imported with %d sidecars in %v", n, time.Since(began).Round(time.Millisecond))
	for i := range n {
		if s.Decision(i).Stars != 4 {
			t.Fatalf("photo %d: %+v", i, s.Decision(i))
		}
	}
}
