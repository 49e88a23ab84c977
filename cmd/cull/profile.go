package main

import (
	"errors"
	"fmt"
	"strings"

	"culler/cmd/internal/backend"
)

type profileCommand struct {
	List   profileList   `cmd:"" default:"1" help:"List the profiles; * marks the one in use."`
	Add    profileAdd    `cmd:"" help:"Keep what counts now as a profile, and use that from now on."`
	Use    profileUse    `cmd:"" help:"Change to a profile; what counts now is kept in its own."`
	Export profileExport `cmd:"" help:"Write a profile into a YAML file."`
	Import profileImport `cmd:"" help:"Add the profile in a YAML file."`
	Remove profileRemove `cmd:"" help:"Delete a profile that is not in use."`
}

// withProfiles opens the house and closes it afterwards.
func (g *commands) withProfiles(t terminal, do func(h *backend.House) error) (err error) {
	if g.NoCache {
		return errors.New("profiles are in the database, which --no-cache leaves alone: close the app and leave the flag out")
	}
	h, err := g.open(t)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	return do(h)
}

type profileList struct{}

func (profileList) Run(g *commands, t terminal) error {
	return g.withProfiles(t, func(h *backend.House) error {
		now, err := h.Profile()
		if err != nil {
			return err
		}
		list, err := h.Profiles.List()
		if err != nil {
			return err
		}
		if len(list) == 0 {
			fmt.Fprintln(t.out, "There are no profiles yet: cull profile add NAME keeps what counts now as one.")
		}
		for _, e := range list {
			mark := " "
			if e.Problem == "" && strings.EqualFold(e.Title, now) {
				mark = "*"
			}
			line := mark + " " + inLine(e.Title)
			if e.Problem != "" {
				line += ": " + inLine(e.Problem)
			}
			fmt.Fprintln(t.out, line)
		}
		return nil
	})
}

type profileAdd struct {
	Name string `arg:"" help:"Its name."`
}

func (c profileAdd) Run(g *commands, t terminal) error {
	return g.withProfiles(t, func(h *backend.House) error { return h.AddProfile(c.Name) })
}

type profileUse struct {
	Name string `arg:"" help:"Its name."`
}

func (c profileUse) Run(g *commands, t terminal) error {
	return g.withProfiles(t, func(h *backend.House) error { return h.UseProfile(c.Name) })
}

type profileExport struct {
	Name string `arg:"" help:"Its name."`
	File string `arg:"" help:"The file to write." type:"path"`
}

func (c profileExport) Run(g *commands, t terminal) error {
	return g.withProfiles(t, func(h *backend.House) error { return h.ExportProfile(c.Name, c.File) })
}

type profileImport struct {
	File string `arg:"" help:"The file to read." type:"existingfile"`
}

func (c profileImport) Run(g *commands, t terminal) error {
	return g.withProfiles(t, func(h *backend.House) error {
		title, err := h.ImportProfile(c.File)
		if err == nil {
			fmt.Fprintf(t.out, "Added the profile %s.\n", inLine(title))
		}
		return err
	})
}

type profileRemove struct {
	Name string `arg:"" help:"Its name."`
}

func (c profileRemove) Run(g *commands, t terminal) error {
	return g.withProfiles(t, func(h *backend.House) error { return h.RemoveProfile(c.Name) })
}
