package store

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"culler/library/photo"
)

// Earlier is a file as it was when it was last read.
type Earlier struct {
	Known
	File photo.File // its path, size and time
}

// Same tells whether the file is as it was, by its size and time.
func (e Earlier) Same(f photo.File) bool {
	return e.OK && e.File.Size == f.Size && e.File.ModTime.Equal(f.ModTime)
}

// Earlier returns what was last read at each path, whether or not the file
// there is still the same; OK tells whether anything was.
func (db *DB) Earlier(paths []string) ([]Earlier, error) {
	out := make([]Earlier, len(paths))
	err := db.view("look up files", func(tx *bbolt.Tx) error {
		b := tx.Bucket(filesBucket)
		for k, path := range paths {
			out[k] = earlierOf([]byte(path), db.get(b, filesBucket, []byte(path)))
		}
		return nil
	})
	return out, err
}

// Alike returns the files of one of these sizes that were known by one of ids,
// as their content or as their identity, in the order of their paths.
func (db *DB) Alike(sizes map[int64]bool, ids map[photo.ID]bool) ([]Earlier, error) {
	var out []Earlier
	err := db.view("look up files", func(tx *bbolt.Tx) error {
		out = nil
		return tx.Bucket(filesBucket).ForEach(func(path, sealed []byte) error {
			if len(sealed) < 8 {
				return nil
			}
			v, whole := unseal(filesBucket, path, sealed)
			if !whole || len(v) < fileHead || !sizes[int64(binary.LittleEndian.Uint64(v))] {
				return nil
			}
			if e := earlierOf(path, v); e.OK && (ids[e.ID] || ids[e.Content]) {
				out = append(out, e)
			}
			return nil
		})
	})
	return out, err
}

func earlierOf(path, v []byte) Earlier {
	var tail fileTail
	if len(v) < fileHead || json.Unmarshal(v[fileHead:], &tail) != nil {
		return Earlier{}
	}
	return Earlier{tail.known(v), photo.File{
		Path:    string(path),
		Size:    int64(binary.LittleEndian.Uint64(v)),
		ModTime: time.Unix(0, int64(binary.LittleEndian.Uint64(v[8:]))),
	}}
}

// known is what a file's value says.
func (t fileTail) known(v []byte) Known {
	return Known{ID: photo.ID(v[16:fileHead]), Content: idOf(t.Content), Picture: idOf(t.Picture), Meta: t.Meta, Problem: t.Problem, OK: true}
}

// bytesOf is nil for no identity.
func bytesOf(id photo.ID) []byte {
	if id.IsZero() {
		return nil
	}
	return slices.Clone(id[:])
}

func idOf(b []byte) (id photo.ID) {
	if len(b) == len(id) {
		copy(id[:], b)
	}
	return id
}
