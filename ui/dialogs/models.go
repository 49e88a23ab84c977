package dialogs

import "context"

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
