package phototest

import "runtime/metrics"

// Allocated returns how many bytes of memory were asked for while do ran, give
// or take some kilobytes. Nothing else should run meanwhile.
func Allocated(do func()) int64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	before := s[0].Value.Uint64()
	do()
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - before)
}
