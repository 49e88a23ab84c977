package snapshot

import (
	"slices"

	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/rank"
)

// Weight is a row of the weights panel.
type Weight struct {
	ID          string
	Title       string
	Kind        rank.Kind
	Weight      float64
	Muted, Solo bool
	TakesPart   bool
	LeftOut     string // why it takes no part; ""
	Unseen      bool   // that is because the model in use cannot see it
	Unfinished  bool   // that is because words are missing in it
	ScenesOnly  bool
	Shows       bool   // it tells what photos show, not how good they are
	Note        string // what to know of it, as a sentence; ""
	Prompt      bool   // it can be edited
}

// Weights are the rows in their order: prompts, then measures, then others.
func (s *Snapshot) Weights() []Weight {
	if s.ranking == nil {
		return nil
	}
	var out []Weight
	asked, sees := s.board.Prompts(), s.board.HasModel()
	for k, r := range s.ranking.Rows() {
		id, isPrompt := board.PromptOf(r.ID)
		unseen, unfinished := false, false
		if isPrompt && r.LeftOut != "" {
			p, there := asked.Find(id)
			unfinished = there && p.Check() != nil
			unseen = there && !unfinished && sees
		}
		out = append(out, Weight{
			ID: r.ID, Title: r.Title, Kind: r.Kind, Weight: r.Weight, Muted: r.Muted, Solo: r.Solo,
			TakesPart: r.TakesPart, LeftOut: r.LeftOut, Unseen: unseen, Unfinished: unfinished, ScenesOnly: s.judge.TellsScenes(k), Shows: r.Shows, Note: r.Note, Prompt: isPrompt,
		})
	}
	return out
}

// Faults tells which faults are looked for.
func (s *Snapshot) Faults() map[judge.Fault]bool {
	on := map[judge.Fault]bool{}
	for _, f := range judge.Faults() {
		on[f] = !slices.Contains(s.faultsOff, f)
	}
	return on
}
