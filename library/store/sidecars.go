package store

import (
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"

	"culler/library/sidecar"
)

// Sidecar is what is known of a sidecar.
type Sidecar struct {
	Photo         string          `json:"photo"` // the identity of the photo it belonged to, in hexadecimal
	sidecar.State                 // when it was last read or written; zero if it never was
	Wanted        *sidecar.Fields `json:"wanted,omitempty"` // what Culler began to write since then
}

// Sidecars returns what is known of each sidecar, by its absolute path; nil
// where nothing is.
func (db *DB) Sidecars(paths []string) ([]*Sidecar, error) {
	out := make([]*Sidecar, len(paths))
	err := db.view("look up sidecars", func(tx *bbolt.Tx) error {
		b := tx.Bucket(sidecarsBucket)
		for k, path := range paths {
			v := db.get(b, sidecarsBucket, []byte(path))
			var s Sidecar
			if v == nil || json.Unmarshal(v, &s) != nil {
				continue // it is read again as if for the first time
			}
			out[k] = &s
		}
		return nil
	})
	return out, err
}

// PutSidecars stores what is known of each sidecar now, in one transaction.
func (db *DB) PutSidecars(paths []string, known []Sidecar) error {
	if len(paths) != len(known) {
		return fmt.Errorf("store sidecars: %d paths, %d answers", len(paths), len(known))
	}
	if len(paths) == 0 {
		return nil
	}
	return db.update("store sidecars", func(tx *bbolt.Tx) error {
		b := tx.Bucket(sidecarsBucket)
		for k, path := range paths {
			v, err := json.Marshal(known[k])
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			if err := b.Put([]byte(path), seal(sidecarsBucket, []byte(path), v)); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		return nil
	})
}
