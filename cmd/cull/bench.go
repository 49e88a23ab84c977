package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"culler/cmd/internal/backend"
	"culler/library/exif"
	"culler/library/phrase"
	"culler/library/whole"
	"culler/prompts"
	"culler/scoring/bench"
	"culler/scoring/bench/dataset"
)

type benchCommand struct {
	Data    benchData    `cmd:"" default:"withargs" help:"Judge on a data set (the word data may be left out): a folder of bursts, a demo shoot, PhotoTriage's images, or a CSV list of scores."`
	Demo    benchDemo    `cmd:"" help:"Judge on the demo shoot, which is written first if need be."`
	Decided benchDecided `cmd:"" help:"Judge on your own picks in the shoots that were opened in the app."`
	Compare benchCompare `cmd:"" help:"Compare two reports, burst by burst."`
	Methods benchMethods `cmd:"" help:"Print the list of methods that are run, to be changed and given to --config."`
}

// benchOptions say how a benchmark is run, on any data.
type benchOptions struct {
	Config  string  `help:"YAML file that lists the methods to run, in place of all." type:"existingfile" placeholder:"FILE"`
	Prompts string  `help:"Prompt set to ask, by its ID." placeholder:"ID"`
	Seed    *uint64 `help:"Seed of every draw and split; by default the configuration's. The same seed makes the same report." placeholder:"N"`
	Out     string  `help:"Folder for report.html, report.json and report.md; an earlier report in it is replaced." type:"path" placeholder:"FOLDER"`
}

type benchData struct {
	Path   string   `arg:"" name:"data" help:"Folder with a subfolder for each burst, folder of a demo shoot or of PhotoTriage's images, or CSV list with a file and a score in each row." type:"existing"`
	Labels []string `help:"What people said: PhotoTriage's pair lists (.txt), or a CSV list of winners, ranks or scores." type:"existingfile" sep:"none" placeholder:"FILE"`
	benchOptions
}

func (c benchData) Run(ctx context.Context, g *commands, t terminal) error {
	d, err := dataset.Open(c.Path, c.Labels...)
	if err != nil {
		return err
	}
	return g.bench(ctx, t, c.benchOptions, func(*backend.House) (dataset.Dataset, bench.Config, error) {
		return d, bench.Default(), nil
	})
}

type benchDemo struct{ benchOptions }

func (c benchDemo) Run(ctx context.Context, g *commands, t terminal) error {
	return g.bench(ctx, t, c.benchOptions, func(h *backend.House) (dataset.Dataset, bench.Config, error) {
		b := newBar(t.err, "Writing frames")
		folder, err := h.DemoShoot(ctx, b.set)
		b.close()
		if err != nil {
			return dataset.Dataset{}, bench.Config{}, err
		}
		d, err := dataset.OpenDemo(folder)
		return d, bench.Default(), err
	})
}

