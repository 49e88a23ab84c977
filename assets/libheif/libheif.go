// Package libheif embeds the decoder of HEIC pictures, compiled to WebAssembly.
// Where it comes from is in README.md.
package libheif

import _ "embed"

// Module is the compressed (gzip) module; heif.c.txt says which functions it has.
//
//go:embed heif.wasm.gz
var Module []byte

// SHA256 is the checksum of Module, in hexadecimal.
const SHA256 = "3634a6447ea3915633667f39e01ff540a60f4e2f837a8391d044d76dfd8a0435"
