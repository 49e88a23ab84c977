// Package models knows model folders: what a model.yaml says, whether a
// folder's files are what it says they are, and which folders without a
// model.yaml are laid out as other projects lay theirs out.
package models

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// SpecName is the file that makes a folder a model folder.
const SpecName = "model.yaml"

// Kind is what a model does.
type Kind string

// Kinds of models.
const (
	CLIP    Kind = "clip"    // image and text towers that share one space
	Head    Kind = "head"    // a linear layer over the image embeddings of a CLIP
	Quality Kind = "quality" // a picture to one number
	Faces   Kind = "faces"   // a picture to faces with their eyes, nose and mouth
)

// Ways of making a picture fit the model's input.
const (
	Crop   = "crop"   // shortest side to the size, then the middle square
	Squash = "squash" // the whole frame, whatever its shape
	Native = "native" // the shape is kept; the longest edge is at most the size
)

// Filters that resize.
const (
	Bicubic  = "bicubic"  // a = -0.5, widened when shrinking, as Pillow does it
	Bilinear = "bilinear" // triangle, widened when shrinking
	Area     = "area"     // average of the area a pixel covers
)

// Orders of a picture's numbers in memory.
const (
	NCHW = "nchw"
	NHWC = "nhwc"
)

// Spec is what a model.yaml says.
type Spec struct {
	ID      string `yaml:"id"`              // lower-case letters, digits, ".", "_", "-"
	Title   string `yaml:"title"`           // for people
	About   string `yaml:"about,omitempty"` // what it is good for, in a sentence or two
	Licence string `yaml:"licence,omitempty"`
	Source  string `yaml:"source,omitempty"` // where it comes from
	Kind    Kind   `yaml:"kind"`

	Embedding  int     `yaml:"embedding,omitempty"`   // numbers in an embedding; of a head: of the embeddings it reads
	LogitScale float64 `yaml:"logit_scale,omitempty"` // factor of the softmax over cosines; 0: 100

	Image *Image `yaml:"image,omitempty"` // clip, quality, faces
	Text  *Text  `yaml:"text,omitempty"`  // clip
	Head  *Layer `yaml:"head,omitempty"`  // head
	Score *Score `yaml:"score,omitempty"` // quality, head: what its numbers mean

	Subjects *Subjects `yaml:"subjects,omitempty"` // clip: things that it knows by name

	// Weights are the weights of rows to begin with where this model reads the
	// photos, by "prompt/" or "measure/" and the ID, as cull bench measured
	// them; rows that are not named are left as they are.
	Weights     map[string]float64 `yaml:"weights,omitempty"`
	Calibration *Calibration       `yaml:"calibration,omitempty"` // clip

	Files map[string]string `yaml:"files,omitempty"` // SHA-256 of files that are named nowhere else, by path
}

// Image says how a graph takes pictures. Paths are relative to the folder, with
// forward slashes.
type Image struct {
	File   string     `yaml:"file"`
	SHA256 string     `yaml:"sha256,omitempty"`
	Input  string     `yaml:"input,omitempty"`  // empty: the graph's only picture input
	Output string     `yaml:"output,omitempty"` // empty: the graph's only fitting output
	Size   int        `yaml:"size"`             // pixels a side
	Resize string     `yaml:"resize,omitempty"` // crop (default), squash, native
	Filter string     `yaml:"filter,omitempty"` // bicubic (default), bilinear, area
	Layout string     `yaml:"layout,omitempty"` // nchw (default), nhwc
	Colour string     `yaml:"colour,omitempty"` // rgb (default), bgr
	Mean   [3]float64 `yaml:"mean,flow"`        // of the colours of Colour, in 0..1: x = (colour/255 - mean) / std
	Std    [3]float64 `yaml:"std,flow"`
	Batch  int        `yaml:"batch,omitempty"` // pictures in each run; 0: as many as are fastest
}

// Text says how a graph takes texts.
type Text struct {
	File      string `yaml:"file"`
	SHA256    string `yaml:"sha256,omitempty"`
	Input     string `yaml:"input,omitempty"`  // token ids, int32 or int64; empty: the graph's only fitting input
	Mask      string `yaml:"mask,omitempty"`   // attention mask; empty: an input named attention_mask, where there is one
	Output    string `yaml:"output,omitempty"` // empty: the graph's only fitting output
	Context   int    `yaml:"context"`          // tokens of a text, start and end included
	Pad       int    `yaml:"pad,omitempty"`    // token that fills the context up; -1: the end token
	Tokenizer string `yaml:"tokenizer,omitempty"`
	Vocab     string `yaml:"vocab,omitempty"` // with merges, in place of tokenizer
	Merges    string `yaml:"merges,omitempty"`
	Known     string `yaml:"known,omitempty"` // JSON list of the token ids met in training; empty: all
}

