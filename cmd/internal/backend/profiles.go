package backend

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"culler/library/setting"
	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/learn"
	"culler/scoring/profile"
)

var errNoStore = errors.New("profiles are kept in Culler's database, which is not in use")

// Profile is the title of the profile in use; "" where none was named yet.
func (h *House) Profile() (title string, err error) {
	if h.Store == nil {
		return "", errNoStore
	}
	_, err = h.Store.Setting(setting.Profile, &title)
	return title, err
}

// ListProfiles lists the profiles by title.
func (h *House) ListProfiles() ([]profile.Entry, error) { return h.Profiles.List() }

// CaptureProfile is what counts now, under a title.
func (h *House) CaptureProfile(title string) (profile.Profile, error) {
	p := profile.Profile{Title: strings.TrimSpace(title)}
	if h.Store == nil {
		return p, errNoStore
	}
	set, err := h.promptSet()
	if err != nil {
		return p, err
	}
	p.Prompts = set
	if _, err := h.Store.Setting(setting.Weights, &p.Settings); err != nil {
		return p, err
	}
	t, ok, err := h.Taste()
	if err != nil {
		return p, err
	}
	if ok {
		p.Taste = &t
	}
	if p.Keys, err = h.keySet(); err != nil {
		return p, err
	}
	return p, p.Check()
}

// keySet is the set of keys in the window's settings, which are its own.
func (h *House) keySet() (string, error) {
	var window struct {
		KeySet string `json:"keySet"`
	}
	_, err := h.Store.Setting(setting.Window, &window)
	return window.KeySet, err
}

func (h *House) setKeySet(set string) error {
	window := map[string]json.RawMessage{}
	if _, err := h.Store.Setting(setting.Window, &window); err != nil {
		return err
	}
	text, err := json.Marshal(set)
	if err != nil {
		return err
	}
	if len(window) == 0 && set == "" {
		return nil
	}
	window["keySet"] = text
	return h.Store.SetSetting(setting.Window, window)
}

// AddProfile keeps what counts now as a profile of that title, which is in use from
// then on. The one that was in use before stays as it is now, too.
func (h *House) AddProfile(title string) error {
	if err := h.keepProfile(); err != nil {
		return err
	}
	p, err := h.CaptureProfile(title)
	if err != nil {
		return err
	}
	if list, err := h.Profiles.List(); err != nil {
		return err
	} else if named(list, p.Title) {
		return fmt.Errorf("there is a profile %q already: choose another name", p.Title)
	}
	if err := h.Profiles.Save(p); err != nil {
		return err
	}
	return h.Store.SetSetting(setting.Profile, p.Title)
}

func named(list []profile.Entry, title string) bool {
	for _, e := range list {
		if e.Problem == "" && strings.EqualFold(e.Title, title) {
			return true
		}
	}
	return false
}

// unnamed is the title that what counted before the first profile is kept under.
const unnamed = "My own"

// keepProfile writes what counts now into the profile in use.
func (h *House) keepProfile() error {
	title, err := h.Profile()
	if err != nil {
		return err
	}
	if title == "" { // beside one of that name, which came from elsewhere
		list, err := h.Profiles.List()
		if err != nil {
			return err
		}
		title = unnamed
		for n := 2; named(list, title); n++ {
			title = fmt.Sprintf("%s %d", unnamed, n)
		}
	}
	p, err := h.CaptureProfile(title)
	if err != nil {
		return err
	}
	return h.Profiles.Save(p)
}

// UseProfile makes a profile the one in use: its prompts, weights, taste and keys
// count from the next Board on. What counted before is kept in its own profile
// first. "" is what counted before the first profile was named.
func (h *House) UseProfile(title string) error {
	if err := h.keepProfile(); err != nil {
		return err
	}
	if title == "" {
		title = unnamed
	}
	p, err := h.Profiles.Load(title)
	if err != nil {
		return err
	}
	id, err := h.shelve(p.Prompts)
	if err != nil {
		return err
	}
	if p.Taste == nil {
		p.Taste = &learn.Taste{}
	}
	for _, s := range []struct {
		key   string
		value any
	}{{setting.Prompts, id}, {setting.Weights, p.Settings}, {setting.Taste, *p.Taste}, {setting.Profile, p.Title}} {
		if err := h.Store.SetSetting(s.key, s.value); err != nil {
			return fmt.Errorf("change to the profile %q: %w", p.Title, err)
		}
	}
	return h.setKeySet(p.Keys)
}

// shelve puts a profile's prompt set on the shelf, under another ID where a
// different set has its own, and returns the ID.
func (h *House) shelve(set prompts.Set) (id string, err error) {
	own := set.ID
	for n := 2; ; n++ {
		there, err := h.Prompts.Load(set.ID)
		if err == nil && same(there, set) {
			return set.ID, nil
		}
		if err != nil {
			if _, err := h.Prompts.Save(set); err != nil {
				return "", err
			}
			return set.ID, nil
		}
		set.ID = fmt.Sprintf("%s-%d", own, n)
	}
}

// same tells whether two sets are written alike.
func same(a, b prompts.Set) bool {
	var x, y bytes.Buffer
	return errors.Join(a.Write(&x), b.Write(&y)) == nil && bytes.Equal(x.Bytes(), y.Bytes())
}

// ImportProfile puts a copy of a profile's file on the shelf and returns its
// title, with a number where there is one of that title already.
func (h *House) ImportProfile(path string) (title string, err error) {
	p, err := profile.Open(path)
	if err != nil {
		return "", err
	}
	list, err := h.Profiles.List()
	if err != nil {
		return "", err
	}
	for n, own := 2, p.Title; named(list, p.Title); n++ {
		p.Title = fmt.Sprintf("%s %d", own, n)
	}
	return p.Title, h.Profiles.Save(p)
}

// ExportProfile writes a profile into a file; that in use as it is now.
func (h *House) ExportProfile(title, path string) error {
	now, err := h.Profile()
	if err != nil {
		return err
	}
	list, err := h.Profiles.List()
	if err != nil {
		return err
	}
	if now != "" || strings.EqualFold(title, unnamed) && !named(list, title) {
		if err := h.keepProfile(); err != nil {
			return err
		}
	}
	p, err := h.Profiles.Load(title)
	if err != nil {
		return err
	}
	return p.WriteFile(path)
}

// RemoveProfile deletes a profile that is not in use.
func (h *House) RemoveProfile(title string) error {
	now, err := h.Profile()
	if err != nil {
		return err
	}
	if strings.EqualFold(now, title) {
		return fmt.Errorf("%q is in use: change to another profile first", title)
	}
	return h.Profiles.Remove(title)
}

// Retune gives a board the prompts, weights and taste that count now, after
// UseProfile.
func (h *House) Retune(ctx context.Context, board *board.Board) error {
	if err := h.AskAgain(ctx, board); err != nil {
		return err
	}
	return h.Reweigh(board)
}

// AskAgain is the part of Retune that asks the prompts, which may take the model a
// moment. Of several at a time the last one asks what counts last.
func (h *House) AskAgain(ctx context.Context, board *board.Board) error {
	h.asking.Lock()
	defer h.asking.Unlock()
	set, err := h.promptSet()
	if err != nil {
		return err
	}
	return board.SetPrompts(ctx, set)
}

// Reweigh is the part of Retune that takes no time.
func (h *House) Reweigh(board *board.Board) error {
	weights, err := h.settings.weights()
	if err != nil {
		return err
	}
	board.SetSettings(weights)
	board.RemoveHead(learn.TasteRow)
	if key := board.ModelKey(); key != "" {
		return h.putTaste(key, board)
	}
	return nil
}
