package modeltest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing/fstest"
)

// Files are a model folder's files by path.
type Files map[string][]byte

// FS is the files as a file system.
func (f Files) FS() fstest.MapFS {
	m := fstest.MapFS{}
	for path, b := range f {
		m[path] = &fstest.MapFile{Data: b, Mode: 0o644}
	}
	return m
}

// CLIP says how a contrastive model looks from outside. Zero values stand for
// what is said at the field.
type CLIP struct {
	Seed        uint64
	Dim         int  // numbers of an embedding; 512
	Size        int  // pixels a side; 224; a multiple of 4
	Context     int  // tokens of a text; 77
	OpenContext bool // the graph takes texts of any length
	OpenDim     bool // the graph does not say how long embeddings are
	Batch       int  // pictures and texts of a run, fixed; 0: any number
	Int32       bool // token ids; else int64
	Mask        bool // an attention mask is an input
	Joint       bool // one graph of both towers, with logits as further outputs
	Half        bool // pictures and embeddings of 16 bits
	NHWC        bool // colours last

	PixelInput, TextInput   string // pixel_values, input_ids
	ImageOutput, TextOutput string // image_embeds, text_embeds

	Same bool // faulty: all embeddings are equal
	NaN  bool // faulty: embeddings are not numbers
}

func (o CLIP) batch() int {
	if o.Batch > 0 {
		return o.Batch
	}
	return open
}

func (o CLIP) filled() CLIP {
	orInt := func(p *int, v int) {
		if *p == 0 {
			*p = v
		}
	}
	orText := func(p *string, v string) {
		if *p == "" {
			*p = v
		}
	}
	orInt(&o.Dim, 512)
	orInt(&o.Size, 224)
	orInt(&o.Context, 77)
	orText(&o.PixelInput, "pixel_values")
	orText(&o.TextInput, "input_ids")
	orText(&o.ImageOutput, "image_embeds")
	orText(&o.TextOutput, "text_embeds")
	return o
}

// Visual is the graph of the image tower.
func (o CLIP) Visual() []byte {
	o = o.filled()
	g := newGraph(o.Seed)
	g.imageTower(o, o.ImageOutput)
	return g.model()
}

// Textual is the graph of the text tower.
func (o CLIP) Textual() []byte {
	o = o.filled()
	g := newGraph(o.Seed + 1)
	g.textTower(o, o.TextOutput)
	return g.model()
}

// Both is one graph of both towers.
func (o CLIP) Both() []byte {
	o = o.filled()
	g := newGraph(o.Seed)
	g.textTower(o, o.TextOutput)
	g.imageTower(o, o.ImageOutput)
	if !o.Half {
		t := g.node("Transpose", []string{o.TextOutput}, "text_columns", ints("perm", 1, 0))
		g.node("MatMul", []string{o.ImageOutput, t}, "logits_per_image")
		g.node("Transpose", []string{"logits_per_image"}, "logits_per_text", ints("perm", 1, 0))
		g.output("logits_per_image", tFloat, open, open)
		g.output("logits_per_text", tFloat, open, open)
	}
	return g.model()
}

// Immich lays the model out as Immich's exports do, with vocab.json and
// merges.txt.
func (o CLIP) Immich() Files {
	if o.PixelInput == "" {
		o.PixelInput, o.TextInput, o.ImageOutput, o.TextOutput = "image", "text", "embedding", "embedding"
	}
	o = o.filled()
	vocab, merges := Vocabulary()
	return Files{
		"visual/model.onnx":  o.Visual(),
		"textual/model.onnx": o.Textual(),
		"textual/vocab.json": vocab,
		"textual/merges.txt": merges,
		"config.json":        encode(map[string]any{"embed_dim": o.Dim, "vision_cfg": map[string]any{"image_size": o.Size}, "text_cfg": map[string]any{"context_length": o.Context}}),
		"visual/preprocess_cfg.json": encode(map[string]any{"size": []int{o.Size, o.Size}, "mode": "RGB", "mean": mean, "std": std,
			"interpolation": "bicubic", "resize_mode": "shortest", "fill_color": 0}),
	}
}

