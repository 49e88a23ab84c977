package download

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const bodySize = 300_000

func fileOf(t testing.TB, url string, body []byte) File {
	return File{URL: url + "/models/vision.onnx", Path: filepath.Join(t.TempDir(), "visual", "vision.onnx"),
		Size: int64(len(body)), SHA256: sumOf(body)}
}

// quick is a client that does not wait long.
func quick() *Client { return &Client{Wait: time.Millisecond, Stall: 200 * time.Millisecond} }

func mustHold(t *testing.T, f File, body []byte) {
	t.Helper()
	got, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, body) {
		t.Fatalf("%d bytes in place are not the %d bytes of the file", len(got), len(body))
	}
	for _, rest := range []string{partSuffix, tagSuffix} {
		if _, err := os.Stat(f.Path + rest); err == nil {
			t.Errorf("%s was left behind", rest)
		}
	}
}

func TestBadMoodsEndInTheRightFile(t *testing.T) {
	body := randomBytes(1, bodySize)
	for name, list := range map[string][]mood{
		"honest":               {honest},
		"dropped once":         {drops},
		"dropped often":        {drops, drops, drops, drops, drops, drops, drops, drops, drops, drops},
		"stalled":              {stops},
		"longer than it is":    {longer, longer},
		"shorter than it is":   {shorter},
		"wrong bytes once":     {wrongBytes},
		"wrong second half":    {drops, wrongBytes},
		"range ignored":        {drops, ignoresPart},
		"wrong piece":          {drops, wrongPart},
		"another piece":        {drops, liesOnPart},
		"slow, without length": {drops, trickles},
		"busy":                 {fails, fails, drops, fails, fails, fails, drops, fails},
		"moved":                {redirects, redirects, drops, redirects},
		"no end":               {endless},
		"reset":                {drops, resets, resets, drops, resets},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHostile(t, body, first(list...))
			f := fileOf(t, h.URL, body)
			if err := quick().Fetch(context.Background(), f, nil); err != nil {
				t.Fatal(err)
			}
			mustHold(t, f, body)
		})
	}
}

func TestNoSizeKnown(t *testing.T) {
	body := randomBytes(2, bodySize)
	for name, list := range map[string][]mood{
		"honest": {}, "dropped": {drops, drops}, "without length": {trickles}, "dropped, then without length": {drops, trickles},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHostile(t, body, first(list...))
			f := fileOf(t, h.URL, body)
			f.Size = 0
			var last Progress
			if err := quick().Fetch(context.Background(), f, func(p Progress) { last = p }); err != nil {
				t.Fatal(err)
			}
			mustHold(t, f, body)
			if last.Done != bodySize {
				t.Errorf("it told %d bytes at the end", last.Done)
			}
		})
	}
	t.Run("whole part of an earlier session", func(t *testing.T) {
		h := newHostile(t, body, first())
		f := fileOf(t, h.URL, body)
		f.Size = 0
		write(t, f.Path+partSuffix, body)
		if err := quick().Fetch(context.Background(), f, nil); err != nil {
			t.Fatal(err)
		}
		mustHold(t, f, body)
	})
}

func TestHopelessServersEndInASentence(t *testing.T) {
	body := randomBytes(3, bodySize)
	for name, c := range map[string]struct {
		next func() mood
		kind error
		says string
	}{
		"wrong bytes":  {always(wrongBytes), ErrWrong, "not the file that was published"},
		"page":         {always(page), ErrWrong, "sign in"},
		"too short":    {always(shorter), ErrWrong, "150000 bytes in place of one of 300000"},
		"too long":     {always(longer), ErrWrong, "300005 bytes"},
		"busy":         {always(fails), ErrBroken, "busy"},
		"circles":      {always(redirects), ErrGone, "circles"},
		"resets":       {always(resets), ErrOffline, "cannot be reached"},
		"always stops": {func() mood { return stops }, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHostile(t, body, c.next)
			f := fileOf(t, h.URL, body)
			client := quick()
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			if name == "always stops" { // a little arrives each time: it would go on for long
				time.AfterFunc(500*time.Millisecond, cancel)
				c.kind, c.says = context.Canceled, "what has arrived is kept"
			}
			err := client.Fetch(ctx, f, nil)
			if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %v", err)
			}
			if err != nil && !strings.Contains(err.Error(), "vision.onnx") {
				t.Errorf("the error does not tell which file: %v", err)
			}
			if _, err := os.Stat(f.Path); err == nil {
				t.Error("a file is in place")
			}
		})
	}
}

