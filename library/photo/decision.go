package photo

import "time"

// Decision is what the photographer said about a photo. The zero Decision is
// "nothing yet".
type Decision struct {
	Flag  Flag  `json:"flag,omitempty"`
	Stars int   `json:"stars,omitempty"` // 0 to 5
	Label Label `json:"label,omitempty"`
	// Orientation is how the stored picture is turned to be shown, as EXIF's 1 to
	// 8; 0: as its file says.
	Orientation int       `json:"orientation,omitempty"`
	At          time.Time `json:"at,omitzero"` // when it was made
	// Read is whether it was only read, from a sidecar or from the photo's own
	// file: nothing was decided in Culler.
	Read bool `json:"read,omitempty"`
}

// Same tells whether two decisions say the same, whenever they were made.
func (d Decision) Same(o Decision) bool {
	return d.Flag == o.Flag && d.Stars == o.Stars && d.Label == o.Label && d.Orientation == o.Orientation
}

// Flag is pick, reject, or neither.
type Flag int8

// The flags.
const (
	Unflagged Flag = iota
	Picked
	Rejected
)

func (f Flag) String() string { return [...]string{"", "picked", "rejected"}[f] }

// Label is a colour label.
type Label uint8

// The colour labels, in the order of the keys 6 to 9 and then purple.
const (
	NoLabel Label = iota
	Red
	Yellow
	Green
	Blue
	Purple
)

var labelNames = [...]string{"", "Red", "Yellow", "Green", "Blue", "Purple"}

func (l Label) String() string { return labelNames[l] }
