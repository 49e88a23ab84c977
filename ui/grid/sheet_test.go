package grid

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"culler/library/photo"
	"culler/ui/theme"
	"culler/ui/uitest"
	"culler/ui/workspace/snapshot"
)

// wall is a source of photos by number, and gives thumbnails of them.
type wall struct {
	n      int
	change func(*Info)
	photos []photo.Photo

	mu    sync.Mutex
	asked []int
	gate  chan struct{} // nil: at once
}

func newWall(n int) *wall {
	w := &wall{n: n, photos: make([]photo.Photo, n)}
	for i := range w.photos {
		w.photos[i] = photo.Photo{Name: fmt.Sprint(i), Files: []photo.File{{Path: fmt.Sprint(i, ".jpg"), Size: int64(i)}}}
	}
	return w
}

func (w *wall) Len() int                 { return w.n }
func (w *wall) Photo(i int) *photo.Photo { return &w.photos[i] }
func (w *wall) Info(k int) Info {
	i := Info{Photo: k, Title: fmt.Sprintf("IMG_%04d.jpg", k), Percentile: -1, Of: 1, Stack: Stack{Frames: 1}}
	if w.change != nil {
		w.change(&i)
	}
	return i
}

func (w *wall) Thumb(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	if w.gate != nil {
		select {
		case <-w.gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	w.mu.Lock()
	w.asked = append(w.asked, int(p.Files[0].Size))
	w.mu.Unlock()
	if p.Files[0].Size == 3 {
		return nil, errors.New("it is torn")
	}
	return image.NewRGBA(image.Rect(0, 0, size, size*2/3)), nil
}

func (w *wall) list() []int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.asked)
}

// hung is a sheet of 640 x 480 that shows a wall.
func hung(t testing.TB, w *wall, single bool) (*Sheet, *uitest.App) {
	app := uitest.NewApp(t)
	l := NewLoader(w)
	t.Cleanup(l.Close)
	g := New(w, l, single)
	win := app.NewWindow("")
	win.SetPadded(false)
	win.SetContent(g)
	win.Resize(fyne.NewSize(640, 480))
	g.Update()
	return g, app
}

func pictures(g *Sheet) (n int) {
	for _, c := range g.cells {
		if c.picture.Visible() && c.shown != nil {
			n++
		}
	}
	return n
}

func TestOnlyWhatIsOnScreenHasCellsAndThumbnails(t *testing.T) {
	w := newWall(10_000)
	g, app := hung(t, w, false)
	if g.columns != 3 || len(g.cells) > 15 {
		t.Fatalf("%d columns and %d cells", g.columns, len(g.cells))
	}
	app.Wait(t, "the thumbnails are there", func() bool { return pictures(g) == len(g.cells)-1 }) // photo 3 is torn
	on := len(g.cells)
	g.ScrollTo(fyne.NewPos(0, 1e9))
	app.Wait(t, "the last thumbnails are there", func() bool { return pictures(g) == len(g.cells) })
	if _, ok := g.cells[9999]; !ok || len(g.cells)+len(g.free) > 2*on {
		t.Errorf("at the end there are %d cells on screen and %d at rest", len(g.cells), len(g.free))
	}
	if n := len(w.list()); n > 2*on+2 {
		t.Errorf("%d thumbnails were fetched for two screens of %d", n, on)
	}
}

func TestTheLastScreenAskedForIsServedFirst(t *testing.T) {
	w := newWall(10_000)
	w.gate = make(chan struct{})
	g, app := hung(t, w, false)
	for range 20 {
		g.ScrollTo(g.Offset().AddXY(0, 3000))
	}
	close(w.gate)
	app.Wait(t, "the thumbnails are there", func() bool { return pictures(g) == len(g.cells) })
	if n := len(w.list()); n > 6+2*len(g.cells) {
		t.Errorf("%d thumbnails were fetched, though only the last of 20 screens was looked at", n)
	}
}

