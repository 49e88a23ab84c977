package prompts

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// maxFile is the largest file of prompts that is read, in bytes.
const maxFile = 1 << 20

//go:embed sets/*.yaml
var embedded embed.FS

// Default returns the set that is used until another is chosen.
func Default() Set { return Embedded()[0] }

// Embedded returns the sets that come with Culler, the default first.
func Embedded() []Set {
	files, err := embedded.ReadDir("sets")
	if err != nil {
		panic(err) // cannot happen: the folder is in the program
	}
	sets := make([]Set, len(files))
	for i, f := range files {
		b, err := embedded.ReadFile(path.Join("sets", f.Name()))
		if err == nil {
			sets[i], err = Parse(bytes.NewReader(b), f.Name())
		}
		if err != nil {
			panic(err) // cannot happen: a test reads them all
		}
	}
	return sets
}

// builtIn are the prompts of the embedded sets, by ID.
var builtIn = sync.OnceValue(func() map[string][]Prompt {
	all := map[string][]Prompt{}
	for _, s := range Embedded() {
		for _, p := range s.Prompts {
			all[p.ID] = append(all[p.ID], p)
		}
	}
	return all
})

// BuiltIn tells whether a prompt is one of those that come with Culler, as it
// came: nobody gave it other words or another weight.
func BuiltIn(p Prompt) bool {
	return slices.ContainsFunc(builtIn()[p.ID], func(q Prompt) bool { return reflect.DeepEqual(p, q) })
}

// Parse reads a set from YAML. Its error is a sentence that begins with name
// and the line. Fields that it does not know are refused, so that a slip of the
// pen is not lost in silence.
func Parse(r io.Reader, name string) (Set, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return Set{}, fmt.Errorf("read %s: %w", name, err)
	}
	if len(b) > maxFile {
		return Set{}, fmt.Errorf("%s is larger than %d KB; that is not a file of prompts", name, maxFile>>10)
	}
	s, err := parse(b)
	var at *lineError
	switch {
	case errors.As(err, &at):
		return Set{}, fmt.Errorf("%s, line %d: %s", name, at.line, at.reason)
	case err != nil:
		return Set{}, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// lineError is what is wrong in a line of a file.
type lineError struct {
	line   int
	reason string
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.reason) }

func wrong(n *yaml.Node, format string, args ...any) error {
	return &lineError{n.Line, fmt.Sprintf(format, args...)}
}

