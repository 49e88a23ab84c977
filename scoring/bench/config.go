package bench

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"culler/scoring/judge"
	"culler/scoring/measure"
	"culler/scoring/metric"
	"culler/scoring/rank"
)

// Config says what is run.
type Config struct {
	Seed      uint64 `yaml:"seed" json:"seed"`           // of every draw and split
	Resamples int    `yaml:"resamples" json:"resamples"` // of the bootstrap; 0: 1000
	Prompts   string `yaml:"prompts" json:"prompts"`     // ID of the prompt set; "" for the default one
	// Reference is the method that the others are compared to, whose failures
	// are listed and whose verdicts are calibrated; "" for the first.
	Reference string  `yaml:"reference" json:"reference"`
	Holdout   float64 `yaml:"holdout" json:"holdout"`   // share of the bursts that is kept from the weight search; 0: a third
	CallAt    float64 `yaml:"call_at" json:"call_at"`   // probability of being right from which a verdict is called; 0: judge.Called
	Examples  int     `yaml:"examples" json:"examples"` // wins and failures with thumbnails; 0: 12; negative: none
	Altered   int     `yaml:"altered" json:"altered"`   // photos to try alterations on; 0: 12; negative: none
	Lessons   int     `yaml:"lessons" json:"lessons"`   // how often it is learned from 20, 40 and 60 series, to judge the others; 0: never
	Methods   []Spec  `yaml:"methods" json:"methods"`
}

// Spec is a method by name.
type Spec struct {
	Name string `yaml:"name" json:"name"`
	Kind string `yaml:"kind" json:"kind"` // see Kinds

	Aggregation rank.Aggregation   `yaml:"aggregation" json:"aggregation,omitempty"` // of score
	Weights     map[string]float64 `yaml:"weights" json:"weights,omitempty"`         // of score, by row ID; of ensemble, by method
	Muted       map[string]bool    `yaml:"muted" json:"muted,omitempty"`             // of score, by row ID
	Solo        map[string]bool    `yaml:"solo" json:"solo,omitempty"`               // of score, by row ID
	NoFaults    bool               `yaml:"no_faults" json:"no_faults,omitempty"`     // of score: nothing counts as plainly wrong
	Measure     string             `yaml:"measure" json:"measure,omitempty"`         // of measure
	Prompt      string             `yaml:"prompt" json:"prompt,omitempty"`           // of prompt
	Model       string             `yaml:"model" json:"model,omitempty"`             // of quality
	Of          []string           `yaml:"of" json:"of,omitempty"`                   // of ensemble: methods, all of weight 1 unless Weights says otherwise
}

// The kinds of methods.
const (
	Score         = "score"         // Culler's score, by an aggregation
	OneMeasure    = "measure"       // one measure alone
	EveryMeasure  = "every_measure" // stands for a method for every measure
	OnePrompt     = "prompt"        // one prompt alone
	EveryPrompt   = "every_prompt"  // stands for a method for every prompt of the set
	OneQuality    = "quality"       // an installed quality model or head
	EveryQuality  = "every_quality" // stands for a method for every installed one
	Ensemble      = "ensemble"      // weighted standings of other methods
	FileSize      = "file_size"     // control: larger files are better
	RandomControl = "random"        // control: drawn from the seed
)

// Kinds lists the kinds of methods.
func Kinds() []string {
	return []string{Score, OneMeasure, EveryMeasure, OnePrompt, EveryPrompt, OneQuality, EveryQuality, Ensemble, FileSize, RandomControl}
}

//go:embed default.yaml
var defaultConfig []byte

// Default is the configuration that is run unless another one is given.
func Default() Config {
	c, err := ParseConfig(bytes.NewReader(defaultConfig), "default.yaml")
	if err != nil {
		panic("bench: " + err.Error())
	}
	return c
}

// DefaultText is the default configuration as YAML, with comments.
func DefaultText() []byte { return bytes.Clone(defaultConfig) }

