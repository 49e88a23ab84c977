package ui

import (
	"culler/library/burst"
	"culler/library/setting"
	"culler/ui/dialogs"
	"culler/ui/keys"
	"culler/ui/theme"
)

// preferences are the settings that the photographer chooses, and what follows
// from them at once.
type preferences struct{ w *Window }

// scaleFont goes some steps up or down the font scales.
func (p preferences) scaleFont(by int) {
	k := 0
	for k < len(theme.Scales)-1 && theme.Scales[k] < p.w.set.Scale {
		k++
	}
	p.w.set.Scale = theme.Scales[min(max(k+by, 0), len(theme.Scales)-1)]
	p.restyle()
}

// now are the settings as they are.
func (p preferences) now() dialogs.Preferences {
	now := dialogs.Preferences{Gap: burst.DefaultGap, Recursive: p.w.set.Recursive, Watch: !p.w.set.NoWatch, Light: p.w.set.Light, Scale: p.w.set.Scale, Keys: p.w.set.KeySet, Advance: p.w.set.Advance}
	if now.Keys == "" {
		now.Keys = keys.Culler
	}
	for key, v := range map[string]any{setting.Sidecars: &now.Sidecars, setting.Gap: &now.Gap, setting.Faces: &now.Faces} {
		host(p).Setting(key, v)
	}
	if p.w.ws != nil {
		now.Sidecars = p.w.ws.Shoot().Sidecars()
	}
	return now
}

// use keeps the settings and acts on what changed.
func (p preferences) use(to dialogs.Preferences) {
	was := p.now()
	p.w.kept.keep(setting.Sidecars, to.Sidecars)
	p.w.kept.keep(setting.Gap, to.Gap)
	p.w.kept.keep(setting.Faces, to.Faces)
	p.w.set.Recursive, p.w.set.NoWatch, p.w.set.Light, p.w.set.Scale = to.Recursive, !to.Watch, to.Light, to.Scale
	p.w.set.KeySet, p.w.set.Advance = to.Keys, to.Advance
	p.w.kept.look()
	if to.Keys != was.Keys {
		p.useKeys()
	}
	if p.w.ws != nil && to.Advance != was.Advance {
		p.w.ws.Marks().SetAdvance(to.Advance)
	}
	if to.Light != was.Light || to.Scale != was.Scale {
		p.restyle()
	}
	if p.w.ws == nil {
		return
	}
	if to.Sidecars != was.Sidecars {
		p.w.ws.Shoot().SetSidecars(to.Sidecars)
	}
	switch {
	case to.Recursive != was.Recursive, to.Faces != was.Faces:
		p.w.Open(p.w.ws.Shoot().Folder())
	case to.Watch != was.Watch:
		p.w.watch.begin(true)
	}
}

// useKeys reads the keys anew, with the set that was chosen.
func (p preferences) useKeys() {
	m, err := keys.Load(p.w.deps.KeysFile, p.w.set.KeySet)
	if err != nil {
		p.w.say(err.Error())
	}
	p.w.keys = m
	if p.w.ws != nil {
		p.w.ws.Keys = m
	}
	p.w.menu.set()
	p.w.menu.fillRecent()
	p.w.follow()
}
