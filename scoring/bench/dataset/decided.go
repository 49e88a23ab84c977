package dataset

import (
	"fmt"
	"slices"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring/taste"
)

// Decision is a photo of a shoot with what the photographer said of it.
type Decision struct {
	Photo photo.Photo
	Said  photo.Decision
}

// FromDecisions makes a data set of a photographer's own shoots, given in
// bursts: picked photos won. In bursts without a pick, those with the most
// stars won if there are stars; bursts of which nothing is picked or starred,
// or everything alike, are not judged. Single photos belong here too: what
// stands out in a shoot depends on all of its photos.
func FromDecisions(name string, bursts [][]Decision) Dataset {
	d := Dataset{Name: name, Kind: Decided}
	silent, groups := 0, 0
	for k, burst := range bursts {
		if len(burst) == 0 {
			continue
		}
		said := make([]photo.Decision, len(burst))
		for i, c := range burst {
			said[i] = c.Said
		}
		chosen := slices.Contains(taste.Preferred(said), true)
		s := Series{ID: fmt.Sprintf("%d %s", k+1, burst[0].Photo.Name)}
		if id := burst[0].Photo.ID; !id.IsZero() {
			// Not by number, so that reports compare although more was decided
			// in between.
			s.ID = fmt.Sprintf("%s (%x)", burst[0].Photo.Name, id[:4])
		}
		for _, c := range burst {
			p := Photo{Name: c.Photo.Name, Of: c.Photo}
			if len(c.Photo.Files) > 0 {
				p.Path = c.Photo.Files[0].Path
			}
			if p.Opinion = nothing; chosen {
				p.Opinion = taste.Opinion(c.Said)
			}
			s.Photos = append(s.Photos, p)
		}
		s.pairs()
		if len(burst) > 1 {
			groups++
			if !s.Judged() {
				silent++
			}
		}
		d.Series = append(d.Series, s)
	}
	if silent > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("Nothing was picked or starred above the rest in %d of %s, which were left aside.", silent, phrase.Count(groups, "burst")))
	}
	return d
}
