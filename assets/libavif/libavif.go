// Package libavif embeds the decoder of AVIF pictures, compiled to WebAssembly.
// Where it comes from is in README.md.
package libavif

import _ "embed"

// Module is the compressed (gzip) module; decode.c.txt says which functions it has.
//
//go:embed decode.wasm.gz
var Module []byte

// SHA256 is the checksum of Module, in hexadecimal.
const SHA256 = "1ee2423413384d54b3fa4e2882424d60a2a05f5fe7ec573535fdb6b531071a9b"
