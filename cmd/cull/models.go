package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"

	"culler/cmd/internal/backend"
	"culler/library/phrase"
	"culler/library/store"
	"culler/scoring/models/registry"
)

type modelsCommand struct {
	List    modelsList    `cmd:"" default:"1" help:"List the installed models and those that can be installed."`
	Install modelsInstall `cmd:"" help:"Fetch and verify models; what was begun goes on where it stopped."`
	Add     modelsAdd     `cmd:"" help:"Copy a folder of yours with a model in it."`
	Verify  modelsVerify  `cmd:"" help:"Compare the files of installed models with their checksums."`
	Use     modelsUse     `cmd:"" help:"Choose the model that reads photos, in the app as well."`
	Remove  modelsRemove  `cmd:"" help:"Delete an installed model."`
}

// openModels opens what commands about models need. An open app is in the way of
// none that leaves the database alone; inUse tells whether it is known
// which model is in use.
func (c *commands) openModels() (h *backend.House, inUse bool, err error) {
	o := c.options()
	h, err = backend.Open(o)
	if errors.Is(err, store.ErrInUse) {
		o.Forget = true
		h, err = backend.Open(o)
	}
	return h, !o.Forget, err
}

type modelsList struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// listed is a model as JSON.
type listed struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	About       string `json:"about,omitempty"`
	Kind        string `json:"kind,omitempty"`
	Speed       string `json:"speed,omitempty"`
	Size        int64  `json:"size_bytes,omitempty"`
	Licence     string `json:"licence,omitempty"`
	LicenceLink string `json:"licence_link,omitempty"`
	Source      string `json:"source,omitempty"`
	Embedded    bool   `json:"embedded"`
	Installed   bool   `json:"installed"`
	InUse       bool   `json:"in_use"`
	Fetched     int64  `json:"fetched_bytes,omitempty"`
	Problem     string `json:"problem,omitempty"`
}

