package dialogs

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"culler/library"
	"culler/library/store"
	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/widgets"
	"culler/ui/workspace"
)

// host is a window with a shoot behind it and nothing else in it than dialogs.
type host struct {
	t      testing.TB
	app    *uitest.App
	win    fyne.Window
	boxes  *box.Stack
	folder string
	db     *store.DB
	ws     *workspace.Workspace
	said   string    // last
	did    []keys.ID // that the workspace does not do

	runs  int    // of the reading of photos
	doing string // the work under way in the line at the bottom; "": nothing
	stop  func() // of that
}

// newHost opens a window on the shoot of the frames, scored.
func newHost(t testing.TB, frames []uitest.Frame) *host {
	t.Helper()
	h := &host{t: t, app: uitest.NewApp(t), folder: t.TempDir(), db: uitest.Database(t)}
	uitest.Write(t, h.folder, frames)
	shoot := uitest.Open(t, h.folder, nil)
	h.ws = workspace.New(shoot, uitest.Board(shoot, frames))
	h.ws.Say = h.Say
	t.Cleanup(shoot.Subscribe(func(library.Event) {
		fyne.Do(h.ws.Refresh)
	}))
	h.win = h.app.NewWindow("Dialogs")
	tips := widgets.NewTips()
	h.win.SetContent(container.NewStack(tips.Layer))
	h.win.Resize(fyne.NewSize(1440, 900))
	h.boxes = box.NewStack(h.win, tips, func() float32 { return 1 }, func() {})
	h.win.Canvas().SetOnTypedKey(h.boxes.Key)
	h.win.Show()
	return h
}

func (h *host) Boxes() *box.Stack               { return h.boxes }
func (h *host) Workspace() *workspace.Workspace { return h.ws }
func (h *host) Say(sentence string)             { h.said = sentence }
func (h *host) Follow()                         { h.ws.Refresh() }
func (h *host) Refresh()                        { h.ws.Refresh() }
func (h *host) Setting(key string, v any)       { _, _ = h.db.Setting(key, v) }

func (h *host) Keep(key string, v any) {
	if err := h.db.SetSetting(key, v); err != nil {
		h.t.Error(err)
	}
}

func (h *host) Do(id keys.ID) {
	if !h.ws.Do(id, false) {
		h.did = append(h.did, id)
	}
}

func (h *host) Pause() {}
func (h *host) Run()   { h.runs++ }

func (h *host) Rescan() {
	if _, err := h.ws.Shoot().Rescan(h.t.Context()); err != nil {
		h.t.Error(err)
	}
	h.ws.Refresh()
}

func (h *host) Start(what string, stop func()) { h.doing, h.stop = what, stop }
func (h *host) Tell(string)                    {}
func (h *host) End()                           { h.doing, h.stop = "", nil }

// press presses keys that are a dialog's.
func (h *host) press(chords ...keys.Chord) {
	for _, c := range chords {
		uitest.Press(h.win, c)
		h.app.Run()
	}
}

// dialog tells whether a dialog is open.
func (h *host) dialog() bool { return h.win.Canvas().Overlays().Top() != nil }
