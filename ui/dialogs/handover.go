package dialogs

import (
	"context"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library"
	"culler/library/burst"
	"culler/library/handover"
	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/setting"
	"culler/scoring/board"
	"culler/ui/dialogs/box"
	"culler/ui/widgets"
	"culler/ui/workspace"
)

// handing is how photos were handed over the last time, kept between sessions.
type handing struct {
	Above      string        `json:"above,omitempty"` // the folder above the one that was chosen
	Mode       handover.Mode `json:"mode,omitempty"`  // "": lists only
	Subfolders bool          `json:"subfolders,omitempty"`
	Sidecars   bool          `json:"sidecars"`
	NoInside   bool          `json:"noInside,omitempty"` // copied JPEGs are not told what was decided
	CSV        bool          `json:"csv,omitempty"`
	JSON       bool          `json:"json,omitempty"`
	Sheet      bool          `json:"sheet,omitempty"`
}

// writes tells whether lists are wanted.
func (h handing) writes() bool { return h.CSV || h.JSON || h.Sheet }

// handModes are the ways to hand over in the order of the dialog.
var handModes = []struct {
	mode        handover.Mode
	title, verb string
}{
	{handover.Copy, "Copy", "Copy"},
	{handover.Link, "Hard link", "Link"},
	{handover.Move, "Move", "Move"},
	{"", "Lists only", "Write lists of"},
}

func (h handing) verb() string {
	for _, m := range handModes {
		if m.mode == h.Mode {
			return m.verb
		}
	}
	return ""
}

// HandOver is the dialogs in which photos leave the shoot.
type HandOver struct {
	Host    Host
	Work    Work
	Entries func(*library.Shoot, []burst.Burst, *board.Board) []handover.Entry       // describes photos for lists; nil: no lists
	Thumb   func(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) // for contact sheets
	Show    func(folder string) error                                                // shows a folder in the system's file manager; nil: nothing does
}

// Open opens the hand-over of the picks, or of the selection if it is of several.
func (o HandOver) Open() {
	ws := o.Host.Workspace()
	if ws == nil {
		return
	}
	h := handing{Mode: handover.Copy, Sidecars: true}
	o.Host.Setting(setting.HandOver, &h)
	if h.Mode == handover.Move {
		h.Mode = handover.Copy // originals are moved on an explicit wish only
	}
	share := workspace.ThePicked
	if len(ws.Selection()) > 1 {
		share = workspace.TheSelection
	}
	newHandOver(o, "Hand over", share, h).open()
}

// Rejects opens the hand-over that moves the rejected photos to a folder.
func (o HandOver) Rejects() {
	ws := o.Host.Workspace()
	if ws == nil {
		return
	}
	if len(ws.Shared(workspace.TheRejected, 0)) == 0 {
		o.Host.Say("No photo is rejected.")
		return
	}
	newHandOver(o, "Rejects to a folder", workspace.TheRejected, handing{Mode: handover.Move, Sidecars: true}).open()
}

// handOver is one of these dialogs: what is handed over, how and where to. Whatever
// changes in it, the plan is made anew and said before anything is done.
type handOver struct {
	HandOver
	ws    *workspace.Workspace
	title string

	share workspace.Share
	stars int
	set   handing
	named bool // the photographer chose the folder, so its name does not follow

	box    *box.Box
	to     *box.Field
	hows   *fyne.Container   // what matters for files, not for lists
	inside fyne.CanvasObject // what matters for copies
	least  *widgets.Choices
	said   *widget.Label

	stop context.CancelFunc // of the plan that is being made
	plan *handover.Plan     // nil: none is ready
	work []int              // the photos of the plan
}

func newHandOver(o HandOver, title string, share workspace.Share, set handing) *handOver {
	return &handOver{HandOver: o, ws: o.Host.Workspace(), title: title, share: share, stars: 1, set: set}
}

// shareTitles say what is handed over, with the number of photos.
func (h *handOver) shareTitles() []string {
	var out []string
	for _, s := range workspace.Shares() {
		n := len(h.ws.Shared(s, h.stars))
		title := map[workspace.Share]string{
			workspace.ThePicked: "The picked", workspace.TheRejected: "The rejected", workspace.TheSelection: "The selected", workspace.TheStarred: "Those with stars",
			workspace.TheBest: "The best of every clear burst, and singles", workspace.TheShown: "All that the filters show",
		}[s]
		if s == workspace.TheStarred {
			out = append(out, title)
			continue
		}
		out = append(out, fmt.Sprintf("%s (%s)", title, phrase.Count(n, "photo")))
	}
	return out
}

