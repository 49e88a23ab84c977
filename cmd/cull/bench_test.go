package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"culler/library"
	"culler/library/photo"
	"culler/library/store"
)

// few is a configuration that is fast to run.
func few(t *testing.T) string {
	return file(t, "few.yaml", `
resamples: 50
altered: -1
methods:
  - {name: culler, kind: score}
  - {name: sharpness, kind: measure, measure: sharpness}
  - {name: random, kind: random}
  - {name: nima, kind: quality, model: nima}
`)
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func reportOf(t *testing.T, folder string) (text []byte) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, reportJSON))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestBenchReportsAndCompares(t *testing.T) {
	folder, data := testShoot(t)
	config, one, other := few(t), filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "other")
	out, errs, status := cull(t, data, "bench", folder, "--config", config, "--out", one)
	if status != 0 || !strings.Contains(errs, filepath.Join(one, reportHTML)) {
		t.Fatalf("status %d, said %q", status, errs)
	}
	for _, says := range []string{"12 photos in 4 bursts; in 4 of them", "| culler | 100.0 %", "| random |", "Not run: nima."} {
		if !strings.Contains(out, says) {
			t.Errorf("%q is not told:\n%s", says, out)
		}
	}
	if page, err := os.ReadFile(filepath.Join(one, reportHTML)); err != nil || !bytes.Contains(page, []byte("data:image/jpeg")) {
		t.Errorf("the page shows no photo (%v)", err)
	}
	if table, err := os.ReadFile(filepath.Join(one, reportMD)); err != nil || string(table) != out {
		t.Errorf("the table in the folder is another one (%v)", err)
	}
	first := reportOf(t, one)
	if _, errs, status := cull(t, data, "bench", folder, "--config", config, "--out", one); status != 0 {
		t.Fatalf("an earlier report was not replaced: %q", errs)
	}
	if !bytes.Equal(first, reportOf(t, one)) {
		t.Error("the same seed made another report")
	}
	if _, errs, status := cull(t, data, "bench", folder, "--config", config, "--out", other, "--seed", "7"); status != 0 {
		t.Fatal(errs)
	}
	if b := reportOf(t, other); bytes.Equal(first, b) || !bytes.Contains(b, []byte(`"seed": 7`)) {
		t.Error("the seed was not used")
	}
	out, errs, status = cull(t, data, "bench", "compare", filepath.Join(one, reportJSON), filepath.Join(other, reportJSON))
	if status != 0 || !strings.Contains(out, "4 bursts judged in both") || !strings.Contains(out, "| culler | 100.0 %") || !strings.Contains(out, "the same") {
		t.Errorf("status %d, said %q and\n%s", status, errs, out)
	}
}

