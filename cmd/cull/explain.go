package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"culler/cmd/internal/backend"
	"culler/library/handover"
	"culler/library/phrase"
	"culler/scoring"
	"culler/scoring/faces"
	"culler/scoring/rank"
)

type explainCommand struct {
	Photo     string `arg:"" help:"A photo; it is compared with the others in its folder." type:"existingfile"`
	Recursive bool   `help:"Compare with photos in subfolders as well." short:"r"`
	JSON      bool   `help:"Write all that is known of it as JSON, for scripts." name:"json"`
	FullFaces bool   `help:"Search all photos of the folder for small faces, and not only this one and its burst." name:"full-faces"`
}

func (c explainCommand) Run(ctx context.Context, g *commands, t terminal) error {
	path, err := filepath.Abs(c.Photo)
	if err != nil {
		return err
	}
	return g.inShoot(ctx, filepath.Dir(path), c.Recursive, t, func(h *backend.House, s *shoot) error {
		i := s.find(path)
		if i < 0 {
			return fmt.Errorf("%s is not a photo that Culler reads", c.Photo)
		}
		if err := s.score(ctx, h, t); err != nil {
			return err
		}
		if problem := backend.Problem(s.Shoot, s.board, i); problem != "" {
			return fmt.Errorf("%s has no score: %s", c.Photo, problem)
		}
		if err := s.searchFaces(ctx, h, i, c.FullFaces, t); err != nil {
			return err
		}
		if c.JSON {
			return s.json(ctx, h, i, t)
		}
		return s.explain(i, t)
	})
}

// searchFaces looks for small faces in photo i and its burst, or in all photos.
func (s *shoot) searchFaces(ctx context.Context, h *backend.House, i int, all bool, t terminal) error {
	photos := []int{i}
	for _, b := range s.bursts {
		if all || slices.Contains(b.Photos, i) {
			photos = append(photos, b.Photos...)
		}
	}
	slices.Sort(photos)
	photos = slices.Compact(photos)
	b := newBar(t.err, "Looking for faces")
	defer b.close()
	return h.SearchFaces(ctx, s.Shoot, s.board, photos, func(p scoring.Progress) { b.set(p.Done, p.Total) })
}

// find is the index of the photo that a file belongs to; -1 for none.
func (s *shoot) find(path string) int {
	for i, p := range s.Photos() {
		for _, f := range p.Files {
			if f.Path == path {
				return i
			}
		}
	}
	return -1
}

// explain writes the score of a photo as the sum it is, and against its burst.
func (s *shoot) explain(i int, t terminal) error {
	ranking, p := s.board.Ranking(), s.Photo(i)
	fmt.Fprintf(t.out, "%s: score %+.3f, better than %.0f %% of %s in %s\n",
		inLine(backend.Name(&p)), ranking.Scores()[i], ranking.Percentile(i), phrase.Count(s.Len(), "photo"), s.Folder())
	if s.model != "" {
		fmt.Fprintf(t.out, "Read by %s.\n", s.model)
	}
	if names := s.board.Subjects(i); len(names) > 0 {
		fmt.Fprintf(t.out, "Looks like: %s.\n", names[0].Name)
	}
	fmt.Fprintln(t.out)
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SHARE\tSTANDING\tFITS\tWHAT")
	for _, c := range ranking.Contributions(i) {
		row := ranking.Rows()[c.Row]
		fits := ""
		if row.Kind == rank.Pair && !math.IsNaN(c.Reading) {
			fits = fmt.Sprintf("%.0f %%", 100*s.board.Probability(c.Reading))
		}
		fmt.Fprintf(w, "%+.3f\t%+.2f\t%s\t%s (%s)\n", c.Share, c.Standing, fits, row.Title, row.Kind)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if all := faces.On(s.board, i); len(all) > 0 {
		fmt.Fprintln(t.out)
		for _, f := range all {
			fmt.Fprintln(t.out, f.InWords())
		}
	}
	for _, row := range ranking.Rows() {
		if row.LeftOut != "" {
			fmt.Fprintf(t.out, "Left out: %s. %s\n", row.Title, row.LeftOut)
		}
	}
	return s.against(i, ranking, t)
}

// against says how the photo stands in its burst.
func (s *shoot) against(i int, ranking *rank.Ranking, t terminal) error {
	entries := backend.Entries(s.Shoot, s.bursts, s.board)
	p := s.Photo(i)
	name := backend.Name(&p)
	k := slices.IndexFunc(entries, func(e handover.Entry) bool { return e.Photo == name })
	e := entries[k]
	switch {
	case e.Of == 1:
		return nil
	case e.Verdict == "":
		_, err := fmt.Fprintf(t.out, "\nOne of %d frames of a %s: %s.\n", e.Of, e.Kind, e.Note)
		return err
	}
	for n, b := range s.bursts {
		if !slices.Contains(b.Photos, i) {
			continue
		}
		j := backend.Judge(s.bursts, s.board)
		v := j.Verdict(n)
		if v.RunnerUp < 0 {
			return nil
		}
		for _, f := range j.Faults(i) {
			fmt.Fprintf(t.out, "\nIt is %s: it %s.\n", f, f.Why())
		}
		other, word := v.RunnerUp, "ahead of"
		if i != v.Best {
			other, word = v.Best, "behind"
		}
		rival := s.Photo(other)
		_, err := fmt.Fprintf(t.out, "\nPlace %d of %d in its burst (%s), %s %s: %s.\n", e.Place, e.Of, e.Verdict,
			word, inLine(backend.Name(&rival)), e.Why(false))
		return err
	}
	return nil
}
