package store

import (
	"encoding/binary"
	"hash/fnv"
	"io"
	"os"
)

// The two pages at the beginning of a bbolt file say where its tree begins, as
// of the last transaction and the one before; bbolt silently uses the older one
// where the younger one is damaged. From its package internal/common,
// after the page's head: magic number, format, page size, flags (4 bytes each),
// root and sequence, list of free pages, end, transaction (8 bytes each), and the
// FNV-1a sum of all that. Transactions take turns: even ones on the first page.
const (
	headMagic = 0xED0CDAED
	headTx    = pageHead + 48
	headSum   = pageHead + 56
	headEnd   = pageHead + 64
)

// headDamaged tells whether one of the two heads of a database is not as bbolt
// left it, so that the last transaction may be missing.
func headDamaged(path string, pageSize int) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	var tx [2]uint64
	page := make([]byte, headEnd)
	for n := range tx {
		if _, err := f.ReadAt(page, int64(n*pageSize)); err != nil && err != io.EOF {
			return false, err
		}
		le := binary.LittleEndian
		sum := fnv.New64a()
		sum.Write(page[pageHead:headSum])
		tx[n] = le.Uint64(page[headTx:])
		if le.Uint32(page[pageHead:]) != headMagic || le.Uint64(page[headSum:]) != sum.Sum64() || tx[n]%2 != uint64(n) {
			return true, nil
		}
	}
	return tx[0]+1 != tx[1] && tx[1]+1 != tx[0], nil
}
