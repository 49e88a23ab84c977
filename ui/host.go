package ui

import (
	"culler/ui/dialogs"
	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/workspace"
)

// host is the window as dialogs see it.
type host struct{ w *Window }

func (h host) Boxes() *box.Stack               { return h.w.boxes }
func (h host) Workspace() *workspace.Workspace { return h.w.ws }
func (h host) Say(sentence string)             { h.w.say(sentence) }
func (h host) Follow()                         { h.w.follow() }
func (h host) Refresh()                        { h.w.refresh() }
func (h host) Do(id keys.ID)                   { h.w.do(id, false) }
func (h host) Keep(key string, v any)          { h.w.kept.keep(key, v) }

func (h host) Setting(key string, v any) {
	if h.w.deps.Settings != nil {
		_, _ = h.w.deps.Settings.Setting(key, v) // what cannot be read is as delivered
	}
}

func (h host) Pause() { h.w.reading.pause() }

func (h host) Run() {
	if h.w.ws != nil {
		h.w.reading.run()
	}
}

func (h host) Rescan()                        { h.w.watch.lookAgain(func(int) { h.w.reading.more() }) }
func (h host) Start(what string, stop func()) { h.w.status.start(what, stop) }
func (h host) Tell(what string)               { h.w.tell(progress{what: what}) }
func (h host) End()                           { h.w.status.end() }

// prompts are the dialogs of prompts over the window.
func (w *Window) prompts() dialogs.Prompts {
	return dialogs.Prompts{Host: host{w}, Shelf: w.deps.Prompts}
}

// handOver is the dialogs of the hand-over over the window.
func (w *Window) handOver() dialogs.HandOver {
	d := dialogs.HandOver{Host: host{w}, Work: host{w}, Entries: w.deps.Entries, Thumb: w.deps.Pictures.Thumb}
	if open := w.deps.OpenIn; open != nil {
		d.Show = func(folder string) error { return open("", []string{folder}) }
	}
	return d
}
