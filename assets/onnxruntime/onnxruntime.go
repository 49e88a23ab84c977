// Package onnxruntime embeds ONNX Runtime's shared library for the platform
// that is built for. Other platforms build too, without a library.
package onnxruntime

import (
	_ "embed"
	"encoding/json"
	"runtime"
)

// Manifest says where the libraries come from.
type Manifest struct {
	Package       string    `json:"package"`       // of npm
	PackageSHA256 string    `json:"packageSHA256"` // of its archive
	Version       string    `json:"version"`
	Libraries     []Library `json:"libraries"`
}

// Library is ONNX Runtime for one platform.
type Library struct {
	Platform     string `json:"platform"` // GOOS/GOARCH
	Name         string `json:"name"`     // file name to unpack it to
	Size         int64  `json:"size"`     // bytes, unpacked
	SHA256       string `json:"sha256"`   // unpacked, hexadecimal
	Packed       string `json:"packed"`   // file name in this folder
	PackedSize   int64  `json:"packedSize"`
	PackedSHA256 string `json:"packedSHA256"`
}

//go:embed manifest.json
var manifest []byte

// TheManifest returns what the folder holds.
func TheManifest() Manifest {
	var m Manifest
	if err := json.Unmarshal(manifest, &m); err != nil {
		panic(err) // the build is broken; a test proves that it is not
	}
	return m
}

// Embedded returns this platform's library, compressed with zstd; ok is false
// where there is none.
func Embedded() (l Library, packed []byte, ok bool) {
	for _, l := range TheManifest().Libraries {
		if l.Platform == runtime.GOOS+"/"+runtime.GOARCH && len(library) > 0 {
			return l, library, true
		}
	}
	return Library{}, nil, false
}
