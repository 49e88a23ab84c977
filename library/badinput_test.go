package library

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/store"
)

// sentence tells whether a text is fit for people: no bare system error.
func sentence(text string) bool {
	return len(text) > 20 && strings.Contains(text, " ") && !strings.Contains(text, "no such file") && !strings.Contains(text, "0x")
}

func TestAnEmptyFolderIsAShootOfNothing(t *testing.T) {
	s := opened(t, t.TempDir(), Options{Store: database(t, t.TempDir())})
	if s.Len() != 0 || len(s.Bursts()) != 0 {
		t.Errorf("%d photos", s.Len())
	}
	if what, _, err := s.Undo(); what != "" || err != nil {
		t.Errorf("%q, %v", what, err)
	}
}

func TestAFolderThatIsNotThere(t *testing.T) {
	_, err := Open(context.Background(), filepath.Join(t.TempDir(), "gone"), Options{})
	if err == nil || !sentence(err.Error()) {
		t.Errorf("Open said %v", err)
	}
	file := filepath.Join(t.TempDir(), "photo.jpg")
	write(t, file, nil)
	if _, err = Open(context.Background(), file, Options{}); err == nil || !strings.Contains(err.Error(), "is a file") {
		t.Errorf("Open said %v", err)
	}
}

func TestAFolderThatMayNotBeRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "locked")
	check(t, os.Mkdir(dir, 0))
	defer os.Chmod(dir, 0o755)
	if _, err := os.ReadDir(dir); err == nil {
		t.Skip("this user may read everything")
	}
	if _, err := Open(context.Background(), dir, Options{}); err == nil || !strings.Contains(err.Error(), "permissions") {
		t.Errorf("Open said %v", err)
	}
}

func TestAFolderThatVanishesWhileItIsRead(t *testing.T) {
	dir := folderOf(t, 200, time.Second)
	db := database(t, t.TempDir())
	s, err := Open(context.Background(), dir, Options{Store: db})
	check(t, err)
	check(t, s.Decide("", []int{0}, pick))
	check(t, os.Rename(dir, dir+" unplugged"))
	err = s.Read(context.Background(), nil)
	if err == nil || !strings.Contains(err.Error(), "no longer there") {
		t.Errorf("Read said %v", err)
	}
	if s.Len() != 200 || s.Decision(0).Flag != photo.Picked {
		t.Errorf("%d photos, %+v", s.Len(), s.Decision(0))
	}
	// Connected again, nothing is lost.
	check(t, os.Rename(dir+" unplugged", dir))
	check(t, s.Read(context.Background(), nil))
	for i := range 200 {
		if p := s.Photo(i); p.Problem != "" || p.Meta.Taken.IsZero() {
			t.Fatalf("photo %d: %+v", i, p)
		}
	}
}

func TestBadFilesKeepTheirPlaceWithTheReason(t *testing.T) {
	dir := folderOf(t, 3, time.Minute)
	whole := picture(t, 99, takenBy(noon))
	write(t, filepath.Join(dir, "cut.jpg"), whole[:200])
	write(t, filepath.Join(dir, "empty.jpg"), nil)
	write(t, filepath.Join(dir, "letter.jpg"), []byte("Dear Ann,"))
	write(t, filepath.Join(dir, "old.jpg"), picture(t, 98, photo.Meta{})) // no date
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	if s.Len() != 7 {
		t.Fatalf("%d photos", s.Len())
	}
	for i, p := range s.Photos() {
		switch {
		case p.ID.IsZero():
			t.Errorf("%s cannot be decided about", p.Name)
		case p.Name == "empty" && !sentence(p.Problem):
			t.Errorf("%s: %q", p.Name, p.Problem)
		case !strings.HasPrefix(p.Name, "IMG") && p.Name != "cut" && p.Name != "empty" && (p.Meta.TakenNote == "" || !p.Meta.Taken.IsZero()):
			t.Errorf("%s: taken %v, %q", p.Name, p.Meta.Taken, p.Meta.TakenNote)
		}
		if b := s.Bursts()[s.BurstOf(i)]; p.Meta.Taken.IsZero() && (len(b.Photos) != 1 || b.Note == "") {
			t.Errorf("%s is in a burst of %d, with the note %q", p.Name, len(b.Photos), b.Note)
		}
		check(t, s.Decide("", []int{i}, reject))
	}
}

