package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// mark begins the number of a post in its text, so that it is found in a frame without reading JSON.
const mark = "声の番号#"

// post is one that was sent: when, and when the last of the crowd read it.
type post struct {
	sent, last atomic.Int64
	readers    atomic.Int64
}

// crowd is who listens.
type crowd struct {
	listeners []*listener
	posts     []*post
}

// listener is one connection that comes back as browsers do.
type listener struct {
	crowd   *crowd
	address func() string
	cookie  string
	bare    bool // listens to the bare hub
	stop    context.CancelFunc
	done    chan struct{}
	open    chan struct{}
	once    sync.Once
	// epoch, channel and offset are where it is; seen has how often it read each post. asks says that it was told that
	// messages cannot bring all: a page asks the server then, and this does not.
	epoch, channel string
	offset         uint64
	seen           []uint8
	asks           atomic.Bool
}

func newCrowd(clients, posts int) *crowd {
	c := &crowd{posts: make([]*post, posts)}
	for i := range posts {
		c.posts[i] = &post{}
	}
	c.listeners = make([]*listener, 0, clients)
	return c
}

// join lets one more listen; addresses may change between its connections.
func (c *crowd) join(ctx context.Context, address func() string, cookie string, bare bool) {
	ctx, stop := context.WithCancel(ctx)
	l := &listener{
		crowd: c, address: address, cookie: cookie, bare: bare, stop: stop, done: make(chan struct{}),
		open: make(chan struct{}), seen: make([]uint8, len(c.posts)),
	}
	c.listeners = append(c.listeners, l)
	go l.run(ctx)
}

// ready waits until all are connected.
func (c *crowd) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for n, l := range c.listeners {
		select {
		case <-l.open:
		case <-ctx.Done():
			return fmt.Errorf("only %d of %d could connect", n, len(c.listeners))
		}
	}
	return nil
}

func (c *crowd) leave() {
	for _, l := range c.listeners {
		l.stop()
	}
	for _, l := range c.listeners {
		<-l.done
	}
}

func (l *listener) run(ctx context.Context) {
	defer close(l.done)
	for wait := 50 * time.Millisecond; ctx.Err() == nil; wait = min(2*wait, 5*time.Second) {
		if l.listen(ctx) {
			wait = 50 * time.Millisecond
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

var dialer = &websocket.Dialer{HandshakeTimeout: 20 * time.Second, ReadBufferSize: 2048, WriteBufferSize: 512}

// listen reads until the connection ends. It reports whether there was one.
func (l *listener) listen(ctx context.Context) bool {
	socket, answer, err := dialer.DialContext(ctx, l.address(), http.Header{"Cookie": {l.cookie}})
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	end := context.AfterFunc(ctx, func() { _ = socket.Close() })
	defer end()
	defer func() { _ = socket.Close() }()
	if !l.bare {
		if socket.WriteMessage(websocket.TextMessage, []byte(l.connect())) != nil {
			return false
		}
	} else {
		l.once.Do(func() { close(l.open) })
	}
	for {
		_, data, err := socket.ReadMessage()
		if err != nil {
			return true
		}
		if bytes.Equal(data, []byte("{}")) {
			_ = socket.WriteMessage(websocket.TextMessage, data)
			continue
		}
		l.read(data)
	}
}

// connect is the command with which it begins, or goes on where it was.
func (l *listener) connect() string {
	if l.channel == "" {
		return `{"id":1,"connect":{}}`
	}
	const again = `{"id":1,"connect":{"subs":{%q:{"recover":true,"epoch":%q,"offset":%d}}}}`
	return fmt.Sprintf(again, l.channel, l.epoch, l.offset)
}

// read notes what a frame brings: posts, and where it now is.
func (l *listener) read(data []byte) {
	now := time.Now().UnixNano()
	if bytes.Contains(data, []byte(`"connect":`)) {
		if l.channel == "" {
			l.channel, l.epoch = between(data, `"subs":{"`, `"`), between(data, `"epoch":"`, `"`)
		}
		if bytes.Contains(data, []byte(`"was_recovering":true`)) && !bytes.Contains(data, []byte(`"recovered":true`)) {
			l.asks.Store(true)
		}
		l.once.Do(func() { close(l.open) })
	}
	for rest := data; ; {
		_, after, found := bytes.Cut(rest, []byte(mark))
		if !found {
			break
		}
		rest = after
		if n := number(after); n < len(l.seen) {
			l.seen[n]++
			p := l.crowd.posts[n]
			p.readers.Add(1)
			for last := p.last.Load(); last < now; last = p.last.Load() {
				if p.last.CompareAndSwap(last, now) {
					break
				}
			}
		}
	}
	// The answer to who comes back ends with the offset that it asked from: what it brings has later ones.
	for rest, found := data, true; found; {
		if _, rest, found = bytes.Cut(rest, []byte(`"offset":`)); found {
			l.offset = max(l.offset, uint64(number(rest)))
		}
	}
}

func between(data []byte, before, after string) string {
	_, rest, _ := strings.Cut(string(data), before)
	text, _, _ := strings.Cut(rest, after)
	return text
}

// number is the one with which data begins.
func number(data []byte) int {
	end := 0
	for end < len(data) && data[end] >= '0' && data[end] <= '9' {
		end++
	}
	n, _ := strconv.Atoi(string(data[:end]))
	return n
}

// lateness is how many milliseconds after each post was sent the last of the crowd read it, sorted.
func (c *crowd) lateness() (list []float64) {
	for _, p := range c.posts {
		if p.sent.Load() > 0 && p.readers.Load() > 0 {
			list = append(list, float64(p.last.Load()-p.sent.Load())/1e6)
		}
	}
	slices.Sort(list)
	return list
}

func percentile(sorted []float64, part float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(part*float64(len(sorted))), len(sorted)-1)]
}

// settle waits until nothing is missed, at most so long, and a little more for what might come twice. On a busy machine
// who comes back needs its time.
func (c *crowd) settle(most time.Duration) (missed, doubled int) {
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(time.Second) {
		if missed, _ := c.faults(); missed == 0 {
			break
		}
	}
	time.Sleep(2 * time.Second)
	return c.faults()
}

// told counts those who were told to ask.
func (c *crowd) told() (n int) {
	for _, l := range c.listeners {
		if l.asks.Load() {
			n++
		}
	}
	return n
}

// missed and doubled count the posts that somebody did not read, or read twice, of those who were not told to ask.
func (c *crowd) faults() (missed, doubled int) {
	for _, l := range c.listeners {
		if l.asks.Load() {
			continue
		}
		for n, times := range l.seen {
			if c.posts[n].sent.Load() == 0 {
				continue
			}
			if times == 0 {
				missed++
			} else if times > 1 {
				doubled++
			}
		}
	}
	return missed, doubled
}
