package embedded

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/sidecar"
)

var at = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// picture is a JPEG as image/jpeg writes it: no segment of metadata.
func picture(t testing.TB, grey uint8) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 40, 24))
	for k := range img.Pix {
		img.Pix[k] = grey + uint8(k%7*9)
	}
	img.Set(3, 3, color.White)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// seg is a segment as it stands in a file.
func seg(marker byte, body ...string) []byte {
	all := strings.Join(body, "")
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(all)+2)), all...)
}

// with puts segments right behind the start of a JPEG.
func with(pic []byte, segments ...[]byte) []byte {
	return slices.Concat(pic[:2], slices.Concat(segments...), pic[2:])
}

// exifWith is EXIF with the ratings that Windows and cameras write.
func exifWith(stars, percent uint16) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00\x02\x00")
	for _, e := range [][2]uint16{{0x4746, stars}, {0x4749, percent}} {
		b = binary.LittleEndian.AppendUint16(b, e[0])
		b = append(b, 3, 0, 1, 0, 0, 0)
		b = binary.LittleEndian.AppendUint16(b, e[1])
		b = append(b, 0, 0)
	}
	return seg(0xe1, headEXIF, string(b), "\x00\x00\x00\x00")
}

// mpf is a list of pictures of a file: its own size and where the next is from
// behind "MPF\0".
func mpf(order binary.AppendByteOrder, size, next, nextAt uint32) []byte {
	b := map[bool][]byte{true: []byte("II*\x00"), false: []byte("MM\x00*")}[order == binary.LittleEndian]
	b = order.AppendUint16(order.AppendUint32(b, 8), 1)
	b = order.AppendUint16(order.AppendUint16(b, 0xb002), 7)
	b = order.AppendUint32(order.AppendUint32(b, 32), 26)
	b = order.AppendUint32(b, 0)
	for _, v := range []uint32{0x20030000, size, 0, 0, 0, next, nextAt, 0} {
		b = order.AppendUint32(b, v)
	}
	return seg(0xe2, headMPF, string(b))
}

