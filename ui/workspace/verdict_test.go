package workspace_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring"
	"culler/scoring/judge"
	"culler/scoring/measure"
	"culler/scoring/rank"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace/snapshot"
)

func TestTheVerdictIsAcceptedForOneBurst(t *testing.T) {
	tb := sit(t)
	tb.Select(0)
	if v := tb.Now().Strip(tb.Cursor()).Verdict; v != "Clearly the best of 4: IMG_0001; IMG_0003 is soft." {
		t.Errorf("the verdict reads %q", v)
	}
	tb.press(keys.Accept)
	tb.flagged("accepted", []int{1}, []int{0, 2, 3})
	tb.says("accepting", "Accepted verdict: IMG_0001 kept, 3 rejected.")
	tb.at("the next burst follows", 4)
	tb.press(keys.Accept)
	tb.says("a single", "This photo is alone, so there is no verdict to accept: P picks it, X rejects it.")
	tb.Select(5)
	tb.press(keys.Accept)
	tb.says("equals", "These frames are too close to call: the choice is yours. Ctrl+Shift+P keeps the one you are on.")
	if s := tb.Now().Strip(tb.Cursor()); s.Verdict != "Too close to call: two of 3 frames are as good as equal. The choice is yours." || !s.Close || s.Acceptable {
		t.Errorf("the strip says %+v", s)
	}
	tb.Select(9)
	tb.press(keys.Accept)
	tb.says("a bracket", "A bracket is kept whole, so there is no verdict to accept.")
	tb.flagged("nothing else was decided", []int{1}, []int{0, 2, 3})
	tb.press(keys.Undo)
	tb.flagged("one undo", nil, nil)
	tb.says("undo", "Undone: accepted verdict: IMG_0001 kept, 3 rejected.")
	tb.at("undo goes to where it was", 0)
}

func TestAllClearVerdictsAreCountedFirst(t *testing.T) {
	tb := sit(t)
	a := tb.Marks().Acceptable()
	if a.Bursts != 2 || a.Rejects != 5 || a.Close != 1 || a.Decided != 0 {
		t.Errorf("counted are %+v", a)
	}
	tb.Marks().AcceptAll(a)
	tb.flagged("all accepted", []int{1, 13}, []int{0, 2, 3, 11, 12})
	tb.says("accepting all", "Accepted 2 clear verdicts: 2 kept, 5 rejected.")
	tb.press(keys.Undo)
	tb.flagged("one undo takes all of it back", nil, nil)
	tb.Select(2)
	tb.press(keys.Pick)
	if a := tb.Marks().Acceptable(); a.Bursts != 1 || a.Rejects != 2 || a.Decided != 1 {
		t.Errorf("with a pick in a burst counted are %+v", a)
	}
	tb.press(keys.FilterClose)
	if a := tb.Marks().Acceptable(); a.Bursts != 0 || a.Close != 1 {
		t.Errorf("of what a filter shows counted are %+v", a)
	}
}

func TestKeepThisAndRejectTheRest(t *testing.T) {
	tb := sit(t)
	tb.Select(5)
	tb.press(keys.KeepOnly)
	tb.flagged("keep this", []int{5}, []int{6, 7})
	tb.says("keeping", "Keeping IMG_0005 and rejecting 2.")
	tb.press(keys.Expand)
	tb.Select(5)
	tb.Toggle(6)
	tb.press(keys.KeepOnly)
	tb.flagged("keep these two", []int{5, 6}, []int{7})
	tb.Select(8)
	tb.press(keys.KeepOnly)
	tb.says("a bracket", "A bracket is kept whole: pick or reject its frames one by one if you want to.")
	tb.press(keys.Right, keys.Right)
	tb.at("on the single", 14)
	tb.press(keys.KeepOnly)
	tb.says("a single", "Pick of IMG_0014.")
	tb.press(keys.Undo, keys.Undo, keys.Undo)
	tb.flagged("three steps back", nil, nil)
}

