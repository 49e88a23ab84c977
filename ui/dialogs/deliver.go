package dialogs

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/filename"
	"culler/library/handover"
	"culler/library/photo"
	"culler/library/phrase"
	"culler/ui/dialogs/box"
)

// delivery is a hand-over under way, in a dialog of its own.
type delivery struct {
	h    *handOver
	plan handover.Plan
	lead *box.Progress // how far it is

	result handover.Result
	wrote  []string // lists
}

func newDelivery(h *handOver, plan handover.Plan) *delivery { return &delivery{h: h, plan: plan} }

// run hands over in the background and then says what became of it.
func (d *delivery) run() {
	ctx, stop := context.WithCancel(context.Background())
	moves := d.plan.Mode == handover.Move
	if moves {
		d.h.Work.Pause() // nothing reads the originals while they go
	}
	d.lead = d.h.Host.Boxes().Progress(d.h.title, stop)
	entries := d.entries()
	go func() {
		defer stop()
		err := d.hand(ctx)
		if err == nil {
			err = d.write(ctx, entries)
		}
		fyne.Do(func() {
			d.lead.Close()
			if moves {
				d.h.Work.Rescan()
			}
			d.report(err)
		})
	}()
}

func (d *delivery) hand(ctx context.Context) (err error) {
	if d.plan.Mode == "" {
		return nil
	}
	d.result, err = d.plan.Run(ctx, func(p handover.Progress) {
		words := fmt.Sprintf("%s of %s", phrase.Thousands(p.Files), phrase.Count(p.OfFiles, "file"))
		share := float64(p.Files) / float64(max(p.OfFiles, 1))
		if p.OfBytes > 0 {
			words += fmt.Sprintf(", %s of %s", phrase.Bytes(min(p.Bytes, p.OfBytes)), phrase.Bytes(p.OfBytes))
			share = float64(p.Bytes) / float64(p.OfBytes)
		}
		if l := phrase.Left(p.Left); l != "" {
			words += ", " + l
		}
		d.lead.Tell(words, share)
	})
	return err
}

// entries are those of the photos of the plan.
func (d *delivery) entries() []handover.Entry {
	if !d.h.set.writes() || d.h.Entries == nil {
		return nil
	}
	wanted := map[string]bool{}
	for _, p := range d.h.photos() {
		wanted[p.Files[0].Path] = true
	}
	shoot := d.h.ws.Shoot()
	var out []handover.Entry
	for _, e := range d.h.Entries(shoot, shoot.Bursts(), d.h.ws.Board()) {
		if len(e.Files) > 0 && wanted[e.Files[0]] {
			out = append(out, e)
		}
	}
	return out
}

// write writes the lists.
func (d *delivery) write(ctx context.Context, entries []handover.Entry) error {
	shoot := d.h.ws.Shoot()
	sheet := handover.Sheet{
		Title: phrase.Folder(shoot.Folder()), Entries: entries, Note: fmt.Sprintf("%d of %s", len(entries), phrase.Count(shoot.Len(), "photo")),
		Picture: func(ctx context.Context, p *photo.Photo) (*image.RGBA, error) { return d.h.Thumb(ctx, p, 256) },
	}
	for _, l := range []struct {
		on    bool
		ext   string
		write func(io.Writer) error
	}{
		{d.h.set.CSV, ".csv", func(out io.Writer) error { return handover.WriteCSV(out, entries) }},
		{d.h.set.JSON, ".json", func(out io.Writer) error { return handover.WriteJSON(out, entries) }},
		{d.h.set.Sheet, ".html", func(out io.Writer) error {
			return sheet.Write(ctx, out, func(done, total int) {
				d.lead.Tell(fmt.Sprintf("Contact sheet: %s of %s", phrase.Thousands(done), phrase.Count(total, "photo")), float64(done)/float64(max(total, 1)))
			})
		}},
	} {
		if !l.on {
			continue
		}
		if err := os.MkdirAll(d.plan.To, 0o777); err != nil {
			return fmt.Errorf("make the folder %s: %w", d.plan.To, err)
		}
		path := freeName(d.plan.To, filename.Safe(phrase.Folder(shoot.Folder())), l.ext)
		if err := handover.WriteFile(path, l.write); err != nil {
			return err
		}
		d.wrote = append(d.wrote, path)
	}
	return nil
}

