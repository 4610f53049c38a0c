package push

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"meguri/models"
)

// hall is a process that serves the room of an event.
type hall struct {
	*Service
	*httptest.Server
}

func open(t *testing.T, redisURL string) *hall {
	t.Helper()
	s := New(Options{RedisURL: redisURL, Prefix: "test"})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		may := func(context.Context) error { return nil }
		err := s.Serve(w, r, "websocket", &Listener{EventID: "e", Watchers: models.ForRoom, MayStill: may, Again: time.Hour})
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
	}))
	t.Cleanup(func() { s.Stop(); server.Close() })
	return &hall{s, server}
}

func say(part string, n int) models.Change {
	return models.Change{EventID: "e", Watchers: models.ForRoom, Part: part, Data: map[string]int{"n": n}}
}

// page is an open page by hand.
type page struct {
	socket *websocket.Conn
	mutex  sync.Mutex
	heard  strings.Builder
}

func (h *hall) visit(t *testing.T, connect string) *page {
	t.Helper()
	socket, answer, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(h.URL, "http"), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	p := &page{socket: socket}
	t.Cleanup(func() { _ = socket.Close() })
	if err := socket.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{`+connect+`}}`)); err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			_, data, err := socket.ReadMessage()
			if err != nil {
				p.note("closed")
				return
			}
			p.note(string(data))
		}
	}()
	p.hears(t, `"connect":`)
	return p
}

func (p *page) note(text string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.heard.WriteString(text + "\n")
}

func (p *page) text() string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.heard.String()
}

func (p *page) hears(t *testing.T, text string) {
	t.Helper()
	for until := time.Now().Add(15 * time.Second); time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		if strings.Contains(p.text(), text) {
			return
		}
	}
	t.Fatalf("%s is not in:\n%s", text, p.text())
}

func TestNumbersAreReadWhenTheyAreSentAndTravelTogether(t *testing.T) {
	h := open(t, "")
	reads := 0
	h.Numbers("votes", func(_ context.Context, _ string, keys []string) (map[string]int, error) {
		reads++
		return map[string]int{keys[0]: 200}, nil
	})
	p := h.visit(t, "")
	for range 200 {
		h.Tell(models.Change{EventID: "e", Watchers: models.ForRoom, Part: "votes", Key: "a"})
	}
	time.Sleep(2 * gather)
	p.hears(t, `"numbers":{"a":200}`)
	if messages := strings.Count(p.text(), `"part":"votes"`); messages > 2 || reads != messages {
		t.Errorf("%d messages and %d reads for 200 votes", messages, reads)
	}
}

func TestWhatIsForOthersIsNotSent(t *testing.T) {
	h := open(t, "")
	p := h.visit(t, "")
	h.Tell(models.Change{EventID: "e", Watchers: models.ForModerators, Part: "queue"})
	h.Tell(models.Change{EventID: "another", Watchers: models.ForRoom, Part: "elsewhere"})
	h.Tell(models.Change{EventID: "e", Watchers: models.ForEverybody, Part: "agenda"})
	p.hears(t, `"part":"agenda"`)
	if text := p.text(); strings.Contains(text, "queue") || strings.Contains(text, "elsewhere") {
		t.Error(text)
	}
}

// A process may be killed after its commit and before its message.
func TestWhatNobodyToldIsFoundInTheDatabase(t *testing.T) {
	h := open(t, "")
	version := "1"
	h.Version("voices", models.ForRoom, func(context.Context, string) (string, error) { return version, nil })
	p := h.visit(t, "")
	seen := h.check(t.Context(), nil)
	seen = h.check(t.Context(), seen)
	version = "2"
	h.check(t.Context(), seen)
	p.hears(t, `{"part":"voices","check":true}`)
	if n := strings.Count(p.text(), "check"); n != 1 {
		t.Errorf("told %d times", n)
	}
}

func TestTheEndSendsPagesAway(t *testing.T) {
	h := open(t, "")
	p := h.visit(t, "")
	h.Service.Stop()
	p.hears(t, "closed")
	answer, err := http.Get(h.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, _ := io.ReadAll(answer.Body); answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("%d %s", answer.StatusCode, body)
	}
	h.Tell(say("late", 1)) // and is nobody's trouble
}

// Each who listens needs an open file, and others must still be answered.
func TestSomeFilesAreKeptForOthers(t *testing.T) {
	for files, want := range map[int]int{20_000: 19_500, 1024: 524, 256: 128} {
		if got := mostListeners(files); got != want {
			t.Errorf("with %d files %d may listen, want %d", files, got, want)
		}
	}
}

// A phone on a bad line reads nothing while much is said. It is dropped, and comes back later; nobody waits for it.
func TestASlowPageHoldsNobodyUp(t *testing.T) {
	h := open(t, "")
	// A write that waits for the slow one takes a second. A busy machine takes that long now and then, but not each time.
	var waits []time.Duration
	for range 3 {
		longest := h.besideSlow(t)
		if longest < 900*time.Millisecond {
			return
		}
		waits = append(waits, longest)
	}
	t.Errorf("another page waited %v", waits)
}

// besideSlow is how long a page waited at most for what was said, until one that reads nothing was dropped.
func (h *hall) besideSlow(t *testing.T) (longest time.Duration) {
	t.Helper()
	others := h.Listeners() + 1
	slow := &websocket.Dialer{NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		line, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err == nil {
			err = line.(*net.TCPConn).SetReadBuffer(4096)
		}
		return line, err
	}}
	socket, answer, err := slow.DialContext(t.Context(), "ws"+strings.TrimPrefix(h.URL, "http"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	defer socket.Close()
	if err := socket.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{}}`)); err != nil {
		t.Fatal(err)
	}
	p := h.visit(t, "")
	text := strings.Repeat("x", 64<<10)
	for h.Listeners() == others { // the slow one comes
		time.Sleep(time.Millisecond)
	}
	for n := 0; h.Listeners() > others; n++ {
		if n > 2000 {
			t.Fatal("a page that reads nothing is still kept")
		}
		begin := time.Now()
		h.Tell(models.Change{EventID: "e", Watchers: models.ForRoom, Part: fmt.Sprintf("p%d.", n), Data: text})
		p.hears(t, fmt.Sprintf(`"part":"p%d."`, n))
		longest = max(longest, time.Since(begin))
	}
	return longest
}

