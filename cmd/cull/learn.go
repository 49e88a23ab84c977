package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"culler/cmd/internal/backend"
	"culler/library/burst"
	"culler/library/natural"
	"culler/library/setting"
	"culler/scoring/board"
	"culler/scoring/learn"
)

type learnCommand struct {
	Folders   []string `arg:"" optional:"" help:"Folders of decided shoots; by default all that were opened in the app." type:"existingdir"`
	Recursive bool     `help:"Look into subfolders as well, as the app does." short:"r" default:"true" negatable:""`
	Taste     bool     `help:"Learn one row of its own from what you picked, beside the weights as they are."`
	Take      bool     `help:"Take what was learned over, in the app as well."`
}

func (c learnCommand) Run(ctx context.Context, g *commands, t terminal) (err error) {
	if g.NoCache {
		return errors.New("your decisions are in the database, which --no-cache leaves alone: close the app and leave the flag out")
	}
	h, err := g.open(t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	folders, err := decidedFolders(h, c.Folders)
	if err != nil {
		return err
	}
	p := picked{}
	for _, folder := range folders {
		if _, err := os.Stat(folder); err != nil {
			fmt.Fprintf(t.err, "cull: %s is not there and is left out\n", folder)
			continue
		}
		if err := p.collect(ctx, h, folder, c, t); err != nil {
			return err
		}
	}
	if c.Taste {
		return c.taste(ctx, h, &p, t)
	}
	l, err := learn.Learn(ctx, p.rows, p.bursts, p.slope)
	if err != nil {
		return err
	}
	return c.tell(h, l, t)
}

// picked is what was decided in all shoots. The first shoot names the rows, and
// the model whose words tell a taste.
type picked struct {
	rows   []learn.Row
	bursts []learn.Burst
	slope  float64
	board  *board.Board
}

// collect gathers the picks of one shoot.
func (p *picked) collect(ctx context.Context, h *backend.House, folder string, c learnCommand, t terminal) (err error) {
	s, err := openShoot(ctx, h, folder, c.Recursive, t)
	if err != nil {
		fmt.Fprintf(t.err, "cull: %s is left out: %v\n", folder, err)
		return ctx.Err()
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.score(ctx, h, t); err != nil {
		return err
	}
	ranking := s.board.Ranking()
	j := backend.Judge(s.bursts, s.board)
	if p.board == nil {
		p.rows, p.slope, p.board = learn.Rows(ranking, j), ranking.Slope(), s.board
	}
	var bursts [][]int
	for _, b := range s.bursts {
		if b.Kind != burst.Bracket && len(b.Photos) > 1 {
			bursts = append(bursts, b.Photos)
		}
	}
	p.bursts = append(p.bursts, learn.Collect(ranking, j, p.rows, bursts, s.Decision, s.board.Vector)...)
	return nil
}

// taste learns a taste, describes it, and takes it over if that was asked for.
func (c learnCommand) taste(ctx context.Context, h *backend.House, p *picked, t terminal) error {
	l, err := learn.LearnTaste(ctx, p.rows, p.bursts, p.slope)
	if err != nil {
		return err
	}
	if l.Taste != nil {
		if l.Taste.Model = p.board.ModelKey(); l.Bursts >= learn.Enough {
			if err := backend.DescribeTaste(ctx, p.board, l.Taste); err != nil {
				return err
			}
		}
	}
	fmt.Fprintln(t.out, strings.Join(l.Sentences(), "\n"))
	if l.Bursts < learn.Enough || !l.Changed() {
		return nil
	}
	fmt.Fprintf(t.out, "\nWeight of the row My taste: %.2f\n", l.Taste.Weight)
	if !c.Take {
		return nil
	}
	if err := errors.Join(h.SetTaste(nil, l.Taste), takeOver(h, l.Rows)); err != nil {
		return err
	}
	_, err = fmt.Fprintln(t.out, "\nIt counts now, as the row My taste; its weight can be changed like any other.")
	return err
}

// tell says what was learned, and takes it over if that was asked for.
func (c learnCommand) tell(h *backend.House, l learn.Lesson, t terminal) error {
	fmt.Fprintln(t.out, strings.Join(l.Sentences(), "\n"))
	if l.Bursts < learn.Enough {
		return nil
	}
	fmt.Fprintln(t.out)
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "WEIGHT\tNOW\tLEARNED")
	for _, r := range l.Rows {
		if r.Weight != 0 || r.Learned != 0 {
			fmt.Fprintf(w, "%s\t%.2f\t%.2f\n", r.Title, r.Weight, r.Learned)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if !c.Take || !l.Changed() {
		return nil
	}
	if err := takeOver(h, l.Rows); err != nil {
		return err
	}
	_, err := fmt.Fprintln(t.out, "\nThe learned weights count now; Reset in the app goes back to those that prompts and measures begin with.")
	return err
}

// takeOver keeps the learned weights of rows.
func takeOver(h *backend.House, rows []learn.Row) error {
	var set board.Settings
	if _, err := h.Store.Setting(setting.Weights, &set); err != nil {
		return err
	}
	if set.Weights == nil {
		set.Weights = map[string]float64{}
	}
	for _, r := range rows {
		if r.Learned != r.Weight {
			set.Weights[r.ID] = r.Learned
		}
	}
	return h.Store.SetSetting(setting.Weights, set)
}

// decidedFolders are those that were named, else all that the app opened.
func decidedFolders(h *backend.House, named []string) ([]string, error) {
	folders := slices.Clone(named)
	if len(folders) == 0 {
		recent, err := h.Store.Recent()
		if err != nil {
			return nil, err
		}
		for _, r := range recent {
			folders = append(folders, r.Folder)
		}
	}
	slices.SortFunc(folders, natural.Compare)
	return slices.Compact(folders), nil
}
