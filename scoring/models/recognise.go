package models

import (
	"errors"
	"io/fs"
)

// Recognise describes a folder without a model.yaml that is laid out as
// Hugging Face's transformers.js (Xenova), Immich or open_clip lay out theirs.
// name becomes the model's title. The error is a sentence for people.
func Recognise(fsys fs.FS, name string) (Spec, error) {
	return Spec{}, errors.New("it has no model.yaml")
}
