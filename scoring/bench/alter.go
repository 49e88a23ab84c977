package bench

import (
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"image/draw"
	"math"
	"math/rand/v2"
	"slices"

	"culler/library/alter"
	"culler/library/photo"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/metric"
	"culler/scoring/rank"
)

// AlteredStudy tells whether known flaws are noticed: good photos were altered
// for the worse in known ways, and every prompt and measure should like the
// original better.
type AlteredStudy struct {
	Photos      []string     `json:"photos"` // that were altered
	Rows        []AlteredRow `json:"rows"`
	Alterations []string     `json:"alterations"`
	// Verdict tells how the margin between a photo and what was made of it goes
	// with which of them the reference prefers; nil where that is no score of
	// Culler's.
	Verdict *Calibration `json:"verdict,omitempty"`
}

// AlteredRow is one prompt, measure or quality model.
type AlteredRow struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Right []Figure `json:"right"` // by alteration: how often the original is preferred, by Wilson's interval
	All   Number   `json:"all"`   // mean
}

// alteration makes a photo worse in a known way. Sizes are relative to the
// longer edge, so that it looks alike in all photos.
type alteration struct {
	title string
	do    func(img *image.RGBA, long float64, seed uint64) *image.RGBA
}

// alterationVersion is part of what altered photos are remembered by.
const alterationVersion = "altered-1"

var alterations = []alteration{
	{"slightly out of focus", func(m *image.RGBA, l float64, _ uint64) *image.RGBA { return alter.Blur(m, l*0.0012) }},
	{"out of focus", func(m *image.RGBA, l float64, _ uint64) *image.RGBA { return alter.Blur(m, l*0.003) }},
	{"slightly shaken", func(m *image.RGBA, l float64, s uint64) *image.RGBA {
		return alter.Motion(m, l*0.006, float64(s%180))
	}},
	{"shaken", func(m *image.RGBA, l float64, s uint64) *image.RGBA { return alter.Motion(m, l*0.015, float64(s%180)) }},
	{"1 EV too bright", func(m *image.RGBA, _ float64, _ uint64) *image.RGBA { return alter.Exposure(m, 1) }},
	{"2 EV too bright", func(m *image.RGBA, _ float64, _ uint64) *image.RGBA { return alter.Exposure(m, 2) }},
	{"1.5 EV too dark", func(m *image.RGBA, _ float64, _ uint64) *image.RGBA { return alter.Exposure(m, -1.5) }},
	{"3 EV too dark", func(m *image.RGBA, _ float64, _ uint64) *image.RGBA { return alter.Exposure(m, -3) }},
	{"some noise", func(m *image.RGBA, _ float64, s uint64) *image.RGBA { return alter.Noise(m, 10, s) }},
	{"much noise", func(m *image.RGBA, _ float64, s uint64) *image.RGBA { return alter.Noise(m, 28, s) }},
	{"tilted by 3 degrees", func(m *image.RGBA, _ float64, s uint64) *image.RGBA { return alter.Tilt(m, sign(s)*3) }},
	{"tilted by 8 degrees", func(m *image.RGBA, _ float64, s uint64) *image.RGBA { return alter.Tilt(m, sign(s)*8) }},
	{"cropped at a corner", func(m *image.RGBA, _ float64, s uint64) *image.RGBA {
		return alter.Zoom(m, 1.4, float64(s&1), float64(s>>1&1))
	}},
	{"cropped at an edge, closely", func(m *image.RGBA, _ float64, s uint64) *image.RGBA {
		return alter.Zoom(m, 2, float64(s&1), 0.5)
	}},
	{"some clutter", func(m *image.RGBA, _ float64, s uint64) *image.RGBA { return clutter(m, 5, s) }},
	{"much clutter", func(m *image.RGBA, _ float64, s uint64) *image.RGBA { return clutter(m, 16, s) }},
}

func sign(seed uint64) float64 { return 1 - 2*float64(seed&1) }

// clutter lays pieces of the photo itself over it at places where they do not
// belong: things that distract.
func clutter(img *image.RGBA, pieces int, seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 0xc1))
	out := alter.Copy(img)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for range pieces {
		pw, ph := max(1, w*(6+r.IntN(9))/100), max(1, h*(6+r.IntN(9))/100)
		from := image.Pt(r.IntN(w-pw+1), r.IntN(h-ph+1))
		to := image.Pt(r.IntN(w-pw+1), r.IntN(h-ph+1))
		draw.Draw(out, image.Rectangle{to, to.Add(image.Pt(pw, ph))}, img, from, draw.Src)
	}
	return out
}

// alteredPictures makes altered pictures of photos whose Name says which.
type alteredPictures struct {
	from   scoring.Pictures
	of     map[string]photo.Photo // altered photo's name -> original
	change map[string]alteration  // absent for the original
}

func (a alteredPictures) Picture(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	original := a.of[p.Name]
	img, err := a.from.Picture(ctx, &original, size)
	if err != nil || img.Rect.Empty() {
		return img, err
	}
	c, altered := a.change[p.Name]
	if !altered {
		return img, nil
	}
	seed := uint64(0)
	for _, b := range original.ID[:8] {
		seed = seed<<8 | uint64(b)
	}
	return c.do(img, float64(max(img.Rect.Dx(), img.Rect.Dy())), seed), nil
}

