package library

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/sidecar"
	"culler/library/store"
)

// SidecarMode says what a shoot does with sidecars.
type SidecarMode uint8

// The modes.
const (
	SidecarsOn       SidecarMode = iota // they are read, and follow every decision within a second
	SidecarsOff                         // they are neither read nor written
	SidecarsOnExport                    // they are read; only copies get them
)

// Sidecars is the photographer's setting.
type Sidecars struct {
	Mode  SidecarMode     `json:"mode,omitempty"`
	Style sidecar.Style   `json:"style,omitempty"` // of new ones; both styles are read, and those that are there are kept
	For   sidecar.Program `json:"for,omitempty"`   // whose words are written
}

// sidecarState is what a shoot knows of its sidecars.
type sidecarState struct {
	saver   saver        // writes what is pending, half a second after the first decision
	syncing sync.Mutex   // one pass over sidecars at a time; taken before all other locks of the shoot
	done    atomic.Int64 // counts sidecars that were read or written, so that it shows whether a pass goes on

	load func(path string) (sidecar.State, error) // reads a sidecar

	mu        sync.Mutex
	set       Sidecars
	pending   map[int]bool             // photos whose sidecars may not say what was decided
	all       bool                     // every photo is pending
	seen      map[string]store.Sidecar // by path
	before    map[origin]*sidecar.Before
	barred    map[string]bool   // folders and sidecars that could not be written; tried once in each pass
	silent    map[string]bool   // folders that did not answer; neither read nor written until the next pass over all
	told      map[string]bool   // notices that were given
	replaced  map[string]string // identity -> that of the picture that had the name before
	heirs     map[string]string // identity -> what the same picture was known by before
	claims    *claims           // as of the shoot's version
	notices   []string
	conflicts []Conflict
}

func (c *sidecarState) begin(set Sidecars, write func() error) {
	c.set = set
	c.load = sidecar.Load
	c.saver.save = write
	c.pending, c.seen = make(map[int]bool), make(map[string]store.Sidecar)
	c.before = make(map[origin]*sidecar.Before)
	c.heirs, c.replaced = make(map[string]string), make(map[string]string)
	c.barred, c.silent, c.told = make(map[string]bool), make(map[string]bool), make(map[string]bool)
}

// Sidecars returns the setting.
func (s *Shoot) Sidecars() Sidecars {
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	return s.sidecars.set
}

// SetSidecars changes the setting. Switched on, the sidecars follow what was
// decided until now, too.
func (s *Shoot) SetSidecars(set Sidecars) {
	c := &s.sidecars
	c.mu.Lock()
	changed := c.set != set
	c.set = set
	if changed {
		c.all = true
		clear(c.barred)
		clear(c.silent)
		clear(c.told)
	}
	c.mu.Unlock()
	if changed && set.Mode != SidecarsOff {
		c.saver.soon()
	}
}

// FlushSidecars writes what waits to be written, without waiting. What could
// not be written is in Notices.
func (s *Shoot) FlushSidecars() { s.sidecars.saver.now() }

// Notices are sentences for the photographer about sidecars that could not be
// read or written, each once.
func (s *Shoot) Notices() []string {
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	return slices.Clone(s.sidecars.notices)
}

// Conflicts lists what was decided differently here and in another program
// since the two last agreed, oldest first. The newer decision was kept.
func (s *Shoot) Conflicts() []Conflict {
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	return slices.Clone(s.sidecars.conflicts)
}

// SidecarFiles lists the sidecars that photo i has on disk now, whatever the
// setting.
func (s *Shoot) SidecarFiles(i int) []string {
	return s.claims().Existing(i)
}

// wantSidecars asks that the sidecars of photos follow their decisions.
func (s *Shoot) wantSidecars(photos []int) {
	c := &s.sidecars
	c.mu.Lock()
	on := c.set.Mode == SidecarsOn
	if on {
		for _, i := range photos {
			c.pending[i] = true
		}
	}
	c.mu.Unlock()
	if on {
		c.saver.soon()
	}
}

// writePending is what the saver calls. Another program that reads a decision in a
// sidecar finds the shoot as it was left then, even if Culler is ended the moment
// after: the place and what can be undone are kept first.
func (s *Shoot) writePending() error {
	defer func() { go s.events.deliver() }() // a listener may ask for a flush
	s.saver.flush()                          // an error comes again from Close
	s.history.flush()
	c := &s.sidecars
	c.syncing.Lock()
	defer c.syncing.Unlock()
	c.mu.Lock()
	all, photos := c.all, slices.Sorted(maps.Keys(c.pending))
	c.all = false
	clear(c.pending)
	c.mu.Unlock()
	claims := s.claims()
	if all {
		photos = append(s.stale(claims), photos...)
	}
	barred := s.unbar(claims, photos)
	s.syncSidecars(context.Background(), claims, photos)
	if !s.areBarred(barred) {
		// A card was unlocked: the sidecars of what was decided before follow.
		c.mu.Lock()
		c.all = true
		c.mu.Unlock()
		c.saver.soon()
	}
	return nil // people are told in Notices; trying again at once would not help
}

// importSidecars reads the sidecars that are new or were changed by others, has
// those written that do not say what was decided, and then takes over what files
// themselves say. Once ctx ends it returns
// ctx's error at once, and what was begun ends in the background, where a share
// may never answer.
func (s *Shoot) importSidecars(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer s.events.deliver()
		c := &s.sidecars
		c.syncing.Lock()
		defer c.syncing.Unlock()
		if ctx.Err() != nil {
			return
		}
		c.mu.Lock()
		clear(c.silent)
		clear(c.barred)
		c.mu.Unlock()
		claims := s.claims()
		if s.Sidecars().Mode != SidecarsOff {
			s.syncSidecars(ctx, claims, s.stale(claims))
		}
		if err := s.adoptMarks(claims); err != nil {
			s.notice("database", "Stars and labels inside files could not be adopted: "+phrase.Error(err)+".", nil)
		}
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// closeSidecars writes what waits to be written. It waits for as long as
// sidecars are being written, but not for a share that does not answer.
func (s *Shoot) closeSidecars(patience time.Duration) error {
	done := make(chan error, 1)
	go func() { done <- s.sidecars.saver.close() }()
	tick := time.NewTicker(patience)
	defer tick.Stop()
	for seen := s.sidecars.done.Load(); ; {
		select {
		case err := <-done:
			return err
		case <-tick.C:
			now := s.sidecars.done.Load()
			if now == seen {
				return fmt.Errorf("the sidecars in %s were not written, because the disk or the share does not answer: your decisions are kept in Culler, and the sidecars follow when the folder is opened again", s.folder)
			}
			seen = now
		}
	}
}

// claims says which sidecars belong to which photo. It is not changed once it
// was made.
type claims struct {
	*sidecar.Owners
	version int           // of the shoot's files
	photos  []photo.Photo // their files
}

// claims shares the names of sidecars out.
func (s *Shoot) claims() *claims {
	s.mu.RLock()
	version := s.version
	s.mu.RUnlock()
	s.sidecars.mu.Lock()
	c := s.sidecars.claims
	s.sidecars.mu.Unlock()
	if c == nil || c.version != version {
		c = claimsOf(version, s.Photos())
		s.sidecars.mu.Lock()
		s.sidecars.claims = c
		s.sidecars.mu.Unlock()
	}
	return c
}

func claimsOf(version int, photos []photo.Photo) *claims {
	return &claims{sidecar.OwnersOf(photos), version, photos}
}
