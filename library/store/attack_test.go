package store

import (
	"compress/gzip"
	"fmt"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
)

// harm damages b in one of the ways of a failing disk, and says how.
func harm(b []byte, r *rand.Rand) ([]byte, string) {
	at := r.Intn(len(b))
	page := os.Getpagesize()
	switch r.Intn(6) {
	case 0:
		b[at] ^= 1 << r.Intn(8)
		return b, fmt.Sprintf("a bit at %d", at)
	case 1:
		b[at] = byte(r.Int())
		return b, fmt.Sprintf("a byte at %d", at)
	case 2:
		n := min(1+r.Intn(64), len(b)-at)
		r.Read(b[at : at+n])
		return b, fmt.Sprintf("%d bytes at %d", n, at)
	case 3:
		p := at / page * page
		clear(b[p:min(p+page, len(b))])
		return b, fmt.Sprintf("page %d cleared", p/page)
	case 4:
		p, q := at/page*page, r.Intn(len(b))/page*page
		copy(b[p:min(p+page, len(b))], b[q:min(q+page, len(b))])
		return b, fmt.Sprintf("page %d in place of %d", q/page, p/page)
	}
	return b[:at], fmt.Sprintf("cut to %d bytes", at)
}

// Whatever one place of the database a disk destroys: no decision is lost or
// changed, and what is gone is told.
func TestNoDamageOfTheDatabaseChangesADecision(t *testing.T) {
	rounds := 500
	if testing.Short() {
		rounds = 60
	}
	dir := t.TempDir()
	db := open(t, dir)
	who := ids(300)
	want := make([]photo.Decision, len(who))
	files, known := make([]photo.File, len(who)), make([]Known, len(who))
	for k := range who {
		want[k] = photo.Decision{Stars: 1 + k%5, Flag: photo.Flag(k % 3), At: time.Date(2026, 5, 1, 12, 0, k, 0, time.UTC)}
		files[k], known[k] = photo.File{Path: fmt.Sprintf("/shoot/IMG_%04d.JPG", k), Size: 7}, Known{ID: who[k]}
	}
	check(t, db.Remember(files, known))
	for k := 0; k < len(who); k += 10 { // as photographers do: a few at a time
		check(t, db.PutDecisions(who[k:k+10], want[k:k+10]))
	}
	rows := make([][]float32, len(who))
	for k := range rows {
		rows[k] = make([]float32, 64)
	}
	check(t, db.PutEmbeddings("m", who, rows))
	check(t, db.SetShootState("/shoot", map[string]int{"gap": 3}))
	check(t, db.SetSetting("s", "kept"))
	check(t, db.Close())
	whole := readAll(t, dir)

	r := rand.New(rand.NewSource(13))
	told := 0
	for round := range rounds {
		dir := t.TempDir()
		name := FileName
		if round%10 == 9 {
			name = copyNames[r.Intn(2)] // the copies may be damaged, too
			if len(whole[name]) == 0 {
				name = FileName
			}
		}
		how := ""
		for n, b := range whole {
			b = append([]byte(nil), b...)
			if n == name {
				b, how = harm(b, r)
			}
			check(t, os.WriteFile(filepath.Join(dir, n), b, 0o600))
		}
		db, err := Open(dir)
		if err != nil {
			t.Fatalf("round %d (%s of %s): %v", round, how, name, err)
		}
		got, err := db.Decisions(who)
		if err != nil {
			t.Fatalf("round %d (%s of %s): %v", round, how, name, err)
		}
		for k := range got {
			if got[k] != want[k] {
				t.Fatalf("round %d (%s of %s): decision %d is %v, want %v (%s)", round, how, name, k, got[k], want[k], db.Notice())
			}
		}
		if _, err := db.Known(files); err != nil {
			t.Fatalf("round %d (%s): %v", round, how, err)
		}
		rows, err := db.Embeddings("m", who)
		if err != nil {
			t.Fatalf("round %d (%s): %v", round, how, err)
		}
		for k := range rows {
			for _, v := range rows[k] {
				if v != 0 {
					t.Fatalf("round %d (%s): embedding %d holds %v", round, how, k, v)
				}
			}
		}
		var state map[string]int
		var s string
		if found, err := db.ShootState("/shoot", &state); err != nil || !found && !strings.Contains(db.Notice(), "damaged") || found && state["gap"] != 3 {
			t.Fatalf("round %d (%s): the shoot's state is %v, %v (%s)", round, how, state, err, db.Notice())
		}
		if found, err := db.Setting("s", &s); err != nil || !found && !strings.Contains(db.Notice(), "damaged") || found && s != "kept" {
			t.Fatalf("round %d (%s): the setting is %q, %v (%s)", round, how, s, err, db.Notice())
		}
		check(t, db.PutDecisions(who[:1], want[:1]))
		if db.Notice() != "" {
			told++
		}
		check(t, db.Close())
		again := open(t, dir)
		if n := again.Notice(); n != "" && round%10 != 9 && strings.Contains(n, "restored") {
			t.Errorf("round %d (%s): opened again, it says %q", round, how, n)
		}
		check(t, again.Close())
	}
	t.Logf("%d damages, %d told, no decision changed", rounds, told)
}