// alter tries known alterations on good photos of different bursts.
func (b *run) alter(ctx context.Context, r *Report, progress func(Progress)) error {
	good := b.good(b.config.Altered)
	if len(good) == 0 {
		return nil
	}
	study := &AlteredStudy{}
	for _, a := range alterations {
		study.Alterations = append(study.Alterations, a.title)
	}
	pictures := alteredPictures{b.sources.Pictures, map[string]photo.Photo{}, map[string]alteration{}}
	var jobs []scoring.Job
	add := func(original photo.Photo, name string, c *alteration) {
		p := original
		p.Name = name
		if pictures.of[name] = original; c != nil {
			pictures.change[name] = *c
			p.ID = sha256.Sum256(fmt.Appendf(original.ID[:], "/%s/%s", alterationVersion, c.title))
		}
		if original.ID.IsZero() {
			p.ID = photo.ID{}
		}
		jobs = append(jobs, scoring.Job{Photo: len(jobs), Of: p})
	}
	for n, i := range good {
		study.Photos = append(study.Photos, b.names[i])
		add(b.photos[i], fmt.Sprint(n), nil)
		for k := range alterations {
			add(b.photos[i], fmt.Sprintf("%d/%d", n, k), &alterations[k])
		}
	}

	board := board.New(len(jobs))
	if err := board.SetPrompts(ctx, b.set); err != nil {
		return err
	}
	engine := b.engine()
	engine.Pictures = pictures
	text := b.sources.Text
	if engine.Model == nil {
		text = nil
	}
	if err := board.SetModel(ctx, text, b.sources.NoModel); err != nil {
		return err
	}
	embeddings, extras := make([][]float32, len(jobs)), make([][][]float64, len(jobs))
	err := engine.Run(ctx, jobs, func(p scoring.Progress) {
		for _, u := range p.Updates {
			embeddings[u.Photo], extras[u.Photo] = u.Embedding, u.Extras
		}
		board.Put(p.Updates)
		progress(Progress{"altering photos", p.Done, p.Total})
	})
	if err != nil {
		return err
	}
	other := run{config: b.config, sources: b.sources, photos: make([]photo.Photo, len(jobs)), embeddings: embeddings, extras: extras}
	other.seat(board)
	for _, row := range board.Ranking().Rows() {
		if row.LeftOut == "" {
			study.add(row.ID, row.Title, row.Values)
		}
	}
	for _, q := range b.sources.Quality {
		if v, problem := other.quality(q.ID); problem == "" && q.Row.ID == "" {
			study.add(q.ID, q.Title, v)
		}
	}
	study.Verdict = b.marginsOf(study, board.Ranking())
	r.Altered = study
	return nil
}

// marginsOf calibrates the reference on every photo of the study against each
// of its alterations, by what varies inside the bursts of the data as they are:
// flaws that were made on purpose must not widen what is normal.
func (b *run) marginsOf(study *AlteredStudy, altered *rank.Ranking) *Calibration {
	ref := b.reference()
	if ref < 0 || b.specs[ref].Kind != Score {
		return nil
	}
	here := map[string][]float64{}
	for _, row := range altered.Rows() {
		here[row.ID] = row.Values
	}
	each := 1 + len(study.Alterations)
	scores := make([]float64, each*len(study.Photos))
	for k, row := range b.ranking.Rows() {
		scale, factor := b.judges[ref].Scale(k)
		if factor == 0 || scale == 0 || here[row.ID] == nil {
			continue
		}
		for i, d := range here[row.ID] {
			if !math.IsNaN(d) { // no reading, such as of a face where there is none
				scores[i] += factor * d / scale
			}
		}
	}
	var duels []duel
	var margins, right []float64
	for n := range study.Photos {
		for k := range study.Alterations {
			by := scores[n*each] - scores[n*each+1+k]
			if math.IsNaN(by) || by == 0 {
				continue
			}
			d := duel{unit: n, margin: math.Abs(by)}
			if by > 0 {
				d.right = 1
			}
			duels, margins, right = append(duels, d), append(margins, d.margin), append(right, d.right)
		}
	}
	c := b.calibration(b.specs[ref].Name)
	c.fit(duels, b.config, "There are too few photos that differ from what was made of them.")
	c.call(margins, right)
	return c
}

// add counts how often values prefer originals, half for equal values.
func (a *AlteredStudy) add(id, title string, values []float64) {
	row := AlteredRow{ID: id, Title: title}
	each := 1 + len(a.Alterations)
	all, counted := 0.0, 0.0
	for k := range a.Alterations {
		right, of := 0.0, 0.0
		for n := range a.Photos {
			was, is := values[n*each], values[n*each+1+k]
			switch {
			case math.IsNaN(was + is):
				continue
			case was > is:
				right++
			case was == is:
				right += 0.5
			}
			of++
		}
		all, counted = all+right, counted+of
		row.Right = append(row.Right, figure(right/of, metric.Wilson(right, of), int(of)))
	}
	row.All = Number(all / counted)
	a.Rows = append(a.Rows, row)
}

// good are up to n photos to alter, of bursts evenly spread over the data: the
// best ones as people said, else as the reference does, that can be read.
func (b *run) good(n int) []int {
	unread := map[string]bool{}
	for _, u := range b.unread {
		unread[u.Photo] = true
	}
	ref := b.reference()
	var candidates []int
	for k, s := range b.series {
		values := b.of(k, b.opinion)
		if !slices.Contains(metric.Winners(values), true) && ref >= 0 {
			values = b.of(k, b.scores[ref])
		}
		w := metric.Winners(values)
		for j, i := range s {
			if w[j] && !unread[b.names[i]] {
				candidates = append(candidates, i)
				break
			}
		}
	}
	if n <= 0 || len(candidates) <= n {
		return candidates[:max(0, min(n, len(candidates)))]
	}
	var spread []int
	for k := range n {
		spread = append(spread, candidates[len(candidates)*k/n])
	}
	return spread
}
