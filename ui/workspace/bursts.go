package workspace

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"culler/library/burst"
	"culler/library/phrase"
	"culler/scoring/judge"
)

// Strip is the burst of the cursor with its verdict; it has no frames where
// there is no cursor.
func (ws *Workspace) Strip() Strip {
	if ws.cursor < 0 || ws.cursor >= len(ws.burstOf) {
		return Strip{}
	}
	b := ws.burstOf[ws.cursor]
	v := ws.verdict(b)
	return Strip{Frames: v.Order, Verdict: ws.verdictInWords(b), Close: v.Certainty == judge.TooClose, Acceptable: v.Called()}
}

func (ws *Workspace) verdictInWords(b int) string {
	g, v := ws.bursts[b], ws.verdict(b)
	n := len(g.Photos)
	switch {
	case n == 1 && g.Note != "":
		return fmt.Sprintf("A single photo: %s.", g.Note)
	case n == 1:
		return "A single photo."
	case g.Kind == burst.Bracket:
		return fmt.Sprintf("A %s of %d frames, kept whole.", g.Note, n)
	case v.Best < 0:
		return fmt.Sprintf("A burst of %d frames, not scored yet.", n)
	case v.RunnerUp < 0:
		return fmt.Sprintf("A burst of %d frames, one of them scored so far.", n)
	case !v.Called():
		return fmt.Sprintf("Too close to call: %s of %d frames are as good as equal. The choice is yours.", number(len(v.Equals)), n)
	}
	return fmt.Sprintf("%s the best of %d: %s%s.", phrase.Upper(v.Certainty.String()), n, ws.name(v.Best), ws.ahead(v.Best, v.RunnerUp))
}

// ahead says why a frame comes before another, faults first, as the end of a
// sentence.
func (ws *Workspace) ahead(best, other int) string {
	if ws.judge.ByFault(best, other) {
		return fmt.Sprintf("; %s %s", ws.name(other), ws.judge.Faults(other)[0].Told())
	}
	var titles []string
	for _, c := range ws.judge.Difference(best, other) {
		if c.Share > 0 && len(titles) < 2 {
			titles = append(titles, phrase.Lower(barTitle(ws.ranking.Rows()[c.Row].Row)))
		}
	}
	if len(titles) == 0 {
		return ""
	}
	return "; for it: " + strings.Join(titles, ", ")
}

// The burst gap that people may choose.
const (
	LeastGap = 200 * time.Millisecond
	MostGap  = time.Minute
)

// Gap is the longest pause inside a burst.
func (ws *Workspace) Gap() time.Duration {
	if g := ws.shoot.BurstOptions().Gap; g > 0 {
		return g
	}
	return burst.DefaultGap
}

// SetGap groups the photos anew.
func (ws *Workspace) SetGap(g time.Duration) {
	o := ws.shoot.BurstOptions()
	o.Gap = min(max(g, LeastGap), MostGap)
	ws.regroup(o)
}

// MinAlike is how alike neighbours must be to stay in one burst, 0 to 1; 0 asks
// for nothing.
func (ws *Workspace) MinAlike() float64 { return ws.shoot.BurstOptions().MinAlike }

// SetMinAlike groups the photos anew; see MinAlike.
func (ws *Workspace) SetMinAlike(least float64) {
	o := ws.shoot.BurstOptions()
	o.MinAlike = min(max(least, 0), 1)
	o.Alike = ws.board.Alike
	ws.regroup(o)
}

// Offset is how much a camera's clock was slow; camera as photo.Camera.Key.
func (ws *Workspace) Offset(camera string) time.Duration {
	return ws.shoot.BurstOptions().Offsets[camera]
}

// SetOffset groups the photos anew with a camera's clock put right.
func (ws *Workspace) SetOffset(camera string, by time.Duration) {
	o := ws.shoot.BurstOptions()
	if o.Offsets == nil {
		o.Offsets = map[string]time.Duration{}
	}
	o.Offsets[camera] = by
	if by == 0 {
		delete(o.Offsets, camera)
	}
	ws.regroup(o)
}

func (ws *Workspace) regroup(o burst.Options) {
	ws.shoot.Stand(ws.cursor)
	ws.shoot.SetBurstOptions(o)
	ws.stale.groups, ws.stale.items = true, true
	ws.Refresh()
}

