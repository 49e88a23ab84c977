package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"culler/library/photo"
)

func open(t *testing.T, dir string) *DB {
	t.Helper()
	db, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func id(n int) photo.ID { return sha256.Sum256([]byte(fmt.Sprint(n))) }

func ids(n int) []photo.ID {
	out := make([]photo.ID, n)
	for k := range out {
		out[k] = id(k)
	}
	return out
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestResultsAndDecisionsSurviveClosing(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	who := ids(3)
	decisions := []photo.Decision{
		{Flag: photo.Picked, Stars: 4, At: time.Date(2026, 5, 1, 12, 0, 0, 123456789, time.UTC)},
		{Label: photo.Blue, At: time.Date(2026, 5, 1, 12, 0, 1, 0, time.UTC)},
		{At: time.Date(2026, 5, 1, 12, 0, 2, 0, time.UTC)}, // taken back
	}
	check(t, db.PutDecisions(who, decisions))
	check(t, db.PutEmbeddings("m1", who[:2], [][]float32{{0.5, -0.25}, {1, 0}}))
	check(t, db.PutEmbeddings("m2", who[:1], [][]float32{{0, 1}}))
	check(t, db.PutMeasures("v1", who[1:], [][]float64{{1, math.NaN()}, {math.Pi, -3}}))
	check(t, db.Close())

	db = open(t, dir)
	got, err := db.Decisions(append([]photo.ID{id(99)}, who...))
	check(t, err)
	if want := append([]photo.Decision{{}}, decisions...); !reflect.DeepEqual(got, want) {
		t.Errorf("decisions %v, want %v", got, want)
	}
	e, err := db.Embeddings("m1", who)
	check(t, err)
	if want := [][]float32{{0.5, -0.25}, {1, 0}, nil}; !reflect.DeepEqual(e, want) {
		t.Errorf("embeddings %v, want %v", e, want)
	}
	if e, _ = db.Embeddings("m2", who); e[0] == nil || e[1] != nil {
		t.Errorf("the second model's embeddings are %v", e)
	}
	if e, err = db.Embeddings("unheard of", who); err != nil || e[0] != nil {
		t.Errorf("an unknown model has %v, %v", e, err)
	}
	m, err := db.Measures("v1", who)
	check(t, err)
	if m[0] != nil || m[1][0] != 1 || !math.IsNaN(m[1][1]) || m[2][0] != math.Pi {
		t.Errorf("measures %v", m)
	}
}

func TestAPhotoWithoutIdentityIsRefused(t *testing.T) {
	db := open(t, t.TempDir())
	zero := []photo.ID{{}}
	if db.PutDecisions(zero, make([]photo.Decision, 1)) == nil ||
		db.PutEmbeddings("m", zero, [][]float32{{1}}) == nil ||
		db.PutMeasures("v", zero, [][]float64{{1}}) == nil ||
		db.Remember([]photo.File{{Path: "x"}}, make([]Known, 1)) == nil {
		t.Error("something was stored under no identity, where the next photo would find it")
	}
}

func TestAFileIsKnownUntilItChanges(t *testing.T) {
	db := open(t, t.TempDir())
	bias := -0.7
	f := photo.File{Path: "/shoot/ä b.jpg", Size: 1234, ModTime: time.Unix(1700000000, 987654321), Kind: photo.JPEG}
	k := Known{ID: id(1), Problem: "odd", Meta: photo.Meta{Taken: time.Date(2024, 2, 3, 4, 5, 6, 780000000, time.UTC),
		Camera: photo.Camera{Make: "Canon", Model: "EOS R5", Serial: "007"}, Bias: &bias, ISO: 400}}
	other := Known{ID: id(2), Meta: photo.Meta{Shutter: math.NaN()}} // JSON has no such number
	check(t, db.Remember([]photo.File{f, {Path: "/shoot/c.jpg"}}, []Known{k, other}))
	bigger, later := f, f
	bigger.Size++
	later.ModTime = later.ModTime.Add(1)
	got, err := db.Known([]photo.File{f, bigger, later, {Path: "/shoot/c.jpg"}, {Path: "/nowhere"}})
	check(t, err)
	k.OK = true
	if !reflect.DeepEqual(got, []Known{k, {}, {}, {}, {}}) {
		t.Errorf("known: %+v", got)
	}
}

func TestSettingsAndShoots(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	v := 7
	if found, err := db.Setting("size", &v); found || err != nil || v != 7 {
		t.Errorf("a missing setting: %v %v %v", found, err, v)
	}
	check(t, db.SetSetting("size", 12))
	check(t, db.SetShootState("/a", map[string]int{"gap": 2}))
	check(t, db.Opened("/a", 10))
	time.Sleep(2 * time.Millisecond)
	check(t, db.Opened("/b", 20))
	time.Sleep(2 * time.Millisecond)
	check(t, db.Opened("/a", 11))
	check(t, db.Close())
	db = open(t, dir)
	if found, err := db.Setting("size", &v); !found || err != nil || v != 12 {
		t.Errorf("the setting came back as %v %v %v", found, err, v)
	}
	var state map[string]int
	if found, err := db.ShootState("/a", &state); !found || err != nil || state["gap"] != 2 {
		t.Errorf("the state came back as %v %v %v", found, err, state)
	}
	recent, err := db.Recent()
	check(t, err)
	if len(recent) != 2 || recent[0].Folder != "/a" || recent[0].Photos != 11 || recent[1].Folder != "/b" {
		t.Errorf("recent: %+v", recent)
	}
	check(t, db.Forget("/a"))
	if recent, _ = db.Recent(); len(recent) != 1 {
		t.Errorf("after forgetting: %+v", recent)
	}
}

func TestASecondInstanceIsToldSo(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	if _, err := Open(dir); !errors.Is(err, ErrInUse) {
		t.Errorf("the second Open said %v", err)
	}
}

func TestANewerDatabaseIsRefusedUnchanged(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	check(t, db.bolt.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket(schemaBucket).Put(versionKey, []byte("999"))
	}))
	check(t, db.Close())
	before, err := os.ReadFile(filepath.Join(dir, FileName))
	check(t, err)
	if _, err := Open(dir); !errors.Is(err, ErrNewer) {
		t.Errorf("Open said %v", err)
	}
	after, err := os.ReadFile(filepath.Join(dir, FileName))
	check(t, err)
	if !bytes.Equal(before, after) {
		t.Error("the newer database was changed")
	}
}

