package bench

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

func TestThePageNeedsNothingElse(t *testing.T) {
	d, s, _ := world(t, 30)
	d.Series[3].ID = `<script>alert("x")</script>`
	s.Quality = []Quality{{ID: "damaged", Title: "Damaged", Problem: "Its file is damaged."}}
	r := running(t, small(), d, s)
	var b, again bytes.Buffer
	if err := r.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if found := regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(page, -1); len(found) < 4 {
		t.Errorf("there are %d pictures", len(found))
	} else {
		for _, f := range found {
			if !strings.HasPrefix(f[1], "data:image/jpeg;base64,") && !strings.HasPrefix(f[1], "#") {
				t.Errorf("the page needs %.60s", f[1])
			}
		}
	}
	for _, says := range []string{"<svg", "Top-1", "prompt good", "It prefers the worse frames", "not run: Its file is damaged.", "held out", "out of focus", "Failures", "Wins", "differ in Top-1 beyond chance", ">&#43;</td>", ">-</td>"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "ZgotmplZ") || strings.Contains(page, "NaN") {
		t.Error("the page holds a script, something that was filtered out, or NaN")
	}
	if err := r.WriteHTML(&again); err != nil || again.String() != page {
		t.Errorf("the page differs the second time: %v", err)
	}
}

func TestTheTableForAReadme(t *testing.T) {
	d, s, _ := world(t, 24)
	r := running(t, small(), d, s)
	var b strings.Builder
	if err := r.WriteMarkdown(&b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, says := range []string{"| culler | ", "| method | Top-1 |", "|---|", "Not run: prompt odd.", "in 24 of them people said", "choosing at random finds it in"} {
		if !strings.Contains(text, says) {
			t.Errorf("%q is missing in\n%s", says, text)
		}
	}
	columns := 0
	for l := range strings.Lines(text) {
		if strings.HasPrefix(l, "|") {
			if n := strings.Count(l, "|"); columns == 0 {
				columns = n
			} else if n != columns {
				t.Errorf("%d columns, not %d: %s", n, columns, l)
			}
		}
	}
}

func TestTwoReportsAreComparedBurstByBurst(t *testing.T) {
	d, s, _ := world(t, 40)
	a := running(t, small(), d, s)
	same, err := Compare(a, a)
	if err != nil || same.Bursts != 40 {
		t.Fatalf("%+v: %v", same, err)
	}
	for _, m := range same.Methods {
		if m.By.Value != 0 || m.Better+m.Worse != 0 || m.Clear() {
			t.Errorf("a report differs from itself: %+v", m)
		}
	}
	// another report in which the score is worse, on other bursts too
	worse := a
	worse.Methods = append([]Method(nil), a.Methods...)
	turned := method(t, a, "turned")
	turned.Name = "culler"
	worse.Methods[0] = turned
	worse.Methods = worse.Methods[:len(worse.Methods)-1]
	worse.Series = append([]string{"another"}, a.Series[1:]...)
	c, err := Compare(a, worse)
	if err != nil || c.Bursts != 39 || len(c.Notes) != 1 || len(c.OnlyA) != 1 {
		t.Fatalf("%+v: %v", c, err)
	}
	if m := c.Methods[0]; m.Method != "culler" || !m.Clear() || m.By.Value >= 0 || m.Worse <= m.Better {
		t.Errorf("%+v", m)
	}
	var b strings.Builder
	if err := c.WriteMarkdown(&b); err != nil || !strings.Contains(b.String(), "| worse |") {
		t.Errorf("%v\n%s", err, b.String())
	}
	worse.Series = []string{"x"}
	if _, err := Compare(a, worse); err == nil {
		t.Error("reports that share nothing were compared")
	}
}
