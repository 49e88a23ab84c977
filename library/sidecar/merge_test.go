package sidecar

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

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
	{"lightroom.xmp", Fields{Rating: ptr(2), Label: ptr("Rot")}, photo.Decision{Stars: 2, Label: photo.Red}, [][2]string{
		{`xmp:Rating="2"`, `xmp:Rating="5"`},
		{`xmp:Label="Rot"`, `xmp:Label="Green"`},
		{"\n   crs:HasSettings=\"True\"", "\n   crs:HasSettings=\"True\"\n   xmlns:digiKam=\"http://www.digikam.org/ns/1.0/\"\n   digiKam:PickLabel=\"3\""},
	}},
	{"darktable.xmp", Fields{Rating: ptr(-1)}, photo.Decision{Flag: photo.Rejected}, [][2]string{
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
				got, err := Merge([]byte(old), For(kept, f))
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
				if f, err = Parse(got); err != nil || f.Decision() != kept || !For(kept, f).IsZero() {
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
				d := photo.Decision{Flag: flag, Stars: stars, Label: label}
				b, err := Merge(nil, For(d, Fields{}))
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
				cleared, err := Merge(b, For(photo.Decision{}, f))
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
	utf16 := func(s string) string {
		out := "\xff\xfe"
		for _, r := range s {
			out += string([]byte{byte(r), byte(r >> 8)})
		}
		return out
	}
	whole := fixture(t, "lightroom.xmp")
	for name, c := range map[string]struct {
		old  string
		want error
	}{
		"UTF-16":             {utf16(whole), ErrUTF16},
		"UTF-16 without BOM": {utf16(whole)[2:], ErrUTF16},
		"Latin-1":            {`<?xml version="1.0" encoding="ISO-8859-1"?>` + whole, ErrUTF16},
		"cut":                {whole[:len(whole)*2/3], ErrBroken},
		"cut in a tag":       {whole[:strings.Index(whole, "crs:Exposure")], ErrBroken},
		"last byte missing":  {strings.TrimRight(whole, "\n")[:len(whole)-2], ErrBroken},
		"binary":             {"\x01\x02\x03\x04\x05", ErrBroken},
		"a page":             {"<html><body/></html>", ErrNotXMP},
		"a text":             {"holiday", ErrNotXMP},
		"undeclared prefix":  {`<rdf:RDF xmlns:rdf="` + nsRDF + `"><rdf:Description xmp:Rating="3"/></rdf:RDF>`, ErrBroken},
		"an entity":          {`<!DOCTYPE a [<!ENTITY b "3">]><rdf:RDF xmlns:rdf="` + nsRDF + `">&b;</rdf:RDF>`, ErrBroken},
		"huge":               {whole + strings.Repeat(" ", maxSize), ErrTooBig},
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

func TestExiftoolAndExiv2ReadTheDecisionsBack(t *testing.T) {
	dir := t.TempDir()
	want := map[string]Fields{}
	olds := map[string]string{"new.xmp": ""}
	for _, c := range sidecars {
		olds[c.file] = fixture(t, c.file)
	}
	for file, old := range olds {
		for k, d := range []photo.Decision{kept, {Flag: photo.Rejected, Label: photo.Purple}, {Stars: 1}, {Flag: photo.Picked}} {
			f, err := Parse([]byte(old))
			if err != nil {
				t.Fatal(err)
			}
			b, err := Merge([]byte(old), For(d, f))
			if err != nil {
				t.Fatal(err)
			}
			name := fmt.Sprintf("%d-%s", k, file)
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
			w := Fields{Rating: ptr(d.Stars), Label: f.Label,
				Pick: ptr([...]Pick{photo.Unflagged: PickNone, photo.Picked: PickAccepted, photo.Rejected: PickRejected}[d.Flag])}
			if d.Flag == photo.Rejected {
				w.Rating = ptr(-1)
			}
			if f.Decision().Label != d.Label {
				w.Label = nil
				if d.Label != photo.NoLabel {
					w.Label = ptr(d.Label.String())
				}
			}
			want[name] = w
		}
	}
	check := func(t *testing.T, name string, got Fields) {
		w := want[name]
		said := func(n *int) int {
			if n == nil {
				return 0
			}
			return *n
		}
		if said(got.Rating) != said(w.Rating) || !same(got.Label, w.Label) ||
			said((*int)(got.Pick)) != said((*int)(w.Pick)) && !(said((*int)(got.Pick)) == 2 && said((*int)(w.Pick)) == 0) {
			t.Errorf("%s reads as %+v, want %+v", name, got, w)
		}
	}
	t.Run("exiftool", func(t *testing.T) {
		program, err := exec.LookPath("exiftool")
		if err != nil {
			t.Skip("exiftool is not installed")
		}
		out, err := exec.Command(program, "-j", "-n", "-XMP-xmp:Rating", "-XMP-xmp:Label", "-XMP-digiKam:PickLabel", dir).Output()
		if err != nil {
			t.Fatal(err)
		}
		var read []struct {
			SourceFile string
			Rating     *int
			Label      *string
			PickLabel  *Pick
		}
		if err := json.Unmarshal(out, &read); err != nil {
			t.Fatal(err)
		}
		if len(read) != len(want) {
			t.Errorf("%d sidecars were read, want %d", len(read), len(want))
		}
		for _, r := range read {
			check(t, filepath.Base(r.SourceFile), Fields{r.Rating, r.Label, r.PickLabel})
		}
	})
	t.Run("exiv2", func(t *testing.T) {
		program, err := exec.LookPath("exiv2")
		if err != nil {
			t.Skip("exiv2 is not installed")
		}
		for name := range want {
			if strings.HasSuffix(name, "pantry.xmp") {
				continue // exiv2 cannot read even the one that Culler did not touch
			}
			out, err := exec.Command(program, "-q", "-K", "Xmp.xmp.Rating", "-K", "Xmp.xmp.Label", "-K", "Xmp.digiKam.PickLabel", "-Pkv",
				filepath.Join(dir, name)).Output()
			if err != nil && len(out) > 0 {
				t.Errorf("%s: %v: %s", name, err, out)
			}
			var got Fields
			for _, line := range strings.Split(string(out), "\n") {
				key, value, _ := strings.Cut(line, " ")
				value = strings.TrimSpace(value)
				n, _ := strconv.Atoi(value)
				switch key {
				case "Xmp.xmp.Rating":
					got.Rating = &n
				case "Xmp.xmp.Label":
					got.Label = &value
				case "Xmp.digiKam.PickLabel":
					got.Pick = ptr(Pick(n))
				}
			}
			check(t, name, got)
		}
	})
}

// rest is everything in a sidecar but the values that Culler writes and the
// prefixes that it declares for them.
func rest(t *testing.T, b []byte) string {
	t.Helper()
	var out strings.Builder
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimRight(b, "\x00 \t\r\n")))
	depth, skip := 0, 0
	for {
		tok, err := d.Token()
		if err != nil {
			return out.String()
		}
		switch x := tok.(type) {
		case xml.StartElement:
			depth++
			if skip == 0 && known(x.Name) {
				skip = depth
			}
			if skip > 0 {
				continue
			}
			fmt.Fprintf(&out, "<%v", x.Name)
			for _, a := range x.Attr {
				ours := a.Name.Space == "xmlns" && (a.Value == nsXMP || a.Value == nsDigiKam || a.Value == nsRDF)
				if !known(a.Name) && !ours {
					fmt.Fprintf(&out, " %v=%q", a.Name, a.Value)
				}
			}
			out.WriteString(">")
		case xml.EndElement:
			if skip == 0 {
				out.WriteString("</>")
			} else if skip == depth {
				skip = 0
			}
			depth--
		case xml.CharData:
			if skip == 0 {
				out.WriteString(strings.TrimSpace(string(x)))
			}
		case xml.Comment:
			fmt.Fprintf(&out, "<!--%s-->", x)
		case xml.ProcInst:
			fmt.Fprintf(&out, "<?%s %s?>", x.Target, x.Inst)
		case xml.Directive:
			fmt.Fprintf(&out, "<!%s>", x)
		}
	}
}

func seed(f *testing.F, add func(b []byte)) {
	for _, c := range sidecars {
		add([]byte(fixture(f, c.file)))
	}
	add([]byte(empty))
	add([]byte(`<RDF xmlns="` + nsRDF + `"><Description><Rating xmlns="` + nsXMP + `"><![CDATA[1]]><!--x-->2</Rating></Description></RDF>`))
	add(nil)
}

func FuzzParse(f *testing.F) {
	seed(f, func(b []byte) { f.Add(b) })
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := Parse(b)
		if err != nil && !x.IsZero() {
			t.Errorf("%s and %v", said(x), err)
		}
		if x.Rating != nil && (*x.Rating < -1 || *x.Rating > 5) || x.Pick != nil && (*x.Pick < 0 || *x.Pick > 3) {
			t.Errorf("said %s", said(x))
		}
		if !For(x.Decision(), x).IsZero() && !(x.Rating != nil && *x.Rating >= 0 && x.Decision().Flag == photo.Rejected) &&
			!(x.Rating != nil && *x.Rating < 0) {
			t.Errorf("what it says would have to be written: %s", said(For(x.Decision(), x)))
		}
	})
}

