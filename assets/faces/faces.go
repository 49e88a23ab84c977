// Package faces embeds the networks that find faces and read their eyes. Where
// they come from is in README.md.
package faces

import _ "embed"

// The networks, as ONNX.
var (
	// Detect finds faces in a picture of any size.
	//
	//go:embed detect.onnx
	Detect []byte
	// Mesh places 478 points on a face and tells whether it is one.
	//
	//go:embed mesh.onnx
	Mesh []byte
	// Eyes tells whether an eye is open.
	//
	//go:embed eyes.onnx
	Eyes []byte
	// Smile tells whether a face smiles.
	//
	//go:embed smile.onnx
	Smile []byte
)
