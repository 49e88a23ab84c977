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
		if got, err := Keywords(path, photo.JPEG); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %q (%v), want %q", c.name, got, err, c.want)
		}
	}
	if _, err := Keywords(filepath.Join(t.TempDir(), "none.jpg"), photo.JPEG); err == nil {
		t.Error("a file that is not there has keywords")
	}
}
