package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"meguri/app/service/link"
	"meguri/models"
)

const (
	postsPerSecond = 20
	votesPerSecond = 200
	// leastLoad is how long a load lasts at least.
	leastLoad = 8 * time.Second
)

// hall is a program with people in its room.
type hall struct {
	*program
	cookies []string
	client  *http.Client
}

func (b *bench) liveHall(name string, people int) (*hall, error) {
	p, err := b.prepareProgram(name)
	if err != nil {
		return nil, err
	}
	ids, links := make([]string, people), link.New([]byte(benchSecret))
	h := &hall{program: p, client: client(64), cookies: make([]string, people)}
	h.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for i := range ids {
		ids[i] = models.NewID()
		h.cookies[i] = "meguri_room=" + links.Room(ids[i], true)
	}
	if err := b.insertAttendees(p, 0, ids); err != nil {
		return nil, err
	}
	return h, b.execute(
		p.database,
		"UPDATE voice_settings SET open = TRUE, review = 'after', per_minute = 100000 WHERE event_id = '"+p.ids.event+"'",
	)
}

func (h *hall) send(b *bench, base, cookie, path string, values url.Values) error {
	request, err := http.NewRequestWithContext(
		b.ctx, http.MethodPost, base+"/events/"+event+"/live"+path, strings.NewReader(values.Encode()),
	)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Cookie", cookie)
	response, err := h.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	if response.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("%s answers %d", path, response.StatusCode)
	}
	return nil
}

func (h *hall) say(b *bench, base string, c *crowd, n int) error {
	c.posts[n].sent.Store(time.Now().UnixNano())
	text := fmt.Sprintf("%s%d 子どもが寝てからの1時間しかありません。夜だけでもできる役割は？", mark, n)
	values := url.Values{"id": {fmt.Sprintf("bench-%d", n)}, "kind": {"opinion"}, "text": {text}}
	return h.send(b, base, h.cookies[n%len(h.cookies)], "/voices", values)
}

