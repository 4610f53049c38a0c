package apptest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// Listener is an open page that listens to what changes, by one of the transports.
type Listener struct {
	t     *testing.T
	lines chan []byte
	Close func()
	// Connected is the answer to the connection.
	Connected Connection
	// Offset is that of the last message.
	Offset uint64
}

// Connection is what a page learns when it connects.
type Connection struct {
	Data struct{ Last int64 }
	Subs map[string]struct {
		Epoch                      string
		Offset                     uint64
		Recovered                  bool
		Publications               []publication
		WasRecovering, Recoverable bool
	}
}

type publication struct {
	Offset uint64
	Data   Heard
}

// Heard is a message as pages get it.
type Heard struct {
	At      int64
	Changes []struct {
		Part    string
		Numbers map[string]int
		Data    map[string]any
		Check   bool
	}
}

type frame struct {
	ID      int
	Connect *Connection
	Error   *struct{ Message string }
	Push    *struct {
		Pub        *publication
		Disconnect *struct{ Code int }
	}
}

// Listen listens at an address of a server that begins the transports. since is what an earlier listener knows, nil for
// none.
func Listen(t *testing.T, base, path, transport, cookie string, since *Listener) *Listener {
	t.Helper()
	l := &Listener{t: t, lines: make(chan []byte, 4096)}
	connect := map[string]any{}
	if since != nil {
		subs := map[string]any{}
		for name, sub := range since.Connected.Subs {
			subs[name] = map[string]any{"recover": true, "epoch": sub.Epoch, "offset": since.Offset}
		}
		connect["subs"] = subs
	}
	command, err := json.Marshal(map[string]any{"id": 1, "connect": connect})
	if err != nil {
		t.Fatal(err)
	}
	if transport == "websocket" {
		l.openSocket("ws"+strings.TrimPrefix(base, "http")+path+"/websocket", cookie, command)
	} else {
		l.openStream(base+path+"/"+transport, transport, cookie, command)
	}
	for l.Connected.Subs == nil {
		f := l.next()
		if f.Error != nil {
			t.Fatal(f.Error.Message)
		}
		if f.Connect != nil {
			l.Connected = *f.Connect
		}
	}
	for _, sub := range l.Connected.Subs {
		l.Offset = sub.Offset
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func (l *Listener) openSocket(address, cookie string, command []byte) {
	l.t.Helper()
	header := http.Header{"Cookie": {cookie}}
	socket, answer, err := websocket.DefaultDialer.DialContext(l.t.Context(), address, header)
	if err != nil {
		l.t.Fatal(address, err, answer)
	}
	_ = answer.Body.Close()
	l.Close = func() { _ = socket.Close() }
	if err := socket.WriteMessage(websocket.TextMessage, command); err != nil {
		l.t.Fatal(err)
	}
	go func() {
		defer close(l.lines)
		for {
			_, data, err := socket.ReadMessage()
			if err != nil {
				return
			}
			for line := range bytes.SplitSeq(data, []byte("\n")) {
				if string(line) == "{}" {
					_ = socket.WriteMessage(websocket.TextMessage, line)
				} else if len(line) > 0 {
					l.lines <- line
				}
			}
		}
	}()
}

func (l *Listener) openStream(address, transport, cookie string, command []byte) {
	l.t.Helper()
	method, body := http.MethodPost, string(command)
	if transport == "sse" {
		method, address, body = http.MethodGet, address+"?cf_connect="+url.QueryEscape(string(command)), ""
	}
	request, err := http.NewRequestWithContext(l.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		l.t.Fatal(err)
	}
	request.Header.Set("Cookie", cookie)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		l.t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		l.t.Fatal(address, answer.Status)
	}
	l.Close = func() { _ = answer.Body.Close() }
	go func() {
		defer close(l.lines)
		for scanner := bufio.NewScanner(answer.Body); scanner.Scan(); {
			line := strings.TrimPrefix(scanner.Text(), "data: ")
			if strings.HasPrefix(line, "{") && line != "{}" {
				l.lines <- []byte(line)
			}
		}
	}()
}

func (l *Listener) next() frame {
	l.t.Helper()
	select {
	case line, ok := <-l.lines:
		if !ok {
			l.t.Fatal("the connection was closed")
		}
		var f frame
		if err := json.Unmarshal(line, &f); err != nil {
			l.t.Fatalf("%s: %v", line, err)
		}
		return f
	case <-time.After(10 * time.Second):
		l.t.Fatal("nothing was heard")
	}
	return frame{}
}

// Hears waits for the next message.
func (l *Listener) Hears() Heard {
	l.t.Helper()
	for {
		if f := l.next(); f.Push != nil && f.Push.Pub != nil {
			l.Offset = f.Push.Pub.Offset
			return f.Push.Pub.Data
		}
	}
}

// HearsNothing waits a while, in which no message may come.
func (l *Listener) HearsNothing(for_ time.Duration) {
	l.t.Helper()
	select {
	case line, ok := <-l.lines:
		if ok {
			l.t.Errorf("heard %s", line)
		}
	case <-time.After(for_):
	}
}

// Ends waits until the server ends the connection.
func (l *Listener) Ends() {
	l.t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		select {
		case _, ok := <-l.lines:
			if !ok {
				return
			}
		case <-deadline:
			l.t.Fatal("the connection lives on")
		}
	}
}