// Layer is a linear layer over unit embeddings: weights . e + bias.
type Layer struct {
	File   string   `yaml:"file"` // a PyTorch .pth of float32 weights and bias
	SHA256 string   `yaml:"sha256,omitempty"`
	Of     []string `yaml:"of,flow"` // ids of the CLIP models whose embeddings it reads
}

// Score says what the numbers of a head or a quality model mean.
type Score struct {
	Output string     `yaml:"output,omitempty"`     // scalar (default) or distribution: probabilities of First, First+1, ...
	First  float64    `yaml:"first,omitempty"`      // value of a distribution's first bin
	Range  [2]float64 `yaml:"range,flow,omitempty"` // of values people may meet
	Lower  bool       `yaml:"lower_is_better,omitempty"`
}

// Subjects are the things that a model knows by name. The last numbers of its
// embeddings, as many as a subject's vector has, tell what a photo shows or a
// text names; those before tell how good a photo is, or a text asks for.
type Subjects struct {
	Names   string `yaml:"names"`   // a file with a name in each line
	Vectors string `yaml:"vectors"` // a file with a unit vector for each name: float32, little-endian

	// A text names something that the model knows as far as k = ln(sum over the
	// subjects of exp(Scale c)) / Scale, c the cosine of the text's last numbers
	// with a subject: below Unknown it does not, from Known on it does, between
	// perhaps. Without a Scale nothing is said of texts.
	Scale   float64 `yaml:"scale,omitempty"`
	Unknown float64 `yaml:"unknown,omitempty"`
	Known   float64 `yaml:"known,omitempty"`
	// Shown is the cosine from which a photo shows a subject; 0: no photo
	// does.
	Shown float64 `yaml:"shown,omitempty"`
	// Blind are words for what the model does not see although it seems to know
	// them, in lower case: expressions, say.
	Blind []string `yaml:"blind,omitempty"`
}

// Forms of a quality model's output.
const (
	Scalar       = "scalar"
	Distribution = "distribution"
)

// DefaultLogitScale is exp(4.6052), where the training of CLIP models clips it.
const DefaultLogitScale = 100

// maxSpec is the longest model.yaml that is read, in bytes.
const maxSpec = 1 << 20

// ParseSpec reads a model.yaml and fills in the defaults. An error names the
// file and, where there is one, the line.
func ParseSpec(r io.Reader, name string) (Spec, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxSpec+1))
	if err != nil {
		return Spec{}, fmt.Errorf("read %s: %w", name, err)
	}
	if len(b) > maxSpec {
		return Spec{}, fmt.Errorf("%s is too long for a model's description", name)
	}
	var s Spec
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(&s); errors.Is(err, io.EOF) {
		return Spec{}, fmt.Errorf("%s is empty", name)
	} else if err != nil {
		return Spec{}, fmt.Errorf("%s: %s", name, plainYAML(err))
	}
	s.Complete()
	if err := s.Validate(); err != nil {
		return Spec{}, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

var unknownField = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`field (\S+) not found in type \S+`) })

// plainYAML is a YAML error without the decoder's own words.
func plainYAML(err error) string {
	text := err.Error()
	var t *yaml.TypeError
	if errors.As(err, &t) && len(t.Errors) > 0 {
		text = t.Errors[0]
	}
	text = strings.TrimPrefix(text, "yaml: ")
	return unknownField().ReplaceAllString(text, "$1 is not something a model.yaml can say here")
}

// Write writes the spec as a model.yaml.
func (s Spec) Write(w io.Writer) error {
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	if err := e.Encode(s); err != nil {
		return fmt.Errorf("write %s: %w", SpecName, err)
	}
	return e.Close()
}

// Complete puts the defaults in place of what was left out.
func (s *Spec) Complete() {
	if s.Title == "" {
		s.Title = s.ID
	}
	if s.Kind == CLIP && s.LogitScale == 0 {
		s.LogitScale = DefaultLogitScale
	}
	if s.Image != nil {
		or(&s.Image.Resize, Crop)
		or(&s.Image.Filter, Bicubic)
		or(&s.Image.Layout, NCHW)
		or(&s.Image.Colour, "rgb")
	}
	if s.Text != nil && s.Text.Tokenizer == "" && s.Text.Vocab == "" && s.Text.Merges == "" {
		s.Text.Tokenizer = "tokenizer.json"
	}
	if s.Score != nil {
		or(&s.Score.Output, Scalar)
	}
}