func TestAClickHitsTheCellBelowIt(t *testing.T) {
	g, _ := hung(t, newWall(100), false)
	g.ScrollTo(fyne.NewPos(0, 700))
	var tapped, opened, menu []int
	var with fyne.KeyModifier
	g.OnTap = func(k int, m fyne.KeyModifier) { tapped, with = append(tapped, k), m }
	g.OnOpen = func(k int) { opened = append(opened, k) }
	g.OnMenu = func(k int, _ fyne.Position) { menu = append(menu, k) }
	for k := range g.cells {
		tapped = nil
		at := g.at(k).AddXY(g.cell.Width/2, g.cell.Height/2)
		g.surface.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: fyne.KeyModifierShift})
		if !slices.Equal(tapped, []int{k}) || with != fyne.KeyModifierShift {
			t.Errorf("a click on %d hit %v", k, tapped)
		}
	}
	g.surface.DoubleTapped(&fyne.PointEvent{Position: g.at(30).AddXY(9, 9)})
	g.surface.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: g.at(31).AddXY(9, 9)}, Button: desktop.MouseButtonSecondary})
	if !slices.Equal(opened, []int{30}) || !slices.Equal(menu, []int{31}) {
		t.Errorf("opened are %v, a menu was opened on %v", opened, menu)
	}
	tapped = nil
	g.surface.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: g.at(99).AddXY(g.cell.Width*1.5, 9)}, Button: desktop.MouseButtonPrimary})
	if tapped != nil {
		t.Errorf("a click beside the last photo hit %v", tapped)
	}
}

func TestRevealScrollsAsLittleAsNeeded(t *testing.T) {
	g, _ := hung(t, newWall(1000), false)
	g.Reveal(1)
	if g.Offset().Y != 0 {
		t.Errorf("what is on screen scrolled it to %v", g.Offset().Y)
	}
	g.Reveal(500)
	if _, ok := g.cells[500]; !ok {
		t.Fatal("photo 500 is not on screen")
	}
	at := g.Offset().Y
	g.Reveal(500 - g.columns)
	if g.Offset().Y != at {
		t.Error("the row above, which was on screen, moved it")
	}
	g.Reveal(0)
	if g.Offset().Y != 0 {
		t.Errorf("the first photo is shown at %v", g.Offset().Y)
	}
	row, _ := hung(t, newWall(50), true)
	row.Reveal(49)
	if _, ok := row.cells[49]; !ok || row.Offset().X == 0 {
		t.Error("the last frame of a strip is not on screen")
	}
}

func TestACellIsDrawnAnewOnlyIfItChanged(t *testing.T) {
	c := newCell()
	size := fyne.NewSize(190, 150)
	uitest.NewApp(t)
	info := Info{Photo: 1, Title: "IMG_0001.jpg", Percentile: 73.4, Of: 3, Place: 2, Stack: Stack{Frames: 1}}
	if !c.show(info, size, 1) || c.show(info, size, 1) {
		t.Error("a cell that did not change was drawn")
	}
	if c.score.Text != "73" || c.count.Text != "2/3" || c.title.Text != "IMG_0001.jpg" || c.flag.Visible() || c.veil.Visible() || c.stars.Visible() || c.stack.Visible() {
		t.Errorf("the cell reads %q, %q, %q", c.score.Text, c.count.Text, c.title.Text)
	}
	info.Flag, info.Stars, info.Label, info.Frames, info.Close = photo.Rejected, 3, photo.Blue, 3, true
	info.Rejects, info.Picks, info.State = 1, 1, snapshot.Decided
	if !c.show(info, size, 1) || !c.flag.Visible() || !c.cross.Visible() || c.chosen.Text != "1" || c.refused.Text != "1" || c.veil.Visible() || !c.done.Visible() || !c.stars.Visible() || !c.label.Visible() || !c.stack.Visible() ||
		c.count.Text != "3" || c.mark.Text != "close" {
		t.Error("marks are missing")
	}
	info.Rejects, info.Picks = 3, 0
	if c.show(info, size, 1); !c.veil.Visible() || c.flag.Visible() || c.chosen.Visible() || c.refused.Text != "3" {
		t.Error("a stack that is rejected does not look so")
	}
	if !c.show(info, size, 2) {
		t.Error("another theme changed nothing")
	}
	long := info
	long.Title = "a name that is much too long to fit under any thumbnail_0042.jpg"
	c.show(long, size, 2)
	if got := c.title.Text; len(got) >= len(long.Title) || got[len(got)-8:] != "0042.jpg" {
		t.Errorf("a long name reads %q", got)
	}
}

