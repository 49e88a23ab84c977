// Package theme is how Culler looks: neutral grey, so that nothing tints the
// eye that judges photographs, and colour only where it means something.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"culler/library/photo"
)

// Colours of our own, besides Fyne's.
const (
	Stage   fyne.ThemeColorName = "culler-stage"   // behind pictures
	Panel   fyne.ThemeColorName = "culler-panel"   // behind words and sliders
	Cell    fyne.ThemeColorName = "culler-cell"    // behind a thumbnail
	Chosen  fyne.ThemeColorName = "culler-chosen"  // behind a selected thumbnail
	Cursor  fyne.ThemeColorName = "culler-cursor"  // around the thumbnail that keys act on
	Line    fyne.ThemeColorName = "culler-line"    // between parts
	Dim     fyne.ThemeColorName = "culler-dim"     // words of the second rank
	For     fyne.ThemeColorName = "culler-for"     // speaks for a photo, picked
	Opposed fyne.ThemeColorName = "culler-against" // speaks against a photo, rejected
	Close   fyne.ThemeColorName = "culler-close"   // too close to call
	Badge   fyne.ThemeColorName = "culler-badge"   // behind dark words that say so
	Measure fyne.ThemeColorName = "culler-measure" // from pixels, not from a prompt
	Shade   fyne.ThemeColorName = "culler-shade"   // over pictures, under words
	Star    fyne.ThemeColorName = "culler-star"
)

// Sizes of our own.
const (
	Small fyne.ThemeSizeName = "culler-small" // words of the second rank
)

// Scales are the font scales that can be chosen.
var Scales = []float32{0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75}

type look struct {
	light bool
	scale float32
}

// New returns the dark theme, or the light one, with words and controls scaled.
func New(light bool, scale float32) fyne.Theme { return look{light, scale} }

func grey(v uint8) color.NRGBA { return color.NRGBA{v, v, v, 255} }

func veil(v, alpha uint8) color.NRGBA { return color.NRGBA{v, v, v, alpha} }

var dark = map[fyne.ThemeColorName]color.NRGBA{
	Stage: grey(0x1f), Panel: grey(0x29), Cell: grey(0x2c), Chosen: grey(0x55), Cursor: grey(0xf0), Line: grey(0x3a), Dim: grey(0x9c),
	For: {0x6d, 0xb5, 0x7e, 255}, Opposed: {0xd6, 0x6e, 0x60, 255}, Close: {0xe0, 0xb0, 0x50, 255}, Badge: {0xe0, 0xb0, 0x50, 255},
	Measure: {0x7d, 0xa6, 0xc9, 255}, Shade: {0, 0, 0, 0xa8}, Star: {0xe8, 0xd4, 0x8a, 255},

	fynetheme.ColorNameBackground:          grey(0x29),
	fynetheme.ColorNameForeground:          grey(0xdd),
	fynetheme.ColorNamePrimary:             grey(0xc4),
	fynetheme.ColorNameForegroundOnPrimary: grey(0x18),
	fynetheme.ColorNameButton:              grey(0x3b),
	fynetheme.ColorNameDisabledButton:      grey(0x30),
	fynetheme.ColorNameDisabled:            grey(0x7c),
	fynetheme.ColorNameHover:               veil(0xff, 0x14),
	fynetheme.ColorNameFocus:               veil(0xff, 0x2a),
	fynetheme.ColorNamePressed:             veil(0xff, 0x30),
	fynetheme.ColorNameSelection:           veil(0xff, 0x38),
	fynetheme.ColorNameInputBackground:     grey(0x1f),
	fynetheme.ColorNameInputBorder:         grey(0x45),
	fynetheme.ColorNamePlaceHolder:         grey(0x86),
	fynetheme.ColorNameScrollBar:           veil(0xff, 0x50),
	fynetheme.ColorNameScrollBarBackground: veil(0, 0x20),
	fynetheme.ColorNameSeparator:           grey(0x3a),
	fynetheme.ColorNameShadow:              veil(0, 0x90),
	fynetheme.ColorNameMenuBackground:      grey(0x33),
	fynetheme.ColorNameOverlayBackground:   grey(0x30),
	fynetheme.ColorNameHeaderBackground:    grey(0x24),
	fynetheme.ColorNameHyperlink:           {0x8f, 0xb8, 0xdc, 255},
	fynetheme.ColorNameSuccess:             {0x6d, 0xb5, 0x7e, 255},
	fynetheme.ColorNameWarning:             {0xe0, 0xb0, 0x50, 255},
	fynetheme.ColorNameError:               {0xd6, 0x6e, 0x60, 255},
}

