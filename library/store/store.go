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
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"culler/library/phrase"
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
	dir      string
	deciding sync.Mutex // one write of decisions at a time
	copies   copies     // of the decisions

	mu     sync.RWMutex // guards what follows; held for reading while bolt is used
	bolt   *bbolt.DB
	notice []string
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
	db := &DB{dir: dir, copies: copies{dir: dir}}
	b, err := openFile(db.path(), db.suspected())
	if err == nil {
		err = db.mendHead(b)
	}
	if err == nil {
		err = db.prepare(b, "")
	}
	if errors.Is(err, ErrDamaged) {
		err = db.replace(b)
	}
	if err != nil {
		letGo(b)
		return nil, explain("open Culler's database "+db.path(), err)
	}
	os.Remove(db.marker())
	return db, nil
}

func (db *DB) path() string { return filepath.Join(db.dir, FileName) }

// prepare brings b forward, sets damaged records aside, restores decisions from
// their copies, and makes b the database. aside is the name of the damaged file
// that b replaces, if it does.
func (db *DB) prepare(b *bbolt.DB, aside string) error {
	return guard(func() (err error) {
		defer func() { err = refused(err) }()
		if err := migrate(b, migrations); err != nil {
			return err
		}
		all, err := setAsideRecords(b)
		if err != nil {
			return err
		}
		copied := db.copies.read()
		restored, behind := differ(all, copied.decisions)
		if err := putRestored(b, restored); err != nil {
			return err
		}
		maps.Copy(all, restored)
		told, err := tellAside(b)
		if err != nil {
			return err
		}
		switch {
		case aside != "":
			db.tell(fmt.Sprintf("Culler's database was damaged. It is kept as %s, a new one was begun, and %s could be carried over; scores will be computed again.", aside, phrase.Count(len(all), "decision")))
		case len(restored) > 0:
			db.tell(fmt.Sprintf("%s missing or damaged in Culler's database and %s restored from a copy.", phrase.Were(len(restored), "decision"), phrase.Was(len(restored))))
		}
		db.tell(told)
		if err := db.copies.begin(all, copied, behind); err != nil {
			db.tell(fmt.Sprintf("Culler cannot keep a second copy of your decisions now: free some space on the disk that holds %s, or allow writing there (%v).", db.dir, err))
		}
		db.bolt = b
		return nil
	})
}

// refused calls the database damaged where it holds what bbolt would never have
// taken in: a record of a length that a damaged page makes up is in the way of
// everything that is done with it.
func refused(err error) error {
	for _, e := range []error{berrors.ErrKeyTooLarge, berrors.ErrKeyRequired, berrors.ErrValueTooLarge, berrors.ErrIncompatibleValue} {
		if errors.Is(err, e) {
			return fmt.Errorf("%w (%w)", ErrDamaged, err)
		}
	}
	return err
}

// mendHead tells if the last transaction may be missing, and writes the damaged
// head anew. Decisions have their copies; what else was stored last has none.
func (db *DB) mendHead(b *bbolt.DB) error {
	damaged, err := headDamaged(db.path(), b.Info().PageSize)
	if err != nil || !damaged {
		return err
	}
	db.tell("The beginning of Culler's database was damaged and could be mended. What was stored last may be missing, such as a setting or the bursts of a shoot that were changed by hand: please look at them. Decisions were compared with their copies.")
	return guard(func() error {
		for range 2 { // transactions take turns with the two heads
			if err := b.Update(func(*bbolt.Tx) error { return nil }); err != nil {
				return err
			}
		}
		return nil
	})
}

// tell adds a sentence to Notice.
func (db *DB) tell(sentence string) {
	if sentence != "" {
		db.notice = append(db.notice, sentence)
	}
}

// replace sets the damaged file, open as b, aside and goes on with a fresh one.
func (db *DB) replace(b *bbolt.DB) error {
	letGo(b)
	fresh, aside, err := replaceDamaged(db.path())
	if err != nil {
		return err
	}
	if err := db.prepare(fresh, aside); err != nil {
		letGo(fresh)
		return err
	}
	return nil
}

// repair replaces the database while it is in use.
func (db *DB) repair(damaged *bbolt.DB) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.bolt != damaged {
		return nil // somebody else did
	}
	return db.replace(damaged)
}

// letGo closes a database that may be too damaged to be closed.
func letGo(b *bbolt.DB) {
	if b == nil {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = guard(b.Close)
	}()
	select {
	case <-done:
	case <-time.After(lockTimeout):
	}
}

// Close lets go of the database.
func (db *DB) Close() error {
	db.copies.close()
	db.mu.Lock()
	defer db.mu.Unlock()
	if err := db.bolt.Close(); err != nil {
		return explain("close Culler's database", err)
	}
	return nil
}

// Notice is what the photographer must know of repairs of the database, by Open
// or since; "" if there is nothing to tell.
func (db *DB) Notice() string {
	db.mu.RLock()
	defer db.mu.RUnlock()
	return strings.Join(db.notice, " ")
}

func (db *DB) view(doing string, f func(*bbolt.Tx) error) error {
	return db.do(doing, func(b *bbolt.DB) error { return b.View(f) })
}

// update runs f in a transaction that is on disk when update returns.
func (db *DB) update(doing string, f func(*bbolt.Tx) error) error {
	return db.do(doing, func(b *bbolt.DB) error { return b.Update(f) })
}

// do runs f, and once more after a repair if it meets damage.
func (db *DB) do(doing string, f func(*bbolt.DB) error) error {
	used, err := db.try(f)
	if errors.Is(err, ErrDamaged) {
		if failed := db.repair(used); failed == nil {
			_, err = db.try(f)
		}
	}
	if err == nil {
		return nil
	}
	if errors.Is(err, ErrDamaged) {
		db.suspect()
	}
	return explain(doing, err)
}

func (db *DB) try(f func(*bbolt.DB) error) (used *bbolt.DB, err error) {
	db.mu.RLock()
	defer db.mu.RUnlock()
	return db.bolt, guard(func() error { return f(db.bolt) })
}

// suspect makes the next Open look closer, if that can be noted.
func (db *DB) suspect() { _ = os.WriteFile(db.marker(), nil, 0o600) }

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
