package quality

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strings"
)

// maxHead is the longest file that is taken for a head, in bytes.
const maxHead = 4 << 20

// parsePTH reads the weights and the bias of a linear layer from one number to
// a mark, as PyTorch's torch.save writes its state_dict since version 1.6: a
// zip in which NAME/data/0, NAME/data/1 hold the raw numbers of the tensors.
// NAME/data.pkl, which says what they are called, is a program for Python's
// unpickler; it is not run. Their lengths tell them apart: the bias is one
// number, and the weights are as many as an embedding has.
func parsePTH(b []byte) (weights []float32, bias float32, err error) {
	if len(b) > maxHead {
		return nil, 0, errors.New("it is too long for a linear layer")
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, 0, errors.New("it is not a file of PyTorch's (a zip): fetch it again, and take care that it is the file itself and not a web page about it")
	}
	var tensors [][]float32
	for _, f := range z.File {
		dir, name := path.Split(f.Name)
		switch {
		case name == "byteorder":
			order, err := entry(f)
			if err != nil {
				return nil, 0, err
			}
			if strings.TrimSpace(string(order)) != "little" {
				return nil, 0, errors.New("its numbers are big-endian; save it again on another machine")
			}
		case name != "" && path.Base(dir) == "data":
			raw, err := entry(f)
			if err != nil {
				return nil, 0, err
			}
			t, err := floats(raw)
			if err != nil {
				return nil, 0, fmt.Errorf("its tensor %s %w", name, err)
			}
			tensors = append(tensors, t)
		}
	}
	if len(tensors) != 2 {
		return nil, 0, fmt.Errorf("a linear layer has two tensors, weights and a bias, and it has %d", len(tensors))
	}
	w, c := tensors[0], tensors[1]
	if len(w) == 1 {
		w, c = c, w
	}
	if len(c) != 1 || len(w) < 2 {
		return nil, 0, fmt.Errorf("a linear layer from an embedding to one mark has one number of bias, and its tensors have %d and %d numbers", len(tensors[0]), len(tensors[1]))
	}
	return w, c[0], nil
}

func entry(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("its part %s cannot be read: %w", f.Name, err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxHead+1))
	if err != nil {
		return nil, fmt.Errorf("its part %s is damaged: %w", f.Name, err)
	}
	if len(b) > maxHead {
		return nil, fmt.Errorf("its part %s is too long for a linear layer", f.Name)
	}
	return b, nil
}

// floats are little-endian 32-bit numbers.
func floats(raw []byte) ([]float32, error) {
	if len(raw) == 0 || len(raw)%4 != 0 {
		return nil, fmt.Errorf("has %d bytes, which are not numbers of 32 bits", len(raw))
	}
	t := make([]float32, len(raw)/4)
	for i := range t {
		t[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
		if f := float64(t[i]); math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, errors.New("holds numbers that are not finite; is it saved as float32?")
		}
	}
	return t, nil
}
