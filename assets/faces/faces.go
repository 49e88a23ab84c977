// Package faces embeds the cascade that finds faces before a better finder is
// installed. Where it comes from is in README.md.
package faces

import _ "embed"

// Cascade is in the format of github.com/esimov/pigo.
//
//go:embed facefinder
var Cascade []byte
