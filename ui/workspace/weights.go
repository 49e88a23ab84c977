package workspace

import (
	"context"
	"fmt"
	"math"
	"slices"

	"culler/prompts"
	"culler/scoring"
	"culler/scoring/judge"
	"culler/scoring/rank"
)

// MaxWeight is the end of a weight's slider.
const MaxWeight = 2.0

// Weight is a row of the weights panel.
type Weight struct {
	ID          string
	Title       string
	Kind        rank.Kind
	Weight      float64
	Muted, Solo bool
	TakesPart   bool
	LeftOut     string // why it takes no part; ""
	ScenesOnly  bool
	Shows       bool   // it tells what photos show, not how good they are
	Note        string // what to know of it, as a sentence; ""
	Prompt      bool   // it can be edited
}

// Weights are the rows in their order: prompts, then measures, then others.
func (ws *Workspace) Weights() []Weight {
	if ws.ranking == nil {
		return nil
	}
	var out []Weight
	for k, r := range ws.ranking.Rows() {
		_, isPrompt := scoring.PromptOf(r.ID)
		out = append(out, Weight{
			ID: r.ID, Title: r.Title, Kind: r.Kind, Weight: r.Weight, Muted: r.Muted, Solo: r.Solo,
			TakesPart: r.TakesPart, LeftOut: r.LeftOut, ScenesOnly: ws.judge.TellsScenes(k), Shows: r.Shows, Note: r.Note, Prompt: isPrompt,
		})
	}
	return out
}

// tune changes what counts, as a step of undo that what names.
func (ws *Workspace) tune(what string, change func()) {
	before := ws.board.Settings()
	change()
	ws.noteWeights(what, before, ws.board.Settings())
	ws.Refresh()
}

// titleOf is what people call a row.
func (ws *Workspace) titleOf(id string) string {
	for _, w := range ws.Weights() {
		if w.ID == id {
			return w.Title
		}
	}
	return id
}

// SetWeight, SetMuted, SetSolo, SetAggregation and ResetWeights change what
// counts how much; the order follows at once.
func (ws *Workspace) SetWeight(id string, w float64) {
	ws.tune("weight of "+ws.titleOf(id), func() { ws.board.SetWeight(id, math.Round(w*100)/100) })
}

// SetMuted takes a row out of the score, or back in.
func (ws *Workspace) SetMuted(id string, muted bool) {
	what := "taking " + ws.titleOf(id) + " into the score"
	if muted {
		what = "taking " + ws.titleOf(id) + " out of the score"
	}
	ws.tune(what, func() { ws.board.SetMuted(id, muted) })
}

// SetSolo lets a row count alone.
func (ws *Workspace) SetSolo(id string, solo bool) {
	what := "letting others than " + ws.titleOf(id) + " count"
	if solo {
		what = "letting " + ws.titleOf(id) + " count alone"
	}
	ws.tune(what, func() { ws.board.SetSolo(id, solo) })
}

// SetAggregation chooses the kinds of rows that count.
func (ws *Workspace) SetAggregation(a rank.Aggregation) {
	ws.tune("choice of what counts", func() { ws.board.SetAggregation(a) })
}

// Faults tells which faults are looked for.
func (ws *Workspace) Faults() map[judge.Fault]bool {
	on := map[judge.Fault]bool{}
	for _, f := range judge.Faults() {
		on[f] = !slices.Contains(ws.faultsOff, f)
	}
	return on
}

// SetFault changes whether a fault is looked for.
func (ws *Workspace) SetFault(f judge.Fault, on bool) {
	verb := "passing over"
	if on {
		verb = "looking for"
	}
	ws.tune(verb+" the fault "+string(f), func() { ws.board.SetFault(f, on) })
}

// ResetWeights makes every row as its prompt set has it.
func (ws *Workspace) ResetWeights() {
	ws.tune("reset of all weights", ws.board.Reset)
	ws.say("All weights are as the prompt set has them.")
}

// Prompts is the prompt set in use, with the photographer's changes.
func (ws *Workspace) Prompts() prompts.Set { return ws.board.Prompts() }

// SetPrompts asks other prompts. It may take a moment, because the model reads
// them; it is the only method of a Workspace that may run in another goroutine.
// Refresh shows the outcome.
func (ws *Workspace) SetPrompts(ctx context.Context, s prompts.Set) error {
	return ws.board.SetPrompts(ctx, s)
}

// EditPrompt returns the set in use with a prompt in place of the one of its
// ID, or added; an empty ID is made from the title.
func (ws *Workspace) EditPrompt(p prompts.Prompt) prompts.Set {
	s := ws.Prompts()
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
func (ws *Workspace) WithoutPrompt(id string) prompts.Set {
	s := ws.Prompts()
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
func (ws *Workspace) AsWeighted() prompts.Set {
	s := ws.Prompts()
	for _, w := range ws.Weights() {
		id, ok := scoring.PromptOf(w.ID)
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
