package library

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"culler/library/burst"
	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/store"
)

// off keeps sidecars out of tests that are not about them.
var off = Sidecars{Mode: SidecarsOff}

func TestARealShootIsReadGroupedAndRemembered(t *testing.T) {
	from := phototest.Shared(t, "photos/shoot")
	dir, data := t.TempDir(), t.TempDir()
	copyTree(t, from, dir)
	db := database(t, data)
	s, err := Open(context.Background(), dir, Options{Store: db, Recursive: true, Sidecars: off})
	check(t, err)
	if s.Len() < 50 {
		t.Fatalf("%d photos", s.Len())
	}
	last := 0
	check(t, s.Read(context.Background(), func(done, total int) {
		if done < last || total != s.Len() {
			t.Errorf("progress went from %d to %d of %d", last, done, total)
		}
		last = done
	}))
	if last != s.Len() {
		t.Errorf("progress ended at %d of %d", last, s.Len())
	}
	seen := map[photo.ID]bool{}
	dated := 0
	for i, p := range s.Photos() {
		if p.ID.IsZero() || seen[p.ID] {
			t.Errorf("%s has no identity of its own", p.Name)
		}
		seen[p.ID] = true
		if !p.Meta.Taken.IsZero() {
			dated++
		}
		if b := s.Bursts()[s.BurstOf(i)]; !slices.Contains(b.Photos, i) {
			t.Errorf("%s is not in its burst", p.Name)
		}
	}
	in := 0
	for _, b := range s.Bursts() {
		in += len(b.Photos)
	}
	if in != s.Len() || len(s.Bursts()) >= s.Len() {
		t.Errorf("%d photos in %d bursts, want %d photos", in, len(s.Bursts()), s.Len())
	}
	t.Logf("%d photos, %d with a time, %d bursts", s.Len(), dated, len(s.Bursts()))
	// The relief was photographed in one go with one camera.
	relief := -1
	for i, p := range s.Photos() {
		if strings.HasPrefix(p.Name, "01_huawei_relief/") {
			relief = i
			break
		}
	}
	if relief < 0 || len(s.Bursts()[s.BurstOf(relief)].Photos) < 2 {
		t.Error("the burst of the relief was not found")
	}

	check(t, s.Decide("", []int{0, 5}, pick))
	photos, bursts, decisions := s.Photos(), s.Bursts(), s.Decisions()
	check(t, s.Close())

	// Opened again it reads no byte: there would be nothing but zeros.
	for _, p := range photos {
		for _, f := range p.Files {
			check(t, os.WriteFile(f.Path, make([]byte, f.Size), 0o644))
			check(t, os.Chtimes(f.Path, f.ModTime, f.ModTime))
		}
	}
	s = opened(t, dir, Options{Store: db, Recursive: true, Sidecars: off})
	for i, p := range s.Photos() {
		if p.ID != photos[i].ID || !reflect.DeepEqual(p.Meta, photos[i].Meta) {
			t.Errorf("%s was read again", p.Name)
		}
	}
	if !reflect.DeepEqual(s.Bursts(), bursts) || !reflect.DeepEqual(s.Decisions(), decisions) {
		t.Error("bursts or decisions changed")
	}
}

func TestDecisionsAreOnDiskWhenDecideReturns(t *testing.T) {
	dir, data := folderOf(t, 3, time.Minute), t.TempDir()
	db := database(t, data)
	s := opened(t, dir, Options{Store: db, Sidecars: off})
	check(t, s.Decide("", []int{2}, pick))
	check(t, s.Decide("", []int{0, 1}, starred(3)))
	// What is on disk now, while the database is still open:
	b, err := os.ReadFile(filepath.Join(data, store.FileName))
	check(t, err)
	other := t.TempDir()
	write(t, filepath.Join(other, store.FileName), b)
	s = opened(t, dir, Options{Store: database(t, other), Sidecars: off})
	want := []photo.Decision{{Stars: 3}, {Stars: 3}, {Flag: photo.Picked}}
	for i, d := range s.Decisions() {
		if !d.Same(want[i]) {
			t.Errorf("photo %d: %+v, want %+v", i, d, want[i])
		}
	}
}

