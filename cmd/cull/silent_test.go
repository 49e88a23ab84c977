package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"culler/library"
	"culler/library/photo"
	"culler/library/store"
)

// Who only looks writes nothing beside the photos: not into sidecars of other
// programs, however they put a reject, and not what the app still owes.
func TestLookingWritesNoSidecar(t *testing.T) {
	folder, data := testShoot(t)
	for k, said := range []string{`xmp:Rating="-1"`, `xmp:Rating="4" xmp:Label="To print"`, `xmp:Label="Rot"`} {
		b := fmt.Sprintf(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" %s/></rdf:RDF></x:xmpmeta>`, said)
		name := filepath.Join(folder, testFrame(0, k))
		if err := os.WriteFile(name[:len(name)-len(filepath.Ext(name))]+".xmp", []byte(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := store.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	s, err := library.Open(context.Background(), folder, library.Options{Store: db, Sidecars: library.Sidecars{Mode: library.SidecarsOff}})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Decide("", []int{testFrames}, func(_ int, d photo.Decision) photo.Decision { d.Stars = 5; return d })
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	db.Close()
	before := files(t, folder)
	for _, args := range [][]string{{"rank", folder}, {"explain", filepath.Join(folder, testFrame(0, 0))},
		{"export", folder, "--csv", filepath.Join(t.TempDir(), "list.csv")}, {"bench", "decided"}} {
		if _, errs, status := cull(t, data, args...); status != 0 && args[0] != "bench" {
			t.Fatalf("%v: %s", args, errs)
		}
		after := files(t, folder)
		for name, b := range after {
			if !bytes.Equal(b, before[name]) {
				t.Errorf("%v: %s was %q and is %q", args, name, before[name], b)
			}
		}
		if len(after) != len(before) {
			t.Errorf("%v: %d files became %d", args, len(before), len(after))
		}
	}
}

// files are the contents of a folder.
func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string][]byte)
	for _, e := range entries {
		if all[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
