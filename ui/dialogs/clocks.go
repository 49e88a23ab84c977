package dialogs

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/ui/dialogs/box"
	"culler/ui/workspace"
)

// Clocks opens the dialog in which the cameras' clocks are put right.
func Clocks(h Host) {
	ws := h.Workspace()
	if ws == nil {
		return
	}
	cameras := ws.Now().Clocks()
	if len(cameras) == 0 {
		h.Say("No photo says which camera took it, so there is no clock to put right.")
		return
	}
	c := &clocks{h: h, ws: ws, said: box.Small("")}
	var lines []box.Line
	for _, key := range slices.SortedFunc(maps.Keys(cameras), func(a, b string) int { return strings.Compare(cameras[a]+a, cameras[b]+b) }) {
		name := cameras[key]
		if at := strings.LastIndexByte(key, '#'); at >= 0 && key[at+1:] != "" {
			name += "\nserial " + key[at+1:]
		}
		f := h.Boxes().Field(offset(c.ws.Grouping().Offset(key)), func(string) { c.check() })
		f.SetPlaceHolder("+0:00:00")
		c.keys, c.fields = append(c.keys, key), append(c.fields, f)
		lines = append(lines, box.Line{Name: fmt.Sprintf("%s\n%s", name, phrase.Count(c.ws.Now().TakenBy(key), "photo")), Thing: container.NewVBox(f)})
	}
	about := box.Small("What is added to the times of a camera whose clock was slow, as hours, minutes and seconds; with a minus for one that was fast. " +
		"The bursts and the order follow; the photos' files stay as they are.")
	foot := container.NewVBox(c.said)
	if len(c.keys) > 1 {
		foot.Add(container.NewHBox(h.Boxes().Button("Take it from two selected photos", c.measure)))
	}
	body := container.NewBorder(about, foot, nil, nil, container.NewVScroll(box.Form(lines...)))
	h.Boxes().Open("Clocks of the cameras", body, fyne.NewSize(620, 440), box.Button{Title: "Put right", Do: c.use}, box.Button{Title: "Cancel"})
	c.check()
	h.Boxes().Focus(c.fields[0])
}

// clocks is the form of the cameras' clocks.
type clocks struct {
	h      Host
	ws     *workspace.Workspace
	keys   []string
	fields []*box.Field
	said   *widget.Label
}

// check says which field cannot be read.
func (c *clocks) check() bool {
	for _, f := range c.fields {
		if _, err := readOffset(f.Text); err != nil {
			c.said.SetText(err.Error())
			return false
		}
	}
	c.said.SetText("")
	return true
}

// use puts the clocks right as one step for each camera that changed.
func (c *clocks) use() bool {
	if !c.check() {
		return false
	}
	changed := 0
	for k, key := range c.keys {
		by, _ := readOffset(c.fields[k].Text)
		if by != c.ws.Grouping().Offset(key) {
			c.ws.Grouping().SetOffset(key, by)
			changed++
		}
	}
	if changed > 0 {
		c.h.Say(fmt.Sprintf("%s put right; the bursts follow.", phrase.Are(changed, "clock")))
	}
	c.h.Follow()
	return true
}

// measure takes two selected photos of two cameras to show the same moment and
// puts the clock of the other camera right by that of the cursor's photo.
func (c *clocks) measure() {
	sel := c.ws.Selection()
	if len(sel) != 2 {
		c.said.SetText("Select two photos of the same moment, one of each camera, before you open this dialog.")
		return
	}
	if sel[1] == c.ws.Cursor() {
		slices.Reverse(sel)
	}
	a, b := c.ws.Now().Photo(sel[0]), c.ws.Now().Photo(sel[1])
	k := slices.Index(c.keys, b.Meta.Camera.Key())
	if a.Meta.Camera.Key() == b.Meta.Camera.Key() || k < 0 || a.Meta.Taken.IsZero() || b.Meta.Taken.IsZero() {
		c.said.SetText("The two selected photos must be of two cameras and say when they were taken.")
		return
	}
	by := a.Meta.Taken.Add(c.ws.Grouping().Offset(a.Meta.Camera.Key())).Sub(b.Meta.Taken)
	c.fields[k].SetText(offset(by.Round(time.Second)))
	c.said.SetText(fmt.Sprintf("%s shows the same moment as %s then, whose clock is taken to be right because the cursor is on it.", b.Base(), a.Base()))
}

// offset writes a duration as "+1:02:03"; "" for none.
func offset(d time.Duration) string {
	if d == 0 {
		return ""
	}
	sign := "+"
	if d < 0 {
		sign, d = "-", -d
	}
	s := int(d.Round(time.Second) / time.Second)
	return fmt.Sprintf("%s%d:%02d:%02d", sign, s/3600, s/60%60, s%60)
}

// readOffset reads what offset writes, with hours alone and with hours and
// minutes as well.
func readOffset(text string) (time.Duration, error) {
	t := strings.TrimSpace(text)
	if t == "" {
		return 0, nil
	}
	sign := time.Duration(1)
	if rest, fast := strings.CutPrefix(t, "-"); fast {
		sign, t = -1, rest
	} else {
		t = strings.TrimPrefix(t, "+")
	}
	parts := strings.Split(t, ":")
	var sum time.Duration
	for k, unit := range []time.Duration{time.Hour, time.Minute, time.Second} {
		if k >= len(parts) {
			break
		}
		n, err := strconv.ParseUint(strings.TrimSpace(parts[k]), 10, 31)
		if err != nil || k > 0 && n > 59 || n > 300_000 {
			return 0, fmt.Errorf("%q is not a time: write hours:minutes:seconds, such as +1:00:00 or -0:02:30", text)
		}
		sum += time.Duration(n) * unit
	}
	if len(parts) > 3 {
		return 0, fmt.Errorf("%q is not a time: write hours:minutes:seconds, such as +1:00:00 or -0:02:30", text)
	}
	return sign * sum, nil
}
