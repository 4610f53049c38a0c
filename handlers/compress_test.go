package handlers_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
	"meguri/static"
)

// addressOf finds the address of an asset in a page.
func addressOf(p *apptest.Program, asset string) string {
	p.T.Helper()
	page := p.Page("/", "ja")
	address := ""
	page.Find("link[href], script[src]").Each(func(_ int, tag *goquery.Selection) {
		if link := tag.AttrOr("href", tag.AttrOr("src", "")); strings.HasSuffix(link, "/"+asset) {
			address = link
		}
	})
	if address == "" {
		p.T.Fatal(asset, " is not in the page")
	}
	return address
}

func TestAssetTravelsAsItWasPacked(t *testing.T) {
	p := apptest.New(t, modelstest.OnSQLite(t))
	address := addressOf(p, "app.css")
	for encodings, want := range map[string]struct{ encoding, file string }{
		"gzip, deflate, br, zstd": {"br", "app.css.br"},
		"gzip":                    {"gzip", "app.css.gz"},
		"br;q=0.1, gzip;q=0.2":    {"gzip", "app.css.gz"},
		"":                        {"", "app.css"},
		"br;q=0":                  {"", "app.css"},
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			t.Run(method+" "+encodings, func(t *testing.T) {
				content, err := static.Files.ReadFile("dist/" + want.file)
				if err != nil {
					t.Fatal(err)
				}
				answer := p.Request(method, address, "", "Accept-Encoding", encodings)
				header := answer.Header()
				if answer.Code != http.StatusOK {
					t.Error(answer.Code)
				}
				if got := header.Get("Content-Encoding"); got != want.encoding {
					t.Errorf("encoding %q, want %q", got, want.encoding)
				}
				if got := header.Get("Content-Length"); got != strconv.Itoa(len(content)) {
					t.Errorf("length %s, want %d", got, len(content))
				}
				if got := header.Values("Vary"); len(got) != 1 || got[0] != "Accept-Encoding" {
					t.Errorf("Vary: %q", got)
				}
				if got := header.Get("Content-Type"); !strings.HasPrefix(got, "text/css") {
					t.Errorf("type %q", got)
				}
				if got := header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
					t.Errorf("Cache-Control: %q", got)
				}
				if method == http.MethodGet && answer.Body.String() != string(content) {
					t.Error("other content")
				}
			})
		}
	}
}

func TestChecksummedAddressAnswersOnlyItsOwn(t *testing.T) {
	p := apptest.New(t, modelstest.OnSQLite(t))
	address := addressOf(p, "app.css")
	for name, path := range map[string]string{
		"another version": "/static/0123456789ab/app.css",
		"no checksum":     "/static/x/app.css",
		"a longer one":    strings.Replace(address, "/app.css", "0/app.css", 1),
	} {
		t.Run(name, func(t *testing.T) {
			answer := p.Request(http.MethodGet, path, "")
			if answer.Code != http.StatusFound {
				t.Error(answer.Code)
			}
			if got := answer.Header().Get("Location"); got != address {
				t.Errorf("sent to %q, want %q", got, address)
			}
			if got := answer.Header().Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control: %q", got)
			}
		})
	}
	for name, path := range map[string]string{
		"unknown file": "/static/0123456789ab/none.css",
		"packed copy":  "/static/0123456789ab/app.css.br",
		"font":         "/static/0123456789ab/fonts/BIZUDPGothic.ttf",
	} {
		t.Run(name, func(t *testing.T) {
			if answer := p.Request(http.MethodGet, path, ""); answer.Code != http.StatusNotFound {
				t.Error(answer.Code)
			}
		})
	}
}