func TestBenchTakesWinnersAndPairLists(t *testing.T) {
	folder, data := testShoot(t)
	bursts, triage := t.TempDir(), t.TempDir()
	winners, pairs := "file,winner\n", ""
	for b := range testBursts {
		dir := filepath.Join(bursts, fmt.Sprintf("burst%d", b))
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		winners += fmt.Sprintf("burst%d/%s,1\n", b, testFrame(b, goodFrame(b)))
		for k := range testFrames {
			jpg, err := os.ReadFile(filepath.Join(folder, testFrame(b, k)))
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{filepath.Join(dir, testFrame(b, k)), filepath.Join(triage, fmt.Sprintf("%06d-%02d.JPG", b+1, k+1))} {
				if err := os.WriteFile(path, jpg, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		// the good frame against its neighbours, which are as good as each other
		best := goodFrame(b)
		second, third := (best+1)%testFrames, (best+2)%testFrames
		pairs += fmt.Sprintf("%d %d %d 0.9 1 2\n%d %d %d 0.1 3 1\n", b+1, best+1, second+1, b+1, third+1, best+1)
	}
	out, errs, status := cull(t, data, "bench", bursts, "--labels", file(t, "winners.csv", winners), "--config", few(t))
	if status != 0 || !strings.Contains(out, "| culler | 100.0 %") {
		t.Errorf("winners: status %d, said %q\n%s", status, errs, out)
	}
	list := file(t, "pairs.txt", pairs)
	out, errs, status = cull(t, data, "bench", triage, "--labels", list, "--config", few(t))
	if status != 0 || !strings.Contains(out, "| culler | 100.0 %") {
		t.Errorf("pairs: status %d, said %q\n%s", status, errs, out)
	}
	if err := os.Remove(filepath.Join(triage, "000002-01.JPG")); err != nil {
		t.Fatal(err)
	}
	out, _, _ = cull(t, data, "bench", triage, "--labels", list, "--config", few(t))
	if !strings.Contains(out, "in 3 of them") || !strings.Contains(out, "The labels name 1 image of which no file is there") {
		t.Errorf("a missing image went unnoticed:\n%s", out)
	}
}

func TestBenchJudgesByOnesOwnPicks(t *testing.T) {
	folder, data := testShoot(t)
	_, errs, status := cull(t, data, "bench", "decided")
	if status != 1 || !strings.Contains(errs, "no burst is decided yet") {
		t.Errorf("nothing decided: status %d, said %q", status, errs)
	}
	pickIn(t, folder, data, 0, 2, 3)
	report := filepath.Join(t.TempDir(), "report")
	for args, best := range map[string]string{"": "your ranking", folder + "\n--config\n" + few(t): "culler"} {
		out, errs, status := cull(t, data, append([]string{"bench", "decided", "--out", report}, strings.Fields(args)...)...)
		if status != 0 || !strings.Contains(out, "12 photos in 4 bursts; in 3 of them") || !strings.Contains(out, "| "+best+" | 100.0 %") {
			t.Errorf("%q: status %d, said %q\n%s", args, status, errs, out)
		}
	}
	if !bytes.Contains(reportOf(t, report), []byte("shoot/"+testFrame(2, 0)+" (")) {
		t.Error("bursts are not named after their shoots")
	}
}

// pickIn picks the good frame of some bursts, as the app does.
func pickIn(t *testing.T, folder, data string, bursts ...int) {
	t.Helper()
	db, err := store.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s, err := library.Open(t.Context(), folder, library.Options{Store: db})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := db.Opened(folder, s.Len()); err != nil {
		t.Fatal(err)
	}
	var picked []int
	for _, b := range bursts {
		picked = append(picked, s.Bursts()[b].Photos[goodFrame(b)])
	}
	if err := s.Decide("pick", picked, func(_ int, d photo.Decision) photo.Decision { d.Flag = photo.Picked; return d }); err != nil {
		t.Fatal(err)
	}
}

func TestBenchTakesTheListOfMethodsThatItPrints(t *testing.T) {
	folder, data := testShoot(t)
	list, errs, status := cull(t, data, "bench", "methods")
	if status != 0 || !strings.Contains(list, "clip_contrastive_only") {
		t.Fatalf("status %d, said %q and\n%s", status, errs, list)
	}
	shorter := strings.ReplaceAll(list, "  - kind: every_prompt\n", "") + "altered: -1\n"
	out, errs, status := cull(t, data, "bench", folder, "--config", file(t, "mine.yaml", shorter))
	if status != 0 || !strings.Contains(out, "| rules |") || strings.Contains(out, "| prompt ") {
		t.Errorf("status %d, said %q and\n%s", status, errs, out)
	}
}

func TestBenchSaysWhatCannotBeDone(t *testing.T) {
	folder, data := testShoot(t)
	taken := t.TempDir()
	page := filepath.Join(taken, reportHTML)
	if err := os.WriteFile(page, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	empty := t.TempDir()
	for _, c := range []struct {
		args   []string
		status int
		say    string
	}{
		{[]string{"bench", folder, "--out", taken}, 1, "choose another folder"},
		{[]string{"bench", empty}, 1, "holds no subfolders with photos"},
		{[]string{"bench", empty, "--labels", file(t, "pairs.txt", "1 1 2 0.8 1 2\n")}, 1, "holds no images"},
		{[]string{"bench", empty, "--labels", file(t, "pairs.txt", "1 1 2 0.8 2 1\n")}, 1, "SERIES PHOTO1 PHOTO2 RATIO RANK1 RANK2"},
		{[]string{"bench", folder, "--config", file(t, "c.yaml", "methods:\n  - kind: magic\n")}, 1, `there is no kind "magic"`},
		{[]string{"bench", folder, "--prompts", "gone"}, 1, "gone"},
		{[]string{"bench", "compare", page, page}, 1, "is not a report"},
		{[]string{"--no-cache", "bench", "decided"}, 1, "close the app"},
		{[]string{"bench"}, 2, "data"},
	} {
		_, errs, status := cull(t, data, c.args...)
		if status != c.status || !strings.Contains(errs, c.say) {
			t.Errorf("cull %v: status %d, said %q; want %d and %q", c.args, status, errs, c.status, c.say)
		}
	}
	if b, err := os.ReadFile(page); err != nil || string(b) != "mine" {
		t.Errorf("a file of somebody else was changed (%v)", err)
	}
}
