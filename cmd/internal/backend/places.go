package backend

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Places tells the photographer where Culler keeps what, and how to remove all
// of it.
func (h *House) Places() string {
	folders := []string{h.Data}
	text := "Decisions, scores, thumbnails and installed models are in " + h.Data
	if h.Config != h.Data {
		folders = append(folders, h.Config)
		text += ", your prompts and keys in " + h.Config
	}
	if cache, err := os.UserCacheDir(); err == nil {
		cache = filepath.Join(cache, "culler")
		if !slices.ContainsFunc(folders, func(f string) bool { return strings.EqualFold(f, cache) }) {
			folders = append(folders, cache)
			text += ", what is unpacked to run models in " + cache
		}
	}
	those := "those folders"
	if len(folders) == 1 {
		those = "that folder"
	}
	return text + ". To remove everything, uninstall Culler and delete " + those + "; photos and their sidecars are elsewhere. Culler never looks for updates."
}
