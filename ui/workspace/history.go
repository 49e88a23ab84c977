package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"culler/library"
	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/learn"
)

// The kinds of steps in the history that are neither decisions nor bursts.
const (
	weightsStep = "weights" // board.Settings
	promptsStep = "prompts" // prompts.Set
	profileStep = "profile" // the title; "" for what counted before there was one
	tasteStep   = "taste"   // tasteState
)

// tasteState is a taste, the zero one for none, with the weights beside it.
type tasteState struct {
	Taste   learn.Taste    `json:"taste"`
	Weights board.Settings `json:"weights"`
}

func (t *Tuning) note(what, kind string, before, after any) {
	b, err := json.Marshal(before)
	if err != nil {
		return // it is kept as JSON elsewhere, too
	}
	a, err := json.Marshal(after)
	if err != nil || slices.Equal(a, b) {
		return
	}
	t.ws.shoot.Stand(t.ws.cursor.at)
	t.ws.shoot.Note(what, library.Change{Kind: kind, Before: b, After: a})
}

func (t *Tuning) noteWeights(what string, before, after board.Settings) {
	t.note(what, weightsStep, before, after)
}

// NotePrompts makes a change of the prompts, which was made, a step of undo.
func (t *Tuning) NotePrompts(before, after prompts.Set) {
	t.note(promptsInWords(before, after), promptsStep, before, after)
}

// NoteProfile makes a change of the profile, which was made, a step of undo.
func (t *Tuning) NoteProfile(before, after string) {
	t.note(fmt.Sprintf("change to the profile %q", after), profileStep, before, after)
}

// Asking tells that prompts are asked in the background until done is called, which
// belongs to the window's goroutine, too.
func (t *Tuning) Asking() (done func()) {
	t.asking++
	return func() {
		t.asking--
		for t.asking == 0 && len(t.later) > 0 {
			next := t.later[0]
			t.later = t.later[1:]
			next()
		}
	}
}

// WhenAsked does something once no prompts are asked in the background: Undo must
// find them as the step before left them.
func (t *Tuning) WhenAsked(do func()) {
	if t.asking > 0 {
		t.later = append(t.later, do)
		return
	}
	do()
}

// promptsInWords names a change of the prompts.
func promptsInWords(before, after prompts.Set) string {
	if before.ID != after.ID {
		return fmt.Sprintf("choice of the prompts %q", after.Title)
	}
	for _, p := range after.Prompts {
		switch was, there := before.Find(p.ID); {
		case !there:
			return fmt.Sprintf("new prompt %q", p.Title)
		case !reflect.DeepEqual(was, p):
			return fmt.Sprintf("change of the prompt %q", p.Title)
		}
	}
	for _, p := range before.Prompts {
		if _, there := after.Find(p.ID); !there {
			return fmt.Sprintf("removal of the prompt %q", p.Title)
		}
	}
	return "change of the prompts"
}

// bringBack makes a change of the history. What else was changed since, perhaps in
// another shoot, stays.
func (t *Tuning) bringBack(c library.Change) error {
	switch c.Kind {
	case weightsStep:
		var from, to board.Settings
		if err := both(c, &from, &to); err != nil {
			return err
		}
		t.ws.board.SetSettings(settingsBack(t.ws.board.Settings(), from, to))
	case promptsStep:
		var from, to prompts.Set
		if err := both(c, &from, &to); err != nil {
			return err
		}
		set := promptsBack(t.Prompts(), from, to)
		if t.ws.Ask != nil {
			t.ws.Ask(set)
			return nil
		}
		return t.SetPrompts(context.Background(), set)
	case profileStep:
		var from, to string
		if err := both(c, &from, &to); err != nil {
			return err
		}
		if t.ws.Profile == nil {
			return errors.New("there are no profiles here")
		}
		return t.ws.Profile(to)
	case tasteStep:
		var from, to tasteState
		if err := both(c, &from, &to); err != nil {
			return err
		}
		if err := t.setTaste(to.Taste); err != nil {
			return err
		}
		t.ws.board.SetSettings(settingsBack(t.ws.board.Settings(), from.Weights, to.Weights))
	default:
		return fmt.Errorf("this version of Culler knows no step of the kind %q", c.Kind)
	}
	return nil
}

func both[T any](c library.Change, from, to *T) error {
	if err := json.Unmarshal(c.Before, from); err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	if err := json.Unmarshal(c.After, to); err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	return nil
}

// settingsBack is now with what differs between from and to as in to.
func settingsBack(now, from, to board.Settings) board.Settings {
	now.Weights, now.Muted, now.Solo = mapBack(now.Weights, from.Weights, to.Weights), mapBack(now.Muted, from.Muted, to.Muted), mapBack(now.Solo, from.Solo, to.Solo)
	if from.Aggregation != to.Aggregation {
		now.Aggregation = to.Aggregation
	}
	now.FaultsOff = slices.DeleteFunc(now.FaultsOff, func(f judge.Fault) bool {
		return slices.Contains(from.FaultsOff, f) && !slices.Contains(to.FaultsOff, f)
	})
	for _, f := range to.FaultsOff {
		if !slices.Contains(from.FaultsOff, f) && !slices.Contains(now.FaultsOff, f) {
			now.FaultsOff = append(now.FaultsOff, f)
		}
	}
	return now
}

func mapBack[V comparable](now, from, to map[string]V) map[string]V {
	out := map[string]V{}
	for id, v := range now {
		if _, stays := to[id]; stays || !has(from, id) {
			out[id] = v
		}
	}
	for id, v := range to {
		if was, there := from[id]; !there || was != v {
			out[id] = v
		}
	}
	return out
}

func has[V any](m map[string]V, id string) bool { _, ok := m[id]; return ok }

// promptsBack is now with what differs between from and to as in to: whole, if
// it is another set.
func promptsBack(now, from, to prompts.Set) prompts.Set {
	if now.ID != from.ID || from.ID != to.ID {
		return to
	}
	for k, p := range to.Prompts {
		was, there := from.Find(p.ID)
		at := slices.IndexFunc(now.Prompts, func(q prompts.Prompt) bool { return q.ID == p.ID })
		switch {
		case there && reflect.DeepEqual(was, p):
		case at >= 0:
			now.Prompts[at] = p
		default: // where it stood
			now.Prompts = slices.Insert(now.Prompts, min(k, len(now.Prompts)), p)
		}
	}
	now.Prompts = slices.DeleteFunc(now.Prompts, func(p prompts.Prompt) bool {
		_, was := from.Find(p.ID)
		_, is := to.Find(p.ID)
		return was && !is
	})
	return now
}
