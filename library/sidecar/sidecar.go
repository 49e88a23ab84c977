// Package sidecar reads and writes what is said about a photo in its XMP
// sidecar, the small text file by which photo programs tell each other about
// ratings, colour labels and rejects.
//
// A sidecar belongs to many programs. So it is never written anew: the few
// values that change are spliced into the bytes that are there, and everything
// else stays as it is, byte for byte. A file is replaced in one step by a
// finished and synced one, so that nobody ever meets half of it.
//
// The format is Adobe's XMP specification, part 1 (ISO 16684-1). Values may be
// attributes or elements of an rdf:Description, under any prefix:
//
//	xmp:Rating            -1 (rejected), 0 (none), 1 to 5 stars
//	xmp:Label             the name of a colour label, in the language of the program
//	xmpDM:pick            1 picked, 0, -1 rejected: Lightroom, with xmpDM:good
//	digiKam:PickLabel     0 none, 1 rejected, 2 pending, 3 accepted
//	photomechanic:Tagged  True: picked
//	tiff:Orientation      how the stored picture is to be turned, as in EXIF
//
// A pick has no property that all programs share, so a [Program] says which are
// begun; those that are there are kept in step. So are labels of other programs,
// which are read where xmp:Label is not a colour: digiKam:ColorLabel, which digiKam
// believes more than xmp:Label, photomechanic:ColorClass, and the list
// darktable:colorlabels, which darktable believes less; it is taken out when the
// label is cleared.
package sidecar

import (
	"slices"
	"strings"

	"culler/library/photo"
)

// Fields are the values that Culler shares with other programs. nil is "not
// said" when read, and "leave alone" when written.
type Fields struct {
	Rating *int    `json:"rating,omitempty"` // -1 to 5
	Label  *string `json:"label,omitempty"`  // any text; written as "" it is taken out
	Pick   *Pick   `json:"pick,omitempty"`
	Flag   *int    `json:"flag,omitempty"`   // xmpDM:pick, -1 to 1
	Good   *int    `json:"good,omitempty"`   // xmpDM:good, 1 or -1; written as 0 it is taken out
	Tagged *bool   `json:"tagged,omitempty"` // photomechanic:Tagged
	Class  *int    `json:"class,omitempty"`  // photomechanic:ColorClass, 1 to 8; it follows the label
	// Orientation is 1 to 8; written as 0 it is taken out. It is nil where it is
	// what the photo's own file says: see Beside.
	Orientation *int `json:"orientation,omitempty"`
	// Against has a rating of 0 written even where none stands: the photo's own
	// file says another.
	Against bool `json:"-"`
}

// Pick is digiKam's pick label.
type Pick int

// The pick labels.
const (
	PickNone Pick = iota
	PickRejected
	PickPending
	PickAccepted
)

// IsZero tells whether nothing is said.
func (f Fields) IsZero() bool { return f == Fields{} }

// Equal tells whether two say the same.
func (f Fields) Equal(o Fields) bool {
	return same(f.Rating, o.Rating) && same(f.Label, o.Label) && same(f.Pick, o.Pick) &&
		same(f.Flag, o.Flag) && same(f.Good, o.Good) && same(f.Tagged, o.Tagged) && same(f.Class, o.Class) &&
		same(f.Orientation, o.Orientation)
}

// Beside is what the fields say of a photo whose SidecarOrientation is own: the
// same orientation, which most programs write along, says nothing.
func (f Fields) Beside(own int) Fields {
	if own == 0 || f.Orientation != nil && *f.Orientation == own {
		f.Orientation = nil
	}
	return f
}

// With is what a sidecar says that said f once o was written to it.
func (f Fields) With(o Fields) Fields {
	if o.Rating != nil {
		f.Rating, f.Against = o.Rating, o.Against
	}
	if o.Pick != nil {
		f.Pick = o.Pick
	}
	if o.Flag != nil {
		f.Flag = o.Flag
	}
	if o.Good != nil {
		if f.Good = o.Good; *o.Good == 0 {
			f.Good = nil
		}
	}
	if o.Tagged != nil {
		f.Tagged = o.Tagged
	}
	if o.Orientation != nil {
		if f.Orientation = o.Orientation; *o.Orientation == 0 {
			f.Orientation = nil
		}
	}
	if o.Label != nil {
		if n, ok := classOf(*o.Label); ok && f.Class != nil {
			if f.Class = &n; n == 0 {
				f.Class = nil
			}
		}
		if f.Label = o.Label; *o.Label == "" {
			f.Label = nil
		}
	}
	return f
}

func same[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// Decision is what the fields say in Culler's words. A rating of -1, a pick
// label of 1 and a flag of -1 are a reject, a pick label of 3, a flag of 1 and a
// tag are a pick; a label that is not a colour, such as "to print", says nothing,
// and then Photo Mechanic's colour class counts.
func (f Fields) Decision() photo.Decision {
	d := photo.Decision{Flag: f.flag()}
	if f.Rating != nil && *f.Rating >= 0 {
		d.Stars = *f.Rating
	}
	if f.Label != nil {
		d.Label = colours[strings.ToLower(strings.TrimSpace(*f.Label))]
	}
	if f.Orientation != nil {
		d.Orientation = *f.Orientation
	}
	if d.Label == photo.NoLabel && f.Class != nil && *f.Class > 0 && *f.Class < len(classes) {
		d.Label = classes[*f.Class]
	}
	return d
}

// For returns what must be written so that a sidecar that says now says d to a
// program. It is empty if the sidecar does already, even in other words: a label
// "Rot" is not replaced by "Red", a label that is not a colour stays until d has
// one, and a reject that is said by a rating of -1 alone is one. A rejected photo's
// stars do not show in its sidecar, because its rating is -1.
func For(d photo.Decision, now Fields, p Program) Fields {
	var f Fields
	said := now.Decision()
	noStars := now.Rating != nil && *now.Rating < 0
	if said.Label != d.Label {
		label := d.Label.String()
		f.Label = &label
	}
	if d.Orientation != 0 && said.Orientation != d.Orientation {
		f.Orientation = &d.Orientation
	}
	if said.Flag == d.Flag && (said.Stars == d.Stars || noStars) {
		return f
	}
	rating := d.Stars
	if d.Flag == photo.Rejected {
		rating = -1
	}
	if now.Rating == nil && rating != 0 || now.Rating != nil && *now.Rating != rating {
		f.Rating = &rating
	}
	if said.Flag != d.Flag {
		f.flags(d.Flag, now, p)
	}
	return f
}

// ForPhoto is For of a photo whose SidecarOrientation is own: a turn that is
// taken back is taken out of the sidecar, too.
func ForPhoto(d photo.Decision, now Fields, own int, p Program) Fields {
	now = now.Beside(own)
	f := For(d, now, p)
	if d.Orientation == 0 && now.Orientation != nil {
		f.Orientation = new(int)
	}
	return f
}

// The numbers of digiKam:ColorLabel.
var colorLabels = [...]string{"", "Red", "Orange", "Yellow", "Green", "Blue", "Magenta", "Gray", "Black", "White"}

// The numbers of darktable:colorlabels.
var colorList = [...]string{"Red", "Yellow", "Green", "Blue", "Purple"}

// colorLabel is digiKam's number of a label's text; 0 if it is not a colour.
func colorLabel(text string) int {
	name := text
	if l := colours[strings.ToLower(text)]; l != photo.NoLabel {
		name = l.String()
	}
	if name == "Purple" {
		name = "Magenta"
	}
	return max(slices.IndexFunc(colorLabels[:], func(l string) bool { return strings.EqualFold(l, name) }), 0)
}
