// Package busy waits for files that another program has open and lets nobody else
// have: importers while they write, virus scanners and indexers for a moment. On
// Windows that is common, elsewhere it happens on network disks.
package busy

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// Err is in every error of a file that stayed busy.
var Err = errors.New("another program has it open: close it there and try again")

// A file is asked for again after a pause, which doubles each time: for about
// a second in all.
const (
	tries = 8
	pause = 8 * time.Millisecond
)

// Retry repeats what may meet a busy file while it is busy. An error that
// remains is Err as well as what the system said; any other comes back at once.
func Retry(do func() error) error { return retry(do, time.Sleep) }

func retry(do func() error, sleep func(time.Duration)) error {
	for try := 0; ; try++ {
		err := do()
		if err == nil || !isBusy(err) {
			return err
		}
		if try == tries-1 {
			return fmt.Errorf("%w (%w)", Err, err)
		}
		sleep(pause << try)
	}
}

// Open is os.Open with Retry.
func Open(path string) (f *os.File, err error) {
	err = Retry(func() error {
		f, err = os.Open(path)
		return err
	})
	return f, err
}

// Rename is os.Rename with Retry.
func Rename(from, to string) error { return Retry(func() error { return os.Rename(from, to) }) }

// Remove is os.Remove with Retry.
func Remove(path string) error { return Retry(func() error { return os.Remove(path) }) }
