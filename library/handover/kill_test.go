package handover

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
)

// job is what the child process is told to do, as JSON in the environment.
type job struct {
	Photos  []photo.Photo
	Options Options
	NoLinks bool
}

const jobVariable = "CULLER_TEST_HANDOVER"

func TestMain(m *testing.M) {
	text := os.Getenv(jobVariable)
	if text == "" {
		os.Exit(m.Run())
	}
	b, err := os.ReadFile(text)
	if err != nil {
		panic(err)
	}
	var j job
	if err := json.Unmarshal(b, &j); err != nil {
		panic(err)
	}
	p, err := makePlan(context.Background(), j.Photos, j.Options, &faulty{room: 1 << 40, noLinks: j.NoLinks})
	if err != nil {
		panic(err)
	}
	if r, err := p.Run(context.Background(), nil); err != nil || len(r.Failed) > 0 {
		panic(err)
	}
	os.Exit(0)
}

func TestKilledAtAnyMomentLosesNothingAndResumes(t *testing.T) {
	n, most, all := 1000, 400, 12
	if testing.Short() {
		n, most = 150, 40
	}
	if all = max(all, phototest.Kills()/3); all > 12 {
		n, most = 150, 40
	}
	for name, c := range map[string]struct {
		mode    Mode
		noLinks bool
	}{"copy": {Copy, false}, "move on one disk": {Move, false}, "move to another disk": {Move, true}} {
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(uint64(n), uint64(len(name))))
			kills := 0
			for round := 0; kills < all-all/10 && round <= all/6; round++ { // a hand-over may end before its kill comes
				kills += killed(t, n, min(12, all-kills), most, c.mode, c.noLinks, random)
			}
			t.Logf("%d kills", kills)
		})
	}
}

// killed kills the hand-over of a shoot so many times, lets it end, and returns how
// many kills came in time.
func killed(t *testing.T, n, times, most int, mode Mode, noLinks bool, random *rand.Rand) (kills int) {
	t.Helper()
	_, photos, contents := shootOf(t, n)
	to := filepath.Join(t.TempDir(), "to")
	b, err := json.Marshal(job{photos, Options{To: to, Mode: mode, Sidecars: true}, noLinks})
	if err != nil {
		t.Fatal(err)
	}
	told := filepath.Join(t.TempDir(), "job.json")
	if err := os.WriteFile(told, b, 0o644); err != nil {
		t.Fatal(err)
	}
	for {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), jobVariable+"="+told)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		if kills < times {
			// later and later, so that each child gets further
			time.Sleep(time.Duration(20+random.IntN(most/8)+kills*most/30) * time.Millisecond)
			_ = child.Process.Kill()
		}
		err := child.Wait()
		checkWhole(t, to, contents)
		if err == nil {
			break
		}
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() > 0 {
			t.Fatalf("the hand-over ended with %v", err)
		}
		kills++
	}
	if got := len(filesIn(t, to)); got != len(contents) {
		t.Errorf("%d of %d files arrived, or something was left behind", got, len(contents))
	}
	if _, err := os.Stat(photos[0].Files[0].Path); (mode == Move) != errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the original: %v", err)
	}
	return kills
}
