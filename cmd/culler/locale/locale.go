// Package locale gives Fyne a language where the locale is C, which it takes for
// a mistake and complains about. Fyne looks while it is initialised, before main; Go
// initialises packages whose imports are ready in the order of their paths, so
// this one comes first.
package locale

import (
	"os"
	"strings"
)

func init() {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if v, _, _ = strings.Cut(v, "."); v == "C" || v == "POSIX" {
				_ = os.Setenv(name, "en_US.UTF-8") // else it complains, no more
			}
			return
		}
	}
}