func TestUndoHasNoEndAndRedoLeadsBack(t *testing.T) {
	dir := folderOf(t, 6, time.Second)
	s := opened(t, dir, Options{Store: database(t, t.TempDir()), Sidecars: off})
	random := rand.New(rand.NewSource(7))
	type whole struct {
		d []photo.Decision
		b []burst.Burst
	}
	look := func() whole {
		d := s.Decisions()
		for k := range d {
			d[k].At = time.Time{}
		}
		return whole{d, s.Bursts()}
	}
	history := []whole{look()}
	for len(history) < 400 {
		who := []int{random.Intn(6), random.Intn(6)}
		before := s.CanUndo()
		switch random.Intn(8) {
		case 0:
			check(t, s.SplitBefore(who[0]))
		case 1:
			check(t, s.Apart(who))
		case 2:
			check(t, s.Join(who))
		default:
			check(t, s.Decide(fmt.Sprint("step ", len(history)), who, func(i int, d photo.Decision) photo.Decision {
				return photo.Decision{Flag: photo.Flag(random.Intn(3)), Stars: random.Intn(6), Label: photo.Label(random.Intn(6))}
			}))
		}
		if s.CanUndo() != before || !reflect.DeepEqual(look(), history[len(history)-1]) {
			history = append(history, look())
		}
	}
	steps := 0
	for at := len(history) - 1; ; steps++ {
		what, _, err := s.Undo()
		check(t, err)
		if what == "" {
			break
		}
		if now := look(); reflect.DeepEqual(now, history[max(at-1, 0)]) {
			at--
		} else if !reflect.DeepEqual(now, history[at]) { // a step that said the same twice
			t.Fatalf("undoing %q led to %+v, want %+v", what, now, history[max(at-1, 0)])
		}
	}
	if !reflect.DeepEqual(look(), history[0]) {
		t.Errorf("all undone, it is %+v", look())
	}
	for range steps {
		what, _, err := s.Redo()
		check(t, err)
		if what == "" {
			t.Fatal("there was less to redo than undone")
		}
	}
	if !reflect.DeepEqual(look(), history[len(history)-1]) {
		t.Errorf("all done again, it is %+v, want %+v", look(), history[len(history)-1])
	}
	if what, _, _ := s.Redo(); what != "" {
		t.Errorf("%q was still to redo", what)
	}
	t.Logf("%d steps undone and done again", steps)
}

func TestStepsAreNamedAndAgreementsAreNone(t *testing.T) {
	s := opened(t, folderOf(t, 3, time.Minute), Options{Sidecars: off})
	check(t, s.Decide("", []int{0, 0, 1, 2}, reject))
	check(t, s.Decide("", []int{0, 1}, reject)) // nothing new
	if what := s.CanUndo(); what != "reject of 3 photos" {
		t.Errorf("the step is %q", what)
	}
	check(t, s.Decide("", []int{1}, starred(4)))
	if what := s.CanUndo(); what != "rating with 4 stars of IMG_0001" {
		t.Errorf("the step is %q", what)
	}
	what, who, err := s.Undo()
	if err != nil || what != "rating with 4 stars of IMG_0001" || !slices.Equal(who, []int{1}) || s.CanRedo() != what {
		t.Errorf("%q, %v, %v", what, who, err)
	}
	if err := s.Decide("", []int{0}, starred(6)); err == nil || s.Decision(0).Stars != 0 {
		t.Errorf("six stars: %v", err)
	}
	if err := s.Decide("", []int{3}, pick); !errors.Is(err, errNoPhoto) {
		t.Errorf("a photo that is not there: %v", err)
	}
}