func TestForgottenThumbnailsAreFetchedAgain(t *testing.T) {
	w := newWall(5)
	g, app := hung(t, w, false)
	box, _ := g.pixels()
	app.Wait(t, "all were fetched", func() bool {
		return !slices.ContainsFunc([]int{0, 1, 2, 3, 4}, func(i int) bool { _, ok := g.loader.Get(i, box); return !ok })
	})
	before := len(w.list())
	g.Update() // nothing is missing
	g.loader.Forget([]int{2})
	g.Update()
	app.Wait(t, "a thumbnail is fetched again", func() bool { return len(w.list()) > before })
	if got := w.list()[before:]; !slices.Equal(got, []int{2}) {
		t.Errorf("fetched again are %v", got)
	}
}

func TestThumbnailsStayWithinTheirMemory(t *testing.T) {
	w := newWall(1)
	l := NewLoader(w)
	defer l.Close()
	img := image.NewRGBA(image.Rect(0, 0, 1000, 1000))
	for i := range 100 {
		r := &Request{Photo: i, Box: image.Pt(1000, 1000)}
		l.busy[key{i, r.Box}] = r
		l.store(r, img)
	}
	if l.bytes > cacheBytes {
		t.Errorf("%d bytes are held", l.bytes)
	}
	if _, ok := l.Get(99, image.Pt(1000, 1000)); !ok {
		t.Error("the last one is gone")
	}
	if _, ok := l.Get(0, image.Pt(1000, 1000)); ok {
		t.Error("the first one is still there")
	}
}

func TestPicturesFitTheirCells(t *testing.T) {
	for _, c := range []struct{ w, h, bw, bh, tw, th int }{
		{256, 171, 180, 126, 180, 120}, {171, 256, 180, 126, 84, 126}, {40, 20, 180, 126, 100, 50}, {256, 256, 256, 256, 256, 256},
	} {
		got := fit(image.NewRGBA(image.Rect(0, 0, c.w, c.h)), image.Pt(c.bw, c.bh)).Rect.Size()
		if got != image.Pt(c.tw, c.th) {
			t.Errorf("%d x %d in %d x %d became %v", c.w, c.h, c.bw, c.bh, got)
		}
	}
}

// Our own share of a frame while 10,000 photos scroll by at 3,600 pixels a second
// and their thumbnails come in.
func BenchmarkScroll10k(b *testing.B) {
	w := newWall(10_000)
	g, app := hung(b, w, false)
	g.Resize(fyne.NewSize(1072, 620))
	var laps uitest.Laps
	for b.Loop() {
		laps.Time(func() {
			was := g.Offset()
			g.ScrollTo(was.AddXY(0, 60))
			if g.Offset() == was {
				g.ScrollTo(fyne.Position{})
			}
			app.Run()
		})
	}
	laps.Report(b)
}

