package workspace

import (
	"fmt"
	"slices"
	"time"

	"culler/library/burst"
)

// Strip is the burst of the cursor with its verdict; it has no frames where
// there is no cursor.
func (d *Desk) Strip() Strip {
	if d.cursor < 0 || d.cursor >= len(d.burstOf) {
		return Strip{}
	}
	b := d.burstOf[d.cursor]
	return Strip{
		Frames: d.ranked(b), Verdict: d.verdictInWords(b), Close: d.tooClose(b),
		Acceptable: len(d.bursts[b].Photos) > 1 && d.bursts[b].Kind != burst.Bracket && d.verdict(b).Clear && d.verdict(b).RunnerUp >= 0,
	}
}

func (d *Desk) verdictInWords(b int) string {
	g, v := d.bursts[b], d.verdict(b)
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
	case !v.Clear:
		equals := d.equals(b)
		return fmt.Sprintf("Too close to call: %s of %d frames are as good as equal. The choice is yours.", number(equals), n)
	}
	why := ""
	if reasons := d.ranking.Difference(v.Best, v.RunnerUp); len(reasons) > 0 {
		rows := d.ranking.Rows()
		var titles []string
		for _, c := range reasons {
			if c.Share > 0 && len(titles) < 2 {
				titles = append(titles, fmt.Sprintf("%s %+.2f", lowerFirst(rows[c.Row].Title), c.Share))
			}
		}
		if len(titles) > 0 {
			why = ": " + join(titles)
		}
	}
	return fmt.Sprintf("Best of %d: %s, ahead by %.2f%s.", n, d.name(v.Best), v.Margin, why)
}

// equals counts the frames that come within the threshold of the best one.
func (d *Desk) equals(b int) int {
	v := d.verdict(b)
	scores := d.ranking.Scores()
	n := 0
	for _, i := range v.Order {
		if v.Best >= 0 && scores[v.Best]-scores[i] < d.tooCloseMargin() {
			n++
		}
	}
	return max(n, 2)
}

// The burst gap that people may choose.
const (
	LeastGap = 200 * time.Millisecond
	MostGap  = time.Minute
)

// Gap is the longest pause inside a burst.
func (d *Desk) Gap() time.Duration {
	if g := d.shoot.BurstOptions().Gap; g > 0 {
		return g
	}
	return burst.DefaultGap
}

// SetGap groups the photos anew.
func (d *Desk) SetGap(g time.Duration) {
	o := d.shoot.BurstOptions()
	o.Gap = min(max(g, LeastGap), MostGap)
	d.regroup(o)
}

// MinAlike is how alike neighbours must be to stay in one burst, 0 to 1; 0 asks
// for nothing.
func (d *Desk) MinAlike() float64 { return d.shoot.BurstOptions().MinAlike }

// SetMinAlike groups the photos anew; see MinAlike.
func (d *Desk) SetMinAlike(least float64) {
	o := d.shoot.BurstOptions()
	o.MinAlike = min(max(least, 0), 1)
	o.Alike = nil
	if o.MinAlike > 0 {
		o.Alike = d.board.Alike
	}
	d.regroup(o)
}

// Offset is how much a camera's clock was slow; camera as photo.Camera.Key.
func (d *Desk) Offset(camera string) time.Duration { return d.shoot.BurstOptions().Offsets[camera] }

// SetOffset groups the photos anew with a camera's clock put right.
func (d *Desk) SetOffset(camera string, by time.Duration) {
	o := d.shoot.BurstOptions()
	if o.Offsets == nil {
		o.Offsets = map[string]time.Duration{}
	}
	o.Offsets[camera] = by
	if by == 0 {
		delete(o.Offsets, camera)
	}
	d.regroup(o)
}

func (d *Desk) regroup(o burst.Options) {
	d.shoot.SetBurstOptions(o)
	d.stale.groups, d.stale.items = true, true
	d.Refresh()
}

