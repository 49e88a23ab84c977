package workspace

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"culler/library/burst"
	"culler/library/copies"
	"culler/library/phrase"
	"culler/ui/keys"
)

// Grouping changes what makes a burst: the rules, and the work by hand.
type Grouping struct {
	ws     *Workspace
	copies []copies.Group // shown in place of bursts; nil: bursts are
	came   int            // where the cursor was before copies were shown
	stood  int            // and where it was put then

	wish  *burst.Options // rules that are being followed in the background; nil: none are
	then  []func()       // what comes after that
	asked func()         // Undo may go on
}

// The burst gap that people may choose.
const (
	LeastGap = 200 * time.Millisecond
	MostGap  = time.Minute
)

// Gap is the longest pause inside a burst.
func (g *Grouping) Gap() time.Duration {
	if gap := g.rules().Gap; gap > 0 {
		return gap
	}
	return burst.DefaultGap
}

// SetGap groups the photos anew.
func (g *Grouping) SetGap(gap time.Duration) {
	o := g.rules()
	o.Gap = min(max(gap, LeastGap), MostGap)
	g.regroup(o, nil)
}

// MinAlike is how alike neighbours must be to stay in one burst, 0 to 1; 0 asks
// for nothing.
func (g *Grouping) MinAlike() float64 { return g.rules().MinAlike }

// SetMinAlike groups the photos anew; see MinAlike.
func (g *Grouping) SetMinAlike(least float64) {
	o := g.rules()
	o.MinAlike = min(max(least, 0), 1)
	o.Alike, o.Vector = g.ws.board.Alike, g.ws.board.Vector
	g.regroup(o, nil)
}

// Scenes tells whether bursts of one scene are put together, across pauses and
// cameras.
func (g *Grouping) Scenes() bool { return g.rules().Scenes }

// SetScenes groups the photos anew; see Scenes.
func (g *Grouping) SetScenes(on bool) {
	g.HideCopies()
	was := len(g.ws.now.Bursts())
	how := "time alone"
	if on {
		how = "scene, across pauses and cameras"
	}
	g.regroup(g.byScene(on), func() {
		g.ws.say(fmt.Sprintf("Grouped by %s: %s, single photos included; before, %s.", how, phrase.Count(len(g.ws.now.Bursts()), "group"), phrase.Thousands(was)))
	})
}

// CountBy is how many bursts of two frames and more there would be by scene or by
// time, and how many groups with the single photos.
func (g *Grouping) CountBy(scenes bool) (bursts, groups int) {
	all := g.ws.shoot.Grouped(g.byScene(scenes))
	for _, b := range all {
		if len(b.Photos) > 1 {
			bursts++
		}
	}
	return bursts, len(all)
}

func (g *Grouping) byScene(on bool) burst.Options {
	o := g.rules()
	o.Scenes, o.Alike, o.Vector = on, g.ws.board.Alike, g.ws.board.Vector
	return o
}

// Offset is how much a camera's clock was slow; camera as photo.Camera.Key.
func (g *Grouping) Offset(camera string) time.Duration {
	return g.rules().Offsets[camera]
}

// SetOffset groups the photos anew with a camera's clock put right.
func (g *Grouping) SetOffset(camera string, by time.Duration) {
	o := g.rules()
	if o.Offsets == nil {
		o.Offsets = map[string]time.Duration{}
	}
	o.Offsets[camera] = by
	if by == 0 {
		delete(o.Offsets, camera)
	}
	g.regroup(o, nil)
}

// rules are those that bursts are formed by, or soon will be.
func (g *Grouping) rules() burst.Options {
	if g.wish != nil {
		o := *g.wish
		o.Offsets = maps.Clone(o.Offsets)
		return o
	}
	return g.ws.shoot.BurstOptions()
}

// regroup groups the photos by other rules; then may be nil. Where pictures are
// compared that takes 50 ms for 3,000 photos, which is no time for a slider to wait:
// it is done in the background, by the last rules that were asked for.
func (g *Grouping) regroup(o burst.Options, then func()) {
	g.ws.shoot.Stand(g.ws.cursor.at)
	if then != nil {
		g.then = append(g.then, then)
	}
	switch compares := o.Scenes || o.MinAlike > 0; {
	case g.wish != nil: // it is next
		g.wish = &o
	case compares && g.ws.Background != nil:
		g.wish, g.asked = &o, g.ws.tuning.Asking()
		g.follow()
	default:
		g.ws.shoot.SetBurstOptions(o)
		g.regrouped()
	}
}