func (h *handOver) open() {
	w := h.Host.Boxes()
	h.to = w.Field("", nil)
	h.to.SetText(h.folder())
	h.to.OnChanged = func(string) { h.named = true; h.changed() }
	what := w.Selection(h.shareTitles(), slices.Index(workspace.Shares(), h.share), func(k int) {
		h.share = workspace.Shares()[k]
		h.follow()
	})
	h.least = w.Choices([]string{"1 star", "2", "3", "4", "5"}, h.stars-1, func(k int) { h.stars = k + 1; h.changed() })
	var titles []string
	mode := 0
	for k, m := range handModes {
		titles = append(titles, m.title)
		if m.mode == h.set.Mode {
			mode = k
		}
	}
	how := w.Choices(titles, mode, func(k int) { h.set.Mode = handModes[k].mode; h.follow() })
	h.inside = w.Tick("Marks inside copied JPEGs", !h.set.NoInside, func(on bool) { h.set.NoInside = !on; h.changed() })
	h.hows = container.New(widgets.NewFlow(4),
		w.Tick("Keep subfolders", h.set.Subfolders, func(on bool) { h.set.Subfolders = on; h.changed() }),
		w.Tick("XMP sidecars as well", h.set.Sidecars, func(on bool) { h.set.Sidecars = on; h.changed() }),
		h.inside,
	)
	lists := container.New(widgets.NewFlow(4),
		w.Tick("List (CSV)", h.set.CSV, func(on bool) { h.set.CSV = on; h.changed() }),
		w.Tick("List (JSON)", h.set.JSON, func(on bool) { h.set.JSON = on; h.changed() }),
		w.Tick("Contact sheet with reasons (HTML)", h.set.Sheet, func(on bool) { h.set.Sheet = on; h.changed() }),
	)
	h.said = widget.NewLabel("")
	h.said.Wrapping = fyne.TextWrapWord
	choose := w.Button("Choose...", h.choose)
	body := container.NewBorder(box.Form(
		box.Line{Name: "Photos", Thing: container.NewVBox(what, h.least)},
		box.Line{Name: "How", Thing: how},
		box.Line{Name: "Into folder", Thing: container.NewBorder(nil, nil, nil, choose, h.to)},
		box.Line{Name: "", Thing: h.hows},
		box.Line{Name: "Also write", Thing: lists},
	), nil, nil, nil, container.NewVScroll(h.said))
	h.box = w.Open(h.title, body, fyne.NewSize(760, 430), box.Button{Title: "Hand over", Do: h.begin}, box.Button{Title: "Cancel"})
	h.box.Closed = func() {
		if h.stop != nil {
			h.stop()
		}
	}
	h.follow()
}

// folder is the folder that is proposed: beside the shoot, or beside the one
// that was chosen the last time.
func (h *handOver) folder() string {
	shoot := h.ws.Shoot().Folder()
	above := filepath.Dir(shoot)
	if box.IsFolder(h.set.Above) && h.share != workspace.TheRejected {
		above = h.set.Above
	}
	name := map[workspace.Share]string{
		workspace.ThePicked: "picks", workspace.TheRejected: "rejects", workspace.TheSelection: "selection", workspace.TheStarred: "stars",
		workspace.TheBest: "best", workspace.TheShown: "photos",
	}[h.share]
	return filepath.Join(above, filepath.Base(shoot)+" "+name)
}

// follow brings the form up to date with what was chosen in it.
func (h *handOver) follow() {
	if !h.named {
		h.to.SetText(h.folder())
		h.named = false // that was not the photographer
	}
	box.Visible(h.least, h.share == workspace.TheStarred)
	box.Visible(h.hows, h.set.Mode != "")
	box.Visible(h.inside, h.set.Mode == handover.Copy)
	h.changed()
}

// planDelay lets a name be typed before the plan is made.
const planDelay = 250 * time.Millisecond

