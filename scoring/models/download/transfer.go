package download

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// transfer is one Fetch under way: attempt after attempt fills the part.
type transfer struct {
	client *Client
	file   File
	part   *part
	meter  *meter
	pause  *backoff.ExponentialBackOff

	total     int64 // of the file in bytes; 0 while unknown
	best      int64 // the most bytes that ever were there
	fruitless int   // attempts in a row without a new byte
	wrong     int   // whole files that had a wrong sum
	answered  bool  // a server has answered at least once
	noRange   bool  // the server does not send parts of files
}

// attempt asks the server once for what is missing. An error that a further
// attempt cannot help is marked as permanent.
func (t *transfer) attempt(ctx context.Context) error {
	err := t.request(ctx)
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return backoff.Permanent(ctx.Err())
	}
	if t.part.n > t.best {
		t.best, t.fruitless = t.part.n, 0
		t.pause.Reset()
	} else {
		t.fruitless++
	}
	most := or(t.client.Tries, defaultTries)
	if !t.answered {
		most = min(most, firstTries)
	}
	if t.fruitless >= most {
		return backoff.Permanent(err)
	}
	return err
}

func (t *transfer) waiting(err error, d time.Duration) {
	t.meter.wait(fmt.Sprintf("%s; trying again in %s", plain(err), d.Round(time.Second/10)))
}

func (t *transfer) request(parent context.Context) error {
	if t.total > 0 && t.part.n > t.total {
		if err := t.part.restart(); err != nil {
			return onDisk(err)
		}
	}
	if t.total > 0 && t.part.n == t.total {
		return t.verify()
	}
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	patience := or(t.client.Stall, defaultStall)
	stall := time.AfterFunc(patience, func() { cancel(errStalled) })
	defer stall.Stop()

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, t.file.URL, nil)
	if err != nil {
		return backoff.Permanent(because(ErrGone, "its address %q is not one", t.file.URL))
	}
	req.Header.Set("User-Agent", "Culler")
	req.Header.Set("Accept-Encoding", "identity") // the sum is of the file itself
	if t.part.n > 0 && !t.noRange {
		req.Header.Set("Range", "bytes="+strconv.FormatInt(t.part.n, 10)+"-")
		if tag := t.part.saved(t.file.URL); tag != "" {
			req.Header.Set("If-Range", tag)
		}
	}
	resp, err := t.client.http().Do(req)
	if err != nil {
		return t.unreachable(ctx, err)
	}
	defer resp.Body.Close()
	t.answered = true
	whole, err := t.accept(resp)
	if err != nil || whole {
		if err == nil {
			err = t.verify()
		}
		return err
	}
	err = t.receive(resp.Body, func() { stall.Reset(patience) })
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	if err != nil {
		return err
	}
	if t.total > 0 && t.part.n < t.total {
		return errCut
	}
	return t.verify()
}

// accept judges the head of an answer and prepares the part for its body.
// whole is true where the answer tells that nothing is missing.
func (t *transfer) accept(resp *http.Response) (whole bool, err error) {
	switch resp.StatusCode {
	case http.StatusPartialContent:
		from, total, ok := contentRange(resp.Header.Get("Content-Range"))
		if !ok || from != t.part.n {
			t.noRange = true
			return false, because(ErrBroken, "the server sent another piece of the file than the one asked for")
		}
		if total > 0 && t.total > 0 && total != t.total {
			return false, t.otherLength(total)
		}
		t.known(total)
		return false, nil
	case http.StatusOK:
		if isPage(resp.Header.Get("Content-Type")) {
			return false, backoff.Permanent(errPage)
		}
		if n := resp.ContentLength; n >= 0 && t.file.Size > 0 && n != t.file.Size {
			return false, t.otherLength(n)
		}
		// The file from its beginning: the server does not send pieces, or the
		// file has changed there since.
		if t.part.n > 0 {
			if err := t.part.restart(); err != nil {
				return false, onDisk(err)
			}
		}
		t.part.save(tag{t.file.URL, validator(resp.Header)})
		if t.file.Size == 0 {
			t.total = 0
			if resp.ContentLength > unknownMost {
				return false, backoff.Permanent(because(ErrWrong, "the server offers %d GB, more than any model has", resp.ContentLength>>30))
			}
			t.known(resp.ContentLength)
			if err := t.client.Room(t.part.path, t.total); err != nil {
				return false, backoff.Permanent(err)
			}
		}
		t.meter.start(0)
		return false, nil
	case http.StatusRequestedRangeNotSatisfiable:
		if _, total, ok := contentRange(resp.Header.Get("Content-Range")); ok && t.file.Size == 0 && total == t.part.n {
			return true, nil
		}
		if err := t.part.restart(); err != nil {
			return false, onDisk(err)
		}
		return false, because(ErrBroken, "the server could not go on with what was there")
	}
	return false, refused(resp)
}