const xmpHead, xmpTail = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`, `</rdf:RDF></x:xmpmeta>`

func packet(descriptions string, space int) []byte {
	return seg(0xe1, headXMP, "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>", xmpHead, descriptions, xmpTail, strings.Repeat(" ", space), `<?xpacket end="w"?>`)
}

func marked(t testing.TB, b []byte, m Marks) []byte {
	t.Helper()
	c, err := Mark(bytes.NewReader(b), m)
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(c)
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(out)-len(b)) != c.Grown {
		t.Errorf("it grew by %d bytes and says %d", len(out)-len(b), c.Grown)
	}
	if err := Check(bytes.NewReader(b), bytes.NewReader(out), m); err != nil {
		t.Errorf("the copy is refused: %v", err)
	}
	return out
}

func TestACopySaysTheMarksAndShowsTheSamePixels(t *testing.T) {
	jfif, icc := seg(0xe0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"), seg(0xe2, "ICC_PROFILE\x00\x01\x01abc")
	c2pa, iso := seg(0xeb, "JP\x00\x01\x00\x00\x00\x01\x00\x00\x00\x20jumb\x00\x00\x00\x18jumdc2pa"), seg(0xe2, "urn:iso:std:iso:ts:21496:-1\x00")
	film := []byte("\x00\x00\x00\x18ftypmp42 a film")
	pic := picture(t, 40)
	for name, b := range map[string][]byte{
		"bare":                    pic,
		"JFIF and EXIF":           with(pic, jfif, exifWith(2, 25), icc),
		"room in its XMP":         with(pic, jfif, packet(`<rdf:Description rdf:about="" xmlns:o="http://other/" o:kept="yes"/>`, 2000), icc),
		"no room in its XMP":      with(pic, packet(`<rdf:Description rdf:about="" xmlns:o="http://other/" o:kept="yes"/>`, 0)),
		"XMP at the end":          with(pic, icc, iso, c2pa, packet("", 0)),
		"other marks":             with(pic, packet(`<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="1" xmp:Label="Rot"/>`, 10)),
		"content credentials":     with(pic, exifWith(0, 0), c2pa, iso),
		"film and gain map":       append(with(pic, iso), film...),
		"fill bytes":              with(pic, []byte{0xff, 0xff}, icc, []byte{0xff}, icc),
		"keywords of its own":     with(pic, packet(`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject></rdf:Description>`, 0)),
		"an empty list of words":  with(pic, packet(`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag/></dc:subject></rdf:Description>`, 0)),
		"XMP without description": with(pic, packet("", 100)),
	} {
		t.Run(name, func(t *testing.T) {
			m := Marks{Decision: photo.Decision{Flag: photo.Picked, Stars: 4, Label: photo.Green, At: at}, Keywords: sidecar.Keywords{Plain: []string{"sea", "Åre & co"}}}
			out := marked(t, b, m)
			f, words, err := fieldsOf(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			if d := f.Decision(); !d.Same(m.Decision) {
				t.Errorf("it says %+v, want %+v", d, m.Decision)
			}
			if !slices.Equal(slices.Sorted(slices.Values(words.Plain)), []string{"sea", "Åre & co"}) {
				t.Errorf("its keywords are %q", words.Plain)
			}
			if strings.Contains(string(b), "o:kept") != strings.Contains(string(out), `o:kept="yes"`) {
				t.Error("what another program wrote is lost")
			}
			for _, s := range [][]byte{icc, c2pa, iso, film} {
				if bytes.Count(b, s) != bytes.Count(out, s) {
					t.Errorf("a segment of %q is lost", s[:min(12, len(s))])
				}
			}
			if x, y := pixelsOf(t, b), pixelsOf(t, out); !bytes.Equal(x, y) {
				t.Error("its pixels are others")
			}
			if c, err := Mark(bytes.NewReader(out), m); err != nil || c.Changed {
				t.Errorf("marking it again would change it (%v)", err)
			}
			if name == "room in its XMP" && len(out) != len(b) {
				t.Errorf("it grew by %d bytes, although there was room", len(out)-len(b))
			}
		})
	}
}

func pixelsOf(t *testing.T, b []byte) []byte {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img.(*image.YCbCr).Y
}

func TestStarsInEXIFDoNotContradict(t *testing.T) {
	for _, c := range []struct {
		name           string
		d              photo.Decision
		stars, percent uint16 // afterwards
		rating         int
	}{
		{"more", photo.Decision{Stars: 5}, 5, 99, 5},
		{"none", photo.Decision{}, 0, 0, 0},
		{"rejected", photo.Decision{Flag: photo.Rejected, Stars: 3}, 0, 0, -1},
		{"the same", photo.Decision{Stars: 3}, 3, 50, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.d.At = at
			out := marked(t, with(picture(t, 9), exifWith(3, 50)), Marks{Decision: c.d})
			h, err := readHead(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			h.stars(func(v []byte, order binary.ByteOrder, percent bool) {
				if got, want := order.Uint16(v), map[bool]uint16{true: c.percent, false: c.stars}[percent]; got != want {
					t.Errorf("EXIF says %d (percent: %v), want %d", got, percent, want)
				}
			})
			if f, _, _ := fieldsOf(bytes.NewReader(out)); f.Rating == nil || *f.Rating != c.rating {
				t.Errorf("XMP says %v, want %d", f.Rating, c.rating)
			}
		})
	}
}

// Further pictures of a file are found by their distance from a place in it, and
// XMP may come before that place or behind it.
func TestFurtherPicturesAreFound(t *testing.T) {
	first, second := picture(t, 10), picture(t, 200)
	old := packet("", 0)
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for name, around := range map[string][2][]byte{"no XMP": {}, "XMP before": {old, nil}, "XMP behind": {nil, old}} {
			t.Run(order.String()+" "+name, func(t *testing.T) {
				size := len(with(first, around[0], mpf(order, 0, 0, 1), around[1]))
				next := size - (2 + len(around[0]) + 8)
				b := append(with(first, around[0], mpf(order, uint32(size), uint32(len(second)), uint32(next)), around[1]), second...)
				out := marked(t, b, Marks{Decision: photo.Decision{Stars: 2, At: at}})
				if len(out) == len(b) {
					t.Fatal("nothing moved")
				}
				at := bytes.Index(out, []byte(headMPF)) + len(headMPF)
				e := out[at+26:]
				if got, want := int(order.(binary.ByteOrder).Uint32(e[4:])), len(out)-len(second); got != want {
					t.Errorf("the first picture is said to have %d bytes, want %d", got, want)
				}
				from := at + int(order.(binary.ByteOrder).Uint32(e[24:]))
				if from > len(out) || !bytes.Equal(out[from:], second) {
					t.Error("the second picture is not where it is said to be")
				}
			})
		}
	}
}

func TestWhatCannotBeMarkedIsRefused(t *testing.T) {
	m := Marks{Decision: photo.Decision{Stars: 5, At: at}}
	pic := picture(t, 1)
	full := `<rdf:Description rdf:about="" xmlns:o="http://other/" o:kept="`
	full += strings.Repeat("x", 65537-len(packet(full+`"/>`, 0))) + `"/>`
	for name, b := range map[string][]byte{
		"empty":            nil,
		"no JPEG":          []byte("\x89PNG\r\n\x1a\n"),
		"cut":              with(pic, exifWith(1, 1))[:30],
		"a length of 1":    with(pic, []byte{0xff, 0xe1, 0, 1}),
		"garbage":          with(pic, []byte("garbage")),
		"broken XMP":       with(pic, seg(0xe1, headXMP, "<x:xmpmeta")),
		"no room":          with(pic, packet(full, 0)),
		"pictures too far": with(pic, mpf(binary.LittleEndian, 5, 5, 0xfffffff0), packet("", 0)),
	} {
		if c, err := Mark(bytes.NewReader(b), m); err == nil {
			out, _ := io.ReadAll(c)
			t.Errorf("%s: it was marked: %d bytes of %d", name, len(out), len(b))
		} else if name == "no room" && !errors.Is(err, ErrNoRoom) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACopyThatIsNotTheOriginalIsFound(t *testing.T) {
	m := Marks{Decision: photo.Decision{Stars: 5, At: at}}
	pic := append(with(picture(t, 50), mpf(binary.BigEndian, 5, 5, 900)), "trailer"...)
	good := marked(t, pic, m)
	for name, change := range map[string]func(b []byte) []byte{
		"a pixel":      func(b []byte) []byte { b[len(b)-20] ^= 1; return b },
		"the end":      func(b []byte) []byte { return b[:len(b)-1] },
		"no marks":     func([]byte) []byte { return bytes.Clone(pic) },
		"a wrong star": func(b []byte) []byte { return bytes.Replace(b, []byte(`Rating="5"`), []byte(`Rating="4"`), 1) },
		"a wrong place": func(b []byte) []byte {
			b[bytes.Index(b, []byte(headMPF))+4+26+27]++
			return b
		},
	} {
		if Check(bytes.NewReader(pic), bytes.NewReader(change(bytes.Clone(good))), m) == nil {
			t.Errorf("%s: it was not noticed", name)
		}
	}
}

func FuzzMark(f *testing.F) {
	pic := picture(f, 40)
	f.Add(pic, 3)
	f.Add(with(pic, exifWith(2, 25), packet("", 5), mpf(binary.LittleEndian, 1, 2, 3)), 0)
	f.Add(with(pic, mpf(binary.BigEndian, 900, 80, 900), packet(`<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Seq><rdf:li>a</rdf:li></rdf:Seq></dc:subject></rdf:Description>`, 0)), -1)
	f.Fuzz(func(t *testing.T, b []byte, stars int) {
		m := Marks{Decision: photo.Decision{Stars: max(0, min(stars, 5)), Label: photo.Red, At: at}, Keywords: sidecar.Keywords{Plain: []string{"x"}, DigiKam: []string{"a/b"}}}
		if stars < 0 {
			m.Decision.Flag = photo.Rejected
		}
		c, err := Mark(bytes.NewReader(b), m)
		if err != nil {
			return
		}
		out, err := io.ReadAll(c)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(bytes.NewReader(b), bytes.NewReader(out), m); err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
	})
}

// exifTurned is EXIF with an orientation.
func exifTurned(n byte) []byte {
	return seg(0xe1, headEXIF, "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00", string([]byte{n}), "\x00\x00\x00\x00\x00\x00\x00")
}

func orientationIn(t *testing.T, b []byte) (exif int, xmp *int) {
	t.Helper()
	h, err := readHead(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	h.exif([]uint16{tagOrientation}, func(_ uint16, v []byte, order binary.ByteOrder) { exif = int(order.Uint16(v)) })
	f, _, err := fieldsOf(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return exif, f.Orientation
}

// A copy of a photo that was turned is turned for every program: EXIF says it,
// and XMP where it says an orientation or where there is no EXIF.
func TestACopyIsTurned(t *testing.T) {
	said := packet(`<rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="1"/>`, 100)
	for _, c := range []struct {
		name      string
		segments  [][]byte
		exif, xmp int // afterwards; 0: nothing
	}{
		{"EXIF", [][]byte{exifTurned(1)}, 6, 0},
		{"EXIF and XMP", [][]byte{exifTurned(1), said}, 6, 6},
		{"XMP", [][]byte{said}, 0, 6},
		{"neither", nil, 0, 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			original := with(picture(t, 9), c.segments...)
			m := Marks{Decision: photo.Decision{At: at, Orientation: 6}, Orientation: 6}
			turned := marked(t, original, m)
			exif, xmp := orientationIn(t, turned)
			if exif != c.exif || (xmp == nil) != (c.xmp == 0) || xmp != nil && *xmp != c.xmp {
				t.Errorf("EXIF says %d, XMP %v", exif, xmp)
			}
			if same, err := Same(bytes.NewReader(original), bytes.NewReader(turned)); !same || err != nil {
				t.Errorf("it is not known as a copy (%v)", err)
			}
			// An earlier copy is brought back to what is decided now.
			exif, xmp = orientationIn(t, marked(t, turned, Marks{Decision: photo.Decision{At: at}, Orientation: 1}))
			if exif > 1 || xmp != nil && *xmp != 1 {
				t.Errorf("turned back, EXIF says %d, XMP %v", exif, xmp)
			}
		})
	}
}

// fieldsOf returns what a JPEG says in its block of XMP, and its keywords.
func fieldsOf(r io.Reader) (sidecar.Fields, sidecar.Keywords, error) {
	h, err := readHead(r)
	if err != nil {
		return sidecar.Fields{}, sidecar.Keywords{}, err
	}
	at := h.xmp()
	if at < 0 {
		return sidecar.Fields{}, sidecar.Keywords{}, nil
	}
	packet := h.segments[at].body[len(headXMP):]
	f, err := sidecar.Parse(packet)
	if err != nil {
		return f, sidecar.Keywords{}, err
	}
	k, err := sidecar.ParseKeywords(packet)
	return f, k, err
}
