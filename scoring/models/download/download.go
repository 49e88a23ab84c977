// Package download fetches large files so that each arrives whole and right or
// not at all. A transfer that was interrupted, by a bad line, by the user or by
// the end of the program, resumes where it stopped.
package download

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"

	"culler/library/phrase"
)

// File is a file to be fetched.
type File struct {
	URL    string
	Path   string // where it goes; until it is whole it is in Path + ".part"
	Size   int64  // in bytes; 0: not known
	SHA256 string // in hexadecimal
}

// Progress tells how far a transfer is.
type Progress struct {
	Done    int64         // bytes that have arrived, those of earlier sessions included
	Total   int64         // bytes in all; 0 while unknown
	Speed   float64       // bytes a second over the last few seconds
	Left    time.Duration // estimate of the time still needed; 0 while unknown
	Waiting string        // why nothing arrives just now, as a sentence; "" while bytes flow
}

// Client fetches files. The zero value is ready for use and may be used by
// several goroutines. Proxies are taken from the environment, as HTTP_PROXY,
// HTTPS_PROXY and NO_PROXY.
type Client struct {
	HTTP  *http.Client                     // nil: one with sensible time-outs
	Tries int                              // attempts in a row that bring nothing new before it gives up; 0: 6
	Wait  time.Duration                    // the first pause between attempts, doubled each time; 0: half a second
	Stall time.Duration                    // an attempt that brings no byte for so long is given up; 0: 30 s
	Free  func(dir string) (uint64, error) // free bytes on a disk; nil: the system is asked
}

// Kinds of failure, for errors.Is. The errors themselves are sentences for
// people.
var (
	ErrOffline = errors.New("offline")          // the server could not be reached
	ErrSpace   = errors.New("disk full")        // there is not enough room for the file
	ErrBusy    = errors.New("busy")             // another Culler is fetching the file
	ErrWrong   = errors.New("not the file")     // what the server sends is another file
	ErrGone    = errors.New("not on offer")     // the server does not have the file, or not for us
	ErrBroken  = errors.New("connection broke") // it broke again and again
)

const (
	defaultTries = 6
	firstTries   = 3 // before any answer has come: the computer is probably offline
	defaultWait  = 500 * time.Millisecond
	longestWait  = 30 * time.Second
	defaultStall = 30 * time.Second
	wrongTries   = 2       // whole files with a wrong checksum before it gives up
	unknownMost  = 8 << 30 // bytes of a file whose size nobody tells
	reserve      = 64 << 20
)

// Fetch brings one file to its Path: from the net, from what an earlier Fetch
// left, or, where the right file is in place already, from nowhere. When it
// returns nil the file is whole, has the right SHA-256 and is on disk. Any
// other file at Path is replaced only then. On an error what has arrived stays
// in Path + ".part" for the next Fetch, unless it was wrong.
//
// progress, which may be nil, is called from one goroutine, about ten times a
// second.
func (c *Client) Fetch(ctx context.Context, f File, progress func(Progress)) error {
	f.SHA256 = strings.ToLower(f.SHA256)
	if b, err := hex.DecodeString(f.SHA256); err != nil || len(b) != 32 || f.Size < 0 {
		return fmt.Errorf("fetch %s: its size or SHA-256 is not known, so it could not be checked", f.name())
	}
	m := newMeter(f.Size, progress)
	if there, err := f.there(ctx); err != nil {
		return f.failed(err)
	} else if there {
		m.whole(f.Path)
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o755); err != nil {
		return f.failed(err)
	}
	p, err := openPart(ctx, f.Path)
	if err != nil {
		return f.failed(err)
	}
	defer p.close()
	m.start(p.n)
	if err := c.room(f, p.n); err != nil {
		return f.failed(err)
	}
	t := &transfer{client: c, file: f, part: p, meter: m, best: p.n, total: f.Size, pause: c.pauses()}
	_, err = backoff.Retry(ctx, func() (struct{}, error) { return struct{}{}, t.attempt(ctx) },
		backoff.WithBackOff(t.pause), backoff.WithMaxElapsedTime(0), backoff.WithNotify(t.waiting))
	if err == nil {
		err = p.finish(f.Path)
	}
	m.report(true)
	return f.failed(err)
}

func (c *Client) pauses() *backoff.ExponentialBackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval = or(c.Wait, defaultWait)
	b.Multiplier = 2
	b.MaxInterval = max(longestWait, b.InitialInterval)
	return b
}

// Remaining is how many bytes of a file are still to be fetched: its size less
// what lies at its Path or in its unfinished part, without looking into them.
func (f File) Remaining() int64 {
	for _, path := range []string{f.Path, f.Path + partSuffix} {
		if info, err := os.Stat(path); err == nil {
			return max(0, f.Size-info.Size())
		}
	}
	return f.Size
}

// Room tells whether so many more bytes fit on the disk of a folder, which need
// not exist yet. Where the system does not tell, they do.
func (c *Client) Room(dir string, bytes int64) error {
	free := c.Free
	if free == nil {
		free = freeBytes
	}
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	have, err := free(dir)
	if err != nil || bytes <= 0 || have >= uint64(bytes)+reserve {
		return nil
	}
	return because(ErrSpace, "there is too little space on the disk: %s are needed and %s are free; free some space and start again",
		phrase.Bytes(bytes+reserve), phrase.Bytes(int64(have)))
}

func (c *Client) room(f File, have int64) error {
	return c.Room(filepath.Dir(f.Path), f.Size-have)
}

// there tells whether the right file is in place already.
func (f File) there(ctx context.Context) (bool, error) {
	info, err := os.Stat(f.Path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if info.IsDir() {
		return false, because(nil, "there is a folder of that name at %s", f.Path)
	}
	if f.Size > 0 && info.Size() != f.Size {
		return false, nil
	}
	sum, err := sumFile(ctx, f.Path)
	return sum == f.SHA256, err
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}
