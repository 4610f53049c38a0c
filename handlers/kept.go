package handlers

import (
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// keptPages keeps pages that everybody sees alike, as on the morning when registration opens: rendering takes much longer than sending. A page is used again
// until this process writes to the database, and for a second at most, so that what other processes write, and the time of day, show.
type keptPages struct {
	sync.Mutex
	pages map[string]*keptPage
}

type keptPage struct {
	sync.Mutex // held while the page is rendered: a crowd waits for one rendering
	content    []byte
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
	return func(c echo.Context) error {
		page := h.keptPage(c)
		if page == nil {
			return handler(c)
		}
		page.Lock()
		if content := page.content; content != nil && page.writes == h.DB.Writes() && h.DB.Now().Sub(page.at) < keepFor {
			page.Unlock()
			return c.HTMLBlob(http.StatusOK, content)
		}
		page.writes, page.at, page.content = h.DB.Writes(), h.DB.Now(), nil // before it is read: what is written meanwhile makes it old
		release := sync.OnceFunc(page.Unlock)
		defer release()
		c.Set(keyKept, func(content []byte) { page.content = content; release() })
		return handler(c)
	}
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

// keep hands a rendered page to kept, before it is sent: a slow receiver keeps nobody waiting.
func keep(c echo.Context, status int, content []byte) {
	if store, ok := c.Get(keyKept).(func([]byte)); ok && status == http.StatusOK {
		store(content)
	}
}
