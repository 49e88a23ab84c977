package workspace

import (
	"slices"
	"strings"

	"culler/library/burst"
	"culler/library/photo"
	"culler/scoring"
	"culler/scoring/judge"
)

// Filter says which photos are shown. The zero Filter shows all.
type Filter struct {
	Undecided, Picked, Rejected bool          // any of these; none: all. Stars are a decision, too
	Stars                       int           `json:",omitempty"` // at least so many
	Exactly                     bool          `json:",omitempty"` // so many and not more; with 0 stars, those without any
	Labels                      []photo.Label `json:",omitempty"` // any of these; none: all
	Frames                      Frames        `json:",omitempty"`
	Faces                       People        `json:",omitempty"` // what their faces are like
	Fault                       string        `json:",omitempty"` // what is plainly wrong with them; "": all
	Camera, Lens                string        `json:",omitempty"` // as photo.Camera.String and photo.Meta.Lens; "": all
	Day, Hour                   string        `json:",omitempty"` // of capture, as 2006-01-02 and 15; "": all
	Text                        string        `json:",omitempty"` // words that are in the file's path below the shoot, or in the names of what it shows
}

// Frames is a kind of group, by its size and what is known of it.
type Frames string

// The kinds of group that can be asked for.
const (
	AnyFrames  Frames = ""
	Lone       Frames = "single photos"
	InBurst    Frames = "bursts"
	LargeBurst Frames = "bursts of 5 and more"
	InBracket  Frames = "brackets"
	TooClose   Frames = "too close to call"
	ToDecide   Frames = "bursts to decide"
	Done       Frames = "decided bursts"
)

// FrameChoices lists them.
func FrameChoices() []Frames {
	return []Frames{AnyFrames, Lone, InBurst, LargeBurst, InBracket, TooClose, ToDecide, Done}
}

// IsZero tells whether the filter shows all.
func (f Filter) IsZero() bool {
	return !f.Undecided && !f.Picked && !f.Rejected && f.Stars == 0 && !f.Exactly && len(f.Labels) == 0 &&
		f.Frames == AnyFrames && f.Faces == AnyFaces && f.Fault == "" && f.Camera == "" && f.Lens == "" && f.Day == "" && f.Hour == "" && f.Text == ""
}

// Filter is the filter as it is.
func (ws *Workspace) Filter() Filter {
	f := ws.filter
	f.Labels = slices.Clone(f.Labels)
	return f
}

// SetFilter shows other photos. The selection and the place stay where they
// are still shown.
func (ws *Workspace) SetFilter(f Filter) {
	f.Labels = slices.Clone(f.Labels)
	ws.filter = f
	ws.stale.items = true
	ws.Refresh()
	ws.keepPlace()
}

// Count is the number of photos that a filter would show.
func (ws *Workspace) Count(f Filter) (n int) {
	match := ws.matcher(f)
	for i := range ws.photos {
		if match(i) {
			n++
		}
	}
	return n
}

// Tally counts the photos of a shoot by what was decided.
type Tally struct{ Picked, Rejected, Rated, Open int } // Rated: with stars and no flag

// Tally counts all photos that are there, shown or not.
func (ws *Workspace) Tally() (t Tally) {
	for i := range ws.photos {
		switch dec := ws.decisions[i]; {
		case ws.photos[i].Gone:
		case dec.Flag == photo.Picked:
			t.Picked++
		case dec.Flag == photo.Rejected:
			t.Rejected++
		case dec.Stars > 0:
			t.Rated++
		default:
			t.Open++
		}
	}
	return t
}

