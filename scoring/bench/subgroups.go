package bench

import (
	"context"
	"fmt"
	"math"
	"slices"

	"culler/scoring/measure"
	"culler/scoring/metric"
)

// Subgroup is the bursts that share a property, and how methods do on them.
type Subgroup struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Bursts int    `json:"bursts"` // judged ones that have it
	Chance Number `json:"chance"` // Top-1 of choosing at random there
	// Top1 is by method, in the order of Report.Methods; Best names the one
	// that does best.
	Top1 []Figure `json:"top1"`
	Best string   `json:"best"`
	// Failing is the share of the reference's failures that lie in the subgroup,
	// Common that of all judged bursts: where the reference fails more often
	// than elsewhere, the first is larger.
	Failing Number `json:"failing"`
	Common  Number `json:"common"`
}

// Others tells how many methods do as well as Best, as words; "" for none.
func (t Subgroup) Others() string {
	best, n := Number(math.Inf(-1)), 0
	for _, f := range t.Top1 {
		switch {
		case f.Value > best:
			best, n = f.Value, 0
		case f.Value == best:
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "one other"
	}
	return fmt.Sprintf("%d others", n)
}

// property tells whether a burst has a property.
type property struct {
	id, title string
	has       func(b *run, series int) bool
}

// Where dark and bright begin: the mean brightness of most of the frames is so
// far, in percent of the range, from a middle tone.
const offMiddle = 18

// steadySharpness is the range of sharpness inside a burst, in its logarithmic
// unit, below which frames hardly differ in it.
const steadySharpness = 0.15

var properties = []property{
	{"two", "two frames", func(b *run, s int) bool { return len(b.series[s]) == 2 }},
	{"few", "three or four frames", func(b *run, s int) bool { n := len(b.series[s]); return n == 3 || n == 4 }},
	{"many", "five frames and more", func(b *run, s int) bool { return len(b.series[s]) >= 5 }},
	{"portrait", "portrait format", func(b *run, s int) bool { return b.most(s, b.upright) }},
	{"landscape", "landscape format", func(b *run, s int) bool { return b.most(s, b.wide) }},
	{"dark", "dark", func(b *run, s int) bool { return b.most(s, b.dark) }},
	{"bright", "bright", func(b *run, s int) bool { return b.most(s, b.bright) }},
	{"high ISO", "ISO 1600 and more", func(b *run, s int) bool {
		return b.most(s, func(i int) bool { return b.photos[i].Meta.ISO >= 1600 })
	}},
	{"steady", "frames equally sharp", func(b *run, s int) bool {
		low, high := math.Inf(1), math.Inf(-1)
		for _, i := range b.series[s] {
			if m := b.board.Measures(i); m != nil {
				low, high = min(low, m[measure.Sharpness]), max(high, m[measure.Sharpness])
			}
		}
		return high-low < steadySharpness
	}},
	{"close", "small margin of the reference", func(b *run, s int) bool {
		_, _, margin := b.firstTwo(s, b.scores[b.reference()])
		return margin < b.smallMargin
	}},
}

func (b *run) most(series int, has func(photo int) bool) bool {
	n := 0
	for _, i := range b.series[series] {
		if has(i) {
			n++
		}
	}
	return 2*n > len(b.series[series])
}

// size is the width and height of a photo as it is shown.
func (b *run) size(i int) (w, h int) {
	return b.photos[i].Shape()
}

func (b *run) upright(i int) bool { w, h := b.size(i); return h > w }
func (b *run) wide(i int) bool    { w, h := b.size(i); return w > h }

func (b *run) dark(i int) bool {
	m := b.board.Measures(i)
	return m != nil && m[measure.Exposure] > offMiddle && m[measure.Shadows] > m[measure.Highlights]
}

func (b *run) bright(i int) bool {
	m := b.board.Measures(i)
	return m != nil && m[measure.Exposure] > offMiddle && m[measure.Highlights] > m[measure.Shadows]
}

// whereItWorks tells for every subgroup how the methods do, lists what the
// reference got wrong and right, and what these have in common.
func (b *run) whereItWorks(r *Report) {
	ref := b.reference()
	if ref < 0 {
		return
	}
	var margins []float64
	for k := range b.series {
		if _, second, m := b.firstTwo(k, b.scores[ref]); second >= 0 {
			margins = append(margins, m)
		}
	}
	slices.Sort(margins)
	b.smallMargin = metric.Quantile(margins, 0.25)

	for k := range b.series {
		if len(b.series[k]) < 2 {
			continue
		}
		if f, wrong := b.outcome(r, k, ref); wrong {
			r.Failures = append(r.Failures, f)
		} else {
			r.Wins = append(r.Wins, f)
		}
	}
	clearest := func(a, b Failure) int { return compare(b.Margin, a.Margin) }
	slices.SortStableFunc(r.Failures, clearest)
	slices.SortStableFunc(r.Wins, clearest)
	if len(b.judged) == 0 {
		return
	}
	for _, p := range properties {
		b.subgroup(r, p)
	}
}

func (b *run) subgroup(r *Report, p property) {
	one := Subgroup{ID: p.id, Title: p.title}
	var with []int // places in judged
	chance, failed, failedWith := 0.0, 0.0, 0.0
	ref := r.Methods[b.reference()]
	for n, k := range b.judged {
		has := p.has(b, k)
		wrong := 1 - float64(ref.Found[n])
		if failed += wrong; has {
			failedWith += wrong
			with = append(with, n)
			chance += b.share(k)
		}
	}
	if one.Bursts = len(with); one.Bursts == 0 {
		return
	}
	one.Chance = Number(chance / float64(len(with)))
	one.Common = Number(float64(len(with)) / float64(len(b.judged)))
	one.Failing = Number(failedWith / failed)
	best := math.Inf(-1)
	for _, m := range r.Methods {
		if m.Found == nil {
			one.Top1 = append(one.Top1, noFigure)
			continue
		}
		right := 0.0
		for _, n := range with {
			right += float64(m.Found[n])
		}
		f := figure(right/float64(len(with)), metric.Wilson(right, float64(len(with))), len(with))
		one.Top1 = append(one.Top1, f)
		if v := float64(f.Value); v > best {
			best, one.Best = v, m.Name
		}
	}
	r.Subgroups = append(r.Subgroups, one)
}

// Failure is a burst in which the reference chose another frame than people
// did; among Wins, one in which it chose theirs.
type Failure struct {
	Burst     string   `json:"burst"`
	Frames    int      `json:"frames"`
	Chosen    string   `json:"chosen"`
	Best      []string `json:"best"`   // what people chose; none where nobody said
	Place     Number   `json:"place"`  // of the best of these by score, from 1
	Margin    Number   `json:"margin"` // between the first two by score
	Subgroups []string `json:"traits"` // titles
	Right     []string `json:"right"`  // methods that chose what people did

	chosen, best               int    // photos; -1 where there is none
	chosenPicture, bestPicture []byte // JPEG
}

// outcome tells what the reference did with a burst.
func (b *run) outcome(r *Report, series, ref int) (f Failure, wrong bool) {
	scores := b.of(series, b.scores[ref])
	first, _, margin := b.firstTwo(series, b.scores[ref])
	f = Failure{Burst: b.dataset.Series[series].ID, Frames: len(scores), Margin: Number(margin), Place: Number(math.NaN()), chosen: first, best: -1}
	if first >= 0 {
		f.Chosen = b.names[first]
	}
	n := slices.Index(b.judged, series)
	if n < 0 {
		return f, false
	}
	for j, won := range b.winners(series) {
		if !won {
			continue
		}
		i := b.series[series][j]
		f.Best = append(f.Best, b.names[i])
		if f.best < 0 || b.scores[ref][i] > b.scores[ref][f.best] {
			f.best = i
		}
	}
	f.Place = Number(math.Round(1 / metric.ReciprocalRank(scores, b.winners(series))))
	for _, p := range properties {
		if p.has(b, series) {
			f.Subgroups = append(f.Subgroups, p.title)
		}
	}
	for _, m := range r.Methods {
		if m.Found != nil && m.Found[n] > 0.99 {
			f.Right = append(f.Right, m.Name)
		}
	}
	return f, !(r.Methods[ref].Found[n] > 0.5)
}

// showcase makes thumbnails of the clearest failures and wins.
func (b *run) showcase(ctx context.Context, r *Report) error {
	for _, list := range [][]Failure{r.Failures, r.Wins} {
		for k := range list[:max(0, min(len(list), b.config.Examples))] {
			f := &list[k]
			f.chosenPicture = b.thumbnail(ctx, f.chosen)
			if f.best >= 0 && f.best != f.chosen {
				f.bestPicture = b.thumbnail(ctx, f.best)
			}
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("make thumbnails: %w", err)
			}
		}
	}
	return nil
}
