package main

import (
	"strings"
	"testing"

	"culler/cmd/internal/backend"
	"culler/library/setting"
	"culler/ui"
	"culler/ui/uitest"
)

func TestAboutAndTheDatabaseSayTheVersionOfTheCommandLine(t *testing.T) {
	h, err := backend.Open(backend.Options{DataDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	app := uitest.NewApp(t)
	w := ui.New(app, deps(app, h))
	t.Cleanup(w.Close)
	w.Show()
	for _, menu := range w.Fyne().MainMenu().Items {
		for _, item := range menu.Items {
			if strings.HasPrefix(item.Label, "About") {
				item.Action()
			}
		}
	}
	app.Run()
	said := uitest.Told(w.Fyne())
	if want := "Culler " + backend.Version() + "\n"; !strings.Contains(said, want) {
		t.Errorf("About does not say %q: %s", want, said)
	}
	if !strings.Contains(said, h.Data) {
		t.Errorf("About does not name the folder of the data: %s", said)
	}
	var opened string
	if _, err := h.Store.Setting(setting.Version, &opened); err != nil || opened != backend.Version() {
		t.Errorf("the database was opened by %q, %v", opened, err)
	}
}
