package workspace

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/learn"
	"culler/scoring/rank"
)

// MaxWeight is the end of a weight's slider.
const MaxWeight = 2.0

// Tuning changes what counts in the ranking: weights, prompts, faults and lessons.
// Each change is a step of undo.
type Tuning struct {
	ws     *Workspace
	asking int      // prompts that are asked in the background
	later  []func() // what waits until they are
}

// tune changes what counts, as a step of undo that what names.
func (t *Tuning) tune(what string, change func()) {
	before := t.ws.board.Settings()
	change()
	t.noteWeights(what, before, t.ws.board.Settings())
	t.ws.Refresh()
}

// titleOf is what people call a row.
func (t *Tuning) titleOf(id string) string {
	for _, w := range t.ws.now.Weights() {
		if w.ID == id {
			return w.Title
		}
	}
	return id
}

// SetWeight, SetMuted, SetSolo, SetAggregation and ResetWeights change what
// counts how much; the order follows at once.
func (t *Tuning) SetWeight(id string, w float64) {
	t.tune("weight of "+t.titleOf(id), func() { t.ws.board.SetWeight(id, math.Round(w*100)/100) })
}

// SetMuted takes a row out of the score, or back in.
func (t *Tuning) SetMuted(id string, muted bool) {
	what := "taking " + t.titleOf(id) + " into the score"
	if muted {
		what = "taking " + t.titleOf(id) + " out of the score"
	}
	t.tune(what, func() { t.ws.board.SetMuted(id, muted) })
}

// SetSolo lets a row count alone.
func (t *Tuning) SetSolo(id string, solo bool) {
	what := "letting others than " + t.titleOf(id) + " count"
	if solo {
		what = "letting " + t.titleOf(id) + " count alone"
	}
	t.tune(what, func() { t.ws.board.SetSolo(id, solo) })
}

// SetAggregation chooses the kinds of rows that count.
func (t *Tuning) SetAggregation(a rank.Aggregation) {
	t.tune("choice of what counts", func() { t.ws.board.SetAggregation(a) })
}

// SetFault changes whether a fault is looked for.
func (t *Tuning) SetFault(f judge.Fault, on bool) {
	verb := "passing over"
	if on {
		verb = "looking for"
	}
	t.tune(verb+" the fault "+string(f), func() { t.ws.board.SetFault(f, on) })
}

// ResetWeights makes every row as its prompt set has it.
func (t *Tuning) ResetWeights() {
	t.tune("reset of all weights", t.ws.board.Reset)
	t.ws.say("All weights are as the prompt set has them.")
}

// Prompts is the prompt set in use, with the photographer's changes.
func (t *Tuning) Prompts() prompts.Set { return t.ws.board.Prompts() }

// SetPrompts asks other prompts. It may take a moment, because the model reads
// them; it is the only method of a Workspace's parts that may run in another goroutine.
// Refresh shows the outcome.
func (t *Tuning) SetPrompts(ctx context.Context, s prompts.Set) error {
	return t.ws.board.SetPrompts(ctx, s)
}

// EditPrompt returns the set in use with a prompt in place of the one of its
// ID, or added; an empty ID is made from the title.
func (t *Tuning) EditPrompt(p prompts.Prompt) prompts.Set {
	s := t.Prompts()
	if p.ID == "" {
		p.ID = freeID(s, p.Title)
	}
	if k := slices.IndexFunc(s.Prompts, func(q prompts.Prompt) bool { return q.ID == p.ID }); k >= 0 {
		s.Prompts[k] = p
	} else {
		s.Prompts = append(s.Prompts, p)
	}
	return s
}

// WithoutPrompt returns the set in use without a prompt.
func (t *Tuning) WithoutPrompt(id string) prompts.Set {
	s := t.Prompts()
	s.Prompts = slices.DeleteFunc(s.Prompts, func(q prompts.Prompt) bool { return q.ID == id })
	return s
}

// freeID makes an ID of a title: lower-case letters, digits and hyphens.
func freeID(s prompts.Set, title string) string {
	id := ""
	for _, w := range prompts.Words(title) {
		plain := ""
		for _, r := range w {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				plain += string(r)
			}
		}
		if plain != "" {
			if id != "" {
				id += "-"
			}
			id += plain
		}
	}
	if id == "" {
		id = "prompt"
	}
	free := id
	for n := 2; ; n++ {
		if _, taken := s.Find(free); !taken {
			return free
		}
		free = fmt.Sprintf("%s-%d", id, n)
	}
}

// AsWeighted is the set in use with the present weights as its own, to be saved.
func (t *Tuning) AsWeighted() prompts.Set {
	s := t.Prompts()
	for _, w := range t.ws.now.Weights() {
		id, ok := board.PromptOf(w.ID)
		if !ok {
			continue
		}
		for k := range s.Prompts {
			if s.Prompts[k].ID == id {
				s.Prompts[k].Weight, s.Prompts[k].Off = min(max(w.Weight, 0), prompts.MaxWeight), w.Muted
			}
		}
	}
	return s
}

// TakeLesson makes learned weights the present ones.
func (t *Tuning) TakeLesson(l learn.Lesson) {
	t.tune("the learned weights", func() {
		for _, r := range l.Rows {
			if r.Learned != r.Weight {
				t.ws.board.SetWeight(r.ID, r.Learned)
			}
		}
	})
	t.ws.say("The learned weights count now. Undo takes them back.")
}

// Tastes keeps what is learned of the photographer's taste.
type Tastes interface {
	// Taste is what was kept last; ok is false for nothing.
	Taste() (t learn.Taste, ok bool, err error)
	// SetTaste keeps a taste and makes it a row of a board, in place of the one
	// before; nil forgets that one.
	SetTaste(board *board.Board, t *learn.Taste) error
}

// TakeTaste makes a learned taste a row of the ranking, with the weight that was
// learned, in place of the one before.
func (t *Tuning) TakeTaste(l learn.Lesson) error {
	if t.ws.Tastes == nil {
		return errors.New("no taste is learned here")
	}
	was, _, err := t.ws.Tastes.Taste()
	if err != nil {
		return err
	}
	before := tasteState{was, t.ws.board.Settings()}
	if err := t.setTaste(*l.Taste); err != nil {
		return err
	}
	t.ws.board.SetWeight(learn.TasteRow, l.Taste.Weight)
	t.note("my taste", tasteStep, before, tasteState{*l.Taste, t.ws.board.Settings()})
	t.ws.Refresh()
	t.ws.say("Your taste is a row of its own now. Undo takes it back.")
	return nil
}

// setTaste keeps a taste; the zero one for none.
func (t *Tuning) setTaste(taste learn.Taste) error {
	if t.ws.Tastes == nil {
		return errors.New("no taste is learned here")
	}
	if len(taste.Direction) == 0 {
		return t.ws.Tastes.SetTaste(t.ws.board, nil)
	}
	return t.ws.Tastes.SetTaste(t.ws.board, &taste)
}
