package dialogs

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

// Preferences are the settings that the photographer chooses.
type Preferences struct {
	Sidecars  library.Sidecars
	Gap       time.Duration // between the bursts of new shoots
	Recursive bool          // subfolders belong to a shoot
	Watch     bool          // photos that arrive are taken over
	Light     bool
	Scale     float32 // of the font: one of theme.Scales
	Keys      keys.Set
	Advance   bool // the next photo follows after each mark
	Faces     faces.Search
}

// Settings shows the settings as they are and hands over what was chosen.
func Settings(h Host, p Preferences, use func(Preferences)) {
	boxes := h.Boxes()
	about, reads := box.Small(""), box.Small("")
	var modes, programs, styles, times, scales []string
	mode, style, at := 0, slices.Index(sidecarStyles, p.Sidecars.Style), slices.Index(gaps, p.Gap)
	for k, m := range sidecarModes {
		modes = append(modes, m.title)
		if m.mode == p.Sidecars.Mode {
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
	if p.Light {
		shade = 1
	}
	reads.SetText(p.Sidecars.For.About())
	named := boxes.Choices(styles, style, func(k int) { p.Sidecars.Style = sidecarStyles[k] })
	written := boxes.Choices(modes, mode, func(k int) {
		p.Sidecars.Mode = sidecarModes[k].mode
		about.SetText(sidecarModes[k].about)
	})
	of := boxes.Selection(programs, max(0, slices.Index(sidecar.Programs, p.Sidecars.For)), func(k int) {
		p.Sidecars.For = sidecar.Programs[k]
		reads.SetText(p.Sidecars.For.About())
		if p.Sidecars.For != sidecar.AllPrograms {
			named.Tap(slices.Index(sidecarStyles, p.Sidecars.For.Style()))
		}
	})
	body := box.Form(
		box.Line{Name: "Sidecars", Thing: container.NewVBox(written, about)},
		box.Line{Name: "Written for", Thing: container.NewVBox(of, reads)},
		box.Line{Name: "Sidecar names", Thing: container.NewVBox(named, box.Small("Sidecars that are there keep their names, and both are read. name.xmp is Lightroom's, Capture One's and Photo Mechanic's way, name.ext.xmp darktable's and digiKam's."))},
		box.Line{Name: "Keys", Thing: container.NewVBox(
			boxes.Choices(sets, slices.Index(keys.Sets(), p.Keys), func(k int) { p.Keys = keys.Sets()[k] }),
			box.Small("Keys as in the program that you are used to. Your own file of keys comes on top of them."),
			boxes.Tick("Auto-advance after each mark", p.Advance, func(on bool) { p.Advance = on }))},
		box.Line{Name: "Folders", Thing: container.NewVBox(
			boxes.Tick("Look into subfolders", p.Recursive, func(on bool) { p.Recursive = on }),
			boxes.Tick("Add photos as they arrive", p.Watch, func(on bool) { p.Watch = on }))},
		box.Line{Name: "Faces", Thing: container.NewVBox(
			boxes.Choices([]string{"Small ones where there are several", "Small ones everywhere", "Off"}, max(0, slices.Index(searches, p.Faces)), func(k int) { p.Faces = searches[k] }),
			box.Small("Every photo is searched quickly; small faces take a tenth of a second more. Nobody is identified."))},
		box.Line{Name: "Burst gap", Thing: container.NewVBox(
			boxes.Choices(times, at, func(k int) { p.Gap = gaps[k] }),
			box.Small("What parts two bursts in shoots that are opened for the first time."))},
		box.Line{Name: "Theme", Thing: boxes.Choices([]string{"Dark", "Light"}, shade, func(k int) { p.Light = k == 1 })},
		box.Line{Name: "Text", Thing: boxes.Choices(scales, slices.Index(theme.Scales, p.Scale), func(k int) { p.Scale = theme.Scales[k] })},
	)
	boxes.Open("Settings", container.NewVScroll(body), fyne.NewSize(720, 560), box.Button{Title: "Use", Do: func() bool {
		use(p)
		return true
	}}, box.Button{Title: "Cancel"})
}
