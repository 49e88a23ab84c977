package ui

import (
	"culler/library/burst"
	"culler/library/setting"
	"culler/ui/dialogs"
	"culler/ui/keys"
)

// preferences are the settings as they are.
func (w *Window) preferences() dialogs.Preferences {
	p := dialogs.Preferences{Gap: burst.DefaultGap, Recursive: w.set.Recursive, Watch: !w.set.NoWatch, Light: w.set.Light, Scale: w.set.Scale, Keys: w.set.KeySet, Advance: w.set.Advance}
	if p.Keys == "" {
		p.Keys = keys.Culler
	}
	for key, v := range map[string]any{setting.Sidecars: &p.Sidecars, setting.Gap: &p.Gap, setting.Faces: &p.Faces} {
		host{w}.Setting(key, v)
	}
	if w.ws != nil {
		p.Sidecars = w.ws.Shoot().Sidecars()
	}
	return p
}

// usePreferences keeps the settings and acts on what changed.
func (w *Window) usePreferences(p dialogs.Preferences) {
	was := w.preferences()
	w.keep(setting.Sidecars, p.Sidecars)
	w.keep(setting.Gap, p.Gap)
	w.keep(setting.Faces, p.Faces)
	w.set.Recursive, w.set.NoWatch, w.set.Light, w.set.Scale = p.Recursive, !p.Watch, p.Light, p.Scale
	w.set.KeySet, w.set.Advance = p.Keys, p.Advance
	w.saveSettings()
	if p.Keys != was.Keys {
		w.useKeys()
	}
	if w.ws != nil && p.Advance != was.Advance {
		w.ws.SetAdvance(p.Advance)
	}
	if p.Light != was.Light || p.Scale != was.Scale {
		w.restyle()
	}
	if w.ws == nil {
		return
	}
	if p.Sidecars != was.Sidecars {
		w.ws.Shoot().SetSidecars(p.Sidecars)
	}
	switch {
	case p.Recursive != was.Recursive, p.Faces != was.Faces:
		w.Open(w.ws.Shoot().Folder())
	case p.Watch != was.Watch:
		w.lookOut(true)
	}
}

// useKeys reads the keys anew, with the set that was chosen.
func (w *Window) useKeys() {
	m, err := keys.Load(w.deps.KeysFile, w.set.KeySet)
	if err != nil {
		w.say(err.Error())
	}
	w.keys = m
	if w.ws != nil {
		w.ws.Keys = m
	}
	w.setMenu()
	w.fillRecent()
	w.follow()
}
