package library

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"culler/library/photo"
	"culler/library/store"
)

// A repair of the database is told with the shoot, and the decision is there.
func TestARepairIsToldAndCostsNoDecision(t *testing.T) {
	folder, data := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "A.JPG"), []byte("not much of a photo"), 0o600); err != nil {
		t.Fatal(err)
	}
	session := func(harm bool, f func(*Shoot)) {
		t.Helper()
		if harm {
			path := filepath.Join(data, store.FileName)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, b[:len(b)/2+7], 0o600); err != nil {
				t.Fatal(err)
			}
		}
		db, err := store.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		s, err := Open(t.Context(), folder, Options{Store: db, Sidecars: Sidecars{Mode: SidecarsOff}})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.Read(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		f(s)
	}
	session(false, func(s *Shoot) {
		if n := s.Notices(); len(n) > 0 {
			t.Errorf("a whole database makes it say %q", n)
		}
		if err := s.Decide("", []int{0}, func(_ int, d photo.Decision) photo.Decision { d.Stars = 4; return d }); err != nil {
			t.Fatal(err)
		}
	})
	session(true, func(s *Shoot) {
		if n := strings.Join(s.Notices(), " "); strings.Count(n, "damaged") == 0 || len(s.Notices()) != 1 {
			t.Errorf("of the repair it says %q", n)
		}
		if d := s.Decision(0); d.Stars != 4 {
			t.Errorf("the decision is %v", d)
		}
	})
	session(false, func(s *Shoot) {
		if n := s.Notices(); len(n) > 0 {
			t.Errorf("opened again, it says %q", n)
		}
	})
}
