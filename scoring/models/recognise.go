package models

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"
)

// openAIMean and openAIStd are what OpenAI's CLIP was trained with; models that
// say nothing else use them too.
var (
	openAIMean = [3]float64{0.48145466, 0.4578275, 0.40821073}
	openAIStd  = [3]float64{0.26862954, 0.26130258, 0.27577711}
)

// variants are the endings of graphs in several precisions, in the order of
// preference: on a processor 8 bits are two to three times as fast as 32 for
// nearly the same order of photos.
var variants = []string{"_quantized", "_int8", "_uint8", "", "_fp16", "_q4", "_q4f16", "_bnb4"}

// places are where projects keep a model's pair of graphs; %s stands for a
// variant. The same file twice is one graph of both.
var places = []struct {
	visual, textual string
	padEnd          bool // texts are filled up with the end token
}{
	{"onnx/vision_model%s.onnx", "onnx/text_model%s.onnx", true}, // transformers.js
	{"vision_model%s.onnx", "text_model%s.onnx", true},
	{"onnx/model%s.onnx", "onnx/model%s.onnx", true},
	{"visual/model%s.onnx", "textual/model%s.onnx", false}, // Immich
	{"visual%s.onnx", "textual%s.onnx", false},             // exports of open_clip
	{"open_clip_visual%s.onnx", "open_clip_textual%s.onnx", false},
	{"image_encoder%s.onnx", "text_encoder%s.onnx", false},
	{"vision%s.onnx", "text%s.onnx", false},
	{"model%s.onnx", "model%s.onnx", true},
}

// Recognise describes a folder without a model.yaml that is laid out as
// Hugging Face's transformers.js (Xenova), Immich or exports of open_clip lay
// out theirs. name becomes the model's title. The error is a sentence for
// people.
func Recognise(fsys fs.FS, name string) (Spec, error) {
	s := Spec{ID: idOf(name), Title: name, Kind: CLIP}
	if !s.findGraphs(fsys) {
		return Spec{}, errors.New("it has no model.yaml, and not the files of a CLIP model either (visual/model.onnx and textual/model.onnx, or onnx/vision_model.onnx and onnx/text_model.onnx)")
	}
	if err := s.findTokenizer(fsys); err != nil {
		return Spec{}, err
	}
	if err := s.readConfig(fsys); err != nil {
		return Spec{}, err
	}
	if err := s.readPreparation(fsys); err != nil {
		return Spec{}, err
	}
	s.Complete()
	if err := s.Validate(); err != nil {
		return Spec{}, fmt.Errorf("its settings make no sense: %w", err)
	}
	return s, nil
}

