package push

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/centrifugal/centrifuge"

	"meguri/models"
)

// readBuffer is how many bytes are read at once of what browsers say: they say little.
const readBuffer = 512

// Transports are the ways in which a browser can listen, and send over a way that goes only one direction.
var Transports = []string{"websocket", "http_stream", "sse", "emulation"}

// transports answers each of them.
type transports map[string]http.Handler

func newTransports(node *centrifuge.Node) transports {
	return transports{
		"websocket": centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{
			// A buffer of its own, so that none of the server's is kept, nor the request that came by it.
			ReadBufferSize:             readBuffer,
			ProcessCommandsOffReadLoop: true, UseWriteBufferPool: true, MessageSizeLimit: 8 << 10,
		}),
		"http_stream": centrifuge.NewHTTPStreamHandler(node, centrifuge.HTTPStreamConfig{MaxRequestBodySize: 8 << 10}),
		"sse":         centrifuge.NewSSEHandler(node, centrifuge.SSEConfig{MaxRequestBodySize: 8 << 10}),
		"emulation":   centrifuge.NewEmulationHandler(node, centrifuge.EmulationConfig{MaxRequestBodySize: 8 << 10}),
	}
}

// Listener is who listens, as access has found out before.
type Listener struct {
	EventID  string
	Watchers models.Watchers
	// MayStill returns an error where they may not listen any more. It is asked again every Again.
	MayStill func(ctx context.Context) error
	Again    time.Duration
}

type listenerKey struct{}

// Serve lets a browser listen by a transport. NotFound where there is no such transport; Unavailable where there is no
// room for more connections, or the program ends.
func (s *Service) Serve(w http.ResponseWriter, r *http.Request, transport string, l *Listener) error {
	node, err := s.running()
	if err != nil {
		return models.NewError(models.CodeUnavailable, "push.unavailable")
	}
	handler := s.serve[transport]
	if handler == nil {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	if transport != "emulation" && node.Hub().NumClients() >= MostListeners() {
		return models.NewError(models.CodeUnavailable, "push.unavailable")
	}
	ctx := r.Context()
	if transport == "websocket" {
		// It outlives its request, and shall not keep what middleware made for that.
		ctx = context.Background()
	}
	handler.ServeHTTP(w, r.WithContext(context.WithValue(ctx, listenerKey{}, l)))
	return nil
}

// latest is what a page compares with the time at which it was made.
type latest struct {
	// Last is when something changed last, in milliseconds; 0 where nothing is remembered.
	Last int64 `json:"last"`
}

// connecting lets a browser listen to its channel, and to no other.
func (s *Service) connecting(ctx context.Context, _ centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
	l, ok := ctx.Value(listenerKey{}).(*Listener)
	if !ok {
		return centrifuge.ConnectReply{}, centrifuge.DisconnectPermissionDenied
	}
	name := channel(l.Watchers, l.EventID)
	data, err := json.Marshal(latest{s.last(name)})
	return centrifuge.ConnectReply{
		Credentials: &centrifuge.Credentials{ExpireAt: time.Now().Add(l.Again).Unix()},
		Data:        data,
		// No WriteWithTimer, which would spare a goroutine: who publishes would wait for a slow connection.
		Subscriptions: map[string]centrifuge.SubscribeOptions{name: {EnableRecovery: true}},
	}, err
}

// last is when the last message of a channel was sent, 0 where there is none.
func (s *Service) last(name string) int64 {
	node := s.started()
	if node == nil {
		return 0
	}
	history, err := node.History(name, centrifuge.WithHistoryFilter(centrifuge.HistoryFilter{Limit: 1, Reverse: true}))
	if err != nil || len(history.Publications) == 0 {
		return 0
	}
	var m message
	_ = json.Unmarshal(history.Publications[0].Data, &m)
	return m.At
}

// refresh asks again whether somebody may listen, while they do.
func refresh(client *centrifuge.Client) centrifuge.RefreshHandler {
	return func(_ centrifuge.RefreshEvent, answer centrifuge.RefreshCallback) {
		l, _ := client.Context().Value(listenerKey{}).(*Listener)
		if l == nil {
			answer(centrifuge.RefreshReply{Expired: true}, nil)
			return
		}
		err := l.MayStill(client.Context())
		if code := models.CodeOf(err); err != nil && code != models.CodeInternal {
			answer(centrifuge.RefreshReply{Expired: true}, nil)
			return
		}
		answer(centrifuge.RefreshReply{ExpireAt: time.Now().Add(l.Again).Unix()}, nil)
	}
}
