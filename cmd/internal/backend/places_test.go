package backend

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestPlacesNamesEveryFolderThatIsWritten(t *testing.T) {
	data := t.TempDir()
	h, err := Open(Options{DataDir: data})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if said := h.Places(""); !strings.Contains(said, data) || !strings.Contains(said, "those folders") {
		t.Errorf("of %s is said: %s", data, said)
	}
	split := House{Data: data, Config: filepath.Join(data, "settings")}
	window := filepath.Join(data, "window")
	if said := split.Places(window); !strings.Contains(said, split.Config) || !strings.Contains(said, window) {
		t.Errorf("the folders of settings and of the window are not named: %s", said)
	}
}