// Both copies are older than checksums here: what cannot be read is named.
func TestADamagedDecisionIsNamedAndSetAside(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	who := ids(5)
	d := make([]photo.Decision, len(who))
	files, known := make([]photo.File, len(who)), make([]Known, len(who))
	for k := range who {
		d[k] = photo.Decision{Stars: 5, At: time.Date(2026, 5, 1, 12, 0, k, 0, time.UTC)}
		files[k], known[k] = photo.File{Path: fmt.Sprintf("/shoot/IMG_%04d.JPG", k), Size: 7}, Known{ID: who[k]}
	}
	check(t, db.Remember(files, known))
	check(t, db.PutDecisions(who, d))
	check(t, db.Close())
	for _, name := range copyNames {
		os.Remove(filepath.Join(dir, name))
	}
	b := readAll(t, dir)[FileName]
	for at := 0; ; { // the same second in every page that was ever written
		k := strings.Index(string(b[at:]), "12:00:03Z")
		if k < 0 {
			break
		}
		b[at+k+7] = '9'
		at += k + 1
	}
	check(t, os.WriteFile(filepath.Join(dir, FileName), b, 0o600))
	db = open(t, dir)
	if n := db.Notice(); !strings.Contains(n, "IMG_0003.JPG") || strings.Contains(n, "IMG_0002") {
		t.Errorf("the notice is %q", n)
	}
	got, err := db.Decisions(who)
	check(t, err)
	for k := range got {
		if want := d[k]; k != 3 && got[k] != want || k == 3 && got[k] != (photo.Decision{}) {
			t.Errorf("decision %d is %v", k, got[k])
		}
	}
	check(t, db.Close())
	if n := open(t, dir).Notice(); n != "" {
		t.Errorf("opened again, it says %q", n)
	}
}

// Databases of older versions, as an attack left them.
func TestAttackedDatabasesOpen(t *testing.T) {
	attack := filepath.Join("..", "..", "..", "shared", "attack")
	paths, _ := filepath.Glob(filepath.Join(attack, "db", "*.db.gz"))
	paths = append(paths, filepath.Join(attack, "brick", "data", FileName))
	if len(paths) < 3 {
		t.Skip("the attacked databases are not here")
	}
	for _, path := range paths {
		t.Run(filepath.Base(filepath.Dir(path))+"/"+filepath.Base(path), func(t *testing.T) {
			f, err := os.Open(path)
			check(t, err)
			defer f.Close()
			var from io.Reader = f
			if strings.HasSuffix(path, ".gz") {
				from, err = gzip.NewReader(f)
				check(t, err)
			}
			b, err := io.ReadAll(from)
			check(t, err)
			dir := t.TempDir()
			check(t, os.WriteFile(filepath.Join(dir, FileName), b, 0o600))
			db := open(t, dir)
			if db.Notice() == "" {
				t.Error("nothing is said of the damage")
			}
			t.Log(db.Notice())
		})
	}
}

func readAll(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := make(map[string][]byte)
	for _, name := range []string{FileName, copyNames[0], copyNames[1]} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			out[name] = b
		}
	}
	return out
}

// A damaged length makes a key of everything behind it, which bbolt takes in no
// other place: the database is begun anew and no decision is lost.
func TestAKeyWithoutAnEndLocksNothing(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	who := ids(2000)
	want := make([]photo.Decision, len(who))
	for k := range who {
		want[k] = photo.Decision{Stars: 1 + k%5, At: time.Date(2026, 5, 1, 12, 0, 0, k, time.UTC)}
	}
	for k := 0; k < len(who); k += 100 {
		check(t, db.PutDecisions(who[k:k+100], want[k:k+100]))
	}
	check(t, db.Close())
	whole := readAll(t, dir)
	page, tried := os.Getpagesize(), 0
	for at := 2 * page; at+page <= len(whole[FileName]) && tried < 40; at += page {
		head := whole[FileName][at:]
		const leaf = 2 // bbolt: id, flags, count, overflow; then flags, place, key size, value size for each
		if flags, count := head[8], int(head[10])|int(head[11])<<8; flags != leaf || count < 8 {
			continue
		}
		tried++
		dir := t.TempDir()
		for n, b := range whole {
			b = append([]byte(nil), b...)
			if n == FileName {
				b[at+16+3*16+8+1+tried%2] |= 0x80 // the size of the fourth key becomes 32 kB or 8 MB more
			}
			check(t, os.WriteFile(filepath.Join(dir, n), b, 0o600))
		}
		db, err := Open(dir)
		if err != nil {
			t.Fatalf("page %d: %v", at/page, err)
		}
		got, err := db.Decisions(who)
		check(t, err)
		for k := range got {
			if got[k] != want[k] {
				t.Fatalf("page %d: decision %d is %v, want %v (%s)", at/page, k, got[k], want[k], db.Notice())
			}
		}
		check(t, db.Close())
	}
	if tried < 10 {
		t.Errorf("only %d pages could be damaged", tried)
	}
}