// atRate does something so many times a second, each in time whatever the others do. It returns the first error.
func atRate(perSecond, count int, do func(n int) error) error {
	var running sync.WaitGroup
	failed := make(chan error, count)
	ticker := time.NewTicker(time.Second / time.Duration(perSecond))
	defer ticker.Stop()
	for n := range count {
		<-ticker.C
		running.Go(func() {
			if err := do(n); err != nil {
				failed <- err
			}
		})
	}
	running.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// live measures the live room with all its listeners on one process beside a bare hub, and two processes of which one
// is killed.
func (b *bench) live() error {
	seconds := max(b.seconds, leastLoad)
	posts := int(seconds.Seconds()) * postsPerSecond
	h, err := b.liveHall("bench_live", b.clients)
	if err != nil {
		return err
	}
	defer h.stop()
	if _, err := h.start(b.ctx); err != nil {
		return err
	}
	if err := h.forgetPeak(); err != nil { // of the start
		return err
	}
	ours, err := b.fullRoom(h, posts)
	if err != nil {
		return err
	}
	hub, err := b.bareHub(posts)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("live, %d listeners, post to the last", b.clients)
	b.addDuration(name+", median", percentile(ours, 0.5), "bare hub", percentile(hub, 0.5), 4)
	b.addDuration(name+", 99 %", percentile(ours, 0.99), "bare hub", percentile(hub, 0.99), 4)
	b.addMaximum(name+", median", percentile(ours, 0.5), 50, "ms")
	b.addMaximum(name+", 99 %", percentile(ours, 0.99), 150, "ms")
	return b.killedProcess(posts)
}

// fullRoom is how late the last of all listeners reads each post, while people vote. Then all come back at once.
func (b *bench) fullRoom(h *hall, posts int) ([]float64, error) {
	c := newCrowd(b.clients, posts)
	address := func() string {
		return "ws" + strings.TrimPrefix(h.base, "http") + "/events/" + event + "/live/push/websocket"
	}
	for i := range b.clients {
		c.join(b.ctx, address, h.cookies[i], false)
	}
	defer c.leave()
	if err := c.ready(b.ctx); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("live, memory with %d listeners, peak ", b.clients)
	if err := b.addPeak(h, name+"when all come at once", 250); err != nil {
		return nil, err
	}
	if err := b.sayAndVote(h, c, posts); err != nil {
		return nil, err
	}
	if missed, doubled := c.settle(30 * time.Second); missed+doubled > 0 {
		b.addFault("of %d posts to %d listeners %d were missed, %d came twice", posts, b.clients, missed, doubled)
	}
	if err := b.addPeak(h, name+"while they speak and vote", 200); err != nil {
		return nil, err
	}
	return c.lateness(), b.herd(h, c)
}

// addPeak adds the most memory that the program had since the last time, and lets the peak begin anew.
func (b *bench) addPeak(h *hall, name string, most float64) error {
	memory, err := h.memory(true)
	if err != nil {
		return err
	}
	b.addMaximum(name, memory, most, "MB")
	return h.forgetPeak()
}

// sayAndVote posts, and lets others vote for the first of it: nobody votes for what is their own.
func (b *bench) sayAndVote(h *hall, c *crowd, posts int) error {
	if err := h.say(b, h.base, c, 0); err != nil {
		return err
	}
	id, err := b.text(h.database, "SELECT id FROM posts WHERE event_id = '"+h.ids.event+"' AND text LIKE '"+mark+"0 %'")
	if err != nil {
		return err
	}
	voting := make(chan error, 1)
	go func() {
		voting <- atRate(votesPerSecond, posts*votesPerSecond/postsPerSecond, func(int) error {
			voter := h.cookies[1+rand.IntN(len(h.cookies)-1)]
			return h.send(b, h.base, voter, "/voices/"+id+"/vote", nil)
		})
	}()
	err = atRate(postsPerSecond, posts-1, func(n int) error { return h.say(b, h.base, c, n+1) })
	return errors.Join(err, <-voting)
}

// herd lets all listeners go and come back in the same moment.
func (b *bench) herd(h *hall, c *crowd) error {
	c.leave()
	again := newCrowd(b.clients, 1)
	defer again.leave()
	begin := time.Now()
	for i := range b.clients {
		l := c.listeners[i]
		again.join(b.ctx, l.address, h.cookies[i], false)
	}
	err := again.ready(b.ctx)
	b.addMaximum(
		fmt.Sprintf("live, %d come back in the same moment, all are there after", b.clients),
		time.Since(begin).Seconds(), 10, "s",
	)
	return err
}

// bareHub is the same as fullRoom with the least that can do it: posts at once, the votes of a quarter second together.
func (b *bench) bareHub(posts int) ([]float64, error) {
	address, stop, err := startBareHub(b.ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	c := newCrowd(b.clients, posts)
	for range b.clients {
		c.join(b.ctx, func() string { return "ws://" + address + "/listen" }, "", true)
	}
	defer c.leave()
	if err := c.ready(b.ctx); err != nil {
		return nil, err
	}
	say := func(text string) error {
		//nolint:noctx // on this machine
		response, err := http.Post("http://"+address+"/say", "application/json", strings.NewReader(text))
		if err == nil {
			err = response.Body.Close()
		}
		return err
	}
	voting := make(chan error, 1)
	go func() {
		voting <- atRate(4, posts/postsPerSecond*4, func(n int) error {
			const votes = `{"at":1,"changes":[{"part":"votes","numbers":{"0197a000-0000-7000-8000-000000000001":%d}}]}`
			return say(fmt.Sprintf(votes, n))
		})
	}()
	err = atRate(postsPerSecond, posts, func(n int) error {
		c.posts[n].sent.Store(time.Now().UnixNano())
		const voice = `{"at":1,"changes":[{"part":"voices","data":{"text":"%s%d %s"}}]}`
		return say(fmt.Sprintf(voice, mark, n, strings.Repeat("声", 60)))
	})
	time.Sleep(time.Second)
	return c.lateness(), errors.Join(err, <-voting)
}

// killedProcess has two processes on one Redis, and kills one in the middle: who listened to it goes to the other.
func (b *bench) killedProcess(posts int) error {
	redis, stop, err := b.startRedis()
	if err != nil {
		return err
	}
	defer stop()
	h, err := b.liveHall("bench_live_two", b.clients)
	if err != nil {
		return err
	}
	defer h.stop()
	// Installations that share a Redis are kept apart by their address: of two processes it must be the same.
	h.env = append(h.env, "MEGURI_REDIS_URL=redis://"+redis, "MEGURI_BASE_URL="+h.base)
	other := *h.program
	if other.dir, err = os.MkdirTemp("", "meguri-bench-"); err != nil {
		return err
	}
	defer other.stop()
	free, err := b.freeAddress()
	if err != nil {
		return err
	}
	other.base = "http://" + free
	other.env = slices.Concat(h.env, []string{"MEGURI_DATA_DIR=" + other.dir, "MEGURI_ADDR=" + free})
	for _, p := range []*program{h.program, &other} {
		if _, err := p.start(b.ctx); err != nil {
			return err
		}
	}
	return b.killInTheMiddle(h, &other, posts)
}

func (b *bench) killInTheMiddle(h *hall, other *program, posts int) error {
	var isDead atomic.Bool
	const path = "/events/" + event + "/live/push/websocket"
	c := newCrowd(b.clients, posts)
	for i := range b.clients {
		c.join(b.ctx, func() string {
			if i%2 == 0 || isDead.Load() {
				return "ws" + strings.TrimPrefix(h.base, "http") + path
			}
			return "ws" + strings.TrimPrefix(other.base, "http") + path
		}, h.cookies[i], false)
	}
	defer c.leave()
	if err := c.ready(b.ctx); err != nil {
		return err
	}
	err := atRate(postsPerSecond, posts, func(n int) error {
		if n == posts/2 {
			isDead.Store(true)
			_ = other.command.Process.Signal(syscall.SIGKILL)
		}
		return h.say(b, h.base, c, n)
	})
	missed, doubled := c.settle(time.Minute)
	b.addMaximum(
		fmt.Sprintf("live, two processes, one killed, %d listeners: posts missed or doubled after recovery", b.clients),
		float64(missed+doubled), 0, "",
	)
	b.notes = append(b.notes, fmt.Sprintf(
		"live, one of two processes killed: %d missed, %d doubled; %d listeners were told to ask the server", missed, doubled,
		c.told(),
	))
	return err
}

// startRedis starts a Redis of the bench's own.
func (b *bench) startRedis() (address string, stop func(), err error) {
	binary, err := exec.LookPath("redis-server")
	if err != nil {
		return "", nil, fmt.Errorf("the live rows need redis-server: %w", err)
	}
	if address, err = b.freeAddress(); err != nil {
		return "", nil, err
	}
	_, port, _ := strings.Cut(address, ":")
	command := exec.CommandContext(
		b.ctx, binary, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
	)
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	time.Sleep(time.Second)
	return address, func() { _ = command.Process.Kill(); _ = command.Wait() }, nil
}