func (t *transfer) known(total int64) {
	if total > 0 {
		t.total = total
		t.meter.total = total
	}
}

func (t *transfer) otherLength(n int64) error {
	return because(ErrWrong, "the server offers a file of %d bytes in place of one of %d", n, t.total)
}

// receive adds the body to the part, up to the file's length.
func (t *transfer) receive(body io.Reader, alive func()) error {
	left := int64(unknownMost) - t.part.n
	if t.total > 0 {
		left = t.total - t.part.n
	}
	buf := make([]byte, 128<<10)
	for left > 0 {
		n, err := body.Read(buf[:min(int64(len(buf)), left)])
		if n > 0 {
			alive()
			if _, err := t.part.Write(buf[:n]); err != nil {
				return onDisk(err)
			}
			left -= int64(n)
			t.meter.add(n)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return errCut
		}
	}
	return nil
}

// verify compares the sum of the whole file.
func (t *transfer) verify() error {
	if t.part.hex() == t.file.SHA256 {
		return nil
	}
	page := isPage(http.DetectContentType(t.part.head()))
	err := because(ErrWrong, "what arrived is not the file that was published (its SHA-256 is %s, not %s), so it was discarded; try again later, and through another network if there is one",
		t.part.hex(), t.file.SHA256)
	if page {
		err = errPage
	}
	if e := t.part.restart(); e != nil {
		return onDisk(e)
	}
	t.meter.start(0)
	t.best = 0
	if t.wrong++; page || t.wrong >= wrongTries {
		return backoff.Permanent(err)
	}
	return err
}

// contentRange reads "bytes from-to/total" and "bytes */total"; total is 0
// where the server does not tell it.
func contentRange(s string) (from, total int64, ok bool) {
	s, found := strings.CutPrefix(s, "bytes ")
	if !found {
		return 0, 0, false
	}
	span, all, found := strings.Cut(strings.TrimSpace(s), "/")
	if !found {
		return 0, 0, false
	}
	if all != "*" {
		n, err := strconv.ParseInt(all, 10, 64)
		if err != nil || n <= 0 {
			return 0, 0, false
		}
		total = n
	}
	if span == "*" {
		return 0, total, total > 0
	}
	first, last, found := strings.Cut(span, "-")
	a, err1 := strconv.ParseInt(first, 10, 64)
	b, err2 := strconv.ParseInt(last, 10, 64)
	if !found || err1 != nil || err2 != nil || a < 0 || b < a || (total > 0 && b >= total) {
		return 0, 0, false
	}
	return a, total, true
}

// validator is what identifies the version of a file in If-Range: only a strong
// ETag or a date may (RFC 9110, section 13.1.5).
func validator(h http.Header) string {
	if e := h.Get("ETag"); strings.HasPrefix(e, `"`) {
		return e
	}
	return h.Get("Last-Modified")
}

func isPage(contentType string) bool {
	t, _, err := mime.ParseMediaType(contentType)
	return err == nil && (t == "text/html" || t == "application/xhtml+xml")
}

var errTooManyRedirects = errors.New("too many redirects")
