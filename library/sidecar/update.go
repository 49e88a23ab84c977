package sidecar

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"culler/library/busy"
	"culler/library/keep"
)

// ErrReadOnly is for a folder or a sidecar that may not be written, such as
// those of a locked card. Nothing was written then.
var ErrReadOnly = errors.New("sidecars cannot be written here, because the folder, the card or the sidecar is read-only")

// State is what a sidecar file said at some moment. The zero State is a file
// that is not there.
type State struct {
	Fields  Fields    `json:"fields"`
	Size    int64     `json:"size"` // bytes
	ModTime time.Time `json:"modTime,omitzero"`
	Exists  bool      `json:"exists"`
}

// Unchanged tells whether a file that looks so is the one that was read.
func (s State) Unchanged(info fs.FileInfo) bool {
	return s.Exists && s.Size == info.Size() && s.ModTime.Equal(info.ModTime())
}

// Load reads a sidecar. One that is not there is no error.
func Load(path string) (State, error) {
	_, s, err := load(path)
	return s, err
}

func load(path string) ([]byte, State, error) {
	type loaded struct {
		b []byte
		s State
	}
	l, err := inTime(path, func() (loaded, error) {
		b, s, err := readFile(path)
		return loaded{b, s}, err
	})
	return l.b, l.s, err
}

// readFile reads a file, but nothing that would never end, such as a pipe: what it
// is is asked before it is opened, and again of what was opened.
func readFile(path string) ([]byte, State, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, State{}, fmt.Errorf("%s: %w", path, ErrNoFile)
	}
	f, err := openAtOnce(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, State{}, nil
	}
	if err != nil {
		return nil, State{}, fmt.Errorf("read the sidecar %s: %w", path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, State{}, fmt.Errorf("read the sidecar %s: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, State{}, fmt.Errorf("%s: %w", path, ErrNoFile)
	}
	b, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, State{}, fmt.Errorf("read the sidecar %s: %w", path, err)
	}
	fields, err := Parse(b)
	if err != nil {
		return nil, State{}, fmt.Errorf("%s: %w", path, err)
	}
	return b, State{Fields: fields, Size: info.Size(), ModTime: info.ModTime(), Exists: true}, nil
}

// ErrNoFile is for a folder, a pipe or a device that is named like a sidecar.
var ErrNoFile = errors.New("this is not a file, although it is named like a sidecar: it was left as it is")

// ErrSlow is for a disk or a share that does not answer.
var ErrSlow = errors.New("the disk or the share does not answer")

// answer is how long a disk may take for one sidecar: one that was asleep spins
// up in less.
var answer = 15 * time.Second

// inTime does something with a file that may never end where a share does not
// answer. It is left behind then.
func inTime[T any](path string, do func() (T, error)) (T, error) {
	type result struct {
		v   T
		err error
	}
	done := make(chan result, 1)
	go func() {
		v, err := do()
		done <- result{v, err}
	}()
	late := time.NewTimer(answer)
	defer late.Stop()
	select {
	case r := <-done:
		return r.v, r.err
	case <-late.C:
		var none T
		return none, fmt.Errorf("%s: %w", path, ErrSlow)
	}
}

const (
	attempts = 50                    // how often Change starts again because another program wrote meanwhile
	patience = 5                     // how often it looks again at a file that seems half written
	pause    = 10 * time.Millisecond // between them
)

