package ui

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"path/filepath"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"culler/library"
	"culler/library/photo"
	"culler/library/store"
	"culler/prompts"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/profile"
	"culler/ui/dialogs"
	"culler/ui/keys"
	"culler/ui/uitest"
)

// screen is a window with a shoot in it, and the photographer before it.
type screen struct {
	*Window
	t      testing.TB
	app    *uitest.App
	folder string
	db     *store.DB
	frames []uitest.Frame
}

// onScreen opens a window on the shoot of the frames and waits until it is read
// and scored. change may change what the window is given.
func onScreen(t testing.TB, frames []uitest.Frame, change ...func(*Deps)) *screen {
	t.Helper()
	s := &screen{t: t, app: uitest.NewApp(t), folder: t.TempDir(), db: uitest.Database(t), frames: frames}
	uitest.Write(t, s.folder, frames)
	deps := s.deps()
	for _, c := range change {
		c(&deps)
	}
	s.Window = New(s.app, deps)
	s.win.Resize(fyne.NewSize(1440, 900))
	s.set.Toured, s.set.NoWatch = true, true
	s.Show()
	s.open(s.folder)
	t.Cleanup(s.Close)
	return s
}

// open opens a folder and waits until it is read and scored.
func (s *screen) open(folder string) {
	s.t.Helper()
	s.Open(folder)
	s.app.Wait(s.t, folder+" is open and scored", func() bool {
		return s.ws != nil && s.ws.Shoot().Folder() == folder && s.reading.done != nil && !s.busy() && s.scored()
	})
}

// busy tells whether something goes on that the line at the bottom tells of.
func (s *screen) busy() bool {
	s.status.mu.Lock()
	defer s.status.mu.Unlock()
	return s.status.now.what != ""
}

func (s *screen) scored() bool {
	n := s.ws.Now().Len()
	return n == 0 || len(s.ws.Now().Ranking().Scores()) == n && s.ws.Now().Ranking().Percentile(n-1) >= 0
}

// deps are the rooms behind the window: settings, photographs of one colour and
// scores as the frames say. What is decided is forgotten with the shoot.
func (s *screen) deps() Deps {
	shelf, err := prompts.OpenShelf(filepath.Join(s.t.TempDir(), "prompts"))
	if err != nil {
		s.t.Fatal(err)
	}
	return Deps{
		Personal: Personal{
			Profiles: noProfiles{},
			Tastes:   &uitest.Tastes{},
		},
		Version:  "of a test",
		Pictures: &greys{},
		Shoots: Shoots{
			OpenShoot: func(ctx context.Context, folder string, recursive bool) (*library.Shoot, error) {
				return library.Open(ctx, folder, library.Options{Recursive: recursive, Sidecars: library.Sidecars{Mode: library.SidecarsOff}})
			},
			Opened: s.db.Opened,
			Recent: s.db.Recent,
			DemoShoot: func(context.Context, func(done, total int)) (string, error) {
				folder := filepath.Join(filepath.Dir(s.folder), "demo")
				uitest.Write(s.t, folder, s.frames)
				return folder, nil
			},
		},
		Board: func(ctx context.Context, n int) (*board.Board, error) {
			b := board.New(n)
			return b, b.SetPrompts(ctx, prompts.Default())
		},
		Score: func(ctx context.Context, shoot *library.Shoot, b *board.Board, notify func(scoring.Progress)) error {
			u := uitest.Results(shoot.Photos(), s.frames)
			b.Put(u)
			notify(scoring.Progress{Done: len(u), Total: len(u), Updates: u})
			return nil
		},
		Prompts:  shelf,
		Settings: s.db,
		KeysFile: filepath.Join(s.t.TempDir(), "keys.yaml"),
		Model:    func(context.Context) dialogs.Model { return dialogs.Model{ID: "test", Title: "A model of a test"} },
		Models:   oneModel{},
	}
}

// press presses keys one after the other.
func (s *screen) press(chords ...keys.Chord) {
	for _, c := range chords {
		uitest.Press(s.win, c)
		s.app.Run()
	}
}

// dialog tells whether a dialog, or another thing over the window, is open.
func (s *screen) dialog() bool { return s.win.Canvas().Overlays().Top() != nil }

// notice is the sentence on the line at the bottom.
func (s *screen) notice() string { return s.status.notice.Text() }

// oneModel is a shelf with one model.
type oneModel struct{}

func (oneModel) List() ([]dialogs.Model, error) {
	return []dialogs.Model{{ID: "test", Title: "A model of a test", Installed: true, InUse: true, Embedded: true}}, nil
}
func (oneModel) Install(context.Context, string, func(dialogs.Transfer)) error       { return nil }
func (oneModel) Use(context.Context, string, func(dialogs.Transfer)) error           { return nil }
func (oneModel) Add(context.Context, string, func(dialogs.Transfer)) (string, error) { return "", nil }
func (oneModel) Remove(string) error                                                 { return nil }
func (oneModel) Processors() ([][2]string, string)                                   { return nil, "" }
func (oneModel) SetProcessor(string) error                                           { return nil }

// greys gives grey pictures that are larger than the loupe and ready at once, and
// small thumbnails.
type greys struct {
	mu   sync.Mutex
	made map[int]*image.RGBA
}

func (c *greys) picture(size int) *image.RGBA {
	c.mu.Lock()
	defer c.mu.Unlock()
	if size == 0 || size > 1600 {
		size = 1600
	}
	if c.made[size] == nil {
		if c.made == nil {
			c.made = map[int]*image.RGBA{}
		}
		img := image.NewRGBA(image.Rect(0, 0, size, size*2/3))
		draw.Draw(img, img.Rect, image.NewUniform(color.Gray{0x60}), image.Point{}, draw.Src)
		c.made[size] = img
	}
	return c.made[size]
}

func (c *greys) Picture(_ context.Context, _ *photo.Photo, size int) (*image.RGBA, error) {
	return c.picture(size), nil
}

func (c *greys) Thumb(context.Context, *photo.Photo, int) (*image.RGBA, error) {
	return c.picture(24), nil
}

func (c *greys) Cached(*photo.Photo, int) (*image.RGBA, bool) {
	return c.picture(1600), true
}

// noProfiles is a shelf on which nothing is yet.
type noProfiles struct{ dialogs.ProfileShelf }

func (noProfiles) Profile() (string, error)               { return "", nil }
func (noProfiles) ListProfiles() ([]profile.Entry, error) { return nil, nil }
