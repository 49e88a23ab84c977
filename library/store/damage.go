package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"culler/library/photo"
)

// openFile opens a bbolt file and looks whether it is whole: always that the
// file is as long as it says, and page by page if thorough is asked for.
func openFile(path string, thorough bool) (*bbolt.DB, error) {
	var b *bbolt.DB
	err := guard(func() (err error) {
		b, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout:      lockTimeout,
			FreelistType: bbolt.FreelistMapType,
		})
		return err
	})
	switch {
	case err == nil:
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum),
		strings.Contains(err.Error(), "file size too small"):
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	default:
		return nil, err
	}
	if err := guard(func() error { return whole(b, path, thorough) }); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

func whole(b *bbolt.DB, path string, thorough bool) error {
	return b.View(func(tx *bbolt.Tx) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return fmt.Errorf("%w (%d bytes are missing at its end)", ErrDamaged, tx.Size()-info.Size())
		}
		if !thorough {
			return nil
		}
		// Check reads in a goroutine of its own, whose panics nobody could
		// catch, so the pages are walked here.
		return tx.ForEach(func(_ []byte, b *bbolt.Bucket) error { return walk(b) })
	})
}

// walk reads every key and value below b, and panics or faults on damage.
func walk(b *bbolt.Bucket) error {
	var before []byte
	sum := uint32(0)
	return b.ForEach(func(k, v []byte) error {
		if before != nil && string(before) >= string(k) {
			return fmt.Errorf("%w (its keys are out of order)", ErrDamaged)
		}
		before = k
		if v == nil {
			return walk(b.Bucket(k))
		}
		sum ^= crc32.ChecksumIEEE(v) // touches every byte
		return nil
	})
}

// replaceDamaged renames the damaged file, begins a fresh one and carries over
// what can be read.
func replaceDamaged(path string) (*bbolt.DB, string, error) {
	aside, err := setAside(path)
	if err != nil {
		return nil, "", fmt.Errorf("%w (it could not be set aside: %w)", ErrDamaged, err)
	}
	b, err := openFile(path, false)
	if err != nil {
		return nil, "", err
	}
	if err := migrate(b, migrations); err != nil {
		b.Close()
		return nil, "", err
	}
	rescued := rescue(aside, b)
	return b, fmt.Sprintf("Culler's database was damaged. It is kept as %s, a new one was begun, and %d decisions could be carried over; scores will be computed again.",
		filepath.Base(aside), rescued), nil
}

func setAside(path string) (string, error) {
	stem := strings.TrimSuffix(path, ".db") + "-damaged-" + time.Now().Format("2006-01-02-150405")
	for n := 0; ; n++ {
		aside := stem + ".db"
		if n > 0 {
			aside = fmt.Sprintf("%s-%d.db", stem, n)
		}
		if _, err := os.Lstat(aside); err == nil {
			continue
		}
		return aside, os.Rename(path, aside)
	}
}

// rescue copies what cannot be computed again and returns how many decisions
// it saved.
func rescue(aside string, into *bbolt.DB) int {
	rescueBuckets(aside, into)
	lost := decisionsInPages(aside)
	saved := 0
	err := into.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(decisionsBucket)
		for id, d := range lost {
			var known photo.Decision
			if v := b.Get(id[:]); v != nil && json.Unmarshal(v, &known) == nil && !d.At.After(known.At) {
				continue
			}
			v, err := json.Marshal(d)
			if err != nil {
				continue
			}
			if err := b.Put(id[:], v); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0
	}
	into.View(func(tx *bbolt.Tx) error {
		saved = tx.Bucket(decisionsBucket).Stats().KeyN
		return nil
	})
	return saved
}

// rescueBuckets copies what the damaged tree still leads to, entry by entry,
// until it meets damage in a bucket.
func rescueBuckets(aside string, into *bbolt.DB) {
	var from *bbolt.DB
	err := guard(func() (err error) {
		from, err = bbolt.Open(aside, 0o600, &bbolt.Options{ReadOnly: true, Timeout: lockTimeout})
		return err
	})
	if err != nil {
		return
	}
	defer from.Close()
	for _, name := range [][]byte{decisionsBucket, shootsBucket, recentBucket, settingsBucket, sidecarsBucket} {
		type entry struct{ key, value []byte }
		var entries []entry
		guard(func() error { // what was read before the damage is kept
			return from.View(func(tx *bbolt.Tx) error {
				b := tx.Bucket(name)
				if b == nil {
					return nil
				}
				return b.ForEach(func(k, v []byte) error {
					if readable(name, k, v) {
						entries = append(entries, entry{append([]byte(nil), k...), append([]byte(nil), v...)})
					}
					return nil
				})
			})
		})
		into.Update(func(tx *bbolt.Tx) error { // the other buckets may still succeed
			for _, e := range entries {
				if err := tx.Bucket(name).Put(e.key, e.value); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
