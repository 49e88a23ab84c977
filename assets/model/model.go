// Package model embeds the small contrastive language-image model that Culler
// works with before any other is installed. Its card is README.md.
package model

import "embed"

// Files is the model's folder.
//
//go:embed LICENCES.txt README.md golden.json model.yaml subjects.f32 subjects.txt textual.onnx tokenizer.json visual.onnx
var Files embed.FS

// The graphs among Files once more, by where they are in memory. They are in the
// program once.
var (
	//go:embed visual.onnx
	Visual string
	//go:embed textual.onnx
	Textual string
)
