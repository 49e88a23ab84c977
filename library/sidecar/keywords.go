package sidecar

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
)

// Keywords are the words to find a photo by. nil is "not said".
type Keywords struct {
	Plain     []string // dc:subject, which all programs read
	Lightroom []string // lr:hierarchicalSubject: "place|Norway|Oslo"
	DigiKam   []string // digiKam:TagsList: "place/Norway/Oslo"
}

// IsZero tells whether there are none.
func (k Keywords) IsZero() bool { return len(k.Plain)+len(k.Lightroom)+len(k.DigiKam) == 0 }

// With returns the keywords of both, each once.
func (k Keywords) With(o Keywords) Keywords {
	return Keywords{Plain: union(k.Plain, o.Plain), Lightroom: union(k.Lightroom, o.Lightroom), DigiKam: union(k.DigiKam, o.DigiKam)}
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, word := range b {
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// list is a property whose value is a list of texts.
type list struct {
	name   name
	prefix string // the usual one
	kind   string // of list, where one is begun: Bag or Seq
	of     func(*Keywords) *[]string
}

var lists = []list{
	{name{Space: "http://purl.org/dc/elements/1.1/", Local: "subject"}, "dc", "Bag", func(k *Keywords) *[]string { return &k.Plain }},
	{name{Space: "http://ns.adobe.com/lightroom/1.0/", Local: "hierarchicalSubject"}, "lr", "Bag", func(k *Keywords) *[]string { return &k.Lightroom }},
	{name{Space: nsDigiKam, Local: "TagsList"}, "digiKam", "Seq", func(k *Keywords) *[]string { return &k.DigiKam }},
}

// most is how many keywords of one list are taken; no photo needs so many.
const most = 10000

// ParseKeywords returns the keywords of a sidecar. Errors are those of Parse.
func ParseKeywords(b []byte) (Keywords, error) {
	b, _, err := decode(b)
	if err != nil || blank(b) {
		return Keywords{}, err
	}
	if _, err := read(b); err != nil {
		return Keywords{}, err
	}
	k, _, err := keywordsIn(b)
	return k, err
}

// LoadKeywords reads the keywords of a sidecar; one that is not there has none.
func LoadKeywords(path string) (Keywords, error) {
	b, _, err := load(path)
	if err != nil {
		return Keywords{}, err
	}
	return ParseKeywords(b)
}

// MergeKeywords returns the sidecar old with the keywords of k that it lacks;
// all other bytes stay as they are. It goes with Merge. A list that is written
// in a form of its own stays as it is.
func MergeKeywords(old []byte, k Keywords) ([]byte, error) {
	src, letters, err := decode(old)
	if err != nil {
		return nil, err
	}
	if blank(src) {
		if k.IsZero() {
			return old, nil
		}
		src, letters = []byte(empty), utf8Letters
	}
	before := src
	for n := range lists {
		l := &lists[n]
		doc, err := read(src)
		if err != nil {
			return nil, err
		}
		has, places, err := keywordsIn(src)
		if err != nil {
			return nil, err
		}
		var lacks []string
		for _, word := range *l.of(&k) {
			if word = cleaned(word); word != "" && !slices.Contains(*l.of(&has), word) && !slices.Contains(lacks, word) {
				lacks = append(lacks, word)
			}
		}
		if len(lacks) > 0 && !places[n].odd {
			src = splice(src, []edit{doc.addWords(l, places[n], lacks)})
		}
	}
	if bytes.Equal(src, before) && !blank(old) {
		return old, nil
	}
	return encode(src, letters), nil
}

// place is where a list stands in a sidecar.
type place struct {
	found, odd bool   // odd: not in the form of a list
	at         int    // where its end tag begins, or the "/>" of an empty one
	closed     string // the name of an empty one
	li         string // the name of its entries as written
}

// addWords is the edit that adds words to a list, or the list.
func (doc *document) addWords(l *list, p place, words []string) edit {
	items := func(li string) string {
		var b strings.Builder
		for _, word := range words {
			b.WriteString("<" + li + ">" + escape(word, 0) + "</" + li + ">")
		}
		return b.String()
	}
	switch {
	case p.closed != "":
		return edit{span{p.at, p.at + 2}, ">" + items(p.li) + "</" + p.closed + ">"}
	case p.found:
		return edit{span{p.at, p.at}, items(p.li)}
	}
	// A prefix that is declared here and for this element alone means nothing
	// else anywhere.
	prefix := l.prefix
	whole := "<" + prefix + ":" + l.name.Local + " xmlns:" + prefix + `="` + l.name.Space + `" xmlns:rdf="` + nsRDF + `"><rdf:` + l.kind + ">" +
		items("rdf:li") + "</rdf:" + l.kind + "></" + prefix + ":" + l.name.Local + ">"
	if len(doc.descriptions) > 0 {
		o := doc.descriptions[0]
		if o.closed {
			return doc.fill(o, 0, whole)
		}
		return edit{span{o.tag.to, o.tag.to}, whole}
	}
	about := `<rdf:Description xmlns:rdf="` + nsRDF + `" rdf:about="">` + whole + `</rdf:Description>`
	if doc.hasRDF {
		return doc.fill(doc.rdf, doc.rdfEnd, about)
	}
	return doc.fill(doc.root, doc.rootEnd, `<rdf:RDF xmlns:rdf="`+nsRDF+`">`+about+`</rdf:RDF>`)
}

// keywordsIn finds the lists of keywords in a sidecar that read accepts: in an
// rdf:Description right below rdf:RDF, a list with its entries.
func keywordsIn(src []byte) (Keywords, []place, error) {
	w := wordWalker{src: src, places: make([]place, len(lists)), in: -1}
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimRight(src, "\x00 \t\r\n")))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decoded already
	for {
		from := int(d.InputOffset())
		t, err := d.Token()
		if err == io.EOF {
			return w.words, w.places, nil
		}
		if err != nil {
			return w.words, w.places, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			w.path = append(w.path, t.Name)
			w.start(t, from, int(d.InputOffset()))
		case xml.CharData:
			if w.in >= 0 && len(w.path) == w.rdf+4 {
				w.word = append(w.word, t...)
			}
		case xml.EndElement:
			w.end(from, int(d.InputOffset()))
			w.path = w.path[:len(w.path)-1]
		}
	}
}

