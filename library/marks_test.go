package library

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
)

// rated is a JPEG whose XMP says attributes.
func rated(t testing.TB, seed int, attributes string) []byte {
	t.Helper()
	j := picture(t, seed, takenBy(noon.Add(time.Duration(seed)*time.Minute)))
	body := "http://ns.adobe.com/xap/1.0/\x00" + `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" ` +
		attributes + `/></rdf:RDF></x:xmpmeta>`
	n := len(body) + 2
	head := []byte{0xff, 0xd8, 0xff, 0xe1, byte(n >> 8), byte(n)}
	return append(append(head, body...), j[2:]...)
}

// Stars set in the camera, or by a program that writes into files, are seen,
// and no sidecar is made that says nothing new.
func TestMarksInsideFilesAreSeen(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.jpg"), rated(t, 1, `xmp:Rating="3" xmp:Label="Red"`))
	write(t, filepath.Join(dir, "b.jpg"), rated(t, 2, `xmp:Rating="4"`))
	write(t, filepath.Join(dir, "b.xmp"), []byte(lightroom("1", "")))
	write(t, filepath.Join(dir, "c.jpg"), rated(t, 3, `xmp:Rating="5"`))
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db})
	if d := s.Decision(0); d.Stars != 3 || d.Label != photo.Red || !d.At.Equal(s.Photo(0).Files[0].ModTime) {
		t.Errorf("the file's own marks are %+v", d)
	}
	if d := s.Decision(1); d.Stars != 1 {
		t.Errorf("a sidecar says it better than the file: %+v", d)
	}
	check(t, s.Close())
	s = opened(t, dir, Options{Store: db})
	s.FlushSidecars()
	if got := names(t, dir, "*.xmp"); got != "b.xmp" {
		t.Errorf("nothing was decided, but there are %s", got)
	}

	// What is decided against them goes into a sidecar, no stars as well, and
	// is not overruled by the file later.
	check(t, s.Decide("", []int{0}, starred(5)))
	check(t, s.Decide("", []int{2}, starred(0)))
	check(t, s.Close())
	if d := load(t, filepath.Join(dir, "a.xmp")); d.Stars != 5 || d.Label != photo.Red {
		t.Errorf("the sidecar says %+v", d)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "c.xmp")); err != nil || !strings.Contains(string(b), `Rating="0"`) && !strings.Contains(string(b), ">0<") {
		t.Errorf("stars taken away are not told: %s %v", b, err)
	}
	s = opened(t, dir, Options{Store: db})
	if s.Decision(0).Stars != 5 || s.Decision(2).Stars != 0 {
		t.Errorf("the file won over what was decided: %+v %+v", s.Decision(0), s.Decision(2))
	}
}

// A JPEG that lost its EXIF does not hide what its RAW says.
func TestAPairSaysWhatEitherFileSays(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"A_1", "A_2"} {
		m := takenBy(noon.Add(time.Duration(i) * time.Second))
		m.ISO = 400
		write(t, filepath.Join(dir, name+".NEF"), picture(t, i, m)) // EXIF is found whatever the suffix
		write(t, filepath.Join(dir, name+".jpg"), picture(t, i+8, photo.Meta{}))
	}
	s := opened(t, dir, Options{Sidecars: off})
	if s.Len() != 2 || len(s.Bursts()) != 1 {
		t.Fatalf("%d photos in %d bursts", s.Len(), len(s.Bursts()))
	}
	p := s.Photo(1)
	if m := p.Meta; !m.Taken.Equal(noon.Add(time.Second)) || m.TakenNote != "" || m.Camera != takenBy(noon).Camera || m.ISO != 400 {
		t.Errorf("the pair says %+v", m)
	}
	if p.Files[0].Kind != photo.JPEG {
		t.Error("the JPEG is no longer the one to look at")
	}
}
