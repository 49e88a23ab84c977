package workspace

import (
	"slices"

	"culler/ui/keys"
)

// SurveyPage is the largest number of photos that a survey shows at once; the
// others are on further pages.
const SurveyPage = 12

// Contest is what Compare and Survey are about: photos that stay while the cursor
// moves among them.
type Contest struct {
	ws       *Workspace
	field    []int // of Survey; of Compare those that challenge or are challenged
	champion int   // of Compare: stays until another is promoted
	rival    int   // of Compare: challenges it
}

// candidates are the photos for a contest: the selection, if it is of several,
// else the frames of the cursor's burst, best first.
func (c *Contest) candidates() []int {
	at := c.ws.Cursor()
	if at < 0 {
		return nil
	}
	photos := c.ws.Selection()
	if len(photos) < 2 {
		photos = c.ws.now.Strip(at).Frames
	}
	return slices.Clone(photos)
}

// enter begins a contest between the photos that are there for one.
func (c *Contest) enter() {
	c.field, c.champion, c.rival = c.candidates(), c.ws.cursor.at, -1
	if !slices.Contains(c.field, c.champion) && len(c.field) > 0 {
		c.champion = c.field[0]
	}
	if r := c.ws.now.Rival(c.champion); slices.Contains(c.field, r) {
		c.rival = r
	} else if others := c.challengers(); len(others) > 0 {
		c.rival = others[0]
	}
}

// begin is enter from another view: the cursor goes in.
func (c *Contest) begin() {
	c.enter()
	if !slices.Contains(c.field, c.ws.cursor.at) {
		c.ws.goIn(c.field[0])
	}
}

// challengers are the photos of Compare but for the champion.
func (c *Contest) challengers() []int {
	return slices.DeleteFunc(slices.Clone(c.field), func(i int) bool { return i == c.champion })
}

// Page are the photos of the survey that are shown with the cursor's, and the
// place of the first of them in the field.
func (c *Contest) Page() (photos []int, first int) {
	field := c.Field()
	first = max(slices.Index(field, c.ws.cursor.at), 0) / SurveyPage * SurveyPage
	return field[first:min(first+SurveyPage, len(field))], first
}

// Field are all photos of the survey. Where the cursor left them, it is the
// survey of where it is now.
func (c *Contest) Field() []int {
	if !slices.Contains(c.field, c.ws.cursor.at) {
		c.enter()
	}
	return c.field
}

// Duel are the two photos of Compare: the champion, which stays, and the one
// that challenges it; -1 for none.
func (c *Contest) Duel() (champion, challenger int) {
	switch {
	case c.ws.cursor.at == c.champion || c.ws.cursor.at == c.rival:
	case slices.Contains(c.field, c.ws.cursor.at):
		c.rival = c.ws.cursor.at
	default:
		c.enter()
	}
	return c.champion, c.rival
}

// step goes to the next photo of a survey, or brings the next one to
// challenge the champion.
func (c *Contest) step(by int) {
	if c.ws.view == Survey {
		field := c.Field()
		if len(field) == 0 {
			return
		}
		c.ws.goIn(field[(slices.Index(field, c.ws.cursor.at)+by+len(field))%len(field)])
		return
	}
	_, rival := c.Duel()
	field := c.challengers()
	if len(field) == 0 {
		return
	}
	at := slices.Index(field, rival) + by
	if at < 0 || at >= len(field) {
		c.ws.say("That was the last of the challengers.")
		return
	}
	c.rival = field[at]
	c.ws.goIn(field[at])
}

// Focus puts the cursor on a photo of the contest, as a click does.
func (c *Contest) Focus(i int) {
	if c.ws.now.Photo(i) != nil {
		c.ws.goIn(i)
	}
}

// follows is the photo of the contest after the cursor's; -1 for none.
func (c *Contest) follows() int {
	field := c.field
	if c.ws.view == Compare {
		c.Duel()
		field = c.challengers()
	}
	if at := slices.Index(field, c.ws.cursor.at); at >= 0 && at+1 < len(field) {
		return field[at+1]
	}
	return -1
}

// Promote makes the challenger the champion; the next photo challenges it.
func (c *Contest) Promote() {
	if c.ws.view != Compare {
		return
	}
	champion, rival := c.Duel()
	if rival < 0 {
		return
	}
	field := c.challengers()
	c.champion = rival
	at := slices.Index(field, rival)
	c.rival = champion
	if at+1 < len(field) {
		c.rival = field[at+1]
	}
	c.ws.goIn(c.rival)
	c.ws.say(c.ws.now.Name(rival) + " is the champion now.")
}

// Turn goes between the champion and the challenger.
func (c *Contest) Turn() {
	champion, rival := c.Duel()
	switch {
	case c.ws.view != Compare || rival < 0:
	case c.ws.cursor.at == champion:
		c.ws.goIn(rival)
	default:
		c.ws.goIn(champion)
	}
}

// Drop takes the cursor's photo out of the survey.
func (c *Contest) Drop() { c.drop(c.ws.cursor.at) }

// DropWeakest takes the photo with the lowest score out of the survey.
func (c *Contest) DropWeakest() {
	if c.ws.view == Survey {
		if field := c.ws.now.Sorted(c.Field()); len(field) > 0 {
			c.drop(field[len(field)-1])
		}
	}
}

func (c *Contest) drop(i int) {
	if c.ws.view != Survey {
		c.ws.say("Photos can be taken out of a survey only.")
		return
	}
	field := c.Field()
	at := slices.Index(field, i)
	if at < 0 || len(field) < 2 {
		return
	}
	field = slices.Delete(slices.Clone(field), at, at+1)
	c.field = field
	if c.ws.cursor.at == i {
		c.ws.goIn(field[min(at, len(field)-1)])
	}
	if len(field) == 1 {
		c.ws.say(c.ws.now.Name(field[0]) + " is left. " + c.ws.key(keys.Pick) + " picks it, " + c.ws.key(keys.KeepOnly) + " rejects the rest of its burst as well.")
	}
}

// beside is the frame to look at in place of one that the filter hides now: the next
// one that is shown, else the one before; -1 for none.
func (c *Contest) beside(i int) int {
	k := slices.Index(c.field, i)
	if k < 0 {
		return -1
	}
	before := slices.Clone(c.field[:k])
	slices.Reverse(before)
	for _, p := range slices.Concat(c.field[k+1:], before) {
		if c.ws.shown.ItemOf(p) >= 0 {
			return p
		}
	}
	return -1
}
