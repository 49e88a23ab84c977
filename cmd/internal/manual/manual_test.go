package manual

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

type grammar struct {
	Loud bool `help:"Shout -- even \\ here." short:"l"`
	Find struct {
		Where []string `arg:"" optional:"" help:".profile is where it looks."`
		Depth int      `help:"How deep." placeholder:"N" env:"TRIAL_DEPTH"`
	} `cmd:"" help:"Find things."`
	Secret struct{} `cmd:"" hidden:"" help:"Not told."`
	Manual Flag     `hidden:"" help:"Not told either."`
}

func TestPageSaysWhatHelpSays(t *testing.T) {
	var out strings.Builder
	ended := -1
	parser, err := kong.New(&grammar{}, kong.Name("trial"), kong.Description("Try it."), kong.Vars{"version": "trial 1.2.3"},
		kong.Writers(&out, &out), kong.Exit(func(status int) { ended = status }))
	if err != nil {
		t.Fatal(err)
	}
	parser.Parse([]string{"--manual"})
	page := out.String()
	if ended != 0 {
		t.Fatalf("--manual ends with %d", ended)
	}
	for _, want := range []string{
		`.TH TRIAL 1 "" "trial 1.2.3"`, `trial \- try it`, `\fBtrial find\fR [WHERE...] [OPTIONS]`, `.B \-l, \-\-loud`, `Shout \-\- even \e here.`,
		`\&.profile is where it looks.`, `.B \-\-depth=N`, `How deep. The environment variable TRIAL_DEPTH says the same.`,
	} {
		if !strings.Contains(page, want+"\n") {
			t.Errorf("the page has no line %s", want)
		}
	}
	if strings.Contains(page, "told") {
		t.Error("the page tells what is hidden")
	}
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed")
	}
	check := exec.Command(groff, "-man", "-Tutf8", "-ww")
	check.Stdin = strings.NewReader(page)
	var complaints strings.Builder
	check.Stderr = &complaints
	if shown, err := check.Output(); err != nil || complaints.Len() > 0 || !strings.Contains(string(shown), "Find things.") {
		t.Errorf("groff: %v\n%s\n%s", err, complaints.String(), shown)
	}
}
