package uitest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"culler/ui/theme"
)

// App is Fyne without a screen, with one goroutine that owns the window, as on
// a screen: what fyne.Do is given waits until the test calls Run or Wait.
type App struct {
	fyne.App
	driver *driver
}

// base is Fyne's own app for tests, which all Apps share. It must never be the
// current one: it would run what a timer of an earlier test does beside the test.
var base = sync.OnceValue(test.NewApp)

// NewApp starts Fyne for a test, in Culler's dark theme.
func NewApp(t testing.TB) *App {
	a := &App{App: base()}
	a.driver = &driver{Driver: a.App.Driver(), more: make(chan struct{}, 1)}
	fyne.SetCurrentApp(a)
	a.Settings().SetTheme(theme.New(false, 1))
	t.Cleanup(func() {
		for _, w := range slices.Clone(a.driver.AllWindows())[1:] { // the first one is Fyne's own
			w.Close()
		}
	})
	return a
}

// Driver is Fyne's.
func (a *App) Driver() fyne.Driver { return a.driver }

// Run does what waits for the window's goroutine.
func (a *App) Run() {
	for {
		calls := a.driver.take()
		if len(calls) == 0 {
			return
		}
		for _, f := range calls {
			f()
		}
	}
}

// patience is how long Wait waits. It is long because machines may be busy, and
// only a test that fails waits for so long.
const patience = time.Minute

// Wait runs the window until something holds.
func (a *App) Wait(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); ; {
		a.Run()
		if holds() {
			return
		}
		if time.Now().After(end) {
			t.Fatal("in vain waited until " + what)
		}
		select {
		case <-a.driver.more:
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// driver is Fyne's for tests with a queue for the window's goroutine.
type driver struct {
	fyne.Driver
	more chan struct{}

	mu    sync.Mutex
	calls []func()
}

func (d *driver) take() []func() {
	d.mu.Lock()
	defer d.mu.Unlock()
	calls := d.calls
	d.calls = nil
	return calls
}

// DoFromGoroutine is Fyne's.
func (d *driver) DoFromGoroutine(f func(), wait bool) {
	done := make(chan struct{})
	d.mu.Lock()
	d.calls = append(d.calls, func() { f(); close(done) })
	d.mu.Unlock()
	select {
	case d.more <- struct{}{}:
	default:
	}
	if wait {
		<-done
	}
}
