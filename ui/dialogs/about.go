package dialogs

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/ui/dialogs/box"
)

// Facts are what About tells.
type Facts struct {
	Version string
	Places  string                          // sentences that tell where Culler keeps what
	Model   func(ctx context.Context) Model // the one in use; it may wait until it is loaded; nil: there is none
}

// About says what Culler and its model are.
func About(h Host, f Facts) {
	model := widget.NewLabel("The model is being loaded...")
	model.Wrapping = fyne.TextWrapWord
	text := widget.NewLabel("Culler " + f.Version + "\n\nCuller ranks the frames of your bursts and says why. Everything happens on this machine; " +
		"originals are opened read-only and nothing is ever deleted. The ranking informs, you decide.\n\n" + f.Places + "\n\nMIT licence. Faces: MediaPipe, Copyright The MediaPipe Authors, Apache-2.0, converted to ONNX. They are found and read, and nobody is recognised.")
	text.Wrapping = fyne.TextWrapWord
	h.Boxes().Open("About Culler", container.NewVScroll(container.NewVBox(text, widget.NewSeparator(), model)), fyne.NewSize(620, 460), box.Button{Title: "Close"})
	if f.Model == nil {
		model.SetText("No model is in use: photos are ranked by what is measured on them.")
		return
	}
	go func() {
		m := f.Model(context.Background())
		fyne.Do(func() { model.SetText(aboutModel(m)) })
	}()
}

func aboutModel(m Model) string {
	licence := ""
	if m.Licence != "" {
		licence = "Licence: " + m.Licence + "."
	}
	title := ""
	if m.Title != "" {
		title = "The model in use: " + m.Title + "."
	}
	return box.Paragraph(title, m.About, licence, m.Problem)
}
