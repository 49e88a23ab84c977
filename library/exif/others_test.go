package exif

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"culler/library/photo"
)

// heapOf makes a CIFF heap of records: values in front, the directory behind, and
// where that is at the end.
func heapOf(order binary.AppendByteOrder, records ...struct {
	tag   uint16
	value []byte
}) []byte {
	var b, dir []byte
	dir = order.AppendUint16(dir, uint16(len(records)))
	for _, r := range records {
		dir = order.AppendUint16(dir, r.tag)
		if r.tag&ciffInRecord != 0 {
			dir = append(dir, append(bytes.Clone(r.value), make([]byte, 8)...)[:8]...)
			continue
		}
		dir = order.AppendUint32(order.AppendUint32(dir, uint32(len(r.value))), uint32(len(b)))
		b = append(b, r.value...)
	}
	at := uint32(len(b))
	return order.AppendUint32(append(b, dir...), at)
}

type record = struct {
	tag   uint16
	value []byte
}

func crwOf(order binary.AppendByteOrder) []byte {
	numbers := func(n ...uint32) (b []byte) {
		for _, v := range n {
			b = order.AppendUint32(b, v)
		}
		return b
	}
	taken := time.Date(2003, 11, 10, 17, 39, 26, 0, time.UTC)
	props := heapOf(order, record{ciffTime, numbers(uint32(taken.Unix()), 0, 0)}, record{ciffImage, numbers(3088, 2056, 0, 90, 8, 24, 257)},
		record{ciffSerial | ciffInRecord, numbers(560018150)})
	camera := heapOf(order, record{ciffMakeModel, []byte("Canon\x00Canon EOS DIGITAL REBEL\x00\x00\x00")})
	head := order.AppendUint32([]byte(map[bool]string{true: "II", false: "MM"}[order == binary.LittleEndian]), 26)
	head = append(append(head, "HEAPCCDR"...), make([]byte, 12)...)
	return append(head, heapOf(order, record{0x300a, props}, record{0x2807, camera}, record{0x300b, heapOf(order)})...)
}

func TestCanonsOldFilesSayWhenAndWithWhat(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		b := crwOf(order)
		m, err := read(bytes.NewReader(b), int64(len(b)), photo.RAW)
		if err != nil {
			t.Fatal(err)
		}
		want := photo.Camera{Make: "Canon", Model: "Canon EOS DIGITAL REBEL", Serial: "560018150"}
		if m.Camera != want || m.Orientation != 6 || m.Width != 3088 || !m.Taken.Equal(time.Date(2003, 11, 10, 17, 39, 26, 0, time.UTC)) {
			t.Errorf("%v: %+v", order, m)
		}
	}
	// A heap that holds itself has an end, too.
	le := binary.LittleEndian
	b := append([]byte("II\x00\x00\x00\x00HEAPCCDR"), make([]byte, 12)...)
	b = le.AppendUint32(le.AppendUint16(le.AppendUint16(b, 1), 0x3000), 26+12+4)
	b = le.AppendUint32(le.AppendUint32(b, 0), 26)
	if m, err := read(bytes.NewReader(b), int64(len(b)), photo.RAW); !m.Taken.IsZero() {
		t.Errorf("%+v, %v", m, err)
	}
}

func x3fOf(jpeg []byte) []byte {
	le := binary.LittleEndian
	b := append([]byte("FOVb"), make([]byte, 36)...)
	section := append([]byte("SECi\x00\x00\x02\x00\x02\x00\x00\x00"), 18, 0, 0, 0)
	section = append(append(section, make([]byte, 12)...), jpeg...)
	at := len(b)
	b = append(b, section...)
	dir := len(b)
	b = append(b, "SECd\x00\x00\x02\x00\x01\x00\x00\x00"...)
	b = le.AppendUint32(le.AppendUint32(b, uint32(at)), uint32(len(section)))
	return le.AppendUint32(append(b, "IMA2"...), uint32(dir))
}

// tiffAt is a block of EXIF that says a time and an orientation.
func tiffAt(when string) []byte {
	le := binary.LittleEndian
	b := []byte("II*\x00\x08\x00\x00\x00\x02\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x69\x87\x04\x00\x01\x00\x00\x00\x26\x00\x00\x00\x00\x00\x00\x00")
	b = append(b, "\x01\x00\x03\x90\x02\x00\x14\x00\x00\x00"...)
	return append(le.AppendUint32(b, uint32(len(b)+8)), append([]byte("\x00\x00\x00\x00"+when), 0)...)
}

func TestSigmasFilesAndImageMagicksPNGs(t *testing.T) {
	exif := append([]byte(headEXIF), tiffAt("2019:02:03 04:05:06")...)
	jpeg := append(binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(exif)+2)), exif...)
	jpeg = append(jpeg, 0xff, 0xd9)
	profile := func(kind string, b []byte) string {
		return fmt.Sprintf("\n%s\n%8d\n%s\n", kind, len(b), hex.EncodeToString(b))
	}
	deflated := func(s string) string {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		z.Write([]byte(s))
		z.Close()
		return b.String()
	}
	png := func(name, body string) []byte {
		b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x00\x00\x00\x00")
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(body))), name+body...)
		return append(b, 0, 0, 0, 0)
	}
	xmp := []byte(headXMP + `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2019-02-03T04:05:06" xmp:Rating="3"/></rdf:RDF></x:xmpmeta>`)
	for name, c := range map[string]struct {
		b    []byte
		kind photo.Kind
	}{
		"X3F":               {x3fOf(jpeg), photo.RAW},
		"exif in zTXt":      {png("zTXt", rawProfile+"exif\x00\x00"+deflated(profile("exif", exif))), photo.PNG},
		"exif without head": {png("zTXt", rawProfile+"exif\x00\x00"+deflated(profile("exif", exif[6:]))), photo.PNG},
		"APP1 in tEXt":      {png("tEXt", rawProfile+"APP1\x00"+profile("APP1", exif)), photo.PNG},
		"APP1 with XMP":     {png("tEXt", rawProfile+"APP1\x00"+profile("APP1", xmp)), photo.PNG},
		"xmp in lines":      {png("tEXt", rawProfile+"xmp\x00"+profile("xmp", bytes.TrimPrefix(xmp, []byte(headXMP)))), photo.PNG},
		"iptc":              {png("tEXt", rawProfile+"iptc\x00"+profile("iptc", []byte("\x1c\x02\x37\x00\x0820190203\x1c\x02\x3c\x00\x06040506"))), photo.PNG},
	} {
		m, err := read(bytes.NewReader(c.b), int64(len(c.b)), c.kind)
		if err != nil || !m.Taken.Equal(time.Date(2019, 2, 3, 4, 5, 6, 0, time.UTC)) {
			t.Errorf("%s: %v, %v", name, m.Taken, err)
		}
		for cut := range len(c.b) { // whatever is cut off, it ends
			read(bytes.NewReader(c.b[:cut]), int64(cut), c.kind)
		}
	}
}
