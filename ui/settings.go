package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"culler/library/phrase"
	"culler/library/setting"
	"culler/ui/keys"
	"culler/ui/theme"
)

// settings are the window's own, kept between sessions.
type settings struct {
	Light bool    `json:"light,omitempty"`
	Scale float32 `json:"scale"` // of the font
	Cell  float32 `json:"cell"`  // width of a thumbnail's cell

	SideWidth     float32 `json:"sideWidth"`
	StripHeight   float32 `json:"stripHeight"`
	WeightsHeight float32 `json:"weightsHeight"`
	Width         float32 `json:"width"` // of the window
	Height        float32 `json:"height"`

	Second    bool     `json:"second,omitempty"`  // the second window is open
	Details   bool     `json:"details,omitempty"` // what the files tell in place of the reasons
	NoPanels  bool     `json:"noPanels,omitempty"`
	NoStrip   bool     `json:"noStrip,omitempty"`
	Toured    bool     `json:"toured,omitempty"`
	Recursive bool     `json:"recursive"`         // whether subfolders belong to a shoot
	NoWatch   bool     `json:"noWatch,omitempty"` // whether photos that arrive are left alone
	Editors   []string `json:"editors,omitempty"` // programs that photos were opened in, the last one first
	KeySet    keys.Set `json:"keySet,omitempty"`
	Advance   bool     `json:"advance,omitempty"` // the next photo always follows after a mark
}

// The least size that a window opens with: a smaller one was a mishap.
const (
	leastWidth  = 800
	leastHeight = 560
)

func loadSettings(s Settings) settings {
	set := settings{Scale: 1, Cell: 190, SideWidth: 360, StripHeight: 170, WeightsHeight: 400, Width: 1440, Height: 900, Recursive: true}
	if s != nil {
		_, _ = s.Setting(setting.Window, &set) // what cannot be read is as delivered
	}
	set.Width, set.Height = max(set.Width, leastWidth), max(set.Height, leastHeight)
	set.Scale = min(max(set.Scale, theme.Scales[0]), theme.Scales[len(theme.Scales)-1])
	return set
}

func (w *Window) saveSettings() {
	if w.rooms != nil {
		w.rooms.keep(&w.set)
		w.set.Cell = w.grid.CellWidth()
	}
	w.keep(setting.Window, w.set)
}

// keep remembers a setting, or says why it cannot.
func (w *Window) keep(key string, v any) {
	if w.deps.Settings == nil {
		return
	}
	if err := w.deps.Settings.SetSetting(key, v); err != nil {
		w.say("This setting could not be kept: " + phrase.Error(err))
	}
}

// saveWeights keeps the weights soon: a slider that is dragged costs one write.
func (w *Window) saveWeights() {
	if w.keeping == nil {
		w.keeping = time.AfterFunc(keepDelay, func() { fyne.Do(w.weightsKept) })
	}
}

const keepDelay = 500 * time.Millisecond

// weightsKept keeps the weights now, if they wait for it.
func (w *Window) weightsKept() {
	if w.keeping == nil {
		return
	}
	w.keeping.Stop()
	w.keeping = nil
	if w.ws != nil {
		w.keep(setting.Weights, w.ws.Board().Settings())
	}
}

// scaleFont goes some steps up or down the font scales.
func (w *Window) scaleFont(by int) {
	k := 0
	for k < len(theme.Scales)-1 && theme.Scales[k] < w.set.Scale {
		k++
	}
	w.set.Scale = theme.Scales[min(max(k+by, 0), len(theme.Scales)-1)]
	w.restyle()
}

// restyle puts the theme of the settings on.
func (w *Window) restyle() {
	w.app.Settings().SetTheme(theme.New(w.set.Light, w.set.Scale))
	w.saveSettings()
	w.refresh()
	w.menu.Refresh() // the menu bar and all lines are higher or lower now
	w.win.Content().Refresh()
}
