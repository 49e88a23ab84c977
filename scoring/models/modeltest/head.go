package modeltest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// Head is a linear layer from dim numbers to one as PyTorch saves its
// state_dict: a zip with a pickle that says what there is, and the raw float32
// of each tensor, stored without compression.
func Head(seed uint64, dim int) []byte {
	r := rand.New(rand.NewPCG(seed, 0x4EAD))
	floats := func(n int) []byte {
		var raw []byte
		for range n {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(r.NormFloat64())))
		}
		return raw
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range []struct {
		name string
		data []byte
	}{
		{"archive/data.pkl", stateDict(dim)},
		{"archive/data/0", floats(dim)},
		{"archive/data/1", floats(1)},
		{"archive/version", []byte("3\n")},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(f.data)
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// stateDict is the pickle (protocol 2) of the weight [1,dim] and the bias [1].
func stateDict(dim int) []byte {
	var p bytes.Buffer
	word := func(s string) {
		p.WriteByte('X')
		p.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(s))))
		p.WriteString(s)
	}
	number := func(n int) {
		p.WriteByte('J')
		p.Write(binary.LittleEndian.AppendUint32(nil, uint32(n)))
	}
	tensor := func(name, key string, shape ...int) {
		size := 1
		for _, n := range shape {
			size *= n
		}
		word(name)
		p.WriteString("ctorch._utils\n_rebuild_tensor_v2\n((")
		word("storage")
		p.WriteString("ctorch\nFloatStorage\n")
		word(key)
		word("cpu")
		number(size)
		p.WriteString("tQ") // the storage
		number(0)           // its offset
		p.WriteByte('(')
		for _, n := range shape {
			number(n)
		}
		p.WriteString("t(")
		for k := range shape {
			stride := 1
			for _, n := range shape[k+1:] {
				stride *= n
			}
			number(stride)
		}
		p.WriteString("t\x89ccollections\nOrderedDict\n)RtR")
	}
	p.WriteString("\x80\x02ccollections\nOrderedDict\n)R(")
	tensor("weight", "0", 1, dim)
	tensor("bias", "1", 1)
	p.WriteString("u.")
	return p.Bytes()
}
