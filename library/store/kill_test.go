package store

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
)

// The repair that is killed runs in a child process.
const childRepairs = "CULLER_TEST_REPAIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childRepairs); dir != "" {
		fmt.Println("begins")
		db, err := Open(dir)
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		db.Close()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A repair that is killed, and killed again, goes on where it was: no decision is
// lost or changed.
func TestAKillDuringARepairLosesNothing(t *testing.T) {
	kills := max(40, phototest.Kills())
	if testing.Short() {
		kills = 8
	}
	dir := t.TempDir()
	db := open(t, dir)
	who := ids(2000)
	want := make([]photo.Decision, len(who))
	for k := range who {
		want[k] = photo.Decision{Stars: 1 + k%5, Flag: photo.Flag(k % 3), At: time.Date(2026, 5, 1, 12, 0, 0, k, time.UTC)}
	}
	for k := 0; k < len(who); k += 100 {
		check(t, db.PutDecisions(who[k:k+100], want[k:k+100]))
	}
	check(t, db.Close())
	whole := readAll(t, dir)

	r := rand.New(rand.NewSource(7))
	inTime := 0
	for kill := 0; kill < kills; {
		dir := t.TempDir()
		how := ""
		for n, b := range whole {
			b = append([]byte(nil), b...)
			if n == FileName {
				b, how = harm(b, r)
			}
			check(t, os.WriteFile(filepath.Join(dir, n), b, 0o600))
		}
		for range 1 + r.Intn(3) {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), childRepairs+"="+dir)
			out, err := child.StdoutPipe()
			check(t, err)
			check(t, child.Start())
			says := bufio.NewScanner(out)
			says.Scan()
			time.Sleep(time.Duration(r.Intn(8000)) * time.Microsecond)
			child.Process.Kill()
			if child.Wait() != nil {
				inTime++
			}
			for says.Scan() {
				if strings.HasPrefix(says.Text(), "error") {
					t.Fatalf("kill %d (%s): %s", kill, how, says.Text())
				}
			}
			kill++
		}
		db, err := Open(dir)
		if err != nil {
			t.Fatalf("after kill %d (%s): %v", kill, how, err)
		}
		got, err := db.Decisions(who)
		check(t, err)
		for k := range got {
			if got[k] != want[k] {
				t.Fatalf("after kill %d (%s): decision %d is %v, want %v (%s)", kill, how, k, got[k], want[k], db.Notice())
			}
		}
		check(t, db.Close())
	}
	if inTime < kills/10 {
		t.Errorf("%d of %d kills came in time: the test shows nothing", inTime, kills)
	}
	t.Logf("%d kills, %d of them before the end, no decision lost", kills, inTime)
}