var badInID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^a-z0-9._-]+`) })

// idOf makes an id of a folder's name.
func idOf(name string) string {
	id := strings.Trim(badInID().ReplaceAllString(strings.ToLower(name), "-"), "-._")
	if id == "" {
		return "model"
	}
	return id[:min(len(id), 100)]
}

func isFile(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.Mode().IsRegular()
}

func (s *Spec) findGraphs(fsys fs.FS) bool {
	for _, p := range places {
		for _, v := range variants {
			visual, textual := fmt.Sprintf(p.visual, v), fmt.Sprintf(p.textual, v)
			if !isFile(fsys, visual) || !isFile(fsys, textual) {
				continue
			}
			s.Image = &Image{File: visual, Mean: openAIMean, Std: openAIStd, Size: 224}
			s.Text = &Text{File: textual, Context: 77}
			if p.padEnd {
				s.Text.Pad = -1
			}
			return true
		}
	}
	return false
}

func (s *Spec) findTokenizer(fsys fs.FS) error {
	for _, dir := range []string{path.Dir(s.Text.File), ".", "tokenizer", "textual"} {
		if t := path.Join(dir, "tokenizer.json"); isFile(fsys, t) {
			s.Text.Tokenizer = t
			return nil
		}
		if v, m := path.Join(dir, "vocab.json"), path.Join(dir, "merges.txt"); isFile(fsys, v) && isFile(fsys, m) {
			s.Text.Vocab, s.Text.Merges = v, m
			return nil
		}
	}
	return errors.New("its tokenizer is missing: add the model's tokenizer.json, or its vocab.json and merges.txt")
}

// side is a number of pixels as the projects write it: a number, a list, or an
// object.
type side struct {
	pixels int
	square bool // width and height were given, so the whole frame is squashed
}

func (s *side) UnmarshalJSON(b []byte) error {
	var list []int
	var edges struct {
		Shortest int `json:"shortest_edge"`
		Height   int `json:"height"`
		Width    int `json:"width"`
	}
	switch b = bytes.TrimSpace(b); {
	case len(b) > 0 && b[0] == '[':
		if err := json.Unmarshal(b, &list); err != nil || len(list) == 0 {
			return fmt.Errorf("%s is not a size", b)
		}
		for _, n := range list {
			if n != list[0] {
				return fmt.Errorf("%s is not square", b)
			}
		}
		s.pixels = list[0]
	case len(b) > 0 && b[0] == '{':
		if err := json.Unmarshal(b, &edges); err != nil {
			return err
		}
		if edges.Height != edges.Width {
			return fmt.Errorf("%s is not square", b)
		}
		s.pixels, s.square = max(edges.Shortest, edges.Height), edges.Shortest == 0
	case string(b) != "null":
		return json.Unmarshal(b, &s.pixels)
	}
	return nil
}

// openClip is what open_clip and Immich write of a model.
type openClip struct {
	Dim    int `json:"embed_dim"`
	Vision struct {
		Size side `json:"image_size"`
	} `json:"vision_cfg"`
	Text struct {
		Context int `json:"context_length"`
	} `json:"text_cfg"`
}

func (o openClip) into(s *Spec) {
	set(&s.Embedding, o.Dim)
	set(&s.Image.Size, o.Vision.Size.pixels)
	set(&s.Text.Context, o.Text.Context)
}

func set(field *int, value int) {
	if value != 0 {
		*field = value
	}
}

// readConfig reads the sizes of the model.
func (s *Spec) readConfig(fsys fs.FS) error {
	var config struct {
		Type  string `json:"model_type"` // of transformers
		Dim   int    `json:"projection_dim"`
		TextC struct {
			Context int `json:"max_position_embeddings"`
		} `json:"text_config"`
		VisionC struct {
			Size side `json:"image_size"`
		} `json:"vision_config"`
		openClip
	}
	if _, err := readJSON(fsys, "config.json", &config); err != nil {
		return err
	}
	if config.Type != "" && config.Type != "clip" {
		return fmt.Errorf("it is of the type %q, and Culler can use only CLIP models", config.Type)
	}
	set(&s.Embedding, config.Dim)
	set(&s.Image.Size, config.VisionC.Size.pixels)
	set(&s.Text.Context, config.TextC.Context)
	config.openClip.into(s)
	var open struct {
		Model openClip `json:"model_cfg"`
	}
	if _, err := readJSON(fsys, "open_clip_config.json", &open); err != nil {
		return err
	}
	open.Model.into(s)
	return nil
}

// readPreparation reads how pictures are prepared.
func (s *Spec) readPreparation(fsys fs.FS) error {
	var hf struct {
		Size      side      `json:"size"`
		Cut       side      `json:"crop_size"`
		Resize    *bool     `json:"do_resize"`
		CutMiddle *bool     `json:"do_center_crop"`
		Normalize *bool     `json:"do_normalize"`
		Mean      []float64 `json:"image_mean"`
		Std       []float64 `json:"image_std"`
		Resample  *int      `json:"resample"`
	}
	found, err := readJSON(fsys, "preprocessor_config.json", &hf)
	if err != nil {
		return err
	}
	if found {
		return s.prepareAs(hf.Size, hf.Cut, hf.CutMiddle == nil || *hf.CutMiddle, hf.Normalize == nil || *hf.Normalize, hf.Mean, hf.Std, hf.Resample)
	}
	type preparation struct {
		Size   side      `json:"size"`
		Mean   []float64 `json:"mean"`
		Std    []float64 `json:"std"`
		Filter string    `json:"interpolation"`
		Resize string    `json:"resize_mode"`
	}
	var p preparation
	for _, name := range []string{"visual/preprocess_cfg.json", "preprocess_cfg.json"} {
		if found, err = readJSON(fsys, name, &p); err != nil {
			return err
		} else if found {
			break
		}
	}
	if !found {
		var open struct {
			Preparation preparation `json:"preprocess_cfg"`
		}
		if _, err := readJSON(fsys, "open_clip_config.json", &open); err != nil {
			return err
		}
		p = open.Preparation
	}
	set(&s.Image.Size, p.Size.pixels)
	s.Image.Filter = p.Filter
	switch p.Resize {
	case "", "shortest":
	case "squash":
		s.Image.Resize = Squash
	default:
		return fmt.Errorf("it wants pictures resized by %q, which Culler cannot do", p.Resize)
	}
	return s.normalise(p.Mean, p.Std)
}

// prepareAs takes over the settings of a preprocessor_config.json.
func (s *Spec) prepareAs(size, cut side, middle, normalise bool, mean, std []float64, resample *int) error {
	switch {
	case middle && cut.pixels > 0 && size.pixels > 0 && cut.pixels != size.pixels:
		return fmt.Errorf("it wants pictures resized to %d pixels and cut to %d, and Culler cuts to the size it resized to", size.pixels, cut.pixels)
	case !middle && size.square:
		s.Image.Resize = Squash
	}
	set(&s.Image.Size, max(size.pixels, cut.pixels))
	if resample != nil {
		// The numbers are those of Pillow's filters.
		filter, ok := map[int]string{2: Bilinear, 3: Bicubic, 4: Area}[*resample]
		if !ok {
			return fmt.Errorf("it wants pictures resized by filter number %d, which Culler does not have", *resample)
		}
		s.Image.Filter = filter
	}
	if !normalise {
		s.Image.Mean, s.Image.Std = [3]float64{}, [3]float64{1, 1, 1}
		return nil
	}
	return s.normalise(mean, std)
}

func (s *Spec) normalise(mean, std []float64) error {
	for _, n := range []struct {
		from []float64
		to   *[3]float64
	}{{mean, &s.Image.Mean}, {std, &s.Image.Std}} {
		if n.from == nil {
			continue
		}
		if len(n.from) != 3 {
			return errors.New("its mean and std are not three numbers each")
		}
		copy(n.to[:], n.from)
	}
	return nil
}

// maxJSON is more than any tokenizer has: those of 250,000 pieces have 20 MB.
const maxJSON = 256 << 20

// readJSON reads a file into v; found is false where it is missing.
func readJSON(fsys fs.FS, name string, v any) (found bool, err error) {
	if info, err := fs.Stat(fsys, name); err == nil && info.Size() > maxJSON {
		return true, fmt.Errorf("%s is too long for a model's description: %d MB", name, info.Size()>>20)
	}
	b, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		return true, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	return true, nil
}