// follow forms the bursts by the rules that are wished for, until no others are.
func (g *Grouping) follow() {
	shoot, wish := g.ws.shoot, g.wish
	g.ws.Background(func() { shoot.SetBurstOptions(*wish) }, func() {
		if g.wish != wish {
			g.follow()
			return
		}
		asked := g.asked
		g.wish, g.asked = nil, nil
		g.regrouped()
		asked()
	})
}

func (g *Grouping) regrouped() {
	g.ws.Refresh()
	then := g.then
	g.then = nil
	for _, f := range then {
		f()
	}
}

// Settle forms the bursts by the rules that are wished for, if they are not yet
// formed: the shoot is closed.
func (g *Grouping) Settle() {
	if g.wish != nil {
		g.ws.shoot.SetBurstOptions(*g.wish)
	}
}

// chosenFrames are the frames behind the selection: all those of a closed stack.
func (g *Grouping) chosenFrames() []int {
	var frames []int
	for _, i := range g.ws.Targets() {
		if _, closed := g.ws.shown.Stack(i); closed && g.ws.view == Grid {
			frames = append(frames, g.ws.now.Frames(i)...)
		} else {
			frames = append(frames, i)
		}
	}
	slices.Sort(frames)
	return slices.Compact(frames)
}

// Stack makes one burst of the selected photos; of closed stacks, all frames.
func (g *Grouping) Stack() {
	frames := g.chosenFrames()
	if len(frames) < 2 || len(g.ws.Targets()) < 2 {
		g.ws.say("Select two photos or more to make a burst of them.")
		return
	}
	// Join puts whole bursts together; frames that are chosen one by one leave
	// theirs first.
	g.edit(fmt.Sprintf("One burst of %s.", phrase.Count(len(frames), "frame")), func() error { return g.ws.shoot.Stack(frames) })
}

// TakeOut makes a single of each selected photo.
func (g *Grouping) TakeOut() {
	frames := g.ws.Targets()
	if len(frames) > 0 {
		g.edit("Taken out of the burst: "+g.ws.now.Names(frames)+".", func() error { return g.ws.shoot.Apart(frames) })
	}
}

// Split makes the cursor's photo the first of its burst.
func (g *Grouping) Split() {
	i := g.ws.Cursor()
	switch frames := g.ws.now.Frames(i); {
	case i < 0:
	case frames[0] == i:
		g.ws.say("This is the first frame of its burst already: go to the frame that should begin the new burst.")
	default:
		g.edit("Split before "+g.ws.now.Name(i)+".", func() error { return g.ws.shoot.SplitBefore(i) })
	}
}

// Merge makes one burst of the cursor's and the one that was taken next.
func (g *Grouping) Merge() {
	b, bursts := g.ws.now.BurstOf(g.ws.Cursor()), g.ws.now.Bursts()
	if b < 0 {
		return
	}
	if b+1 >= len(bursts) {
		g.ws.say("This is the last burst: there is none to merge it with.")
		return
	}
	one, next := bursts[b].Photos, bursts[b+1].Photos
	g.edit(fmt.Sprintf("Merged into a burst of %d frames.", len(one)+len(next)), func() error { return g.ws.shoot.Join([]int{one[0], next[0]}) })
}

// ForgetEdits takes back all that was changed by hand about the bursts.
func (g *Grouping) ForgetEdits() {
	if g.ws.shoot.BurstOptions().Edits.IsZero() {
		g.ws.say("No burst was changed by hand.")
		return
	}
	g.edit("All changes of bursts by hand are forgotten.", g.ws.shoot.ClearEdits)
}

func (g *Grouping) edit(says string, change func() error) {
	if g.ws.now.AreCopies() {
		g.ws.say(fmt.Sprintf("These are duplicates, not bursts: %s goes back to bursts, which can be changed.", g.ws.key(keys.Duplicates)))
		return
	}
	g.ws.shoot.Stand(g.ws.cursor.at)
	if err := change(); err != nil {
		g.ws.say("The bursts could not be changed: " + phrase.Error(err))
		return
	}
	g.ws.Refresh()
	g.ws.say(says)
}
