package handover

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"culler/library/busy"
	"culler/library/keep"
)

// system is what a hand-over asks of the disk. Tests put faults into it.
type system interface {
	Stat(path string) (fs.FileInfo, error)
	Lstat(path string) (fs.FileInfo, error)
	Open(path string) (io.ReadCloser, error)
	Create(path string) (file, error) // never over another file
	Link(from, to string) error       // never over another file
	Publish(temp, to string) error    // renames, never over another file
	Rename(from, to string) error     // only to names that nobody has
	Replace(temp, to string) error    // renames over a copy that is there
	Remove(path string) error
	MkdirAll(dir string) error
	List(dir string) ([]string, error)
	Chtimes(path string, t time.Time) error
	Keep(from, to string, mode fs.FileMode) // gives a copy permissions and the attributes of its original, as far as the disk can
	SyncDir(dir string) error
	Free(dir string) (uint64, error)
}

// file is one being written.
type file interface {
	io.WriteCloser
	Sync() error
}

// disk is the real one.
type disk struct{}

func (disk) Stat(path string) (fs.FileInfo, error)   { return os.Stat(path) }
func (disk) Lstat(path string) (fs.FileInfo, error)  { return os.Lstat(path) }
func (disk) Open(path string) (io.ReadCloser, error) { return busy.Open(path) }
func (disk) Create(path string) (file, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}
func (disk) Link(from, to string) error             { return os.Link(from, to) }
func (disk) Rename(from, to string) error           { return busy.Rename(from, to) }
func (disk) Replace(temp, to string) error          { return busy.Rename(temp, to) }
func (disk) Remove(path string) error               { return busy.Remove(path) }
func (disk) MkdirAll(dir string) error              { return os.MkdirAll(dir, 0o777) }
func (disk) Chtimes(path string, t time.Time) error { return os.Chtimes(path, t, t) }
func (disk) Keep(from, to string, mode fs.FileMode) {
	keep.Attributes(from, to)
	_ = os.Chmod(to, mode)
}
func (disk) SyncDir(dir string) error        { return syncDir(dir) }
func (disk) Free(dir string) (uint64, error) { return free(dir) }

// Publish links and unlinks where the disk has links, because a rename would
// replace a file that appeared meanwhile; where it has none, as on most memory
// cards, it looks first.
func (disk) Publish(temp, to string) error {
	err := os.Link(temp, to)
	if err == nil {
		return busy.Remove(temp)
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return busy.Rename(temp, to)
}

func (disk) List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	names := make([]string, len(entries))
	for k, e := range entries {
		names[k] = e.Name()
	}
	return names, err
}
