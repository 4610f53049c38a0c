package journeys_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models/modelstest"
)

// encoder is a server of a stream in HLS: silence in AAC, two seconds a segment.
type encoder struct {
	*httptest.Server
	mu sync.Mutex
	// playlist says whether there is one, segments whether they can be had, ended whether no more come.
	playlist, segments, ended bool
	begun                     time.Time
	asked                     []time.Time
}

const segmentSeconds = 2

func newEncoder(t *testing.T) *encoder {
	t.Helper()
	e := &encoder{begun: time.Now()}
	e.Server = httptest.NewTLSServer(e)
	t.Cleanup(e.Close)
	return e
}

func (e *encoder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cache-Control", "no-store")
	isList := strings.HasSuffix(r.URL.Path, ".m3u8")
	if isList {
		e.asked = append(e.asked, time.Now())
	}
	if isList && !e.playlist || !isList && !e.segments {
		http.NotFound(w, r)
		return
	}
	if !isList {
		w.Header().Set("Content-Type", "audio/aac")
		_, _ = w.Write(silence())
		return
	}
	w.Header().Set("Content-Type", "application/vnd.apple.mpegurl")
	const head = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:%d\n#EXT-X-MEDIA-SEQUENCE:%d\n"
	last := int(time.Since(e.begun).Seconds())/segmentSeconds + 3
	fmt.Fprintf(w, head, segmentSeconds, last-3)
	for n := last - 3; n < last; n++ {
		fmt.Fprintf(w, "#EXTINF:%d,\n%d.aac\n", segmentSeconds, n)
	}
	if e.ended {
		fmt.Fprint(w, "#EXT-X-ENDLIST\n")
	}
}

// silence is a segment in ADTS: AAC-LC, 48 kHz, mono.
func silence() []byte {
	frame := []byte{0x00, 0xc8, 0x00, 0x80, 0x23, 0x80}
	size := byte(7 + len(frame))
	header := []byte{0xff, 0xf1, 0x4c, 0x40, size >> 3, size<<5 | 0x1f, 0xfc}
	return bytes.Repeat(append(header, frame...), segmentSeconds*48000/1024)
}

// is sets what the encoder gives.
func (e *encoder) is(playlist, segments, ended bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.playlist, e.segments, e.ended, e.asked = playlist, segments, ended, nil
}

func (e *encoder) requests() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.asked)
}

// pauses waits for as many pauses between the playlist's requests as wanted.
func (e *encoder) pauses(t *testing.T, wanted int) []time.Duration {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		e.mu.Lock()
		asked := append([]time.Time(nil), e.asked...)
		e.mu.Unlock()
		if len(asked) > wanted {
			var pauses []time.Duration
			for i := 1; i <= wanted; i++ {
				pauses = append(pauses, asked[i].Sub(asked[i-1]))
			}
			return pauses
		}
	}
	t.Fatalf("the stream is not tried %d times", wanted+1)
	return nil
}

// state says in words what becomes of the stream.
const state = "#hls-fault [data-state]"

// shows makes the stream that of the event.
func (r *room) shows(stream *encoder) {
	r.t.Helper()
	_, err := modelstest.Pool(r.t, r.DB).ExecContext(r.t.Context(),
		"UPDATE events SET stream_url = ?, room_embeds = TRUE WHERE slug = 'summit-next'", stream.URL+"/hall.m3u8")
	if err != nil {
		r.t.Fatal(err)
	}
}

// A browser without media sources gets the stream's address itself, as Safari on older phones, and tries as others do.
func TestAStreamThatABrowserLoadsItself(t *testing.T) {
	t.Parallel()
	r, stream := openRoom(t), newEncoder(t)
	r.shows(stream)
	r.phone.TrustsAll().Before(`delete window.MediaSource; delete window.ManagedMediaSource`).Open(liveRoom)
	r.phone.Counts(state, "に始まる予定です", 1)
	apptest.Contains(t, "the video's address", r.phone.Says(`document.querySelector('video[data-hls]').src`), stream.URL)
	stream.pauses(t, 2)
	r.phone.Says(`document.querySelector('video[data-hls]').dispatchEvent(new Event('ended')) + ''`)
	r.phone.Counts(state, r.phone.T("live.stream_ended"), 1)
	stream.is(false, false, false)
	r.phone.Press("live.stream_again").Counts(state, "に始まる予定です", 1).Lost(stream.URL)
	if stream.requests() == 0 {
		t.Error("nothing asks for the stream again")
	}
}

// The stream is late, comes, breaks and ends: the room says each in words, and tries by itself.
func TestAStreamThatIsLateBreaksAndEnds(t *testing.T) {
	t.Parallel()
	r, stream := openRoom(t), newEncoder(t)
	r.shows(stream)
	r.phone.TrustsAll().Open(liveRoom)
	t.Run("a stream to come is waited for with its time, in growing pauses", func(t *testing.T) {
		r.phone.Sees("live.stream_again")
		expected := r.phone.Says(`document.getElementById('hls-fault').dataset.expected ?? ''`)
		apptest.Contains(t, "the text", expected, "に始まる予定です")
		r.phone.Counts(state, expected, 1).Lost(stream.URL).Examine("stream-waits")
		if pauses := stream.pauses(t, 2); pauses[1] < pauses[0]*5/4 {
			t.Errorf("pauses do not grow: %v", pauses)
		}
	})
	t.Run("it plays once it is there, and the words go", func(t *testing.T) {
		stream.is(true, true, false)
		r.phone.Press("live.stream_again")
		r.phone.SeesAt(`#room-stream:has(#hls-fault[hidden])`)
		r.plays()
	})
	t.Run("it breaks: that is said, and it plays again by itself", func(t *testing.T) {
		stream.is(true, false, false)
		r.phone.Counts(state, r.phone.T("live.stream_stalled"), 1).SeesAt("#hls-fault [data-again]")
		stream.is(true, true, false)
		r.phone.SeesAt(`#room-stream:has(#hls-fault[hidden])`)
		r.plays()
	})
	t.Run("it ends, and nothing asks for it any more", func(t *testing.T) {
		stream.is(true, true, true)
		r.phone.Counts(state, r.phone.T("live.stream_ended"), 1).SeesAt("#hls-fault [data-again]")
		stream.is(true, true, true)
		time.Sleep(4 * time.Second)
		apptest.Equal(t, "requests after the end", stream.requests(), 0)
	})
	r.phone.Lost(stream.URL)
}

// plays waits until the phone's video goes on.
func (r *room) plays() {
	r.t.Helper()
	got := r.phone.Awaits(`(async () => {
		const video = document.querySelector('video[data-hls]')
		video.muted = true
		const from = video.currentTime
		if (video.paused) await video.play()
		for (let i = 0; i < 100 && video.currentTime <= from; i++) await new Promise((done) => setTimeout(done, 100))
		return video.currentTime > from ? 'plays' : 'stands'
	})()`)
	apptest.Equal(r.t, "the stream", got, "plays")
}
