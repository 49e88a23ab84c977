// Package ui is Culler's window. It shows a workspace and turns keys, clicks and
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
	"culler/scoring/faces"
)

// Deps is all that the window needs of the rest of the house. Functions that
// are nil leave their part of the window out.
type Deps struct {
	Version string
	Places  string // sentences that tell where Culler keeps what

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
	// KeyPressed tells that somebody is at the keyboard, so that the work in the
	// background leaves room.
	KeyPressed func()

	// CloseUps cuts faces out of a photo, with an edge of so many pixels at most.
	CloseUps func(ctx context.Context, p *photo.Photo, all []faces.Reading, edge int) ([]faces.CloseUp, error)
	// SearchFaces looks for small faces in some photos and puts them on the board;
	// notify may be nil.
	SearchFaces func(ctx context.Context, shoot *library.Shoot, board *scoring.Board, photos []int, notify func(scoring.Progress)) error

	// MainFace returns the middle between the eyes of a photo's largest face, 0 to
	// 1 from its left and its top; found is false where there is none.
	MainFace func(ctx context.Context, p *photo.Photo) (x, y float64, found bool, err error)

	// Reveal shows a file in the system's file manager; OpenIn opens files with a
	// program, or with the system's own where it is "".
	Reveal func(path string) error
	OpenIn func(program string, paths []string) error

	Prompts  *prompts.Shelf
	Settings Settings // nil: nothing is remembered
	// KeysFile is the photographer's file of keys; "" for the delivered ones.
	KeysFile string

	// Model describes the model in use; it may wait until it is loaded.
	Model func(ctx context.Context) Model
	// Models lists, installs and chooses models; nil without that window.
	Models Models
	// Note is a sentence where the model does not compute as was asked for; ""
	// where it does.
	Note func() string

	// Entries describes the photos of a shoot for lists and contact sheets.
	Entries func(*library.Shoot, []burst.Burst, *scoring.Board) []handover.Entry

	// DemoShoot writes the demo shoot, unless it is there, and returns its
	// folder.
	DemoShoot func(ctx context.Context, progress func(done, total int)) (string, error)
}

// Keys of settings that the window shares with the house.
const (
	WeightsSetting  = "weights"  // scoring.Settings: the photographer's weights
	PromptsSetting  = "prompts"  // string: the ID of the prompt set in use
	SidecarsSetting = "sidecars" // library.Sidecars: whether and how sidecars are written
	FacesSetting    = "faces"    // faces.Search: where faces are looked for
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
	ID          string
	Title       string
	About       string // what it is and what it is not, in sentences
	Part        Part
	Speed       string // how fast it is, in words; "" if that is not known
	Licence     string
	LicenceLink string // address of its text; "" if there is none
	Source      string // address of where it comes from; "" if there is none
	Size        int64  // bytes to fetch, or on disk; 0 if unknown
	Fetched     int64  // bytes that were fetched by an Install that was stopped
	Installed   bool
	InUse       bool
	Embedded    bool   // comes with Culler and cannot be removed
	Fetchable   bool   // can be installed, and mended where it is damaged
	Problem     string // why it cannot be used, as a sentence; "" if it can
	Idle        string // why it takes no part just now, as a sentence; "" if it does
}

// Part is what a model does.
type Part int

// What models do.
const (
	ReadsPrompts Part = iota // one of these is in use
	GivesMarks               // each that is installed is one more row beside the prompts
	FindsFaces               // takes part where it is installed
)

// Transfer tells how far something is that is done with a model.
type Transfer struct {
	What  string  // in words, with its numbers
	Share float64 // 0 to 1; below 0 while it is not known
}

// Models is the shelf of models. What takes its time ends soon after ctx does,
// and what has arrived is kept; progress is called from any goroutine.
type Models interface {
	// List returns the installed models and those that can be installed.
	List() ([]Model, error)
	// Install fetches a model and verifies it, or mends a damaged one.
	Install(ctx context.Context, id string, progress func(Transfer)) error
	// Use makes an installed model the one that reads photos, from the next
	// Score on.
	Use(ctx context.Context, id string, progress func(Transfer)) error
	// Add installs a copy of a model folder that the photographer has; it
	// returns its ID.
	Add(ctx context.Context, folder string, progress func(Transfer)) (id string, err error)
	// Remove deletes an installed model, or what a stopped Install has left.
	Remove(id string) error
	// Processors lists what models may compute with, by name and title, the
	// choice "" of what is fastest first, and the name of the chosen one.
	Processors() (all [][2]string, chosen string)
	SetProcessor(name string) error
}
