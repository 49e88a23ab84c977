package sidecar

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The namespaces: XMP specification, parts 1 and 2, and other programs' own.
const (
	nsRDF       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsMeta      = "adobe:ns:meta/"
	nsXMP       = "http://ns.adobe.com/xap/1.0/"
	nsDigiKam   = "http://www.digikam.org/ns/1.0/"
	nsDarktable = "http://darktable.sf.net/"
	nsMicrosoft = "http://ns.microsoft.com/photo/1.0/"
	nsDM        = "http://ns.adobe.com/xmp/1.0/DynamicMedia/"
	nsTIFF      = "http://ns.adobe.com/tiff/1.0/"
	nsMechanic  = "http://ns.camerabits.com/photomechanic/1.0/"
)

// What a sidecar can be that Culler does not touch. Each is a sentence.
var (
	ErrEncoding = errors.New("this sidecar is in an encoding that Culler does not read (it reads UTF-8, UTF-16, ISO-8859-1 and US-ASCII): it was left as it is, so save it as UTF-8 with the program that wrote it")
	ErrNotXMP   = errors.New("this file is not an XMP sidecar, although its name says so: it was left as it is")
	ErrBroken   = errors.New("this sidecar is damaged or half written: it was left as it is, so open it in the program that wrote it, or move it away")
	ErrComplex  = errors.New("this sidecar writes a rating or label in a way that Culler does not know: it was left as it is")
	ErrTooBig   = errors.New("this sidecar is larger than any that photo programs write: it was left as it is")
)

// maxSize is more than any program writes: long edit histories of darktable's
// take some hundred kilobytes.
const maxSize = 32 << 20

// name is an XML name with its namespace resolved.
type name = xml.Name

// The properties that Culler knows.
var (
	ratingName = name{Space: nsXMP, Local: "Rating"}
	labelName  = name{Space: nsXMP, Local: "Label"}
	pickName   = name{Space: nsDigiKam, Local: "PickLabel"}
	colorName  = name{Space: nsDigiKam, Local: "ColorLabel"}
	listName   = name{Space: nsDarktable, Local: "colorlabels"} // a list of numbers
	// Windows writes its percentage beside the rating, in either namespace.
	percentName     = name{Space: nsMicrosoft, Local: "Rating"}
	percentOldName  = name{Space: strings.TrimSuffix(nsMicrosoft, "/"), Local: "Rating"}
	orientationName = name{Space: nsTIFF, Local: "Orientation"}
	flagName        = name{Space: nsDM, Local: "pick"}
	goodName        = name{Space: nsDM, Local: "good"}
	taggedName      = name{Space: nsMechanic, Local: "Tagged"}
	className       = name{Space: nsMechanic, Local: "ColorClass"}
	prefsName       = name{Space: nsMechanic, Local: "Prefs"} // the two above, the rating and a number
)

var knownNames = []name{ratingName, labelName, pickName, colorName, listName, percentName, percentOldName, flagName, goodName, taggedName, className, prefsName, orientationName}

func known(n name) bool { return slices.Contains(knownNames, n) }

// span is a range of bytes of the file.
type span struct{ from, to int }

// property is one place where a value is written.
type property struct {
	name    name
	value   []byte
	whole   span   // with the white space in front: what is cut to take it out
	texts   []span // the value's bytes; more than one where a comment lies between
	quote   byte   // an attribute's quotation mark; 0 for an element
	inner   int    // where an element without a text takes one
	closed  bool   // <xmp:Label/>: inner is where its "/>" begins
	tag     string // an element's name as written
	complex bool   // an element with elements inside that is not a list
}

// binding is a prefix that is known below some element.
type binding struct{ prefix, space string }

// opened is an element's start tag.
type opened struct {
	tag    span
	name   string    // as written
	closed bool      // ends with "/>"
	outer  []binding // what is bound outside of it
	binds  []binding // what it binds itself
	last   span      // its last attribute, with the white space in front; empty where it has none
}

// document is what was found in a sidecar.
type document struct {
	src          []byte
	properties   []property
	descriptions []opened
	rdf, root    opened
	rdfEnd       int // where the end tag of rdf:RDF begins
	rootEnd      int
	hasRDF       bool
}

// read finds the properties in a sidecar, in UTF-8. Only those count that are
// said of the photo itself: in an rdf:Description right below rdf:RDF.
func read(src []byte) (*document, error) {
	if len(src) > maxSize {
		return nil, ErrTooBig
	}
	doc := &document{src: src}
	// Some programs end a packet with zeros.
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimRight(src, "\x00 \t\r\n")))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decoded already
	w := walker{doc: doc}
	for {
		from := int(d.InputOffset())
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w (%w)", ErrBroken, err)
		}
		if err := w.token(t, from, int(d.InputOffset())); err != nil {
			return nil, err
		}
	}
	if w.depth == 0 && doc.root.name == "" {
		return nil, fmt.Errorf("%w (it holds no XML)", ErrNotXMP)
	}
	if !doc.hasRDF && w.rootName != (name{Space: nsMeta, Local: "xmpmeta"}) && w.rootName != (name{Space: nsMeta, Local: "xapmeta"}) {
		return nil, ErrNotXMP
	}
	return doc, nil
}

// walker follows the elements of a document.
type walker struct {
	doc      *document
	depth    int // of open elements
	rootName name
	scopes   [][]binding // what each open element down to rdf:RDF binds
	rdf      int         // depth of the first rdf:RDF; 0 before it, -1 after it
	inside   bool        // directly or deeper in a description
	blank    span        // the white space right before the next token
	open     int         // index+1 of the property whose element is open
}

