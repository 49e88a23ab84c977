package thumbs

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"culler/library/photo"
	"culler/library/pixels/jpegscale"
	mapped "culler/library/pixels/memory"
)

// quality is that of the JPEGs: photos are compared in the loupe, not by these.
const quality = 85

// encodeEntry makes an entry: the CRC-32 of the JPEG, and the JPEG.
func encodeEntry(img *image.RGBA) ([]byte, error) {
	var b bytes.Buffer
	b.Write(make([]byte, 4))
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode a thumbnail: %w", err)
	}
	v := b.Bytes()
	binary.BigEndian.PutUint32(v, crc32.ChecksumIEEE(v[4:]))
	return v, nil
}

var errEntry = errors.New("the thumbnail is damaged")

// decodeEntry is the inverse of encodeEntry.
func decodeEntry(v []byte, size int) (*image.RGBA, error) {
	if len(v) < 4 || binary.BigEndian.Uint32(v) != crc32.ChecksumIEEE(v[4:]) {
		return nil, errEntry
	}
	img, warning, err := jpegscale.Decode(context.Background(), bytes.NewReader(v[4:]), int64(len(v)-4), jpegscale.Options{MaxPixels: int64(size) * int64(size)})
	if err != nil || warning != "" {
		return nil, errEntry
	}
	return img, nil
}

// key is where a photo's thumbnail is: in the shoot that is open.
func (s *Store) key(p *photo.Photo, size int) entryKey {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return entryKey{s.shoot, p.ID, size}
}

// Get returns a photo's thumbnail; ok is false where there is none that is
// whole. Photos without an identity have none.
func (s *Store) Get(p *photo.Photo, size int) (img *image.RGBA, ok bool) {
	if s == nil || p.ID.IsZero() {
		return nil, false
	}
	v := s.value(s.key(p, size))
	if v == nil {
		return nil, false
	}
	img, err := decodeEntry(v, size)
	return img, err == nil
}

// Has tells whether there is a thumbnail, unharmed.
func (s *Store) Has(p *photo.Photo, size int) bool {
	if s == nil || p.ID.IsZero() {
		return false
	}
	v := s.value(s.key(p, size))
	return len(v) >= 4 && binary.BigEndian.Uint32(v) == crc32.ChecksumIEEE(v[4:])
}

// value reads an entry from the open shoot or, of photos that moved, from any.
func (s *Store) value(k entryKey) (v []byte) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if v := s.pending[k]; v != nil {
		return v
	}
	b := s.bolt
	if b == nil {
		return nil
	}
	err := guarded(func() error {
		return b.View(func(tx *bbolt.Tx) error {
			defer s.used(b, tx, 1)
			shoots, key := tx.Bucket(shootsBucket), k.bytes()
			if shoots == nil {
				return errDamaged
			}
			if mine := shoots.Bucket([]byte(bucketName(k.shoot))); mine != nil {
				v = bytes.Clone(mine.Get(key))
			}
			if v != nil {
				return nil
			}
			c := shoots.Cursor()
			for name, _ := c.First(); name != nil && v == nil; name, _ = c.Next() {
				if other := shoots.Bucket(name); other != nil {
					v = bytes.Clone(other.Get(key))
				}
			}
			return nil
		})
	})
	if err != nil {
		go s.mend(b)
		return nil
	}
	return v
}

// forgetEvery is how many thumbnails are read or written until the file, which is
// mapped into memory, is forgotten there: to have looked at thousands takes none.
const forgetEvery = 64

// used counts the use of the file in a transaction that only reads.
func (s *Store) used(b *bbolt.DB, tx *bbolt.Tx, n int) {
	if now := s.uses.Add(int64(n)); now/forgetEvery != (now-int64(n))/forgetEvery {
		mapped.Forget(b.Info().Data, tx.Size())
	}
}

// mend begins the database anew after a read met damage.
func (s *Store) mend(damaged *bbolt.DB) {
	s.write.Lock()
	defer s.write.Unlock()
	_ = s.replace(damaged) // if that fails, the next write tries again
}

// bucketName is a shoot's name for the database, which takes none that is empty.
func bucketName(shoot string) string { return "/" + shoot }

// Put keeps a photo's thumbnail. It returns at once; the thumbnail can be read
// from then on, and is on disk a moment later.
func (s *Store) Put(p *photo.Photo, size int, img *image.RGBA) error {
	if s == nil || p.ID.IsZero() {
		return nil
	}
	v, err := encodeEntry(img)
	if err != nil {
		return err
	}
	k := s.key(p, size)
	s.mu.Lock()
	if s.bolt == nil {
		s.mu.Unlock()
		return nil
	}
	s.pending[k] = v
	s.waiting += len(v)
	full := s.waiting >= flushBytes
	if !full && s.timer == nil {
		s.timer = time.AfterFunc(flushAfter, func() { _ = s.Flush() })
	}
	s.mu.Unlock()
	if full {
		return s.Flush()
	}
	return nil
}

// Flush writes what was put, in one transaction, and makes room where the cap
// asks for it.
func (s *Store) Flush() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	batch := make(map[entryKey][]byte, len(s.pending))
	for k, v := range s.pending {
		batch[k] = v
	}
	if s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
	s.waiting = 0
	s.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	err := s.update(func(tx *bbolt.Tx) error {
		if err := put(tx, batch); err != nil {
			return err
		}
		return s.makeRoom(tx)
	})
	s.mu.Lock()
	for k, v := range batch { // what could not be written is given up
		if now, ok := s.pending[k]; ok && &now[0] == &v[0] {
			delete(s.pending, k)
		}
	}
	s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("write thumbnails: %w", err)
	}
	return nil
}

func put(tx *bbolt.Tx, batch map[entryKey][]byte) error {
	grown := make(map[string]int64)
	for k, v := range batch {
		b, err := tx.Bucket(shootsBucket).CreateBucketIfNotExists([]byte(bucketName(k.shoot)))
		if err != nil {
			return err
		}
		key := k.bytes()
		grown[k.shoot] += int64(len(v) - len(b.Get(key)))
		if err := b.Put(key, v); err != nil {
			return err
		}
	}
	for shoot, n := range grown {
		at, size := opened(tx, shoot)
		if at.IsZero() {
			at = time.Now()
		}
		if err := setOpened(tx, shoot, at, max(size+n, 0)); err != nil {
			return err
		}
	}
	return nil
}

// makeRoom removes whole shoots, the one that was opened least recently first,
// until the cap is kept. The shoot that is open stays; if it alone is too large,
// its entries go, and are made again as they are looked at.
func (s *Store) makeRoom(tx *bbolt.Tx) error {
	type use struct {
		shoot string
		at    time.Time
		size  int64
	}
	var all []use
	var total int64
	err := tx.Bucket(openedBucket).ForEach(func(k, _ []byte) error {
		shoot := string(k[1:])
		at, size := opened(tx, shoot)
		all = append(all, use{shoot, at, size})
		total += size
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b use) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return strings.Compare(a.shoot, b.shoot)
	})
	for _, u := range all {
		if total <= s.cap {
			return nil
		}
		if tx.Bucket(shootsBucket).Bucket([]byte(bucketName(u.shoot))) != nil {
			if err := tx.Bucket(shootsBucket).DeleteBucket([]byte(bucketName(u.shoot))); err != nil {
				return err
			}
		}
		if err := tx.Bucket(openedBucket).Delete([]byte(bucketName(u.shoot))); err != nil {
			return err
		}
		total -= u.size
	}
	return nil
}
