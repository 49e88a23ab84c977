package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"image"
	_ "image/jpeg"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"culler/assets/demo"
	"culler/library/store"
)

// cull runs a command line as a person would, with databases of the test's own.
func cull(t *testing.T, data string, args ...string) (out, errs string, status int) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(append([]string{"--data", data}, args...), terminal{&o, &e})
	return o.String(), e.String(), status
}

var demoFrames = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "cull-demo-")
	if err == nil {
		_, err = demo.Write(context.Background(), folder, nil)
	}
	return folder, err
})

func TestMain(m *testing.M) {
	status := m.Run()
	if folder, err := demoFrames(); err == nil {
		os.RemoveAll(folder)
	}
	os.Exit(status)
}

// demoShoot returns a demo shoot of the test's own.
func demoShoot(t *testing.T) string {
	t.Helper()
	written, err := demoFrames()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "demo")
	if err := os.CopyFS(folder, os.DirFS(written)); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestRankTellsTheSameInEveryForm(t *testing.T) {
	folder, data := demoShoot(t), t.TempDir()
	out, errs, status := cull(t, data, "rank", folder, "--json")
	if status != 0 || errs != "" {
		t.Fatalf("status %d, said %q", status, errs)
	}
	var r report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	m := demo.Contents()
	scenes, frames := 0, 0
	for _, f := range m.Frames {
		scenes = max(scenes, f.Scene)
	}
	for _, g := range r.Bursts {
		frames += len(g.Frames)
		checkGroup(t, g)
	}
	if len(r.Bursts) != scenes || frames != len(m.Frames) {
		t.Errorf("%d bursts with %d frames, want %d and %d", len(r.Bursts), frames, scenes, len(m.Frames))
	}

	out, _, _ = cull(t, data, "rank", folder, "--csv")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != frames+1 {
		t.Errorf("the CSV has %d rows (%v), want a heading and %d", len(rows), err, frames)
	}
	out, _, _ = cull(t, data, "rank", folder, "--best")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != scenes {
		t.Fatalf("--best wrote %d lines for %d bursts:\n%s", len(lines), scenes, out)
	}
	for n, line := range lines {
		if !strings.Contains(line, r.Bursts[n].Frames[0].Photo) {
			t.Errorf("line %q does not name %s", line, r.Bursts[n].Frames[0].Photo)
		}
	}
}

// checkGroup checks that frames stand in order and that reasons add up.
func checkGroup(t *testing.T, g group) {
	t.Helper()
	for n, f := range g.Frames {
		if f.Rank != n+1 || f.Score == nil || f.Problem != "" {
			t.Fatalf("burst %d: frame %d is %+v", g.Number, n, f)
		}
		if n > 0 && *f.Score > *g.Frames[n-1].Score {
			t.Errorf("burst %d: %s is behind a lower score", g.Number, f.Photo)
		}
		sum := 0.0
		for _, reason := range f.Reasons {
			sum += reason.Share
		}
		want := *f.Score
		if g.Verdict != "" {
			rival := g.Frames[0]
			if n == 0 {
				rival = g.Frames[1]
			}
			want -= *rival.Score
		}
		if math.Abs(sum-want) > 1e-6 {
			t.Errorf("%s: reasons add up to %v, not to %v", f.Photo, sum, want)
		}
	}
}

func TestSecondRunReadsNoPixel(t *testing.T) {
	folder, data := demoShoot(t), t.TempDir()
	first, _, _ := cull(t, data, "rank", folder)
	// With the pixels gone but size and time as they were, only what is
	// remembered can answer.
	files, err := filepath.Glob(filepath.Join(folder, "*.JPG"))
	if err != nil || len(files) == 0 {
		t.Fatal("the demo shoot has no JPEG files", err)
	}
	for _, path := range files {
		s, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, make([]byte, s.Size()), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, s.ModTime(), s.ModTime()); err != nil {
			t.Fatal(err)
		}
	}
	second, errs, status := cull(t, data, "rank", folder)
	if status != 0 || errs != "" || second != first {
		t.Errorf("status %d, said %q; the table changed: %v", status, errs, second != first)
	}
	if _, errs, _ = cull(t, data, "--no-cache", "rank", folder); !strings.Contains(errs, filepath.Base(files[0])) {
		t.Errorf("without the cache the emptied files went unnoticed: %q", errs)
	}
}

