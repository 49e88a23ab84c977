package handover

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"image"
	"math"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
)

func entries() []Entry {
	at := time.Date(2024, 5, 1, 12, 0, 0, 250e6, time.UTC)
	return []Entry{
		{Photo: "day 1/a,b.JPG", Files: []string{"/x/a,b.JPG", "/x/a,b.NEF"}, Taken: at, Burst: 1, Kind: "burst", Place: 1, Of: 2, Verdict: Clear, Probability: 0.9, Faults: []string{"soft", "blown"},
			Flag: "picked", Stars: 4, Label: "Red", Score: Number(0.25), Percentile: Number(88.8), Reasons: []Reason{{"sharpness", "Sharpness", 0.31}, {"noise", "Noise", -0.2}, {"framing", "Framing", 0.1}, {"tiny", "Tiny", 0.01}},
			Source: &photo.Photo{Name: "good"}},
		{Photo: `<script>alert("x")</script>.JPG`, Burst: 1, Kind: "burst", Of: 2, Flag: "rejected", Score: Number(math.NaN()), Source: &photo.Photo{Name: "bad"}},
		{Photo: "alone.JPG", Burst: 2, Kind: "single", Of: 1},
	}
}

func TestListsComeBackAsTheyWere(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCSV(&b, entries()); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	want := []string{"day 1/a,b.JPG", "2024-05-01T12:00:00.25", "", "1", "burst", "1", "2", "clearly", "0.000000", "picked", "4", "Red", "0.250000", "88.8",
		"Sharpness +0.31, Noise -0.20, Framing +0.10", "/x/a,b.JPG|/x/a,b.NEF", "", "0.900", "soft; blown"}
	if got := strings.Join(rows[1], "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the first row is\n%s", got)
	}
	if rows[2][12] != "" {
		t.Errorf("a missing score is %q", rows[2][12])
	}
	if got := entries()[0].Why(true); got != "Sharpness +0.31, Framing +0.10, Tiny +0.01" {
		t.Errorf("what speaks for the photo is %q", got)
	}
	b.Reset()
	if err := WriteJSON(&b, entries()); err != nil {
		t.Fatal(err)
	}
	var back []Entry
	if err := json.Unmarshal(b.Bytes(), &back); err != nil || len(back) != 3 || back[0].Stars != 4 || *back[0].Score != 0.25 || back[1].Score != nil {
		t.Errorf("%v: %+v", err, back)
	}
	b.Reset()
	if err := WriteJSON(&b, nil); err != nil || strings.TrimSpace(b.String()) != "[]" {
		t.Errorf("no photos are %q (%v)", b.String(), err)
	}
}

func TestContactSheetHoldsEverythingAndTrustsNoName(t *testing.T) {
	s := Sheet{Title: "A shoot & more", Entries: entries(), Picture: func(_ context.Context, p *photo.Photo) (*image.RGBA, error) {
		if p.Name == "bad" {
			return nil, errors.New("broken")
		}
		return image.NewRGBA(image.Rect(0, 0, 8, 6)), nil
	}}
	var b bytes.Buffer
	told := 0
	if err := s.Write(t.Context(), &b, func(done, total int) { told = done*10 + total }); err != nil {
		t.Fatal(err)
	}
	html := b.String()
	for _, want := range []string{
		"A shoot &amp; more", "data:image/jpeg;base64,", "★★★★", "better than 89 %", "Sharpness +0.31, Noise -0.20, Framing +0.10", "Burst of 2, the first clearly the best, 1 May 2024, 12:00:00",
		"cannot be shown", "&lt;script&gt;", `class="picked Red"`,
	} {
		if !strings.Contains(strings.ReplaceAll(html, "&#43;", "+"), want) {
			t.Errorf("the sheet lacks %q", want)
		}
	}
	if strings.Contains(html, "<script>") || strings.Contains(html, "http") || told != 33 {
		t.Errorf("the sheet runs scripts or loads something from elsewhere; progress ended at %d", told)
	}
	if n := strings.Count(html, "<section>"); n != 2 {
		t.Errorf("%d bursts on the sheet, want 2", n)
	}
}