// ParseConfig reads a configuration in YAML. The error names the line and tells
// what is wrong there.
func ParseConfig(r io.Reader, name string) (Config, error) {
	var c Config
	d := yaml.NewDecoder(io.LimitReader(r, 1<<20))
	d.KnownFields(true)
	if err := d.Decode(&c); err != nil {
		if errors.Is(err, io.EOF) {
			return c, fmt.Errorf("%s is empty", name)
		}
		return c, fmt.Errorf("%s: %w", name, err)
	}
	c.fill()
	if err := c.Check(); err != nil {
		return c, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

func (c *Config) fill() {
	if c.Resamples == 0 {
		c.Resamples = metric.Resamples
	}
	if c.Holdout == 0 {
		c.Holdout = 1. / 3
	}
	if c.CallAt == 0 {
		c.CallAt = judge.Called
	}
	if c.Examples == 0 {
		c.Examples = 12
	}
	if c.Altered == 0 {
		c.Altered = 12
	}
	c.Methods = slices.Clone(c.Methods)
	for k := range c.Methods {
		if m := &c.Methods[k]; m.Name == "" {
			m.Name = strings.Join(slices.DeleteFunc([]string{m.Kind, string(m.Aggregation), m.Measure, m.Prompt, m.Model}, func(s string) bool { return s == "" }), " ")
		}
	}
	if c.Reference == "" && len(c.Methods) > 0 {
		c.Reference = c.Methods[0].Name
	}
}

// Check tells, as a sentence, what is wrong with the configuration.
func (c Config) Check() error {
	switch {
	case len(c.Methods) == 0:
		return errors.New("no methods are listed")
	case c.Resamples < 0 || c.Resamples > 100_000:
		return fmt.Errorf("resamples is %d; it must be 1 to 100000", c.Resamples)
	case !(c.Holdout > 0 && c.Holdout < 1):
		return fmt.Errorf("holdout is %g; it must lie between 0 and 1", c.Holdout)
	case !(c.CallAt > 0.5 && c.CallAt < 1):
		return fmt.Errorf("call_at is %g; it must lie between 0.5 and 1", c.CallAt)
	}
	seen := map[string]bool{}
	for k, m := range c.Methods {
		if seen[m.Name] {
			return fmt.Errorf("two methods are named %q", m.Name)
		}
		if err := m.check(seen); err != nil {
			return fmt.Errorf("method %d, %q: %w", k+1, m.Name, err)
		}
		seen[m.Name] = true
	}
	return nil
}

func (m Spec) check(before map[string]bool) error {
	needs := func(what, value string) error {
		if value == "" {
			return fmt.Errorf("a method of the kind %s needs %q", m.Kind, what)
		}
		return nil
	}
	switch m.Kind {
	case OneMeasure:
		return needs("measure", m.Measure)
	case OnePrompt:
		return needs("prompt", m.Prompt)
	case OneQuality:
		return needs("model", m.Model)
	case Ensemble:
		if len(m.Of) == 0 {
			return needs("of", "")
		}
		for _, name := range m.Of {
			if name == m.Name {
				return errors.New("an ensemble cannot hold itself")
			}
		}
	case Score:
		if m.Aggregation != "" && !slices.Contains(rank.Aggregations(), m.Aggregation) {
			return fmt.Errorf("there is no aggregation %q; there are %v", m.Aggregation, rank.Aggregations())
		}
	default:
		if !slices.Contains(Kinds(), m.Kind) {
			return fmt.Errorf("there is no kind %q; there are %s", m.Kind, strings.Join(Kinds(), ", "))
		}
	}
	return nil
}

// methods lists the methods one by one, the kinds that stand for many replaced.
func (b *run) methods() []Spec {
	var list []Spec
	for _, m := range b.config.Methods {
		switch m.Kind {
		case EveryMeasure:
			for _, info := range measure.Names() {
				list = append(list, Spec{Name: info.ID, Kind: OneMeasure, Measure: info.ID})
			}
		case EveryPrompt:
			for _, p := range b.set.Prompts {
				list = append(list, Spec{Name: "prompt " + p.ID, Kind: OnePrompt, Prompt: p.ID})
			}
		case EveryQuality:
			for _, q := range b.sources.Quality {
				list = append(list, Spec{Name: q.ID, Kind: OneQuality, Model: q.ID})
			}
		default:
			list = append(list, m)
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(m Spec) bool {
		twice := seen[m.Name]
		seen[m.Name] = true
		return twice
	})
}
