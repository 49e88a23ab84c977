// Package ui is Culler's window. It shows a workspace and turns keys, clicks and
// sliders into its actions; it opens no file and computes no score.
package ui

import (
	"context"
	"image"

	"culler/library"
	"culler/library/burst"
	"culler/library/copies"
	"culler/library/handover"
	"culler/library/photo"
	"culler/library/store"
	"culler/prompts"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/faces"
	"culler/scoring/learn"
	"culler/ui/dialogs"
	"culler/ui/workspace"
)

// Deps is all that the window needs of the rest of the house. Functions that
// are nil leave their part of the window out.
type Deps struct {
	Version string
	Places  string // sentences that tell where Culler keeps what

	// Pictures gives the pictures on screen.
	Pictures Pictures

	Shoots

	// Board returns a board for n photos with the prompts and weights in use.
	Board func(ctx context.Context, n int) (*board.Board, error)
	// Score reads every photo of the shoot, puts what it learns on the board
	// and then tells notify, from one goroutine at a time. It returns when all
	// is read or ctx ends. There is one Score at a time. Prefer names the
	// photos that are on screen.
	Score  func(ctx context.Context, shoot *library.Shoot, board *board.Board, notify func(scoring.Progress)) error
	Prefer func(photos []int)
	// KeyPressed tells that somebody is at the keyboard, so that the work in the
	// background leaves room.
	KeyPressed func()

	Faces
	Elsewhere

	Prompts *prompts.Shelf
	Personal
	Settings Settings // nil: nothing is remembered
	// KeysFile is the photographer's file of keys; "" for the delivered ones.
	KeysFile string

	// Model describes the model in use; it may wait until it is loaded.
	Model func(ctx context.Context) dialogs.Model
	// Models lists, installs and chooses models; nil without that window.
	Models dialogs.Models
	// Note is a sentence where the model does not compute as was asked for; ""
	// where it does.
	Note func() string

	// Entries describes the photos of a shoot for lists and contact sheets.
	Entries func(*library.Shoot, []burst.Burst, *board.Board) []handover.Entry

	// Copies finds the photos of a shoot that are there more than once; progress is
	// told how many were looked at, from one goroutine at a time.
	Copies func(ctx context.Context, shoot *library.Shoot, progress func(done, total int)) ([]copies.Group, error)
}

// Shoots opens folders of photos.
type Shoots struct {
	// OpenShoot opens a folder, with its subfolders if recursive is set. Opened
	// notes that it was opened, Recent lists what was, the last one first.
	OpenShoot func(ctx context.Context, folder string, recursive bool) (*library.Shoot, error)
	Opened    func(folder string, photos int) error
	Recent    func() ([]store.Recent, error)

	// DemoShoot writes the demo shoot, unless it is there, and returns its
	// folder.
	DemoShoot func(ctx context.Context, progress func(done, total int)) (string, error)
}

// Faces finds and shows the faces in photos.
type Faces struct {
	// CloseUps cuts faces out of a photo, with an edge of so many pixels at most.
	CloseUps func(ctx context.Context, p *photo.Photo, all []faces.Reading, edge int) ([]faces.CloseUp, error)
	// SearchFaces looks for small faces in some photos and puts them on the board;
	// notify may be nil.
	SearchFaces func(ctx context.Context, shoot *library.Shoot, board *board.Board, photos []int, notify func(scoring.Progress)) error

	// MainFace returns the middle between the eyes of a photo's largest face, 0 to
	// 1 from its left and its top; found is false where there is none.
	MainFace func(ctx context.Context, p *photo.Photo) (x, y float64, found bool, err error)
}

// Personal is what belongs to one photographer, or one kind of work.
type Personal struct {
	// Tastes keeps a learned taste, and Describe tells it in words. Both may be nil:
	// then none is learned, or none told.
	Tastes   workspace.Tastes
	Describe func(ctx context.Context, board *board.Board, t *learn.Taste) error

	Profiles dialogs.ProfileShelf // nil: there is no such dialog
	// Reweigh gives a board the weights and the taste that count after another
	// profile came into use, and AskAgain its prompts, which may take the model a
	// moment.
	Reweigh  func(board *board.Board) error
	AskAgain func(ctx context.Context, board *board.Board) error
}

// Elsewhere shows photos in other programs.
type Elsewhere struct {
	// Reveal shows a file in the system's file manager; OpenIn opens files with a
	// program, or with the system's own where it is "".
	Reveal func(path string) error
	OpenIn func(program string, paths []string) error
}

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