func TestStatusesInWords(t *testing.T) {
	for status, c := range map[int]struct {
		kind error
		says string
	}{
		404: {ErrGone, "does not have it"}, 410: {ErrGone, "does not have it"}, 403: {ErrGone, "does not give it"},
		401: {ErrGone, "does not give it"}, 407: {ErrOffline, "proxy"}, 511: {ErrWrong, "sign in"}, 418: {ErrGone, "does not understand"},
		204: {ErrGone, "does not understand"},
	} {
		asked := 0
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked++; w.WriteHeader(status) }))
		f := fileOf(t, s.URL, []byte("x"))
		err := quick().Fetch(context.Background(), f, nil)
		s.Close()
		if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%d: %v", status, err)
		}
		if asked != 1 {
			t.Errorf("%d: asked %d times though it is hopeless", status, asked)
		}
	}
}

func TestOffline(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close() // nobody listens there now
	f := fileOf(t, "http://"+l.Addr().String(), []byte("x"))
	var waits []string
	err = quick().Fetch(context.Background(), f, func(p Progress) {
		if p.Waiting != "" {
			waits = append(waits, p.Waiting)
		}
	})
	if !errors.Is(err, ErrOffline) || !strings.Contains(err.Error(), "check the connection to the internet") {
		t.Errorf("the error is %v", err)
	}
	if len(waits) == 0 || !strings.Contains(waits[0], "trying again in") {
		t.Errorf("it did not tell why it waits: %q", waits)
	}
}

func TestServerIsAskedToWaitItsTime(t *testing.T) {
	body := []byte("model")
	var at []time.Time
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if at = append(at, time.Now()); len(at) == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		w.Write(body)
	}))
	defer s.Close()
	f := fileOf(t, s.URL, body)
	if err := quick().Fetch(context.Background(), f, nil); err != nil {
		t.Fatal(err)
	}
	if d := at[1].Sub(at[0]); d < time.Second {
		t.Errorf("it came back after %v, not after the second that was asked for", d)
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestGoesOnWhereItStopped(t *testing.T) {
	body := randomBytes(4, bodySize)
	h := newHostile(t, body, first(drops, drops))
	f := fileOf(t, h.URL, body)
	one := quick()
	one.Tries = 1
	one.Stall = time.Minute // a busy machine is no server that stalls
	if err := one.Fetch(context.Background(), f, nil); err != nil {
		t.Fatal(err) // each attempt brings something, so it goes on
	}
	mustHold(t, f, body)
	asked := h.requests()
	if len(asked) != 3 || asked[0].Get("Range") != "" || asked[1].Get("Range") != "bytes=150000-" || asked[2].Get("Range") != "bytes=225000-" {
		t.Errorf("it asked for %v", asked)
	}
	if asked[1].Get("If-Range") != `"1"` {
		t.Errorf("it did not make sure that the file is still the same: %v", asked[1])
	}
	if h.served != bodySize {
		t.Errorf("%d bytes went over the line for a file of %d", h.served, bodySize)
	}
}

func TestFileChangedOnTheServer(t *testing.T) {
	old, body := randomBytes(5, bodySize), randomBytes(6, bodySize)
	h := newHostile(t, body, first())
	f := fileOf(t, h.URL, body)
	write(t, f.Path+partSuffix, old[:1000])
	write(t, f.Path+tagSuffix, []byte(`{"url":"`+f.URL+`","tag":"\"0\""}`))
	if err := quick().Fetch(context.Background(), f, nil); err != nil {
		t.Fatal(err)
	}
	mustHold(t, f, body)
	if n := len(h.requests()); n != 1 {
		t.Errorf("%d requests where one tells that all must come again", n)
	}
}

func TestDamagedPart(t *testing.T) {
	body := randomBytes(7, bodySize)
	for name, part := range map[string][]byte{
		"other bytes":        bytes.Repeat([]byte{1}, 1000),
		"too long":           append(bytes.Clone(body), 1, 2, 3),
		"full length, wrong": bytes.Repeat([]byte{1}, bodySize),
		"whole":              body,
		"empty":              {},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHostile(t, body, first())
			f := fileOf(t, h.URL, body)
			write(t, f.Path+partSuffix, part)
			if err := quick().Fetch(context.Background(), f, nil); err != nil {
				t.Fatal(err)
			}
			mustHold(t, f, body)
			if name == "whole" && len(h.requests()) > 0 {
				t.Error("it asked for a file that was there")
			}
		})
	}
}