func TestWorkByHandSurvivesRegroupingAndRestart(t *testing.T) {
	dir := folderOf(t, 6, time.Second)
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db, Sidecars: off})
	if got := sizes(s); !slices.Equal(got, []int{6}) {
		t.Fatalf("bursts of %v", got)
	}
	check(t, s.SplitBefore(2))
	check(t, s.Apart([]int{5}))
	want := []int{2, 3, 1}
	if got := sizes(s); !slices.Equal(got, want) {
		t.Fatalf("bursts of %v, want %v", got, want)
	}
	o := s.BurstOptions()
	for _, gap := range []time.Duration{100 * time.Millisecond, 30 * time.Second} {
		o.Gap = gap
		s.SetBurstOptions(o)
	}
	if got := sizes(s); !slices.Equal(got, want) {
		t.Errorf("regrouped, bursts of %v, want %v", got, want)
	}
	s.SetPlace(json.RawMessage(`{"cursor":4}`))
	check(t, s.Close())
	s = opened(t, dir, Options{Store: db, Sidecars: off})
	if got := sizes(s); !slices.Equal(got, want) || s.BurstOptions().Gap != 30*time.Second || string(s.Place()) != `{"cursor":4}` {
		t.Errorf("opened again, bursts of %v, gap %v, place %s", got, s.BurstOptions().Gap, s.Place())
	}
	check(t, s.ClearEdits())
	if got := sizes(s); !slices.Equal(got, []int{6}) {
		t.Errorf("cleared, bursts of %v", got)
	}
	_, _, err := s.Undo()
	if got := sizes(s); err != nil || !slices.Equal(got, want) {
		t.Errorf("undone, bursts of %v (%v)", got, err)
	}
}

func TestARAWAndItsJPEGAreDecidedAsOne(t *testing.T) {
	dir := folderOf(t, 2, time.Minute)
	write(t, filepath.Join(dir, "IMG_0001.NEF"), []byte("II*\x00 not much of a RAW file"))
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db, Sidecars: off})
	if p := s.Photo(1); s.Len() != 2 || len(p.Files) != 2 || p.Files[0].Kind != photo.JPEG || p.Files[1].Kind != photo.RAW {
		t.Fatalf("%d photos, the second one %+v", s.Len(), s.Photo(1))
	}
	check(t, s.Decide("", []int{1}, pick))
	s.Close()
	// The JPEG may go, the decision stays with the RAW.
	check(t, os.Remove(filepath.Join(dir, "IMG_0001.jpg")))
	s = opened(t, dir, Options{Store: db, Sidecars: off})
	if s.Decision(1).Flag != photo.Picked || len(s.Photo(1).Files) != 1 {
		t.Errorf("%+v, %+v", s.Photo(1), s.Decision(1))
	}
}

func TestCopiesHaveIdentitiesOfTheirOwn(t *testing.T) {
	dir := t.TempDir()
	same := picture(t, 1, takenBy(noon))
	for _, name := range []string{"a.jpg", "b.jpg", "c.jpg"} {
		write(t, filepath.Join(dir, name), same)
	}
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db, Sidecars: off})
	plain, err := photo.Fingerprint(bytes.NewReader(same), int64(len(same)))
	check(t, err)
	ids := map[photo.ID]bool{}
	for _, p := range s.Photos() {
		ids[p.ID] = true
	}
	if len(ids) != 3 || s.Photo(0).ID != plain {
		t.Fatalf("%d identities for 3 copies", len(ids))
	}
	for i := range 3 {
		check(t, s.Decide("", []int{i}, starred(i+1)))
	}
	photos := s.Photos()
	s.Close()
	s = opened(t, dir, Options{Store: db, Sidecars: off})
	for i, p := range s.Photos() {
		if p.ID != photos[i].ID || s.Decision(i).Stars != i+1 {
			t.Errorf("%s: %v, %+v", p.Name, p.ID, s.Decision(i))
		}
	}
}

func TestMovedAndRenamedPhotosKeepTheirDecisions(t *testing.T) {
	dir := folderOf(t, 2, time.Minute)
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db, Sidecars: off})
	check(t, s.Decide("", []int{1}, pick))
	s.Close()
	to := filepath.Join(t.TempDir(), "Wedding")
	check(t, os.Rename(dir, to))
	check(t, os.Rename(filepath.Join(to, "IMG_0001.jpg"), filepath.Join(to, "0 the kiss.jpg")))
	s = opened(t, to, Options{Store: db, Sidecars: off})
	if p := s.Photo(0); p.Name != "0 the kiss" || s.Decision(0).Flag != photo.Picked || s.Decision(1).Flag != 0 {
		t.Errorf("%s: %+v", p.Name, s.Decisions())
	}
}
