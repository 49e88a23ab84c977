package dialogs

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"culler/ui/dialogs/box"
)

// Program asks for a program to open photos in.
func Program(h Host, open func(program string)) {
	f := h.Boxes().Field("", nil)
	f.SetPlaceHolder("darktable, or /usr/bin/gimp")
	h.Boxes().Open("Open in another program", container.NewVBox(box.Small("The name of the program, or the path of its file. It is remembered."), f), fyne.NewSize(460, 180),
		box.Button{Title: "Open", Do: func() bool {
			if program := strings.TrimSpace(f.Text); program != "" {
				open(program)
			}
			return true
		}}, box.Button{Title: "Cancel"})
	h.Boxes().Focus(f)
}