func TestUndoAndRedoSayWhatTheyDo(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Undo)
	tb.says("undo of nothing", "There is nothing to undo.")
	tb.Select(4)
	steps := []struct {
		id     keys.ID
		undone string
	}{
		{keys.Pick, "pick of IMG_0004"}, {keys.Reject, "reject of IMG_0004"}, {keys.ClearFlag, "clearing of IMG_0004"},
		{keys.Stars1, "rating with 1 star of IMG_0004"}, {keys.StarUp, "rating with 2 stars of IMG_0004"}, {keys.StarDown, "rating with 1 star of IMG_0004"},
		{keys.Stars0, "clearing of IMG_0004"}, {keys.LabelRed, "label Red of IMG_0004"}, {keys.LabelBlue, "label Blue of IMG_0004"},
		{keys.LabelBlue, "clearing of IMG_0004"}, {keys.LabelPurple, "label Purple of IMG_0004"}, {keys.Stars5, "rating with 5 stars of IMG_0004"},
		{keys.Pick, "pick of IMG_0004"},
	}
	var states []photo.Decision
	for _, s := range steps {
		states = append(states, tb.Now().Decision(4))
		tb.press(s.id)
	}
	final := tb.Now().Decision(4)
	if want := (photo.Decision{Flag: photo.Picked, Stars: 5, Label: photo.Purple}); !final.Same(want) {
		t.Fatalf("in the end the decision is %+v", final)
	}
	tb.press(keys.Last)
	for k := len(steps) - 1; k >= 0; k-- {
		tb.press(keys.Undo)
		tb.says("undo", "Undone: "+steps[k].undone+".")
		if got := tb.Now().Decision(4); !got.Same(states[k]) {
			t.Errorf("before %s the decision was %+v, undone it is %+v", steps[k].id, states[k], got)
		}
		tb.at("undo goes there", 4)
	}
	for k := range steps {
		tb.press(keys.Redo)
		tb.says("redo", "Done again: "+steps[k].undone+".")
	}
	if got := tb.Now().Decision(4); !got.Same(final) {
		t.Errorf("done again the decision is %+v", got)
	}
	tb.press(keys.Redo)
	tb.says("redo of nothing", "There is nothing to redo.")
	tb.press(keys.Undo, keys.Stars2, keys.Redo)
	tb.says("a new step ends what could be redone", "There is nothing to redo.")
}

func TestALabelThatAllHaveIsTakenAway(t *testing.T) {
	tb := sit(t)
	tb.Select(4)
	tb.press(keys.LabelGreen)
	tb.Toggle(14)
	tb.press(keys.LabelGreen)
	if a, b := tb.Now().Decision(4).Label, tb.Now().Decision(14).Label; a != photo.Green || b != photo.Green {
		t.Errorf("one of two had the label; now they have %v and %v", a, b)
	}
	tb.press(keys.LabelGreen)
	if a, b := tb.Now().Decision(4).Label, tb.Now().Decision(14).Label; a != photo.NoLabel || b != photo.NoLabel {
		t.Errorf("both had the label; now they have %v and %v", a, b)
	}
}

func TestReasonsAreForTheShootOrForTheBurst(t *testing.T) {
	tb := sit(t)
	r := tb.Now().Reasons(1, tb.Against())
	if r.Rival != -1 || r.Place != 1 || r.Of != 4 || r.Measures[0].Title != "Sharpness" || r.Measures[0].Share <= 0 {
		t.Errorf("the best frame: %+v", r)
	}
	if r.Sentence != "Place 1 of 4 in its burst; among the best of the shoot. Strong point: sharpness." {
		t.Errorf("in words: %q", r.Sentence)
	}
	tb.press(keys.RunnerUp)
	if tb.Against() != snapshot.TheRunnerUp || tb.Now().Reasons(1, tb.Against()).Rival != 3 || tb.Now().Reasons(0, tb.Against()).Rival != 1 || tb.Now().Reasons(4, tb.Against()).Rival != -1 || tb.Now().Reasons(9, tb.Against()).Rival != -1 {
		t.Error("against the burst the best is compared with the runner-up, others with the best, and frames of a bracket with nobody")
	}
	best, rest := tb.Now().Reasons(1, tb.Against()), tb.Now().Reasons(3, tb.Against())
	if best.Score <= 0 || best.Score != -rest.Score || best.Sentence != "Clearly better than IMG_0003; IMG_0003 is soft." || rest.Sentence != "It is much softer than the sharpest of its burst. IMG_0001 is clearly better; IMG_0003 is soft." {
		t.Errorf("best: %v %q, runner-up: %v %q", best.Score, best.Sentence, rest.Score, rest.Sentence)
	}
	sum := 0.0
	for _, b := range append(best.Prompts, best.Measures...) {
		sum += b.Share
	}
	if d := sum - best.Score; d > 1e-9 || d < -1e-9 {
		t.Errorf("the bars add up to %v, the difference is %v", sum, best.Score)
	}
}