func TestOlderDatabasesAreBroughtForward(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	check(t, db.PutDecisions([]photo.ID{id(1)}, []photo.Decision{{Stars: 3}}))
	steps := append(migrations[:len(migrations):len(migrations)], func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("new"))
		return err
	})
	failing := append(steps[:len(steps):len(steps)], func(*bbolt.Tx) error { return errors.New("no") })
	version := func() (v int) {
		check(t, db.bolt.View(func(tx *bbolt.Tx) (err error) { v, err = schemaVersion(tx); return err }))
		return v
	}
	if err := migrate(db.bolt, failing); err == nil || version() != len(migrations) {
		t.Errorf("after a step that failed (%v) the version is %d, want %d", err, version(), len(migrations))
	}
	check(t, migrate(db.bolt, steps))
	check(t, migrate(db.bolt, steps)) // again: nothing to do
	if version() != len(steps) {
		t.Errorf("the version is %d, want %d", version(), len(steps))
	}
	if d, err := db.Decisions([]photo.ID{id(1)}); err != nil || d[0].Stars != 3 {
		t.Errorf("the decision became %v, %v", d, err)
	}
}

func must(found bool, err error) bool { return found && err == nil }

func TestAFolderThatCannotBeWrittenIsExplained(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	check(t, os.Mkdir(dir, 0o500))
	if os.WriteFile(filepath.Join(dir, "x"), nil, 0o600) == nil {
		t.Skip("this user may write everywhere")
	}
	if _, err := Open(dir); !errors.Is(err, ErrNoWrite) || !strings.Contains(err.Error(), DataVariable) {
		t.Errorf("Open said %v", err)
	}
}

