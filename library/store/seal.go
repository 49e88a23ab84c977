package store

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/bits"
	"slices"

	"go.etcd.io/bbolt"

	"culler/library/photo"
)

// Every value is sealed: one byte that tells so, a CRC-32C (Castagnoli,
// little-endian) of the bucket's name, the key and what follows, then what was
// stored. A value that lies under another key than its own is damaged too.
const (
	sealMark = 0xC5 // begins no JSON, and values before version 3 were JSON where they matter
	sealHead = 1 + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(bucket, key, value []byte) uint32 {
	sum := crc32.Update(0, castagnoli, bucket)
	sum = crc32.Update(sum, castagnoli, []byte{0})
	sum = crc32.Update(sum, castagnoli, key)
	sum = crc32.Update(sum, castagnoli, []byte{0})
	return crc32.Update(sum, castagnoli, value)
}

// seal returns value as it is stored under key in the bucket of that name.
func seal(bucket, key, value []byte) []byte {
	out := make([]byte, sealHead, sealHead+len(value))
	out[0] = sealMark
	binary.LittleEndian.PutUint32(out[1:], checksum(bucket, key, value))
	return append(out, value...)
}

// unseal returns what was stored, and whether it is whole.
func unseal(bucket, key, sealed []byte) ([]byte, bool) {
	if len(sealed) < sealHead || sealed[0] != sealMark {
		return nil, false
	}
	value := sealed[sealHead:]
	return value, binary.LittleEndian.Uint32(sealed[1:]) == checksum(bucket, key, value)
}

// get looks a value up and notes whether it is damaged. A damaged value reads as
// none; the next Open sets it aside and names it.
func (db *DB) get(b *bbolt.Bucket, name, key []byte) []byte {
	sealed := b.Get(key)
	if sealed == nil {
		return nil
	}
	value, whole := unseal(name, key, sealed)
	if !whole {
		db.suspect()
		return nil
	}
	return value
}

// sealAll seals what an older version left unsealed, and sets aside what makes
// no sense.
func sealAll(tx *bbolt.Tx) error {
	if _, err := tx.CreateBucketIfNotExists(asideBucket); err != nil {
		return err
	}
	if err := mendKeys(tx); err != nil {
		return err
	}
	for _, name := range append(slices.Clone(kept), filesBucket) {
		if err := sealBucket(tx, tx.Bucket(name), name); err != nil {
			return err
		}
	}
	for _, outer := range [][]byte{embeddingsBucket, measuresBucket} {
		var names [][]byte
		if err := tx.Bucket(outer).ForEachBucket(func(k []byte) error {
			names = append(names, bytes.Clone(k))
			return nil
		}); err != nil {
			return err
		}
		for _, name := range names {
			if err := sealBucket(tx, tx.Bucket(outer).Bucket(name), name); err != nil {
				return err
			}
		}
	}
	return nil
}

func sealBucket(tx *bbolt.Tx, b *bbolt.Bucket, name []byte) error {
	// A bucket must not be written to while it is walked through.
	var entries []entry
	if err := b.ForEach(func(k, v []byte) error {
		entries = append(entries, entry{name, bytes.Clone(k), bytes.Clone(v)})
		return nil
	}); err != nil {
		return err
	}
	for _, e := range entries {
		var err error
		if isKept(name) && !readable(name, e.key, e.value) {
			err = putAside(tx, e)
		} else {
			err = b.Put(e.key, seal(name, e.key, e.value))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mendKeys gives decisions back to their photos whose identity was damaged
// before there were checksums: no file has it, but one without a decision has
// nearly the same, which chance does not bring about in 256 bits.
func mendKeys(tx *bbolt.Tx) error {
	undecided := make(map[photo.ID]bool)
	known := make(map[photo.ID]bool)
	decisions := tx.Bucket(decisionsBucket)
	if err := tx.Bucket(filesBucket).ForEach(func(_, v []byte) error {
		if len(v) >= fileHead {
			id := photo.ID(v[16:fileHead])
			if known[id] = true; decisions.Get(id[:]) == nil {
				undecided[id] = true
			}
		}
		return nil
	}); err != nil {
		return err
	}
	moves := make(map[photo.ID]photo.ID)
	if err := decisions.ForEach(func(k, _ []byte) error {
		if len(k) != len(photo.ID{}) || known[photo.ID(k)] {
			return nil
		}
		for id := range undecided {
			if nearly(id, photo.ID(k)) {
				moves[photo.ID(k)] = id
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for wrong, right := range moves {
		v := bytes.Clone(decisions.Get(wrong[:]))
		if err := decisions.Delete(wrong[:]); err != nil {
			return err
		}
		if err := decisions.Put(right[:], v); err != nil {
			return err
		}
		if err := tx.Bucket(asideBucket).Put(slices.Concat([]byte(asideNew+asideMended+"/"), right[:]), wrong[:]); err != nil {
			return err
		}
	}
	return nil
}

// nearly tells whether at most a byte's worth of bits differ.
func nearly(a, b photo.ID) bool {
	differ := 0
	for k := 0; k < len(a) && differ <= 8; k += 8 {
		differ += bits.OnesCount64(binary.LittleEndian.Uint64(a[k:]) ^ binary.LittleEndian.Uint64(b[k:]))
	}
	return differ <= 8
}
