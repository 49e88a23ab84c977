package snapshot

import (
	"fmt"
	"path/filepath"
	"strings"

	"culler/library/photo"
	"culler/library/phrase"
)

// Detail is one thing that is known of a photo besides what it shows.
type Detail struct{ Name, Value string }

// Details is what the files of a photo tell; what they do not tell is left out.
func (s *Snapshot) Details(i int) []Detail {
	p := s.Photo(i)
	if p == nil {
		return nil
	}
	var d []Detail
	add := func(name, format string, v ...any) { d = append(d, Detail{name, fmt.Sprintf(format, v...)}) }
	m := &p.Meta
	if !m.Taken.IsZero() {
		add("Taken", "%s%s", s.Taken(i).Format("Monday, 2006-01-02 15:04:05.00"), zone(m.Zone))
	} else if m.TakenNote != "" {
		add("Taken", "%s", m.TakenNote)
	}
	if c := m.Camera.String(); c != "" {
		add("Camera", "%s", c)
	}
	if m.Camera.Serial != "" {
		add("Serial", "%s", m.Camera.Serial)
	}
	if m.Lens != "" {
		add("Lens", "%s", m.Lens)
	}
	if e := exposure(m); e != "" {
		add("Exposure", "%s", e)
	}
	if m.FocalLength > 0 {
		add("Focal length", "%.0f mm", m.FocalLength)
	}
	if w, h := p.Shape(); w > 0 && h > 0 {
		add("Size", "%d x %d, %.1f MP", w, h, float64(w)*float64(h)/1e6)
	}
	for k, f := range p.Files {
		name := "Files"
		if k > 0 {
			name = ""
		}
		add(name, "%s, %s", filepath.Base(f.Path), phrase.Bytes(f.Size))
	}
	add("Folder", "%s", filepath.Dir(p.Files[0].Path))
	if b := s.bursts[s.burstOf[i]]; len(b.Photos) > 1 {
		add("Burst", "%s", phrase.Count(len(b.Photos), "frame"))
	}
	return d
}

func exposure(m *photo.Meta) string {
	var w []string
	switch {
	case m.Shutter <= 0:
	case m.Shutter < 0.3:
		w = append(w, fmt.Sprintf("1/%.0f s", 1/m.Shutter))
	default:
		w = append(w, fmt.Sprintf("%.3g s", m.Shutter))
	}
	if m.Aperture > 0 {
		w = append(w, fmt.Sprintf("f/%.3g", m.Aperture))
	}
	if m.ISO > 0 {
		w = append(w, fmt.Sprintf("ISO %d", m.ISO))
	}
	if m.Bias != nil && *m.Bias != 0 {
		w = append(w, fmt.Sprintf("%+.1f EV", *m.Bias))
	}
	return strings.Join(w, ", ")
}

// zone writes a zone of minutes east of UTC; "" where it is not known.
func zone(minutes *int) string {
	if minutes == nil {
		return ""
	}
	sign, n := "+", *minutes
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf(" %s%02d:%02d", sign, n/60, n%60)
}
