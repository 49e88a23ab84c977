package onnxruntime

import _ "embed"

//go:embed libonnxruntime-linux-arm64.so.zst
var library []byte
