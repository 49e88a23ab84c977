package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"culler/library/phrase"
	"culler/scoring/board"
	"culler/ui/dialogs/box"
)

// opening opens folders, one at a time: what is opened later wins.
type opening struct {
	w    *Window
	n    int    // of what was opened so far
	stop func() // stops what opens one; nil: nothing does
}

// folder opens a folder in place of the shoot that is open. It returns at once.
func (o *opening) folder(folder string) {
	o.n++
	n := o.n
	o.close() // it may be waiting for a share that does not answer
	ctx, stop := context.WithCancel(context.Background())
	o.stop = stop
	o.w.status.start("Opening "+folder, func() {
		stop()
		o.n++ // whatever comes of it comes too late
		o.w.status.end()
	})
	recursive := o.w.set.Recursive
	go func() {
		defer stop()
		shoot, err := o.w.deps.OpenShoot(ctx, folder, recursive)
		if err != nil {
			fyne.Do(func() {
				if o.n != n || o.w.closed {
					return
				}
				o.w.status.end()
				if !errors.Is(err, context.Canceled) {
					o.w.boxes.Alert("This folder could not be opened", err)
				}
			})
			return
		}
		b, err := o.w.deps.Board(ctx, shoot.Len())
		if err != nil {
			// The photographer's prompts have a fault; the measures rank.
			b = board.New(shoot.Len())
		}
		fyne.Do(func() {
			if o.n != n || o.w.closed {
				go shoot.Close()
				return
			}
			o.w.status.end()
			o.w.begin(shoot, b)
			if err != nil {
				o.w.say(phrase.Error(err))
			}
		})
	}()
}

// last opens the shoot that was opened last, if it is still there and
// nothing else was opened in the meantime: a drive that does not answer holds
// nobody up.
func (o *opening) last() {
	if o.w.deps.Recent == nil {
		return
	}
	n := o.n
	go func() {
		list, err := o.w.deps.Recent()
		if err != nil || len(list) == 0 || !box.IsFolder(list[0].Folder) {
			return // the empty window offers what there is
		}
		fyne.Do(func() {
			if o.n == n && !o.w.closed {
				o.folder(list[0].Folder)
			}
		})
	}()
}

// dropped opens a folder that was dropped on the window, or the folder of a
// photo that was.
func (o *opening) dropped(_ fyne.Position, uris []fyne.URI) {
	if len(uris) > 0 {
		o.folder(folderOf(uris[0].Path()))
	}
}

func (o *opening) choose() {
	begin := ""
	if o.w.ws != nil {
		begin = o.w.ws.Shoot().Folder()
	}
	o.w.boxes.Folder(begin, o.folder)
}

func (o *opening) demo() {
	if o.w.deps.DemoShoot == nil {
		o.w.say("There is no demo shoot in this build.")
		return
	}
	n := o.n
	ctx, stop := context.WithCancel(context.Background())
	o.w.status.start("Making the demo shoot", stop)
	go func() {
		defer stop()
		folder, err := o.w.deps.DemoShoot(ctx, func(done, total int) {
			o.w.tell(progress{what: "Making the demo shoot", done: done, total: total})
		})
		fyne.Do(func() {
			if o.n != n || o.w.closed {
				return
			}
			o.w.status.end()
			if errors.Is(err, context.Canceled) {
				return
			}
			if err != nil {
				o.w.boxes.Alert("The demo shoot could not be made", err)
				return
			}
			o.folder(folder)
		})
	}()
}

// close stops what opens a folder.
func (o *opening) close() {
	if o.stop != nil {
		o.stop()
	}
}

// folderOf is a folder itself, or the folder that a file is in.
func folderOf(path string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return filepath.Dir(path)
	}
	return path
}