// bench runs the benchmark on the data that load opens, by the methods that it
// proposes, and reports.
func (g *commands) bench(ctx context.Context, t terminal, o benchOptions, load func(*backend.House) (dataset.Dataset, bench.Config, error)) (err error) {
	if err := o.free(); err != nil {
		return err
	}
	h, err := g.open(t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	d, c, err := load(h)
	if err != nil {
		return err
	}
	if c, err = o.configure(c); err != nil {
		return err
	}
	s, err := sources(ctx, h)
	if err != nil {
		return err
	}
	p := stages{w: t.err}
	r, err := bench.Run(ctx, c, d, s, p.set)
	p.close()
	if err != nil {
		return err
	}
	return o.report(r, t)
}

// configure is the configuration that was asked for, with c where none was.
func (o benchOptions) configure(c bench.Config) (bench.Config, error) {
	if o.Config != "" {
		f, err := os.Open(o.Config)
		if err != nil {
			return c, fmt.Errorf("open the list of methods: %w", err)
		}
		defer f.Close()
		if c, err = bench.ParseConfig(f, filepath.Base(o.Config)); err != nil {
			return c, err
		}
	}
	if o.Prompts != "" {
		c.Prompts = o.Prompts
	}
	if o.Seed != nil {
		c.Seed = *o.Seed
	}
	return c, nil
}

// sources are what the house has to judge by.
func sources(ctx context.Context, h *backend.House) (bench.Sources, error) {
	m, why, err := h.Model(ctx)
	if err != nil {
		return bench.Sources{}, err
	}
	s := bench.Sources{Pictures: h.Gallery, Meta: exif.Read, NoModel: why, Quality: h.Quality(ctx), Prompts: func(id string) (prompts.Set, error) {
		if id == "" {
			return prompts.Default(), nil
		}
		return h.Prompts.Load(id)
	}}
	if m != nil {
		s.Image, s.Text, s.ModelID = m, m, m.Info().ID
	}
	if h.Store != nil {
		s.Cache = h.Store
	}
	return s, nil
}

// The files of a report.
const (
	reportHTML = "report.html"
	reportJSON = "report.json"
	reportMD   = "report.md"
)

// free tells whether a report may be written into the folder: files there with
// the names of a report's must be one.
func (o benchOptions) free() error {
	if o.Out == "" {
		return nil
	}
	for _, name := range []string{reportHTML, reportMD, reportJSON} {
		path := filepath.Join(o.Out, name)
		if _, err := os.Lstat(path); err != nil {
			continue
		}
		if _, err := readReport(filepath.Join(o.Out, reportJSON)); err != nil {
			return fmt.Errorf("%s is there already and is not of a report that this version wrote; choose another folder", path)
		}
	}
	return nil
}

func readReport(path string) (bench.Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return bench.Report{}, fmt.Errorf("open the report: %w", err)
	}
	defer f.Close()
	return bench.ReadJSON(f, path)
}

// report writes the report's files, if asked for, and its table.
func (o benchOptions) report(r bench.Report, t terminal) error {
	if err := r.WriteMarkdown(t.out); err != nil {
		return err
	}
	if o.Out == "" {
		_, err := fmt.Fprintln(t.err, "For plots, thumbnails and the other tables write the whole report with --out FOLDER.")
		return err
	}
	if err := os.MkdirAll(o.Out, 0o777); err != nil {
		return fmt.Errorf("make the folder of the report: %w", err)
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{{reportJSON, r.WriteJSON}, {reportMD, r.WriteMarkdown}, {reportHTML, r.WriteHTML}} {
		path := filepath.Join(o.Out, f.name)
		if err := whole.Write(path, f.write); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	_, err := fmt.Fprintf(t.err, "The whole report is in %s.\n", filepath.Join(o.Out, reportHTML))
	return err
}

// stages shows the progress of a run, with a bar for each of its stages.
type stages struct {
	w     io.Writer
	stage string
	bar   *bar
}

func (s *stages) set(p bench.Progress) {
	if s.bar == nil || s.stage != p.Stage {
		s.close()
		s.stage, s.bar = p.Stage, newBar(s.w, phrase.Upper(p.Stage))
	}
	s.bar.set(p.Done, p.Total)
}

func (s *stages) close() {
	if s.bar != nil {
		s.bar.close()
	}
}

type benchMethods struct{}

func (benchMethods) Run(t terminal) error {
	_, err := t.out.Write(bench.DefaultText())
	return err
}

type benchCompare struct {
	A string `arg:"" help:"A report, report.json." type:"existingfile"`
	B string `arg:"" help:"Another one." type:"existingfile"`
}

func (c benchCompare) Run(t terminal) error {
	a, err := readReport(c.A)
	if err != nil {
		return err
	}
	b, err := readReport(c.B)
	if err != nil {
		return err
	}
	change, err := bench.Compare(a, b)
	if err != nil {
		return err
	}
	return change.WriteMarkdown(t.out)
}
