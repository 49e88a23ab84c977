//go:build !linux

package memory

// Cost is how many bytes Fresh asks for to return n bytes.
func Cost(n int64) int64 { return n }

// Fresh returns n new elements without pointers, all zero.
func Fresh[T any](n int) []T { return make([]T, n) }

// Populate has the system find memory for bytes of Reserve that are not touched
// yet.
func Populate([]byte) {}

func large([]byte) {}

// Forget tells the system that n bytes from an address on, where a file is mapped
// into memory and is only read, are not needed soon.
func Forget(uintptr, int64) {}
