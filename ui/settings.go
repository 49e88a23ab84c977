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

// keeping keeps what was set, for the next time.
type keeping struct {
	w     *Window
	timer *time.Timer // until the weights are kept; nil: they are
}

const keepDelay = 500 * time.Millisecond

func (k *keeping) look() {
	if k.w.rooms != nil {
		k.w.rooms.keep(&k.w.set)
		k.w.set.Cell = k.w.grid.CellWidth()
	}
	k.keep(setting.Window, k.w.set)
}

// keep remembers a setting, or says why it cannot.
func (k *keeping) keep(key string, v any) {
	if k.w.deps.Settings == nil {
		return
	}
	if err := k.w.deps.Settings.SetSetting(key, v); err != nil {
		k.w.say("This setting could not be kept: " + phrase.Error(err))
	}
}

// weightsSoon keeps the weights soon: a slider that is dragged costs one write.
func (k *keeping) weightsSoon() {
	if k.timer == nil {
		k.timer = time.AfterFunc(keepDelay, func() { fyne.Do(k.weightsNow) })
	}
}

// weightsNow keeps the weights now, if they wait for it.
func (k *keeping) weightsNow() {
	if k.timer == nil {
		return
	}
	k.timer.Stop()
	k.timer = nil
	if k.w.ws != nil {
		k.keep(setting.Weights, k.w.ws.Board().Settings())
	}
}
