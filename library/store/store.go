// Package store keeps what Culler must not forget in one bbolt database,
// culler.db, in the user's data folder: what the photographer decided, what
// models and measures said of each photo, what is known of each file, and the
// state of every shoot. Nothing is ever written beside the photographs.
//
// Everything about a photo is keyed by its identity (photo.ID), so that it
// outlives renames and moves. Every method is safe for concurrent use, and
// what a Put method wrote is on disk when it returns.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// FileName is the database's name inside its folder.
const FileName = "culler.db"

// lockTimeout is how long Open waits for another instance to let go.
const lockTimeout = 2 * time.Second

// What can be wrong with the database as a whole. Each is a sentence for the
// photographer; errors.Is tells them apart.
var (
	ErrInUse = errors.New("Culler is already open: it keeps its decisions in one database, so close the other window (or the other cull command) first")
	ErrNewer = errors.New("Culler's database was written by a newer version of Culler: please update Culler; nothing was changed")
	// ErrDamaged comes from any method that meets damage. The next Open checks
	// the whole file, sets it aside if it is damaged, and rescues what it can.
	ErrDamaged = errors.New("Culler's database is damaged: close Culler and open it again to repair it; the damaged file will be kept")
	ErrNoWrite = errors.New("Culler may not write in its data folder: allow writing there, or choose another folder with the environment variable CULLER_DATA")
	ErrFull    = errors.New("the disk that holds Culler's data is full: free some space and try again; what was decided before is safe")
)

// DB is an open database.
type DB struct {
	bolt   *bbolt.DB
	dir    string
	notice string
}

// Open opens the database in the folder dir and makes both where they are
// missing. It fails with ErrInUse while another instance has it open, with
// ErrNewer for the database of a later version, and with ErrNoWrite where the
// folder cannot be written.
//
// A damaged database is never deleted: it is kept under a dated name, a fresh
// one is begun, what is still readable of the decisions, settings and shoots is
// carried over, and Notice tells so.
func Open(dir string) (*DB, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, explain("make Culler's data folder "+dir, err)
	}
	path := filepath.Join(dir, FileName)
	db := &DB{dir: dir}
	var err error
	db.bolt, err = openFile(path, db.suspected())
	if errors.Is(err, ErrDamaged) {
		db.bolt, db.notice, err = replaceDamaged(path)
	}
	if err != nil {
		return nil, explain("open Culler's database "+path, err)
	}
	if err := guard(func() error { return migrate(db.bolt, migrations) }); err != nil {
		db.bolt.Close()
		return nil, explain("prepare Culler's database "+path, err)
	}
	os.Remove(db.marker())
	return db, nil
}

// Close lets go of the database.
func (db *DB) Close() error {
	if err := db.bolt.Close(); err != nil {
		return explain("close Culler's database", err)
	}
	return nil
}

// Notice is a sentence for the photographer about what Open had to do to the
// database; "" if there is nothing to tell.
func (db *DB) Notice() string { return db.notice }

func (db *DB) view(doing string, f func(*bbolt.Tx) error) error {
	return db.do(doing, func() error { return db.bolt.View(f) })
}

// update runs f in a transaction that is on disk when update returns.
func (db *DB) update(doing string, f func(*bbolt.Tx) error) error {
	return db.do(doing, func() error { return db.bolt.Update(f) })
}

func (db *DB) do(doing string, f func() error) error {
	err := guard(f)
	if err == nil {
		return nil
	}
	if errors.Is(err, ErrDamaged) {
		os.WriteFile(db.marker(), nil, 0o600) // best effort: it only makes the next Open look closer
	}
	return explain(doing, err)
}

// marker is the file that says that damage was met.
func (db *DB) marker() string { return filepath.Join(db.dir, FileName+".suspect") }

func (db *DB) suspected() bool {
	_, err := os.Stat(db.marker())
	return err == nil
}

// guard turns the panics by which bbolt answers to damage, and the memory
// faults of reading a file that became too short, into ErrDamaged.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w (%v)", ErrDamaged, r)
		}
	}()
	return f()
}

// explain puts a sentence in front of errors that have one.
func explain(doing string, err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return ErrInUse
	case errors.Is(err, berrors.ErrVersionMismatch):
		return ErrNewer
	case isFull(err):
		return fmt.Errorf("%w (%s: %w)", ErrFull, doing, err)
	case errors.Is(err, fs.ErrPermission), isReadOnly(err), errors.Is(err, berrors.ErrDatabaseReadOnly):
		return fmt.Errorf("%w (%s: %w)", ErrNoWrite, doing, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}
