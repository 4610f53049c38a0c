// Package push tells open pages what changed: centrifuge, in memory or through Redis, where several processes serve.
//
// The database is the truth. A message says that a part of a page changed, with what everybody who listens may read, or
// without, so that pages ask. Nothing here is stored: who missed a message asks by HTTP.
package push

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/prometheus/client_golang/prometheus"

	"meguri/models"
)

const (
	// historySize and historyTime bound what a page can recover after a break. maxRecovered is how many messages it gets
	// at most: who missed more asks by HTTP, which costs less.
	historySize  = 2000
	historyTime  = 5 * time.Minute
	maxRecovered = 500
	// maxQueue is how many bytes wait for a slow client before it is dropped.
	maxQueue = 256 << 10
)

// Options say how messages travel.
type Options struct {
	// RedisURL is where several processes meet, "" for one process.
	RedisURL string
	// Prefix begins all names in Redis.
	Prefix string
}

// NumbersOf reads the numbers of some keys of a part, as the database has them.
type NumbersOf func(ctx context.Context, eventID string, keys []string) (map[string]int, error)

// VersionOf reads a text that changes whenever the part changes.
type VersionOf func(ctx context.Context, eventID string) (string, error)

// part is what is known of a part.
type part struct {
	numbers  NumbersOf
	version  VersionOf
	watchers models.Watchers
}

// Service tells open pages what changed.
type Service struct {
	options Options
	parts   map[string]part

	starting sync.Mutex
	node     *centrifuge.Node
	serve    transports
	stopped  bool

	mutex sync.Mutex
	rooms map[string]*room
}

// New makes the service. It begins to work with the first who listens, and with Redis when it is served.
func New(options Options) *Service {
	return &Service{options: options, parts: map[string]part{}, rooms: map[string]*room{}}
}

// Numbers says how the numbers of a part are read. Call it before the service is used.
func (s *Service) Numbers(name string, read NumbersOf) {
	p := s.parts[name]
	p.numbers = read
	s.parts[name] = p
}

// Version says how to see that a part changed though nobody told it, as when a process was killed after it had written.
// watchers are who may know. Call it before the service is used.
func (s *Service) Version(name string, watchers models.Watchers, read VersionOf) {
	p := s.parts[name]
	p.version, p.watchers = read, watchers
	s.parts[name] = p
}

// Start connects to Redis where there is one. A process that does not serve pages but changes what they show may call
// it too.
func (s *Service) Start() error {
	if s.options.RedisURL == "" {
		return nil
	}
	_, err := s.running()
	return err
}

var errStopped = errors.New("live updates are stopped")

// running is the node, started when it is first needed: most programs of tests have nobody who listens.
func (s *Service) running() (*centrifuge.Node, error) {
	s.starting.Lock()
	defer s.starting.Unlock()
	if s.stopped {
		return nil, errStopped
	}
	if s.node != nil {
		return s.node, nil
	}
	node, err := centrifuge.New(centrifuge.Config{
		LogLevel: centrifuge.LogLevelWarn, LogHandler: log,
		ClientQueueMaxSize: maxQueue, RecoveryMaxPublicationLimit: maxRecovered, HistoryMetaTTL: 24 * time.Hour,
		UseSingleFlight: true,
		Metrics:         centrifuge.MetricsConfig{RegistererGatherer: prometheus.NewRegistry()},
	})
	if err != nil {
		return nil, err
	}
	if err := s.useRedis(node); err != nil {
		return nil, err
	}
	node.OnConnecting(s.connecting)
	node.OnConnect(func(client *centrifuge.Client) { client.OnRefresh(refresh(client)) })
	if err := node.Run(); err != nil {
		return nil, fmt.Errorf("start live updates: %w", err)
	}
	s.node, s.serve = node, newTransports(node)
	return node, nil
}

func (s *Service) useRedis(node *centrifuge.Node) error {
	if s.options.RedisURL == "" {
		return nil
	}
	shard, err := centrifuge.NewRedisShard(node, centrifuge.RedisShardConfig{
		Address: s.options.RedisURL, ConnectTimeout: 3 * time.Second, IOTimeout: 3 * time.Second,
	})
	if err != nil {
		return fmt.Errorf("connect to MEGURI_REDIS_URL: %w", err)
	}
	broker, err := centrifuge.NewRedisBroker(node, centrifuge.RedisBrokerConfig{
		Prefix: s.options.Prefix, Shards: []*centrifuge.RedisShard{shard},
	})
	if err != nil {
		return fmt.Errorf("connect to MEGURI_REDIS_URL: %w", err)
	}
	node.SetBroker(broker)
	return nil
}

func log(entry centrifuge.LogEntry) {
	slog.Warn("live updates: "+entry.Message, "error", entry.Error)
}

// Stop tells all who listen to come back later, each at another time, and ends.
func (s *Service) Stop() {
	s.starting.Lock()
	node := s.node
	s.stopped, s.node = true, nil
	s.starting.Unlock()
	if node == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := node.Shutdown(ctx); err != nil {
		slog.Warn("live updates do not end", "error", err)
	}
}

// started is the node, nil where nobody ever listened.
func (s *Service) started() *centrifuge.Node {
	s.starting.Lock()
	defer s.starting.Unlock()
	return s.node
}

// Listeners counts the connections of this process.
func (s *Service) Listeners() int {
	if node := s.started(); node != nil {
		return node.Hub().NumClients()
	}
	return 0
}

// channel is where those who watch an event listen.
func channel(watchers models.Watchers, eventID string) string {
	return channelNames[watchers] + ":" + eventID
}

var channelNames = map[models.Watchers]string{
	models.ForEverybody: "public", models.ForRoom: "room", models.ForStage: "stage", models.ForModerators: "staff",
}

// message is what travels. At is when, in milliseconds.
type message struct {
	At      int64     `json:"at"`
	Changes []changed `json:"changes"`
}

// changed is a part that changed: with its new numbers or data, or without, so that pages ask. Check says that it
// may have: pages ask that heard nothing of it lately.
type changed struct {
	Part    string         `json:"part"`
	Numbers map[string]int `json:"numbers,omitempty"`
	Data    any            `json:"data,omitempty"`
	Check   bool           `json:"check,omitempty"`

	watchers models.Watchers
}

// kept keeps a message for pages that come back from a break.
var kept = centrifuge.WithHistory(historySize, historyTime)

// publish sends changes to all who may read of them.
func publish(node *centrifuge.Node, eventID string, changes []changed, how ...centrifuge.PublishOption) error {
	for watchers := models.ForEverybody; watchers <= models.ForModerators; watchers++ {
		m := message{At: time.Now().UnixMilli()}
		for _, c := range changes {
			if c.watchers <= watchers {
				m.Changes = append(m.Changes, c)
			}
		}
		if len(m.Changes) == 0 {
			continue
		}
		data, err := json.Marshal(m)
		if err != nil {
			return err
		}
		if _, err = node.Publish(channel(watchers, eventID), data, how...); err != nil {
			return err
		}
	}
	return nil
}
