//go:build unix

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo/phototest"
)

// attacked is one script of the attack after it ran.
type attacked struct {
	t                 *testing.T
	dir               string // that the script made
	said              string
	jpeg, nef, attack []byte // J, NEF and crs.xmp
}

// is tells what a file of the script holds; nil for no file of its own.
func (a *attacked) is(name string) []byte {
	a.t.Helper()
	path := filepath.Join(a.dir, filepath.FromSlash(name))
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		a.t.Fatal(err)
	}
	return b
}

// attacks are the files of the attack and what must come of them; nil where another
// test looks at that.
var attacks = map[string]func(a *attacked){
	"fifo.sh": func(a *attacked) {
		if !strings.Contains(a.said, "rc 0") {
			a.t.Errorf("a pipe named like a sidecar:\n%s", a.said)
		}
	},
	"move-leaves-XMP.sh": func(a *attacked) {
		if a.is("shoot/A.jpg") != nil || a.is("shoot/A.XMP") != nil || !bytes.Equal(a.is("to/A.jpg"), a.jpeg) || !bytes.Equal(a.is("to/A.XMP"), a.attack) {
			a.t.Errorf("a sidecar in upper case did not go along:\n%s", a.said)
		}
	},
	"move-symlink.sh": func(a *attacked) {
		if !bytes.Equal(a.is("shoot/A.jpg"), a.jpeg) && !bytes.Equal(a.is("to/A-2.jpg"), a.jpeg) {
			a.t.Errorf("the photo is gone:\n%s", a.said)
		}
	},
	"move-two-mounts.sh": func(a *attacked) {
		if !bytes.Equal(a.is("shoot/A.jpg"), a.jpeg) {
			a.t.Errorf("the photo is gone:\n%s", a.said)
		}
	},
	"move-tif-takes-raw-sidecar.sh": func(a *attacked) {
		if !bytes.Equal(a.is("shoot/DSC_1.NEF"), a.nef) || !bytes.Equal(a.is("shoot/DSC_1.xmp"), a.attack) {
			a.t.Errorf("the RAW file lost its sidecar:\n%s", a.said)
		}
		if a.is("rejects/DSC_1.tif") == nil || a.is("rejects/DSC_1.tif.xmp") == nil || a.is("shoot/DSC_1.tif") != nil {
			a.t.Errorf("the TIFF did not go with its own sidecar:\n%s", a.said)
		}
	},
	"README.md": nil, "crs.xmp": nil, // a sidecar for the scripts
	"card-swap.txt":                       nil,                                               // library: TestACardSwappedUnderAnOpenFolderBeginsAnew
	"compare-single-panic.txt":            nil,                                               // ui: TestCompareOfABurstThenOfASinglePhoto
	"db/culler-one-bit-silent-loss.db.gz": nil, "db/culler-one-byte-bricks-shoot.db.gz": nil, // library/store, and below
	"xmp-bindings-100kB-memory.xmp": nil, "xmp-comments-880kB-quadratic.xmp.gz": nil, // library/sidecar, and below
	"png-2GB-decode.png.gz": nil, // library/pixels: the budget of all decoders
}

// Every file of the attack behaves, and none is left out.
func TestTheAttackFails(t *testing.T) {
	root := phototest.Shared(t, "attack")
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	crs, err := os.ReadFile(filepath.Join(root, "crs.xmp"))
	check(err)
	folder, _ := testShoot(t)
	jpeg := filepath.Join(folder, testFrame(0, 0))
	j, err := os.ReadFile(jpeg)
	check(err)
	nef := filepath.Join(t.TempDir(), "RAW.NEF") // what is in it does not matter
	check(os.WriteFile(nef, append([]byte("MM\x00\x2a\x00\x00\x00\x08"), bytes.Repeat([]byte("raw"), 1000)...), 0o644))
	n, _ := os.ReadFile(nef)
	program := filepath.Join(t.TempDir(), "cull")
	check(os.WriteFile(program, []byte("#!/bin/sh\nCULL_AS_PROGRAM=1 exec '"+os.Args[0]+"' \"$@\"\n"), 0o755))

	check(filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if strings.HasPrefix(name, "brick/") {
			return nil // below
		}
		look, known := attacks[name]
		if !known {
			t.Errorf("nothing tests %s", name)
		}
		if look == nil {
			return nil
		}
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(path)
			check(err)
			tools := bindfs(t)
			for _, tool := range []string{"convert", "mkfifo", "timeout"} {
				if _, err := exec.LookPath(tool); err != nil && bytes.Contains(text, []byte(tool+" ")) {
					t.Skipf("%s is not installed", tool)
				}
			}
			ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
			defer stop()
			temp := t.TempDir()
			c := exec.CommandContext(ctx, "bash", path)
			c.Dir = root
			c.Env = append(os.Environ(), "PATH="+tools+os.Getenv("PATH"), "TMPDIR="+temp, "CULL="+program, "J="+jpeg, "NEF="+nef)
			said, _ := c.CombinedOutput()
			if ctx.Err() != nil {
				t.Fatalf("it hangs:\n%s", said)
			}
			if bytes.Contains(said, []byte("mount: ")) {
				t.Skipf("mounts are not allowed here:\n%s", said)
			}
			made, err := filepath.Glob(filepath.Join(temp, "tmp.*"))
			if err != nil || len(made) != 1 {
				t.Fatalf("made %v, %v\n%s", made, err, said)
			}
			_ = exec.Command("umount", filepath.Join(made[0], "mnt")).Run() // the script does not get there
			look(&attacked{t, made[0], string(said), j, n, crs})
		})
		return nil
	}))
}

// bindfs is a place for the path of programs with a stand-in for bindfs, which may
// not be installed: a second mount of a folder.
func bindfs(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("bindfs"); err == nil {
		return ""
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bindfs"), []byte("#!/bin/sh\nexec mount --bind \"$1\" \"$2\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir + ":"
}

// A shoot with the attack's database, and one with its sidecars, is ranked.
func TestTheAttackLocksNoShoot(t *testing.T) {
	root := phototest.Shared(t, "attack")
	for _, damaged := range []string{"brick/data/culler.db", "db/culler-one-bit-silent-loss.db.gz", "db/culler-one-byte-bricks-shoot.db.gz"} {
		data := t.TempDir()
		unpack(t, filepath.Join(root, damaged), filepath.Join(data, "culler.db"))
		folder := filepath.Join(t.TempDir(), "shoot")
		if err := os.CopyFS(folder, os.DirFS(filepath.Join(root, "brick", "shoot"))); err != nil {
			t.Fatal(err)
		}
		if out, errs, status := cull(t, data, "rank", folder); status != 0 || !strings.Contains(out, "P0000") {
			t.Errorf("%s: status %d\n%s%s", damaged, status, out, errs)
		}
	}
	folder, data := testShoot(t)
	for k, hostile := range []string{"xmp-bindings-100kB-memory.xmp", "xmp-comments-880kB-quadratic.xmp.gz"} {
		name := strings.TrimSuffix(testFrame(0, k), ".JPG") + ".xmp"
		unpack(t, filepath.Join(root, hostile), filepath.Join(folder, name))
	}
	if out, errs, status := cull(t, data, "rank", folder); status != 0 || !strings.Contains(out, testFrame(0, 1)) {
		t.Errorf("hostile sidecars: status %d\n%s%s", status, out, errs)
	}
}

// unpack copies a file, unpacked if it is packed.
func unpack(t *testing.T, from, to string) {
	t.Helper()
	f, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(from, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
