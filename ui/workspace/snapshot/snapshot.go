// Package snapshot is an open shoot at one moment, with what its ranking says:
// which photos and bursts there are, what was decided, where each photo stands and
// why, and which photos a filter lets pass. A Snapshot is a value that is read; what
// changes comes with the next one.
package snapshot

import (
	"path"
	"slices"
	"time"

	"culler/library"
	"culler/library/burst"
	"culler/library/copies"
	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/rank"
)

// Snapshot is a shoot with its ranking at one moment. Verdicts, choices and faces
// are computed when they are first asked for, so that it belongs to one goroutine.
// What the board says of a single photo, such as its faces, is asked of the board.
type Snapshot struct {
	state      library.State
	copies     []copies.Group // in place of bursts; nil: bursts are
	bursts     []burst.Burst
	burstOf    []int
	board      *board.Board
	generation uint64 // of the board
	ranking    *rank.Ranking
	earlier    bool          // what ranking says of prompts an earlier model said
	judge      *judge.Judge  // of the bursts by ranking
	faultsOff  []judge.Fault // that judge passes over
	choices    *Choices      // nil: not listed yet
	gathered   *Gathering    // the last one that was asked for
	broken     *int          // how many photos are; nil: not counted yet
}

// Take returns a shoot and its board as they are now. Where nothing changed since
// an earlier snapshot of the same two, that one is returned; earlier may be nil.
func Take(shoot *library.Shoot, board *board.Board, earlier *Snapshot) *Snapshot {
	return TakeCopies(shoot, board, nil, earlier)
}

// TakeCopies is Take with groups of copies in place of bursts; nil: bursts are.
func TakeCopies(shoot *library.Shoot, board *board.Board, groups []copies.Group, earlier *Snapshot) *Snapshot {
	was := earlier
	if was == nil {
		was = &Snapshot{}
	}
	s := &Snapshot{state: shoot.Now(was.state), board: board, copies: groups, bursts: was.bursts, burstOf: was.burstOf, judge: was.judge, choices: was.choices}
	board.Grow(len(s.state.Photos))
	s.generation = board.Generation()
	if earlier != nil && s.state.Version == was.state.Version && s.generation == was.generation && was.sameCopies(groups) {
		return earlier
	}
	s.ranking, s.earlier, s.faultsOff = board.Ranking(), board.Stale(), board.Settings().FaultsOff
	regrouped := earlier == nil || !s.state.SameBursts(was.state) || !was.sameCopies(groups)
	if regrouped || !s.state.SamePhotos(was.state) {
		s.choices = nil
	}
	if regrouped {
		s.bursts = s.groups()
		s.burstOf = make([]int, len(s.state.Photos))
		for b := range s.bursts {
			for _, i := range s.bursts[b].Photos {
				s.burstOf[i] = b
			}
		}
	}
	if regrouped || !slices.Equal(s.faultsOff, was.faultsOff) {
		s.judge = judge.New(s.ranking, judged(s.bursts, s.AreCopies()), s.faultsOff...)
	} else if s.ranking != was.ranking {
		s.judge = was.judge.With(s.ranking)
	}
	return s
}

// judged are bursts as the judge knows them. Copies are not judged: what was done to
// them would decide.
func judged(bursts []burst.Burst, areCopies bool) []judge.Burst {
	out := make([]judge.Burst, len(bursts))
	for k, b := range bursts {
		out[k] = judge.Burst{Photos: b.Photos, Bracket: b.Kind == burst.Bracket || areCopies}
	}
	return out
}

// SameDecisions tells whether nothing was decided between two snapshots about the
// photos that both know.
func (s *Snapshot) SameDecisions(other *Snapshot) bool {
	a, b := s.state.Decisions, other.state.Decisions
	n := min(len(a), len(b))
	return s.state.Version == other.state.Version || slices.Equal(a[:n], b[:n])
}

// TurnedSince lists the photos that are turned otherwise than in an earlier snapshot.
func (s *Snapshot) TurnedSince(was *Snapshot) (turned []int) {
	if s.state.SamePhotos(was.state) {
		return nil
	}
	for i := range was.state.Photos {
		if s.state.Photos[i].Turn != was.state.Photos[i].Turn {
			turned = append(turned, i)
		}
	}
	return turned
}

