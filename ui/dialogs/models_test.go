package dialogs

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/ui/dialogs/box"
	"culler/ui/uitest"
	"culler/ui/widgets"
)

// fakeModels is a shelf whose work goes on until the test lets it.
type fakeModels struct {
	mu      sync.Mutex
	models  []Model
	did     []string
	fail    error
	tell    chan Transfer // what work tells; closed: it is done
	chosen  string
	choices [][2]string
}

func (f *fakeModels) List() ([]Model, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.models), nil
}

func (f *fakeModels) work(ctx context.Context, did string, progress func(Transfer)) error {
	f.mu.Lock()
	f.did = append(f.did, did)
	f.mu.Unlock()
	for {
		select {
		case t, more := <-f.tell:
			if !more {
				return f.fail
			}
			progress(t)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (f *fakeModels) change(id string, to func(*Model)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.models {
		if f.models[i].ID == id {
			to(&f.models[i])
		}
	}
}

func (f *fakeModels) Install(ctx context.Context, id string, progress func(Transfer)) error {
	err := f.work(ctx, "install "+id, progress)
	if err == nil {
		f.change(id, func(m *Model) { m.Installed, m.Fetched = true, 0 })
	}
	return err
}

func (f *fakeModels) Use(ctx context.Context, id string, progress func(Transfer)) error {
	err := f.work(ctx, "use "+id, progress)
	if err == nil {
		for _, m := range f.models {
			f.change(m.ID, func(m *Model) { m.InUse = m.ID == id })
		}
	}
	return err
}

func (f *fakeModels) Add(ctx context.Context, folder string, progress func(Transfer)) (string, error) {
	return "added", f.work(ctx, "add "+folder, progress)
}

func (f *fakeModels) Remove(id string) error {
	f.did = append(f.did, "remove "+id)
	f.change(id, func(m *Model) { m.Installed = false })
	return f.fail
}

func (f *fakeModels) Processors() ([][2]string, string) { return f.choices, f.chosen }

func (f *fakeModels) SetProcessor(name string) error {
	f.chosen = name
	return f.fail
}

// all walks through what is shown in an object.
func all(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch c := o.(type) {
	case *fyne.Container:
		for _, o := range c.Objects {
			all(o, visit)
		}
	case *container.Scroll:
		all(c.Content, visit)
	}
}

// said is all words in an object; those of a chip are in brackets.
func said(o fyne.CanvasObject) string {
	var words []string
	all(o, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widget.Label:
			words = append(words, o.Text)
		case *widget.RichText:
			words = append(words, o.String())
		case *box.Link:
			words = append(words, o.Text+" -> "+o.URL.String())
		case *widgets.Words:
			words = append(words, o.Text())
		case *widgets.Chip:
			words = append(words, "["+o.Text()+"]")
		}
	})
	return strings.Join(words, "\n")
}

// chip presses the n-th chip with these words.
func (s *host) chip(o fyne.CanvasObject, text string, n int) {
	s.t.Helper()
	var found []*widgets.Chip
	all(o, func(o fyne.CanvasObject) {
		if c, ok := o.(*widgets.Chip); ok && c.Text() == text {
			found = append(found, c)
		}
	})
	if n >= len(found) {
		s.t.Fatalf("there is no %q in\n%s", text, said(o))
	}
	found[n].Tapped(nil)
	s.app.Run()
}

func shelfOf() *fakeModels {
	return &fakeModels{tell: make(chan Transfer), models: []Model{
		{ID: "own", Title: "Culler's own", About: "It is small.", Size: 1_500_000, Installed: true, InUse: true, Embedded: true, Licence: "MIT"},
		{ID: "clip", Title: "CLIP", Size: 156_000_000, Fetchable: true, Speed: "as fast as decoding", Licence: "MIT", LicenceLink: "https://example.org/licence", Source: "https://example.org/clip"},
		{ID: "half", Title: "Half", Size: 100_000_000, Fetched: 40_000_000, Fetchable: true},
		{ID: "bad", Title: "Bad", Installed: true, Fetchable: true, Problem: "the file visual.onnx is missing"},
		{ID: "nima", Title: "NIMA", Part: GivesMarks, Fetchable: true},
		{ID: "head", Title: "Head", Part: GivesMarks, Installed: true, Idle: "It takes no part just now."},
		{ID: "faces", Title: "Faces", Part: FindsFaces, Installed: true},
	}}
}

func TestModelsAreShownWithWhatCanBeDone(t *testing.T) {
	f := shelfOf()
	s := newHost(t, uitest.Frames())
	m := NewModelList(s, s, f)
	m.Open()
	text := said(m.rows)
	for _, want := range []string{
		"Models that read your prompts", "Marks beside the prompts",
		"comes with Culler  ·  1.5 MB", "licence: MIT", "It is small.",
		"156 MB  ·  as fast as decoding", "Licence: MIT -> https://example.org/licence", "Source -> https://example.org/clip",
		"40 MB of 100 MB fetched", "[Go on]", "The file visual.onnx is missing.", "[Mend]", "size unknown", "It takes no part just now.", "[Installed]", "[Takes part]",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	for chip, want := range map[string]int{"[In use]": 1, "[Install]": 2, "[Use]": 0, "[Remove]": 4, "[Cancel]": 0} {
		if got := strings.Count(text, chip); got != want {
			t.Errorf("%d times %s, want %d in\n%s", got, chip, want, text)
		}
	}
	if m.processors() != nil {
		t.Error("there is a choice of one processor")
	}
}

func TestInstallingShowsHowFarItIsAndCanBeStopped(t *testing.T) {
	f := shelfOf()
	s := newHost(t, uitest.Frames())
	m := NewModelList(s, s, f)
	m.Open()
	s.chip(m.rows, "Install", 0)
	f.tell <- Transfer{What: "Fetching: 39 MB of 156 MB, 3.0 MB/s, about 40 seconds left", Share: 0.25}
	s.app.Wait(t, "the progress is shown", func() bool { return strings.Contains(said(m.rows), "about 40 seconds left") })
	if share := m.line.bar.Share(); share != 0.25 {
		t.Errorf("the bar is at %v", share)
	}
	// One thing at a time.
	s.chip(m.rows, "Install", 1)
	s.chip(m.rows, "Cancel", 0)
	s.app.Wait(t, "it has stopped", func() bool { return m.busy == "" })
	if !strings.Contains(s.said, "What has arrived is kept") || !slices.Equal(f.did, []string{"install clip"}) {
		t.Errorf("it did %q and says %q", f.did, s.said)
	}
	// It goes on while the window is closed, and is there when it opens again.
	s.chip(m.rows, "Install", 0)
	s.press("Escape")
	if !strings.Contains(s.said, "continues") {
		t.Errorf("it says %q", s.said)
	}
	f.tell <- Transfer{What: "Fetching: 150 MB of 156 MB", Share: 0.9}
	m.Open()
	s.app.Wait(t, "the progress is shown", func() bool { return strings.Contains(said(m.rows), "150 MB of 156 MB") })
	close(f.tell)
	s.app.Wait(t, "it is installed", func() bool { return m.busy == "" })
	if s.said != "CLIP is installed." || strings.Count(said(m.rows), "[Use]") != 1 {
		t.Errorf("it says %q, and the window\n%s", s.said, said(m.rows))
	}
}

func TestAnotherModelIsUsedFromTheWindow(t *testing.T) {
	f := shelfOf()
	f.change("clip", func(m *Model) { m.Installed = true })
	s := newHost(t, uitest.Frames())
	m := NewModelList(s, s, f)
	read := s.runs
	m.Open()
	s.chip(m.rows, "Use", 0)
	f.tell <- Transfer{What: "Trying how CLIP runs fastest on this computer", Share: -1}
	s.app.Wait(t, "the trial is told", func() bool { return strings.Contains(said(m.rows), "Trying how CLIP runs fastest") })
	close(f.tell)
	s.app.Wait(t, "it is used", func() bool { return m.busy == "" })
	if s.said != "CLIP reads the photos now." || strings.Count(said(m.rows), "[In use]") != 1 {
		t.Errorf("it says %q, and the window\n%s", s.said, said(m.rows))
	}
	if s.runs == read {
		t.Error("the shoot is not read anew")
	}
	// The earlier one cannot be removed, because it comes with Culler; what does
	// not work says why.
	f.fail = errors.New("it does not tell two different pictures apart")
	s.chip(m.rows, "Use", 0)
	s.app.Wait(t, "the reason is shown", func() bool { return s.boxes.Len() == 2 })
	s.press("Enter", "Escape")
	if s.boxes.Len() != 0 {
		t.Errorf("%d windows are open", s.boxes.Len())
	}
}

func TestRemovingAsksFirst(t *testing.T) {
	f := shelfOf()
	f.change("clip", func(m *Model) { m.Installed = true })
	s := newHost(t, uitest.Frames())
	m := NewModelList(s, s, f)
	m.Open()
	s.chip(m.rows, "Remove", 0)
	s.press("Escape")
	if len(f.did) != 0 || s.boxes.Len() != 1 {
		t.Fatalf("Escape did %q", f.did)
	}
	s.chip(m.rows, "Remove", 0)
	s.press("Enter")
	if !slices.Equal(f.did, []string{"remove clip"}) || strings.Contains(said(m.rows), "[Use]") {
		t.Errorf("it did %q, and shows\n%s", f.did, said(m.rows))
	}
}

func TestProcessorsAreOfferedWhereThereIsAChoice(t *testing.T) {
	f := shelfOf()
	f.choices = [][2]string{{"", "What is fastest"}, {"cpu", "The processor"}, {"cuda", "NVIDIA's GPU"}}
	s := newHost(t, uitest.Frames())
	m := NewModelList(s, s, f)
	m.Open()
	row := m.processors()
	if row == nil || !strings.Contains(said(row), "[NVIDIA's GPU]") {
		t.Fatal("the GPU is not offered")
	}
	s.chip(row, "NVIDIA's GPU", 0)
	if f.chosen != "cuda" {
		t.Errorf("%q is chosen", f.chosen)
	}
}

// Adding a model folder is stopped by Stop, and by its own button.
func TestAddingAModelCanBeStopped(t *testing.T) {
	f := shelfOf()
	s := newHost(t, uitest.Frames())
	m := NewModelList(s, s, f)
	for _, how := range []string{"Stop", "Cancel"} {
		m.Open()
		m.add("/models/mine")
		f.tell <- Transfer{What: "Copying: 39 MB of 156 MB", Share: 0.25}
		s.app.Wait(t, "it says how far it is", func() bool { return strings.Contains(said(m.rows), "39 MB") })
		if how == "Cancel" {
			s.chip(m.rows, "Cancel", 0)
		} else {
			s.press("Escape")
			s.stop()
		}
		s.app.Wait(t, "it ends", func() bool { return m.busy == "" && s.doing == "" })
		if s.said != "Stopped: the model was not added." {
			t.Errorf("%s: it says %q", how, s.said)
		}
		s.press("Escape")
	}
}