// changed has the plan made anew.
func (h *handOver) changed() {
	h.plan = nil
	h.work = h.ws.Shared(h.share, h.stars)
	button := h.box.First
	button.SetText(fmt.Sprintf("%s %s", h.set.verb(), phrase.Count(len(h.work), "photo")))
	button.Disable()
	if h.stop != nil {
		h.stop()
	}
	ctx, stop := context.WithCancel(context.Background())
	h.stop = stop
	switch {
	case len(h.work) == 0:
		h.said.SetText(map[workspace.Share]string{
			workspace.ThePicked: "No photo is picked yet.", workspace.TheRejected: "No photo is rejected.", workspace.TheSelection: "No photo is selected.",
			workspace.TheStarred: "No photo has that many stars.", workspace.TheBest: "No burst has a clear best frame.", workspace.TheShown: "The filters hide all photos.",
		}[h.share])
		return
	case h.set.Mode == "" && !h.set.writes():
		h.said.SetText("Choose at least one of the lists.")
		return
	}
	h.said.SetText("Looking at what is there already...")
	time.AfterFunc(planDelay, func() { fyne.Do(func() { h.think(ctx) }) })
}

// think makes the plan in the background.
func (h *handOver) think(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	o, photos, shoot := h.options(), h.photos(), h.ws.Shoot()
	if h.set.Mode == "" {
		h.ready(handover.Plan{Options: o, Photos: len(photos)}, nil)
		return
	}
	go func() {
		shoot.FlushSidecars() // what is taken along says what was decided
		plan, err := handover.MakePlan(ctx, photos, o)
		fyne.Do(func() {
			if ctx.Err() == nil {
				h.ready(plan, err)
			}
		})
	}()
}

func (h *handOver) options() handover.Options {
	shoot := h.ws.Shoot()
	return handover.Options{
		To: strings.TrimSpace(h.to.Text), Mode: h.set.Mode, Subfolders: h.set.Subfolders, Sidecars: h.set.Sidecars,
		Decision: shoot.Decided(), Style: shoot.Sidecars().Style, Program: shoot.Sidecars().For, Inside: !h.set.NoInside,
	}
}

func (h *handOver) photos() []photo.Photo {
	var out []photo.Photo
	for _, i := range h.work {
		out = append(out, *h.ws.Now().Photo(i))
	}
	return out
}

// ready says what the plan will do.
func (h *handOver) ready(plan handover.Plan, err error) {
	if err != nil {
		h.said.SetText(phrase.Sentence(phrase.Error(err)))
		return
	}
	says := ""
	if h.set.Mode != "" {
		says = plan.Sentence()
	}
	if lists := h.lists(); len(lists) > 0 {
		says = box.Paragraph(says, fmt.Sprintf("A %s of %s will be written to %s.", strings.Join(lists, " and a "), phrase.Count(plan.Photos, "photo"), h.options().To))
	}
	switch h.set.Mode {
	case handover.Move:
		says = box.Paragraph(says, "The originals go once all files of a photo are in place; their decisions stay.")
	case handover.Link:
		says = box.Paragraph(says, "A hard link takes no space; a change to one of the two files changes both.")
	}
	if within(plan.To, h.ws.Shoot().Folder()) && h.set.Mode != "" {
		says = box.Paragraph(says, "This folder lies in the shoot, so the photos will show up in it.")
	}
	h.said.SetText(says)
	h.plan = &plan
	h.box.First.Enable()
}

// lists names the lists that are wanted.
func (h *handOver) lists() []string {
	var out []string
	for _, l := range []struct {
		on   bool
		name string
	}{{h.set.CSV, "list (CSV)"}, {h.set.JSON, "list (JSON)"}, {h.set.Sheet, "contact sheet (HTML)"}} {
		if l.on {
			out = append(out, l.name)
		}
	}
	return out
}

// choose opens a folder dialog over the form.
func (h *handOver) choose() {
	begin := strings.TrimSpace(h.to.Text)
	for begin != "" && !box.IsFolder(begin) && begin != filepath.Dir(begin) {
		begin = filepath.Dir(begin)
	}
	h.Host.Boxes().Folder(begin, func(path string) {
		h.named = true
		h.to.SetText(path)
	})
}

// begin does what the plan says.
func (h *handOver) begin() bool {
	if h.plan == nil {
		return false
	}
	set := h.set
	set.Above = filepath.Dir(h.plan.To)
	if h.share != workspace.TheRejected {
		h.Host.Keep(setting.HandOver, set)
	}
	newDelivery(h, *h.plan).run()
	return true
}

// within tells whether a path is a folder or lies below it.
func within(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
