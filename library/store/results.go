package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"culler/library/photo"
)

var errUnread = errors.New("a photo that was not read yet has no identity to keep anything under")

// Embeddings returns what the model said of each photo, as it was stored with
// the precision of a half; nil where nothing is stored.
func (db *DB) Embeddings(model string, ids []photo.ID) ([][]float32, error) {
	out := make([][]float32, len(ids))
	err := db.look(embeddingsBucket, model, ids, func(k int, v []byte) { out[k] = unpackHalf(v) })
	return out, err
}

// PutEmbeddings stores one embedding for each photo, in one transaction.
func (db *DB) PutEmbeddings(model string, ids []photo.ID, e [][]float32) error {
	if len(ids) != len(e) {
		return fmt.Errorf("store embeddings: %d photos, %d embeddings", len(ids), len(e))
	}
	return db.keep(embeddingsBucket, model, ids, func(k int) []byte { return packHalf(e[k]) })
}

// Measures returns the measures of each photo; nil where nothing is stored.
func (db *DB) Measures(version string, ids []photo.ID) ([][]float64, error) {
	out := make([][]float64, len(ids))
	err := db.look(measuresBucket, version, ids, func(k int, v []byte) { out[k] = unpackFloats(v) })
	return out, err
}

// PutMeasures stores the measures of each photo, in one transaction.
func (db *DB) PutMeasures(version string, ids []photo.ID, values [][]float64) error {
	if len(ids) != len(values) {
		return fmt.Errorf("store measures: %d photos, %d rows", len(ids), len(values))
	}
	return db.keep(measuresBucket, version, ids, func(k int) []byte { return packFloats(values[k]) })
}

func (db *DB) look(bucket []byte, key string, ids []photo.ID, found func(k int, v []byte)) error {
	return db.view("look up "+string(bucket), func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucket).Bucket([]byte(key))
		if b == nil {
			return nil
		}
		for k, id := range ids {
			if v := db.get(b, []byte(key), id[:]); v != nil {
				found(k, v)
			}
		}
		return nil
	})
}

func (db *DB) keep(bucket []byte, key string, ids []photo.ID, value func(k int) []byte) error {
	if len(ids) == 0 {
		return nil
	}
	if slices.ContainsFunc(ids, photo.ID.IsZero) {
		return fmt.Errorf("store %s: %w", bucket, errUnread)
	}
	return db.update("store "+string(bucket), func(tx *bbolt.Tx) error {
		b, err := tx.Bucket(bucket).CreateBucketIfNotExists([]byte(key))
		if err != nil {
			return err
		}
		for _, k := range inOrder(ids) {
			if err := b.Put(ids[k][:], seal([]byte(key), ids[k][:], value(k))); err != nil {
				return err
			}
		}
		return nil
	})
}

// inOrder returns the positions of ids in the order of the keys, in which a
// tree takes them fastest.
func inOrder(ids []photo.ID) []int {
	order := make([]int, len(ids))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return bytes.Compare(ids[a][:], ids[b][:]) })
	return order
}
