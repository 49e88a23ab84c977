package onnx

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"culler/assets/onnxruntime"
)

// unpacked unpacks the embedded library into a new cache folder.
func unpacked(t *testing.T) (cache, path string) {
	t.Helper()
	if _, _, ok := onnxruntime.Embedded(); !ok {
		t.Skip("no library is embedded for this platform")
	}
	cache = t.TempDir()
	path, err := unpack(cache)
	if err != nil {
		t.Fatal(err)
	}
	return cache, path
}

func TestUnpackedLibraryIsUsedAgain(t *testing.T) {
	cache, path := unpacked(t)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := unpack(cache)
	if err != nil || again != path {
		t.Fatalf("%s, %v", again, err)
	}
	after, _ := os.Stat(path)
	if !os.SameFile(before, after) {
		t.Error("it was unpacked again")
	}
	files, _ := os.ReadDir(filepath.Dir(path))
	for _, f := range files {
		if strings.HasPrefix(f.Name(), "unpacking") {
			t.Errorf("%s was left behind", f.Name())
		}
	}
}

func TestDamagedLibraryIsReplaced(t *testing.T) {
	lib, _, _ := onnxruntime.Embedded()
	for name, damage := range map[string]func(path string) error{
		"cut off": func(path string) error { return os.Truncate(path, 1000) },
		"changed, same size": func(path string) error {
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteAt([]byte("not what it was"), 5000)
			return errors.Join(err, f.Close())
		},
		"changed, same size and time": func(path string) error {
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteAt([]byte("not what it was"), info.Size()/2)
			return errors.Join(err, f.Close(), os.Chtimes(path, info.ModTime(), info.ModTime()))
		},
		"a link": func(path string) error {
			return errors.Join(os.Rename(path, path+".elsewhere"), os.Symlink(path+".elsewhere", path))
		},
		"writable by all":             func(path string) error { return os.Chmod(path, 0o777) },
		"in a folder writable by all": func(path string) error { return os.Chmod(filepath.Dir(path), 0o777) },
		"gone":                        os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			cache, path := unpacked(t)
			if err := damage(path); err != nil {
				t.Fatal(err)
			}
			if _, err := unpack(cache); err != nil {
				t.Fatal(err)
			}
			if !whole(path, lib) {
				t.Error("it is still damaged")
			}
			if info, err := os.Stat(filepath.Dir(path)); err != nil || !ours(info) {
				t.Error("others may write into its folder")
			}
		})
	}
}

func TestManyUnpackAtOnce(t *testing.T) {
	lib, _, ok := onnxruntime.Embedded()
	if !ok {
		t.Skip("no library is embedded for this platform")
	}
	cache := t.TempDir()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			path, err := unpack(cache)
			if err != nil || !whole(path, lib) {
				t.Errorf("%s: %v", path, err)
			}
		})
	}
	wg.Wait()
}

func TestUnpackingSaysWhatIsInTheWay(t *testing.T) {
	if _, _, ok := onnxruntime.Embedded(); !ok {
		t.Skip("no library is embedded for this platform")
	}
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := unpack(filepath.Join(file, "cache")); err == nil || !strings.Contains(err.Error(), "make a folder") {
		t.Error(err)
	}
}

func TestOrderOfSearch(t *testing.T) {
	dir := t.TempDir()
	flag, env := filepath.Join(dir, "flag.so"), filepath.Join(dir, "env.so")
	for _, f := range []string{flag, env} {
		if err := os.WriteFile(f, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv(Variable, env)
	if got, err := find(Options{Library: flag}); got != flag {
		t.Errorf("with a flag: %s, %v", got, err)
	}
	if got, err := find(Options{}); got != env {
		t.Errorf("with a variable: %s, %v", got, err)
	}
	// What is named and missing is told, never passed over.
	if _, err := find(Options{Library: filepath.Join(dir, "none.so")}); err == nil || !strings.Contains(err.Error(), "the command line names a library that cannot be read") {
		t.Error(err)
	}
	t.Setenv(Variable, dir)
	if _, err := find(Options{}); err == nil || !strings.Contains(err.Error(), "not a file") {
		t.Error(err)
	}
	t.Setenv(Variable, "")
	if _, _, ok := onnxruntime.Embedded(); ok {
		if got, err := find(Options{Cache: dir}); !strings.HasPrefix(got, dir) {
			t.Errorf("embedded: %s, %v", got, err)
		}
	}
}

// ONNX Runtime is one per process, so what fails to load is tried in another.
func TestWhatIsNoLibraryIsToldAndMayBeCorrected(t *testing.T) {
	if wrong := os.Getenv("TEST_WRONG_LIBRARY"); wrong != "" {
		_, err := Load(Options{Library: wrong})
		if err == nil || !strings.HasPrefix(err.Error(), "photos cannot be judged by a model") || strings.Contains(err.Error(), "\n") {
			t.Fatalf("it says %v", err)
		}
		t.Log(err)
		if _, err := Load(Options{Cache: os.Getenv("TEST_CACHE")}); err != nil {
			t.Fatalf("the right one after it: %v", err)
		}
		return
	}
	cache, _ := unpacked(t)
	wrong := filepath.Join(cache, "wrong.so")
	if err := os.WriteFile(wrong, []byte("no library at all"), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestWhatIsNoLibraryIsToldAndMayBeCorrected$", "-test.v")
	cmd.Env = append(os.Environ(), "TEST_WRONG_LIBRARY="+wrong, "TEST_CACHE="+cache)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}
