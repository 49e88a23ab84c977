package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/ui/keys"
)

// most is what Culler may take in all after so long, in MB: with software OpenGL,
// whose textures and buffers are the program's own memory. In the beginning the
// model is at work, which takes 150 more.
var most = []struct {
	after time.Duration
	mb    int
}{{0, 900}, {20 * time.Minute, 700}, {time.Hour, 1000}}

// TestSoak presses random keys in the window for as long as CULLER_SOAK says, such
// as 20m, on CULLER_SOAK_PHOTOS photos, and prints what Culler takes. In make test
// it is a quarter of a minute on 200 photos.
func TestSoak(t *testing.T) {
	long, err := time.ParseDuration(cmp.Or(os.Getenv("CULLER_SOAK"), "15s"))
	check(t, err)
	n, err := strconv.Atoi(cmp.Or(os.Getenv("CULLER_SOAK_PHOTOS"), "200"))
	check(t, err)
	from := phototest.Shared(t, "photos/shoot")
	program := built(t)
	d := newDisplay(t)
	folder := filepath.Join(t.TempDir(), "shoot")
	manyPhotos(t, from, folder, n)
	a := d.start(program, "--data", t.TempDir(), folder)
	d.press("Escape")

	random := rand.New(rand.NewSource(1))
	chords := soakKeys()
	began := time.Now()
	next := min(long, time.Minute)
	t.Logf("%8s %6s %6s %6s %6s %7s %7s %6s", "after", "MB", "of Go", "live", "files", "threads", "gorout.", "marked")
	for time.Since(began) < long {
		// No window manager gives the keys back once the second window is gone.
		keys := []string{"windowfocus", a.window, "key", "--delay", "20"}
		for range 25 {
			keys = append(keys, keysym(chords[random.Intn(len(chords))]))
		}
		d.tool(append(keys, "Escape", "Escape")...) // dialogs that a key opened
		a.answered(t)
		select {
		case err := <-a.ended:
			t.Fatalf("Culler ended after %v: %v", time.Since(began).Round(time.Second), err)
		default:
		}
		if gone := time.Since(began); gone >= next {
			next = gone + max(time.Minute, long/20)
			a.vitals(t, gone, folder)
		}
	}
	v := a.vitals(t, time.Since(began), folder)
	if long >= time.Minute && v.marked == 0 {
		t.Error("no key marked a photo: they did not reach the window")
	}
	for _, m := range slices.Backward(most) {
		if long >= m.after {
			if v.mb > m.mb {
				t.Errorf("Culler takes %d MB after %v, more than %d", v.mb, long, m.mb)
			}
			break
		}
	}
}

// answered waits until all keys were answered: nobody presses more than can be
// seen, and Fyne paints nothing and forgets nothing while keys wait.
func (a *running) answered(t *testing.T) {
	t.Helper()
	before, _ := os.ReadFile(a.log)
	if a.Process.Signal(syscall.SIGUSR2) != nil {
		return // it ended, which is said elsewhere
	}
	eventually(t, "all keys are answered", func() bool {
		b, _ := os.ReadFile(a.log)
		return len(a.ended) > 0 || bytes.Count(b, []byte("all keys")) > bytes.Count(before, []byte("all keys"))
	})
}

// soakKeys are all keys but those that end Culler, open another shoot or take
// files elsewhere.
func soakKeys() (all []keys.Chord) {
	m := keys.Default()
	not := []keys.ID{keys.Quit, keys.Open, keys.Demo, keys.Export, keys.RejectFolder, keys.FullScreen, keys.FontLarger, keys.FontSmaller, keys.Models, keys.Stop}
	for _, a := range keys.Actions() {
		if slices.Contains(not, a.ID) {
			continue
		}
		weight := 1
		switch a.ID {
		case keys.Left, keys.Right, keys.Up, keys.Down, keys.FrameNext, keys.BurstNext, keys.PageDown, keys.Loupe, keys.Zoom, keys.Pick, keys.Reject:
			weight = 6 // what photographers do most
		}
		for range weight {
			all = append(all, m.Keys(a.ID)...)
		}
	}
	return all
}

// vital is what Culler takes at some moment.
type vital struct{ mb, files, threads, marked int }

// vitals prints what Culler takes, and how many photos of a folder it has marked.
func (a *running) vitals(t *testing.T, after time.Duration, folder string) (v vital) {
	t.Helper()
	pid := strconv.Itoa(a.Process.Pid)
	status, err := os.ReadFile(filepath.Join("/proc", pid, "status"))
	if err != nil {
		t.Skip("this system does not tell what a process takes")
	}
	number := func(name string) int {
		m := regexp.MustCompile(`(?m)^` + name + `:\s+(\d+)`).FindSubmatch(status)
		if m == nil {
			return 0
		}
		n, _ := strconv.Atoi(string(m[1]))
		return n
	}
	open, _ := os.ReadDir(filepath.Join("/proc", pid, "fd"))
	sidecars, _ := filepath.Glob(filepath.Join(folder, "*.xmp"))
	v = vital{number("VmRSS") >> 10, len(open), number("Threads"), len(sidecars)}
	before, _ := os.ReadFile(a.log)
	check(t, a.Process.Signal(syscall.SIGUSR1))
	said := ""
	eventually(t, "Culler tells what it takes", func() bool {
		b, _ := os.ReadFile(a.log)
		said = string(b[min(len(before), len(b)):])
		return strings.Contains(said, "goroutines")
	})
	var live, held, goroutines int
	_, err = fmt.Sscanf(said[strings.Index(said, "vitals: "):], "vitals: %d MB live, %d MB of Go, %d goroutines", &live, &held, &goroutines)
	check(t, err)
	t.Logf("%8v %6d %6d %6d %6d %7d %7d %6d", after.Round(time.Second), v.mb, held, live, v.files, v.threads, goroutines, v.marked)
	return v
}

// manyPhotos writes n photos made of those in from, in bursts of four.
func manyPhotos(t *testing.T, from, to string, n int) {
	t.Helper()
	var paths []string
	check(t, filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err == nil && photo.KindOf(path) == photo.JPEG {
			paths = append(paths, path)
		}
		return err
	}))
	dates := regexp.MustCompile(`(19|20)\d\d:\d\d:\d\d \d\d:\d\d:\d\d`)
	check(t, os.MkdirAll(to, 0o755))
	for k := range n {
		b, err := os.ReadFile(paths[k%len(paths)])
		check(t, err)
		at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(k/4*20+k%4) * time.Second).Format("2006:01:02 15:04:05")
		head := min(len(b), 4<<10)
		b = bytes.Join([][]byte{dates.ReplaceAll(b[:head], []byte(at)), b[head:], binary.BigEndian.AppendUint32(nil, uint32(k))}, nil)
		check(t, os.WriteFile(filepath.Join(to, fmt.Sprintf("IMG_%05d.JPG", k)), b, 0o644))
	}
}