func TestRightFileInPlaceIsNotFetched(t *testing.T) {
	body := randomBytes(8, 1000)
	h := newHostile(t, body, first())
	f := fileOf(t, h.URL, body)
	write(t, f.Path, body)
	if err := quick().Fetch(context.Background(), f, nil); err != nil || len(h.requests()) > 0 {
		t.Errorf("%v, %d requests", err, len(h.requests()))
	}
	write(t, f.Path, bytes.Repeat([]byte{1}, 1000))
	if err := quick().Fetch(context.Background(), f, nil); err != nil {
		t.Fatal(err)
	}
	mustHold(t, f, body)
}

func TestDiskSpaceIsCheckedFirst(t *testing.T) {
	body := randomBytes(9, bodySize)
	h := newHostile(t, body, first())
	f := fileOf(t, h.URL, body)
	c := quick()
	c.Free = func(string) (uint64, error) { return 1000, nil }
	err := c.Fetch(context.Background(), f, nil)
	if !errors.Is(err, ErrSpace) || !strings.Contains(err.Error(), "free some space") {
		t.Errorf("the error is %v", err)
	}
	f.Size = 0 // then the server tells
	if err := c.Fetch(context.Background(), f, nil); !errors.Is(err, ErrSpace) {
		t.Errorf("the error is %v", err)
	}
	if _, err := freeBytes(t.TempDir()); err != nil {
		t.Errorf("the system does not tell: %v", err)
	}
}

func TestOneAtATime(t *testing.T) {
	body := randomBytes(10, bodySize)
	h := newHostile(t, body, always(honest))
	f := fileOf(t, h.URL, body)
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o755); err != nil {
		t.Fatal(err)
	}
	p, err := openPart(context.Background(), f.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := quick().Fetch(context.Background(), f, nil); !errors.Is(err, ErrBusy) {
		t.Errorf("the error is %v", err)
	}
	p.close()
	if err := quick().Fetch(context.Background(), f, nil); err != nil {
		t.Error(err)
	}
}

func TestProgress(t *testing.T) {
	body := randomBytes(11, bodySize)
	h := newHostile(t, body, first(drops))
	f := fileOf(t, h.URL, body)
	var all []Progress
	if err := quick().Fetch(context.Background(), f, func(p Progress) { all = append(all, p) }); err != nil {
		t.Fatal(err)
	}
	last := all[len(all)-1]
	if last.Done != bodySize || last.Total != bodySize || last.Speed <= 0 || last.Left != 0 {
		t.Errorf("at the end it told %+v", last)
	}
	done := int64(0)
	for _, p := range all {
		if p.Done < done {
			t.Errorf("it went back from %d to %d", done, p.Done)
		}
		done = p.Done
	}
}

func TestNothingUncheckableIsFetched(t *testing.T) {
	for _, f := range []File{{URL: "http://127.0.0.1/x"}, {URL: "http://127.0.0.1/x", SHA256: "abc"}, {SHA256: sumOf(nil), Size: -1}} {
		if err := quick().Fetch(context.Background(), f, nil); err == nil {
			t.Errorf("%+v was fetched", f)
		}
	}
	if err := quick().Fetch(context.Background(), File{URL: "::", Path: filepath.Join(t.TempDir(), "x"), SHA256: sumOf(nil)}, nil); !errors.Is(err, ErrGone) {
		t.Errorf("the error is %v", err)
	}
}

func TestNeverFromSecureToInsecure(t *testing.T) {
	secure, _ := http.NewRequest("GET", "https://a.example/x", nil)
	plain, _ := http.NewRequest("GET", "http://a.example/x", nil)
	if redirect(plain, []*http.Request{secure}) == nil {
		t.Error("it would follow from https to http")
	}
	if err := redirect(secure, []*http.Request{plain}); err != nil {
		t.Error(err)
	}
}

func FuzzContentRange(f *testing.F) {
	for _, s := range []string{"bytes 0-4/5", "bytes */5", "bytes 3-4/*", "bytes 9-3/5", "items 1-2/3", "bytes -1-2/3", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		from, total, ok := contentRange(s)
		if ok && (from < 0 || total < 0 || (total > 0 && from >= total)) {
			t.Errorf("%q is from %d of %d", s, from, total)
		}
	})
}