func TestFlagsAndStarsOfACellAreClicked(t *testing.T) {
	uitest.NewApp(t)
	g, _ := hung(t, newWall(50), false)
	d := photo.Decision{}
	opened := false
	g.OnMark = func(k int, change Change) {
		if k != 3 {
			t.Errorf("the mark is place %d's", k)
		}
		d = change(d)
	}
	g.OnOpen = func(int) { opened = true }
	mouse := func(at fyne.Position) *desktop.MouseEvent {
		return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: g.at(3).Add(at)}, Button: desktop.MouseButtonPrimary}
	}
	small := theme.Size(theme.Small)
	stars, edge := starsAt(pictureBox(g.cell, textHeight(small)), small)
	g.surface.MouseMoved(mouse(fyne.NewPos(60, 60)))
	if c := g.cells[3]; !c.flag.Visible() || !c.cross.Visible() || !c.stars.Visible() || g.cells[2].flag.Visible() {
		t.Error("what can be clicked does not show under the mouse, or elsewhere as well")
	}
	for _, c := range []struct {
		at   fyne.Position
		want photo.Decision
	}{
		{flagAt(0, small).AddXY(6, 6), photo.Decision{Flag: photo.Picked}}, {flagAt(1, small).AddXY(6, 6), photo.Decision{Flag: photo.Rejected}},
		{flagAt(1, small).AddXY(6, 6), photo.Decision{}}, {stars.AddXY(3.5*edge, 4), photo.Decision{Stars: 4}}, {stars.AddXY(3.5*edge, 4), photo.Decision{}},
	} {
		g.surface.MouseDown(mouse(c.at))
		g.surface.DoubleTapped(&fyne.PointEvent{Position: g.at(3).Add(c.at)})
		if d != c.want || opened {
			t.Errorf("a click at %v leaves %+v, want %+v; the photo was opened: %t", c.at, d, c.want, opened)
		}
	}
	g.surface.MouseOut()
	if g.cells[3].flag.Visible() {
		t.Error("the marks stay when the mouse is gone")
	}
}

// In a low window cells are as large as what can be seen whole.
func TestACellIsNeverHigherThanTheSheet(t *testing.T) {
	g, _ := hung(t, newWall(100), false)
	g.SetCellWidth(MostCell)
	for _, room := range []fyne.Size{{Width: 355, Height: 190}, {Width: 250, Height: 150}, {Width: 900, Height: 240}, {Width: 3400, Height: 500}} {
		g.Resize(room)
		if g.cell.Height+2*gutter > room.Height {
			t.Errorf("in a sheet of %v a cell is %v", room, g.cell)
		}
	}
	g.Resize(fyne.NewSize(640, 480))
	if g.columns != 1 {
		t.Errorf("where there is room for cells of %v there are %d columns", g.CellWidth(), g.columns)
	}
}

func TestAVerdictNeverHidesASmallThumbnail(t *testing.T) {
	uitest.NewApp(t)
	c := newCell()
	info := Info{Photo: 1, Title: "IMG_0001.jpg", Of: 3, Close: true, Stack: Stack{Frames: 1}}
	if c.show(info, fyne.NewSize(120, 100), 1); !c.note.Visible() {
		t.Error("a thumbnail does not say that its burst is close")
	}
	if c.show(info, fyne.NewSize(58, 62), 1); c.note.Visible() || c.mark.Visible() {
		t.Errorf("a badge of %v lies on a thumbnail of %v", c.note.Size(), pictureBox(c.size, textHeight(theme.Size(theme.Small))))
	}
}

// Where a name has no room the place in the burst is still told, and stars never
// leave the thumbnail.
func TestASmallCellKeepsItsPlaceAndItsStars(t *testing.T) {
	uitest.NewApp(t)
	c := newCell()
	c.show(Info{Photo: 1, Lead: "15. ", Title: "IMG_0001.jpg", Stars: 5, Percentile: 48, Stack: Stack{Frames: 1}}, fyne.NewSize(58, 62), 1)
	if c.title.Text != "15." {
		t.Errorf("the cell reads %q", c.title.Text)
	}
	if end := c.stars.Position().X + c.stars.Size().Width; end > 58-margin {
		t.Errorf("five stars end at %v in a cell of 58", end)
	}
}
