//go:build !(linux && (amd64 || arm64)) && !(darwin && arm64) && !(windows && amd64)

package onnxruntime

var library []byte