func (c modelsList) Run(g *commands, t terminal) (err error) {
	h, known, err := g.openModels()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	items, err := h.Models.List()
	if err != nil {
		return err
	}
	var list []listed
	for _, i := range items {
		l := listed{
			ID: i.ID, Title: i.Spec.Title, About: i.Spec.About, Kind: string(i.Spec.Kind), Size: i.Size, Licence: i.Spec.Licence, Source: i.Spec.Source,
			Embedded: i.Embedded, Installed: i.Installed, InUse: known && i.ID == h.ModelID(), Fetched: i.Fetched, Problem: i.Problem,
		}
		if i.Entry != nil {
			l.Speed, l.LicenceLink = string(i.Entry.Speed), i.Entry.LicenceLink
		}
		list = append(list, l)
	}
	if c.JSON {
		e := json.NewEncoder(t.out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(list)
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tWHAT\tKIND\tSPEED\tSIZE\tLICENCE\tSTATE")
	for _, l := range list {
		size := "unknown"
		if l.Size > 0 {
			size = phrase.Bytes(l.Size)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", l.ID, l.Title, l.Kind, l.Speed, size, l.Licence, l.state())
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, l := range list {
		if l.Problem != "" {
			fmt.Fprintf(t.err, "cull: %s: %s\n", l.ID, l.Problem)
		}
	}
	if !known {
		fmt.Fprintln(t.err, "cull: Culler is open, so it is not told which model is in use; its Models window shows it.")
	}
	return nil
}

func (l listed) state() string {
	switch {
	case l.Problem != "":
		return "cannot be used"
	case l.InUse:
		return "in use"
	case l.Embedded:
		return "comes with Culler"
	case l.Installed:
		return "installed"
	case l.Fetched > 0:
		return phrase.Bytes(l.Fetched) + " fetched"
	}
	return ""
}

type modelsInstall struct {
	IDs []string `arg:"" name:"id" help:"Models, as cull models list names them."`
}

func (c modelsInstall) Run(ctx context.Context, g *commands, t terminal) (err error) {
	h, _, err := g.openModels()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	for _, id := range c.IDs {
		err := follow(t, func(tell func(registry.Progress)) error { return h.Models.Install(ctx, id, tell) })
		if err != nil {
			return err
		}
		fmt.Fprintf(t.out, "%s is installed.\n", id)
	}
	return nil
}

// follow shows how work on a model proceeds: in a bar, and why nothing moves also
// where there is none.
func follow(t terminal, work func(tell func(registry.Progress)) error) error {
	b, waited := newTransferBar(t.err), ""
	defer b.close()
	return work(func(p registry.Progress) {
		b.say(p.Done, p.Total, p.String())
		if b.shown == nil && p.Waiting != "" && p.Waiting != waited {
			fmt.Fprintf(t.err, "cull: %s\n", p.Waiting)
		}
		waited = p.Waiting
	})
}

type modelsAdd struct {
	Folder string `arg:"" type:"existingdir" help:"Folder with a model.yaml, or with a CLIP model as Hugging Face or Immich lay it out."`
}

func (c modelsAdd) Run(ctx context.Context, g *commands, t terminal) (err error) {
	h, _, err := g.openModels()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	var id string
	err = follow(t, func(tell func(registry.Progress)) error {
		id, err = h.Models.Add(ctx, c.Folder, tell)
		return err
	})
	if err == nil {
		fmt.Fprintf(t.out, "%s is installed.\n", id)
	}
	return err
}

type modelsVerify struct {
	IDs []string `arg:"" optional:"" name:"id" help:"Models; by default all that are installed."`
}

func (c modelsVerify) Run(ctx context.Context, g *commands, t terminal) (err error) {
	h, _, err := g.openModels()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	ids := c.IDs
	if len(ids) == 0 {
		items, err := h.Models.List()
		if err != nil {
			return err
		}
		for _, i := range items {
			if i.Installed {
				ids = append(ids, i.ID)
			}
		}
	}
	bad := 0
	for _, id := range ids {
		err := h.Models.Verify(ctx, id)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			bad++
			fmt.Fprintf(t.out, "%s: %v\n", id, err)
		default:
			fmt.Fprintf(t.out, "%s: all files are right\n", id)
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d of %s cannot be used in this state; cull models install ID mends those that can be fetched", bad, phrase.Count(len(ids), "model"))
	}
	return nil
}

type modelsUse struct {
	ID    string `arg:"" help:"A model, as cull models list names it."`
	Again bool   `help:"Find out again how it runs fastest on this machine."`
}

func (c modelsUse) Run(ctx context.Context, g *commands, t terminal) (err error) {
	h, err := g.open(t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if h.Store == nil {
		return errors.New("with --no-cache the choice would not be remembered; use --model for once")
	}
	if c.Again {
		if err := h.ForgetTrials(c.ID); err != nil {
			return err
		}
	}
	if err := h.Use(ctx, c.ID, func(doing string) { fmt.Fprintf(t.err, "cull: %s\n", doing) }); err != nil {
		return err
	}
	if note := h.Note(); note != "" {
		fmt.Fprintf(t.err, "cull: %s\n", note)
	}
	fmt.Fprintf(t.out, "%s reads the photos from now on.\n", h.ModelTitle())
	return nil
}

type modelsRemove struct {
	ID string `arg:"" help:"A model, as cull models list names it."`
}

func (c modelsRemove) Run(g *commands, t terminal) (err error) {
	h, err := g.open(t)
	if errors.Is(err, store.ErrInUse) {
		return errors.New("Culler is open and may be using the model: remove it in its Models window, or close Culler first")
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if h.Store == nil {
		return errors.New("with --no-cache it is not known which model is in use, and that one must stay")
	}
	if err := h.RemoveModel(c.ID); err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.out, "%s is removed.\n", c.ID)
	return err
}
