package sidecar

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"culler/library/photo"
)

func fixture(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func ptr[T any](v T) *T { return &v }

func said(f Fields) string {
	b, _ := json.Marshal(f)
	return string(b)
}

// sidecars of other programs: what they say, and what becomes of them when a
// photo gets 5 stars, a green label and a pick.
var sidecars = []struct {
	file   string
	says   Fields
	means  photo.Decision
	edited [][2]string // what is replaced by what; nothing else may change
}{
	{"lightroom.xmp", Fields{Rating: ptr(2), Label: ptr("Rot"), Orientation: ptr(8)}, photo.Decision{Stars: 2, Label: photo.Red, Orientation: 8}, [][2]string{
		{`xmp:Rating="2"`, `xmp:Rating="5"`},
		{`xmp:Label="Rot"`, `xmp:Label="Green"`},
		{"\n   crs:HasSettings=\"True\"", "\n   crs:HasSettings=\"True\"\n   xmlns:digiKam=\"http://www.digikam.org/ns/1.0/\"\n   digiKam:PickLabel=\"3\""},
	}},
	{"darktable.xmp", Fields{Rating: ptr(-1), Label: ptr("Yellow")}, photo.Decision{Flag: photo.Rejected, Label: photo.Yellow}, [][2]string{
		{`xmp:Rating="-1"`, `xmp:Rating="5"`},
		{`darktable:history_basic_hash="3a1d2f0d8f7d0a4be2b7c9a4e0f4a7c3"`,
			`darktable:history_basic_hash="3a1d2f0d8f7d0a4be2b7c9a4e0f4a7c3"
   xmp:Label="Green"
   xmlns:digiKam="http://www.digikam.org/ns/1.0/"
   digiKam:PickLabel="3"`},
	}},
	{"digikam.xmp", Fields{Rating: ptr(4), Label: ptr("Red"), Pick: ptr(PickPending)}, photo.Decision{Stars: 4, Label: photo.Red}, [][2]string{
		{`   xmp:Rating="4"`, `   xmp:Rating="5"`},
		{`xmp:Label="Red"`, `xmp:Label="Green"`},
		{`digiKam:ColorLabel="1"`, `digiKam:ColorLabel="4"`},
		{`MicrosoftPhoto:Rating="75"`, `MicrosoftPhoto:Rating="99"`},
		{`digiKam:PickLabel="2"`, `digiKam:PickLabel="3"`},
	}},
	{"exiftool.xmp", Fields{Rating: ptr(3), Label: ptr("To print")}, photo.Decision{Stars: 3}, [][2]string{
		{`>3<`, `>5<`},
		{`>To print<`, `>Green<`},
		{"xmlns:dc='http://purl.org/dc/elements/1.1/'", "xmlns:dc='http://purl.org/dc/elements/1.1/'\n  xmlns:digiKam=\"http://www.digikam.org/ns/1.0/\"\n  digiKam:PickLabel=\"3\""},
	}},
	{"pantry.xmp", Fields{}, photo.Decision{}, [][2]string{
		{` xmlns:xmp="urn:something:else"`, ` xmlns:xmp="urn:something:else" xmlns:xmp2="http://ns.adobe.com/xap/1.0/" xmp2:Rating="5" xmp2:Label="Green" xmlns:digiKam="http://www.digikam.org/ns/1.0/" digiKam:PickLabel="3"`},
	}},
}

var kept = photo.Decision{Flag: photo.Picked, Stars: 5, Label: photo.Green}

func TestOtherProgramsSidecarsAreReadAndOnlyTheirValuesChange(t *testing.T) {
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	for _, c := range sidecars {
		for form, as := range map[string]func(string) string{
			"as it is":      func(s string) string { return s },
			"CRLF":          crlf,
			"BOM":           func(s string) string { return "\ufeff" + s },
			"zeros at end":  func(s string) string { return s + strings.Repeat("\x00", 77) },
			"BOM with CRLF": func(s string) string { return "\ufeff" + crlf(s) },
		} {
			t.Run(c.file+" "+form, func(t *testing.T) {
				old := fixture(t, c.file)
				want := old
				for _, e := range c.edited {
					if strings.Count(want, e[0]) != 1 {
						t.Fatalf("%q is not once in the fixture", e[0])
					}
					want = strings.Replace(want, e[0], e[1], 1)
				}
				old, want = as(old), as(want)
				f, err := Parse([]byte(old))
				if err != nil {
					t.Fatal(err)
				}
				if !f.Equal(c.says) {
					t.Errorf("read %s, want %s", said(f), said(c.says))
				}
				if d := f.Decision(); d != c.means {
					t.Errorf("it means %+v, want %+v", d, c.means)
				}
				got, err := Merge([]byte(old), For(kept, f, DigiKamOnly))
				if err != nil {
					t.Fatal(err)
				}
				if string(got) != want {
					t.Errorf("became\n%s\nwant\n%s", got, want)
				}
				again, err := Merge(got, Fields{Rating: ptr(5), Label: ptr("Green"), Pick: ptr(PickAccepted)})
				if err != nil || !bytes.Equal(again, got) {
					t.Errorf("saying the same again changed it (%v)", err)
				}
				now := kept // and the photo stays turned
				now.Orientation = c.means.Orientation
				if f, err = Parse(got); err != nil || f.Decision() != now || !For(kept, f, DigiKamOnly).IsZero() {
					t.Errorf("it says %s afterwards (%v)", said(f), err)
				}
			})
		}
	}
}

func TestEveryDecisionComesBackFromANewSidecar(t *testing.T) {
	for flag := photo.Unflagged; flag <= photo.Rejected; flag++ {
		for stars := 0; stars <= 5; stars++ {
			for label := photo.NoLabel; label <= photo.Purple; label++ {
				d := photo.Decision{Flag: flag, Stars: stars, Label: label, Orientation: (stars + 3*int(label)) % 9}
				b, err := Merge(nil, For(d, Fields{}, AllPrograms))
				if err != nil {
					t.Fatal(err)
				}
				f, err := Parse(b)
				if err != nil {
					t.Fatal(err)
				}
				want := d
				if flag == photo.Rejected {
					want.Stars = 0 // the rating is -1
				}
				if f.Decision() != want {
					t.Errorf("%+v came back as %+v", want, f.Decision())
				}
				if d == (photo.Decision{}) && b != nil {
					t.Errorf("nothing was decided, but this was written:\n%s", b)
				}
				cleared, err := Merge(b, ForPhoto(photo.Decision{}, f, 99, AllPrograms))
				if err != nil {
					t.Fatal(err)
				}
				if f, err = Parse(cleared); err != nil || f.Decision() != (photo.Decision{}) || f.Label != nil {
					t.Errorf("%+v cleared says %s (%v)", d, said(f), err)
				}
			}
		}
	}
}

func TestPropertiesAreFoundAndPlacedInEveryForm(t *testing.T) {
	const (
		head = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`
		tail = `</rdf:RDF></x:xmpmeta>`
		xmp  = `xmlns:xmp="http://ns.adobe.com/xap/1.0/"`
	)
	four := Fields{Rating: ptr(4)}
	for name, c := range map[string]struct {
		old  string
		set  Fields
		want string
	}{
		"attribute in single quotes": {head + `<rdf:Description ` + xmp + ` xmp:Rating = '1'/>` + tail, four,
			head + `<rdf:Description ` + xmp + ` xmp:Rating = '4'/>` + tail},
		"another prefix": {head + `<rdf:Description><a:Rating xmlns:a="http://ns.adobe.com/xap/1.0/">1</a:Rating></rdf:Description>` + tail, four,
			head + `<rdf:Description><a:Rating xmlns:a="http://ns.adobe.com/xap/1.0/">4</a:Rating></rdf:Description>` + tail},
		"no prefix": {head + `<rdf:Description><Rating xmlns="http://ns.adobe.com/xap/1.0/"> 1 </Rating></rdf:Description>` + tail, four,
			head + `<rdf:Description><Rating xmlns="http://ns.adobe.com/xap/1.0/">4</Rating></rdf:Description>` + tail},
		"empty element": {head + `<rdf:Description ` + xmp + `><xmp:Rating /></rdf:Description>` + tail, four,
			head + `<rdf:Description ` + xmp + `><xmp:Rating >4</xmp:Rating></rdf:Description>` + tail},
		"element without text": {head + `<rdf:Description ` + xmp + `><xmp:Rating></xmp:Rating></rdf:Description>` + tail, four,
			head + `<rdf:Description ` + xmp + `><xmp:Rating>4</xmp:Rating></rdf:Description>` + tail},
		"CDATA": {head + `<rdf:Description ` + xmp + `><xmp:Rating><![CDATA[2]]></xmp:Rating></rdf:Description>` + tail, four,
			head + `<rdf:Description ` + xmp + `><xmp:Rating>4</xmp:Rating></rdf:Description>` + tail},
		"comments inside": {head + `<rdf:Description ` + xmp + `><xmp:Rating><!-- a -->1<!-- b -->0<?c?></xmp:Rating></rdf:Description>` + tail, four,
			head + `<rdf:Description ` + xmp + `><xmp:Rating><!-- a -->4<!-- b --><?c?></xmp:Rating></rdf:Description>` + tail},
		"twice": {head + `<rdf:Description ` + xmp + ` xmp:Rating="1"><xmp:Rating>2</xmp:Rating></rdf:Description>` + tail, four,
			head + `<rdf:Description ` + xmp + ` xmp:Rating="4"><xmp:Rating>4</xmp:Rating></rdf:Description>` + tail},
		"prefix declared outside": {`<x:xmpmeta xmlns:x="adobe:ns:meta/" ` + xmp + `><r:RDF xmlns:r="` + nsRDF + `"><r:Description/></r:RDF></x:xmpmeta>`, four,
			`<x:xmpmeta xmlns:x="adobe:ns:meta/" ` + xmp + `><r:RDF xmlns:r="` + nsRDF + `"><r:Description xmp:Rating="4"/></r:RDF></x:xmpmeta>`},
		"second description is home": {head + `<rdf:Description rdf:about=""/><rdf:Description ` + xmp + ` xmp:Nickname=">"/>` + tail, four,
			head + `<rdf:Description rdf:about=""/><rdf:Description ` + xmp + ` xmp:Nickname=">" xmp:Rating="4"/>` + tail},
		"no description": {head + tail, four,
			head + `<rdf:Description rdf:about="" ` + xmp + ` xmp:Rating="4"/>` + tail},
		"no description, closed": {`<rdf:RDF xmlns:rdf="` + nsRDF + `"/>`, four,
			`<rdf:RDF xmlns:rdf="` + nsRDF + `"><rdf:Description rdf:about="" ` + xmp + ` xmp:Rating="4"/></rdf:RDF>`},
		"no description, default namespace": {`<RDF xmlns="` + nsRDF + `"></RDF>`, four,
			`<RDF xmlns="` + nsRDF + `"><rdf:Description xmlns:rdf="` + nsRDF + `" rdf:about="" ` + xmp + ` xmp:Rating="4"/></RDF>`},
		"no RDF": {`<x:xmpmeta xmlns:x="adobe:ns:meta/"/>`, four,
			`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="` + nsRDF + `"><rdf:Description rdf:about="" ` + xmp + ` xmp:Rating="4"/></rdf:RDF></x:xmpmeta>`},
		"label with signs": {head + `<rdf:Description ` + xmp + ` xmp:Label='x'><xmp:Label>y</xmp:Label></rdf:Description>` + tail, Fields{Label: ptr(`<'&">`)},
			head + `<rdf:Description ` + xmp + ` xmp:Label='&lt;&apos;&amp;"&gt;'><xmp:Label>&lt;'&amp;"&gt;</xmp:Label></rdf:Description>` + tail},
		"label taken out": {head + "<rdf:Description\n " + xmp + "\n xmp:Label='x'>\n <xmp:Label>y</xmp:Label>\n <xmp:Rating>1</xmp:Rating></rdf:Description>" + tail, Fields{Label: ptr("")},
			head + "<rdf:Description\n " + xmp + ">\n <xmp:Rating>1</xmp:Rating></rdf:Description>" + tail},
		"nothing to take out": {head + `<rdf:Description/>` + tail, Fields{Label: ptr(""), Rating: ptr(0), Pick: ptr(PickNone)}, head + `<rdf:Description/>` + tail},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Merge([]byte(c.old), c.set)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.want {
				t.Errorf("became\n%s\nwant\n%s", got, c.want)
			}
			f, err := Parse(got)
			if err != nil {
				t.Fatal(err)
			}
			if r := c.set.Rating; r != nil && *r != 0 && (f.Rating == nil || *f.Rating != *r) {
				t.Errorf("reads as %s", said(f))
			}
			if l := c.set.Label; l != nil && *l != "" && (f.Label == nil || *f.Label != *l) {
				t.Errorf("reads as %s", said(f))
			}
		})
	}
}

