package store

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"culler/library/photo"
)

// Known is what was read from a file when it was last opened.
type Known struct {
	ID      photo.ID
	Content photo.ID // as in photo.Photo; zero where an earlier version did not note it, and for a file that was not the one read
	Picture photo.ID // as in photo.Photo
	Meta    photo.Meta
	Problem string // as in photo.Photo
	OK      bool   // whether anything is known; a lookup's answer, not stored
}

// A file's value: size, time (Unix nanoseconds), identity, then JSON.
const fileHead = 8 + 8 + len(photo.ID{})

// readerNow counts up when more is read of files than before: what an earlier
// reader remembered is not known.
const readerNow = 4

type fileTail struct {
	Reader  int        `json:"reader,omitempty"`
	Meta    photo.Meta `json:"meta"`
	Problem string     `json:"problem,omitempty"`
	Content []byte     `json:"content,omitempty"`
	Picture []byte     `json:"picture,omitempty"`
}

// Known returns what is remembered of each file. A file whose size or time of
// change differs from what was remembered is not known.
func (db *DB) Known(files []photo.File) ([]Known, error) {
	out := make([]Known, len(files))
	err := db.view("look up files", func(tx *bbolt.Tx) error {
		b := tx.Bucket(filesBucket)
		for k, f := range files {
			v := db.get(b, filesBucket, []byte(f.Path))
			if len(v) < fileHead ||
				binary.LittleEndian.Uint64(v) != uint64(f.Size) ||
				binary.LittleEndian.Uint64(v[8:]) != uint64(f.ModTime.UnixNano()) {
				continue
			}
			var tail fileTail
			if json.Unmarshal(v[fileHead:], &tail) != nil || tail.Reader != readerNow {
				continue // it will be read again
			}
			out[k] = tail.known(v)
		}
		return nil
	})
	return out, err
}

// Remember stores what was read from each file, in one transaction.
func (db *DB) Remember(files []photo.File, known []Known) error {
	if len(files) != len(known) {
		return fmt.Errorf("remember files: %d files, %d answers", len(files), len(known))
	}
	if len(files) == 0 {
		return nil
	}
	order := make([]int, len(files))
	for k := range order {
		order[k] = k
		if known[k].ID.IsZero() {
			return fmt.Errorf("remember files: %w", errUnread)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(files[a].Path, files[b].Path) })
	return db.update("remember files", func(tx *bbolt.Tx) error {
		b := tx.Bucket(filesBucket)
		b.FillPercent = 0.9 // the files of a folder arrive in the order of the keys
		for _, k := range order {
			if files[k].Path == "" {
				continue
			}
			tail, err := json.Marshal(fileTail{readerNow, known[k].Meta, known[k].Problem, bytesOf(known[k].Content), bytesOf(known[k].Picture)})
			if err != nil {
				continue // a number that JSON cannot hold: the file is read again next time
			}
			v := make([]byte, 0, fileHead+len(tail))
			v = binary.LittleEndian.AppendUint64(v, uint64(files[k].Size))
			v = binary.LittleEndian.AppendUint64(v, uint64(files[k].ModTime.UnixNano()))
			v = append(v, known[k].ID[:]...)
			if err := b.Put([]byte(files[k].Path), seal(filesBucket, []byte(files[k].Path), append(v, tail...))); err != nil {
				return fmt.Errorf("%s: %w", files[k].Path, err)
			}
		}
		return nil
	})
}