// Change makes a sidecar say something else, or begins one: change gets what
// it says now and returns what is to be written, and is asked again if another
// program wrote the sidecar meanwhile. Change returns what the sidecar says
// then.
//
// The new sidecar is written to a hidden file in the same folder, synced and
// renamed, so that at any moment, even after a crash, there is either the old
// one or the new one. Its permissions, its owner and its extended attributes stay
// where the system allows that; another name of the same file, as snapshots of
// backup programs have, keeps what it said. Two Cullers that write at the same
// time wait for each other. If nothing changes, nothing is written.
//
// before may be nil; else Change takes back by it, and notes in it, what it does.
func Change(path string, before *Before, change func(now State) Fields) (State, error) {
	if before == nil {
		before = new(Before)
	}
	real, err := inTime(path, func() (string, error) { return filepath.EvalSymlinks(path) })
	switch {
	case errors.Is(err, ErrSlow):
		return State{}, err
	case err == nil:
		path = real // the link stays a link
	}
	for try := range attempts {
		if try > 0 {
			time.Sleep(pause)
		}
		old, now, err := load(path)
		if errors.Is(err, ErrBroken) && try < patience {
			continue // perhaps another program is in the midst of writing it
		}
		if err != nil {
			return State{}, err
		}
		before.seen(old, now.Fields)
		b, err := Merge(old, before.inOldWords(change(now)))
		if err != nil {
			return State{}, fmt.Errorf("%s: %w", path, err)
		}
		original := before.original(old)
		if before.Owes(before.Decided) {
			b = original
		}
		if bytes.Equal(b, old) {
			return now, nil
		}
		_, err = inTime(path, func() (struct{}, error) { return struct{}{}, replace(path, old, now, b) })
		if errors.Is(err, errChanged) {
			continue
		}
		if err != nil {
			return State{}, err
		}
		before.changed(original, b)
		return Load(path)
	}
	return State{}, fmt.Errorf("write the sidecar %s: another program writes it all the time", path)
}

var errChanged = errors.New("another program wrote the sidecar meanwhile")

// replace puts a new sidecar in the place of the old one, or none if b is nil.
func replace(path string, old []byte, was State, b []byte) (err error) {
	defer func() {
		if err != nil && !errors.Is(err, busy.Err) && (errors.Is(err, fs.ErrPermission) || readOnly(err)) {
			err = fmt.Errorf("%s: %w (%w)", path, ErrReadOnly, err)
		}
	}()
	dir := filepath.Dir(path)
	mode := fs.FileMode(0o666)
	if info, err := os.Stat(dir); err == nil && locked(info) {
		return fs.ErrPermission // whatever this user may do, somebody did not want it
	}
	if was.Exists {
		info, err := os.Stat(path)
		if err != nil {
			return errChanged
		}
		if locked(info) {
			return fs.ErrPermission
		}
		mode = info.Mode().Perm()
	}
	if b == nil {
		return takeOut(path, old)
	}
	temp, err := write(path, b, mode, was.Exists)
	if err != nil {
		return fmt.Errorf("write the sidecar %s: %w", path, err)
	}
	if was.Exists {
		keep.Owner(path, temp)
		keep.Attributes(path, temp)
	}
	defer os.Remove(temp) // it is gone if all went well

	unlock := lock(dir)
	defer unlock()
	if current, _, err := load(path); err != nil || !bytes.Equal(current, old) || (current == nil) != (old == nil) {
		return errChanged
	}
	if err = busy.Rename(temp, path); err != nil {
		return fmt.Errorf("replace the sidecar %s: %w", path, err)
	}
	syncDir(dir)
	return nil
}

// locked tells whether nobody may write a file or folder.
func locked(info fs.FileInfo) bool { return info.Mode().Perm()&0o222 == 0 }

// Files on their way are named .culler-0123456789abcdef.tmp.
const (
	onTheWay = ".culler-"
	notYet   = ".tmp"
)

// onItsWay is a new name beside path.
func onItsWay(path string) string {
	var random [8]byte
	rand.Read(random[:])
	return filepath.Join(filepath.Dir(path), onTheWay+hex.EncodeToString(random[:])+notYet)
}

// write makes a synced file beside path.
func write(path string, b []byte, mode fs.FileMode, exactly bool) (temp string, err error) {
	temp = onItsWay(path)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return "", err
	}
	_, err = f.Write(b)
	if err == nil && exactly {
		f.Chmod(mode) // best effort: a card's file system knows no permissions
	}
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		os.Remove(temp)
		return "", err
	}
	return temp, nil
}

// Leftover tells whether a file, by its name, is an unfinished sidecar, which a
// crash left behind. One that is older than a minute may be removed.
func Leftover(path string) bool {
	name := filepath.Base(path)
	return strings.HasPrefix(name, onTheWay) && strings.HasSuffix(name, notYet) && len(name) == len(onTheWay)+16+len(notYet)
}