func TestWhatIsNotUnderstoodIsLeftAlone(t *testing.T) {
	whole := fixture(t, "lightroom.xmp")
	for name, c := range map[string]struct {
		old  string
		want error
	}{
		"UTF-32":            {"\xff\xfe\x00\x00" + whole, ErrEncoding},
		"Shift JIS":         {`<?xml version="1.0" encoding="Shift_JIS"?>` + whole, ErrEncoding},
		"half a letter":     {"\xff\xfe<", ErrBroken},
		"no ASCII":          {`<?xml version="1.0" encoding="US-ASCII"?><a>ä</a>`, ErrBroken},
		"cut":               {whole[:len(whole)*2/3], ErrBroken},
		"cut in a tag":      {whole[:strings.Index(whole, "crs:Exposure")], ErrBroken},
		"last byte missing": {strings.TrimRight(whole, "\n")[:len(whole)-2], ErrBroken},
		"binary":            {"\x01\x02\x03\x04\x05", ErrBroken},
		"a page":            {"<html><body/></html>", ErrNotXMP},
		"a text":            {"holiday", ErrNotXMP},
		"undeclared prefix": {`<rdf:RDF xmlns:rdf="` + nsRDF + `"><rdf:Description xmp:Rating="3"/></rdf:RDF>`, ErrBroken},
		"an entity":         {`<!DOCTYPE a [<!ENTITY b "3">]><rdf:RDF xmlns:rdf="` + nsRDF + `">&b;</rdf:RDF>`, ErrBroken},
		"huge":              {whole + strings.Repeat(" ", maxSize), ErrTooBig},
	} {
		t.Run(name, func(t *testing.T) {
			if f, err := Parse([]byte(c.old)); !errors.Is(err, c.want) || !f.IsZero() {
				t.Errorf("Parse: %s, %v", said(f), err)
			}
			if b, err := Merge([]byte(c.old), Fields{Rating: ptr(1)}); !errors.Is(err, c.want) || b != nil {
				t.Errorf("Merge: %d bytes, %v", len(b), err)
			}
		})
	}
	structured := `<rdf:RDF xmlns:rdf="` + nsRDF + `"><rdf:Description xmlns:xmp="` + nsXMP + `"><xmp:Rating rdf:parseType="Resource"><rdf:value>3</rdf:value></xmp:Rating></rdf:Description></rdf:RDF>`
	if b, err := Merge([]byte(structured), Fields{Rating: ptr(1)}); !errors.Is(err, ErrComplex) || b != nil {
		t.Errorf("a rating with qualifiers: %s, %v", b, err)
	}
	for _, f := range []Fields{{Rating: ptr(6)}, {Rating: ptr(-2)}, {Pick: ptr(Pick(4))}} {
		if b, err := Merge(nil, f); err == nil {
			t.Errorf("%s was written:\n%s", said(f), b)
		}
	}
}

