package memory

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

const page = 2 << 20

// Cost is how many bytes Fresh asks for to return n bytes.
func Cost(n int64) int64 {
	if n < page/2 {
		return n
	}
	return (n+page-1)&^(page-1) + page // one more, as it may begin in the middle of one
}

// Fresh returns n new elements without pointers, all zero. What is large lies in
// pages of 2 MB: touching 10 MB for the first time interrupts the program five
// times instead of 2,500 times.
func Fresh[T any](n int) []T {
	var t T
	size := int(unsafe.Sizeof(t))
	whole := int(Cost(int64(n*size))) - page
	if whole < page {
		return make([]T, n)
	}
	b := make([]T, (whole+page)/size)
	skip := int(-uintptr(unsafe.Pointer(unsafe.SliceData(b))) & (page - 1))
	b = b[skip/size:][:whole/size]
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(b))), whole)
	large(bytes)
	return b[:n]
}

// Populate has the system find memory for bytes of Reserve that are not touched
// yet, without waiting for each page to be touched.
func Populate(b []byte) {
	const step = 16 << 20
	for ; len(b) > 0; b = b[min(step, len(b)):] {
		if unix.Madvise(b[:min(step, len(b))], unix.MADV_POPULATE_WRITE) != nil {
			return // the system is older than Linux 5.14
		}
	}
}

// large asks for large pages.
func large(b []byte) {
	_ = unix.Madvise(b, unix.MADV_HUGEPAGE) // it is as good without, only slower
}
