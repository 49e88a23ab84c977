package ui

import (
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
func (h host) Keep(key string, v any)          { h.w.keep(key, v) }

func (h host) Setting(key string, v any) {
	if h.w.deps.Settings != nil {
		_, _ = h.w.deps.Settings.Setting(key, v) // what cannot be read is as delivered
	}
}