func or(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

var goodID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,99}$`) })

// Validate tells in a sentence what is wrong with the spec, nil if nothing is.
func (s Spec) Validate() error {
	if !goodID().MatchString(s.ID) {
		return fmt.Errorf("the id %q should be lower-case letters, digits, dots and dashes, a hundred at most", s.ID)
	}
	need := func(has bool, part string) error {
		if !has {
			return fmt.Errorf("a model of kind %q needs the part %q", s.Kind, part)
		}
		return nil
	}
	var err error
	switch s.Kind {
	case CLIP:
		err = errors.Join(need(s.Image != nil, "image"), need(s.Text != nil, "text"))
		if err == nil && (!(s.LogitScale > 0) || math.IsInf(s.LogitScale, 0)) {
			err = fmt.Errorf("logit_scale should be above 0, not %v", s.LogitScale)
		}
	case Head:
		err = need(s.Head != nil, "head")
		if err == nil && s.Head.File == "" {
			err = errors.New("head needs a file")
		}
		if err == nil && len(s.Head.Of) == 0 {
			err = errors.New("head needs \"of\": the ids of the models whose embeddings it reads")
		}
	case Quality, Faces:
		err = need(s.Image != nil, "image")
	default:
		err = fmt.Errorf("the kind %q is none of clip, head, quality, faces", s.Kind)
	}
	if err != nil {
		return err
	}
	if s.Embedding < 0 || s.Embedding > 1<<16 {
		return fmt.Errorf("an embedding of %d numbers is not possible", s.Embedding)
	}
	for _, check := range []func() error{s.Image.validate, s.Text.validate, s.Score.validate, s.Subjects.validate, s.validateWeights, s.Calibration.validate, s.validateFiles} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (i *Image) validate() error {
	if i == nil {
		return nil
	}
	if i.File == "" {
		return errors.New("image needs a file")
	}
	if i.Size < 1 || i.Size > 8192 {
		return fmt.Errorf("image size should be 1 to 8192 pixels, not %d", i.Size)
	}
	for c := range 3 {
		if !(i.Std[c] > 0) || math.IsInf(i.Std[c], 0) || math.IsNaN(i.Mean[c]) || math.IsInf(i.Mean[c], 0) {
			return errors.New("image needs a mean and a std of three numbers, std above 0")
		}
	}
	if i.Batch < 0 || i.Batch > 1024 {
		return fmt.Errorf("image batch should be 0 to 1024 pictures, not %d", i.Batch)
	}
	return errors.Join(
		oneOf("resize", i.Resize, Crop, Squash, Native),
		oneOf("filter", i.Filter, Bicubic, Bilinear, Area),
		oneOf("layout", i.Layout, NCHW, NHWC),
		oneOf("colour", i.Colour, "rgb", "bgr"))
}

func (t *Text) validate() error {
	if t == nil {
		return nil
	}
	if t.File == "" {
		return errors.New("text needs a file")
	}
	if t.Context < 3 || t.Context > 4096 {
		return fmt.Errorf("text context should be 3 to 4096 tokens, not %d", t.Context)
	}
	if t.Pad < -1 {
		return fmt.Errorf("text pad should be a token id, or -1 for the end token, not %d", t.Pad)
	}
	if (t.Vocab == "") != (t.Merges == "") {
		return errors.New("text needs vocab and merges together")
	}
	return nil
}

func (s *Score) validate() error {
	if s == nil {
		return nil
	}
	return oneOf("output", s.Output, Scalar, Distribution)
}

func (s *Subjects) validate() error {
	if s == nil {
		return nil
	}
	if s.Names == "" || s.Vectors == "" {
		return errors.New("subjects need a file of names and one of vectors")
	}
	if !(s.Scale >= 0) || math.IsInf(s.Scale, 0) || !(s.Unknown <= s.Known) || !(s.Shown >= 0) {
		return errors.New("subjects need a scale and a shown of 0 or more, and unknown no higher than known")
	}
	return nil
}

func (s Spec) validateWeights() error {
	for row, w := range s.Weights {
		if math.IsNaN(w) || math.IsInf(w, 0) {
			return fmt.Errorf("the weight of %q should be a number, not %v", row, w)
		}
		if !strings.HasPrefix(row, "prompt/") && !strings.HasPrefix(row, "measure/") {
			return fmt.Errorf("the weight of %q should be that of a prompt/ID or a measure/ID", row)
		}
	}
	return nil
}

func oneOf(what, value string, choices ...string) error {
	if slices.Contains(choices, value) {
		return nil
	}
	return fmt.Errorf("%s %q is none of %s", what, value, strings.Join(choices, ", "))
}
