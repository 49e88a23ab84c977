package phrase

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Error words an error for people: no path stands twice in it, and what the
// system was asked ("rename A B") is left out where the sentence names the file
// already.
func Error(err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	var paths []string
	walk(err, func(e error) {
		var asked, why string
		var of []string
		switch e := e.(type) {
		case *fs.PathError:
			asked, why, of = e.Error(), e.Err.Error(), []string{e.Path}
		case *os.LinkError:
			asked, why, of = e.Error(), e.Err.Error(), []string{e.Old, e.New}
		default:
			return
		}
		paths = append(paths, of...)
		at := strings.LastIndex(text, asked)
		if at < 0 {
			return
		}
		before, after := text[:at], text[at+len(asked):]
		said := before[strings.LastIndexByte(before, '\n')+1:] // errors that were joined stand in lines
		for _, path := range of {
			if strings.Contains(said, path) || strings.Contains(said, filepath.Base(path)) {
				text = before + why + after
				return
			}
		}
	})
	for _, path := range paths {
		text = once(text, path)
	}
	return text
}

// walk visits an error and all that it wraps.
func walk(err error, visit func(error)) {
	visit(err)
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			walk(inner, visit)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			walk(inner, visit)
		}
	}
}

// once leaves only the first of a path's places in a text. A longer path that
// begins with it is another one.
func once(text, path string) string {
	if path == "" {
		return text
	}
	seen := false
	for at := 0; ; {
		k := strings.Index(text[at:], path)
		if k < 0 {
			return text
		}
		from, to := at+k, at+k+len(path)
		longer := to < len(text) && !strings.ContainsRune(" :;,.)\"'\n", rune(text[to])) ||
			to+1 < len(text) && text[to] == '.' && text[to+1] != ' ' && text[to+1] != '\n'
		if longer || !seen {
			seen = seen || !longer
			at = to
			continue
		}
		switch {
		case from > 0 && text[from-1] == ' ' && !strings.HasSuffix(text[:from], ": "):
			from--
		case strings.HasPrefix(text[to:], ": "):
			to += 2
		}
		text = text[:from] + text[to:]
		at = from
	}
}
