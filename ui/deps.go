// Package ui is Culler's window. It shows a desk and turns keys, clicks and
// sliders into its actions; it opens no file and computes no score.
package ui

import (
	"context"
	"image"

	"culler/library"
	"culler/library/burst"
	"culler/library/handover"
	"culler/library/photo"
	"culler/library/store"
	"culler/prompts"
	"culler/scoring"
)

// Deps is all that the window needs of the rest of the house. Functions that
// are nil leave their part of the window out.
type Deps struct {
	Version string

	// Pictures gives the pictures on screen.
	Pictures Pictures

	// OpenShoot opens a folder, with its subfolders if recursive is set. Opened
	// notes that it was opened, Recent lists what was, the last one first.
	OpenShoot func(ctx context.Context, folder string, recursive bool) (*library.Shoot, error)
	Opened    func(folder string, photos int) error
	Recent    func() ([]store.Recent, error)

	// Board returns a board for n photos with the prompts and weights in use.
	Board func(ctx context.Context, n int) (*scoring.Board, error)
	// Score reads every photo of the shoot, puts what it learns on the board
	// and then tells notify, from one goroutine at a time. It returns when all
	// is read or ctx ends. There is one Score at a time. Prefer names the
	// photos that are on screen.
	Score  func(ctx context.Context, shoot *library.Shoot, board *scoring.Board, notify func(scoring.Progress)) error
	Prefer func(photos []int)

	Prompts  *prompts.Shelf
	Settings Settings // nil: nothing is remembered
	// KeysFile is the photographer's file of keys; "" for the delivered ones.
	KeysFile string

	// Model describes the model in use; it may wait until it is loaded.
	Model func(ctx context.Context) Model
	// Models lists, installs and chooses models; nil without that window.
	Models Models

	// Entries describes the photos of a shoot for lists and contact sheets.
	Entries func(*library.Shoot, []burst.Burst, *scoring.Board) []handover.Entry

	// DemoShoot writes the demo shoot, unless it is there, and returns its
	// folder.
	DemoShoot func(ctx context.Context) (string, error)
}

// Keys of settings that the window shares with the house.
const (
	WeightsSetting  = "weights"  // scoring.Settings: the photographer's weights
	PromptsSetting  = "prompts"  // string: the ID of the prompt set in use
	SidecarsSetting = "sidecars" // library.Sidecars: whether and how sidecars are written
	GapSetting      = "gap"      // time.Duration: the burst gap of shoots whose gap was never set
)

// Pictures gives upright pictures of photos.
type Pictures interface {
	// Picture returns the photo with its longest edge at most size pixels; 0
	// asks for all it has.
	Picture(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error)
	// Thumb is the fast way to a picture of 256 or 512 pixels.
	Thumb(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error)
	// Cached answers from memory and never waits.
	Cached(p *photo.Photo, size int) (*image.RGBA, bool)
}

// Settings remembers what the photographer set, as JSON, by key.
type Settings interface {
	// Setting reads into the pointer v and tells whether there was anything.
	Setting(key string, v any) (bool, error)
	SetSetting(key string, v any) error
}

// Model describes a model for people.
type Model struct {
	ID        string
	Title     string
	About     string // what it is and what it is not, in sentences
	Licence   string
	Size      int64 // bytes to fetch, or on disk; 0 if unknown
	Installed bool
	InUse     bool
	Embedded  bool   // comes with Culler and cannot be removed
	Problem   string // why it cannot be used, as a sentence; "" if it can
}

// Models is the shelf of models.
type Models interface {
	// List returns the installed models and those that can be installed.
	List() ([]Model, error)
	// Install fetches a model and verifies it. Progress is in bytes.
	Install(ctx context.Context, id string, progress func(done, total int64)) error
	// Use makes an installed model the one that reads photos, from the next
	// Score on.
	Use(ctx context.Context, id string) error
	// Add installs a model folder that the photographer has; it returns its ID.
	Add(ctx context.Context, folder string) (id string, err error)
	Remove(id string) error
}
