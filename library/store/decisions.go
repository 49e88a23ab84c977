package store

import (
	"encoding/json"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"culler/library/photo"
)

// Decisions returns what was decided about each photo; the zero Decision where
// nothing was ever decided. A decision that was taken back is not zero: it
// says nothing, but At tells when.
func (db *DB) Decisions(ids []photo.ID) ([]photo.Decision, error) {
	out := make([]photo.Decision, len(ids))
	err := db.view("look up decisions", func(tx *bbolt.Tx) error {
		b := tx.Bucket(decisionsBucket)
		for k, id := range ids {
			if v := db.get(b, decisionsBucket, id[:]); v != nil && json.Unmarshal(v, &out[k]) != nil {
				db.suspect()
			}
		}
		return nil
	})
	return out, err
}

// PutDecisions stores the decision about each photo in one transaction: after
// a crash either all of them are there or none.
func (db *DB) PutDecisions(ids []photo.ID, d []photo.Decision) error {
	if len(ids) != len(d) {
		return fmt.Errorf("store decisions: %d photos, %d decisions", len(ids), len(d))
	}
	if len(ids) == 0 {
		return nil
	}
	if slices.ContainsFunc(ids, photo.ID.IsZero) {
		return fmt.Errorf("store decisions: %w", errUnread)
	}
	db.deciding.Lock() // the copies have the order of the database
	defer db.deciding.Unlock()
	err := db.update("store decisions", func(tx *bbolt.Tx) error {
		b := tx.Bucket(decisionsBucket)
		for _, k := range inOrder(ids) {
			v, err := json.Marshal(d[k])
			if err != nil {
				return err
			}
			if err := b.Put(ids[k][:], seal(decisionsBucket, ids[k][:], v)); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		db.copies.add(ids, d)
	}
	return err
}
