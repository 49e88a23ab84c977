package snapshot_test

import (
	"strings"
	"testing"

	"culler/library/photo"
	"culler/scoring/board"
	"culler/ui/uitest"
	"culler/ui/workspace/snapshot"
)

// A snapshot stays as it is when the shoot and the board change; the next one knows.
func TestASnapshotIsReplacedAndNeverChanged(t *testing.T) {
	dir := t.TempDir()
	uitest.Write(t, dir, uitest.Frames())
	shoot := uitest.Open(t, dir, nil)
	b := uitest.Board(shoot, uitest.Frames())
	was := snapshot.Take(shoot, b, nil)
	if same := snapshot.Take(shoot, b, was); same != was {
		t.Error("nothing changed, and there is another snapshot")
	}
	best := was.Verdict(was.BurstOf(0)).Best
	if err := shoot.Decide("", []int{0}, func(_ int, d photo.Decision) photo.Decision { d.Flag = photo.Picked; return d }); err != nil {
		t.Fatal(err)
	}
	decided := snapshot.Take(shoot, b, was)
	if was.Decision(0).Flag != photo.Unflagged || decided.Decision(0).Flag != photo.Picked || decided.SameDecisions(was) {
		t.Errorf("a pick: the one before says %v, the next one %v", was.Decision(0), decided.Decision(0))
	}
	b.SetWeight(board.MeasureRow("sharpness"), -1)
	turned := snapshot.Take(shoot, b, decided)
	if got := was.Verdict(was.BurstOf(0)).Best; got != best {
		t.Errorf("a weight: the snapshot before says now that %d is the best, not %d", got, best)
	}
	if turned == decided || turned.Ranking() == decided.Ranking() || !turned.SameDecisions(decided) {
		t.Error("the next snapshot does not know of a weight")
	}
	o := shoot.BurstOptions()
	o.Gap = 1
	shoot.SetBurstOptions(o)
	if apart := snapshot.Take(shoot, b, turned); len(apart.Frames(0)) >= len(turned.Frames(0)) {
		t.Errorf("grouped anew the burst has %d frames, before %d", len(apart.Frames(0)), len(turned.Frames(0)))
	}
}

// Any two photos can be compared, and only a sibling's fault decides between them.
func TestAnyTwoPhotosAreCompared(t *testing.T) {
	dir := t.TempDir()
	uitest.Write(t, dir, uitest.Frames())
	shoot := uitest.Open(t, dir, nil)
	s := snapshot.Take(shoot, uitest.Board(shoot, uitest.Frames()), nil)
	soft := 0
	for i := range s.Len() {
		for rival := range s.Len() {
			says := s.ReasonsBetween(i, rival).Sentence
			told := strings.Contains(says, "; "+s.Name(i)+" is soft") || strings.Contains(says, "; "+s.Name(rival)+" is soft")
			if says == "" || told && s.BurstOf(i) != s.BurstOf(rival) {
				t.Errorf("%s beside %s: %q", s.Name(i), s.Name(rival), says)
			}
			if told {
				soft++
			}
		}
	}
	if soft == 0 {
		t.Error("no frame of this shoot is behind a sibling for its softness")
	}
}