func TestPagesOfOnePersonTravelPacked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, _, _ := p.SignUp(p.Event, "a@b.example")
		for i := range 5 { // a list worth packing
			p.SignUp(p.Event, strconv.Itoa(i)+"@b.example")
		}
		owner := p.AsOwner()
		for path, header := range map[string][]string{
			"/r/" + secret: nil, "/events/here/register": nil, "/events/nowhere": nil,
			"/staff/events/here":                owner,
			"/staff/events/here/people":         owner,
			"/api/openapi.json":                 nil,
			"/api/v1/events/here/registrations": owner,
		} {
			t.Run(strings.ReplaceAll(path, secret, "secret"), func(t *testing.T) {
				plain := p.Request(http.MethodGet, path, "", header...)
				packed := p.Request(http.MethodGet, path, "", append(header, "Accept-Encoding", "gzip, br")...)
				if plain.Body.Len() < 1024 {
					t.Fatal("too short to be packed")
				}
				if got := packed.Header().Get("Content-Encoding"); got != "gzip" {
					t.Fatalf("encoding %q", got)
				}
				if packed.Code != plain.Code {
					t.Error(packed.Code)
				}
				if got := apptest.Gunzip(t, packed.Body); len(got) != plain.Body.Len() { // a request's own id may differ
					t.Errorf("%d bytes, want %d", len(got), plain.Body.Len())
				}
			})
		}
	})
}

// The first rendering of a kept page is packed too, and as the next one is.
func TestFirstRenderingOfAKeptPageIsPacked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		first := p.Request(http.MethodGet, "/events/here", "", "Accept-Encoding", "gzip")
		second := p.Request(http.MethodGet, "/events/here", "", "Accept-Encoding", "gzip")
		if first.Header().Get("Content-Encoding") != "gzip" {
			t.Error(first.Header())
		}
		if first.Body.String() != second.Body.String() {
			t.Error("the second answer is another one")
		}
	})
}

// firstVisit is how many bytes may come before a page stands, without pictures: on the Wi-Fi of a full hall.
const firstVisit = 60_000

func TestFirstVisitIsSmall(t *testing.T) {
	p := apptest.New(t, modelstest.OnSQLite(t))
	fillAgenda(p)
	secret, _, _ := p.SignUp(p.Event, "a@b.example")
	server := httptest.NewServer(p.Handler)
	defer server.Close()
	for name, path := range map[string]string{
		"front page":   "/",
		"event":        "/events/here",
		"agenda":       "/events/here/agenda",
		"registration": "/events/here/register",
		"own page":     "/r/" + secret,
		"sign-in":      "/staff/login",
	} {
		t.Run(name, func(t *testing.T) {
			if bytes := wireBytes(t, server.URL, path); bytes > firstVisit {
				t.Errorf("%d bytes, the budget is %d", bytes, firstVisit)
			} else {
				t.Logf("%d bytes", bytes)
			}
		})
	}
}

func fillAgenda(p *apptest.Program) {
	for i := range 30 {
		starts := p.Event.StartsAt.Add(time.Duration(5*i) * time.Minute)
		p.AddSession(models.Session{
			Room:          &models.Room{NameJa: "大会議室"},
			TitleJa:       "語り合い " + strconv.Itoa(i),
			TitleEn:       "Talk",
			DescriptionJa: strings.Repeat("だれでも話せます。", i),
			StartsAt:      starts,
			EndsAt:        starts.Add(5 * time.Minute),
		})
	}
}

// wireBytes visits a page as a browser that was never here and counts what comes over the wire, headers too: the page,
// its style sheets and its scripts.
func wireBytes(t *testing.T, server, path string) int64 {
	t.Helper()
	var count atomic.Int64
	transport := &http.Transport{
		DisableCompression: true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
			return &countingConn{conn, &count}, err
		},
	}
	defer transport.CloseIdleConnections()
	fetch := func(address, encodings string) *http.Response {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server+address, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", encodings)
		response, err := (&http.Client{Transport: transport}).Do(request)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = response.Body.Close() })
		if response.StatusCode != http.StatusOK {
			t.Fatal(address, response.Status)
		}
		return response
	}
	const browser = "gzip, deflate, br, zstd"
	document, err := goquery.NewDocumentFromReader(strings.NewReader(apptest.Gunzip(t, fetch(path, browser).Body)))
	if err != nil {
		t.Fatal(err)
	}
	parts := document.Find("link[rel=stylesheet], link[rel=modulepreload], script[src]")
	if parts.Length() < 2 {
		t.Fatal("the page has no style sheet or no script")
	}
	parts.Each(func(_ int, tag *goquery.Selection) {
		response := fetch(tag.AttrOr("href", tag.AttrOr("src", "")), browser)
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			t.Fatal(err)
		}
	})
	return count.Load()
}

// countingConn counts what it receives.
type countingConn struct {
	net.Conn
	count *atomic.Int64
}

func (c *countingConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.count.Add(int64(n))
	return n, err
}
