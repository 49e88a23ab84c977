package exif

import (
	"bytes"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
)

const date = "2024:06:01 10:00:01"

// Cameras write entries of types that no standard knows; they say nothing of
// the entries after them.
func TestOddTypesEndNothing(t *testing.T) {
	for _, typ := range []uint16{0, 13, 14, 99, 128, 129, 130, 4711, 65535} {
		odd := field{0x010e, typ, 8, []byte("whatever")}
		m, err := readBytes(withEXIF(t, []field{odd, text(0x0110, "Camera")}, []field{{0x9000, typ, 1 << 31, []byte{9, 9, 9, 9}}, text(original, date)}), photo.JPEG)
		if err != nil {
			t.Errorf("type %d: %v", typ, err)
		}
		same(t, "model", m.Camera.Model, "Camera")
		same(t, "taken", m.Taken, time.Date(2024, 6, 1, 10, 0, 1, 0, time.UTC))
	}
	utf8 := func(tag uint16, s string) field { f := text(tag, s); f.typ = 129; return f }
	m, _ := readBytes(withEXIF(t, []field{utf8(0x0110, "Käméra")}, []field{utf8(original, date)}), photo.JPEG)
	same(t, "model", m.Camera.Model, "Käméra")
	same(t, "taken", m.Taken.IsZero(), false)
}

func TestZone(t *testing.T) {
	for said, want := range map[string]int{"+02:00": 120, "-09:30": -570, "Z": 0, "+00:00": 0} {
		m, _ := readBytes(withEXIF(t, nil, []field{text(original, date), text(zoneOriginal, said)}), photo.JPEG)
		if m.Zone == nil || *m.Zone != want {
			t.Errorf("%s: got %v, want %d minutes", said, m.Zone, want)
		}
		same(t, "wall clock", m.Taken, time.Date(2024, 6, 1, 10, 0, 1, 0, time.UTC))
	}
	for _, said := range []string{"", "   :  ", "+2", "+99:00", "+02:77", "02:00:"} {
		if m, _ := readBytes(withEXIF(t, nil, []field{text(original, date), text(zoneOriginal, said)}), photo.JPEG); m.Zone != nil {
			t.Errorf("%q: taken for %d minutes", said, *m.Zone)
		}
	}
}

// segment puts a segment into a JPEG, before all others.
func segment(j []byte, marker byte, body string) []byte {
	head := []byte{0xff, 0xd8, 0xff, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}
	return bytes.Join([][]byte{head, []byte(body), j[2:]}, nil)
}

