package download

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"syscall"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// reason is a failure in words.
type reason struct {
	kind error // one of the kinds of failure, or nil
	text string
}

func (r *reason) Error() string { return r.text }
func (r *reason) Unwrap() error { return r.kind }

func because(kind error, format string, args ...any) error {
	return &reason{kind, fmt.Sprintf(format, args...)}
}

var (
	errCut     = because(ErrBroken, "the connection broke off")
	errStalled = because(ErrBroken, "the server has stopped sending")
	errPage    = because(ErrWrong, "a web page came in place of the file: this network may ask you to sign in first; open a web browser, sign in and start again")
)

// laterError is a reason with the time that the server asks to wait.
type laterError struct {
	error
	after *backoff.RetryAfterError
}

func (e laterError) Unwrap() []error { return []error{e.error, e.after} }

func plain(err error) error {
	var r *reason
	if errors.As(err, &r) {
		return r
	}
	return err
}

func (f File) name() string {
	if u, err := url.Parse(f.URL); err == nil && u.Path != "" {
		return path.Base(u.Path)
	}
	return f.URL
}

func (f File) host() string {
	if u, err := url.Parse(f.URL); err == nil && u.Host != "" {
		return u.Host
	}
	return "the net"
}

// failed makes a sentence of what ended a Fetch.
func (f File) failed(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("the transfer of %s was stopped; what has arrived is kept, and the next one continues from there: %w", f.name(), err)
	case errors.Is(err, ErrOffline), errors.Is(err, ErrBroken), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("fetch %s from %s: %w; what has arrived is kept, and the next try continues from there", f.name(), f.host(), err)
	}
	return fmt.Errorf("fetch %s from %s: %w", f.name(), f.host(), err)
}

// unreachable explains why no answer came.
func (t *transfer) unreachable(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	switch {
	case errors.As(err, &authority), errors.As(err, &host), errors.As(err, &invalid), errors.As(err, &verify):
		return backoff.Permanent(because(ErrOffline, "the server could not prove who it is: check the date of this computer, and whether this network wants you to sign in first (%v)", err))
	case errors.Is(err, errTooManyRedirects):
		return backoff.Permanent(because(ErrGone, "the server redirects in circles"))
	case errors.Is(err, errInsecure):
		return backoff.Permanent(because(ErrGone, "the server wants to send the file over a connection that is not secure"))
	case t.answered:
		return because(ErrBroken, "the connection broke off and the server could not be reached again")
	}
	var op *url.Error
	if errors.As(err, &op) {
		err = op.Err
	}
	return because(ErrOffline, "the server cannot be reached: check the connection to the internet, and the proxy if there is one (%v)", err)
}

// refused explains an answer that brings no file.
func refused(resp *http.Response) error {
	switch code := resp.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusGone:
		return backoff.Permanent(because(ErrGone, "the server does not have it (any more): a newer Culler may know where it is now"))
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return backoff.Permanent(because(ErrGone, "the server does not give it to us (%s); if this network wants you to sign in, do so and start again", resp.Status))
	case code == http.StatusProxyAuthRequired:
		return backoff.Permanent(because(ErrOffline, "the proxy of this network asks for a name and a password: give them in HTTPS_PROXY"))
	case code == http.StatusNetworkAuthenticationRequired:
		return backoff.Permanent(errPage)
	case code == http.StatusTooManyRequests || code == http.StatusRequestTimeout || code >= 500:
		err := because(ErrBroken, "the server is in trouble or busy (%s)", resp.Status)
		if s, e := strconv.Atoi(resp.Header.Get("Retry-After")); e == nil && s > 0 && s <= 120 {
			return laterError{err, &backoff.RetryAfterError{Duration: time.Duration(s) * time.Second}}
		}
		return err
	default:
		return backoff.Permanent(because(ErrGone, "the server gave an answer that Culler does not understand (%s)", resp.Status))
	}
}

// onDisk explains why bytes could not be written.
func onDisk(err error) error {
	if errors.Is(err, syscall.ENOSPC) || diskFull(err) {
		return backoff.Permanent(because(ErrSpace, "the disk is full; free some space and start again"))
	}
	if errors.Is(err, fs.ErrPermission) {
		return backoff.Permanent(because(nil, "Culler may not write into the folder of models: %v", err))
	}
	return backoff.Permanent(fmt.Errorf("write what arrives: %w", err))
}
