package sidecar

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A child of the kill test and of the test with two processes.
const (
	childFolder = "CULLER_TEST_SIDECARS"
	childStep   = "CULLER_TEST_STEP"
)

// update makes a sidecar say the fields of f that are not nil.
func update(path string, f Fields) (State, error) {
	return Change(path, nil, func(State) Fields { return f })
}

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		if step := os.Getenv(childStep); step != "" {
			countTo(dir, step)
		} else {
			writeForEver(dir)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func put(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func get(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// names lists everything in a folder, hidden files too.
func names(t testing.TB, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func TestUpdateKeepsPermissionsLinksAndTimesOfTheUnchanged(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "IMG_1.xmp")
	old := fixture(t, "lightroom.xmp")
	put(t, path, old)
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(path, long, long); err != nil {
		t.Fatal(err)
	}
	s, err := update(path, Fields{Rating: ptr(2)}) // it says so already
	if err != nil || !s.ModTime.Equal(long) || get(t, path) != old {
		t.Errorf("a sidecar that says so already was written: %+v, %v", s, err)
	}
	link := filepath.Join(dir, "IMG_2.xmp")
	if err := os.Symlink("IMG_1.xmp", link); err != nil && runtime.GOOS != "windows" {
		t.Fatal(err)
	} else if err != nil {
		link = path
	}
	s, err = update(link, Fields{Rating: ptr(5)})
	if err != nil || !s.Exists || *s.Fields.Rating != 5 {
		t.Fatalf("%+v, %v", s, err)
	}
	if got := get(t, path); got != strings.Replace(old, `xmp:Rating="2"`, `xmp:Rating="5"`, 1) {
		t.Errorf("became\n%s", got)
	}
	info, err := os.Lstat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 || !s.Unchanged(info) {
		t.Errorf("%v, %v, %+v", info.Mode(), err, s)
	}
	if info, err := os.Lstat(link); err != nil || link != path && info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info.Mode(), err)
	}
	if got := strings.TrimSuffix(names(t, dir), " IMG_2.xmp"); got != "IMG_1.xmp" {
		t.Errorf("the folder holds %s", got)
	}
}

func TestAReadOnlyFolderOrSidecarIsRespected(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(dir, "IMG_1.xmp")
	old := fixture(t, "darktable.xmp")
	put(t, there, old)
	try := func(path string) {
		t.Helper()
		before := names(t, dir)
		if _, err := update(path, Fields{Rating: ptr(3)}); !errors.Is(err, ErrReadOnly) {
			t.Errorf("Update said %v", err)
		}
		if names(t, dir) != before || get(t, there) != old {
			t.Errorf("something was written: %s", names(t, dir))
		}
	}
	if err := os.Chmod(there, 0o444); err != nil {
		t.Fatal(err)
	}
	try(there)
	if runtime.GOOS == "windows" {
		return // folders know no such permission
	}
	os.Chmod(there, 0o644)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	try(there)
	try(filepath.Join(dir, "IMG_2.xmp"))
}

func TestWhatAnotherProgramWroteMeanwhileIsMerged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "IMG_1.xmp")
	put(t, path, fixture(t, "lightroom.xmp"))
	asked := 0
	s, err := Change(path, nil, func(now State) Fields {
		if asked++; asked == 1 {
			put(t, path, fixture(t, "digikam.xmp")) // another program, after it was read
		}
		return Fields{Rating: ptr(1)}
	})
	want := strings.NewReplacer(` xmp:Rating="4"`, ` xmp:Rating="1"`, `MicrosoftPhoto:Rating="75"`, `MicrosoftPhoto:Rating="1"`).Replace(fixture(t, "digikam.xmp"))
	if err != nil || asked != 2 || get(t, path) != want {
		t.Errorf("asked %d times, %+v, %v", asked, s, err)
	}
	// One that appears where there was none is not overwritten either.
	path = filepath.Join(filepath.Dir(path), "IMG_2.xmp")
	asked = 0
	s, err = Change(path, nil, func(now State) Fields {
		if asked++; asked == 1 {
			put(t, path, fixture(t, "lightroom.xmp"))
		}
		return Fields{Label: ptr("Blue")}
	})
	if err != nil || asked != 2 || *s.Fields.Rating != 2 || !strings.Contains(get(t, path), "ToneCurvePV2012") {
		t.Errorf("asked %d times, %+v, %v", asked, s, err)
	}
}

func TestAHalfWrittenSidecarIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "IMG_1.xmp")
	half := fixture(t, "lightroom.xmp")[:700]
	put(t, path, half)
	if _, err := update(path, Fields{Rating: ptr(1)}); !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), "IMG_1.xmp") {
		t.Errorf("Update said %v", err)
	}
	if get(t, path) != half {
		t.Error("it was changed")
	}
	// If it is complete a moment later, nothing was wrong.
	go func() {
		time.Sleep(15 * time.Millisecond)
		os.WriteFile(path, []byte(fixture(t, "lightroom.xmp")), 0o644)
	}()
	if s, err := update(path, Fields{Rating: ptr(1)}); err != nil || *s.Fields.Rating != 1 || *s.Fields.Label != "Rot" {
		t.Errorf("Update said %+v, %v", s, err)
	}
}

