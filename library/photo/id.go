package photo

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
)

// ID is a photo's identity: a fingerprint of its bytes, so that it outlives
// renames and moves.
type ID [sha256.Size]byte

// FingerprintSpan is how many bytes of a file's head and of its tail go into
// its fingerprint.
const FingerprintSpan = 64 << 10

// Fingerprint is the SHA-256 of a file's size (8 bytes, big-endian), its first
// 64 KiB and its last 64 KiB.
func Fingerprint(r io.ReaderAt, size int64) (ID, error) {
	h := sha256.New()
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(size))
	h.Write(n[:])
	head := min(size, FingerprintSpan)
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, head)); err != nil {
		return ID{}, fmt.Errorf("fingerprint the head: %w", err)
	}
	if tail := min(size-head, FingerprintSpan); tail > 0 {
		if _, err := io.Copy(h, io.NewSectionReader(r, size-tail, tail)); err != nil {
			return ID{}, fmt.Errorf("fingerprint the tail: %w", err)
		}
	}
	var id ID
	h.Sum(id[:0])
	return id, nil
}

// IsZero tells whether the photo was not read yet.
func (id ID) IsZero() bool { return id == ID{} }

func (id ID) String() string { return hex.EncodeToString(id[:]) }

// Whole is the SHA-256 of a file's size (8 bytes, big-endian) and all its bytes,
// marked so that it is never equal to a Fingerprint.
func Whole(r io.ReaderAt, size int64) (ID, error) {
	h := sha256.New()
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(size))
	h.Write([]byte("whole\x00"))
	h.Write(n[:])
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, size)); err != nil {
		return ID{}, fmt.Errorf("fingerprint the whole: %w", err)
	}
	return ID(h.Sum(nil)), nil
}

// Content is the fingerprint of a file of some kind: a sample where that has all
// bytes, or what lies between is compressed and the sample has much of it; all
// bytes where pictures may differ in the middle alone, as scans with white
// borders do.
func Content(r io.ReaderAt, size int64, kind Kind) (ID, error) {
	if size <= 2*FingerprintSpan || (kind == JPEG || kind == RAW || kind == HEIC) && variedTail(r, size) {
		return Fingerprint(r, size)
	}
	return Whole(r, size)
}
