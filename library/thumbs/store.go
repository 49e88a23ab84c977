// Package thumbs keeps small pictures of photos, in memory and in the database
// thumbs.db, so that a shoot opened again shows at once. Nothing in it is
// precious: what is missing, damaged or deleted is made again from the photos.
package thumbs

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"culler/library/photo"
)

// FileName is the database's name inside its folder.
const FileName = "thumbs.db"

// DefaultCap is what the thumbnails take at most unless another cap is given:
// some 40,000 photos.
const DefaultCap = 2 << 30

// The sizes of thumbnails, in pixels of the longest edge.
const (
	Small = 256
	Large = 512
)

// What can keep the database from being opened.
var (
	ErrInUse = errors.New("another Culler uses the thumbnails: they are made again in this one, which takes longer")
	ErrNewer = errors.New("the thumbnails were written by a newer version of Culler: please update Culler; nothing was changed")
)

// version is the layout of the database:
//
//	"about": "version" -> uint32
//	"shoots": for each folder, with "/" before it, a bucket: photo.ID and size -> an entry
//	"opened": the same name -> when it was opened last, Unix nanoseconds, and the bytes of its entries, both uint64
//
// All numbers are big-endian.
const version = 1

var (
	aboutBucket  = []byte("about")
	shootsBucket = []byte("shoots")
	openedBucket = []byte("opened")
	versionKey   = []byte("version")
)

const (
	lockTimeout = time.Second
	flushAfter  = 300 * time.Millisecond
	flushBytes  = 2 << 20
)

// Store is an open database of thumbnails. A nil *Store keeps nothing. Its
// methods are safe for concurrent use.
//
// What was put is written in batches: a crash loses the last moments and nothing
// else.
type Store struct {
	path string
	cap  int64

	uses atomic.Int64 // of the file

	write sync.Mutex // held while the database is written or replaced

	mu      sync.RWMutex // guards the fields below; held for reading while bolt is read
	bolt    *bbolt.DB    // nil once closed
	shoot   string
	pending map[entryKey][]byte // not written yet
	waiting int                 // bytes of pending
	timer   *time.Timer
}

// entryKey is one thumbnail of one shoot.
type entryKey struct {
	shoot string
	photo photo.ID
	size  int
}

func (k *entryKey) bytes() []byte {
	return binary.BigEndian.AppendUint16(append([]byte(nil), k.photo[:]...), uint16(k.size))
}

// Open opens the thumbnails in the folder dir and makes both where they are
// missing; a damaged database is begun anew. capBytes bounds the bytes of all
// thumbnails; 0 means DefaultCap. The error is ErrInUse or ErrNewer, or tells
// what is wrong with the folder.
func Open(dir string, capBytes int64) (*Store, error) {
	if capBytes <= 0 {
		capBytes = DefaultCap
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for thumbnails: %w", err)
	}
	s := &Store{path: filepath.Join(dir, FileName), cap: capBytes, pending: make(map[entryKey][]byte)}
	var err error
	if s.bolt, err = openFile(s.path); err != nil {
		return nil, fmt.Errorf("open the thumbnails in %s: %w", s.path, err)
	}
	return s, nil
}

// openFile opens the database, in place of one that is damaged if need be.
func openFile(path string) (*bbolt.DB, error) {
	for fresh := false; ; fresh = true {
		var b *bbolt.DB
		err := guarded(func() (err error) {
			b, err = bbolt.Open(path, 0o600, &bbolt.Options{
				Timeout: lockTimeout, FreelistType: bbolt.FreelistMapType,
			})
			if err != nil {
				return err
			}
			return prepare(b, path)
		})
		if err == nil {
			return b, nil
		}
		if b != nil {
			_ = guarded(b.Close)
		}
		switch {
		case errors.Is(err, berrors.ErrTimeout):
			return nil, ErrInUse
		case errors.Is(err, ErrNewer), fresh, errors.Is(err, os.ErrPermission):
			return nil, err
		}
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	}
}

var errDamaged = errors.New("the thumbnails are damaged")

// prepare makes the buckets, and looks whether the file is as long as it says.
func prepare(b *bbolt.DB, path string) error {
	return b.Update(func(tx *bbolt.Tx) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return errDamaged
		}
		about, err := tx.CreateBucketIfNotExists(aboutBucket)
		if err != nil {
			return err
		}
		for _, name := range [][]byte{shootsBucket, openedBucket} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		switch v := about.Get(versionKey); {
		case v == nil:
			return about.Put(versionKey, binary.BigEndian.AppendUint32(nil, version))
		case len(v) != 4:
			return errDamaged
		case binary.BigEndian.Uint32(v) > version:
			return ErrNewer
		}
		return nil
	})
}

// guarded turns the panics and faults that a damaged database causes into
// errors.
func guarded(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errDamaged, p)
		}
	}()
	return do()
}

// OpenShoot tells that the photos asked for from now on belong to the shoot in
// folder, and that it was opened now.
func (s *Store) OpenShoot(folder string) error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	s.shoot = folder
	s.mu.Unlock()
	return s.update(func(tx *bbolt.Tx) error {
		_, size := opened(tx, folder)
		return setOpened(tx, folder, time.Now(), size)
	})
}

// Close writes what was put and lets go of the database.
func (s *Store) Close() error {
	if s == nil {
		return nil
	}
	err := s.Flush()
	s.mu.Lock()
	b := s.bolt
	s.bolt = nil
	s.mu.Unlock()
	if b == nil {
		return nil
	}
	return errors.Join(err, guarded(b.Close))
}

// update changes the database; one that turns out to be damaged is begun anew,
// and the change made there.
func (s *Store) update(change func(tx *bbolt.Tx) error) error {
	s.write.Lock()
	defer s.write.Unlock()
	for again := true; ; again = false {
		s.mu.RLock()
		b := s.bolt
		s.mu.RUnlock()
		if b == nil {
			return nil
		}
		err := guarded(func() error { return b.Update(change) })
		if err == nil {
			_ = guarded(func() error { return b.View(func(tx *bbolt.Tx) error { s.used(b, tx, forgetEvery); return nil }) })
		}
		if err == nil || !again {
			return err
		}
		if err := s.replace(b); err != nil {
			return err
		}
	}
}

// replace begins the database anew. The write lock is held.
func (s *Store) replace(damaged *bbolt.DB) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bolt != damaged || s.bolt == nil {
		return nil
	}
	s.bolt = nil
	// A transaction that panicked may hold bbolt's locks: do not wait for it.
	closed := make(chan struct{})
	go func() {
		_ = guarded(damaged.Close)
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(lockTimeout):
	}
	if err := os.Remove(s.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("begin the thumbnails anew: %w", err)
	}
	b, err := openFile(s.path)
	if err != nil {
		return fmt.Errorf("begin the thumbnails anew: %w", err)
	}
	s.bolt = b
	return nil
}

// opened tells when a shoot was opened last and how many bytes its entries have.
func opened(tx *bbolt.Tx, shoot string) (at time.Time, size int64) {
	v := tx.Bucket(openedBucket).Get([]byte(bucketName(shoot)))
	if len(v) != 16 {
		return time.Time{}, 0
	}
	return time.Unix(0, int64(binary.BigEndian.Uint64(v))), int64(binary.BigEndian.Uint64(v[8:]))
}

func setOpened(tx *bbolt.Tx, shoot string, at time.Time, size int64) error {
	v := binary.BigEndian.AppendUint64(nil, uint64(at.UnixNano()))
	return tx.Bucket(openedBucket).Put([]byte(bucketName(shoot)), binary.BigEndian.AppendUint64(v, uint64(size)))
}