// freeName is a name in a folder that no file has.
func freeName(dir, stem, ext string) string {
	path := filepath.Join(dir, stem+ext)
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) || n > 10000 {
			return path
		}
		path = filepath.Join(dir, fmt.Sprintf("%s-%d%s", stem, n, ext))
	}
}

// report says what became of it.
func (d *delivery) report(err error) {
	says := ""
	if d.plan.Mode != "" {
		says = phrase.Are(d.result.Photos, "photo") + " in " + d.plan.To + "."
		if d.result.Photos < d.plan.Photos {
			says = fmt.Sprintf("%s of %s are in %s.", phrase.Thousands(d.result.Photos), phrase.Count(d.plan.Photos, "photo"), d.plan.To)
		}
	}
	for _, path := range d.wrote {
		says = box.Paragraph(says, "Written: "+path)
	}
	for _, remark := range d.result.Remarks() {
		says = box.Paragraph(says, remark)
	}
	if n := len(d.result.Failed); n > 0 {
		says = box.Paragraph(says, "", phrase.Were(n, "photo")+" not handed over; the originals are untouched:")
		for _, f := range d.result.Failed {
			says = box.Paragraph(says, "• "+f.Photo+": "+strings.TrimPrefix(f.Reason, f.Photo+": "))
		}
	}
	if n := len(d.result.Stayed); n > 0 {
		says = box.Paragraph(says, "", "The originals of "+phrase.Count(n, "photo")+" stayed, although the copies are there:")
		for _, f := range d.result.Stayed {
			says = box.Paragraph(says, "• "+f.Photo+": "+strings.TrimPrefix(f.Reason, f.Photo+": "))
		}
	}
	buttons := []box.Button{{Title: "Close"}}
	if show := d.h.Show; show != nil && (d.result.Photos > 0 || len(d.wrote) > 0) {
		buttons = append(buttons, box.Button{Title: "Open folder", Do: func() bool {
			if err := show(d.plan.To); err != nil {
				d.h.Host.Say("The folder could not be shown: " + err.Error())
			}
			return false // what became of it may still be read
		}})
	}
	again := box.Button{Title: "Go on", Do: func() bool { d.again(); return true }}
	switch {
	case errors.Is(err, context.Canceled):
		says = box.Paragraph(says, "It was stopped. What is there is whole, and it can go on where it stopped.")
		buttons = append([]box.Button{again}, buttons...)
	case err != nil:
		says = box.Paragraph(says, phrase.Sentence(phrase.Error(err)))
		buttons = append(buttons, again)
	case len(d.result.Failed) > 0:
		buttons = append(buttons, box.Button{Title: "Try those again", Do: again.Do})
	}
	l := widget.NewLabel(says)
	l.Wrapping = fyne.TextWrapWord
	d.h.Host.Boxes().Open(d.h.title, container.NewVScroll(l), fyne.NewSize(620, 300), buttons...)
}

// again plans the same anew, which finds what is there, and continues.
func (d *delivery) again() {
	h := d.h
	if h.Host.Workspace() != h.ws {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	l := h.Host.Boxes().Progress(h.title, stop)
	l.Tell("Looking at what is there already...", 0)
	o, photos := d.plan.Options, h.photos()
	go func() {
		defer stop()
		plan := handover.Plan{Options: o, Photos: len(photos)}
		var err error
		if o.Mode != "" {
			plan, err = handover.MakePlan(ctx, photos, o)
		}
		fyne.Do(func() {
			l.Close()
			if err != nil {
				if !errors.Is(err, context.Canceled) {
					h.Host.Boxes().Alert(h.title, err)
				}
				return
			}
			newDelivery(h, plan).run()
		})
	}()
}
