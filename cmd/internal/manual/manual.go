// Package manual writes the manual page of a command from what its --help says.
package manual

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Flag is a hidden flag that prints the manual page and ends the program.
type Flag bool

// IsBool tells kong that the flag takes no value.
func (Flag) IsBool() bool { return true }

// BeforeReset acts as soon as the flag is read.
func (Flag) BeforeReset(app *kong.Kong, vars kong.Vars) error {
	fmt.Fprint(app.Stdout, Page(app.Model, vars["version"]))
	app.Exit(0)
	return nil
}

// Page is the manual page, in the language of man(7), of a command and all its
// subcommands. Version stands at its foot.
func Page(app *kong.Application, version string) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 \"\" %s\n", escape(strings.ToUpper(app.Name)), quote(version))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", escape(app.Name), escape(lower(app.Help)))
	b.WriteString(".SH SYNOPSIS\n")
	leaves := app.Leaves(true)
	if len(leaves) == 0 {
		fmt.Fprintf(&b, "\\fB%s\\fR %s\n", escape(app.Name), escape(arguments(app.Node)))
	}
	for _, leaf := range leaves {
		fmt.Fprintf(&b, "\\fB%s\\fR %s\n.br\n", escape(leaf.FullPath()), escape(arguments(leaf)))
	}
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s\n", escape(app.Help))
	values(&b, app.Node)
	if len(leaves) > 0 {
		b.WriteString(".SH COMMANDS\n")
	}
	for _, leaf := range leaves {
		fmt.Fprintf(&b, ".SS %s\n%s\n", quote(strings.TrimSpace(leaf.FullPath()+" "+arguments(leaf))), escape(leaf.Help))
		values(&b, leaf)
	}
	return b.String()
}

// arguments is what stands behind the name of a command.
func arguments(n *kong.Node) string {
	var all []string
	for _, p := range n.Positional {
		name := strings.ToUpper(p.Name)
		if p.IsCumulative() {
			name += "..."
		}
		if !p.Required {
			name = "[" + name + "]"
		}
		all = append(all, name)
	}
	if len(n.Flags) > 0 {
		all = append(all, "[OPTIONS]")
	}
	return strings.Join(all, " ")
}

// values writes what the arguments and options of one command mean.
func values(b *strings.Builder, n *kong.Node) {
	for _, p := range n.Positional {
		if p.Help != "" {
			fmt.Fprintf(b, ".TP\n.I %s\n%s\n", escape(strings.ToUpper(p.Name)), escape(p.Help))
		}
	}
	options := n.Type == kong.ApplicationNode
	if options {
		b.WriteString(".SH OPTIONS\n")
	}
	for _, f := range n.Flags {
		if f.Hidden {
			continue
		}
		name := "--" + f.Name
		if f.Short != 0 {
			name = "-" + string(f.Short) + ", " + name
		}
		if !f.IsBool() {
			name += "=" + f.FormatPlaceHolder()
		}
		help := f.Help
		if len(f.Envs) > 0 {
			help += " The environment variable " + strings.Join(f.Envs, " or ") + " says the same."
		}
		fmt.Fprintf(b, ".TP\n.B %s\n%s\n", escape(name), escape(help))
	}
}

// lower makes a sentence what follows a name: without its capital and full stop.
func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + strings.TrimSuffix(s[1:], ".")
}

// escape keeps roff from reading its own signs in a text.
func escape(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n", " ").Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}

func quote(s string) string { return `"` + strings.ReplaceAll(escape(s), `"`, `\(dq`) + `"` }
