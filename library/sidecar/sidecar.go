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
//	xmp:Rating         -1 (rejected), 0 (none), 1 to 5 stars
//	xmp:Label          the name of a colour label, in the language of the program
//	digiKam:PickLabel  0 none, 1 rejected, 2 pending, 3 accepted
//
// Two other programs have labels of their own, which are read where there is no
// xmp:Label and kept in step where they are there already: digiKam:ColorLabel,
// which digiKam believes more than xmp:Label, and the list darktable:colorlabels,
// which darktable believes less; it is taken out when the label is cleared. A
// pick has no common property; only digiKam's is open.
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
	return same(f.Rating, o.Rating) && same(f.Label, o.Label) && same(f.Pick, o.Pick)
}

// With is what a sidecar says that said f once o was written to it.
func (f Fields) With(o Fields) Fields {
	if o.Rating != nil {
		f.Rating, f.Against = o.Rating, o.Against
	}
	if o.Pick != nil {
		f.Pick = o.Pick
	}
	if o.Label != nil {
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

// Decision is what the fields say in Culler's words. A rating of -1 and a pick
// label of 1 are a reject, a pick label of 3 is a pick; a label that is no
// colour, such as "to print", says nothing.
func (f Fields) Decision() photo.Decision {
	var d photo.Decision
	if f.Pick != nil {
		switch *f.Pick {
		case PickAccepted:
			d.Flag = photo.Picked
		case PickRejected:
			d.Flag = photo.Rejected
		}
	}
	if f.Rating != nil {
		if *f.Rating < 0 {
			d.Flag = photo.Rejected
		} else {
			d.Stars = *f.Rating
		}
	}
	if f.Label != nil {
		d.Label = colours[strings.ToLower(strings.TrimSpace(*f.Label))]
	}
	return d
}

// For returns what must be written so that a sidecar that says now says d. It
// is empty if the sidecar does already, be it in other words: a label "Rot" is
// not replaced by "Red", a label that is no colour stays until d has one, and a
// reject that is said by a rating of -1 alone is one.
// A rejected photo's stars do not show in its sidecar, because its rating is -1.
func For(d photo.Decision, now Fields) Fields {
	var f Fields
	said := now.Decision()
	noStars := now.Rating != nil && *now.Rating < 0
	if said.Label != d.Label {
		label := d.Label.String()
		f.Label = &label
	}
	if said.Flag == d.Flag && (said.Stars == d.Stars || noStars) {
		return f
	}
	rating := d.Stars
	pick := PickNone
	switch d.Flag {
	case photo.Rejected:
		rating, pick = -1, PickRejected
	case photo.Picked:
		pick = PickAccepted
	}
	if now.Rating == nil && rating != 0 || now.Rating != nil && *now.Rating != rating {
		f.Rating = &rating
	}
	switch {
	case now.Pick == nil && pick == PickNone:
	case now.Pick != nil && (*now.Pick == pick || *now.Pick == PickPending && pick == PickNone):
	default:
		f.Pick = &pick
	}
	return f
}

// The numbers of digiKam:ColorLabel.
var colorLabels = [...]string{"", "Red", "Orange", "Yellow", "Green", "Blue", "Magenta", "Gray", "Black", "White"}

// The numbers of darktable:colorlabels.
var colorList = [...]string{"Red", "Yellow", "Green", "Blue", "Purple"}

// colorLabel is digiKam's number of a label's text; 0 if it is no colour.
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
