// Package backend opens the rooms that the app and the terminal program share:
// the databases, the pictures, the prompts and the models that read photos. It
// lies in cmd because it is wiring: it knows of library, scoring and prompts, none
// of which knows of another's choices, and only the two programs open
// it. A House is made of the settings that the photographer chose, the readers (the
// model in use and its forerunners), the judges beside it, and the scorer, which
// has photos read by them in passes.
package backend

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"culler/library"
	"culler/library/pixels"
	"culler/library/store"
	"culler/library/thumbs"
	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/models"
	"culler/scoring/models/registry"
	"culler/scoring/onnx"
	"culler/scoring/profile"
)

// Options are what a program's flags say. The zero Options are the defaults.
type Options struct {
	// DataDir is where the databases, the installed models and the
	// photographer's own files live; "" for the user's folders.
	DataDir string
	// Library is the ONNX Runtime library to load; "" to search for one.
	Library string
	// Model is the ID of an installed model or a model's folder; "" for the one
	// that was chosen last.
	Model string
	// Provider is what models compute with; "" for what was chosen last.
	Provider onnx.Provider
	// Mirror is the address of a web server with a folder of installed models,
	// to fetch models from in place of where they are published.
	Mirror string
	// Forget leaves the databases alone: nothing in them is used, nothing is
	// added.
	Forget bool
}

// House is what is opened once and shared. Its methods are safe for concurrent
// use, but only one Score may be under way at once.
type House struct {
	Store   *store.DB // nil with Options.Forget
	Gallery *thumbs.Gallery
	Prompts *prompts.Shelf
	// Profiles are the photographer's; UseProfile changes from one to another.
	Profiles profile.Shelf
	asking   sync.Mutex      // of AskAgain
	Models   *registry.Shelf // the installed models and those that can be
	// Data is the folder of the databases and the installed models.
	Data string
	// Config is the folder of the photographer's own files: prompt sets, keys.
	Config string

	settings settings
	thumbs   *thumbs.Store
	readers         // which model reads photos
	judges   judges // what looks at them beside it
	scorer          // and has that done
}

// thumbCap is the most that the thumbnails may take on disk, in bytes.
const thumbCap = 4 << 30

// Open opens the house. The model is loaded when it is first needed, in the
// background: a large one takes seconds, a shoot can be looked at without it,
// and one that was read before needs it only for new prompts.
func Open(o Options) (*House, error) {
	h := &House{Data: o.DataDir, Config: o.DataDir}
	var err error
	if h.Data == "" {
		if h.Data, err = store.DefaultDir(); err != nil {
			return nil, err
		}
		config, err := os.UserConfigDir()
		if err != nil {
			return nil, fmt.Errorf("find the folder of your settings: %w", err)
		}
		h.Config = filepath.Join(config, "culler")
	}
	h.Profiles = profile.Shelf{Dir: filepath.Join(h.Config, "profiles")}
	if h.Prompts, err = prompts.OpenShelf(filepath.Join(h.Config, "prompts")); err != nil {
		return nil, err
	}
	h.Models = registry.Open(filepath.Join(h.Data, "models"), registry.Options{Mirror: o.Mirror, Prove: h.prove})
	if !o.Forget {
		if h.Store, err = store.Open(h.Data); err != nil {
			return nil, err
		}
		h.settings = settings{h.Store}
		h.settings.sign()
		// Without thumbnails on disk Culler is slower and nothing else.
		h.thumbs, _ = thumbs.Open(h.Data, thumbCap)
	}
	h.Gallery = thumbs.NewGallery(&pixels.Decoder{}, h.thumbs)
	h.readers.settings, h.readers.shelf, h.readers.options = h.settings, h.Models, o
	h.judges.settings, h.judges.shelf, h.judges.load = h.settings, h.Models, h.readers.runtime
	h.scorer.settings, h.scorer.pictures, h.scorer.readers, h.scorer.judges = h.settings, h.Gallery, &h.readers, &h.judges
	h.take()
	return h, nil
}

// Close closes everything. No shoot may be in use any more.
func (h *House) Close() error {
	errs := []error{h.judges.dismiss(nil), h.judges.networks().Close(), h.unload()}
	if h.thumbs != nil {
		errs = append(errs, h.thumbs.Close())
	}
	if h.Store != nil {
		errs = append(errs, h.Store.Close())
	}
	return errors.Join(errs...)
}

// prove loads a model that is about to be put on the shelf, and closes it.
func (h *House) prove(ctx context.Context, folder models.Folder) error {
	if folder.Spec.Kind != models.CLIP {
		return h.judges.prove(ctx, folder)
	}
	return h.readers.prove(ctx, folder)
}

// promptSet is the set that the photographer uses.
func (h *House) promptSet() (prompts.Set, error) {
	id, err := h.settings.promptSet()
	switch {
	case err != nil:
		return prompts.Set{}, err
	case id == "":
		return prompts.Default(), nil
	}
	return h.Prompts.Load(id)
}

// Board returns a board for n photos with the prompts and weights that the
// photographer uses. Its model comes with Score.
func (h *House) Board(ctx context.Context, n int) (*board.Board, error) {
	b := board.New(n)
	return b, h.Retune(ctx, b)
}

// OpenShoot opens a folder as a shoot, as the settings say; its photos are still
// to be Read.
func (h *House) OpenShoot(ctx context.Context, folder string, recursive bool) (*library.Shoot, error) {
	return h.openShoot(ctx, folder, recursive, false)
}

// ViewShoot opens a folder only to look at it: no sidecar is written, not even
// one that Culler still owes.
func (h *House) ViewShoot(ctx context.Context, folder string, recursive bool) (*library.Shoot, error) {
	return h.openShoot(ctx, folder, recursive, true)
}

func (h *House) openShoot(ctx context.Context, folder string, recursive, view bool) (*library.Shoot, error) {
	o := library.Options{Store: h.Store, Recursive: recursive}
	if err := h.settings.shoot(&o); err != nil {
		return nil, err
	}
	if view && o.Sidecars.Mode == library.SidecarsOn {
		o.Sidecars.Mode = library.SidecarsOnExport
	}
	shoot, err := library.Open(ctx, folder, o)
	if err != nil {
		return nil, err
	}
	if h.thumbs != nil {
		_ = h.thumbs.OpenShoot(shoot.Folder()) // it only decides what is evicted first
	}
	return shoot, nil
}
