// Package profile keeps what makes a photographer's judgement of one kind of work,
// such as weddings or birds, as one file: prompts, weights, the learned taste and
// the set of keys.
package profile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/learn"
	"culler/scoring/rank"
)

// Profile is what a profile holds.
type Profile struct {
	Title    string
	Keys     string // the set of keys; "" for Culler's own
	Prompts  prompts.Set
	Settings board.Settings
	Taste    *learn.Taste // nil: none was learned
}

// format is the version of the file.
const format = 1

// file is a profile as YAML. The prompt set is the text of a file of its own, so
// that what reads and checks those reads this one as well.
type file struct {
	Format      int                `yaml:"culler_profile"`
	Title       string             `yaml:"title"`
	Keys        string             `yaml:"keys,omitempty"`
	Aggregation rank.Aggregation   `yaml:"aggregation,omitempty"`
	Weights     map[string]float64 `yaml:"weights,omitempty"`
	Muted       map[string]bool    `yaml:"muted,omitempty"`
	Solo        map[string]bool    `yaml:"solo,omitempty"`
	FaultsOff   []judge.Fault      `yaml:"faults_off,omitempty,flow"`
	Taste       *learn.Taste       `yaml:"taste,omitempty"`
	Prompts     string             `yaml:"prompts"`
}

// most bounds the size of a file in bytes.
const most = 1 << 20

// mostTitle bounds a title, in letters.
const mostTitle = 80

// Check tells, as a sentence, what is wrong with a profile.
func (p Profile) Check() error {
	switch {
	case strings.TrimSpace(p.Title) == "":
		return errors.New("a profile needs a name")
	case utf8.RuneCountInString(p.Title) > mostTitle:
		return fmt.Errorf("the name of a profile has at most %d letters", mostTitle)
	case strings.ContainsFunc(p.Title, unicode.IsControl) || !utf8.ValidString(p.Title):
		return errors.New("the name of a profile holds characters that cannot be shown")
	}
	for row, w := range p.Settings.Weights {
		if !(math.Abs(w) <= prompts.MaxWeight) {
			return fmt.Errorf("the weight of %q is %g, and must be -%d to %d", row, w, prompts.MaxWeight, prompts.MaxWeight)
		}
	}
	for _, f := range p.Settings.FaultsOff {
		if !slices.Contains(judge.Faults(), f) {
			return fmt.Errorf("there is no fault %q to pass over", f)
		}
	}
	if p.Taste != nil {
		if err := p.Taste.Check(); err != nil {
			return err
		}
	}
	return p.Prompts.Check()
}

// Parse reads a profile. The error tells what is wrong there, as a sentence that
// begins with the name of the file.
func Parse(r io.Reader, name string) (Profile, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return Profile{}, fmt.Errorf("read the profile %s: %w", name, err)
	}
	p, err := parse(b)
	if err != nil {
		return Profile{}, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

func parse(b []byte) (Profile, error) {
	if len(b) > most {
		return Profile{}, errors.New("it is too large for a profile")
	}
	var f file
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("it is empty")
		}
		return Profile{}, err
	}
	if f.Format != format {
		return Profile{}, errors.New("it is not a profile that this version of Culler reads: culler_profile must be 1")
	}
	set, err := prompts.Parse(strings.NewReader(f.Prompts), "its prompts")
	if err != nil {
		return Profile{}, err
	}
	p := Profile{
		Title: f.Title, Keys: f.Keys, Prompts: set, Taste: f.Taste,
		Settings: board.Settings{Aggregation: f.Aggregation, Weights: f.Weights, Muted: f.Muted, Solo: f.Solo, FaultsOff: f.FaultsOff},
	}
	return p, p.Check()
}

// Write writes a profile that Parse reads again. One that Check refuses is not
// written.
func (p Profile) Write(w io.Writer) error {
	if err := p.Check(); err != nil {
		return err
	}
	var set bytes.Buffer
	if err := p.Prompts.Write(&set); err != nil {
		return err
	}
	s := p.Settings
	f := file{format, p.Title, p.Keys, s.Aggregation, s.Weights, s.Muted, s.Solo, s.FaultsOff, p.Taste, set.String()}
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	if err := e.Encode(f); err != nil {
		return fmt.Errorf("write the profile %s: %w", p.Title, err)
	}
	return e.Close()
}
