package jpegscale

import (
	"bytes"
	"io"

	"culler/library/pixels/memory"
)

// source is a file, seen through a window that slides on. Reading it as a whole
// would take memory as large as the file, which costs more time than reading.
type source struct {
	file io.ReaderAt
	size int64 // bytes of the file
	err  error // why not all of them can be read

	room []byte // what the window may take
	data []byte // the window, at the beginning of room
	base int64  // where in the file it begins
	pos  int    // the byte in the window that comes next
}

const (
	window = 128 << 10 // bytes: more than a segment has
	behind = 32        // bytes before the next one that stay in the window
)

var windows memory.Pool[byte]

// open begins at a byte of the file, with a window of so many bytes.
func (s *source) open(file io.ReaderAt, size, at int64, window int) {
	*s = source{file: file, size: size, base: at, room: windows.Take(window)}
}

func (s *source) close() {
	if s.room != nil {
		windows.Give(s.room)
	}
	*s = source{}
}

// at is the place in the file of the byte that comes next.
func (s *source) at() int64 { return s.base + int64(s.pos) }

// seek makes a byte of the file the next one.
func (s *source) seek(at int64) {
	if at >= s.base && at <= s.base+int64(len(s.data)) {
		s.pos = int(at - s.base)
		return
	}
	s.data, s.base, s.pos = s.room[:0], at, 0
}

// more slides the window on; false tells that it was at the end of the file.
func (s *source) more() bool {
	end := s.base + int64(len(s.data))
	if end >= s.size {
		return false
	}
	from := max(0, s.pos-behind)
	kept := copy(s.room, s.data[from:])
	s.base, s.pos = s.base+int64(from), s.pos-from
	if kept == len(s.room) { // what is asked for is longer than the window
		wider := windows.Take(2 * kept)
		copy(wider, s.room)
		windows.Give(s.room)
		s.room = wider
	}
	n, err := s.file.ReadAt(s.room[kept:], end)
	s.data = s.room[:kept+n]
	if n == 0 {
		s.size = end
		if err != io.EOF {
			s.err = err
		}
	}
	return n > 0
}

// need brings n bytes into the window; false tells that there are fewer.
func (s *source) need(n int) bool {
	for s.pos+n > len(s.data) {
		if !s.more() {
			return false
		}
	}
	return true
}

// toFF moves to the next byte that is ff; false tells that there is none.
func (s *source) toFF() bool {
	for {
		if i := bytes.IndexByte(s.data[s.pos:], 0xff); i >= 0 {
			s.pos += i
			return true
		}
		s.pos = len(s.data)
		if !s.more() {
			return false
		}
	}
}

// toEnd moves behind the last byte.
func (s *source) toEnd() { s.seek(s.size) }
