package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"os"

	"culler/library/photo"
)

// The format of bbolt's pages, from its package internal/common: a head of
// page number (8 bytes), flags (2), number of entries (2) and further pages
// that belong to it (4); on a leaf then, for each entry, flags, place of the key
// counted from here, and lengths of key and value (4 bytes each), all in the
// order of the machine that wrote it, which is little-endian wherever Culler runs.
const (
	pageHead   = 16
	entryHead  = 16
	leafFlag   = 0x02
	bucketFlag = 0x01
	smallPage  = 4096 // pages begin at multiples of at least this
	mostPages  = 4096 // that one leaf of decisions may need
)

// decisionsInPages looks for decisions in every page of a damaged database,
// wherever its tree was broken. Pages that were given up hold older decisions:
// the newest about each photo counts.
func decisionsInPages(path string) map[photo.ID]photo.Decision {
	found := make(map[photo.ID]photo.Decision)
	f, err := os.Open(path)
	if err != nil {
		return found
	}
	defer f.Close()
	head := make([]byte, pageHead)
	for at := int64(0); ; at += smallPage {
		if _, err := f.ReadAt(head, at); err != nil {
			return found // the end, or a part of the disk that cannot be read
		}
		le := binary.LittleEndian
		further := le.Uint32(head[12:])
		if le.Uint16(head[8:]) != leafFlag || further > mostPages {
			continue
		}
		page := make([]byte, (1+int(further))*os.Getpagesize())
		n, err := f.ReadAt(page, at)
		if err != nil && err != io.EOF {
			continue
		}
		eachEntry(page[:n], int(le.Uint16(head[10:])), func(key, value []byte) {
			if len(key) != len(photo.ID{}) {
				return
			}
			sealed, whole := unseal(decisionsBucket, key, value)
			if whole {
				value = sealed
			}
			d, ok := decisionOf(value)
			if id := photo.ID(key); ok && !d.At.IsZero() && !id.IsZero() && d.At.After(found[id].At) {
				found[id] = d
			}
		})
	}
}

// eachEntry calls f for the entries of a leaf that lie inside of it.
func eachEntry(page []byte, count int, f func(key, value []byte)) {
	for n := range count {
		head := pageHead + n*entryHead
		if head+entryHead > len(page) {
			return
		}
		field := func(k int) int64 { return int64(binary.LittleEndian.Uint32(page[head+4*k:])) }
		key := int64(head) + field(1)
		value := key + field(2)
		end := value + field(3)
		if field(0) != bucketFlag && key <= value && end <= int64(len(page)) {
			f(page[key:value], page[value:end])
		}
	}
}

// decisionOf tells whether a value can be nothing but a decision.
func decisionOf(value []byte) (photo.Decision, bool) {
	var d photo.Decision
	if len(value) == 0 || value[0] != '{' {
		return d, false
	}
	j := json.NewDecoder(bytes.NewReader(value))
	j.DisallowUnknownFields()
	if j.Decode(&d) != nil || j.InputOffset() != int64(len(value)) {
		return d, false
	}
	ok := d.Stars >= 0 && d.Stars <= 5 &&
		d.Flag >= photo.Unflagged && d.Flag <= photo.Rejected && d.Label <= photo.Purple
	return d, ok
}