// Clocks lists the cameras of the shoot by photo.Camera.Key, with their names.
func (d *Desk) Clocks() map[string]string {
	out := map[string]string{}
	for k := range d.photos {
		if c := d.photos[k].Meta.Camera; c.Key() != "" {
			out[c.Key()] = c.String()
		}
	}
	return out
}

// TakenBy counts the photos of a camera; camera as photo.Camera.Key.
func (d *Desk) TakenBy(camera string) int {
	n := 0
	for k := range d.photos {
		if d.photos[k].Meta.Camera.Key() == camera {
			n++
		}
	}
	return n
}

// taken is when a photo was taken, by clocks that are put right; zero where
// that is not known.
func (d *Desk) taken(i int) time.Time {
	m := &d.photos[i].Meta
	if len(d.offsets) == 0 || m.Taken.IsZero() {
		return m.Taken
	}
	return m.Taken.Add(d.offsets[m.Camera.Key()])
}

// chosenFrames are the frames behind the selection: all those of a closed stack.
func (d *Desk) chosenFrames() []int {
	var frames []int
	for _, i := range d.Targets() {
		if k := d.ItemOf(i); d.view == Grid && k >= 0 && d.items[k].Stack > 1 {
			frames = append(frames, d.bursts[d.items[k].Burst].Photos...)
		} else {
			frames = append(frames, i)
		}
	}
	slices.Sort(frames)
	return slices.Compact(frames)
}

// Stack makes one burst of the selected photos; of closed stacks, all frames.
func (d *Desk) Stack() {
	frames := d.chosenFrames()
	if len(frames) < 2 || len(d.Targets()) < 2 {
		d.say("Select two photos or more to make a burst of them.")
		return
	}
	// Join puts whole bursts together; frames that are chosen one by one leave
	// theirs first.
	d.edit(fmt.Sprintf("One burst of %s.", plural(len(frames), "frame")), func() error { return d.shoot.Stack(frames) })
}

// TakeOut makes a single of each selected photo.
func (d *Desk) TakeOut() {
	frames := d.Targets()
	if len(frames) > 0 {
		d.edit("Taken out of the burst: "+d.names(frames)+".", func() error { return d.shoot.Apart(frames) })
	}
}

// Split makes the cursor's photo the first of its burst.
func (d *Desk) Split() {
	if d.cursor < 0 {
		return
	}
	if g := d.bursts[d.burstOf[d.cursor]]; g.Photos[0] == d.cursor {
		d.say("This is the first frame of its burst already: go to the frame that shall begin the new burst.")
		return
	}
	i := d.cursor
	d.edit("Split before "+d.name(i)+".", func() error { return d.shoot.SplitBefore(i) })
}

// Merge makes one burst of the cursor's and the one that was taken next.
func (d *Desk) Merge() {
	if d.cursor < 0 {
		return
	}
	b := d.burstOf[d.cursor]
	if b+1 >= len(d.bursts) {
		d.say("This is the last burst: there is none to merge it with.")
		return
	}
	both := []int{d.bursts[b].Photos[0], d.bursts[b+1].Photos[0]}
	n := len(d.bursts[b].Photos) + len(d.bursts[b+1].Photos)
	d.edit(fmt.Sprintf("Merged into a burst of %d frames.", n), func() error { return d.shoot.Join(both) })
}

// ForgetEdits takes back all that was changed by hand about the bursts.
func (d *Desk) ForgetEdits() {
	if d.shoot.BurstOptions().Edits.IsZero() {
		d.say("No burst was changed by hand.")
		return
	}
	d.edit("All changes of bursts by hand are forgotten.", d.shoot.ClearEdits)
}

func (d *Desk) edit(says string, change func() error) {
	if err := change(); err != nil {
		d.say("The bursts could not be changed: " + err.Error())
		return
	}
	d.stale.groups, d.stale.items = true, true
	d.Refresh()
	d.say(says)
}
