package rawpreview

import "encoding/binary"

// The records of a CIFF heap that matter, without the bits that tell where a
// record is stored (Canon, "CIFF Specification on Image Data File", version 1.0).
const (
	ciffJPEG      = 0x2007
	ciffThumbnail = 0x2008
	ciffImageInfo = 0x1810
)

// ciff looks into Canon's CRW files: a heap whose last 4 bytes point to its
// directory, whose records may be heaps again.
func (w *walker) ciff() {
	b := w.exactly(0, 6)
	if b == nil {
		return
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	w.heap(int64(order.Uint32(b[2:])), w.size, order, 0)
}

func (w *walker) heap(from, to int64, order binary.ByteOrder, depth int) {
	if depth >= maxDepth || to-from < 6 {
		return
	}
	b := w.exactly(to-4, 4)
	if b == nil {
		return
	}
	at := from + int64(order.Uint32(b))
	if b = w.exactly(at, 2); b == nil {
		return
	}
	b = w.read(at+2, 10*min(int(order.Uint16(b)), maxEntries))
	for ; len(b) >= 10; b = b[10:] {
		tag := order.Uint16(b)
		size, offset := int64(order.Uint32(b[2:])), from+int64(order.Uint32(b[6:]))
		if tag&0xc000 != 0 { // the value is in the record
			continue
		}
		switch tag {
		case ciffJPEG:
			w.add("JpgFromRaw", offset, size)
		case ciffThumbnail:
			w.add("thumbnail", offset, size)
		case ciffImageInfo:
			if info := w.read(offset+12, 4); len(info) == 4 {
				switch int32(order.Uint32(info)) {
				case 90:
					w.orient(6)
				case 180:
					w.orient(3)
				case 270, -90:
					w.orient(8)
				}
			}
		default:
			if kind := tag & 0x3800; kind == 0x2800 || kind == 0x3000 {
				w.heap(offset, min(offset+size, w.size), order, depth+1)
			}
		}
	}
}

// x3f looks into Sigma's files: the last 4 bytes point to a directory of
// sections, and image sections of format 18 hold a JPEG after 28 bytes.
func (w *walker) x3f() {
	b := w.exactly(w.size-4, 4)
	if b == nil {
		return
	}
	at := int64(binary.LittleEndian.Uint32(b))
	b = w.exactly(at, 12)
	if b == nil || string(b[:4]) != "SECd" {
		return
	}
	b = w.read(at+12, 12*int(min(binary.LittleEndian.Uint32(b[8:]), maxEntries)))
	for ; len(b) >= 12; b = b[12:] {
		if kind := string(b[8:12]); kind != "IMA2" && kind != "IMAG" {
			continue
		}
		offset, size := int64(binary.LittleEndian.Uint32(b)), int64(binary.LittleEndian.Uint32(b[4:]))
		h := w.exactly(offset, 28)
		if h == nil || string(h[:4]) != "SECi" || binary.LittleEndian.Uint32(h[12:]) != 18 {
			continue
		}
		w.add("JpgFromRaw", offset+28, size-28)
		w.jpeg(offset+28, size-28)
	}
}