// Xenova lays the model out as transformers.js has it at Hugging Face, with
// 8-bit names, and one graph where o.Joint is set.
func (o CLIP) Xenova() Files {
	o = o.filled()
	f := Files{
		"tokenizer.json": Tokenizer(),
		"config.json": encode(map[string]any{"model_type": "clip", "projection_dim": o.Dim, "logit_scale_init_value": 2.6592,
			"text_config": map[string]any{"max_position_embeddings": o.Context}, "vision_config": map[string]any{"image_size": o.Size}}),
		"preprocessor_config.json": encode(map[string]any{"do_resize": true, "do_center_crop": true, "do_normalize": true,
			"size": map[string]int{"shortest_edge": o.Size}, "crop_size": map[string]int{"width": o.Size, "height": o.Size},
			"image_mean": mean, "image_std": std, "resample": 3}),
	}
	if o.Joint {
		f["onnx/model_quantized.onnx"] = o.Both()
		return f
	}
	f["onnx/vision_model_quantized.onnx"] = o.Visual()
	f["onnx/text_model_quantized.onnx"] = o.Textual()
	return f
}

// Of makes the files of an entry of the catalogue, by its id, with the entry's
// paths and signatures. ok is false for an id that it does not know.
func Of(id string, seed uint64) (f Files, ok bool) {
	switch id {
	case "openclip-vit-b-32-laion2b":
		return CLIP{Seed: seed, Int32: true}.Immich(), true
	case "clip-vit-b-32-openai-int8", "clip-vit-b-16-openai-int8":
		return CLIP{Seed: seed, OpenContext: true}.Xenova(), true
	case "tinyclip-vit-8m-16-int8":
		return CLIP{Seed: seed, Joint: true, Mask: true, OpenContext: true}.Xenova(), true
	case "laion-aesthetic-b32":
		return Files{"sa_0_4_vit_b_32_linear.pth": Head(seed, 512)}, true
	case "laion-aesthetic-b16":
		return Files{"sa_0_4_vit_b_16_linear.pth": Head(seed, 512)}, true
	case "laion-aesthetic-l14":
		return Files{"sa_0_4_vit_l_14_linear.pth": Head(seed, 768)}, true
	case "nima-mobilenet-aesthetic":
		return Files{"nima_mobilenet_aesthetic.onnx": NIMA(seed)}, true
	case "yunet-2023mar":
		return Files{"face_detection_yunet_2023mar.onnx": YuNet(seed)}, true
	}
	return nil, false
}

// What OpenAI's models were trained with.
var (
	mean = []float64{0.48145466, 0.4578275, 0.40821073}
	std  = []float64{0.26862954, 0.26130258, 0.27577711}
)

func encode(v any) []byte {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err) // what is encoded here is fixed
	}
	return b
}

// vocabulary is a byte-pair vocabulary of all bytes and a few merges, with the
// start and end of OpenAI's.
func vocabulary() (vocab map[string]int, merges []string) {
	vocab = map[string]int{"<|startoftext|>": 49406, "<|endoftext|>": 49407}
	next, beyond := 0, rune(256)
	add := func(token string) {
		if _, ok := vocab[token]; !ok {
			vocab[token] = next
			next++
		}
	}
	for b := range rune(256) {
		r := b
		if !((b >= '!' && b <= '~') || (b >= '¡' && b <= '¬') || (b >= '®' && b <= 'ÿ')) {
			r = beyond
			beyond++
		}
		add(string(r))
		add(string(r) + "</w>")
	}
	for _, m := range []string{"p h", "o t", "ph ot", "phot o</w>", "o o", "g oo", "goo d</w>", "b a", "ba d</w>"} {
		a, b, _ := strings.Cut(m, " ")
		add(a + b)
		merges = append(merges, m)
	}
	return vocab, merges
}

// Vocabulary is a small tokenizer as vocab.json and merges.txt.
func Vocabulary() (vocab, merges []byte) {
	v, m := vocabulary()
	return encode(v), []byte(fmt.Sprintf("#version: 0.2\n%s\n", strings.Join(m, "\n")))
}

// Tokenizer is the same tokenizer as tokenizer.json.
func Tokenizer() []byte {
	v, m := vocabulary()
	return encode(map[string]any{
		"version": "1.0",
		"added_tokens": []map[string]any{
			{"id": 49406, "content": "<|startoftext|>", "special": true},
			{"id": 49407, "content": "<|endoftext|>", "special": true},
		},
		"model": map[string]any{"type": "BPE", "end_of_word_suffix": "</w>", "vocab": v, "merges": m},
	})
}
