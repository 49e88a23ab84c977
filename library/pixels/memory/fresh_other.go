//go:build !linux

package memory

// Fresh returns n new elements without pointers, all zero.
func Fresh[T any](n int) []T { return make([]T, n) }
