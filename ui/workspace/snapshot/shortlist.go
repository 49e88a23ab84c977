package snapshot

import "culler/scoring/shortlist"

// Shortlist names the photos that a goal would keep and that are not picked yet;
// none while copies are shown, of which the photographer keeps one each.
func (s *Snapshot) Shortlist(g shortlist.Goal) []int {
	if s.AreCopies() {
		return nil
	}
	return shortlist.Of(shortlist.Shoot{Judge: s.judge, Bursts: judged(s.bursts, false), Scores: s.ranking.Scores(), Said: s.Decision, Gone: func(i int) bool { return s.state.Photos[i].Gone }}, g)
}
