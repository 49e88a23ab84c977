package snapshot

import "culler/scoring/shortlist"

// Shortlist names the photos that a goal would keep and that are not picked yet.
func (s *Snapshot) Shortlist(g shortlist.Goal) []int {
	return shortlist.Of(shortlist.Shoot{Judge: s.judge, Bursts: judged(s.bursts, s.AreCopies()), Scores: s.ranking.Scores(), Said: s.Decision}, g)
}
