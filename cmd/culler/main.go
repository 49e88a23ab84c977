// Command culler is the app: it opens the window and wires it to the rooms
// behind.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/alecthomas/kong"

	"culler/assets/icon"
	_ "culler/cmd/culler/locale" // before Fyne looks
	"culler/cmd/internal/backend"
	"culler/cmd/internal/manual"
	"culler/library/phrase"
	"culler/scoring/onnx"
	"culler/ui"
	"culler/ui/dialogs"
)

// flags are what the command line may say.
type flags struct {
	Folder      string `arg:"" optional:"" help:"Folder of photos to open." type:"path"`
	Demo        bool   `help:"Open the demo shoot."`
	Data        string `help:"Folder of Culler's databases and settings." type:"path" env:"CULLER_DATA" placeholder:"FOLDER"`
	ONNXRuntime string `name:"onnxruntime" help:"ONNX Runtime library to use in place of the one inside Culler." type:"path" placeholder:"FILE"`
	Model       string `help:"Model to read the photos with: an installed model's ID or a model's folder." placeholder:"MODEL"`
	Provider    string `help:"What models compute with: cpu, cuda, coreml or directml; by default what was chosen in the Models window." placeholder:"NAME" enum:",cpu,cuda,coreml,directml" default:"" env:"CULLER_PROVIDER"`
	ModelsURL   string `name:"models-url" help:"Web server with a folder of installed models (its files are at URL/ID/FILE), to fetch models from in place of where they are published." env:"CULLER_MODELS_URL" placeholder:"URL"`

	Version kong.VersionFlag `help:"Print the version."`
	Manual  manual.Flag      `help:"Print the manual page." hidden:""`
}

// softMemory is the memory in use from which Go collects its garbage more
// eagerly. What is needed beyond that is still given.
const softMemory = 320 << 20

func main() {
	console()
	var f flags
	kong.Parse(&f, kong.Name("culler"), kong.Description("Cull a shoot: bursts ranked by prompts that you can read, edit and weigh."),
		kong.Vars{"version": "culler " + backend.Version()})
	// Decoded pictures are large and short-lived: to collect them early spares a
	// third of the memory for a few percent of a core.
	debug.SetGCPercent(50)
	debug.SetMemoryLimit(softMemory)
	vitals()
	h, err := backend.Open(backend.Options{
		DataDir: f.Data, Library: f.ONNXRuntime, Model: f.Model, Provider: onnx.Provider(f.Provider), Mirror: f.ModelsURL,
	})
	if err != nil {
		fail(err)
		return
	}
	if said := h.Store.Notice(); said != "" {
		fmt.Fprintln(os.Stderr, "culler:", said) // the window says it with the shoot
	}
	a := app.NewWithID("app.culler.culler")
	a.SetIcon(icon.App)
	var w *ui.Window
	onScreen(func() { w = ui.New(a, deps(a, h)) })
	w.Show()
	h.Warm()
	switch {
	case f.Folder != "":
		w.Open(f.Folder)
	case f.Demo:
		w.OpenDemo()
	default:
		w.OpenLast()
	}
	run(a, w, h)
}

// fail says in a window and on the terminal why Culler cannot start.
func fail(err error) {
	fmt.Fprintln(os.Stderr, "culler:", phrase.Error(err))
	a := app.NewWithID("app.culler.culler")
	a.SetIcon(icon.App)
	onScreen(func() { ui.ShowProblem(a, err) })
	a.Run()
	os.Exit(1)
}

// deps are the rooms as the window sees them.
func deps(a fyne.App, h *backend.House) ui.Deps {
	return ui.Deps{
		Version:    backend.Version(),
		Places:     h.Places(filepath.FromSlash(a.Storage().RootURI().Path())),
		Pictures:   h.Gallery,
		Board:      h.Board,
		Score:      h.Score,
		Prefer:     h.Prefer,
		KeyPressed: h.KeyPressed,
		Personal:   ui.Personal{Tastes: h, Describe: backend.DescribeTaste, Profiles: h, Reweigh: h.Reweigh, AskAgain: h.AskAgain},
		Shoots:     ui.Shoots{OpenShoot: h.OpenShoot, Opened: h.Store.Opened, Recent: h.Store.Recent, DemoShoot: h.DemoShoot},
		Faces:      ui.Faces{CloseUps: h.CloseUps, SearchFaces: h.SearchFaces, MainFace: h.MainFace},
		Elsewhere:  ui.Elsewhere{Reveal: reveal, OpenIn: openIn},
		Prompts:    h.Prompts,
		Settings:   h.Store,
		KeysFile:   filepath.Join(h.Config, "keys.yaml"),
		Model: func(ctx context.Context) dialogs.Model {
			m, why, err := h.Model(ctx)
			if err != nil || m == nil {
				return dialogs.Model{Problem: why}
			}
			i := m.Info()
			return dialogs.Model{ID: i.ID, Title: i.Title, Licence: i.Licence, Installed: true, InUse: true, About: strings.TrimSpace(h.AboutModel() + "\n" + h.Note())}
		},
		Copies:  h.Copies,
		Entries: backend.Entries,
		Models:  windowModels{h},
		Note:    h.Note,
	}
}
