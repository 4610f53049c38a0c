package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"regexp"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// pageCache keeps pages that everybody sees alike, as on the morning when registration opens: rendering takes much
// longer than sending. A page is used again until this process writes to the database, and for a second at most, so
// that what other processes write, and the time of day, show.
type pageCache struct {
	sync.Mutex
	pages map[string]*cachedPage
	// routes are those of cached pages that were asked for so far.
	routes sync.Map
}

type cachedPage struct {
	sync.Mutex // held while the page is rendered: a crowd waits for one rendering
	content    []byte
	packed     []byte // by gzip: a third or less, on the Wi-Fi of a full hall
	writes     uint64
	at         time.Time
}

const (
	cacheTime = time.Second
	maxCached = 1000
	keyCache  = "cache"
)

// Cached answers people who are not signed in from the cache. The handler's page must depend on path, query and
// language only.
func (k *Kit) Cached(handler echo.HandlerFunc) echo.HandlerFunc {
	handler = middleware.ContextTimeout(requestTime)(handler)
	return func(c echo.Context) error {
		k.pageCache.routes.LoadOrStore(c.Path(), true)
		page := k.cachedPage(c)
		if page == nil {
			return handler(c)
		}
		page.Lock()
		if page.content != nil && page.writes == k.clock.Writes() && k.clock.Now().Sub(page.at) < cacheTime {
			content, packed := page.content, page.packed
			page.Unlock()
			return sendCached(c, content, packed)
		}
		// Before it is read: what is written meanwhile makes it old.
		page.writes, page.at, page.content = k.clock.Writes(), k.clock.Now(), nil
		release := sync.OnceFunc(page.Unlock)
		defer release()
		c.Set(keyCache, func(content []byte) []byte {
			packed := pack(content)
			page.content, page.packed = content, packed
			release()
			return packed
		})
		return handler(c)
	}
}

// limitsItself reports whether a request needs no time limit before its handler: a tenth of what a cached page costs
// would go into it. (With a cookie, the database is asked on the way there.) Who listens does so for hours.
func (k *Kit) limitsItself(c echo.Context) bool {
	if listens(c.Path()) {
		return true
	}
	_, isCached := k.pageCache.routes.Load(c.Path())
	return isCached && c.Request().Header.Get(echo.HeaderCookie) == ""
}

// cachedQuery are the queries that many ask alike: a day of an agenda, with or without all of it.
var cachedQuery = regexp.MustCompile(`^(day=\d{4}-\d\d-\d\d)?(&?all=true)?$`)

// cachedPage is the place of the page that is asked for, or nil where it is one person's.
func (k *Kit) cachedPage(c echo.Context) *cachedPage {
	request := c.Request()
	if ReadCookie(c, flashCookie) != "" || AccountOf(c) != nil || OwnSecret(c) != "" ||
		!cachedQuery.MatchString(request.URL.RawQuery) {
		return nil
	}
	key := k.Texts(c).Lang + " " + request.URL.RequestURI()
	k.pageCache.Lock()
	defer k.pageCache.Unlock()
	page := k.pageCache.pages[key]
	if page == nil {
		if len(k.pageCache.pages) >= maxCached {
			clear(k.pageCache.pages)
		}
		page = &cachedPage{}
		k.pageCache.pages[key] = page
	}
	return page
}

// cachePage hands a rendered page to the cache, before it is sent: a slow receiver keeps nobody waiting. It returns the
// page packed, or nil where it is not cached.
func cachePage(c echo.Context, status int, content []byte) []byte {
	if store, ok := c.Get(keyCache).(func([]byte) []byte); ok && status == http.StatusOK {
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

// sendCached sends a page that everybody sees alike, packed to who understands that. (It holds no secret that its
// length could tell about.)
func sendCached(c echo.Context, content, packed []byte) error {
	header := c.Response().Header()
	header[echo.HeaderVary] = cachedVary
	if encodingFor(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") == "gzip" {
		header.Set(echo.HeaderContentEncoding, "gzip")
		content = packed
	}
	return sendPage(c, http.StatusOK, content)
}

var cachedVary = []string{"Accept-Language, Cookie, Accept-Encoding"}
