package rawpreview

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
)

// tinyJPEG is a grey JPEG of w by h pixels.
func tinyJPEG(w, h int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), &jpeg.Options{Quality: 1}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// line is a line of a directory that is to be built.
type line struct {
	tag, kind    uint16
	count, value uint32
}

// buildTIFF is a TIFF of one directory and what follows it at the offset 256.
func buildTIFF(order binary.AppendByteOrder, lines []line, next uint32, rest []byte) []byte {
	b := []byte("II*\x00")
	if order.AppendUint16(nil, 1)[0] == 0 {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = appendDirectory(order, b, lines, next)
	b = append(b, make([]byte, 256-len(b))...)
	return append(b, rest...)
}

func appendDirectory(order binary.AppendByteOrder, b []byte, lines []line, next uint32) []byte {
	b = order.AppendUint16(b, uint16(len(lines)))
	for _, l := range lines {
		b = order.AppendUint16(b, l.tag)
		b = order.AppendUint16(b, l.kind)
		b = order.AppendUint32(b, l.count)
		if l.kind == 3 && l.count == 1 {
			b = order.AppendUint16(b, uint16(l.value))
			b = order.AppendUint16(b, 0)
		} else {
			b = order.AppendUint32(b, l.value)
		}
	}
	return order.AppendUint32(b, next)
}

func atom(name string, contents ...[]byte) []byte {
	n := 8
	for _, c := range contents {
		n += len(c)
	}
	b := append(binary.BigEndian.AppendUint32(nil, uint32(n)), name...)
	for _, c := range contents {
		b = append(b, c...)
	}
	return b
}

// seeds is one small file of each kind.
func seeds() [][]byte {
	j := tinyJPEG(24, 16)
	n := uint32(len(j))
	var all [][]byte
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		all = append(all, buildTIFF(order, []line{
			{tagCompression, 3, 1, 6}, {tagStripOffsets, 4, 1, 256}, {tagOrientation, 3, 1, 6},
			{tagStripCounts, 4, 1, n}, {tagSubIFDs, 4, 1, 8}, {tagJPEGOffset, 4, 1, 256},
			{tagJPEGLength, 4, 1, n}, {tagExif, 4, 1, 256 + n},
		}, 0, appendDirectory(order, bytes.Clone(j), []line{{tagMakerNote, 7, 40, 256 + n + 20}, {tagInterop, 4, 1, 8}}, 0)))
	}
	exif := append([]byte("Exif\x00\x00"), all[0]...)
	mpf := append([]byte("MPF\x00"), buildTIFF(binary.BigEndian, []line{{0xb002, 7, 16, 256}}, 0,
		append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 0x010001), n), 256+16+n-2), 0, 0, 0, 0))...)
	segment := func(m byte, s []byte) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, m}, uint16(len(s)+2)), s...)
	}
	all = append(all, bytes.Join([][]byte{j[:2], segment(0xe1, exif), segment(0xe2, mpf), j[2:], j}, nil))
	raf := make([]byte, 148)
	copy(raf, "FUJIFILMCCD-RAW 0201")
	binary.BigEndian.PutUint32(raf[84:], 148)
	binary.BigEndian.PutUint32(raf[88:], n)
	all = append(all, append(raf, j...))
	head := make([]byte, 16)
	stsz := binary.BigEndian.AppendUint32(make([]byte, 4), n)
	all = append(all, bytes.Join([][]byte{
		atom("ftyp", []byte("crx \x00\x00\x00\x01crx isom")),
		atom("moov",
			atom("uuid", []byte(canonUUID), atom("THMB", head, j), atom("CMT1", all[0])),
			atom("trak", atom("mdia", atom("minf", atom("stbl",
				atom("stsz", stsz, make([]byte, 8)), atom("co64", make([]byte, 8), binary.BigEndian.AppendUint64(nil, 24)))))),
		),
		atom("uuid", []byte(previewUUID), make([]byte, 8), atom("PRVW", head, j)),
	}, nil))
	le := binary.LittleEndian
	heap := bytes.Clone(j)
	heap = le.AppendUint16(heap, 1)
	heap = le.AppendUint16(heap, ciffJPEG)
	heap = le.AppendUint32(le.AppendUint32(heap, n), 0)
	heap = le.AppendUint32(heap, n)
	all = append(all, append(append(le.AppendUint32([]byte("II"), 26), "HEAPCCDR\x02\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"...), heap...))
	x3f := append([]byte("FOVb"), make([]byte, 36)...)
	section := append([]byte("SECi"), make([]byte, 24)...)
	section[12] = 18
	x3f = append(append(x3f, section...), j...)
	at := uint32(len(x3f))
	x3f = le.AppendUint32(append(x3f, "SECd\x00\x00\x02\x00"...), 1)
	x3f = append(le.AppendUint32(le.AppendUint32(x3f, 40), 28+n), "IMA2"...)
	all = append(all, le.AppendUint32(x3f, at))
	mrw := append([]byte("\x00MRM"), binary.BigEndian.AppendUint32(nil, uint32(8+len(all[1])))...)
	mrw = append(mrw, "\x00TTW"...)
	all = append(all, append(binary.BigEndian.AppendUint32(mrw, uint32(len(all[1]))), all[1]...))
	return all
}
