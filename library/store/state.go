package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// Setting reads the setting key into the pointer v and tells whether there was
// one. v is left alone if there was none.
func (db *DB) Setting(key string, v any) (bool, error) { return db.getJSON(settingsBucket, key, v) }

// SetSetting stores v as JSON.
func (db *DB) SetSetting(key string, v any) error { return db.putJSON(settingsBucket, key, v) }

// ShootState reads the state of the shoot in folder into the pointer v and
// tells whether there was one.
func (db *DB) ShootState(folder string, v any) (bool, error) {
	return db.getJSON(shootsBucket, folder, v)
}

// SetShootState stores the state of the shoot in folder as JSON.
func (db *DB) SetShootState(folder string, v any) error {
	return db.putJSON(shootsBucket, folder, v)
}

// historyKey is where the history of a shoot is, beside its state.
const historyKey = "\x00history"

// History reads the history of the shoot in folder into the pointer v and tells
// whether there was one.
func (db *DB) History(folder string, v any) (bool, error) {
	return db.getJSON(shootsBucket, folder+historyKey, v)
}

// SetHistory stores the history of the shoot in folder as JSON.
func (db *DB) SetHistory(folder string, v any) error {
	return db.putJSON(shootsBucket, folder+historyKey, v)
}

// Recent is a shoot that was opened.
type Recent struct {
	Folder string    `json:"folder"`
	Photos int       `json:"photos"`
	Opened time.Time `json:"opened"` // the last time
}

// Recent lists the shoots that were opened, the last one first.
func (db *DB) Recent() ([]Recent, error) {
	var out []Recent
	err := db.view("list recent shoots", func(tx *bbolt.Tx) error {
		out = nil
		return tx.Bucket(recentBucket).ForEach(func(k, v []byte) error {
			r := Recent{Folder: string(k)}
			v, whole := unseal(recentBucket, k, v)
			if whole && json.Unmarshal(v, &r) == nil {
				out = append(out, r)
			}
			return nil
		})
	})
	slices.SortStableFunc(out, func(a, b Recent) int { return b.Opened.Compare(a.Opened) })
	return out, err
}

// Opened notes that a shoot of that many photos was opened now.
func (db *DB) Opened(folder string, photos int) error {
	return db.putJSON(recentBucket, folder, Recent{Folder: folder, Photos: photos, Opened: time.Now()})
}

// Forget takes a shoot off the list of recent ones. Its decisions stay.
func (db *DB) Forget(folder string) error {
	return db.update("forget a recent shoot", func(tx *bbolt.Tx) error {
		return tx.Bucket(recentBucket).Delete([]byte(folder))
	})
}

func (db *DB) getJSON(bucket []byte, key string, v any) (found bool, err error) {
	err = db.view("read "+string(bucket), func(tx *bbolt.Tx) error {
		b := db.get(tx.Bucket(bucket), bucket, []byte(key))
		if b == nil {
			return nil
		}
		found = true
		if err := json.Unmarshal(b, v); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		return nil
	})
	return found, err
}

func (db *DB) putJSON(bucket []byte, key string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("store %s %s: %w", bucket, key, err)
	}
	return db.update("store "+string(bucket), func(tx *bbolt.Tx) error {
		return tx.Bucket(bucket).Put([]byte(key), seal(bucket, []byte(key), b))
	})
}
