package download

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

const childVariable = "CULLER_TEST_FETCH"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		os.Exit(child())
	}
	os.Exit(m.Run())
}

// child fetches one file in a process of its own, which may be killed.
func child() int {
	size, _ := strconv.ParseInt(os.Args[3], 10, 64)
	f := File{URL: os.Args[1], Path: os.Args[2], Size: size, SHA256: os.Args[4]}
	fmt.Println("begun")
	if err := quick().Fetch(context.Background(), f, nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// Transfers are killed, stopped or cut by a server in bad moods. At no time a
// wrong file may be in place, and every file must arrive once the server
// behaves.
func TestThousandCycles(t *testing.T) {
	cycles := 1000
	if testing.Short() {
		cycles = 100
	}
	killed := cycles * 15 / 100
	r := rand.New(rand.NewPCG(1, 2))
	moods := rand.New(rand.NewPCG(3, 4)) // used under the server's lock
	h := newHostile(t, nil, anyMood(moods))
	dir := t.TempDir()
	counts := map[string]int{}
	arrived := 0
	var f File
	renew := func() {
		body := randomBytes(uint64(arrived), 1+r.IntN(200_000))
		h.mu.Lock()
		h.body, h.etag = body, fmt.Sprintf(`"%d"`, arrived)
		h.mu.Unlock()
		// The names repeat: parts of an earlier file may lie there.
		f = File{URL: h.URL + "/model.onnx", Path: filepath.Join(dir, fmt.Sprintf("%d.onnx", arrived%7)), Size: int64(len(body)), SHA256: sumOf(body)}
		os.Remove(f.Path)
		arrived++
	}
	renew()
	// Kills come within the time that a transfer takes here and now: most while
	// it runs, some just after it ended.
	span := 12 * time.Millisecond
	for i := range cycles {
		var err error
		if i%(cycles/killed) == 0 {
			err = fetchAndKill(f, time.Duration(r.Int64N(int64(span))))
			switch {
			case errors.Is(err, errKilled):
				span = min(span+span/10, 12*time.Millisecond)
			case err == nil:
				span = max(span-span/3, 100*time.Microsecond)
			}
		} else {
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(r.IntN(20_000))*time.Microsecond)
			c := &Client{Wait: time.Microsecond, Stall: 5 * time.Millisecond, Tries: 3}
			err = c.Fetch(ctx, f, nil)
			cancel()
		}
		counts[outcome(err)]++
		whole := inPlace(t, f)
		if whole != (err == nil) && !errors.Is(err, errKilled) {
			t.Fatalf("cycle %d: the file is in place: %v, and the error is %v", i, whole, err)
		}
		if whole {
			renew()
		} else if r.IntN(10) == 0 {
			suffer(t, f.Path+partSuffix, r)
		}
	}
	h.mu.Lock()
	h.next = always(honest)
	h.mu.Unlock()
	if err := quick().Fetch(context.Background(), f, nil); err != nil || !inPlace(t, f) {
		t.Errorf("with an honest server: %v", err)
	}
	t.Logf("%d cycles, %d files arrived: %v", cycles, arrived, counts)
	if arrived < cycles/10 || counts["killed"] < killed/2 {
		t.Errorf("too little happened: %d files arrived, %v", arrived, counts)
	}
}

var errKilled = errors.New("killed")

// fetchAndKill fetches in another process and kills it after a while; it
// returns errKilled if the kill came in time.
func fetchAndKill(f File, after time.Duration) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(exe, f.URL, f.Path, strconv.FormatInt(f.Size, 10), f.SHA256)
	cmd.Env = append(os.Environ(), childVariable+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	out.Read(make([]byte, 6)) // it has begun
	time.Sleep(after)
	cmd.Process.Kill()
	err = cmd.Wait()
	if err != nil && cmd.ProcessState.ExitCode() == -1 {
		return errKilled
	}
	return err
}

func outcome(err error) string {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return "arrived"
	case errors.Is(err, errKilled):
		return "killed"
	case errors.As(err, &exit):
		return "gave up in another process"
	case errors.Is(err, context.DeadlineExceeded):
		return "stopped"
	}
	for _, kind := range []error{ErrWrong, ErrBroken, ErrOffline, ErrGone, ErrBusy} {
		if errors.Is(err, kind) {
			return kind.Error()
		}
	}
	return err.Error()
}

// inPlace tells whether the file is in place, and fails if another one is.
func inPlace(t *testing.T, f File) bool {
	b, err := os.ReadFile(f.Path)
	if errors.Is(err, os.ErrNotExist) {
		return false
	}
	s := sha256.Sum256(b)
	if err != nil || hex.EncodeToString(s[:]) != f.SHA256 {
		t.Fatalf("a wrong file of %d bytes is in place of one of %d (%v)", len(b), f.Size, err)
	}
	return true
}

// suffer damages what has arrived, as a crash of the whole computer may.
func suffer(t *testing.T, path string, r *rand.Rand) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return
	}
	f.WriteAt([]byte{byte(r.Uint32())}, r.Int64N(info.Size()))
}
