// Package filename knows which file names every system accepts. Windows is the
// strictest, and cards and network disks travel between systems.
package filename

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// devices are names that Windows keeps for what is not a file, in any folder and
// whatever suffix follows
// (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
var devices = []string{
	"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
	"COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
	"LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
}

// Reserved tells whether Windows keeps a name for a device, as it does with
// "aux.jpg": it opens no file of that name, and what is written there is lost.
func Reserved(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	return slices.Contains(devices, stem)
}

// longest is how many bytes of UTF-8 a name may have on the systems that count
// bytes.
const longest = 255

// Safe makes a name that is asked for one that every system takes: what cannot stand
// in a name becomes "_", as does a dot or space that begins or ends it, a device's
// stem gets a "_" behind it, and a name that is too long loses the end of its
// stem. An empty one is "_".
func Safe(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/\|?*`, r) || unicode.IsControl(r) || r == utf8.RuneError {
			return '_'
		}
		return r
	}, name)
	trimmed := strings.TrimRight(strings.TrimLeft(name, " ."), " .")
	if trimmed != name || name == "" {
		name = strings.Trim(trimmed+"_", " .")
	}
	if Reserved(name) {
		stem, _, _ := strings.Cut(name, ".")
		name = strings.TrimRight(stem, " ") + "_" + name[len(stem):]
	}
	if len(name) <= longest {
		return name
	}
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 || len(name)-dot > longest/2 {
		dot = len(name)
	}
	stem, ext := name[:dot], name[dot:]
	keep := longest - len(ext)
	for !utf8.RuneStart(stem[keep]) {
		keep--
	}
	return strings.TrimRight(stem[:keep], " .") + ext
}
