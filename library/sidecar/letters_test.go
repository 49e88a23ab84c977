package sidecar

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestSidecarsKeepTheirLetters(t *testing.T) {
	text := func(encoding string) string {
		return `<?xml version="1.0" encoding="` + encoding + `"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="` + nsRDF + `"><rdf:Description xmlns:xmp="` + nsXMP + `" xmlns:o="o" o:who="M` + map[bool]string{true: "u", false: "ü"}[encoding == "US-ASCII"] + `ller" xmp:Rating="2"/></rdf:RDF></x:xmpmeta>`
	}
	for name, c := range map[string]struct {
		text string
		as   letters
	}{
		"UTF-16 little endian":          {"\ufeff" + text("UTF-16"), utf16Little},
		"UTF-16 big endian":             {"\ufeff" + text("UTF-16"), utf16Big},
		"UTF-16 without a mark":         {text("UTF-16LE"), utf16Little},
		"UTF-16 big without a mark":     {text("UTF-16BE"), utf16Big},
		"UTF-16 beyond the first plane": {"\ufeff" + strings.Replace(text("UTF-16"), "ü", "📷", 1), utf16Little},
		"Latin-1":                       {text("ISO-8859-1"), latin1},
		"Latin-1 in small letters":      {text("iso-8859-1"), latin1},
		"ASCII":                         {text("US-ASCII"), ascii},
	} {
		t.Run(name, func(t *testing.T) {
			old := encode([]byte(c.text), c.as)
			f, err := Parse(old)
			if err != nil || f.Rating == nil || *f.Rating != 2 {
				t.Fatalf("%s, %v", said(f), err)
			}
			four, label := 4, "承認"
			b, err := Merge(old, Fields{Rating: &four, Label: &label})
			if err != nil {
				t.Fatal(err)
			}
			if f, err := Parse(b); err != nil || *f.Rating != 4 || f.Label == nil || *f.Label != label {
				t.Errorf("%s, %v", said(f), err)
			}
			if got, _ := lettersOf(b); got != c.as {
				t.Errorf("it is written in %d now, was %d", got, c.as)
			}
			back, err := Merge(b, Fields{Rating: ptr(2), Label: ptr("")})
			if err != nil || !bytes.Equal(back, old) {
				t.Errorf("taken back, other bytes changed (%v):\n%q\n%q", err, old, back)
			}
		})
	}
}

// allocated is what a call takes from the heap, in bytes, in all.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestHostileSidecarsTakeMemoryInProportion(t *testing.T) {
	head := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="` + nsRDF + `"`
	repeat := func(n int, f func(k int) string) string {
		var b strings.Builder
		for k := range n {
			b.WriteString(f(k))
		}
		return b.String()
	}
	for name, make := range map[string]func(n int) string{
		"bindings and descriptions": func(n int) string {
			return head + repeat(n, func(k int) string { return fmt.Sprintf(` xmlns:a%d="u"`, k) }) + ">" + strings.Repeat("<rdf:Description/>", n) + "</rdf:RDF></x:xmpmeta>"
		},
		"taken prefixes": func(n int) string {
			return head + ` xmlns:xmp="u"` + repeat(n, func(k int) string { return fmt.Sprintf(` xmlns:xmp%d="u"`, k+2) }) + ">" + strings.Repeat("<rdf:Description/>", n) + "</rdf:RDF></x:xmpmeta>"
		},
		"comments in a value": func(n int) string {
			return head + `><rdf:Description xmlns:xmp="` + nsXMP + `"><xmp:Label>` + strings.Repeat("aaaa<!---->", n) + "</xmp:Label></rdf:Description></rdf:RDF></x:xmpmeta>"
		},
		"nested": func(n int) string {
			return head + ">" + strings.Repeat(`<a xmlns:b="c">`, n) + strings.Repeat("</a>", n) + "</rdf:RDF></x:xmpmeta>"
		},
	} {
		t.Run(name, func(t *testing.T) {
			use := func(n int) float64 {
				b := []byte(make(n))
				return float64(allocated(func() { _, _ = Merge(b, Fields{Rating: ptr(3), Label: ptr("Red")}) }))
			}
			small, large := use(1000), use(8000)
			if large > 12*small {
				t.Errorf("eight times the text takes %.1f times the memory", large/small)
			}
		})
	}
}

func TestTheSidecarsOfTheAttackAreRead(t *testing.T) {
	for _, name := range []string{"xmp-bindings-100kB-memory.xmp", "xmp-comments-880kB-quadratic.xmp.gz"} {
		f, err := os.Open(filepath.Join("..", "..", "..", "shared", "attack", name))
		if err != nil {
			t.Skip("the inputs of the attack are not here: ", err)
		}
		defer f.Close()
		var r io.Reader = f
		if strings.HasSuffix(name, ".gz") {
			if r, err = gzip.NewReader(f); err != nil {
				t.Fatal(err)
			}
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		n := allocated(func() { _, err = Parse(b) })
		if err != nil || n > 300*uint64(len(b)) {
			t.Errorf("%s of %d bytes takes %d bytes (%v)", name, len(b), n, err)
		}
		t.Logf("%s: %d bytes take %d", name, len(b), n)
	}
}
