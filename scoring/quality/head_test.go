package quality

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"culler/scoring/models"
	"culler/scoring/models/catalogue"
	"culler/scoring/models/modeltest"
)

// part is a file of a zip.
type part struct {
	name string
	data []byte
}

func zipped(t testing.TB, method uint16, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: method})
		if err == nil {
			_, err = w.Write(p.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func raw(v ...float32) []byte {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

func TestHeadsAsPyTorchSavesThem(t *testing.T) {
	w, c := raw(1, -2, 0.5), raw(7)
	pickle := part{"a/data.pkl", []byte("not run")}
	nan := float32(math.NaN())
	for name, c := range map[string]struct {
		file []byte
		want string // of the error; "" for weights 1, -2, 0.5 and bias 7
	}{
		"as it is":                 {zipped(t, zip.Store, pickle, part{"a/data/0", w}, part{"a/data/1", c}, part{"a/version", []byte("3")}), ""},
		"bias first":               {zipped(t, zip.Store, part{"a/data/0", c}, part{"a/data/1", w}, pickle), ""},
		"other names":              {zipped(t, zip.Store, part{"sa_0_4/data/94203", w}, part{"sa_0_4/data/94204", c}, part{"sa_0_4/.data/serialization_id", []byte("123")}), ""},
		"compressed":               {zipped(t, zip.Deflate, part{"a/data/0", w}, part{"a/data/1", c}), ""},
		"little-endian":            {zipped(t, zip.Store, part{"a/byteorder", []byte("little")}, part{"a/data/0", w}, part{"a/data/1", c}), ""},
		"big-endian":               {zipped(t, zip.Store, part{"a/byteorder", []byte("big")}, part{"a/data/0", w}, part{"a/data/1", c}), "big-endian"},
		"a web page":               {[]byte("<html>"), "fetch it again"},
		"nothing":                  {nil, "fetch it again"},
		"cut off":                  {zipped(t, zip.Store, part{"a/data/0", w}, part{"a/data/1", c})[:150], "fetch it again"},
		"no bias":                  {zipped(t, zip.Store, part{"a/data/0", w}), "it has 1"},
		"no tensors":               {zipped(t, zip.Store, pickle), "it has 0"},
		"two layers":               {zipped(t, zip.Store, part{"a/data/0", w}, part{"a/data/1", c}, part{"a/data/2", w}, part{"a/data/3", c}), "it has 4"},
		"several marks":            {zipped(t, zip.Store, part{"a/data/0", raw(1, 2, 3, 4)}, part{"a/data/1", raw(1, 2)}), "4 and 2 numbers"},
		"two numbers":              {zipped(t, zip.Store, part{"a/data/0", c}, part{"a/data/1", c}), "1 and 1 numbers"},
		"16 bits":                  {zipped(t, zip.Store, part{"a/data/0", []byte{0, 60, 0, 60, 0, 60}}, part{"a/data/1", []byte{0, 60}}), "not numbers of 32 bits"},
		"not a number":             {zipped(t, zip.Store, part{"a/data/0", raw(1, nan, 3)}, part{"a/data/1", c}), "not finite"},
		"too long":                 {make([]byte, maxHead+1), "too long"},
		"swells when decompressed": {zipped(t, zip.Deflate, part{"a/data/0", make([]byte, maxHead+4)}, part{"a/data/1", c}), "too long"},
	} {
		t.Run(name, func(t *testing.T) {
			weights, bias, err := parsePTH(c.file)
			switch {
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("it says: %v\nwant: %s", err, c.want)
			case c.want == "" && (err != nil || bias != 7 || len(weights) != 3 || weights[0] != 1 || weights[1] != -2 || weights[2] != 0.5):
				t.Errorf("%v, %v, %v", weights, bias, err)
			}
		})
	}
}

func TestDamagedTensorsAreNoticed(t *testing.T) {
	b := modeltest.Head(1, 512)
	weights, _, err := parsePTH(b)
	if err != nil || len(weights) != 512 {
		t.Fatal(len(weights), err)
	}
	at := bytes.Index(b, raw(weights...)[:16])
	b[at+3] ^= 0x11
	if _, _, err := parsePTH(b); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a changed weight: %v", err)
	}
}

func FuzzHeads(f *testing.F) {
	f.Add(modeltest.Head(1, 16))
	f.Add(zipped(f, zip.Deflate, part{"a/data/0", raw(1, 2)}, part{"a/data/1", raw(3)}))
	f.Add(zipped(f, zip.Store, part{"data/", nil}, part{"data/x/", nil}, part{"a/byteorder", []byte("big")}))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, b []byte) {
		w, c, err := parsePTH(b)
		if err != nil {
			return
		}
		for _, x := range append(w, c) {
			if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
				t.Fatalf("accepted %v", x)
			}
		}
		if len(w) < 2 {
			t.Fatalf("accepted %d weights", len(w))
		}
	})
}

func TestTheCataloguesHeads(t *testing.T) {
	for id, dim := range map[string]int{"laion-aesthetic-b32": 512, "laion-aesthetic-b16": 512, "laion-aesthetic-l14": 768} {
		e, ok := catalogue.ByID(id)
		if !ok {
			t.Fatalf("the catalogue has no %s", id)
		}
		s := e.Model
		layer := *s.Head
		layer.SHA256 = ""
		s.Head = &layer
		files, _ := modeltest.Of(id, 3)
		h, err := OpenHead(t.Context(), folder(t, s, layer.File, files[layer.File]))
		if err != nil {
			t.Fatal(err)
		}
		if h.Dim() != dim || !h.Reads(layer.Of[0]) || h.Reads("culler-quality-2") {
			t.Errorf("%s reads %d numbers of %v", id, h.Dim(), layer.Of)
		}
		if r := h.Layer().Row; r.ID != "model/"+id || r.Title != s.Title {
			t.Errorf("the row is %+v", r)
		}
		// The head of another model does not fit.
		wrong := modeltest.Head(3, 640)
		if _, err := OpenHead(t.Context(), folder(t, s, layer.File, wrong)); err == nil || !strings.Contains(err.Error(), "640 weights") {
			t.Errorf("a head of 640 numbers: %v", err)
		}
	}
}

func TestMarksAreSumsOfTheEmbedding(t *testing.T) {
	b := zipped(t, zip.Store, part{"a/data/0", raw(1, -2, 0.5)}, part{"a/data/1", raw(7)})
	s := models.Spec{ID: "h", Title: "Taste", Kind: models.Head, Embedding: 3, Head: &models.Layer{File: "h.pth", Of: []string{"x"}}}
	for _, lower := range []bool{false, true} {
		s.Score = &models.Score{Lower: lower}
		h, err := OpenHead(t.Context(), folder(t, s, "h.pth", b))
		if err != nil {
			t.Fatal(err)
		}
		want := 7 + 0.6 - 2*0 + 0.5*0.8
		if lower {
			want = -want
		}
		if got := h.Mark([]float32{0.6, 0, 0.8}); math.Abs(got-want) > 1e-6 {
			t.Errorf("lower is better %t: the mark is %v, not %v", lower, got, want)
		}
	}
	if _, err := OpenHead(t.Context(), models.Embedded()); err == nil {
		t.Error("a CLIP passes for a head")
	}
}