var yamlMessage = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(?s:(.*))$`) })

func parse(b []byte) (Set, error) {
	var doc yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(b))
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return Set{}, errors.New("the file is empty; a set needs id, title and prompts")
	} else if err != nil {
		return Set{}, yamlError(err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		if err != nil {
			return Set{}, yamlError(err)
		}
		return Set{}, errors.New("the file holds more than one document; write one set into each file")
	}
	return readSet(&doc)
}

// yamlError takes over the line that the YAML library names, if it does.
func yamlError(err error) error {
	m := yamlMessage().FindStringSubmatch(err.Error())
	if line, failed := strconv.Atoi(m[1]); failed == nil {
		return &lineError{line, "this is not valid YAML: " + m[2]}
	}
	return errors.New("this is not valid YAML: " + m[2])
}

// places remembers the line of each field of the set (prompt -1) and of each
// prompt.
type places map[place]int

type place struct {
	prompt int
	field  string
}

func readSet(doc *yaml.Node) (Set, error) {
	var s Set
	at := places{}
	top := resolve(doc.Content[0])
	err := fields(top, "a set", at, -1, map[string]func(*yaml.Node) error{
		"id":          text(&s.ID),
		"title":       text(&s.Title),
		"description": text(&s.Description),
		"prompts": func(n *yaml.Node) error {
			if n.Kind != yaml.SequenceNode {
				return wrong(n, "\"prompts\" must be a list; begin each prompt with \"- id:\"")
			}
			for i, item := range n.Content {
				p, err := readPrompt(resolve(item), at, i)
				if err != nil {
					return err
				}
				s.Prompts = append(s.Prompts, p)
			}
			return nil
		},
	})
	if err != nil {
		return Set{}, err
	}
	if i, f := s.fault(); f != nil {
		line, known := at[place{i, f.field}]
		if !known {
			line = at[place{i, ""}]
		}
		return Set{}, &lineError{line, f.reason}
	}
	return s, nil
}

func readPrompt(n *yaml.Node, at places, i int) (Prompt, error) {
	p := Prompt{Weight: 1}
	var kind string
	err := fields(n, "a prompt", at, i, map[string]func(*yaml.Node) error{
		"id":       text(&p.ID),
		"title":    text(&p.Title),
		"kind":     text(&kind),
		"note":     text(&p.Note),
		"positive": texts(&p.Positive),
		"negative": texts(&p.Negative),
		"levels":   texts(&p.Levels),
		"weight": func(n *yaml.Node) error {
			if n.Decode(&p.Weight) != nil {
				return wrong(n, "the weight must be a number from 0 to %d", MaxWeight)
			}
			return nil
		},
		"off": func(n *yaml.Node) error {
			if n.Decode(&p.Off) != nil {
				return wrong(n, "\"off\" must be true or false")
			}
			return nil
		},
	})
	p.Kind = Kind(kind)
	return p, err
}

// fields reads the fields of what; at learns their lines.
func fields(n *yaml.Node, what string, at places, prompt int, read map[string]func(*yaml.Node) error) error {
	at[place{prompt, ""}] = n.Line
	if n.Kind != yaml.MappingNode {
		return wrong(n, "%s must be written as fields, such as \"title: Balance\"", what)
	}
	for k := 0; k+1 < len(n.Content); k += 2 {
		key, value := n.Content[k], resolve(n.Content[k+1])
		f, known := read[key.Value]
		if !known {
			return wrong(key, "%s has no field %s; its fields are %s", what, quoted(key.Value),
				strings.Join(slices.Sorted(maps.Keys(read)), ", "))
		}
		if _, twice := at[place{prompt, key.Value}]; twice {
			return wrong(key, "the field %q is given twice", key.Value)
		}
		at[place{prompt, key.Value}] = key.Line
		if err := f(value); err != nil {
			return err
		}
	}
	return nil
}

// text reads one text; runs of white space become one blank.
func text(into *string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.ScalarNode {
			return wrong(n, "this must be a text; put it in quotes if it holds a colon or a bracket")
		}
		if n.Tag != "!!null" {
			*into = strings.Join(strings.Fields(n.Value), " ")
		}
		return nil
	}
}

// texts reads a list of texts, or a single one.
func texts(into *[]string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		items := []*yaml.Node{n}
		if n.Kind == yaml.SequenceNode {
			items = n.Content
		}
		for _, item := range items {
			var s string
			if err := text(&s)(resolve(item)); err != nil {
				return err
			}
			*into = append(*into, s)
		}
		return nil
	}
}

func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// The shape of a file.
type (
	fileSet struct {
		ID          string       `yaml:"id"`
		Title       string       `yaml:"title"`
		Description string       `yaml:"description,omitempty"`
		Prompts     []filePrompt `yaml:"prompts"`
	}
	filePrompt struct {
		ID       string   `yaml:"id"`
		Title    string   `yaml:"title"`
		Kind     Kind     `yaml:"kind"`
		Weight   float64  `yaml:"weight"`
		Off      bool     `yaml:"off,omitempty"`
		Note     string   `yaml:"note,omitempty"`
		Positive []string `yaml:"positive,omitempty"`
		Negative []string `yaml:"negative,omitempty"`
		Levels   []string `yaml:"levels,omitempty"`
	}
)

// Write writes the set as YAML that Parse reads again. A set that Check
// refuses is not written.
func (s Set) Write(w io.Writer) error {
	if err := s.Check(); err != nil {
		return err
	}
	f := fileSet{s.ID, s.Title, s.Description, make([]filePrompt, len(s.Prompts))}
	for i, p := range s.Prompts {
		f.Prompts[i] = filePrompt{p.ID, p.Title, p.Kind, p.Weight, p.Off, p.Note, p.Positive, p.Negative, p.Levels}
	}
	enc := yaml.NewEncoder(w)
	enc.SetIndent(2)
	if err := enc.Encode(f); err != nil {
		return fmt.Errorf("write the prompt set %s: %w", s.ID, err)
	}
	return enc.Close()
}