func FuzzMerge(f *testing.F) {
	seed(f, func(b []byte) { f.Add(b, int8(3), "Grün <&>", int8(1)) })
	seed(f, func(b []byte) { f.Add(b, int8(-1), "", int8(0)) })
	f.Fuzz(func(t *testing.T, b []byte, rating int8, label string, pick int8) {
		was, err := Parse(b)
		set := Fields{}
		if rating >= -1 && rating <= 5 {
			set.Rating = ptr(int(rating))
		}
		if utf8.ValidString(label) {
			set.Label = &label
		}
		if pick >= 0 && pick <= 3 {
			set.Pick = ptr(Pick(pick))
		}
		got, mergeErr := Merge(b, set)
		if err != nil {
			if !set.IsZero() && (got != nil || mergeErr == nil) {
				t.Errorf("it cannot be read (%v), but became %q", err, got)
			}
			return
		}
		if mergeErr != nil {
			if !errors.Is(mergeErr, ErrComplex) {
				t.Errorf("Merge said %v", mergeErr)
			}
			return
		}
		is, err := Parse(got)
		if err != nil {
			t.Fatalf("%q became %q, which cannot be read: %v", b, got, err)
		}
		want := was
		if set.Rating != nil && (was.Rating != nil || *set.Rating != 0) {
			want.Rating = set.Rating
		}
		if set.Pick != nil && (was.Pick != nil || *set.Pick != PickNone) {
			want.Pick = set.Pick
		}
		if set.Label != nil {
			l := cleaned(label)
			want.Label = &l
			if l == "" {
				want.Label = nil
			}
		}
		if set.Rating != nil && *set.Rating == 0 && is.Rating != nil && *is.Rating == 0 {
			want.Rating = is.Rating // it said nonsense before
		}
		if set.Pick != nil && *set.Pick == 0 && is.Pick != nil && *is.Pick == 0 {
			want.Pick = is.Pick
		}
		if !is.Equal(want) {
			t.Errorf("says %s, want %s\n%q\n%q", said(is), said(want), b, got)
		}
		if !blank(b) && !strings.Contains(string(b), "Label") && !strings.Contains(string(b), "Rating") &&
			bytes.Contains(b, []byte("Description")) {
			old, now := rest(t, b), rest(t, got)
			if old != now && len(got) > 0 {
				d, _ := read(b)
				if len(d.descriptions) > 0 {
					t.Errorf("something else changed:\n%s\n%s", old, now)
				}
			}
		}
		again, err := Merge(got, set)
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("merged again it changed: %q, %q, %v", got, again, err)
		}
	})
}
