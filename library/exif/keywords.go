package exif

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"culler/library/photo"
	"culler/library/sidecar"
)

// Keywords reads the words by which a file says that it is to be found: dc:subject
// of its XMP and data set 2:25 of its IPTC-IIM, each once. What is no UTF-8 there
// is left out.
func Keywords(path string, kind photo.Kind) (words []string, err error) {
	defer func() {
		if r := recover(); r != nil { // the blocks cost too much
			err = fmt.Errorf("read the keywords of %s: %v", path, r)
		}
	}()
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the keywords of %s: %w", path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("read the keywords of %s: %w", path, err)
	}
	f, _, _ := find(file, info.Size(), kind) // what cannot be read says nothing
	add := func(word string) {
		if word = strings.TrimSpace(strings.Trim(word, "\x00")); word != "" && !slices.Contains(words, word) {
			words = append(words, word)
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
			if set == 25 && strings.ToValidUTF8(value, "") == value && len(words) < mostWords {
				add(value)
			}
		})
	}
	return words, nil
}

// mostWords is more than anybody gives a photo.
const mostWords = 1000
