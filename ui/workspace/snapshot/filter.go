package snapshot

import (
	"slices"
	"strings"

	"culler/library/burst"
	"culler/library/photo"
	"culler/scoring/judge"
	"culler/scoring/language"
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

// Count is the number of photos that a filter would show.
func (s *Snapshot) Count(f Filter) (n int) {
	match := s.Matcher(f)
	for i := range s.state.Photos {
		if match(i) {
			n++
		}
	}
	return n
}

// Tally counts the photos of a shoot by what was decided.
type Tally struct{ Picked, Rejected, Rated, Open int } // Rated: with stars and no flag

// Tally counts all photos that are there, shown or not.
func (s *Snapshot) Tally() (t Tally) {
	for i := range s.state.Photos {
		switch dec := s.state.Decisions[i]; {
		case s.state.Photos[i].Gone:
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

// Matcher returns a filter as a function of a photo.
func (s *Snapshot) Matcher(f Filter) func(i int) bool {
	words := strings.Fields(strings.ToLower(f.Text))
	flags := f.Undecided || f.Picked || f.Rejected
	return func(i int) bool {
		p, dec := &s.state.Photos[i], s.state.Decisions[i]
		if p.Gone || s.isHidden(i) {
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
		if !f.Faces.match(s, i) {
			return false
		}
		if f.Fault != "" && !slices.Contains(s.judge.Faults(i), judge.Fault(f.Fault)) {
			return false
		}
		if f.Camera != "" && p.Meta.Camera.String() != f.Camera || f.Lens != "" && p.Meta.Lens != f.Lens {
			return false
		}
		if f.Day != "" && takenAs(s, i, dayForm) != f.Day || f.Hour != "" && takenAs(s, i, hourForm) != f.Hour {
			return false
		}
		if len(words) > 0 {
			name := strings.ToLower(p.Name)
			for _, w := range words {
				if !strings.Contains(name, w) && !shows(s, i, w) {
					return false
				}
			}
		}
		return f.Frames.match(s, s.burstOf[i])
	}
}

// shows tells whether a word is in the name of something that a photo shows.
func shows(s *Snapshot, i int, word string) bool {
	return slices.ContainsFunc(s.board.Subjects(i), func(s language.Subject) bool { return strings.Contains(s.Name, word) })
}

// match tells whether a burst is of the kind.
func (f Frames) match(s *Snapshot, b int) bool {
	switch n := len(s.bursts[b].Photos); f {
	case Lone:
		return n == 1
	case InBurst:
		return n > 1 && s.bursts[b].Kind != burst.Bracket
	case LargeBurst:
		return n >= 5 && s.bursts[b].Kind != burst.Bracket
	case InBracket:
		return s.bursts[b].Kind == burst.Bracket
	case TooClose:
		return s.Verdict(b).Certainty == judge.TooClose
	case ToDecide:
		return n > 1 && s.progress(b).State != Decided
	case Done:
		return n > 1 && s.progress(b).State == Decided
	}
	return true
}

// How days and hours are written.
const (
	dayForm  = "2006-01-02"
	hourForm = "15"
)

// takenAs writes when a photo was taken; "" where that is not known.
func takenAs(s *Snapshot, i int, form string) string {
	t := s.Taken(i)
	if t.IsZero() {
		return ""
	}
	return t.Format(form)
}

// Choices are what the filters can choose from in this shoot.
type Choices struct{ Cameras, Lenses, Days, Hours []string }

// Choices lists the shoot's cameras, lenses, days and hours.
func (s *Snapshot) Choices() Choices {
	if s.choices == nil {
		c := choicesIn(s)
		s.choices = &c
	}
	return *s.choices
}

func choicesIn(s *Snapshot) Choices {
	var c Choices
	cameras, lenses, days, hours := map[photo.Camera]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for k := range s.state.Photos {
		p := &s.state.Photos[k]
		cameras[p.Meta.Camera], lenses[p.Meta.Lens] = true, true
		days[takenAs(s, k, dayForm)], hours[takenAs(s, k, hourForm)] = true, true
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
