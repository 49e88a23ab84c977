package store

import (
	"encoding/json"
	"fmt"
	"strconv"

	"go.etcd.io/bbolt"

	"culler/library/photo"
)

// The buckets. Every value is sealed (see seal), and but for the embeddings,
// measures and the heads of files it is JSON.
var (
	schemaBucket     = []byte("culler")     // version
	embeddingsBucket = []byte("embeddings") // a bucket for each model: ID -> float16, little-endian
	measuresBucket   = []byte("measures")   // a bucket for each version: ID -> float64, little-endian
	decisionsBucket  = []byte("decisions")  // ID -> photo.Decision
	filesBucket      = []byte("files")      // path -> size, time, ID, metadata
	shootsBucket     = []byte("shoots")     // folder -> state
	recentBucket     = []byte("recent")     // folder -> Recent
	settingsBucket   = []byte("settings")   // key -> value
	sidecarsBucket   = []byte("sidecars")   // path -> Sidecar
)

var versionKey = []byte("version")

// migrations[v] leads from version v to v+1. A step is never changed once a
// version with it was given to people; new ones are appended.
var migrations = []func(*bbolt.Tx) error{
	func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{embeddingsBucket, measuresBucket, decisionsBucket, filesBucket, shootsBucket, recentBucket, settingsBucket} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	},
	func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(sidecarsBucket)
		return err
	},
	sealAll,
}

// migrate brings a database forward to version len(steps), all or nothing.
func migrate(b *bbolt.DB, steps []func(*bbolt.Tx) error) error {
	version := -1
	if err := b.View(func(tx *bbolt.Tx) (err error) {
		version, err = schemaVersion(tx)
		return err
	}); err != nil {
		return err
	}
	if version > len(steps) {
		return ErrNewer
	}
	if version == len(steps) {
		return nil
	}
	return b.Update(func(tx *bbolt.Tx) error {
		for v := version; v < len(steps); v++ {
			if err := steps[v](tx); err != nil {
				return fmt.Errorf("bring the database from version %d to %d: %w", v, v+1, err)
			}
		}
		schema, err := tx.CreateBucketIfNotExists(schemaBucket)
		if err != nil {
			return err
		}
		return schema.Put(versionKey, strconv.AppendInt(nil, int64(len(steps)), 10))
	})
}

func schemaVersion(tx *bbolt.Tx) (int, error) {
	schema := tx.Bucket(schemaBucket)
	if schema == nil {
		return 0, nil
	}
	v, err := strconv.Atoi(string(schema.Get(versionKey)))
	if err != nil || v < 0 {
		return 0, fmt.Errorf("%w (it does not tell its version)", ErrDamaged)
	}
	return v, nil
}

// readable tells whether an entry makes sense that has no seal.
func readable(bucket, key, value []byte) bool {
	if string(bucket) == string(decisionsBucket) {
		_, ok := decisionOf(value)
		return len(key) == len(photo.ID{}) && ok
	}
	return json.Valid(value)
}
