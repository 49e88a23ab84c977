// Command cull is Culler in the terminal: it ranks folders of photos, explains
// and measures its ranking, and writes demo shoots, with the same engine as the app.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"culler/cmd/internal/backend"
	"culler/cmd/internal/manual"
	"culler/library/phrase"
	"culler/library/store"
	"culler/scoring/onnx"
)

// commands is the grammar of the command line.
type commands struct {
	Data        string `help:"Folder of Culler's databases." type:"path" env:"CULLER_DATA" placeholder:"FOLDER"`
	ONNXRuntime string `name:"onnxruntime" help:"ONNX Runtime library to use in place of the one inside Culler." type:"path" placeholder:"FILE"`
	Model       string `help:"Model to read the photos with: an installed model's ID or a model's folder." placeholder:"MODEL"`
	Provider    string `help:"What models compute with: cpu, cuda, coreml or directml; by default what is fastest." placeholder:"NAME" enum:",cpu,cuda,coreml,directml" default:"" env:"CULLER_PROVIDER"`
	ModelsURL   string `name:"models-url" help:"Web server with a folder of installed models (its files are at URL/ID/FILE), to fetch models from in place of where they are published." env:"CULLER_MODELS_URL" placeholder:"URL"`
	NoCache     bool   `help:"Remember nothing and use nothing remembered. Also for ranking while the app is open."`

	Rank       rankCommand       `cmd:"" help:"Rank the photos of a folder, burst by burst."`
	Explain    explainCommand    `cmd:"" help:"Explain why a photo stands where it stands."`
	Export     exportCommand     `cmd:"" help:"Hand photos over: copies, links or moves them, and writes lists and contact sheets."`
	Duplicates duplicatesCommand `cmd:"" help:"Find copies of one photo: equal files, and others that were made smaller, compressed, cropped or brightened."`
	Bench      benchCommand      `cmd:"" help:"Tell how often the ranking and other methods choose the frame that people chose."`
	Learn      learnCommand      `cmd:"" help:"Learn the weights from what you picked."`
	Profile    profileCommand    `cmd:"" help:"List, add, change, export and import profiles: prompts, weights, taste and keys together."`
	Models     modelsCommand     `cmd:"" help:"List, install, add, verify, remove and choose models."`
	Demo       demoCommand       `cmd:"" help:"Write a demo shoot to try Culler on."`
	Thumb      thumbCommand      `cmd:"" help:"Write a small upright picture of a photo."`

	Version kong.VersionFlag `help:"Print the version."`
	Manual  manual.Flag      `help:"Print the manual page." hidden:""`
}

// terminal is where a command speaks: results to out, everything else to err.
type terminal struct {
	out, err io.Writer
}

func main() { os.Exit(run(os.Args[1:], terminal{screen(os.Stdout), screen(os.Stderr)})) }

// run runs one command line and returns the exit status: 0, 1 when the command
// failed, 2 when the line could not be understood, 130 when it was interrupted.
func run(args []string, t terminal) int {
	var c commands
	status := -1
	parser, err := kong.New(&c,
		kong.Name("cull"),
		kong.Description("Rank bursts of photos with a vision-language model and measured qualities, and say why."),
		kong.Vars{"version": "cull " + backend.Version()},
		kong.Writers(t.out, t.err),
		kong.Exit(func(code int) { status = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		panic(err) // the grammar above is wrong, whatever the arguments
	}
	parsed, err := parser.Parse(args)
	if status >= 0 { // --help printed all there is to say
		return status
	}
	if err != nil {
		fmt.Fprintf(t.err, "cull: %v\nTry cull --help.\n", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl+C ends it whatever it waits for
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run(&c, t)
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(t.err, "cull: stopped; what was finished is kept")
		return 130
	}
	fmt.Fprintf(t.err, "cull: %s\n", phrase.Error(err))
	return 1
}

// open opens what a command needs of Culler, and tells what was repaired.
func (c *commands) open(t terminal) (*backend.House, error) {
	h, err := backend.Open(c.options())
	if errors.Is(err, store.ErrInUse) {
		return nil, fmt.Errorf("%w; or use --no-cache, which leaves the database alone", err)
	}
	if err == nil && h.Store != nil && h.Store.Notice() != "" {
		fmt.Fprintf(t.err, "cull: %s\n", h.Store.Notice())
	}
	return h, err
}

// options are what the flags say.
func (c *commands) options() backend.Options {
	return backend.Options{
		DataDir: c.Data, Library: c.ONNXRuntime, Model: c.Model, Forget: c.NoCache,
		Provider: onnx.Provider(c.Provider), Mirror: c.ModelsURL,
	}
}
