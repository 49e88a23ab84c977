package exif

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"culler/library/photo"
)

// Words that are to be found are read of XMP and of IPTC, each once, and of a
// damaged file none.
func TestKeywordsOfAFile(t *testing.T) {
	segment := func(marker byte, body string) string {
		return string(append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...))
	}
	xmp := "http://ns.adobe.com/xap/1.0/\x00" + `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>Oslo</rdf:li><rdf:li>harbour</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`
	set := func(n byte, value string) string { return "\x1c\x02" + string([]byte{n, 0, byte(len(value))}) + value }
	iim := set(25, "harbour") + set(55, "20260501") + set(25, "boats") + set(25, "\xff\xfe")
	block := "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00" + string(binary.BigEndian.AppendUint16(nil, uint16(len(iim)))) + iim
	for _, c := range []struct {
		name, file string
		want       []string
	}{
		{"XMP and IPTC", "\xff\xd8" + segment(0xe1, xmp) + segment(0xed, block) + "\xff\xd9", []string{"Oslo", "harbour", "boats"}},
		{"neither", "\xff\xd8\xff\xd9", nil},
		{"damaged", "\xff\xd8\xff\xe1\xff\xff", nil},
		{"no photo", "words", nil},
	} {
		path := filepath.Join(t.TempDir(), "a.jpg")
		if err := os.WriteFile(path, []byte(c.file), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadExtras(path, photo.JPEG); err != nil || !slices.Equal(got.Keywords, c.want) || got.Place != nil {
			t.Errorf("%s: %+v (%v), want %q", c.name, got, err, c.want)
		}
	}
	if _, err := ReadExtras(filepath.Join(t.TempDir(), "none.jpg"), photo.JPEG); err == nil {
		t.Error("a file that is not there has keywords")
	}
}

// gpsBlock is EXIF with a place in degrees, minutes and seconds.
func gpsBlock(northSouth, eastWest string, lat, lon [3]uint32) string {
	b := []byte("II*\x00\x08\x00\x00\x00")
	le := binary.LittleEndian
	entry := func(tag, typ uint16, count uint32, value []byte) {
		b = le.AppendUint32(le.AppendUint16(le.AppendUint16(b, tag), typ), count)
		b = append(b, append(value, 0, 0, 0, 0)[:4]...)
	}
	b = le.AppendUint16(b, 1)
	entry(tagGPS, 4, 1, le.AppendUint32(nil, 26))
	b = le.AppendUint32(b, 0)
	b = le.AppendUint16(b, 4)
	const values = 26 + 2 + 4*12 + 4
	entry(latitudeRef, 2, 2, []byte(northSouth+"\x00"))
	entry(latitude, 5, 3, le.AppendUint32(nil, values))
	entry(longitudeRef, 2, 2, []byte(eastWest+"\x00"))
	entry(longitude, 5, 3, le.AppendUint32(nil, values+24))
	b = le.AppendUint32(b, 0)
	for _, v := range append(lat[:], lon[:]...) {
		b = le.AppendUint32(le.AppendUint32(b, v), 1)
	}
	return string(b)
}

func TestThePlaceOfAFile(t *testing.T) {
	for _, c := range []struct {
		ns, ew   string
		lat, lon [3]uint32
		want     string // "": none
	}{
		{"N", "E", [3]uint32{48, 8, 15}, [3]uint32{11, 34, 30}, "48.13750° N, 11.57500° E"},
		{"S", "W", [3]uint32{33, 52, 0}, [3]uint32{70, 30, 0}, "33.86667° S, 70.50000° W"},
		{"N", "E", [3]uint32{}, [3]uint32{}, ""},
		{"N", "E", [3]uint32{91, 0, 0}, [3]uint32{11, 0, 0}, ""},
	} {
		body := "Exif\x00\x00" + gpsBlock(c.ns, c.ew, c.lat, c.lon)
		file := append(binary.BigEndian.AppendUint16([]byte("\xff\xd8\xff\xe1"), uint16(len(body)+2)), body+"\xff\xd9"...)
		path := filepath.Join(t.TempDir(), "a.jpg")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := ReadExtras(path, photo.JPEG)
		got := ""
		if e.Place != nil {
			got = e.Place.String()
		}
		if err != nil || got != c.want {
			t.Errorf("%v %v: %q (%v), want %q", c.lat, c.lon, got, err, c.want)
		}
	}
}