// wordWalker follows the elements of a sidecar down to its keywords.
type wordWalker struct {
	src    []byte
	path   []name // of open elements
	rdf    int    // depth of rdf:RDF; 0 before it
	in     int    // the list that is open; -1 for none
	word   []byte
	words  Keywords
	places []place
}

func (w *wordWalker) start(t xml.StartElement, from, to int) {
	depth := len(w.path)
	switch {
	case w.rdf == 0:
		if t.Name == (name{Space: nsRDF, Local: "RDF"}) {
			w.rdf = depth
		}
	case depth == w.rdf+1:
		for _, a := range t.Attr { // dc:subject="..." is not a list
			if n := slices.IndexFunc(lists, func(l list) bool { return l.name == a.Name }); n >= 0 {
				w.places[n] = place{found: true, odd: true}
			}
		}
	case depth == w.rdf+2 && w.path[w.rdf] == name{Space: nsRDF, Local: "Description"}:
		w.in = slices.IndexFunc(lists, func(l list) bool { return l.name == t.Name })
		if w.in >= 0 && w.places[w.in].found {
			w.in = -1 // the first counts
		}
		if w.in >= 0 {
			w.places[w.in] = place{found: true, odd: true}
		}
	case depth == w.rdf+3 && w.in >= 0 && t.Name.Space == nsRDF && w.places[w.in].odd:
		tag, _ := scanTag(w.src, from, to)
		w.places[w.in].li = strings.TrimSuffix(tag, t.Name.Local) + "li"
		if w.src[to-2] == '/' {
			w.places[w.in] = place{found: true, at: to - 2, closed: tag, li: w.places[w.in].li}
		}
	case depth == w.rdf+4 && w.in >= 0:
		w.word = nil
	}
}

func (w *wordWalker) end(from, to int) {
	depth := len(w.path)
	switch {
	case w.rdf == 0:
	case depth == w.rdf:
		w.rdf = 1 << 30 // what follows is not said of the photo
	case w.in < 0:
	case depth == w.rdf+4:
		list := lists[w.in].of(&w.words)
		if word := cleaned(string(w.word)); word != "" && len(*list) < most {
			*list = append(*list, word)
		}
	case depth == w.rdf+3 && w.places[w.in].odd && w.places[w.in].li != "" && to > from:
		w.places[w.in].odd, w.places[w.in].at = false, from
	case depth == w.rdf+2:
		w.in = -1
	}
}
