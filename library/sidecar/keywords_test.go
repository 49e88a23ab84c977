package sidecar

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestKeywordsAreAddedAndNothingElseChanges(t *testing.T) {
	about := func(s string) string {
		return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="` + nsRDF + `" xmlns:dc="http://purl.org/dc/elements/1.1/">` + s + `</rdf:RDF></x:xmpmeta>`
	}
	for name, c := range map[string]struct {
		old, plain string // plain: the words there are afterwards
		gone       string // the bytes that are there no more
	}{
		"nothing":           {"", "new", ""},
		"no description":    {about(""), "new", ""},
		"an empty one":      {about(`<rdf:Description rdf:about=""/>`), "new", "/"},
		"no list":           {about(`<rdf:Description rdf:about="" o:a="1" xmlns:o="o"><o:b>x</o:b></rdf:Description>`), "new", ""},
		"a bag":             {about(`<rdf:Description><dc:subject><rdf:Bag><rdf:li>old &amp; gold</rdf:li></rdf:Bag></dc:subject></rdf:Description>`), "old & gold,new", ""},
		"a list of its own": {about(`<rdf:Description><s:subject xmlns:s="http://purl.org/dc/elements/1.1/"><r:Seq xmlns:r="` + nsRDF + `"><r:li>old</r:li></r:Seq></s:subject></rdf:Description>`), "old,new", ""},
		"an empty list":     {about(`<rdf:Description><dc:subject><rdf:Bag></rdf:Bag></dc:subject></rdf:Description>`), "new", ""},
		"a closed list":     {about(`<rdf:Description><dc:subject><rdf:Bag/></dc:subject></rdf:Description>`), "new", "/"},
		"there already":     {about(`<rdf:Description><dc:subject><rdf:Bag><rdf:li>new</rdf:li></rdf:Bag></dc:subject></rdf:Description>`), "new", ""},
		"of another thing":  {about(`<rdf:Description><o:o xmlns:o="o"><rdf:Description><dc:subject><rdf:Bag><rdf:li>a</rdf:li></rdf:Bag></dc:subject></rdf:Description></o:o></rdf:Description>`), "new", ""},
		"no list at all":    {about(`<rdf:Description dc:subject="odd"/>`), "", ""},
		"a bare text":       {about(`<rdf:Description><dc:subject>odd</dc:subject></rdf:Description>`), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := MergeKeywords([]byte(c.old), Keywords{Plain: []string{" new ", "new", ""}})
			if err != nil {
				t.Fatal(err)
			}
			k, err := ParseKeywords(got)
			if err != nil || strings.Join(k.Plain, ",") != c.plain {
				t.Errorf("the words are %q (%v), want %s, in %s", k.Plain, err, c.plain, got)
			}
			// What was there is what is left once the new bytes are taken out.
			from, to := 0, 0
			for from < len(c.old) && from < len(got) && c.old[from] == got[from] {
				from++
			}
			for to < len(c.old)-from && to < len(got)-from && c.old[len(c.old)-1-to] == got[len(got)-1-to] {
				to++
			}
			if gone := c.old[from : len(c.old)-to]; gone != c.gone {
				t.Errorf("%q is there no more", gone)
			}
			again, err := MergeKeywords(got, Keywords{Plain: []string{"new"}})
			if err != nil || c.plain != "" && !bytes.Equal(again, got) {
				t.Errorf("saying it again changes it (%v)", err)
			}
		})
	}
}

func TestEveryProgramsKeywordsAreKept(t *testing.T) {
	k := Keywords{Plain: []string{"Oslo"}, Lightroom: []string{"place|Oslo"}, DigiKam: []string{"place/Oslo"}}
	b, err := MergeKeywords([]byte(fixture(t, "digikam.xmp")), k)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseKeywords(b)
	if err != nil || !slices.Equal(got.Plain, k.Plain) || !slices.Equal(got.Lightroom, k.Lightroom) || !slices.Equal(got.DigiKam, []string{"Orte/Köln", "place/Oslo"}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzKeywords(f *testing.F) {
	seed(f, func(b []byte) { f.Add(b, "new <&>") })
	f.Fuzz(func(t *testing.T, b []byte, word string) {
		was, err := ParseKeywords(b)
		got, mergeErr := MergeKeywords(b, Keywords{Plain: []string{word}})
		if err != nil || mergeErr != nil {
			if got != nil && mergeErr != nil {
				t.Error("an error and a sidecar")
			}
			return
		}
		is, err := ParseKeywords(got)
		if err != nil {
			t.Fatalf("it cannot be read any more: %v: %q", err, got)
		}
		if len(is.Plain) < len(was.Plain) || len(is.Plain) > len(was.Plain)+1 || !slices.Equal(is.DigiKam, was.DigiKam) {
			t.Errorf("%q became %q", was, is)
		}
		before, err1 := Parse(b)
		after, err2 := Parse(got)
		if err1 != nil || err2 != nil || !before.Equal(after) {
			t.Errorf("%s became %s (%v, %v)", said(before), said(after), err1, err2)
		}
	})
}
