package workspace

import (
	"slices"

	"culler/ui/keys"
)

// SurveyPage is the largest number of photos that a survey shows at once; the
// others are on further pages.
const SurveyPage = 12

// contest are the photos that Compare and Survey look at. They stay while the
// cursor moves among them.
type contest struct {
	field    []int // of Survey; of Compare those that challenge or are challenged
	champion int   // of Compare: stays until another is promoted
	rival    int   // of Compare: challenges it
}

// candidates are the photos for a contest: the selection, if it is of several,
// else the frames of the cursor's burst, best first.
func (ws *Workspace) candidates() []int {
	if ws.cursor < 0 || len(ws.items) == 0 {
		return nil
	}
	c := ws.Selection()
	if len(c) < 2 {
		c = ws.Strip().Frames
	}
	return slices.Clone(c)
}

// enter begins a contest between the photos that are there for one.
func (ws *Workspace) enter() {
	field := ws.candidates()
	ws.contest = contest{field: field, champion: ws.cursor, rival: -1}
	if !slices.Contains(field, ws.cursor) && len(field) > 0 {
		ws.contest.champion = field[0]
	}
	if r := ws.Rival(ws.contest.champion); slices.Contains(field, r) {
		ws.contest.rival = r
	}
	for _, i := range field {
		if ws.contest.rival < 0 && i != ws.contest.champion {
			ws.contest.rival = i
		}
	}
}

// Page are the photos of the survey that are shown with the cursor's, and the
// place of the first of them in the field.
func (ws *Workspace) Page() (photos []int, first int) {
	field := ws.Field()
	first = max(slices.Index(field, ws.cursor), 0) / SurveyPage * SurveyPage
	return field[first:min(first+SurveyPage, len(field))], first
}

// Field are all photos of the survey. Where the cursor left them, it is the
// survey of where it is now.
func (ws *Workspace) Field() []int {
	if !slices.Contains(ws.contest.field, ws.cursor) {
		ws.enter()
	}
	return ws.contest.field
}

// Duel are the two photos of Compare: the champion, which stays, and the one
// that challenges it; -1 for none.
func (ws *Workspace) Duel() (champion, challenger int) {
	c := &ws.contest
	switch {
	case ws.cursor == c.champion || ws.cursor == c.rival:
	case slices.Contains(c.field, ws.cursor):
		c.rival = ws.cursor
	default:
		ws.enter()
	}
	return c.champion, c.rival
}

// stepContest goes to the next photo of a survey, or brings the next one to
// challenge the champion.
func (ws *Workspace) stepContest(by int) {
	if ws.view == Survey {
		field := ws.Field()
		if len(field) == 0 {
			return
		}
		ws.goIn(field[(slices.Index(field, ws.cursor)+by+len(field))%len(field)])
		return
	}
	champion, rival := ws.Duel()
	field := slices.DeleteFunc(slices.Clone(ws.contest.field), func(i int) bool { return i == champion })
	if len(field) == 0 {
		return
	}
	at := slices.Index(field, rival) + by
	if at < 0 || at >= len(field) {
		ws.say("That was the last of the challengers.")
		return
	}
	ws.contest.rival = field[at]
	ws.goIn(field[at])
}

// goIn puts the cursor on a photo of the contest. A selection that it belongs
// to stays.
func (ws *Workspace) goIn(i int) {
	if !ws.selected[i] {
		ws.Select(i)
		return
	}
	ws.setCursor(i)
	ws.anchor = i
	ws.keepPlace()
}

// Focus puts the cursor on a photo of the contest, as a click does.
func (ws *Workspace) Focus(i int) {
	if ws.Photo(i) != nil {
		ws.goIn(i)
	}
}

// follows is the photo of the contest after the cursor's; -1 for none.
func (ws *Workspace) follows() int {
	field := ws.contest.field
	if ws.view == Compare {
		champion, _ := ws.Duel()
		field = slices.DeleteFunc(slices.Clone(field), func(i int) bool { return i == champion })
	}
	if at := slices.Index(field, ws.cursor); at >= 0 && at+1 < len(field) {
		return field[at+1]
	}
	return -1
}

// Promote makes the challenger the champion; the next photo challenges it.
func (ws *Workspace) Promote() {
	if ws.view != Compare {
		return
	}
	champion, rival := ws.Duel()
	if rival < 0 {
		return
	}
	field := slices.DeleteFunc(slices.Clone(ws.contest.field), func(i int) bool { return i == champion })
	ws.contest.champion = rival
	at := slices.Index(field, rival)
	ws.contest.rival = champion
	if at+1 < len(field) {
		ws.contest.rival = field[at+1]
	}
	ws.goIn(ws.contest.rival)
	ws.say(ws.name(rival) + " is the champion now.")
}

// Turn goes between the champion and the challenger.
func (ws *Workspace) Turn() {
	champion, rival := ws.Duel()
	switch {
	case ws.view != Compare || rival < 0:
	case ws.cursor == champion:
		ws.goIn(rival)
	default:
		ws.goIn(champion)
	}
}

// Drop takes the cursor's photo out of the survey.
func (ws *Workspace) Drop() { ws.drop(ws.cursor) }

// DropWeakest takes the photo with the lowest score out of the survey.
func (ws *Workspace) DropWeakest() {
	if ws.view == Survey {
		if field := ws.Sorted(ws.Field()); len(field) > 0 {
			ws.drop(field[len(field)-1])
		}
	}
}

func (ws *Workspace) drop(i int) {
	if ws.view != Survey {
		ws.say("Photos are taken out of a survey only.")
		return
	}
	field := ws.Field()
	at := slices.Index(field, i)
	if at < 0 || len(field) < 2 {
		return
	}
	field = slices.Delete(slices.Clone(field), at, at+1)
	ws.contest.field = field
	if ws.cursor == i {
		ws.goIn(field[min(at, len(field)-1)])
	}
	if len(field) == 1 {
		ws.say(ws.name(field[0]) + " is left. " + ws.key(keys.Pick) + " picks it, " + ws.key(keys.KeepOnly) + " rejects the rest of its burst as well.")
	}
}
