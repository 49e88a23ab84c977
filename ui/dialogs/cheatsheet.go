package dialogs

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// CheatSheet shows all keys; own is the path of the photographer's file of keys,
// "" where there can be none.
func CheatSheet(h Host, all *keys.Map, own string) {
	size := fyne.NewSize(1380, 800)
	columns := make([]*fyne.Container, 0, 4)
	for room := min(size.Width, h.Boxes().Room().Width) - 60; len(columns) == 0 || len(columns) < 4 && float32(len(columns)+1)*keyLineWidth() <= room; {
		columns = append(columns, container.NewVBox())
	}
	deal(columns, all)
	note := box.Small("Shift with a marking key, or Caps Lock, goes on to the next photo. A mark on a closed stack is one on the frame on top; a burst is decided once a frame is picked, or all have a flag or stars.")
	if own != "" {
		note.SetText(note.Text + "\nYour own keys: " + own)
	}
	grid := container.NewGridWithColumns(len(columns))
	for _, c := range columns {
		c.Layout = layout.NewCustomPaddedVBoxLayout(1)
		grid.Add(container.NewPadded(c))
	}
	buttons := []box.Button{{Title: "Close"}}
	if own != "" {
		buttons = append(buttons, box.Button{Title: "Write my own file of keys", Do: func() bool {
			if err := all.WriteTemplate(own); err != nil {
				h.Boxes().Alert("The file of keys could not be written", err)
			} else {
				h.Say("Edit " + own + " and start Culler again.")
			}
			return true
		}})
	}
	h.Boxes().Open("Keys", container.NewVScroll(container.NewVBox(note, grid)), size, buttons...)
}

// deal puts the groups of keys into the columns, each into the shortest one.
func deal(columns []*fyne.Container, all *keys.Map) {
	heights := make([]int, len(columns))
	for _, g := range keys.Groups() {
		var group []fyne.CanvasObject
		head := canvas.NewText(g, theme.Colour("foreground"))
		head.TextStyle.Bold, head.TextSize = true, theme.Size("text")
		group = append(group, head)
		for _, a := range keys.Actions() {
			if a.Group != g {
				continue
			}
			var chords []string
			for _, c := range all.Keys(a.ID) {
				chords = append(chords, string(c))
			}
			key := canvas.NewText(strings.Join(chords, "  "), theme.Colour(theme.Star))
			title := widgets.NewWords(titleOf(a), "foreground", nil)
			key.TextSize, key.TextStyle.Bold = theme.Size(theme.Small), true
			group = append(group, container.New(&keyLine{}, key, title))
		}
		gap := canvas.NewRectangle(color.Transparent)
		gap.SetMinSize(fyne.NewSize(1, 10))
		group = append(group, gap)
		at := 0
		for k := range heights {
			if heights[k] < heights[at] {
				at = k
			}
		}
		heights[at] += len(group) + 1
		for _, o := range group {
			columns[at].Add(o)
		}
	}
}

// keyLine is a key and what it does.
type keyLine struct{}

func (keyLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(240, o[1].MinSize().Height+1)
}

func (keyLine) Layout(o []fyne.CanvasObject, s fyne.Size) {
	at := keysWidth()
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(o[0].MinSize())
	o[1].Move(fyne.NewPos(at, 0))
	o[1].Resize(fyne.NewSize(s.Width-at, o[1].MinSize().Height))
}

// keysWidth is the room for the keys of an action.
func keysWidth() float32 {
	return fyne.MeasureText("Ctrl+Shift+Z  Ctrl+Y", theme.Size(theme.Small), fyne.TextStyle{Bold: true}).Width + 8
}

// titleOf is what the sheet says that a key does.
func titleOf(a keys.Action) string { return strings.TrimSuffix(a.Title, "...") }

// keyLineWidth is the room that the longest line wants.
func keyLineWidth() float32 {
	longest := float32(0)
	for _, a := range keys.Actions() {
		longest = max(longest, fyne.MeasureText(titleOf(a), theme.Size(theme.Small), fyne.TextStyle{}).Width)
	}
	return keysWidth() + longest + 2*theme.Size("padding")
}
