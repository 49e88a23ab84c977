package keys

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Map tells which chord does which action.
type Map struct {
	keys map[ID][]Chord // by action
	does map[Chord]ID   // the action
}

// Default is the map as delivered.
func Default() *Map {
	m := &Map{keys: map[ID][]Chord{}, does: map[Chord]ID{}}
	for _, a := range actions {
		m.set(a.ID, a.Keys)
	}
	return m
}

// set gives an action its keys and takes them from the actions that had them.
func (m *Map) set(id ID, chords []Chord) {
	for _, c := range m.keys[id] {
		delete(m.does, c)
	}
	m.keys[id] = nil
	for _, c := range chords {
		if other, taken := m.does[c]; taken && other != id {
			m.keys[other] = slices.DeleteFunc(slices.Clone(m.keys[other]), func(k Chord) bool { return k == c })
		}
		m.does[c] = id
		m.keys[id] = append(m.keys[id], c)
	}
}

// Keys are the chords of an action, the one to show first; empty where the
// photographer took its keys away.
func (m *Map) Keys(id ID) []Chord { return m.keys[id] }

// Key is the chord to show beside an action; "" if it has none.
func (m *Map) Key(id ID) Chord {
	if k := m.keys[id]; len(k) > 0 {
		return k[0]
	}
	return ""
}

// Find tells what a chord does: the action, and whether the next photo should
// follow, which Shift asks for with actions that mark.
func (m *Map) Find(c Chord) (a Action, advance, ok bool) {
	id, ok := m.does[c]
	if !ok && c.Has("Shift") {
		if id, ok = m.does[c.Without("Shift")]; ok {
			a = Of(id)
			return a, true, a.Marks
		}
	}
	if !ok {
		return Action{}, false, false
	}
	return Of(id), false, true
}

// Of is the entry of an action in the table; the zero Action for an unknown ID.
func Of(id ID) Action {
	i := slices.IndexFunc(actions, func(a Action) bool { return a.ID == id })
	if i < 0 {
		return Action{}
	}
	return actions[i]
}

// Titled is an action's title with its key, for tooltips: "Pick (P)".
func (m *Map) Titled(id ID) string {
	title := strings.TrimSuffix(Of(id).Title, "...")
	if k := m.Key(id); k != "" {
		return fmt.Sprintf("%s (%s)", title, k)
	}
	return title
}

// Load reads the photographer's file of keys over those of a set: one line for
// each action, with a key or a list of keys. Where there is no file, that is
// the set. The map can be used whatever the error, which names each line that
// was passed over.
func Load(path string, set Set) (*Map, error) {
	m := set.Map()
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || path == "" {
		return m, nil
	}
	if err != nil {
		return m, fmt.Errorf("read the keys in %s: %w", path, err)
	}
	if err := m.read(b); err != nil {
		return m, fmt.Errorf("the keys in %s: %w", path, err)
	}
	return m, nil
}

func (m *Map) read(b []byte) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return err
	}
	if len(doc.Content) == 0 {
		return nil
	}
	if doc.Content[0].Kind != yaml.MappingNode {
		return errors.New("each line should be an action, a colon and its keys, such as \"pick: P\"")
	}
	var problems []error
	lines := doc.Content[0].Content
	for k := 0; k+1 < len(lines); k += 2 {
		if err := m.readLine(lines[k], lines[k+1]); err != nil {
			problems = append(problems, fmt.Errorf("line %d: %w", lines[k].Line, err))
		}
	}
	return errors.Join(problems...)
}

func (m *Map) readLine(name, value *yaml.Node) error {
	id := ID(name.Value)
	if Of(id).ID == "" {
		return fmt.Errorf("there is no action %q", id)
	}
	var words []string
	switch {
	case value.Kind == yaml.ScalarNode && value.Tag == "!!null":
	case value.Kind == yaml.ScalarNode:
		words = []string{value.Value}
	case value.Kind == yaml.SequenceNode:
		for _, n := range value.Content {
			words = append(words, n.Value)
		}
	default:
		return fmt.Errorf("%s: write a key or a list of keys", id)
	}
	var chords []Chord
	for _, w := range words {
		c, err := Parse(w)
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		chords = append(chords, c)
	}
	m.set(id, chords)
	return nil
}

// WriteTemplate writes a file with every action and its keys, each line a
// comment, for the photographer to change. An existing file is left alone.
func (m *Map) WriteTemplate(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make the folder for %s: %w", path, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = f.WriteString(m.template())
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func (m *Map) template() string {
	var b strings.Builder
	b.WriteString("# Culler's keys. Take the # from a line and change its keys; an empty list, [],\n" +
		"# leaves an action without one. Culler reads the file when it starts.\n")
	for _, g := range Groups() {
		fmt.Fprintf(&b, "\n# %s\n", g)
		for _, a := range actions {
			if a.Group != g {
				continue
			}
			quoted := make([]string, len(m.keys[a.ID]))
			for i, k := range m.keys[a.ID] {
				quoted[i] = fmt.Sprintf("%q", string(k))
			}
			fmt.Fprintf(&b, "#%s: [%s]  # %s\n", a.ID, strings.Join(quoted, ", "), a.Title)
		}
	}
	return b.String()
}