func TestALabelOfDarktablesOwnIsReadOverruledAndCleared(t *testing.T) {
	old := fixture(t, "darktable.xmp")
	blue, err := Merge([]byte(old), Fields{Label: ptr("Blue")})
	if err != nil {
		t.Fatal(err)
	}
	const hash = `"3a1d2f0d8f7d0a4be2b7c9a4e0f4a7c3"`
	if want := strings.Replace(old, hash, hash+"\n   xmp:Label=\"Blue\"", 1); string(blue) != want {
		t.Errorf("became\n%s", blue)
	}
	if f, err := Parse(blue); err != nil || *f.Label != "Blue" {
		t.Errorf("reads as %s, %v", said(f), err)
	}
	cleared, err := Merge(blue, Fields{Label: ptr("")})
	if err != nil {
		t.Fatal(err)
	}
	a, b := strings.Index(old, "\n   <darktable:colorlabels>"), strings.Index(old, "</darktable:colorlabels>")+len("</darktable:colorlabels>")
	if want := old[:a] + old[b:]; string(cleared) != want {
		t.Errorf("cleared it became\n%s", cleared)
	}
	if f, err := Parse(cleared); err != nil || f.Label != nil || *f.Rating != -1 {
		t.Errorf("reads as %s, %v", said(f), err)
	}
}

func TestNonsenseIsNotSaid(t *testing.T) {
	for value, want := range map[string]*int{"": nil, "x": nil, "17": nil, "-2": nil, "NaN": nil, "1e300": nil,
		"3.0": ptr(3), " 5 ": ptr(5), "-1": ptr(-1), "0": ptr(0), "&#52;": ptr(4)} {
		f, err := Parse([]byte(`<rdf:RDF xmlns:rdf="` + nsRDF + `"><rdf:Description xmlns:xmp="` + nsXMP + `" xmp:Rating="` + value + `"/></rdf:RDF>`))
		if err != nil || !same(f.Rating, want) {
			t.Errorf("a rating of %q reads as %s, %v", value, said(f), err)
		}
	}
	if f, err := Parse([]byte(" \r\n\x00")); err != nil || !f.IsZero() {
		t.Errorf("an empty sidecar says %s, %v", said(f), err)
	}
}
