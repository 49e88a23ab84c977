package exif

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"culler/library/photo"
	"culler/library/sidecar"
)

// Extras are what a file says of its photo besides the Meta.
type Extras struct {
	// Keywords are the words to find it by: dc:subject of XMP and data
	// set 2:25 of IPTC-IIM, each once. What is no UTF-8 there is left out.
	Keywords []string
	Place    *Place // where it was taken; nil where that is not said
}

// Place is a place on the earth in degrees, north and east positive.
type Place struct{ Latitude, Longitude float64 }

func (p Place) String() string {
	side := func(v float64, plus, minus string) string {
		if v < 0 {
			v, plus = -v, minus
		}
		return fmt.Sprintf("%.5f° %s", v, plus)
	}
	return side(p.Latitude, "N", "S") + ", " + side(p.Longitude, "E", "W")
}

// ReadExtras reads the Extras of a file; what cannot be read there is not said.
func ReadExtras(path string, kind photo.Kind) (e Extras, err error) {
	defer func() {
		if r := recover(); r != nil { // the blocks cost too much
			err = fmt.Errorf("read the keywords and the place of %s: %v", path, r)
		}
	}()
	file, err := os.Open(path)
	if err != nil {
		return e, fmt.Errorf("read the keywords and the place of %s: %w", path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return e, fmt.Errorf("read the keywords and the place of %s: %w", path, err)
	}
	f, _, _ := find(file, info.Size(), kind) // what cannot be read says nothing
	add := func(word string) {
		if word = strings.TrimSpace(strings.Trim(word, "\x00")); word != "" && !slices.Contains(e.Keywords, word) {
			e.Keywords = append(e.Keywords, word)
		}
	}
	for _, b := range append(f.packets(f.xmp), f.xmpTexts...) {
		if k, err := sidecar.ParseKeywords(b); err == nil {
			for _, word := range k.Plain {
				add(word)
			}
		}
	}
	for _, b := range append(f.packets(f.iptc), f.iptcTexts...) {
		iptc(b, func(set byte, value string) {
			if set == 25 && strings.ToValidUTF8(value, "") == value && len(e.Keywords) < mostWords {
				add(value)
			}
		})
	}
	e.Place = f.place()
	return e, nil
}

// gps is where a directory about the place is: Exif 3.0, 4.6.6.
type gps struct {
	part  part
	order binary.ByteOrder
	at    int64
}

const (
	latitudeRef, latitude   = 1, 2
	longitudeRef, longitude = 3, 4
)

var wantedGPS = []uint16{latitudeRef, latitude, longitudeRef, longitude}

// place reads where the photo was taken; nil where that is not said, or nonsense.
func (f *found) place() *Place {
	if f.gps == nil {
		return nil
	}
	g := found{r: f.r, guard: f.guard, tags: make(tags), onlyGPS: true}
	_, _ = g.directory(f.gps.part, f.gps.order, f.gps.at) // what cannot be read is not said
	degrees := func(tag, ref uint16, minus string) float64 {
		all, _ := g.tags[tag].([]float64)
		if len(all) == 0 {
			return math.NaN()
		}
		v := 0.0
		for k, part := range all[:min(len(all), 3)] { // degrees, minutes, seconds
			v += part / math.Pow(60, float64(k))
		}
		if strings.EqualFold(g.tags.text(ref), minus) {
			v = -v
		}
		return v
	}
	p := Place{degrees(latitude, latitudeRef, "S"), degrees(longitude, longitudeRef, "W")}
	// Cameras without a fix write zeros.
	if !(math.Abs(p.Latitude) <= 90 && math.Abs(p.Longitude) <= 180) || p == (Place{}) {
		return nil
	}
	return &p
}

// mostWords is more than anybody gives a photo.
const mostWords = 1000
