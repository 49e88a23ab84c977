package store

import (
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"culler/library/photo"
	"culler/library/sidecar"
)

func TestSidecarsAreRemembered(t *testing.T) {
	dir := t.TempDir()
	db := open(t, dir)
	rating, label, pick := -1, "Grün", sidecar.PickRejected
	wanted := sidecar.Fields{Rating: &rating}
	known := []Sidecar{
		{Photo: id(1).String(), State: sidecar.State{Fields: sidecar.Fields{Rating: &rating, Label: &label, Pick: &pick}, Size: 712, ModTime: time.Unix(1700000000, 123456789).UTC(), Exists: true}},
		{Wanted: &wanted},
	}
	check(t, db.PutSidecars([]string{"/a/ä.xmp", "/a/b.xmp"}, known))
	if db.PutSidecars([]string{"/a/c.xmp"}, nil) == nil {
		t.Error("a path without an answer was stored")
	}
	check(t, db.Close())
	db = open(t, dir)
	got, err := db.Sidecars([]string{"/a/ä.xmp", "/nowhere", "/a/b.xmp"})
	check(t, err)
	if got[1] != nil || got[0] == nil || got[2] == nil || !reflect.DeepEqual(*got[0], known[0]) || !reflect.DeepEqual(*got[2], known[1]) {
		t.Errorf("came back as %+v, %+v, %+v", got[0], got[1], got[2])
	}
}

// The first version that people had knew no sidecars.
func TestADatabaseOfTheFirstVersionIsBroughtForward(t *testing.T) {
	dir := t.TempDir()
	b, err := bbolt.Open(filepath.Join(dir, FileName), 0o600, nil)
	check(t, err)
	check(t, migrate(b, migrations[:1]))
	check(t, b.Close())
	db := open(t, dir)
	check(t, db.PutDecisions(ids(1), []photo.Decision{{Stars: 2}}))
	check(t, db.PutSidecars([]string{"/a.xmp"}, []Sidecar{{State: sidecar.State{Exists: true}}}))
	if s, err := db.Sidecars([]string{"/a.xmp"}); err != nil || s[0] == nil || !s[0].Exists {
		t.Errorf("%v, %v", s, err)
	}
}
