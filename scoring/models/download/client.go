package download

import (
	"errors"
	"net/http"
	"time"
)

var errInsecure = errors.New("redirect to an insecure address")

const mostRedirects = 10

// standard is the client that is used where none is given. It has no time-out
// over all, since models are large: Stall watches over the flow.
var standard = func() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = http.ProxyFromEnvironment
	t.ResponseHeaderTimeout = defaultStall
	t.TLSHandshakeTimeout = 15 * time.Second
	return &http.Client{Transport: t, CheckRedirect: redirect}
}()

func (c *Client) http() *http.Client {
	if c.HTTP != nil {
		return c.HTTP
	}
	return standard
}

// redirect follows servers to where they keep their files, but never from a
// secure connection to an insecure one.
func redirect(req *http.Request, via []*http.Request) error {
	if len(via) >= mostRedirects {
		return errTooManyRedirects
	}
	if via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme != "https" {
		return errInsecure
	}
	return nil
}
