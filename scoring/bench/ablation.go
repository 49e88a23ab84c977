package bench

import (
	"context"
	"fmt"
	"math"

	"culler/prompts"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/metric"
	"culler/scoring/rank"
)

// Ablation is what one prompt is worth on its own.
type Ablation struct {
	ID      string  `json:"id"`
	Title   string  `json:"title"`
	Kind    string  `json:"kind"`
	Weight  float64 `json:"weight"`
	LeftOut string  `json:"left_out,omitempty"` // why it takes no part, as a sentence
	Top1    Figure  `json:"top1"`
	Pairs   Figure  `json:"pairs"`
	// Consistency is the mean rank correlation, over all photos, between
	// variants of the prompt in which one side is a single wording.
	Consistency Number `json:"consistency"`
	// InBurst is the share of the readings' variance that lies inside bursts.
	InBurst Number `json:"in_burst"`
	// For and Against are the pair accuracies of a pair's sides alone.
	For      Figure    `json:"for"`
	Against  Figure    `json:"against"`
	Wordings []Wording `json:"wordings"`
	Findings []string  `json:"findings"` // what is wrong with it, in sentences
}

// Wording is one wording of a prompt in place of all of its side.
type Wording struct {
	Text  string `json:"text"`
	Side  string `json:"side"` // "for" or "against"
	Top1  Figure `json:"top1"`
	Pairs Figure `json:"pairs"`

	row int // in the ranking of the variants
}

// fewAgree is the consistency below which a prompt's wordings do not mean the
// same to the model.
const fewAgree = 0.5

// tryPrompts judges every prompt of the set alone, and its wordings.
func (b *run) tryPrompts(ctx context.Context, r *Report) error {
	variants := prompts.Set{Title: b.set.Title}
	add := func(p prompts.Prompt) string {
		p.ID, p.Title, p.Weight = fmt.Sprintf("v%d", len(variants.Prompts)), "variant", 1
		variants.Prompts = append(variants.Prompts, p)
		return board.PromptRow(p.ID)
	}
	type sides struct{ pro, con string }
	var halves []sides
	var rows [][]string // of wordings
	for _, p := range b.set.Prompts {
		one := Ablation{ID: p.ID, Title: p.Title, Kind: string(p.Kind), Weight: p.Weight, Top1: noFigure, Pairs: noFigure, For: noFigure, Against: noFigure, Consistency: Number(math.NaN()), InBurst: Number(math.NaN())}
		var s sides
		var of []string
		if p.Kind == prompts.Pair {
			s.pro = add(prompts.Prompt{Kind: prompts.Positive, Positive: p.Positive})
			s.con = add(prompts.Prompt{Kind: prompts.Negative, Negative: p.Negative})
		}
		for _, w := range p.Positive {
			of = append(of, add(prompts.Prompt{Kind: p.Kind, Positive: []string{w}, Negative: p.Negative}))
			one.Wordings = append(one.Wordings, Wording{Text: w, Side: "for"})
		}
		for _, w := range p.Negative {
			of = append(of, add(prompts.Prompt{Kind: p.Kind, Positive: p.Positive, Negative: []string{w}}))
			one.Wordings = append(one.Wordings, Wording{Text: w, Side: "against"})
		}
		halves, rows = append(halves, s), append(rows, of)
		r.Ablations = append(r.Ablations, one)
	}
	k, err := b.ask(ctx, variants)
	if err != nil {
		return err
	}
	at := map[string]int{}
	for n, row := range k.Rows() {
		at[row.ID] = n
	}
	own := map[string]int{}
	for n, row := range b.ranking.Rows() {
		own[row.ID] = n
	}
	b.variants = k
	for n := range r.Ablations {
		one := &r.Ablations[n]
		row := own[board.PromptRow(one.ID)]
		ranked := b.ranking.Rows()[row]
		if one.LeftOut = ranked.LeftOut; one.LeftOut != "" {
			continue
		}
		one.Top1, one.Pairs = b.alone(ranked.Values)
		one.InBurst = Number(judge.InBurstShare(ranked.Values, b.series))
		if halves[n].pro != "" {
			_, one.For = b.alone(k.Rows()[at[halves[n].pro]].Values)
			_, one.Against = b.alone(k.Rows()[at[halves[n].con]].Values)
		}
		for w, id := range rows[n] {
			one.Wordings[w].row = at[id]
			one.Wordings[w].Top1, one.Wordings[w].Pairs = b.alone(k.Rows()[at[id]].Values)
		}
		one.Consistency = consistency(k, one.Wordings)
		one.find()
	}
	return nil
}

// ask reads the photos' embeddings with other prompts.
func (b *run) ask(ctx context.Context, set prompts.Set) (*rank.Ranking, error) {
	board := board.New(len(b.photos))
	text := b.sources.Text
	if b.sources.Image == nil {
		text = nil
	}
	if err := board.SetModel(ctx, text, b.sources.NoModel); err != nil {
		return nil, err
	}
	if err := board.SetPrompts(ctx, set); err != nil {
		return nil, err
	}
	updates := make([]scoring.Update, len(b.photos))
	for i := range updates {
		updates[i] = scoring.Update{Photo: i, Embedding: b.embeddings[i]}
	}
	board.Put(updates)
	return board.Ranking(), nil
}

// alone judges readings by Top-1 and pair accuracy.
func (b *run) alone(values []float64) (top1, pairs Figure) {
	if len(b.judged) == 0 {
		return noFigure, noFigure
	}
	found, right := b.shares(b.judged, values)
	counted := 0.0
	for _, c := range right.Counted {
		counted += c
	}
	return b.figure(found, len(b.judged)), b.figure(right, int(counted))
}

// shares are Top-1 and pair accuracy of some series.
func (b *run) shares(series []int, values []float64) (found, right metric.Share) {
	for _, k := range series {
		v := b.of(k, values)
		found.Right, found.Counted = append(found.Right, metric.TopK(v, b.winners(k), 1)), append(found.Counted, 1)
		ok, of := metric.PairsRight(v, b.dataset.Series[k].Pairs, 0)
		right.Right, right.Counted = append(right.Right, ok), append(right.Counted, float64(of))
	}
	return found, right
}

func consistency(k *rank.Ranking, wordings []Wording) Number {
	sum, n := 0.0, 0
	for i := range wordings {
		for j := range i {
			x, y := k.Rows()[wordings[i].row], k.Rows()[wordings[j].row]
			if rho := metric.Spearman(x.Values, y.Values); x.LeftOut == "" && y.LeftOut == "" && !math.IsNaN(rho) {
				sum += rho
				n++
			}
		}
	}
	if n == 0 {
		return Number(math.NaN())
	}
	return Number(sum / float64(n))
}

// find tells what is wrong with a prompt.
func (l *Ablation) find() {
	wrong := func(f Figure) bool { return f.Of > 0 && f.High < 0.5 }
	if wrong(l.Pairs) {
		l.Findings = append(l.Findings, "It prefers the worse frames here: turn it round or leave it out.")
	}
	if wrong(l.For) {
		l.Findings = append(l.Findings, "The wordings for a photo point the wrong way on their own.")
	}
	if wrong(l.Against) {
		l.Findings = append(l.Findings, "The wordings against a photo point the wrong way on their own.")
	}
	if l.InBurst < judge.ScenesOnly {
		l.Findings = append(l.Findings, "It tells scenes apart, not frames: little of its variance lies inside bursts.")
	}
	if l.Consistency < fewAgree {
		l.Findings = append(l.Findings, "Its wordings do not mean the same to the model.")
	}
}
