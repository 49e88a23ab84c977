package rawpreview

import "encoding/binary"

// The UUIDs of the boxes of a CR3 file that hold Canon's metadata and its
// preview (as described by L. Le Clevy, "Describing the Canon Raw v3 (CR3) file
// format").
const (
	canonUUID   = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"
	previewUUID = "\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16"
)

// cr3 looks into Canon's files of boxes: the thumbnail THMB in Canon's metadata,
// the preview PRVW in a box of its own, and pictures of full size as samples of
// the tracks. Both begin 16 bytes into their box and may be padded at its end.
func (w *walker) cr3() {
	w.boxes(0, w.size, func(name string, at, end int64) {
		switch name {
		case "moov":
			w.boxes(at, end, w.inMoov)
		case "uuid":
			if string(w.read(at, 16)) == previewUUID {
				w.boxes(at+24, end, func(name string, at, end int64) {
					if name == "PRVW" {
						w.add("PRVW", at+16, end-at-16)
					}
				})
			}
		}
	})
}

func (w *walker) inMoov(name string, at, end int64) {
	switch name {
	case "uuid":
		if string(w.read(at, 16)) == canonUUID {
			w.boxes(at+16, end, func(name string, at, end int64) {
				switch name {
				case "THMB":
					w.add("THMB", at+16, end-at-16)
				case "CMT1":
					w.tiff(at, end-at, "CMT1 ")
				}
			})
		}
	case "trak":
		w.boxes(at, end, w.inTrack)
	}
}

// inTrack goes down to the table of samples of a track.
func (w *walker) inTrack(name string, at, end int64) {
	switch name {
	case "mdia", "minf":
		w.boxes(at, end, w.inTrack)
	case "stbl":
		var size, offset int64
		w.boxes(at, end, func(name string, at, end int64) {
			switch name {
			case "stsz": // version, size of all samples or 0, number, sizes
				if b := w.exactly(at+4, 12); b != nil {
					if size = int64(binary.BigEndian.Uint32(b)); size == 0 {
						size = int64(binary.BigEndian.Uint32(b[8:]))
					}
				}
			case "stco": // version, number, offsets
				if b := w.exactly(at+8, 4); b != nil {
					offset = int64(binary.BigEndian.Uint32(b))
				}
			case "co64":
				if b := w.exactly(at+8, 8); b != nil {
					offset = int64(binary.BigEndian.Uint64(b) & (1<<62 - 1))
				}
			}
		})
		w.add("track", offset, size)
	}
}

// boxes calls f with the name and the contents of every box between two
// offsets. A box is a 32-bit big-endian length that counts itself, 4 bytes of
// name, and its contents; a length of 1 is followed by the true one in 64 bits,
// and one of 0 reaches to the end (ISO/IEC 14496-12).
func (w *walker) boxes(from, to int64, f func(name string, at, end int64)) {
	for from+8 <= to {
		b := w.read(from, 16)
		if len(b) < 8 {
			return
		}
		size, header := int64(binary.BigEndian.Uint32(b)), int64(8)
		switch {
		case size == 1 && len(b) == 16:
			size, header = int64(binary.BigEndian.Uint64(b[8:])&(1<<62-1)), 16
		case size == 0:
			size = to - from
		}
		if size < header {
			return
		}
		f(string(b[4:8]), from+header, min(from+size, to))
		from += size
	}
}
