package workspace

import "slices"

// MostSurveyed is the largest number of photos in a survey.
const MostSurveyed = 9

// contest are the photos that Compare and Survey look at. They stay while the
// cursor moves among them.
type contest struct {
	field    []int // of Survey; of Compare those that challenge or are challenged
	champion int   // of Compare: stays until another is promoted
	rival    int   // of Compare: challenges it
}

// candidates are the photos for a contest: the selection, if it is of several,
// else the frames of the cursor's burst, best first.
func (d *Desk) candidates() []int {
	if d.cursor < 0 || len(d.items) == 0 {
		return nil
	}
	c := d.Selection()
	if len(c) < 2 {
		c = d.Strip().Frames
	}
	return slices.Clone(c)
}

// enter begins a contest between the photos that are there for one.
func (d *Desk) enter() {
	field := d.candidates()
	d.contest = contest{field: field, champion: d.cursor, rival: -1}
	if !slices.Contains(field, d.cursor) && len(field) > 0 {
		d.contest.champion = field[0]
	}
	if r := d.Rival(d.contest.champion); slices.Contains(field, r) {
		d.contest.rival = r
	}
	for _, i := range field {
		if d.contest.rival < 0 && i != d.contest.champion {
			d.contest.rival = i
		}
	}
	if len(field) > MostSurveyed {
		best := d.ranking.Sorted(field)[:MostSurveyed]
		if !slices.Contains(best, d.cursor) {
			best[MostSurveyed-1] = d.cursor
		}
		if d.view == Survey {
			d.contest.field = slices.DeleteFunc(field, func(i int) bool { return !slices.Contains(best, i) })
		}
	}
}

// Field are the photos of the survey. Where the cursor left them, it is the
// survey of where it is now.
func (d *Desk) Field() []int {
	if !slices.Contains(d.contest.field, d.cursor) {
		d.enter()
	}
	return d.contest.field
}

// Duel are the two photos of Compare: the champion, which stays, and the one
// that challenges it; -1 for none.
func (d *Desk) Duel() (champion, challenger int) {
	c := &d.contest
	switch {
	case d.cursor == c.champion || d.cursor == c.rival:
	case slices.Contains(c.field, d.cursor):
		c.rival = d.cursor
	default:
		d.enter()
	}
	return c.champion, c.rival
}

// stepContest goes to the next photo of a survey, or brings the next one to
// challenge the champion.
func (d *Desk) stepContest(by int) {
	if d.view == Survey {
		field := d.Field()
		d.goIn(field[(slices.Index(field, d.cursor)+by+len(field))%len(field)])
		return
	}
	champion, rival := d.Duel()
	field := slices.DeleteFunc(slices.Clone(d.contest.field), func(i int) bool { return i == champion })
	if len(field) == 0 {
		return
	}
	at := slices.Index(field, rival) + by
	if at < 0 || at >= len(field) {
		d.say("That was the last of the challengers.")
		return
	}
	d.contest.rival = field[at]
	d.goIn(field[at])
}

// goIn puts the cursor on a photo of the contest. A selection that it belongs
// to stays.
func (d *Desk) goIn(i int) {
	if !d.selected[i] {
		d.Select(i)
		return
	}
	d.setCursor(i)
	d.anchor = i
	d.keepPlace()
}

// Focus puts the cursor on a photo of the contest, as a click does.
func (d *Desk) Focus(i int) {
	if d.Photo(i) != nil {
		d.goIn(i)
	}
}

// follows is the photo of the contest after the cursor's; -1 for none.
func (d *Desk) follows() int {
	field := d.contest.field
	if d.view == Compare {
		champion, _ := d.Duel()
		field = slices.DeleteFunc(slices.Clone(field), func(i int) bool { return i == champion })
	}
	if at := slices.Index(field, d.cursor); at >= 0 && at+1 < len(field) {
		return field[at+1]
	}
	return -1
}

// Promote makes the challenger the champion; the next photo challenges it.
func (d *Desk) Promote() {
	if d.view != Compare {
		return
	}
	champion, rival := d.Duel()
	if rival < 0 {
		return
	}
	field := slices.DeleteFunc(slices.Clone(d.contest.field), func(i int) bool { return i == champion })
	d.contest.champion = rival
	at := slices.Index(field, rival)
	d.contest.rival = champion
	if at+1 < len(field) {
		d.contest.rival = field[at+1]
	}
	d.goIn(d.contest.rival)
	d.say(d.name(rival) + " is the champion now.")
}

// Turn goes between the champion and the challenger.
func (d *Desk) Turn() {
	champion, rival := d.Duel()
	switch {
	case d.view != Compare || rival < 0:
	case d.cursor == champion:
		d.goIn(rival)
	default:
		d.goIn(champion)
	}
}

// Drop takes the cursor's photo out of the survey.
func (d *Desk) Drop() { d.drop(d.cursor) }

// DropWeakest takes the photo with the lowest score out of the survey.
func (d *Desk) DropWeakest() {
	if d.view == Survey {
		field := d.ranking.Sorted(d.Field())
		d.drop(field[len(field)-1])
	}
}

func (d *Desk) drop(i int) {
	if d.view != Survey {
		d.say("Photos are taken out of a survey only.")
		return
	}
	field := d.Field()
	at := slices.Index(field, i)
	if at < 0 || len(field) < 2 {
		return
	}
	field = slices.Delete(slices.Clone(field), at, at+1)
	d.contest.field = field
	if d.cursor == i {
		d.goIn(field[min(at, len(field)-1)])
	}
	if len(field) == 1 {
		d.say(d.name(field[0]) + " is left. P picks it, Shift+P rejects the rest of its burst as well.")
	}
}
