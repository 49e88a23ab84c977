package ui

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"culler/library/photo"
	"culler/ui/uitest"
	"culler/ui/workspace/snapshot"
)

func TestTheDetailsListKeywordsAndTheSizeAsTurned(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	xmp := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>Oslo</rdf:li><rdf:li>harbour</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`
	path := s.ws.Now().Photo(4).Files[0].Path
	if err := os.WriteFile(path[:len(path)-len(filepath.Ext(path))]+".xmp", []byte(xmp), 0o600); err != nil {
		t.Fatal(err)
	}
	s.ws.Select(4)
	s.press("Ctrl+I")
	says := func(name, value string) bool {
		return slices.Contains(s.details.shown, snapshot.Detail{Name: name, Value: value})
	}
	s.app.Wait(t, "the keywords are there", func() bool { return says("Keywords", "Oslo, harbour") })
	w, h := s.ws.Now().Photo(4).Shape()
	s.press("Ctrl+]")
	if tw, th := s.ws.Now().Photo(4).Shape(); tw != h || th != w {
		t.Errorf("turned, %d x %d is %d x %d", w, h, tw, th)
	}
	s.press("Right")
	s.app.Wait(t, "another photo has none", func() bool {
		return !slices.ContainsFunc(s.details.shown, func(d snapshot.Detail) bool { return d.Name == "Keywords" })
	})
}

func TestTheFilterBarSaysWhatHides(t *testing.T) {
	for _, c := range []struct {
		filter     snapshot.Filter
		hides, has string
	}{
		{snapshot.Filter{Text: "a"}, "7 hidden by the search: show all", "More"},
		{snapshot.Filter{Text: "a", Picked: true}, "7 hidden: show all", "More"},
		{snapshot.Filter{Labels: []photo.Label{photo.Red}}, "7 hidden: show all", "More"},
		{snapshot.Filter{Fault: "blown"}, "7 hidden: show all", "Blown"},
		{snapshot.Filter{Lens: "50 mm", Hour: "12"}, "7 hidden: show all", "2 more"},
	} {
		if hides, has := hiddenWords(7, c.filter), moreWords(c.filter); hides != c.hides || has != c.has {
			t.Errorf("%+v: %q, %q; want %q, %q", c.filter, hides, has, c.hides, c.has)
		}
	}
}
