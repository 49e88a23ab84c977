package backend

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Places tells the photographer where Culler keeps what, and how to remove all
// of it. Window is a folder that the window's library keeps for itself; "" for
// none.
func (h *House) Places(window string) string {
	folders := []string{h.Data}
	text := "Decisions, scores, thumbnails and installed models are in " + h.Data
	add := func(what, folder string) {
		if !slices.ContainsFunc(folders, func(f string) bool { return strings.EqualFold(f, folder) }) {
			folders = append(folders, folder)
			text += ", " + what + " in " + folder
		}
	}
	add("your prompts and keys", h.Config)
	if cache, err := os.UserCacheDir(); err == nil {
		add("the library that runs models", filepath.Join(cache, "culler"))
	}
	if window != "" {
		add("an empty file of the window's toolkit", window)
	}
	those := "those folders"
	if len(folders) == 1 {
		those = "that folder"
	}
	return text + ". To remove everything, uninstall Culler and delete " + those + "; photos and their sidecars are elsewhere. Culler never looks for updates."
}