func TestExplainAddsUp(t *testing.T) {
	folder := demoShoot(t)
	photo := filepath.Join(folder, demo.Contents().Frames[1].File)
	out, errs, status := cull(t, t.TempDir(), "explain", photo)
	if status != 0 || errs != "" {
		t.Fatalf("status %d, said %q", status, errs)
	}
	for _, want := range []string{filepath.Base(photo) + ": score ", "Sharpness (measure)", "in its burst"} {
		if !strings.Contains(out, want) {
			t.Errorf("the explanation lacks %q:\n%s", want, out)
		}
	}
}

func TestWhatCannotBeDoneIsSaid(t *testing.T) {
	empty := t.TempDir()
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "zero.jpg"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(broken, "words.jpg"), []byte("this is no picture"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   []string
		status int
		say    string
	}{
		{[]string{"rank", empty}, 1, "no photos in " + empty},
		{[]string{"rank", filepath.Join(empty, "nowhere")}, 1, "nowhere"},
		{[]string{"rank", broken}, 0, "zero.jpg"},
		{[]string{"rank", broken}, 0, "words.jpg"},
		{[]string{"explain", filepath.Join(broken, "zero.jpg")}, 1, "zero.jpg"},
		{[]string{"rank", broken, "--json", "--csv"}, 2, "--json"},
		{[]string{"rank", broken, "--count", "magic"}, 2, "magic"},
		{[]string{"dance"}, 2, "dance"},
		{[]string{"demo", broken}, 1, broken},
	} {
		_, errs, status := cull(t, t.TempDir(), c.args...)
		if status != c.status || !strings.Contains(errs, c.say) {
			t.Errorf("cull %v: status %d, said %q; want %d and %q", c.args, status, errs, c.status, c.say)
		}
	}
}

func TestOpenAppDoesNotHinderRankingWithoutCache(t *testing.T) {
	folder, data := demoShoot(t), t.TempDir()
	db, err := store.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, errs, status := cull(t, data, "rank", folder)
	if status != 1 || !strings.Contains(errs, "already open") || !strings.Contains(errs, "--no-cache") {
		t.Errorf("status %d, said %q", status, errs)
	}
	if out, errs, status := cull(t, data, "--no-cache", "rank", folder, "--best"); status != 0 || out == "" {
		t.Errorf("status %d, said %q", status, errs)
	}
}

func TestThumbNeverOverwrites(t *testing.T) {
	photo := filepath.Join(demoShoot(t), demo.Contents().Frames[0].File)
	to := filepath.Join(t.TempDir(), "small.jpg")
	if _, errs, status := cull(t, t.TempDir(), "thumb", photo, to, "--size", "200"); status != 0 {
		t.Fatal(errs)
	}
	f, err := os.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, _, err := image.DecodeConfig(f)
	if err != nil || max(c.Width, c.Height) != 200 {
		t.Errorf("the picture is %d x %d (%v)", c.Width, c.Height, err)
	}
	before, _ := os.ReadFile(to)
	_, errs, status := cull(t, t.TempDir(), "thumb", photo, to)
	after, err := os.ReadFile(to)
	if status != 1 || !strings.Contains(errs, "already") || err != nil || !bytes.Equal(before, after) {
		t.Errorf("status %d, said %q; the file changed: %v", status, errs, !bytes.Equal(before, after))
	}
	if _, errs, status := cull(t, t.TempDir(), "thumb", to+"x", to); status != 2 || errs == "" {
		t.Errorf("a missing photo: status %d, said %q", status, errs)
	}
	if err := os.Remove(to); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}
