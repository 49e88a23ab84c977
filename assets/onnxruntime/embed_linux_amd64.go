package onnxruntime

import _ "embed"

//go:embed libonnxruntime-linux-amd64.so.zst
var library []byte