func TestPermissionIsExplainedWhateverItComesFrom(t *testing.T) {
	err := explain("store decisions", fmt.Errorf("open: %w", os.ErrPermission))
	if !errors.Is(err, ErrNoWrite) || !errors.Is(err, os.ErrPermission) {
		t.Errorf("explained as %v", err)
	}
}

func TestDataFolders(t *testing.T) {
	home := func() (string, error) { return "/home/ann", nil }
	none := func() (string, error) { return "", errors.New("no home") }
	env := func(kv ...string) func(string) string {
		return func(k string) string {
			for i := 0; i < len(kv); i += 2 {
				if kv[i] == k {
					return kv[i+1]
				}
			}
			return ""
		}
	}
	for _, c := range []struct {
		goos string
		env  func(string) string
		home func() (string, error)
		want string
	}{
		{"linux", env(), home, "/home/ann/.local/share/culler"},
		{"linux", env("XDG_DATA_HOME", "/data"), home, "/data/culler"},
		{"linux", env("XDG_DATA_HOME", "relative"), home, "/home/ann/.local/share/culler"},
		{"linux", env("CULLER_DATA", "/x/y"), none, "/x/y"},
		{"darwin", env("XDG_DATA_HOME", "/data"), home, "/home/ann/Library/Application Support/Culler"},
		{"windows", env("LocalAppData", "/home/ann/L"), none, "/home/ann/L/Culler"},
		{"windows", env(), home, "/home/ann/AppData/Local/Culler"},
		{"linux", env(), none, ""},
	} {
		got, err := defaultDir(c.goos, c.env, c.home)
		if filepath.ToSlash(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %q, %v, want %q", c.goos, got, err, c.want)
		}
	}
}

func FuzzReadableNeverPanics(f *testing.F) {
	b, _ := json.Marshal(photo.Decision{Stars: 3})
	f.Add(string(decisionsBucket), make([]byte, 32), b)
	f.Fuzz(func(t *testing.T, bucket string, key, value []byte) {
		readable([]byte(bucket), key, value)
		eachEntry(value, len(key), func(k, v []byte) { decisionOf(v) })
		decisionOf(value)
		unpackHalf(value)
		unpackFloats(value)
	})
}

func BenchmarkKnown10000(b *testing.B) {
	db, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	files, known := make([]photo.File, 10000), make([]Known, 10000)
	for k := range files {
		files[k] = photo.File{Path: fmt.Sprintf("/photos/2026/shoot/DSC_%05d.JPG", k), Size: 5 << 20, ModTime: time.Unix(1700000000, 0)}
		known[k] = Known{ID: id(k), Meta: photo.Meta{Taken: time.Unix(1700000000, 0).UTC(), Camera: photo.Camera{Make: "NIKON CORPORATION", Model: "NIKON Z 6"}, Lens: "NIKKOR Z 50mm f/1.8 S", ISO: 100, Shutter: 1.0 / 250}}
	}
	if err := db.Remember(files, known); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := db.Known(files); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEmbeddings10000(b *testing.B) {
	db, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	who, rows := ids(10000), make([][]float32, 10000)
	for k := range rows {
		rows[k] = make([]float32, 512)
	}
	if err := db.PutEmbeddings("m", who, rows); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := db.Embeddings("m", who); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOneDecision(b *testing.B) {
	db, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for b.Loop() {
		if err := db.PutDecisions(ids(1), []photo.Decision{{Stars: 3}}); err != nil {
			b.Fatal(err)
		}
	}
}
