// Package safefetch reads documents at addresses that people typed, or that other servers named. It never reaches into
// the network that this machine is in: what a name resolves to is checked as the connection is made, so that neither a
// redirect nor a name that changes its mind leads there. Size, time and redirects are limited.
package safefetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// The limits of a request.
const (
	mostRedirects = 3
	mostTime      = 30 * time.Second
	dialTime      = 8 * time.Second
	headerTime    = 12 * time.Second
)

// The errors that have a name.
var (
	ErrPrivate   = errors.New("the address leads into a private network")
	ErrTooLarge  = errors.New("the document is too large")
	ErrRedirects = errors.New("the address leads on too often, or to what cannot be followed")
	ErrAddress   = errors.New("this is no address of a web page")
)

// StatusError is an answer that is no document.
type StatusError struct{ Status int }

func (e *StatusError) Error() string {
	return fmt.Sprintf("the server answered with status %d", e.Status)
}

// Client reads documents.
type Client struct{ http *http.Client }

// New makes a client. allowPrivate lets it reach private addresses, too: for tests, and for installations that are all
// in one network.
func New(agent string, allowPrivate bool) *Client {
	dialer := &net.Dialer{Timeout: dialTime}
	if !allowPrivate {
		guard(dialer)
	}
	return newClient(agent, dialer.DialContext)
}

// guard has a dialer connect to public addresses only, whatever name led there.
func guard(dialer *net.Dialer) {
	dialer.Control = func(_, address string, _ syscall.RawConn) error { return checkAddress(address) }
}

func newClient(agent string, dial func(ctx context.Context, network, address string) (net.Conn, error)) *Client {
	transport := &http.Transport{
		Proxy: nil, DialContext: dial, TLSHandshakeTimeout: dialTime, ResponseHeaderTimeout: headerTime,
		MaxResponseHeaderBytes: 64 << 10, MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
	}
	return &Client{&http.Client{
		Timeout: mostTime, CheckRedirect: checkRedirect, Transport: agentTransport{agent, transport},
	}}
}

type agentTransport struct {
	agent string
	next  http.RoundTripper
}

func (t agentTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", t.agent)
	return t.next.RoundTrip(r)
}

// Document is what was read. NotModified says that it is still what the tag names; then it has no content.
type Document struct {
	Content     []byte
	Tag         string
	NotModified bool
}

// Get reads a document of at most most bytes. tag is that of the one that is known, "" for none.
func (c *Client) Get(ctx context.Context, address, tag string, most int64) (*Document, error) {
	parsed, err := url.Parse(address)
	if err != nil || !isWeb(parsed) {
		return nil, ErrAddress
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, ErrAddress
	}
	if tag != "" {
		request.Header.Set("If-None-Match", tag)
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusNotModified && tag != "":
		return &Document{NotModified: true, Tag: tag}, nil
	case answer.StatusCode != http.StatusOK:
		return nil, &StatusError{answer.StatusCode}
	case answer.ContentLength > most:
		return nil, ErrTooLarge
	}
	content, err := io.ReadAll(io.LimitReader(answer.Body, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(content)) > most {
		return nil, ErrTooLarge
	}
	return &Document{Content: content, Tag: tagOf(answer)}, nil
}

const longestTag = 200

// tagOf is the tag of an answer, "" for one that no server needs.
func tagOf(answer *http.Response) string {
	if tag := answer.Header.Get("ETag"); len(tag) <= longestTag {
		return tag
	}
	return ""
}

func isWeb(u *url.URL) bool {
	return (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
}

// checkRedirect follows a few redirects, none to what is not encrypted from what is.
func checkRedirect(r *http.Request, via []*http.Request) error {
	if len(via) > mostRedirects || !isWeb(r.URL) || via[len(via)-1].URL.Scheme == "https" && r.URL.Scheme != "https" {
		return ErrRedirects
	}
	return nil
}

// checkAddress refuses an address that is about to be connected to, as "192.0.2.1:443".
func checkAddress(address string) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || !IsPublic(to.Addr()) {
		return ErrPrivate
	}
	return nil
}

// public6 has all addresses of IPv6 that are given out (RFC 4291 and the registry of IANA). What is translated to
// IPv4, as by NAT64, is outside of it.
var public6 = netip.MustParsePrefix("2000::/3")

// notPublic are the networks that are not reached from everywhere, besides those that netip knows, and those that wrap
// addresses of IPv4 (RFC 6890 and its registries).
var notPublic = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, text := range list {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}

// IsPublic reports whether an address can be one of a server for everybody.
func IsPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return false
	}
	if a.Is6() && !public6.Contains(a) {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return true
}