func (w *walker) token(t xml.Token, from, to int) error {
	blank := w.blank
	w.blank = span{to, to}
	switch t := t.(type) {
	case xml.StartElement:
		w.depth++
		return w.start(t, from, to, blank)
	case xml.EndElement:
		w.end(from, to)
		w.depth--
	case xml.CharData:
		if len(bytes.TrimLeft(w.doc.src[from:to], " \t\r\n")) == 0 {
			w.blank = span{from, to}
		}
		if w.open > 0 {
			p := &w.doc.properties[w.open-1]
			if p.name == listName && w.depth == w.rdf+4 && len(p.value) == 0 {
				p.value = bytes.Clone(t) // the first of the list
			}
			if p.name == listName || w.depth != w.rdf+2 {
				break
			}
			p.value = append(p.value, t...)
			p.texts = append(p.texts, span{from, to})
		}
	}
	return nil
}

// usual are the prefixes that Culler may have to declare.
var usual = map[string]bool{"rdf": true, "xmp": true, "digiKam": true, "xmpDM": true, "photomechanic": true, "tiff": true}

func (w *walker) start(t xml.StartElement, from, to int, blank span) error {
	undeclared := usual[t.Name.Space] // the decoder leaves those as they are
	for _, a := range t.Attr {
		undeclared = undeclared || usual[a.Name.Space]
	}
	if undeclared {
		return fmt.Errorf("%w (a prefix is not declared at byte %d)", ErrBroken, from)
	}
	if w.open > 0 {
		if p := &w.doc.properties[w.open-1]; p.name != listName {
			p.complex = true
		}
		return nil
	}
	if w.rdf > 0 && w.depth > w.rdf+2 || w.rdf < 0 {
		return nil
	}
	tag, attrs := scanTag(w.doc.src, from, to)
	if len(attrs) != len(t.Attr) {
		return fmt.Errorf("%w (a tag at byte %d cannot be understood)", ErrBroken, from)
	}
	o := opened{tag: span{from, to}, name: tag, closed: w.doc.src[to-2] == '/'}
	if n := len(attrs); n > 0 {
		o.last = attrs[n-1].whole
	}
	var binds []binding
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" {
			binds = append(binds, binding{a.Name.Local, a.Value})
		}
	}
	if w.depth == 1 {
		w.doc.root, w.rootName = o, t.Name
	}
	switch {
	case w.rdf == 0:
		w.scopes = append(w.scopes, binds)
		if t.Name == (name{Space: nsRDF, Local: "RDF"}) {
			w.rdf, w.doc.hasRDF = w.depth, true
			for _, s := range w.scopes {
				o.outer = append(o.outer, s...)
			}
			w.doc.rdf = o
		}
	case w.depth == w.rdf+1:
		if w.inside = t.Name == (name{Space: nsRDF, Local: "Description"}); !w.inside {
			return nil
		}
		o.outer, o.binds = w.doc.rdf.outer, binds // shared by all
		w.doc.descriptions = append(w.doc.descriptions, o)
		for k, a := range t.Attr {
			if known(a.Name) {
				w.doc.properties = append(w.doc.properties, property{name: a.Name, value: []byte(a.Value),
					whole: attrs[k].whole, texts: []span{attrs[k].value}, quote: w.doc.src[attrs[k].value.to]})
			}
		}
	case w.depth == w.rdf+2 && w.inside && known(t.Name):
		p := property{name: t.Name, whole: span{blank.from, to}, inner: to, tag: tag, closed: o.closed}
		for _, a := range t.Attr { // "Resource", a structure, or a link elsewhere
			p.complex = p.complex || a.Name.Space == nsRDF
		}
		if o.closed {
			p.inner = to - 2
		}
		w.doc.properties = append(w.doc.properties, p)
		w.open = len(w.doc.properties)
	}
	return nil
}

func (w *walker) end(from, to int) {
	switch {
	case w.depth == w.rdf:
		w.rdf, w.doc.rdfEnd = -1, from
	case w.rdf == 0:
		w.scopes = w.scopes[:len(w.scopes)-1]
	case w.open > 0 && w.depth == w.rdf+2:
		w.doc.properties[w.open-1].whole.to = to
		w.open = 0
	}
	if w.depth == 1 {
		w.doc.rootEnd = from
	}
}

// attribute is where a start tag has an attribute.
type attribute struct {
	whole span // with the white space in front
	value span // between the quotation marks
}

// scanTag finds the attributes of a start tag that the XML decoder accepted.
func scanTag(src []byte, from, to int) (tag string, attrs []attribute) {
	at := from + 1
	skip := func(set string, while bool) {
		for at < to && (strings.IndexByte(set, src[at]) >= 0) == while {
			at++
		}
	}
	const blanks = " \t\r\n"
	skip(blanks+"/>", false)
	tag = string(src[from+1 : at])
	for {
		start := at
		skip(blanks, true)
		if at >= to || src[at] == '/' || src[at] == '>' {
			return tag, attrs
		}
		var a attribute
		skip(blanks+"=", false)
		skip(blanks+"=", true)
		if at >= to || src[at] != '"' && src[at] != '\'' {
			return tag, nil
		}
		quote := string(src[at])
		at++
		a.value.from = at
		skip(quote, false)
		a.value.to = at
		if at >= to {
			return tag, nil
		}
		at++
		a.whole = span{start, at}
		attrs = append(attrs, a)
	}
}
