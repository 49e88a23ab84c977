package uitest

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// Told is what the dialog on top of a window says, a line for each label.
func Told(w fyne.Window) string {
	var b strings.Builder
	for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
		switch o := o.(type) {
		case *widget.Label:
			b.WriteString(o.Text + "\n")
		case interface{ Words() string }:
			b.WriteString(o.Words() + "\n")
		}
	}
	return b.String()
}

// Tap taps what has these words in the dialog on top of a window, and can be
// pressed.
func Tap(t testing.TB, w fyne.Window, words string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.Canvas().Overlays().Top()) {
		to, ok := o.(fyne.Tappable)
		if d, may := o.(interface{ Disabled() bool }); !ok || may && d.Disabled() {
			continue
		}
		if named(o) == words {
			test.Tap(to)
			return
		}
	}
	t.Errorf("the dialog has no %q to press:\n%s", words, Told(w))
}

// named is the text of a button or a chip.
func named(o any) string {
	v := reflect.Indirect(reflect.ValueOf(o))
	for _, field := range []string{"Text", "text"} {
		if v.Kind() != reflect.Struct {
			break
		}
		if f := v.FieldByName(field); f.IsValid() && f.Kind() == reflect.String {
			return f.String()
		}
	}
	return ""
}
