package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"meguri/app/service/link"
	"meguri/models"
)

const (
	captionReaders = 200
	// keyEvery is how fast a captioner types, draftEvery how often the seat's page sends (static/js/caption/send.js).
	keyEvery   = 90 * time.Millisecond
	draftEvery = 120 * time.Millisecond
)

// captions measures how long after a key is pressed at a captioner's seat the last of the readers has it, beside a bare
// hub that is told the same as often.
func (b *bench) captions() error {
	h, err := b.liveHall("bench_captions", captionReaders)
	if err != nil {
		return err
	}
	defer h.stop()
	if _, err := h.start(b.ctx); err != nil {
		return err
	}
	err = b.execute(h.database, "INSERT INTO caption_settings (event_id, link_number, updated_at) VALUES ('"+
		h.ids.event+"', 1, '2026-01-01') ON CONFLICT (event_id) DO UPDATE SET link_number = 1")
	if err != nil {
		return err
	}
	seat := h.base + "/caption/" + link.New([]byte(benchSecret)).Captions(h.ids.event, 1)
	room := "ws" + strings.TrimPrefix(h.base, "http") + "/events/" + event + "/live/push/websocket"
	line := url.Values{"seat": {models.NewAnonymousID()}, "id": {models.NewAnonymousID()}, "age": {"1000"}}
	inRoom := func(i int) (string, string) { return room, h.cookies[i] }
	ours, err := b.typeFor(captionReaders, inRoom, func(text string) error {
		line.Set("text", text)
		return b.postTo(seat+"/draft", "application/x-www-form-urlencoded", line.Encode())
	})
	if err != nil {
		return err
	}
	address, stop, err := startBareHub(b.ctx)
	if err != nil {
		return err
	}
	defer stop()
	listen := func(int) (string, string) { return "ws://" + address + "/listen", "" }
	hub, err := b.typeFor(captionReaders, listen, func(text string) error {
		return b.postTo("http://"+address+"/say", "application/json", `{"changes":[{"data":{"text":"`+text+`"}}]}`)
	})
	if err != nil {
		return err
	}
	name := fmt.Sprintf("captions, key to the last of %d readers, 95 %%", captionReaders)
	b.addDuration(name, percentile(ours, 0.95), "bare hub", percentile(hub, 0.95), 2)
	b.addMaximum(name, percentile(ours, 0.95), 300, "ms")
	return nil
}

// typeFor presses keys, sends what is typed as the seat's page does, and returns how late the last reader had each key.
func (b *bench) typeFor(
	readers int, where func(int) (address, cookie string), send func(string) error,
) ([]float64, error) {
	keys := int(max(b.seconds, leastLoad) / keyEvery)
	c := newCrowd(readers, keys)
	for i := range readers {
		address, cookie := where(i)
		c.join(b.ctx, func() string { return address }, cookie, cookie == "")
	}
	defer c.leave()
	if err := c.ready(b.ctx); err != nil {
		return nil, err
	}
	pressed := make([]time.Time, keys)
	newest, ended := make(chan int, 1), make(chan error, 1)
	go func() {
		for n := range newest {
			next := time.After(draftEvery)
			c.posts[n].sent.Store(time.Now().UnixNano())
			if err := send(fmt.Sprintf("%s%d きょうのテーマは、プロボノの時間です。", mark, n)); err != nil {
				ended <- err
				return
			}
			<-next
		}
		ended <- nil
	}()
	ticker := time.NewTicker(keyEvery)
	defer ticker.Stop()
	for n := range keys {
		<-ticker.C
		pressed[n] = time.Now()
		select { // a newer key takes the place of one that waits
		case <-newest:
		default:
		}
		newest <- n
	}
	close(newest)
	err := <-ended
	time.Sleep(time.Second)
	return keyLateness(c, pressed, readers), err
}

// keyLateness is when all readers had each key, or a later one, in milliseconds after it was pressed, sorted.
func keyLateness(c *crowd, pressed []time.Time, readers int) (list []float64) {
	at := int64(0)
	for n, p := range slices.Backward(c.posts) {
		if p.sent.Load() > 0 && p.readers.Load() >= int64(readers) {
			at = p.last.Load()
		}
		if at > 0 {
			list = append(list, float64(at-pressed[n].UnixNano())/1e6)
		}
	}
	slices.Sort(list)
	return list
}

func (b *bench) postTo(address, kind, body string) error {
	request, err := http.NewRequestWithContext(b.ctx, http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", kind)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s answers %d", address, response.StatusCode)
	}
	return nil
}
