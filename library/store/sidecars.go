package store

import (
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"

	"culler/library/sidecar"
)

// Sidecars returns what each sidecar, by its absolute path, said when it was
// last read or written; nil where it never was.
func (db *DB) Sidecars(paths []string) ([]*sidecar.State, error) {
	out := make([]*sidecar.State, len(paths))
	err := db.view("look up sidecars", func(tx *bbolt.Tx) error {
		b := tx.Bucket(sidecarsBucket)
		for k, path := range paths {
			v := b.Get([]byte(path))
			var s sidecar.State
			if v == nil || json.Unmarshal(v, &s) != nil {
				continue // it is read again as if for the first time
			}
			out[k] = &s
		}
		return nil
	})
	return out, err
}

// PutSidecars stores what each sidecar says now, in one transaction.
func (db *DB) PutSidecars(paths []string, states []sidecar.State) error {
	if len(paths) != len(states) {
		return fmt.Errorf("store sidecars: %d paths, %d states", len(paths), len(states))
	}
	if len(paths) == 0 {
		return nil
	}
	return db.update("store sidecars", func(tx *bbolt.Tx) error {
		b := tx.Bucket(sidecarsBucket)
		for k, path := range paths {
			v, err := json.Marshal(states[k])
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			if err := b.Put([]byte(path), v); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		return nil
	})
}
