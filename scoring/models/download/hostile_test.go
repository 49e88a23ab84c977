package download

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// mood is how the hostile server treats one request.
type mood int

const (
	honest      mood = iota
	drops            // breaks the connection in the middle
	stops            // sends the head and a little, then nothing more
	longer           // announces more than it sends
	shorter          // announces and sends less than the file
	wrongBytes       // the right length, other bytes
	ignoresPart      // sends all of it, whatever was asked for
	wrongPart        // sends another piece than the one asked for
	liesOnPart       // sends another piece than it says
	trickles         // slow, in small pieces, without a length
	fails            // 503
	redirects        // to itself
	page             // a page to sign in, in place of the file
	endless          // bytes without end
	resets           // resets the connection before any answer
	moods
)

// hostile serves one body in bad moods.
type hostile struct {
	*httptest.Server
	mu     sync.Mutex
	body   []byte
	etag   string
	next   func() mood
	asked  []http.Header // of every request
	served int           // bytes of the body that were sent
}

func newHostile(t testing.TB, body []byte, next func() mood) *hostile {
	h := &hostile{body: body, etag: `"1"`, next: next}
	h.Server = httptest.NewServer(h)
	h.Config.ErrorLog = nil
	t.Cleanup(func() {
		h.CloseClientConnections()
		h.Close()
	})
	return h
}

// always is one mood for all requests.
func always(m mood) func() mood { return func() mood { return m } }

// first is a list of moods, and honesty afterwards.
func first(list ...mood) func() mood {
	return func() mood {
		if len(list) == 0 {
			return honest
		}
		m := list[0]
		list = list[1:]
		return m
	}
}

// any is a random mood, often an honest one.
func anyMood(r *rand.Rand) func() mood {
	return func() mood {
		if r.IntN(3) == 0 {
			return honest
		}
		return mood(r.IntN(int(moods)))
	}
}

func (h *hostile) requests() []http.Header {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.asked
}

func (h *hostile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	m, body, etag := h.next(), h.body, h.etag
	h.asked = append(h.asked, r.Header.Clone())
	h.mu.Unlock()

	from := 0
	if s, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes="); ok {
		fmt.Sscanf(s, "%d-", &from)
		if tag := r.Header.Get("If-Range"); tag != "" && tag != etag {
			from = 0
		}
		if from >= len(body) {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes */%d", len(body)))
			w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
			return
		}
	}
	head := w.Header()
	head.Set("Content-Type", "application/octet-stream")
	head.Set("ETag", etag)
	send := body[from:]
	switch m {
	case resets:
		h.reset(w)
	case fails:
		http.Error(w, "busy", http.StatusServiceUnavailable)
	case page:
		head.Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, "<!DOCTYPE html><html><body>Please sign in</body></html>")
	case redirects:
		http.Redirect(w, r, h.URL+"/elsewhere", http.StatusFound)
	case ignoresPart:
		head.Set("Content-Length", fmt.Sprint(len(body)))
		h.send(w, body)
	case wrongPart, liesOnPart:
		to := 0
		if m == liesOnPart {
			to = from
		}
		send = body[:len(body)-from]
		head.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", to, to+len(send)-1, len(body)))
		w.WriteHeader(http.StatusPartialContent)
		h.send(w, send)
	case wrongBytes:
		h.head(w, from, len(body))
		h.send(w, bytes.Repeat([]byte{7}, len(send)))
	case longer:
		head.Set("Content-Length", fmt.Sprint(len(body)+5))
		h.send(w, body)
	case shorter:
		head.Set("Content-Length", fmt.Sprint(len(body)/2))
		h.send(w, body[:len(body)/2])
	case drops:
		h.head(w, from, len(body))
		h.send(w, send[:len(send)/2])
		panic(http.ErrAbortHandler)
	case stops:
		h.head(w, from, len(body))
		h.send(w, send[:min(len(send)-1, 100)])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	case trickles:
		if from > 0 {
			head.Set("Content-Range", fmt.Sprintf("bytes %d-%d/*", from, len(body)-1))
			w.WriteHeader(http.StatusPartialContent)
		}
		for len(send) > 0 {
			n := min(len(send), 1+len(body)/4)
			h.send(w, send[:n])
			w.(http.Flusher).Flush()
			send = send[n:]
			time.Sleep(time.Millisecond)
		}
	case endless:
		for range 100 {
			if h.send(w, body) != nil {
				return
			}
		}
	default:
		h.head(w, from, len(body))
		h.send(w, send)
	}
}

func (h *hostile) head(w http.ResponseWriter, from, size int) {
	w.Header().Set("Content-Length", fmt.Sprint(size-from))
	if from > 0 {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, size-1, size))
		w.WriteHeader(http.StatusPartialContent)
	}
}

func (h *hostile) send(w http.ResponseWriter, b []byte) error {
	n, err := w.Write(b)
	h.mu.Lock()
	h.served += n
	h.mu.Unlock()
	return err
}

func (h *hostile) reset(w http.ResponseWriter) {
	if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
		c.(*net.TCPConn).SetLinger(0)
		c.Close()
	}
}

func sumOf(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func randomBytes(seed uint64, n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), 1}).Read(b)
	return b
}
