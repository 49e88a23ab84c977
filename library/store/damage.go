package store

import (
	"bytes"
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

	"culler/library/busy"
	"culler/library/photo"
)

// openFile opens a bbolt file and looks whether it is whole: always that the
// file is as long as it says, and page by page if thorough is asked for.
func openFile(path string, thorough bool) (*bbolt.DB, error) {
	var b *bbolt.DB
	var file *os.File
	var before int64 // bytes that the file had: on Windows bbolt makes a short one longer
	err := guard(func() (err error) {
		b, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout:      lockTimeout,
			FreelistType: bbolt.FreelistMapType,
			OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
				if info, err := os.Stat(name); err == nil {
					before = info.Size()
				}
				file, err = os.OpenFile(name, flag, mode)
				return file, err
			},
		})
		return err
	})
	if err != nil && file != nil {
		file.Close() // where bbolt panicked nobody did, and Windows renames no open file
	}
	switch {
	case err == nil:
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum),
		strings.Contains(err.Error(), "file size too small"):
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	default:
		return nil, err
	}
	if err := guard(func() error { return whole(b, path, before, thorough) }); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// whole tells what is wrong with a file that had so many bytes before it was
// opened. One that was shorter than it says then and is not now was made longer,
// by bbolt or by another Culler in the meantime: its pages tell.
func whole(b *bbolt.DB, path string, before int64, thorough bool) error {
	return b.View(func(tx *bbolt.Tx) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return fmt.Errorf("%w (%d bytes are missing at its end)", ErrDamaged, tx.Size()-info.Size())
		}
		if !thorough && before >= tx.Size() {
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
// what can be read. It returns the name that the damaged one has now.
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
	rescue(aside, b)
	return b, filepath.Base(aside), nil
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
		return aside, busy.Rename(path, aside)
	}
}

// rescue copies what cannot be computed again.
func rescue(aside string, into *bbolt.DB) {
	rescueBuckets(aside, into)
	known, err := setAsideRecords(into)
	if err != nil {
		return
	}
	restored, _ := differ(known, decisionsInPages(aside))
	_ = putRestored(into, restored) // the copies may have them still
}

// differ returns what copied knows better than all, and whether copied is not
// the same as all otherwise.
func differ(all, copied map[photo.ID]photo.Decision) (restored map[photo.ID]photo.Decision, behind bool) {
	restored = make(map[photo.ID]photo.Decision)
	for id, d := range copied {
		if was, known := all[id]; !known || d.At.After(was.At) {
			restored[id] = d
		}
	}
	for id, d := range all {
		if _, newer := restored[id]; !newer && copied[id] != d {
			return restored, true
		}
	}
	return restored, false
}

func putRestored(b *bbolt.DB, decisions map[photo.ID]photo.Decision) error {
	if len(decisions) == 0 {
		return nil
	}
	return b.Update(func(tx *bbolt.Tx) error {
		for id, d := range decisions {
			v, err := json.Marshal(d)
			if err != nil {
				return err
			}
			if err := tx.Bucket(decisionsBucket).Put(id[:], seal(decisionsBucket, id[:], v)); err != nil {
				return err
			}
		}
		return nil
	})
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
	for _, name := range kept {
		var entries []entry
		guard(func() error { // what was read before the damage is kept
			return from.View(func(tx *bbolt.Tx) error {
				b := tx.Bucket(name)
				if b == nil {
					return nil
				}
				return b.ForEach(func(k, v []byte) error {
					if value, whole := unseal(name, k, v); whole {
						entries = append(entries, entry{name, bytes.Clone(k), bytes.Clone(value)})
					} else if readable(name, k, v) { // of an older version
						entries = append(entries, entry{name, bytes.Clone(k), bytes.Clone(v)})
					}
					return nil
				})
			})
		})
		into.Update(func(tx *bbolt.Tx) error { // the other buckets may still succeed
			for _, e := range entries {
				if err := tx.Bucket(name).Put(e.key, seal(name, e.key, e.value)); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