var light = map[fyne.ThemeColorName]color.NRGBA{
	Stage: grey(0xc8), Panel: grey(0xe6), Cell: grey(0xd6), Chosen: grey(0xa8), Cursor: grey(0x18), Line: grey(0xbc), Dim: grey(0x60),
	For: {0x2f, 0x85, 0x46, 255}, Opposed: {0xb8, 0x43, 0x35, 255}, Close: {0x8c, 0x5a, 0x00, 255}, Badge: {0xe6, 0xb4, 0x48, 255},
	Measure: {0x35, 0x6d, 0x9c, 255}, Shade: {0, 0, 0, 0xa0}, Star: {0x8a, 0x6a, 0x08, 255},

	fynetheme.ColorNameBackground:          grey(0xe6),
	fynetheme.ColorNameForeground:          grey(0x1c),
	fynetheme.ColorNamePrimary:             grey(0x4a),
	fynetheme.ColorNameForegroundOnPrimary: grey(0xf8),
	fynetheme.ColorNameButton:              grey(0xd2),
	fynetheme.ColorNameDisabledButton:      grey(0xdc),
	fynetheme.ColorNameDisabled:            grey(0x80),
	fynetheme.ColorNameHover:               veil(0, 0x12),
	fynetheme.ColorNameFocus:               veil(0, 0x22),
	fynetheme.ColorNamePressed:             veil(0, 0x28),
	fynetheme.ColorNameSelection:           veil(0, 0x2c),
	fynetheme.ColorNameInputBackground:     grey(0xf4),
	fynetheme.ColorNameInputBorder:         grey(0xb4),
	fynetheme.ColorNamePlaceHolder:         grey(0x78),
	fynetheme.ColorNameScrollBar:           veil(0, 0x60),
	fynetheme.ColorNameScrollBarBackground: veil(0, 0x10),
	fynetheme.ColorNameSeparator:           grey(0xbc),
	fynetheme.ColorNameShadow:              veil(0, 0x50),
	fynetheme.ColorNameMenuBackground:      grey(0xf0),
	fynetheme.ColorNameOverlayBackground:   grey(0xee),
	fynetheme.ColorNameHeaderBackground:    grey(0xdc),
	fynetheme.ColorNameHyperlink:           {0x2a, 0x62, 0x92, 255},
	fynetheme.ColorNameSuccess:             {0x2f, 0x85, 0x46, 255},
	fynetheme.ColorNameWarning:             {0xa8, 0x70, 0x08, 255},
	fynetheme.ColorNameError:               {0xb8, 0x43, 0x35, 255},
}

// ink is the grey of words. Fyne 2.7 makes the colour of the keys in a menu from
// the low bytes of the colour of words, with an opacity of 0.95 of which it
// takes the low byte, too: that of a plain grey is a fifth. So the low bytes are
// chosen to make the keys opaque and of a grey of their own.
type ink struct{ words, keys uint8 }

// RGBA is color.Color's.
func (i ink) RGBA() (r, g, b, a uint32) {
	v := uint32(i.words)<<8 | uint32(i.keys)
	return v, v, v, 0xffc9
}

// Color answers whatever the system's variant: the photographer chose.
func (l look) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	table, variant := dark, fynetheme.VariantDark
	if l.light {
		table, variant = light, fynetheme.VariantLight
	}
	if c, ok := table[name]; ok {
		if name == fynetheme.ColorNameForeground {
			return ink{c.R, table[Dim].R}
		}
		return c
	}
	return fynetheme.DefaultTheme().Color(name, variant)
}

func (l look) Font(s fyne.TextStyle) fyne.Resource { return fynetheme.DefaultTheme().Font(s) }

func (l look) Icon(n fyne.ThemeIconName) fyne.Resource { return fynetheme.DefaultTheme().Icon(n) }

func (l look) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case fynetheme.SizeNameText:
		return 13 * l.scale
	case Small, fynetheme.SizeNameCaptionText:
		return 11 * l.scale
	case fynetheme.SizeNameSubHeadingText:
		return 15 * l.scale
	case fynetheme.SizeNameHeadingText:
		return 20 * l.scale
	case fynetheme.SizeNamePadding:
		return 4
	case fynetheme.SizeNameInnerPadding:
		return 6 * l.scale
	case fynetheme.SizeNameInlineIcon:
		return 18 * l.scale
	case fynetheme.SizeNameScrollBar:
		return 11
	case fynetheme.SizeNameScrollBarSmall:
		return 4
	case fynetheme.SizeNameSelectionRadius, fynetheme.SizeNameInputRadius:
		return 4
	}
	return fynetheme.DefaultTheme().Size(n)
}

// Colour is the present theme's colour of that name.
func Colour(n fyne.ThemeColorName) color.Color {
	return fyne.CurrentApp().Settings().Theme().Color(n, fyne.CurrentApp().Settings().ThemeVariant())
}

// Size is the present theme's size of that name.
func Size(n fyne.ThemeSizeName) float32 { return fyne.CurrentApp().Settings().Theme().Size(n) }

// Label is the colour of a label; transparent for none.
func Label(l photo.Label) color.Color {
	switch l {
	case photo.Red:
		return color.NRGBA{0xd0, 0x4a, 0x44, 255}
	case photo.Yellow:
		return color.NRGBA{0xdc, 0xc0, 0x3c, 255}
	case photo.Green:
		return color.NRGBA{0x4f, 0xa8, 0x5a, 255}
	case photo.Blue:
		return color.NRGBA{0x48, 0x80, 0xd0, 255}
	case photo.Purple:
		return color.NRGBA{0x98, 0x60, 0xc0, 255}
	}
	return color.Transparent
}
