package sidecar

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"culler/library/photo"
)

// empty is the sidecar that a new one starts from.
const empty = `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Culler">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""/>
 </rdf:RDF>
</x:xmpmeta>
`

// Merge returns the sidecar old with other values: the fields of f that are
// not nil. All other bytes stay as they are. What is said already is not
// written again, so if nothing changes the result equals old. Where old is nil
// or white space, a new sidecar is made; where it cannot be understood, the
// error is a sentence and nothing is returned.
func Merge(old []byte, f Fields) ([]byte, error) {
	if f.Rating != nil && (*f.Rating < -1 || *f.Rating > 5) {
		return nil, fmt.Errorf("a rating of %d: only -1 to 5 can be written", *f.Rating)
	}
	if f.Flag != nil && (*f.Flag < -1 || *f.Flag > 1) || f.Good != nil && (*f.Good < -1 || *f.Good > 1) {
		return nil, errors.New("a flag can be -1, 0 or 1 only")
	}
	if f.Pick != nil && (*f.Pick < PickNone || *f.Pick > PickAccepted) {
		return nil, fmt.Errorf("a pick label of %d: only 0 to 3 can be written", *f.Pick)
	}
	if f.Orientation != nil && *f.Orientation != 0 && !photo.ValidOrientation(*f.Orientation) {
		return nil, fmt.Errorf("an orientation of %d: only 1 to 8 can be written", *f.Orientation)
	}
	src, letters, err := decode(old)
	if err != nil {
		return nil, err
	}
	if blank(src) {
		if !slices.ContainsFunc(settings(f), func(s setting) bool { return s.says && !s.onlyInStep }) {
			return old, nil
		}
		src, letters = []byte(empty), utf8Letters
	}
	before := src
	// One value after the other, because each moves the others.
	for _, set := range settings(f) {
		doc, err := read(src)
		if err != nil {
			return nil, err
		}
		if set.name == prefsName {
			set.value = f.inStep(doc.value(prefsName))
		}
		if src, err = doc.set(set); err != nil {
			return nil, err
		}
	}
	if bytes.Equal(src, before) && !blank(old) {
		return old, nil
	}
	return encode(src, letters), nil
}

// setting is one value to be written.
type setting struct {
	name       name
	prefix     string // the usual one
	value      string
	says       bool // whether it is worth adding where it is absent
	remove     bool
	onlyInStep bool // written only where the property is there already
}

func settings(f Fields) []setting {
	var all []setting
	if f.Rating != nil {
		all = append(all, setting{name: ratingName, prefix: "xmp", value: strconv.Itoa(*f.Rating), says: *f.Rating != 0 || f.Against})
		percent := strconv.Itoa(Percent(*f.Rating))
		all = append(all, setting{name: percentName, value: percent, onlyInStep: true}, setting{name: percentOldName, value: percent, onlyInStep: true})
	}
	if f.Label != nil {
		label := cleaned(*f.Label)
		all = append(all, setting{name: labelName, prefix: "xmp", value: label, says: label != "", remove: label == ""})
		all = append(all, setting{name: colorName, value: strconv.Itoa(colorLabel(label)), onlyInStep: true})
		if label == "" {
			all = append(all, setting{name: listName, remove: true, onlyInStep: true})
		}
		if n, ok := classOf(label); ok {
			all = append(all, setting{name: className, value: strconv.Itoa(n), onlyInStep: true})
		}
	}
	if f.Pick != nil {
		all = append(all, setting{name: pickName, prefix: "digiKam", value: strconv.Itoa(int(*f.Pick)), says: *f.Pick != PickNone})
	}
	if f.Flag != nil {
		all = append(all, setting{name: flagName, prefix: "xmpDM", value: strconv.Itoa(*f.Flag), says: *f.Flag != 0})
	}
	if f.Good != nil {
		all = append(all, setting{name: goodName, prefix: "xmpDM", value: boolean(*f.Good > 0), says: *f.Good != 0, remove: *f.Good == 0})
	}
	if f.Tagged != nil {
		all = append(all, setting{name: taggedName, prefix: "photomechanic", value: boolean(*f.Tagged), says: *f.Tagged})
	}
	if f.Orientation != nil {
		n := *f.Orientation
		all = append(all, setting{name: orientationName, prefix: "tiff", value: strconv.Itoa(n), says: n != 0, remove: n == 0})
	}
	if f.Rating != nil || f.Label != nil || f.Tagged != nil {
		all = append(all, setting{name: prefsName, onlyInStep: true})
	}
	return all
}

func boolean(yes bool) string {
	if yes {
		return "True"
	}
	return "False"
}

// Percent is a rating on the scale of Windows: one to five stars are 1, 25, 50,
// 75 and 99.
func Percent(rating int) int { return [...]int{0, 1, 25, 50, 75, 99}[max(0, min(rating, 5))] }

// cleaned is a text without what XML cannot hold, and without white space at
// its ends, which Parse would not return.
func cleaned(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < 0x20, r == 0xfffe, r == 0xffff, r == 0xfffd, r >= 0xd800 && r < 0xe000:
			return -1
		}
		return r
	}, s))
}

// value is what the document says first of a property, "" if nothing.
func (doc *document) value(n name) string {
	for _, p := range doc.properties {
		if p.name == n && !p.complex {
			return strings.TrimSpace(string(p.value))
		}
	}
	return ""
}

// edit replaces a span.
type edit struct {
	span
	with string
}