// Clocks lists the cameras of the shoot by photo.Camera.Key, with their names.
func (ws *Workspace) Clocks() map[string]string {
	out := map[string]string{}
	for k := range ws.photos {
		if c := ws.photos[k].Meta.Camera; c.Key() != "" {
			out[c.Key()] = c.String()
		}
	}
	return out
}

// TakenBy counts the photos of a camera; camera as photo.Camera.Key.
func (ws *Workspace) TakenBy(camera string) int {
	n := 0
	for k := range ws.photos {
		if ws.photos[k].Meta.Camera.Key() == camera {
			n++
		}
	}
	return n
}

// taken is when a photo was taken, by clocks that are put right; zero where
// that is not known.
func (ws *Workspace) taken(i int) time.Time {
	m := &ws.photos[i].Meta
	if len(ws.offsets) == 0 || m.Taken.IsZero() {
		return m.Taken
	}
	return m.Taken.Add(ws.offsets[m.Camera.Key()])
}

// chosenFrames are the frames behind the selection: all those of a closed stack.
func (ws *Workspace) chosenFrames() []int {
	var frames []int
	for _, i := range ws.Targets() {
		if k := ws.ItemOf(i); ws.view == Grid && k >= 0 && ws.items[k].Stack > 1 {
			frames = append(frames, ws.bursts[ws.items[k].Burst].Photos...)
		} else {
			frames = append(frames, i)
		}
	}
	slices.Sort(frames)
	return slices.Compact(frames)
}

// Stack makes one burst of the selected photos; of closed stacks, all frames.
func (ws *Workspace) Stack() {
	frames := ws.chosenFrames()
	if len(frames) < 2 || len(ws.Targets()) < 2 {
		ws.say("Select two photos or more to make a burst of them.")
		return
	}
	// Join puts whole bursts together; frames that are chosen one by one leave
	// theirs first.
	ws.edit(fmt.Sprintf("One burst of %s.", phrase.Count(len(frames), "frame")), func() error { return ws.shoot.Stack(frames) })
}

// TakeOut makes a single of each selected photo.
func (ws *Workspace) TakeOut() {
	frames := ws.Targets()
	if len(frames) > 0 {
		ws.edit("Taken out of the burst: "+ws.names(frames)+".", func() error { return ws.shoot.Apart(frames) })
	}
}

// Split makes the cursor's photo the first of its burst.
func (ws *Workspace) Split() {
	if ws.cursor < 0 {
		return
	}
	if g := ws.bursts[ws.burstOf[ws.cursor]]; g.Photos[0] == ws.cursor {
		ws.say("This is the first frame of its burst already: go to the frame that shall begin the new burst.")
		return
	}
	i := ws.cursor
	ws.edit("Split before "+ws.name(i)+".", func() error { return ws.shoot.SplitBefore(i) })
}

// Merge makes one burst of the cursor's and the one that was taken next.
func (ws *Workspace) Merge() {
	if ws.cursor < 0 {
		return
	}
	b := ws.burstOf[ws.cursor]
	if b+1 >= len(ws.bursts) {
		ws.say("This is the last burst: there is none to merge it with.")
		return
	}
	both := []int{ws.bursts[b].Photos[0], ws.bursts[b+1].Photos[0]}
	n := len(ws.bursts[b].Photos) + len(ws.bursts[b+1].Photos)
	ws.edit(fmt.Sprintf("Merged into a burst of %d frames.", n), func() error { return ws.shoot.Join(both) })
}

// ForgetEdits takes back all that was changed by hand about the bursts.
func (ws *Workspace) ForgetEdits() {
	if ws.shoot.BurstOptions().Edits.IsZero() {
		ws.say("No burst was changed by hand.")
		return
	}
	ws.edit("All changes of bursts by hand are forgotten.", ws.shoot.ClearEdits)
}

func (ws *Workspace) edit(says string, change func() error) {
	ws.shoot.Stand(ws.cursor)
	if err := change(); err != nil {
		ws.say("The bursts could not be changed: " + phrase.Error(err))
		return
	}
	ws.stale.groups, ws.stale.items = true, true
	ws.Refresh()
	ws.say(says)
}
