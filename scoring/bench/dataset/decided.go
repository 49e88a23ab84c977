package dataset

import (
	"fmt"

	"culler/library/photo"
)

// Decision is a photo of a shoot with what the photographer said of it.
type Decision struct {
	Photo photo.Photo
	Said  photo.Decision
}

// FromDecisions makes a data set of a photographer's own shoots, given in
// bursts: picked photos won. In bursts without a pick, those with the most
// stars won if there are stars; bursts of which nothing is picked or starred,
// or everything alike, are not judged.
func FromDecisions(name string, bursts [][]Decision) Dataset {
	d := Dataset{Name: name, Kind: Decided}
	silent := 0
	for k, burst := range bursts {
		if len(burst) < 2 {
			continue
		}
		s := Series{ID: fmt.Sprintf("%d %s", k+1, burst[0].Photo.Name)}
		if id := burst[0].Photo.ID; !id.IsZero() {
			// Not by number, so that reports compare although more was decided
			// in between.
			s.ID = fmt.Sprintf("%s (%x)", burst[0].Photo.Name, id[:4])
		}
		said := false
		for _, c := range burst {
			said = said || c.Said.Flag == photo.Picked || c.Said.Stars > 0
		}
		for _, c := range burst {
			p := Photo{Name: c.Photo.Name, Of: c.Photo}
			if len(c.Photo.Files) > 0 {
				p.Path = c.Photo.Files[0].Path
			}
			if p.Opinion = nothing; said {
				p.Opinion = Opinion(c.Said)
			}
			s.Photos = append(s.Photos, p)
		}
		s.pairs()
		if !s.Judged() {
			silent++
		}
		d.Series = append(d.Series, s)
	}
	if silent > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("%d of %d bursts are left aside, because nothing in them was picked or starred above the rest.", silent, len(d.Series)))
	}
	return d
}

// Opinion turns a decision into a number: a pick outdoes any stars, and a
// reject is below everything.
func Opinion(d photo.Decision) float64 {
	switch d.Flag {
	case photo.Picked:
		return 10 + float64(d.Stars)
	case photo.Rejected:
		return -1
	}
	return float64(d.Stars)
}