func (doc *document) set(s setting) ([]byte, error) {
	var edits []edit
	found := false
	for _, p := range doc.properties {
		if p.name != s.name {
			continue
		}
		if p.complex && s.onlyInStep {
			continue
		}
		if p.complex {
			return nil, ErrComplex
		}
		found = true
		switch {
		case s.remove:
			edits = append(edits, edit{p.whole, ""})
		case strings.TrimSpace(string(p.value)) == s.value:
		case p.closed:
			edits = append(edits, edit{span{p.inner, p.inner + 2}, ">" + escape(s.value, 0) + "</" + p.tag + ">"})
		case len(p.texts) == 0:
			edits = append(edits, edit{span{p.inner, p.inner}, escape(s.value, 0)})
		default:
			edits = append(edits, edit{p.texts[0], escape(s.value, p.quote)})
			for _, rest := range p.texts[1:] {
				edits = append(edits, edit{rest, ""})
			}
		}
	}
	if !found && s.says && !s.onlyInStep {
		edits = append(edits, doc.add(s))
	}
	return splice(doc.src, edits), nil
}

// add is the edit that adds a property that is absent.
func (doc *document) add(s setting) edit {
	switch {
	case len(doc.descriptions) > 0:
		// Best where the namespace is at home.
		outside := effective(doc.rdf.outer)
		var candidates []string
		for _, b := range slices.Backward(doc.rdf.outer) {
			if b.space == s.name.Space && outside[b.prefix] == s.name.Space {
				candidates = append(candidates, b.prefix)
			}
		}
		for _, o := range doc.descriptions {
			if prefix, ok := o.prefixOf(s.name.Space, candidates); ok {
				return doc.addTo(o, prefix+":"+s.name.Local+`="`+escape(s.value, '"')+`"`, "")
			}
		}
		o := doc.descriptions[0]
		prefix := free(effective(o.outer, o.binds), s.prefix)
		return doc.addTo(o, prefix+":"+s.name.Local+`="`+escape(s.value, '"')+`"`, "xmlns:"+prefix+`="`+s.name.Space+`"`)
	case doc.hasRDF:
		return doc.fill(doc.rdf, doc.rdfEnd, description(doc.rdf, s))
	}
	rdf := `<rdf:RDF xmlns:rdf="` + nsRDF + `">` + description(opened{outer: []binding{{"rdf", nsRDF}}}, s) + `</rdf:RDF>`
	return doc.fill(doc.root, doc.rootEnd, rdf)
}

// addTo adds an attribute, and one that binds its prefix, at the end of a start
// tag, after the same white space as the attribute before it.
func (doc *document) addTo(o opened, attr, bind string) edit {
	gap, at := " ", o.tag.from+1+len(o.name)
	if last := o.last; last.to > 0 {
		at = last.to
		for k := last.from; k < last.to; k++ {
			if strings.IndexByte(" \t\r\n", doc.src[k]) < 0 {
				if k > last.from {
					gap = string(doc.src[last.from:k])
				}
				break
			}
		}
	}
	text := gap + attr
	if bind != "" {
		text = gap + bind + text
	}
	return edit{span{at, at}, text}
}

// fill puts something at the end of an element.
func (doc *document) fill(o opened, end int, content string) edit {
	if o.closed {
		return edit{span{o.tag.to - 2, o.tag.to}, ">" + content + "</" + o.name + ">"}
	}
	return edit{span{end, end}, content}
}

// description is a whole rdf:Description with one property, inside of rdf.
func description(rdf opened, s setting) string {
	r, bind := "", ""
	scope := effective(rdf.outer)
	for _, b := range rdf.outer {
		if b.space == nsRDF && scope[b.prefix] == nsRDF {
			r = b.prefix
		}
	}
	if r == "" {
		r = free(scope, "rdf")
		bind = " xmlns:" + r + `="` + nsRDF + `"`
	}
	scope[r] = nsRDF
	prefix := free(scope, s.prefix)
	return fmt.Sprintf(`<%s:Description%s %s:about="" xmlns:%s="%s" %s:%s="%s"/>`,
		r, bind, r, prefix, s.name.Space, prefix, s.name.Local, escape(s.value, '"'))
}

// effective is what each prefix means: the last binding counts.
func effective(scopes ...[]binding) map[string]string {
	means := make(map[string]string)
	for _, scope := range scopes {
		for _, b := range scope {
			means[b.prefix] = b.space
		}
	}
	return means
}

// prefixOf is a prefix that means a namespace inside of an element: one that it
// binds itself, or one of those that mean it outside.
func (o opened) prefixOf(space string, outside []string) (string, bool) {
	own := effective(o.binds)
	for _, b := range slices.Backward(o.binds) {
		if b.space == space && own[b.prefix] == space {
			return b.prefix, true
		}
	}
	for _, prefix := range outside {
		if _, bound := own[prefix]; !bound {
			return prefix, true
		}
	}
	return "", false
}

// free is a prefix like the wanted one that means nothing yet.
func free(means map[string]string, wanted string) string {
	prefix := wanted
	for n := 2; means[prefix] != ""; n++ {
		prefix = wanted + strconv.Itoa(n)
	}
	return prefix
}

// escape writes a value for XML: between quotation marks of that kind, or, if
// quote is 0, between tags.
func escape(s string, quote byte) string {
	r := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	switch quote {
	case '"':
		r = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
	case '\'':
		r = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "'", "&apos;")
	}
	return r.Replace(s)
}

// splice makes edits that do not overlap.
func splice(src []byte, edits []edit) []byte {
	if len(edits) == 0 {
		return src
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(out, src[at:e.from]...)
		out = append(out, e.with...)
		at = e.to
	}
	return append(out, src[at:]...)
}