func packet(attributes string) string {
	return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ` +
		attributes + `/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

func TestTimeInXMPOrIPTC(t *testing.T) {
	m, _ := readBytes(segment(smallJPEG(t, 8, 8), 0xe1, headXMP+packet(`xmp:CreateDate="2001-01-01T00:00:00" photoshop:DateCreated="2024-06-01T10:00:01.25+02:00"`)), photo.JPEG)
	same(t, "taken", m.Taken, time.Date(2024, 6, 1, 10, 0, 1, 25e7, time.UTC))
	if m.Zone == nil || *m.Zone != 120 {
		t.Errorf("zone %v", m.Zone)
	}
	iim := "\x1c\x02\x37\x00\x0820240601\x1c\x02\x3c\x00\x0b100001+0200"
	m, _ = readBytes(segment(smallJPEG(t, 8, 8), 0xed, headIPTC+"8BIM\x04\x25\x00\x00\x00\x00\x00\x02xx"+"8BIM\x04\x04\x00\x00\x00\x00\x00"+string(rune(len(iim)))+iim), photo.JPEG)
	same(t, "taken", m.Taken, time.Date(2024, 6, 1, 10, 0, 1, 0, time.UTC))

	// When a file was changed is worth less than that.
	b := withEXIF(t, []field{text(modified, "2025:01:01 00:00:00")}, nil)
	if m, _ = readBytes(b, photo.JPEG); !m.TakenChanged {
		t.Error("nothing says that the time is that of a change")
	}
	m, _ = readBytes(segment(b, 0xe1, headXMP+packet(`xmp:CreateDate="2024-06-01T10:00:01"`)), photo.JPEG)
	same(t, "taken", m.Taken.Year(), 2024)
	same(t, "changed", m.TakenChanged, false)
}

func TestMarksInside(t *testing.T) {
	in := func(main []field, xmp string) []byte {
		b := withEXIF(t, main, nil)
		if xmp != "" {
			b = segment(b, 0xe1, headXMP+packet(xmp))
		}
		return b
	}
	for name, c := range map[string]struct {
		file []byte
		want photo.Decision
	}{
		"none":             {in(nil, ""), photo.Decision{}},
		"EXIF":             {in([]field{short(tagRating, 3)}, ""), photo.Decision{Stars: 3}},
		"EXIF, nonsense":   {in([]field{short(tagRating, 77)}, ""), photo.Decision{}},
		"EXIF, per cent":   {in([]field{short(tagRatingPercent, 75)}, ""), photo.Decision{Stars: 4}},
		"XMP":              {in(nil, `xmp:Rating="5" xmp:Label="Red"`), photo.Decision{Stars: 5, Label: photo.Red}},
		"XMP wins":         {in([]field{short(tagRating, 3)}, `xmp:Rating="1"`), photo.Decision{Stars: 1}},
		"XMP, label alone": {in([]field{short(tagRating, 3)}, `xmp:Label="Green"`), photo.Decision{Stars: 3, Label: photo.Green}},
		"XMP, reject":      {in(nil, `xmp:Rating="-1"`), photo.Decision{Flag: photo.Rejected}},
		"XMP, broken":      {in([]field{short(tagRating, 2)}, `xmp:Rating="`), photo.Decision{Stars: 2}},
		"XMP, twice":       {segment(in(nil, `xmp:Rating="4"`), 0xe1, headXMP+packet(`tiff:Orientation="1"`)), photo.Decision{Stars: 4}},
		"PNG":              {inPNGChunk(packet(`xmp:Rating="4"`)), photo.Decision{Stars: 4}},
		"WebP":             {[]byte("RIFF\x00\x00\x00\x00WEBPXMP " + string([]byte{byte(len(packet(`xmp:Rating="2"`))), byte(len(packet(`xmp:Rating="2"`)) >> 8), 0, 0}) + packet(`xmp:Rating="2"`)), photo.Decision{Stars: 2}},
	} {
		m, _ := readBytes(c.file, photo.JPEG)
		same(t, name, m.Marks, c.want)
	}
	p := packet(`xmp:Rating="4" xmp:Label="Blue"`)
	m, _ := readBytes(block([]field{{tagXMP, 1, uint32(len(p)), []byte(p)}}, nil), photo.RAW)
	same(t, "TIFF", m.Marks, photo.Decision{Stars: 4, Label: photo.Blue})
}

func inPNGChunk(xmp string) []byte {
	body := "XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp
	return []byte("\x89PNG\r\n\x1a\n\x00\x00" + string([]byte{byte(len(body) >> 8), byte(len(body))}) + "iTXt" + body + "\x00\x00\x00\x00")
}

func TestFieldFiles(t *testing.T) {
	for _, name := range []string{"PLAIN_0001", "TYPE0_0001", "TYPE13_0001", "TYPE129_0001"} {
		m, err := Read(phototest.Shared(t, "field/03-exif-unknown-type/shoot/"+name+".JPG"), photo.JPEG)
		if err != nil {
			t.Error(err)
		}
		same(t, name, m.Taken, time.Date(2024, 6, 1, 10, 0, 1, 0, time.UTC))
	}
	m, _ := Read(phototest.Shared(t, "field/10-rating-inside-file/shoot/b.jpg"), photo.JPEG)
	same(t, "marks", m.Marks, photo.Decision{Stars: 5, Label: photo.Red})
}
