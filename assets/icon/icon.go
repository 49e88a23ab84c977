// Package icon embeds Culler's icon.
package icon

import (
	_ "embed"

	"fyne.io/fyne/v2"
)

//go:embed icon.png
var png []byte

// App is the icon of the app and its window.
var App = fyne.NewStaticResource("icon.png", png)
