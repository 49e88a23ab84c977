package dialogs

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/filename"
	"culler/library/phrase"
	"culler/scoring/profile"
	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/widgets"
)

// ProfileShelf keeps profiles: prompts, weights, taste and keys together.
type ProfileShelf interface {
	ListProfiles() ([]profile.Entry, error)
	// Profile is the title of the one in use; "" where none was named yet.
	Profile() (title string, err error)
	// AddProfile keeps what counts now under a title and uses that from then on.
	AddProfile(title string) error
	// UseProfile keeps what counts now in its own profile and changes to another.
	UseProfile(title string) error
	ImportProfile(path string) (title string, err error)
	ExportProfile(title, path string) error
	// RemoveProfile deletes one that is not in use.
	RemoveProfile(title string) error
}

// Profiles is the dialog of the profiles.
type Profiles struct {
	Host  Host
	Shelf ProfileShelf // nil: there is no such dialog
	// Before is called before the shelf is asked to keep what counts now, and
	// Changed when another profile came into use, with the titles of both.
	Before  func()
	Changed func(was, now string)
}

// Open lists the profiles to choose from.
func (d Profiles) Open() {
	if d.Shelf == nil {
		return
	}
	boxes := d.Host.Boxes()
	list := container.NewVBox()
	v := &profileList{Profiles: d, list: list}
	name := boxes.Field("", nil)
	name.SetPlaceHolder("Keep what counts now as...")
	keep := func() {
		v.add(strings.TrimSpace(name.Text))
		name.SetText("")
	}
	name.OnSubmitted = func(string) { keep() }
	about := box.Small("A profile holds your prompts, weights, taste and keys for one kind of work. What you change is kept in the profile in use.")
	foot := container.NewBorder(nil, nil, nil, container.NewHBox(boxes.Button("Keep", keep), boxes.Button("Import...", v.fetch)), name)
	v.box = boxes.Open("Profiles", container.NewBorder(about, foot, nil, nil, container.NewVScroll(list)), fyne.NewSize(640, 440), box.Button{Title: "Close"})
	v.fill()
	boxes.Focus(name)
}

// profileList is the open dialog.
type profileList struct {
	Profiles
	box  *box.Box
	list *fyne.Container
}

// fill lists what is on the shelf now.
func (v *profileList) fill() {
	boxes := v.Host.Boxes()
	v.list.RemoveAll()
	now, err := v.Shelf.Profile()
	if err != nil {
		v.Host.Say(phrase.Error(err))
	}
	entries, err := v.Shelf.ListProfiles()
	if err != nil {
		v.Host.Say(phrase.Error(err))
	}
	if len(entries) == 0 {
		v.list.Add(widget.NewLabel("There are none yet: give what counts now a name."))
	}
	for _, e := range entries {
		if e.Problem != "" {
			v.list.Add(container.NewBorder(nil, nil, widget.NewLabel(e.Title), nil, box.Small(phrase.Upper(e.Problem))))
			continue
		}
		inUse := strings.EqualFold(e.Title, now)
		title := widgets.NewChip(e.Title, boxes.Tips(), func() string { return "Change to it" }, func() { v.use(e.Title) }).Least(240)
		title.Set(inUse)
		remove := boxes.Button("Remove", func() { v.remove(e.Title) })
		if inUse {
			remove.Disable()
		}
		v.list.Add(container.NewHBox(container.NewCenter(title), boxes.Button("Export...", func() { v.export(e.Title) }), remove))
	}
	v.list.Refresh()
}

func (v *profileList) use(title string) {
	v.Before()
	was, err := v.Shelf.Profile()
	if err == nil {
		err = v.Shelf.UseProfile(title)
	}
	if err != nil {
		v.Host.Boxes().Alert("The profile could not be changed", err)
		return
	}
	v.box.Close()
	if strings.EqualFold(was, title) {
		return
	}
	v.Changed(was, title)
	says := fmt.Sprintf("The profile %q counts now.", title)
	if ws := v.Host.Workspace(); ws != nil {
		says += fmt.Sprintf(" %s goes back.", ws.Keys.Key(keys.Undo))
	}
	v.Host.Say(says)
}

func (v *profileList) add(title string) {
	v.Before()
	if err := v.Shelf.AddProfile(title); err != nil {
		v.Host.Boxes().Alert("The profile could not be kept", err)
		return
	}
	v.Host.Say("Kept as " + title + ", which is in use from now on.")
	v.fill()
}

func (v *profileList) fetch() {
	v.Host.Boxes().File(".yaml", func(path string) {
		title, err := v.Shelf.ImportProfile(path)
		if err != nil {
			v.Host.Boxes().Alert("The profile could not be imported", err)
			return
		}
		v.Host.Say("Added the profile " + title + ".")
		v.fill()
	})
}

func (v *profileList) export(title string) {
	v.Host.Boxes().SaveAs(filename.Safe(strings.ReplaceAll(title, "/", "-")+".yaml"), func(path string) {
		v.Before()
		if err := v.Shelf.ExportProfile(title, path); err != nil {
			v.Host.Boxes().Alert("The profile could not be exported", err)
			return
		}
		v.Host.Say("Written to " + path + ".")
	})
}

// remove asks first: a profile that is removed does not come back.
func (v *profileList) remove(title string) {
	text := widget.NewLabel("Its prompts, weights, taste and keys are deleted, which cannot be undone. Export it first to keep a copy.")
	text.Wrapping = fyne.TextWrapWord
	v.Host.Boxes().Open("Remove the profile \""+title+"\"?", text, fyne.NewSize(460, 180),
		box.Button{Title: "Keep it"}, box.Button{Title: "Remove it", Do: func() bool {
			v.removed(title)
			return true
		}})
}

func (v *profileList) removed(title string) {
	if err := v.Shelf.RemoveProfile(title); err != nil {
		v.Host.Boxes().Alert("The profile could not be removed", err)
		return
	}
	v.fill()
}
