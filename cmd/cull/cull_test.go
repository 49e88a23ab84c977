package main

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"errors"
	"html"
	"image"
	_ "image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"culler/library/handover"
	"culler/library/store"
)

// cull runs a command line as a person would, with databases of the test's own.
func cull(t *testing.T, data string, args ...string) (out, errs string, status int) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(append([]string{"--data", data}, args...), terminal{&o, &e})
	return o.String(), e.String(), status
}

func TestRankTellsTheSameInEveryForm(t *testing.T) {
	folder, data := testShoot(t)
	out, errs, status := cull(t, data, "rank", folder, "--json")
	if status != 0 || errs != "" {
		t.Fatalf("status %d, said %q", status, errs)
	}
	var entries []handover.Entry
	if err := json.Unmarshal([]byte(out), &entries); err != nil {
		t.Fatal(err)
	}
	bursts := checkEntries(t, entries)
	if len(bursts) != testBursts || len(entries) != testBursts*testFrames {
		t.Fatalf("%d bursts with %d frames, want %d and %d", len(bursts), len(entries), testBursts, testBursts*testFrames)
	}
	for b, entries := range bursts {
		if best := entries[0].Photo; best != testFrame(b, goodFrame(b)) {
			t.Errorf("the best of burst %d is %s, not the frame that is neither blurred nor dark", b+1, best)
		}
	}

	out, _, _ = cull(t, data, "rank", folder, "--csv")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != len(entries)+1 {
		t.Errorf("the CSV has %d rows (%v), want a heading and %d", len(rows), err, len(entries))
	}
	out, _, _ = cull(t, data, "rank", folder, "--best")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != testBursts {
		t.Fatalf("--best wrote %d lines for %d bursts:\n%s", len(lines), testBursts, out)
	}
	for n, line := range lines {
		if !strings.Contains(line, bursts[n][0].Photo) {
			t.Errorf("line %q does not name %s", line, bursts[n][0].Photo)
		}
	}
}

// checkEntries checks that frames stand in order and that reasons add up, and
// returns the entries burst by burst.
func checkEntries(t *testing.T, entries []handover.Entry) (bursts [][]handover.Entry) {
	t.Helper()
	for _, e := range entries {
		if e.Score == nil || e.Problem != "" {
			t.Fatalf("%s has no score: %s", e.Photo, e.Problem)
		}
		if e.Burst == len(bursts)+1 {
			bursts = append(bursts, nil)
		}
		bursts[e.Burst-1] = append(bursts[e.Burst-1], e)
	}
	for _, b := range bursts {
		for n, e := range b {
			if e.Place != n+1 || e.Of != len(b) || n > 0 && len(e.Faults) <= len(b[n-1].Faults) && *e.InBurst > *b[n-1].InBurst {
				t.Errorf("%s has place %d of %d at number %d", e.Photo, e.Place, e.Of, n+1)
			}
			want := *e.Score
			switch {
			case e.Verdict == "":
			case n == 0:
				want = *e.InBurst - *b[1].InBurst
			default:
				want = *e.InBurst - *b[0].InBurst
			}
			sum := 0.0
			for _, r := range e.Reasons {
				sum += r.Share
			}
			if math.Abs(sum-want) > 1e-6 {
				t.Errorf("%s: reasons add up to %v, not to %v", e.Photo, sum, want)
			}
		}
	}
	return bursts
}

