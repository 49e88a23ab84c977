package onnxruntime

import _ "embed"

//go:embed onnxruntime-windows-amd64.dll.zst
var library []byte
