package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"culler/cmd/internal/backend"
	"culler/library/setting"
	"culler/library/store"
)

// make build gives the same bytes wherever the sources lie, and the version that
// it was told.
func TestBuildsAreReproducible(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("make is not installed")
	}
	here, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	exe := ""
	if runtime.GOOS == "windows" {
		exe = ".exe"
	}
	there := t.TempDir()
	for _, part := range []string{"Makefile", ".ci", "FyneApp.toml", "go.mod", "go.sum", "assets", "cmd", "library", "prompts", "scoring", "ui"} {
		if err := copyTree(filepath.Join(there, part), filepath.Join(here, part)); err != nil {
			t.Fatal(err)
		}
	}
	built := func(sources string) []byte {
		bin := t.TempDir()
		build := exec.Command("make", "-C", sources, "build", "BIN="+bin, "PROGRAMS=./cmd/cull", "VERSION=1.2.3")
		if said, err := build.CombinedOutput(); err != nil {
			t.Fatalf("make build in %s: %v\n%s", sources, err, said)
		}
		program := filepath.Join(bin, "cull"+exe)
		if said, err := exec.Command(program, "--version").Output(); err != nil || string(said) != "cull 1.2.3\n" {
			t.Errorf("cull --version says %q, %v", said, err)
		}
		b, err := os.ReadFile(program)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if !bytes.Equal(built(here), built(there)) {
		t.Error("two builds of the same sources differ")
	}
}

// copyTree copies a file or a folder.
func copyTree(to, from string) error {
	if info, err := os.Stat(from); err != nil || info.IsDir() {
		if err != nil {
			return err
		}
		return os.CopyFS(to, os.DirFS(from))
	}
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o644)
}

func TestTheDatabaseNamesTheVersionThatOpenedIt(t *testing.T) {
	folder, data := testShoot(t)
	said, _, status := cull(t, data, "--version")
	if status != 0 || said != "cull "+backend.Version()+"\n" {
		t.Fatalf("cull --version says %q, status %d", said, status)
	}
	if _, errs, status := cull(t, data, "rank", folder, "--best"); status != 0 {
		t.Fatal(errs)
	}
	db, err := store.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var version string
	if _, err := db.Setting(setting.Version, &version); err != nil || "cull "+version != strings.TrimSpace(said) {
		t.Errorf("the database was opened by %q (%v), which said %q", version, err, said)
	}
}