func TestSecondRunReadsNoPixelAndNeedsNoModel(t *testing.T) {
	folder, data := testShoot(t)
	first, _, _ := cull(t, data, "rank", folder)
	// With the pixels gone but size and time as they were, only what is
	// remembered can answer.
	files, err := filepath.Glob(filepath.Join(folder, "*.JPG"))
	if err != nil || len(files) == 0 {
		t.Fatal("the shoot has no JPEG files", err)
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
	// Nor is the model loaded: there is nothing left to ask it.
	second, errs, status := cull(t, data, "--onnxruntime", filepath.Join(data, "nowhere"), "rank", folder)
	if status != 0 || errs != "" || second != first {
		t.Errorf("status %d, said %q; the table changed: %v", status, errs, second != first)
	}
	if _, errs, _ = cull(t, data, "--no-cache", "rank", folder); !strings.Contains(errs, filepath.Base(files[0])) {
		t.Errorf("without the cache the emptied files went unnoticed: %q", errs)
	}
}

func TestExplainAddsUp(t *testing.T) {
	folder, data := testShoot(t)
	photo := filepath.Join(folder, testFrame(0, 1))
	out, errs, status := cull(t, data, "explain", photo)
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
	folder, data := testShoot(t)
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
	folder, _ := testShoot(t)
	photo := filepath.Join(folder, testFrame(0, 0))
	to := filepath.Join(t.TempDir(), "small.jpg")
	if _, errs, status := cull(t, t.TempDir(), "thumb", photo, to, "--size", "100"); status != 0 {
		t.Fatal(errs)
	}
	f, err := os.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, _, err := image.DecodeConfig(f)
	if err != nil || max(c.Width, c.Height) != 100 {
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

func TestExportHandsOverWhatIsClear(t *testing.T) {
	folder, data := testShoot(t)
	to := filepath.Join(t.TempDir(), "delivery")
	sheet, list := filepath.Join(t.TempDir(), "sheet.html"), filepath.Join(t.TempDir(), "list.json")
	out, errs, status := cull(t, data, "export", folder, "--what", "best", "--to", to, "--sheet", sheet, "--json", list)
	if status != 0 || errs != "" {
		t.Fatalf("status %d, said %q", status, errs)
	}
	b, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	var entries []handover.Entry
	if err := json.Unmarshal(b, &entries); err != nil || len(entries) == 0 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for _, e := range entries {
		copied, err := os.ReadFile(filepath.Join(to, e.Photo))
		original, err2 := os.ReadFile(e.Files[0])
		if err != nil || err2 != nil || !bytes.Equal(copied, original) {
			t.Errorf("%s was not copied: %v %v", e.Photo, err, err2)
		}
	}
	if html, err := os.ReadFile(sheet); err != nil || bytes.Count(html, []byte("data:image/jpeg")) != len(entries) {
		t.Errorf("the contact sheet has not %d pictures (%v)", len(entries), err)
	}
	if !strings.Contains(out, "will be copied to "+to) {
		t.Errorf("the plan was not told: %q", out)
	}
	// nothing is picked, and nothing is ever overwritten
	if out, _, status := cull(t, data, "export", folder, "--to", to); status != 0 || !strings.Contains(out, "nothing was done") {
		t.Errorf("status %d: %q", status, out)
	}
	if _, errs, status := cull(t, data, "export", folder, "--what", "best", "--json", list); status != 1 || !strings.Contains(errs, "already") {
		t.Errorf("status %d: %q", status, errs)
	}
	if _, errs, status := cull(t, data, "export", folder, "--what", "all", "--mode", "move", "--to", folder); status != 1 || !strings.Contains(errs, "choose another folder") {
		t.Errorf("status %d: %q", status, errs)
	}
}

// The contact sheet shows a photo as it is turned.
func TestTheContactSheetIsTurned(t *testing.T) {
	folder := t.TempDir()
	f, err := os.Create(filepath.Join(folder, "a.png"))
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewGray(image.Rect(0, 0, 300, 100))
	for k := range img.Pix {
		img.Pix[k] = uint8(k)
	}
	says := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>`
	if err := errors.Join(png.Encode(f, img), f.Close(), os.WriteFile(filepath.Join(folder, "a.xmp"), []byte(says), 0o644)); err != nil {
		t.Fatal(err)
	}
	sheet := filepath.Join(t.TempDir(), "sheet.html")
	if _, errs, status := cull(t, t.TempDir(), "export", folder, "--what", "all", "--sheet", sheet); status != 0 {
		t.Fatalf("status %d, said %q", status, errs)
	}
	page, err := os.ReadFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(html.UnescapeString(string(page)), "data:image/jpeg;base64,")
	code, _, _ := strings.Cut(rest, `"`)
	c, _, err := image.DecodeConfig(base64.NewDecoder(base64.StdEncoding, strings.NewReader(code)))
	if err != nil || c.Width >= c.Height {
		t.Errorf("it shows the photo %d wide and %d high, %v", c.Width, c.Height, err)
	}
}
