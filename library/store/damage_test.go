package store

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/sidecar"
)

func TestDamageIsSetAsideAndDecisionsAreRescued(t *testing.T) {
	const many = 3000
	stars := func(k int) photo.Decision {
		return photo.Decision{Stars: 1 + k%5, At: time.Date(2026, 5, 1, 12, 0, k, 0, time.UTC)}
	}
	fill := func(t *testing.T) (dir string, whole []byte) {
		dir = t.TempDir()
		db := open(t, dir)
		who := ids(many)
		decisions := make([]photo.Decision, many)
		rows := make([][]float32, many)
		for k := range who {
			decisions[k], rows[k] = stars(k), make([]float32, 256)
		}
		before := photo.Decision{Label: photo.Red, At: time.Date(2025, 5, 1, 12, 0, 0, 0, time.UTC)}
		check(t, db.PutDecisions(who, slices.Repeat([]photo.Decision{before}, many))) // must not come back
		check(t, db.PutDecisions(who, decisions))
		check(t, db.PutSidecars([]string{"/a.xmp"}, []Sidecar{{State: sidecar.State{Exists: true, Size: 7}}}))
		check(t, db.PutEmbeddings("m", who, rows)) // after them in the file
		check(t, db.SetSetting("s", "kept"))
		check(t, db.Close())
		whole, err := os.ReadFile(filepath.Join(dir, FileName))
		check(t, err)
		return dir, whole
	}
	page := os.Getpagesize()
	for name, c := range map[string]struct {
		harm  func([]byte) []byte
		least int // how many decisions must be rescued
	}{
		"not a database": {func(b []byte) []byte { return []byte(strings.Repeat("holiday ", 5000)) }, 0},
		"zeros":          {func(b []byte) []byte { return make([]byte, len(b)) }, 0},
		"a few bytes":    {func(b []byte) []byte { return b[:100] }, 0},
		"cut to a third": {func(b []byte) []byte { return b[:len(b)/3/page*page] }, many / 2},
		"no way into it": {func(b []byte) []byte { clear(b[:2*page]); return b }, many}, // both pages that lead to the rest
		"cut mid-page":   {func(b []byte) []byte { return b[:len(b)/2+77] }, many / 2},
	} {
		t.Run(name, func(t *testing.T) {
			dir, whole := fill(t)
			harmed := c.harm(append([]byte(nil), whole...))
			check(t, os.WriteFile(filepath.Join(dir, FileName), harmed, 0o600))
			db := open(t, dir)
			if !strings.Contains(db.Notice(), "damaged") {
				t.Errorf("the notice is %q", db.Notice())
			}
			kept, err := filepath.Glob(filepath.Join(dir, "culler-damaged-*.db"))
			check(t, err)
			if len(kept) != 1 {
				t.Fatalf("set aside: %v", kept)
			}
			if b, err := os.ReadFile(kept[0]); err != nil || !bytes.Equal(b, harmed) {
				t.Errorf("the damaged file was changed (%v)", err)
			}
			d, err := db.Decisions(ids(many))
			check(t, err)
			n := 0
			for k := range d {
				if d[k] == stars(k) {
					n++
				} else if d[k] != (photo.Decision{}) {
					t.Fatalf("decision %d came back as %v", k, d[k])
				}
			}
			if !strings.Contains(db.Notice(), phrase.Count(n, "decision")) {
				t.Errorf("%d decisions are there, but the notice says %q", n, db.Notice())
			}
			if n < c.least {
				t.Errorf("%d of %d decisions were rescued, want %d", n, many, c.least)
			}
			t.Logf("%d of %d decisions rescued", n, many)
			check(t, db.PutDecisions(ids(1), []photo.Decision{{Stars: 5}}))
			check(t, db.Close())
			if db = open(t, dir); db.Notice() != "" {
				t.Errorf("opened again, it says %q", db.Notice())
			}
		})
	}

	// Damage deep inside is met when it is read, and repaired then.
	t.Run("embeddings overwritten", func(t *testing.T) {
		dir, whole := fill(t)
		harmed := append([]byte(nil), whole...)
		for p := len(harmed) / 2 / page * page; p < len(harmed)*3/4; p += page {
			copy(harmed[p:], bytes.Repeat([]byte{0xee}, page))
		}
		check(t, os.WriteFile(filepath.Join(dir, FileName), harmed, 0o600))
		db := open(t, dir)
		if db.Notice() == "" {
			if _, err := db.Embeddings("m", ids(many)); err != nil { // repaired there and then
				t.Fatalf("reading the damage said %v", err)
			}
		}
		if db.Notice() == "" {
			t.Fatal("the damage was met, but not set aside")
		}
		d, err := db.Decisions(ids(many))
		check(t, err)
		for k := range d {
			if d[k] != stars(k) {
				t.Fatalf("decision %d is %v after the rescue (%s)", k, d[k], db.Notice())
			}
		}
		if s := ""; !must(db.Setting("s", &s)) || s != "kept" {
			t.Errorf("the setting is %q", s)
		}
		if s, err := db.Sidecars([]string{"/a.xmp"}); err != nil || s[0] == nil || s[0].Size != 7 {
			t.Errorf("the sidecar is %v, %v", s, err)
		}
	})
}