// redis is a server of a test's own, which it stops and starts again.
type redis struct {
	program, dir, port string
	command            *exec.Cmd
}

func newRedis(t *testing.T) *redis {
	t.Helper()
	program := os.Getenv("MEGURI_TEST_REDIS_SERVER")
	if program == "" {
		t.Fatal("no Redis to test on: run `make test`, or `.ci/with-redis go test ./...`")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	r := &redis{program: program, dir: t.TempDir(), port: port}
	t.Cleanup(r.stop)
	r.start(t)
	return r
}

func (r *redis) url() string { return "redis://127.0.0.1:" + r.port }

func (r *redis) start(t *testing.T) {
	t.Helper()
	r.command = exec.Command(
		r.program, "--port", r.port, "--bind", "127.0.0.1", "--dir", r.dir, "--save", "", "--appendonly", "yes",
	)
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	for until := time.Now().Add(10 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", "127.0.0.1:"+r.port); err == nil {
			_ = conn.Close()
			return
		}
	}
	t.Fatal("redis-server does not start")
}

func (r *redis) stop() {
	if r.command != nil {
		_ = r.command.Process.Kill()
		_ = r.command.Wait()
		r.command = nil
	}
}

func TestTwoProcessesMeetInRedis(t *testing.T) {
	r := newRedis(t)
	one, two := open(t, r.url()), open(t, r.url())
	if err := two.Service.Start(); err != nil {
		t.Fatal(err)
	}
	p := one.visit(t, "")
	two.Tell(say("voices", 1))
	p.hears(t, `"n":1`)
	t.Run("and who comes back to the other recovers", func(t *testing.T) {
		one.Service.Stop() // as when it is killed: its pages turn to the other
		p.hears(t, "closed")
		two.Tell(say("voices", 2))
		time.Sleep(200 * time.Millisecond)
		_, epoch, _ := strings.Cut(p.text(), `"epoch":"`)
		epoch, _, _ = strings.Cut(epoch, `"`)
		back := two.visit(t, fmt.Sprintf(`"subs":{"room:e":{"recover":true,"epoch":%q,"offset":1}}`, epoch))
		back.hears(t, `"recovered":true`)
		back.hears(t, `"n":2`)
		if strings.Contains(back.text(), `"n":1`) {
			t.Error("heard twice:", back.text())
		}
	})
}

func TestWhatRedisDidNotTakeIsToldWhenItIsBack(t *testing.T) {
	r := newRedis(t)
	h := open(t, r.url())
	p := h.visit(t, "")
	h.Tell(say("first", 1))
	p.hears(t, `"part":"first"`)
	r.stop()
	begin := time.Now()
	h.Tell(say("meanwhile", 2))
	if took := time.Since(begin); took > 100*time.Millisecond {
		t.Errorf("who writes waited %v for Redis", took)
	}
	time.Sleep(500 * time.Millisecond)
	r.start(t)
	h.Tell(say("after", 3))
	p2 := h.visit(t, "")
	for until := time.Now().Add(15 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if both := p.text() + p2.text(); strings.Contains(both, `"part":"meanwhile"`) {
			return
		}
	}
	t.Errorf("what happened meanwhile was never told:\n%s", p.text())
}
