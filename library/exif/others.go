package exif

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/bep/imagemeta"
)

// Formats that keep their metadata in ways of their own: Canon's CRW, Sigma's
// X3F, and PNG as ImageMagick writes it.

// The records of CIFF (Canon's "Camera Image File Format", 1997) that are read.
const (
	ciffMakeModel = 0x080a // two texts, each ended by a zero
	ciffTime      = 0x180e // seconds since 1970, by the camera's clock
	ciffSerial    = 0x180b
	ciffImage     = 0x1810 // width, height, proportions, and how far it is turned
	ciffInRecord  = 0x4000 // the value is in the record itself
)

// inCIFF reads a heap: its last 4 bytes say where its directory is, which has a
// count and records of 10 bytes, some of them heaps.
func (f *found) inCIFF(p part, order binary.ByteOrder, depth int) error {
	const record, deepest, most = 10, 6, 512
	b, err := f.bytes(p, p.size-4, 4)
	if err != nil || depth > deepest {
		return err
	}
	at := int64(order.Uint32(b))
	if b, err = f.bytes(p, at, 2); err != nil {
		return err
	}
	n := min(int64(order.Uint16(b)), (p.size-at-2)/record, most)
	records, err := f.bytes(p, at+2, n*record)
	if err != nil {
		return err
	}
	for ; len(records) >= record; records = records[record:] {
		tag := order.Uint16(records)
		size, offset := int64(order.Uint32(records[2:])), int64(order.Uint32(records[6:]))
		if kind := tag & 0x3800; tag&0xc000 == 0 && (kind == 0x2800 || kind == 0x3000) {
			if offset <= p.size-size && size >= 6 {
				if e := f.inCIFF(part{offset: p.offset + offset, size: size}, order, depth+1); err == nil {
					err = e
				}
			}
			continue
		}
		value := records[2:record]
		if tag&ciffInRecord == 0 {
			if value, _ = f.bytes(p, offset, min(size, maxTagSize)); value == nil {
				continue
			}
		}
		f.ciff(tag&0x3fff, value, order)
	}
	return err
}

func (f *found) ciff(tag uint16, value []byte, order binary.ByteOrder) {
	switch {
	case tag == ciffMakeModel:
		if parts := strings.SplitN(string(value), "\x00", 3); len(parts) > 1 {
			f.put(tagMake, parts[0])
			f.put(tagModel, parts[1])
		}
	case tag == ciffTime && len(value) >= 4:
		if s := order.Uint32(value); s > 0 {
			f.put(tagOriginal, time.Unix(int64(s), 0).UTC().Format("2006:01:02 15:04:05"))
		}
	case tag == ciffSerial && len(value) >= 4:
		f.put(tagSerial, strconv.FormatUint(uint64(order.Uint32(value)), 10))
	case tag == ciffImage && len(value) >= 16:
		f.put(tagWidth, []float64{float64(order.Uint32(value))})
		f.put(tagHeight, []float64{float64(order.Uint32(value[4:]))})
		turned := map[int32]float64{0: 1, 90: 6, 180: 3, 270: 8, -90: 8}
		if o, ok := turned[int32(order.Uint32(value[12:]))]; ok {
			f.put(tagOrientation, []float64{o})
		}
	}
}

// put notes a value unless there is one.
func (f *found) put(tag uint16, value any) {
	if _, known := f.tags[tag]; !known {
		f.tags[tag] = value
	}
}

// inCRW reads a CRW file: "II" or "MM", where the heap begins, "HEAPCCDR".
func (f *found) inCRW(whole part) error {
	b, err := f.bytes(whole, 0, 6)
	if err != nil {
		return err
	}
	var order binary.ByteOrder = binary.LittleEndian
	if string(b[:2]) == "MM" {
		order = binary.BigEndian
	}
	from := int64(order.Uint32(b[2:]))
	if from > whole.size {
		return io.ErrUnexpectedEOF
	}
	return f.inCIFF(part{offset: from, size: whole.size - from}, order, 0)
}

// inX3F reads the JPEG inside a Sigma's file: the last 4 bytes say where its
// directory is, and image sections of format 18 hold one after 28 bytes.
func (f *found) inX3F(whole part) error {
	const most = 64
	b, err := f.bytes(whole, whole.size-4, 4)
	if err != nil {
		return err
	}
	at := int64(binary.LittleEndian.Uint32(b))
	if b, err = f.bytes(whole, at, 12); err != nil || string(b[:4]) != "SECd" {
		return err
	}
	for k := range min(int64(binary.LittleEndian.Uint32(b[8:])), most) {
		entry, err := f.bytes(whole, at+12+12*k, 12)
		if err != nil {
			return err
		}
		offset, size := int64(binary.LittleEndian.Uint32(entry)), int64(binary.LittleEndian.Uint32(entry[4:]))
		if kind := string(entry[8:]); kind != "IMA2" && kind != "IMAG" || size < 28 || offset > whole.size-size {
			continue
		}
		head, err := f.bytes(whole, offset, 28)
		if err == nil && string(head[:4]) == "SECi" && binary.LittleEndian.Uint32(head[12:]) == 18 {
			if err := f.inJPEG(part{format: imagemeta.JPEG, offset: offset + 28, size: size - 28}); err != nil {
				return err
			}
		}
	}
	return nil
}

// rawProfile is how ImageMagick begins the name of metadata that it keeps in a
// text of a PNG, in hexadecimal digits.
const rawProfile = "Raw profile type "

// inRawProfile reads such a text: the name, a zero, what is compressed in a zTXt
// chunk, and in it a line with the name, one with the length, and the digits.
func (f *found) inRawProfile(chunk []byte, compressed bool) error {
	name, rest, ok := bytes.Cut(chunk, []byte{0})
	if !ok || len(rest) < 2 {
		return nil
	}
	if compressed {
		z, err := zlib.NewReader(bytes.NewReader(rest[1:]))
		if err != nil {
			return err
		}
		defer z.Close()
		if rest, err = io.ReadAll(io.LimitReader(z, 2*maxPacket)); err != nil && len(rest) == 0 {
			return err
		}
		f.guard.spend(len(rest))
	}
	lines := bytes.SplitN(bytes.TrimLeft(rest, "\n"), []byte("\n"), 3)
	if len(lines) < 3 {
		return nil
	}
	digits := bytes.Join(bytes.Fields(lines[2]), nil)
	b := make([]byte, len(digits)/2)
	n, _ := hex.Decode(b, digits[:len(digits)/2*2])
	b = b[:n]
	inner := &found{r: bytes.NewReader(b), guard: f.guard, tags: f.tags}
	whole := part{size: int64(len(b))}
	var err error
	switch kind := string(name[len(rawProfile):]); {
	case (kind == "exif" || kind == "APP1") && bytes.HasPrefix(b, []byte(headEXIF)):
		err = inner.tiff(part{offset: int64(len(headEXIF)), size: whole.size - int64(len(headEXIF))})
	case kind == "exif":
		err = inner.tiff(whole)
	case kind == "xmp":
		inner.packet(true, whole)
	case kind == "APP1" && bytes.HasPrefix(b, []byte(headXMP)):
		inner.packet(true, part{offset: int64(len(headXMP)), size: whole.size - int64(len(headXMP))})
	case kind == "iptc":
		inner.packet(false, whole)
	}
	f.xmpTexts = append(f.xmpTexts, inner.packets(inner.xmp)...)
	f.iptcTexts = append(f.iptcTexts, inner.packets(inner.iptc)...)
	return err
}