// countTo raises a rating and a number in the label by turns, so that no
// change may be lost.
func countTo(dir, step string) {
	n, _ := strconv.Atoi(step)
	for range n {
		_, err := Change(filepath.Join(dir, "IMG_1.xmp"), nil, func(now State) Fields {
			count := 0
			if now.Fields.Label != nil {
				count, _ = strconv.Atoi(*now.Fields.Label)
			}
			return Fields{Label: ptr(strconv.Itoa(count + 1))}
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func TestTwoWritersLoseNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "IMG_1.xmp")
	put(t, path, fixture(t, "darktable.xmp"))
	const each = 40
	var wait sync.WaitGroup
	for range 2 { // processes
		wait.Go(func() {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), childFolder+"="+dir, childStep+"="+strconv.Itoa(each))
			if out, err := child.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	for range 2 { // goroutines
		wait.Go(func() {
			for range each {
				if _, err := Change(path, nil, func(now State) Fields {
					count := 0
					if now.Fields.Label != nil {
						count, _ = strconv.Atoi(*now.Fields.Label)
					}
					return Fields{Label: ptr(strconv.Itoa(count + 1))}
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	s, err := Load(path)
	if err != nil || s.Fields.Label == nil || *s.Fields.Label != strconv.Itoa(4*each) {
		t.Errorf("%s after %d changes (%v)", said(s.Fields), 4*each, err)
	}
	if got := names(t, dir); got != "IMG_1.xmp" {
		t.Errorf("the folder holds %s", got)
	}
}

const killFiles = 8

// writeForEver says that it begins and changes sidecars until the process is
// killed.
func writeForEver(dir string) {
	fmt.Println("writing")
	for n := 0; ; n++ {
		path := filepath.Join(dir, fmt.Sprintf("IMG_%d.xmp", n%killFiles))
		f := Fields{Rating: ptr(n/killFiles%7 - 1), Label: ptr(strings.Repeat("Label ", n/killFiles%40)), Pick: ptr(Pick(n / killFiles % 4))}
		if _, err := update(path, f); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func TestNoKillLeavesATornSidecar(t *testing.T) {
	kills := 1000
	if testing.Short() {
		kills = 20
	}
	dir := t.TempDir()
	foreign := fixture(t, "lightroom.xmp")
	for n := range killFiles / 2 { // the others begin as new ones
		put(t, filepath.Join(dir, fmt.Sprintf("IMG_%d.xmp", n)), foreign)
	}
	marks := []string{"ToneCurvePV2012", `crs:Saturation="&#45;5"`, "Bäume &amp; See", "</x:xmpmeta>\n"}
	random := rand.New(rand.NewSource(1))
	cut := 0
	for kill := range kills {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childFolder+"="+dir)
		var complaint bytes.Buffer
		child.Stderr = &complaint
		says, err := child.StdoutPipe()
		if err == nil {
			err = child.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		_, _ = says.Read(make([]byte, 1)) // however long a process takes to start
		time.Sleep(time.Duration(random.Intn(10_000)) * time.Microsecond)
		child.Process.Kill()
		child.Wait()
		if complaint.Len() > 0 {
			t.Fatalf("kill %d: %s", kill, complaint.String())
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			path := filepath.Join(dir, e.Name())
			if Leftover(path) {
				cut++
				os.Remove(path)
				continue
			}
			b := get(t, path)
			if _, err := Parse([]byte(b)); err != nil || len(b) == 0 {
				t.Fatalf("kill %d: %s is torn: %v\n%s", kill, e.Name(), err, b)
			}
			if n, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(e.Name(), "IMG_"), ".xmp")); n < killFiles/2 {
				for _, mark := range marks {
					if !strings.Contains(b, mark) {
						t.Fatalf("kill %d: %s lost %q", kill, e.Name(), mark)
					}
				}
			}
		}
	}
	if kills == 1000 && cut == 0 {
		t.Error("no kill came in the midst of a write, so the test shows nothing")
	}
	t.Logf("%d kills, %d of them in the midst of a write, no torn sidecar", kills, cut)
}

func TestNames(t *testing.T) {
	raw := filepath.Join("a.b", "IMG_1.CR2")
	if got := Name.Path(raw); got != filepath.Join("a.b", "IMG_1.xmp") {
		t.Error(got)
	}
	if got := NameExt.Path(raw); got != raw+".xmp" {
		t.Error(got)
	}
	if !Is("x.XMP") || Is("x.jpg") {
		t.Error("a sidecar is told by its name, whatever the case")
	}
	for name, want := range map[string]bool{".culler-0123456789abcdef.tmp": true, "culler-0123456789abcdef.tmp": false,
		".culler-.tmp": false, ".IMG_1.jpg": false, "IMG_1.xmp": false} {
		if Leftover(filepath.Join("d", name)) != want {
			t.Errorf("%s: leftover %v", name, !want)
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	old := []byte(fixture(b, "lightroom.xmp"))
	for n := 0; b.Loop(); n++ {
		if _, err := Merge(old, Fields{Rating: ptr(n % 6), Label: ptr("Red"), Pick: ptr(PickAccepted)}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUpdate(b *testing.B) {
	path := filepath.Join(b.TempDir(), "IMG_1.xmp")
	put(b, path, fixture(b, "lightroom.xmp"))
	for n := 0; b.Loop(); n++ {
		if _, err := update(path, Fields{Rating: ptr(n % 6)}); err != nil {
			b.Fatal(err)
		}
	}
}
