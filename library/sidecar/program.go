package sidecar

import (
	"slices"
	"strconv"
	"strings"

	"culler/library/photo"
)

// Program is the program that sidecars are written for. Stars, colours and rejects have
// properties that all programs share; for a pick each has its own or none. What
// a sidecar says already is kept in step, whatever the program.
type Program uint8

// The programs.
const (
	AllPrograms   Program = iota // every property below
	Lightroom                    // xmpDM:pick and xmpDM:good
	CaptureOne                   // knows no picks
	DarktableOnly                // knows no picks
	DigiKamOnly                  // digiKam:PickLabel
	PhotoMechanic                // photomechanic:Tagged
)

// Programs are all of them, in the order in which they are offered.
var Programs = []Program{AllPrograms, Lightroom, CaptureOne, DarktableOnly, DigiKamOnly, PhotoMechanic}

func (p Program) String() string {
	names := [...]string{"All programs", "Lightroom", "Capture One", "darktable", "digiKam", "Photo Mechanic"}
	return names[min(int(p), len(names)-1)]
}

// Picks tells whether the program knows picks.
func (p Program) Picks() bool { return p != CaptureOne && p != DarktableOnly }

// Style is how the program names sidecars.
func (p Program) Style() Style {
	if p == DarktableOnly || p == DigiKamOnly {
		return NameExt
	}
	return Name
}

// About says what the program reads, as a sentence or two.
func (p Program) About() string {
	switch p {
	case Lightroom:
		return "Stars, colours, rejects and picks. Lightroom Classic reads flags from sidecars since version 13.2; for JPEG, HEIC and other finished pictures it reads none, so hand those over as copies with marks inside."
	case CaptureOne:
		return "Stars and colours; a reject travels as the rating -1. Capture One knows no picks, so those stay in Culler: give them stars or a colour."
	case DarktableOnly:
		return "Stars, colours and rejects. darktable knows no picks, so those stay in Culler: give them stars or a colour."
	case DigiKamOnly:
		return "Stars, colours, rejects and picks (digiKam's pick label)."
	case PhotoMechanic:
		return "Stars, colours and picks, which are Photo Mechanic's tag; a reject travels as the rating -1."
	}
	return "Stars, colours, rejects and picks, the latter in the words of Lightroom, digiKam and Photo Mechanic at once."
}

// flags adds to f what must be written so that a sidecar that says now another
// flag says this one.
func (f *Fields) flags(flag photo.Flag, now Fields, p Program) {
	sign := map[photo.Flag]int{photo.Picked: 1, photo.Rejected: -1}[flag]
	pick := map[photo.Flag]Pick{photo.Picked: PickAccepted, photo.Rejected: PickRejected}[flag]
	has := func(own Program) bool { return sign != 0 && (p == AllPrograms || p == own) }
	switch {
	case now.Pick == nil && !has(DigiKamOnly):
	case now.Pick != nil && (*now.Pick == pick || *now.Pick == PickPending && pick == PickNone):
	default:
		f.Pick = &pick
	}
	adobe := now.Flag != nil || now.Good != nil
	if now.Flag != nil && *now.Flag != sign || now.Flag == nil && (has(Lightroom) || adobe && sign != 0) {
		f.Flag = &sign
	}
	if now.Good != nil && *now.Good != sign || now.Good == nil && (has(Lightroom) || adobe && sign != 0) {
		f.Good = &sign
	}
	if tagged := sign > 0; now.Tagged != nil && *now.Tagged != tagged || now.Tagged == nil && tagged && has(PhotoMechanic) {
		f.Tagged = &tagged
	}
}

// flag is what the fields say in the words of each program, the strongest last:
// a reject's rating is known to most of them.
func (f Fields) flag() photo.Flag {
	flag := photo.Unflagged
	for _, w := range f.words() {
		if w != photo.Unflagged {
			flag = w
		}
	}
	return flag
}

// words are Photo Mechanic's tag, digiKam's pick label, Adobe's good and pick, and
// the rating of a reject.
func (f Fields) words() (all [5]photo.Flag) {
	bySign := func(n *int) photo.Flag {
		switch {
		case n == nil || *n == 0:
			return photo.Unflagged
		case *n > 0:
			return photo.Picked
		}
		return photo.Rejected
	}
	if f.Tagged != nil && *f.Tagged {
		all[0] = photo.Picked
	}
	if f.Pick != nil {
		all[1] = map[Pick]photo.Flag{PickAccepted: photo.Picked, PickRejected: photo.Rejected}[*f.Pick]
	}
	all[2], all[3] = bySign(f.Good), bySign(f.Flag)
	if f.Rating != nil && *f.Rating < 0 {
		all[4] = photo.Rejected
	}
	return all
}

// Since returns what a sidecar says that said something else before. A program
// that changes a flag changes its own word for it and leaves those of others: a
// word that contradicts one that changed, and did not change itself, is left out.
func (f Fields) Since(was Fields) Fields {
	before, now := was.words(), f.words()
	there := [5]bool{f.Tagged != nil, f.Pick != nil, f.Good != nil, f.Flag != nil, true}
	var changed []photo.Flag
	for k := range now {
		if there[k] && now[k] != before[k] {
			changed = append(changed, now[k])
		}
	}
	if len(changed) == 0 {
		return f
	}
	for k := range now {
		if now[k] != before[k] || now[k] == photo.Unflagged || slices.Contains(changed, now[k]) {
			continue
		}
		switch k {
		case 0:
			f.Tagged = nil
		case 1:
			f.Pick = nil
		case 2:
			f.Good = nil
		case 3:
			f.Flag = nil
		case 4:
			f.Rating = nil
		}
	}
	return f
}

// classes are the colours of Photo Mechanic's colour classes 1 to 8 in the
// palette that it is delivered with: red, orange, yellow, green, blue, purple,
// grey and brown.
var classes = [...]photo.Label{1: photo.Red, 3: photo.Yellow, 4: photo.Green, 5: photo.Blue, 6: photo.Purple, 8: photo.NoLabel}

// classOf is the colour class of a label's text; ok is false if it is not a colour.
func classOf(text string) (n int, ok bool) {
	l := colours[strings.ToLower(text)]
	if l == photo.NoLabel {
		return 0, text == ""
	}
	return slices.Index(classes[:], l), true
}

// inStep is Photo Mechanic's summary "tagged:class:rating:number" with the values
// of f.
func (f Fields) inStep(prefs string) string {
	parts := strings.Split(prefs, ":")
	if len(parts) != 4 {
		return prefs
	}
	if f.Tagged != nil {
		parts[0] = map[bool]string{true: "1", false: "0"}[*f.Tagged]
	}
	if f.Label != nil {
		if n, ok := classOf(cleaned(*f.Label)); ok {
			parts[1] = strconv.Itoa(n)
		}
	}
	if f.Rating != nil {
		parts[2] = strconv.Itoa(max(0, *f.Rating))
	}
	return strings.Join(parts, ":")
}
