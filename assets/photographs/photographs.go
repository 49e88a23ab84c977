// Package photographs embeds the nine freely licensed photographs that the demo
// shoot is made of. CREDITS.txt says who took them.
package photographs

import "embed"

// Files are the photographs, with CREDITS.txt.
//
//go:embed *.jpg CREDITS.txt
var Files embed.FS