func TestCellsTellVerdictsAtAGlance(t *testing.T) {
	tb := sit(t)
	for i, want := range map[int]string{1: "best", 3: "", 5: "close", 6: "close", 7: "", 9: "bracket", 4: "", 13: "best"} {
		c, got := tb.Now().Cell(i), ""
		switch {
		case c.Best:
			got = "best"
		case c.Close:
			got = "close"
		case c.Bracket:
			got = "bracket"
		}
		if got != want {
			t.Errorf("photo %d is marked %q, want %q", i, got, want)
		}
	}
	if c := tb.Now().Cell(3); c.Place != 2 || c.Of != 4 || c.Name != "IMG_0003.jpg" {
		t.Errorf("the runner-up is %+v", c)
	}
}

// A frame with a fault may be ahead of one without by its score: then scores tell how
// sure that is.
func TestAFaultyFrameIsNotClearlyAhead(t *testing.T) {
	tb := sit(t)
	n := tb.Now().Len()
	v := make([]float64, n)
	v[0], v[1], v[2], v[3] = 3, 0.05, 0, -3
	tb.board.PutRow(rank.Row{ID: "x", Title: "X", Kind: rank.Model, Weight: 1, Values: v, Within: 1})
	for _, w := range tb.Now().Weights() {
		tb.board.SetWeight(w.ID, 0)
	}
	tb.board.SetWeight("x", 1)
	var up []scoring.Update
	for i := range n {
		m := make([]float64, len(measure.Names()))
		m[measure.Sharpness], m[measure.Contrast] = 9, 60
		if i == 1 {
			m[measure.Sharpness] = 5 // soft
		}
		up = append(up, scoring.Update{Photo: i, Measures: m})
	}
	tb.board.Put(up)
	tb.Refresh()
	for _, p := range [][2]int{{1, 2}, {2, 1}} {
		if r := tb.Now().ReasonsBetween(p[0], p[1]); r.Certainty != judge.TooClose {
			t.Errorf("%v: %s", p, r.Sentence)
		}
	}
	if r := tb.Now().ReasonsBetween(0, 1); r.Certainty != judge.Clearly || !r.Ahead {
		t.Error(r.Sentence)
	}
}

// Notes are phrases or whole sentences; what is said is one sentence.
func TestASinglePhotosNoteIsOneSentence(t *testing.T) {
	frames := []uitest.Frame{{Name: "A", Good: 1}, {Name: "B", At: time.Hour, Good: 2}}
	dir := t.TempDir()
	uitest.Write(t, dir, frames)
	if err := os.WriteFile(filepath.Join(dir, "untimed.png"), []byte("\x89PNG\r\n\x1a\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	shoot := uitest.Open(t, dir, nil)
	s := snapshot.Take(shoot, uitest.Board(shoot, frames), nil)
	noted := 0
	for i := range s.Len() {
		says, ok := strings.CutPrefix(s.Strip(i).Verdict, "A single photo: ")
		if !ok {
			continue
		}
		noted++
		if strings.HasSuffix(says, "..") || !strings.HasSuffix(says, ".") || says != phrase.Lower(says) {
			t.Errorf("it says %q", says)
		}
	}
	if noted == 0 {
		t.Error("no photo without a time is here")
	}
}
