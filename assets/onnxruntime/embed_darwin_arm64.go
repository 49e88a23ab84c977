package onnxruntime

import _ "embed"

//go:embed libonnxruntime-darwin-arm64.dylib.zst
var library []byte
