package handlers

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// keptPages keeps pages that everybody sees alike, as on the morning when registration opens: rendering takes much longer than sending. A page is used again
// until this process writes to the database, and for a second at most, so that what other processes write, and the time of day, show.
type keptPages struct {
	sync.Mutex
	pages map[string]*keptPage
	// routes are those of kept pages that were asked for so far.
	routes sync.Map
}

type keptPage struct {
	sync.Mutex // held while the page is rendered: a crowd waits for one rendering
	content    []byte
	packed     []byte // by gzip: a third or less, on the Wi-Fi of a full hall
	writes     uint64
	at         time.Time
}

const (
	keepFor = time.Second
	maxKept = 1000
	keyKept = "kept"
)

// kept answers people who are not signed in from kept pages. The handler's page must depend on path, query and language only.
func (h *Handlers) kept(handler echo.HandlerFunc) echo.HandlerFunc {
	handler = middleware.ContextTimeout(requestTime)(handler)
	return func(c echo.Context) error {
		h.pagesKept.routes.LoadOrStore(c.Path(), true)
		page := h.keptPage(c)
		if page == nil {
			return handler(c)
		}
		page.Lock()
		if page.content != nil && page.writes == h.DB.Writes() && h.DB.Now().Sub(page.at) < keepFor {
			content, packed := page.content, page.packed
			page.Unlock()
			return sendKept(c, content, packed)
		}
		page.writes, page.at, page.content = h.DB.Writes(), h.DB.Now(), nil // before it is read: what is written meanwhile makes it old
		release := sync.OnceFunc(page.Unlock)
		defer release()
		c.Set(keyKept, func(content []byte) []byte {
			packed := pack(content)
			page.content, page.packed = content, packed
			release()
			return packed
		})
		return handler(c)
	}
}

// limitsItself reports whether a request needs no time limit before its handler: a tenth of what a kept page costs would
// go into it. (With a cookie, the database is asked on the way there.)
func (h *Handlers) limitsItself(c echo.Context) bool {
	_, isKept := h.pagesKept.routes.Load(c.Path())
	return isKept && c.Request().Header.Get(echo.HeaderCookie) == ""
}

// keptPage is the place of the page that is asked for, or nil where it is one person's.
func (h *Handlers) keptPage(c echo.Context) *keptPage {
	request := c.Request()
	if _, err := c.Cookie(flashCookie); err == nil || accountOf(c) != nil || (request.URL.RawQuery != "" && request.URL.RawQuery != "by=room") {
		return nil
	}
	key := h.texts(c).Lang + " " + request.URL.RequestURI()
	h.pagesKept.Lock()
	defer h.pagesKept.Unlock()
	page := h.pagesKept.pages[key]
	if page == nil {
		if len(h.pagesKept.pages) >= maxKept {
			clear(h.pagesKept.pages)
		}
		page = &keptPage{}
		h.pagesKept.pages[key] = page
	}
	return page
}

// keep hands a rendered page to kept, before it is sent: a slow receiver keeps nobody waiting. It returns the page
// packed, or nil where it is not kept.
func keep(c echo.Context, status int, content []byte) []byte {
	if store, ok := c.Get(keyKept).(func([]byte) []byte); ok && status == http.StatusOK {
		return store(content)
	}
	return nil
}

func pack(content []byte) []byte {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	_, _ = writer.Write(content) // a buffer takes everything
	_ = writer.Close()
	return out.Bytes()
}

// sendKept sends a page that everybody sees alike, packed to who understands that. (It holds no secret that its length could tell about.)
func sendKept(c echo.Context, content, packed []byte) error {
	header := c.Response().Header()
	header[echo.HeaderVary] = keptVary
	if encodingFor(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") == "gzip" {
		header.Set(echo.HeaderContentEncoding, "gzip")
		content = packed
	}
	return sendPage(c, http.StatusOK, content)
}

var keptVary = []string{"Accept-Language, Cookie, Accept-Encoding"}
