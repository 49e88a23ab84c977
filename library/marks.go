package library

import (
	"cmp"
	"time"

	"culler/library/photo"
	"culler/library/sidecar"
)

// adoptMarks makes what cameras and other programs wrote into photos' files
// decisions, where nothing was decided and there is no sidecar, which would say
// it better. The caller holds syncing.
func (s *Shoot) adoptMarks(claims *claims) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	var photos []int
	var decisions []photo.Decision
	for i := range claims.photos {
		p := s.Photo(i)
		d := p.Meta.Marks
		if d.Same(photo.Decision{}) || p.ID.IsZero() || p.Gone || !s.Decision(i).At.IsZero() || len(claims.Existing(i)) > 0 {
			continue
		}
		d.At = p.Files[0].ModTime.UTC()
		if now := now(time.Time{}); d.At.IsZero() || d.At.After(now) {
			d.At = now // a clock that is ahead must not win for ever
		}
		d.Read = true
		photos, decisions = append(photos, i), append(decisions, d)
	}
	if len(photos) == 0 {
		return nil
	}
	return s.put(photos, decisions)
}

// missing is what photo i's sidecar must be told so that other programs read d.
// Where there is none, they read what the file itself says.
func (s *Shoot) missing(i int, d photo.Decision, now sidecar.State) sidecar.Fields {
	of := s.Photo(i)
	d = forSidecar(&of, d)
	if d.At.IsZero() || d.Read || now.Exists && now.Fields.Decision().Same(d) {
		return sidecar.Fields{} // what others wrote in their own words is theirs
	}
	p := s.Sidecars().For
	if now.Exists {
		return sidecar.ForPhoto(d, now.Fields, of.SidecarOrientation(), p)
	}
	marks := of.Meta.Marks
	if d.Same(marks) {
		return sidecar.Fields{}
	}
	f := sidecar.For(d, sidecar.Fields{}, p).With(sidecar.For(d, sidecar.For(marks, sidecar.Fields{}, p), p))
	f.Against = f.Rating != nil && marks.Stars > 0
	return f
}

// complete gives a photo's metadata what another file of the same exposure says
// beside: a JPEG that an editor saved may have lost all that the RAW still says.
func complete(m, other photo.Meta) photo.Meta {
	if m.Taken.IsZero() || m.TakenChanged && !other.Taken.IsZero() && !other.TakenChanged {
		m.Taken, m.Zone, m.TakenChanged = other.Taken, other.Zone, other.TakenChanged
		if !m.Taken.IsZero() {
			m.TakenNote = ""
		}
	} else if m.Zone == nil && m.Taken.Equal(other.Taken) {
		m.Zone = other.Zone
	}
	if m.Camera.Model == "" {
		m.Camera = other.Camera
	} else if m.Camera.Serial == "" && m.Camera.Model == other.Camera.Model {
		m.Camera.Serial = other.Camera.Serial
	}
	m.Lens = cmp.Or(m.Lens, other.Lens)
	m.Shutter = cmp.Or(m.Shutter, other.Shutter)
	m.Aperture = cmp.Or(m.Aperture, other.Aperture)
	m.ISO = cmp.Or(m.ISO, other.ISO)
	m.Bias = cmp.Or(m.Bias, other.Bias)
	m.FocalLength = cmp.Or(m.FocalLength, other.FocalLength)
	if m.Marks.Same(photo.Decision{}) {
		m.Marks = other.Marks
	}
	return m
}