// matcher returns a filter as a function of a photo.
func (ws *Workspace) matcher(f Filter) func(i int) bool {
	words := strings.Fields(strings.ToLower(f.Text))
	flags := f.Undecided || f.Picked || f.Rejected
	return func(i int) bool {
		p, dec := &ws.photos[i], ws.decisions[i]
		if p.Gone {
			return false
		}
		if flags {
			switch dec.Flag {
			case photo.Picked:
				if !f.Picked {
					return false
				}
			case photo.Rejected:
				if !f.Rejected {
					return false
				}
			default:
				if !f.Undecided || dec.Stars > 0 {
					return false
				}
			}
		}
		if dec.Stars < f.Stars || f.Exactly && dec.Stars != f.Stars || len(f.Labels) > 0 && !slices.Contains(f.Labels, dec.Label) {
			return false
		}
		if !ws.matchesFaces(f.Faces, i) {
			return false
		}
		if f.Fault != "" && !slices.Contains(ws.judge.Faults(i), judge.Fault(f.Fault)) {
			return false
		}
		if f.Camera != "" && p.Meta.Camera.String() != f.Camera || f.Lens != "" && p.Meta.Lens != f.Lens {
			return false
		}
		if f.Day != "" && ws.takenAs(i, dayForm) != f.Day || f.Hour != "" && ws.takenAs(i, hourForm) != f.Hour {
			return false
		}
		if len(words) > 0 {
			name := strings.ToLower(p.Name)
			for _, w := range words {
				if !strings.Contains(name, w) && !ws.shows(i, w) {
					return false
				}
			}
		}
		return ws.matchesFrames(f.Frames, ws.burstOf[i])
	}
}

// shows tells whether a word is in the name of something that a photo shows.
func (ws *Workspace) shows(i int, word string) bool {
	return slices.ContainsFunc(ws.board.Subjects(i), func(s scoring.Subject) bool { return strings.Contains(s.Name, word) })
}

func (ws *Workspace) matchesFrames(f Frames, b int) bool {
	switch n := len(ws.bursts[b].Photos); f {
	case Lone:
		return n == 1
	case InBurst:
		return n > 1 && ws.bursts[b].Kind != burst.Bracket
	case LargeBurst:
		return n >= 5 && ws.bursts[b].Kind != burst.Bracket
	case InBracket:
		return ws.bursts[b].Kind == burst.Bracket
	case TooClose:
		return ws.tooClose(b)
	case ToDecide:
		return n > 1 && ws.progress(b).State != Decided
	case Done:
		return n > 1 && ws.progress(b).State == Decided
	}
	return true
}

// How days and hours are written.
const (
	dayForm  = "2006-01-02"
	hourForm = "15"
)

// takenAs writes when a photo was taken; "" where that is not known.
func (ws *Workspace) takenAs(i int, form string) string {
	t := ws.taken(i)
	if t.IsZero() {
		return ""
	}
	return t.Format(form)
}

// Choices are what the filters can choose from in this shoot.
type Choices struct{ Cameras, Lenses, Days, Hours []string }

// Choices lists the shoot's cameras, lenses, days and hours.
func (ws *Workspace) Choices() Choices {
	if ws.choices == nil {
		c := ws.listChoices()
		ws.choices = &c
	}
	return *ws.choices
}

func (ws *Workspace) listChoices() Choices {
	var c Choices
	cameras, lenses, days, hours := map[photo.Camera]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for k := range ws.photos {
		p := &ws.photos[k]
		cameras[p.Meta.Camera], lenses[p.Meta.Lens] = true, true
		days[ws.takenAs(k, dayForm)], hours[ws.takenAs(k, hourForm)] = true, true
	}
	for cam := range cameras {
		if s := cam.String(); s != "" && !slices.Contains(c.Cameras, s) {
			c.Cameras = append(c.Cameras, s)
		}
	}
	for l := range lenses {
		if l != "" {
			c.Lenses = append(c.Lenses, l)
		}
	}
	for day := range days {
		if day != "" {
			c.Days = append(c.Days, day)
		}
	}
	for hour := range hours {
		if hour != "" {
			c.Hours = append(c.Hours, hour)
		}
	}
	slices.Sort(c.Hours)
	slices.Sort(c.Cameras)
	slices.Sort(c.Lenses)
	slices.Sort(c.Days)
	return c
}
