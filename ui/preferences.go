package ui

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"culler/library"
	"culler/library/burst"
	"culler/library/sidecar"
	"culler/scoring/faces"
	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/theme"
)

// sidecarModes are the ways to treat sidecars in the order of the dialog.
var sidecarModes = []struct {
	mode  library.SidecarMode
	title string
	about string
}{
	{library.SidecarsOn, "On", "Written beside the photos within a second of each decision, merged into what other programs wrote there, and read."},
	{library.SidecarsOnExport, "Only on hand-over", "Read, but nothing is written beside the originals: the copies that are handed over get them."},
	{library.SidecarsOff, "Off", "Neither read nor written: decisions stay in Culler."},
}

var sidecarStyles = []sidecar.Style{sidecar.Name, sidecar.NameExt}

// gaps are the burst gaps that new shoots can begin with.
var gaps = []time.Duration{500 * time.Millisecond, time.Second, burst.DefaultGap, 5 * time.Second, 10 * time.Second, 30 * time.Second}

// searches are the ways to look for faces in the order of the dialog.
var searches = []faces.Search{faces.Closer, faces.Everywhere, faces.Nowhere}

// preferences is the form of the settings.
type preferences struct {
	sidecars  library.Sidecars
	gap       time.Duration
	recursive bool
	watch     bool
	light     bool
	scale     float32
	keys      keys.Set
	advance   bool
	faces     faces.Search
}

// preferences are the settings as they are.
func (w *Window) preferences() preferences {
	p := preferences{gap: burst.DefaultGap, recursive: w.set.Recursive, watch: !w.set.NoWatch, light: w.set.Light, scale: w.set.Scale, keys: w.set.KeySet, advance: w.set.Advance}
	if p.keys == "" {
		p.keys = keys.Culler
	}
	if w.deps.Settings != nil {
		_, _ = w.deps.Settings.Setting(SidecarsSetting, &p.sidecars) // what cannot be read is as delivered
		_, _ = w.deps.Settings.Setting(GapSetting, &p.gap)
		_, _ = w.deps.Settings.Setting(FacesSetting, &p.faces)
	}
	if w.ws != nil {
		p.sidecars = w.ws.Shoot().Sidecars()
	}
	return p
}

// showSettings opens the settings.
func (w *Window) showSettings() {
	p := w.preferences()
	about, reads := box.Small(""), box.Small("")
	var modes, programs, styles, times, scales []string
	mode, style, at := 0, slices.Index(sidecarStyles, p.sidecars.Style), slices.Index(gaps, p.gap)
	for k, m := range sidecarModes {
		modes = append(modes, m.title)
		if m.mode == p.sidecars.Mode {
			mode = k
		}
	}
	for _, o := range sidecar.Programs {
		programs = append(programs, o.String())
	}
	for _, s := range sidecarStyles {
		styles = append(styles, s.String())
	}
	for _, g := range gaps {
		times = append(times, fmt.Sprintf("%g s", g.Seconds()))
	}
	var sets []string
	for _, s := range keys.Sets() {
		sets = append(sets, string(s))
	}
	for _, s := range theme.Scales {
		scales = append(scales, fmt.Sprintf("%.0f %%", s*100))
	}
	about.SetText(sidecarModes[mode].about)
	shade := 0
	if p.light {
		shade = 1
	}
	reads.SetText(p.sidecars.For.About())
	named := w.boxes.Choices(styles, style, func(k int) { p.sidecars.Style = sidecarStyles[k] })
	written := w.boxes.Choices(modes, mode, func(k int) {
		p.sidecars.Mode = sidecarModes[k].mode
		about.SetText(sidecarModes[k].about)
	})
	of := w.boxes.Selection(programs, max(0, slices.Index(sidecar.Programs, p.sidecars.For)), func(k int) {
		p.sidecars.For = sidecar.Programs[k]
		reads.SetText(p.sidecars.For.About())
		if p.sidecars.For != sidecar.AllPrograms {
			named.Tap(slices.Index(sidecarStyles, p.sidecars.For.Style()))
		}
	})
	body := box.Form(
		box.Line{Name: "Sidecars", Thing: container.NewVBox(written, about)},
		box.Line{Name: "Written for", Thing: container.NewVBox(of, reads)},
		box.Line{Name: "New ones are named", Thing: container.NewVBox(named, box.Small("Sidecars that are there keep their names, and both are read. name.xmp is Lightroom's, Capture One's and Photo Mechanic's way, name.ext.xmp darktable's and digiKam's."))},
		box.Line{Name: "Keys", Thing: container.NewVBox(
			w.boxes.Choices(sets, slices.Index(keys.Sets(), p.keys), func(k int) { p.keys = keys.Sets()[k] }),
			box.Small("Keys as in the program that you are used to. Your own file of keys comes on top of them."),
			w.boxes.Tick("The next photo follows after each mark", p.advance, func(on bool) { p.advance = on }))},
		box.Line{Name: "Folders", Thing: container.NewVBox(
			w.boxes.Tick("Look into subfolders", p.recursive, func(on bool) { p.recursive = on }),
			w.boxes.Tick("Take over photos as they arrive", p.watch, func(on bool) { p.watch = on }))},
		box.Line{Name: "Faces", Thing: container.NewVBox(
			w.boxes.Choices([]string{"Small ones where there are several", "Small ones everywhere", "Off"}, max(0, slices.Index(searches, p.faces)), func(k int) { p.faces = searches[k] }),
			box.Small("Every photo is searched quickly; small faces take a tenth of a second more. Nothing tells who somebody is."))},
		box.Line{Name: "Burst gap of new shoots", Thing: w.boxes.Choices(times, at, func(k int) { p.gap = gaps[k] })},
		box.Line{Name: "Theme", Thing: w.boxes.Choices([]string{"Dark", "Light"}, shade, func(k int) { p.light = k == 1 })},
		box.Line{Name: "Text", Thing: w.boxes.Choices(scales, slices.Index(theme.Scales, p.scale), func(k int) { p.scale = theme.Scales[k] })},
	)
	w.boxes.Open("Settings", container.NewVScroll(body), fyne.NewSize(720, 560), box.Button{Title: "Use", Do: func() bool {
		w.usePreferences(p)
		return true
	}}, box.Button{Title: "Cancel"})
}

// usePreferences keeps the settings and acts on what changed.
func (w *Window) usePreferences(p preferences) {
	was := w.preferences()
	w.keep(SidecarsSetting, p.sidecars)
	w.keep(GapSetting, p.gap)
	w.keep(FacesSetting, p.faces)
	w.set.Recursive, w.set.NoWatch, w.set.Light, w.set.Scale = p.recursive, !p.watch, p.light, p.scale
	w.set.KeySet, w.set.Advance = p.keys, p.advance
	w.saveSettings()
	if p.keys != was.keys {
		w.useKeys()
	}
	if w.ws != nil && p.advance != was.advance {
		w.ws.SetAdvance(p.advance)
	}
	if p.light != was.light || p.scale != was.scale {
		w.restyle()
	}
	if w.ws == nil {
		return
	}
	if p.sidecars != was.sidecars {
		w.ws.Shoot().SetSidecars(p.sidecars)
	}
	switch {
	case p.recursive != was.recursive, p.faces != was.faces:
		w.Open(w.ws.Shoot().Folder())
	case p.watch != was.watch:
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
