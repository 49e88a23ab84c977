package phrase

import (
	"path/filepath"
	"runtime"
	"testing"
)

func TestFolder(t *testing.T) {
	names := map[string]string{
		filepath.FromSlash("/photos/Anna & Ben"): "Anna & Ben",
		filepath.FromSlash("/photos/2024/"):      "2024",
		string(filepath.Separator):               string(filepath.Separator),
	}
	if runtime.GOOS == "windows" {
		names = map[string]string{
			`C:\Photos\Anna & Ben`:   "Anna & Ben",
			`E:\`:                    `E:\`,
			`\\nas\photos`:           `\\nas\photos`,
			`\\nas\photos\`:          `\\nas\photos\`,
			`\\nas\photos\Anna\`:     "Anna",
			`\\?\C:\Photos\Wedding`:  "Wedding",
			`\\?\UNC\nas\photos\Ben`: "Ben",
		}
	}
	for path, want := range names {
		if got := Folder(path); got != want {
			t.Errorf("%s is called %q, not %q", path, got, want)
		}
	}
}
