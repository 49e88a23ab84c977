package keys

// Set is a choice of keys that somebody may be used to. What a set does not
// name has the keys of Culler's own.
type Set string

// The sets of keys.
const (
	Culler        Set = "Culler"
	Lightroom     Set = "Lightroom"
	PhotoMechanic Set = "Photo Mechanic"
)

// Sets lists the sets of keys, Culler's own first.
func Sets() []Set { return []Set{Culler, Lightroom, PhotoMechanic} }

// change gives an action other keys.
type change struct {
	id   ID
	keys []Chord
}

func to(id ID, keys ...Chord) change { return change{id, keys} }

// changes are what the sets have in other places than Culler. Single letters
// that change bursts are moved away from those who press them for something else.
var changes = map[Set][]change{
	Lightroom: {
		to(Closer, "Space"), to(ToggleLoupe, "Enter"),
		to(UndecidedNext, "Alt+Right"), to(UndecidedBefore, "Alt+Left"), to(Clipping, "J"),
		to(Larger, "=", "+", "Ctrl+=", "Ctrl++"), to(Smaller, "-", "Ctrl+-"), to(FontLarger, "Alt+="), to(FontSmaller, "Alt+-"),
		to(Split, "Alt+K"), to(Merge, "Alt+M"), to(Stacks, "Alt+B"),
		to(Search, "Ctrl+F"), to(Drop, "/", "Delete"),
		to(Panels, "Tab", "F8"), to(Strip, "Shift+Tab", "F6"),
		to(Open, "Ctrl+O", "Ctrl+Shift+I"), to(Export, "Ctrl+Shift+E"), to(RejectFolder, "Ctrl+Backspace"),
	},
	PhotoMechanic: {
		to(Pick, "P"), to(ToggleFlag, "T"), to(Reject, "X", "8"),
		to(LabelPurple, "1"), to(LabelRed, "2"), to(LabelYellow, "3", "4"), to(LabelGreen, "5", "6"), to(LabelBlue, "7"), to(LabelNone, "0"),
		to(SortTime, "Ctrl+Alt+1"), to(SortName, "Ctrl+Alt+2"), to(SortScore, "Ctrl+Alt+3"), to(SortBurst, "Ctrl+Alt+4"), to(SortReverse, "Ctrl+Alt+0"),
		to(Stars0, "Alt+0"), to(Stars1, "Alt+1"), to(Stars2, "Alt+2"), to(Stars3, "Alt+3"), to(Stars4, "Alt+4"), to(Stars5, "Alt+5"),
		to(Split, "Alt+K"), to(Merge, "Alt+M"),
	},
}

// Map is the map of a set; an unknown one is Culler's.
func (s Set) Map() *Map {
	m := Default()
	for _, c := range changes[s] {
		m.set(c.id, c.keys)
	}
	return m
}
