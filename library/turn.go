package library

import "culler/library/photo"

// decided notes what was decided about photo i, and how it is shown by that. The
// caller holds mu.
func (s *Shoot) decided(i int, d photo.Decision) {
	p := &s.photos[i]
	was := p.Turn
	s.decisions[i], p.Turn = d, 0
	if d.Orientation != 0 {
		p.Turn = photo.Between(p.OwnOrientation(), d.Orientation)
	}
	if p.Turn != was {
		s.events.count(Read)
	}
}

// Turned is a decision about photo i by which it is shown turned further by
// quarters clockwise.
func (s *Shoot) Turned(i int, d photo.Decision, quarters int) photo.Decision {
	p := s.Photo(i)
	own := p.OwnOrientation()
	if d.Orientation == 0 {
		d.Orientation = own
	}
	clockwise := [4]int{1, 6, 3, 8}
	if d.Orientation = photo.Then(d.Orientation, clockwise[(quarters%4+4)%4]); d.Orientation == own {
		d.Orientation = 0
	}
	return d
}

// forSidecar is what a photo's sidecars say of a decision.
func forSidecar(p *photo.Photo, d photo.Decision) photo.Decision {
	if p.SidecarOrientation() == 0 {
		d.Orientation = 0
	}
	return d
}
