package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	berrors "go.etcd.io/bbolt/errors"

	"culler/library/photo"
)

func TestEveryTroubleIsASentenceThatSaysWhatToDo(t *testing.T) {
	for _, c := range []struct {
		err  error
		said string
	}{
		{ErrInUse, "close"}, {ErrNewer, "update"}, {ErrDamaged, "open it again"}, {ErrNoWrite, "allow writing"}, {ErrFull, "free some space"},
	} {
		if text := c.err.Error(); !strings.Contains(text, c.said) || !strings.Contains(text, "Culler") {
			t.Errorf("%q does not say %q", text, c.said)
		}
	}
	if err := explain("open", fmt.Errorf("lock: %w", berrors.ErrTimeout)); err != ErrInUse {
		t.Errorf("a lock that cannot be had is %v", err)
	}
	if err := explain("open", berrors.ErrVersionMismatch); err != ErrNewer {
		t.Errorf("a newer file format is %v", err)
	}
	odd := errors.New("odd")
	if err := explain("look up decisions", odd); !errors.Is(err, odd) || !strings.HasPrefix(err.Error(), "look up decisions: ") {
		t.Errorf("anything else is %v", err)
	}
}

func TestAFullDiskIsExplained(t *testing.T) {
	err := explain("store decisions", &os.PathError{Op: "write", Path: "culler.db", Err: diskFull})
	if !errors.Is(err, ErrFull) || !errors.Is(err, diskFull) || !strings.HasPrefix(err.Error(), "the disk that holds Culler's data is full") {
		t.Errorf("explained as %v", err)
	}
	err = explain("store decisions", &os.PathError{Op: "open", Path: "culler.db", Err: writeProtected})
	if !errors.Is(err, ErrNoWrite) {
		t.Errorf("a write-protected disk is explained as %v", err)
	}
}

func TestTheSecondInstanceIsToldSoonAndTheFirstGoesOn(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	told := make(chan error, 1)
	go func() { _, err := Open(dir); told <- err }()
	select {
	case err := <-told:
		if !errors.Is(err, ErrInUse) {
			t.Errorf("the second one was told %v", err)
		}
	case <-time.After(10 * lockTimeout):
		t.Fatal("the second one waits for ever")
	}
	check(t, first.PutDecisions(ids(1), []photo.Decision{{Stars: 1}}))
	check(t, first.Close())
	again := open(t, dir)
	if d, err := again.Decisions(ids(1)); err != nil || d[0].Stars != 1 {
		t.Errorf("%v, %v", d, err)
	}
}

func TestAFailedWriteChangesNothing(t *testing.T) {
	db := open(t, t.TempDir())
	check(t, db.PutDecisions(ids(2), []photo.Decision{{Stars: 1}, {Stars: 2}}))
	if err := db.PutDecisions(ids(3), []photo.Decision{{Stars: 5}, {Stars: 5}}); err == nil {
		t.Error("3 photos and 2 decisions were stored")
	}
	who := append(ids(2), photo.ID{})
	if err := db.PutDecisions(who, []photo.Decision{{Stars: 5}, {Stars: 5}, {Stars: 5}}); err == nil {
		t.Error("a photo without identity was stored")
	}
	if d, err := db.Decisions(ids(2)); err != nil || d[0].Stars != 1 || d[1].Stars != 2 {
		t.Errorf("%v, %v", d, err)
	}
}

func TestADataFolderThatIsAFileIsExplained(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data")
	check(t, os.WriteFile(path, []byte("x"), 0o600))
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "data folder") {
		t.Errorf("Open said %v", err)
	}
}

func TestReadersAndWritersAtOnce(t *testing.T) {
	db := open(t, t.TempDir())
	var wait sync.WaitGroup
	for worker := range 4 {
		wait.Go(func() {
			for k := range 20 {
				who := ids(10)[worker : worker+5]
				d := make([]photo.Decision, 5)
				for n := range d {
					d[n].Stars = 1 + k%5
				}
				if err := db.PutDecisions(who, d); err != nil {
					t.Error(err)
				}
				got, err := db.Decisions(who)
				if err != nil || got[0].Stars == 0 {
					t.Errorf("%v, %v", got, err)
				}
				if err := db.SetSetting(fmt.Sprint("k", worker), k); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
}