// Len is the number of photos, those included that are gone.
func (s *Snapshot) Len() int { return len(s.state.Photos) }

// Here is the number of photos whose files are still where they were.
func (s *Snapshot) Here() int {
	n := 0
	for i := range s.state.Photos {
		if !s.state.Photos[i].Gone {
			n++
		}
	}
	return n
}

// Photo returns a photo of the shoot; nil where there is no such photo. It
// must not be written to.
func (s *Snapshot) Photo(i int) *photo.Photo {
	if i < 0 || i >= len(s.state.Photos) {
		return nil
	}
	return &s.state.Photos[i]
}

// Decision is what was decided about a photo.
func (s *Snapshot) Decision(i int) photo.Decision {
	if i < 0 || i >= len(s.state.Decisions) {
		return photo.Decision{}
	}
	return s.state.Decisions[i]
}

// Bursts are the bursts in order of capture, singles among them. They must not be
// written to.
func (s *Snapshot) Bursts() []burst.Burst { return s.bursts }

// BurstOf is the index in Bursts of a photo's burst; -1 where there is no such
// photo.
func (s *Snapshot) BurstOf(i int) int {
	if i < 0 || i >= len(s.burstOf) {
		return -1
	}
	return s.burstOf[i]
}

// Frames are the photos of the burst of a photo as they were taken; nil where there
// is no such photo.
func (s *Snapshot) Frames(i int) []int {
	if b := s.BurstOf(i); b >= 0 {
		return s.bursts[b].Photos
	}
	return nil
}

// CountBursts counts the groups of two frames and more.
func (s *Snapshot) CountBursts() int {
	_, n := s.DecidedBursts()
	return n
}

// Ranking is the ranking of the photos.
func (s *Snapshot) Ranking() *rank.Ranking { return s.ranking }

// Verdict is what is said about a burst, by its index.
func (s *Snapshot) Verdict(b int) judge.Verdict { return s.judge.Verdict(b) }

// Best is the best picked one of ranked frames, else the best one that is not
// rejected.
func (s *Snapshot) Best(ranked []int) int {
	for _, f := range []photo.Flag{photo.Picked, photo.Unflagged} {
		for _, i := range ranked {
			if s.state.Decisions[i].Flag == f {
				return i
			}
		}
	}
	return ranked[0]
}

// IsBest tells whether a photo is named the best of its burst, or alone.
func (s *Snapshot) IsBest(i int) bool {
	v := s.Verdict(s.burstOf[i])
	return len(s.Frames(i)) == 1 || v.Called() && v.Best == i
}

// Taken is when a photo was taken, by clocks that are put right; zero where
// that is not known.
func (s *Snapshot) Taken(i int) time.Time {
	m := &s.state.Photos[i].Meta
	if len(s.state.Offsets) == 0 || m.Taken.IsZero() {
		return m.Taken
	}
	return m.Taken.Add(s.state.Offsets[m.Camera.Key()])
}

// Clocks lists the cameras of the shoot by photo.Camera.Key, with their names.
func (s *Snapshot) Clocks() map[string]string {
	out := map[string]string{}
	for k := range s.state.Photos {
		if c := s.state.Photos[k].Meta.Camera; c.Key() != "" {
			out[c.Key()] = c.String()
		}
	}
	return out
}

// TakenBy counts the photos of a camera; camera as photo.Camera.Key.
func (s *Snapshot) TakenBy(camera string) int {
	n := 0
	for k := range s.state.Photos {
		if s.state.Photos[k].Meta.Camera.Key() == camera {
			n++
		}
	}
	return n
}

// Name is what people call a photo.
func (s *Snapshot) Name(i int) string { return path.Base(s.state.Photos[i].Name) }

// Names is the name of one photo, or the number of several.
func (s *Snapshot) Names(photos []int) string {
	if len(photos) == 1 {
		return s.Name(photos[0])
	}
	return phrase.Count(len(photos), "photo")
}
