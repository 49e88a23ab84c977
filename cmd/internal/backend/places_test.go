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
	if said := h.Places(); !strings.Contains(said, data) || !strings.Contains(said, "those folders") {
		t.Errorf("of %s is said: %s", data, said)
	}
	split := House{Data: data, Config: filepath.Join(data, "settings")}
	if said := split.Places(); !strings.Contains(said, split.Config) {
		t.Errorf("the folder of settings is not named: %s", said)
	}
}