func TestEveryBrokenFileIsOneProblemAtMost(t *testing.T) {
	from := phototest.Shared(t, "photos/broken")
	dir := t.TempDir()
	copyTree(t, from, dir)
	s := opened(t, dir, Options{Store: database(t, t.TempDir()), Recursive: true, Sidecars: off})
	for i, p := range s.Photos() {
		if p.ID.IsZero() || p.Problem != "" && !sentence(p.Problem) {
			t.Errorf("%s: %q", p.Name, p.Problem)
		}
		if s.BurstOf(i) >= len(s.Bursts()) {
			t.Errorf("%s is in no burst", p.Name)
		}
	}
	t.Logf("%d broken files read", s.Len())
}

func TestAFileThatVanishesSaysSo(t *testing.T) {
	dir := folderOf(t, 3, time.Minute)
	s, err := Open(context.Background(), dir, Options{})
	check(t, err)
	check(t, os.Remove(filepath.Join(dir, "IMG_0001.jpg")))
	check(t, s.Read(context.Background(), nil))
	if p := s.Photo(1); !strings.Contains(p.Problem, "no longer there") || s.Photo(2).Problem != "" {
		t.Errorf("%q, %q", p.Problem, s.Photo(2).Problem)
	}
	write(t, filepath.Join(dir, "IMG_0001.jpg"), picture(t, 1, takenBy(noon)))
	_, err = s.Rescan(context.Background())
	if p := s.Photo(1); err != nil || p.Problem != "" || p.Meta.Taken.IsZero() {
		t.Errorf("back again: %+v, %v", p, err)
	}
	check(t, os.Remove(filepath.Join(dir, "IMG_0002.jpg")))
	_, err = s.Rescan(context.Background())
	if p := s.Photo(2); err != nil || !strings.Contains(p.Problem, "no longer there") {
		t.Errorf("gone: %q, %v", p.Problem, err)
	}
}

func TestTenThousandPhotosInOneSecond(t *testing.T) {
	n := 10000
	if testing.Short() {
		n = 2000
	}
	dir := t.TempDir()
	jpeg := picture(t, 1, takenBy(noon))
	for i := range n { // a tail after the end of the picture makes each one different
		write(t, filepath.Join(dir, fmt.Sprintf("IMG_%05d.jpg", i)), append(jpeg[:len(jpeg):len(jpeg)], fmt.Sprint(i)...))
	}
	db := database(t, t.TempDir())
	began := time.Now()
	s, err := Open(context.Background(), dir, Options{Store: db})
	check(t, err)
	opened1 := time.Since(began)
	check(t, s.Read(context.Background(), nil))
	t.Logf("%d photos listed in %v, read in %v", n, opened1.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	if len(s.Bursts()) != 1 || len(s.Bursts()[0].Photos) != n {
		t.Fatalf("%d bursts", len(s.Bursts()))
	}
	for k, i := range s.Bursts()[0].Photos {
		if k != i {
			t.Fatalf("photo %d of the burst is %s", k, s.Photo(i).Name)
		}
	}
	began = time.Now()
	check(t, s.Decide("", s.Bursts()[0].Photos, reject))
	t.Logf("%d decisions in %v", n, time.Since(began).Round(time.Millisecond))
	s.SetSidecars(off)
	check(t, s.Close())
	began = time.Now()
	s, err = Open(context.Background(), dir, Options{Store: db, Sidecars: off})
	check(t, err)
	check(t, s.Read(context.Background(), nil))
	t.Logf("opened again in %v", time.Since(began).Round(time.Millisecond))
	if s.Decision(n-1).Flag != photo.Rejected {
		t.Error("a decision is gone")
	}
	s.Close()
}

func TestASecondInstanceIsToldSo(t *testing.T) {
	data := t.TempDir()
	database(t, data)
	if _, err := store.Open(data); !errors.Is(err, store.ErrInUse) || !sentence(err.Error()) {
		t.Errorf("the second one was told %v", err)
	}
}

func TestCancelEndsReadingAndKeepsWhatWasRead(t *testing.T) {
	dir := folderOf(t, 300, time.Second)
	s, err := Open(context.Background(), dir, Options{Store: database(t, t.TempDir())})
	check(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Read(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Read said %v", err)
	}
	check(t, s.Read(context.Background(), nil))
	if s.Photo(299).ID.IsZero() {
		t.Error("a later Read did not read the rest")
	}
}
