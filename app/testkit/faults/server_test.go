package faults_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is the program, serving in a process of its own. Its address stays the same after a restart.
type server struct {
	t       *testing.T
	env     []string
	address string
	base    string
	log     *safeLog
	client  *http.Client

	lock    sync.Mutex
	process *exec.Cmd
	ended   chan error
}

// serve starts the program on a database and waits until it is ready. settings are further environment variables.
func serve(t *testing.T, database string, settings ...string) *server {
	t.Helper()
	address := "127.0.0.1:" + freePort(t)
	s := &server{t: t, address: address, base: "http://" + address, log: &safeLog{}, client: &http.Client{
		Timeout:       20 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	s.env = append(os.Environ(), append([]string{
		"MEGURI_DATABASE_URL=" + database, "MEGURI_DATA_DIR=" + t.TempDir(), "MEGURI_ADDR=" + address,
		"MEGURI_RATE_LIMIT=off", "MEGURI_SECRET=" + strings.Repeat("s", 32),
	}, settings...)...)
	t.Cleanup(func() {
		s.kill()
		if t.Failed() {
			t.Logf("the end of the program's log:\n%s", s.log.tail())
		}
	})
	s.start()
	return s
}

// freePort finds a port that is not in use.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// start starts a process and waits until it is ready.
func (s *server) start() {
	s.t.Helper()
	s.begin()
	s.waitReady()
}

func (s *server) begin() {
	process := exec.Command(program, "serve")
	process.Env, process.Stderr, process.Stdout = s.env, s.log, s.log
	if err := process.Start(); err != nil {
		s.t.Error(err)
		return
	}
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	s.lock.Lock()
	defer s.lock.Unlock()
	s.process, s.ended = process, ended
}

func (s *server) waitReady() {
	s.t.Helper()
	for end := time.Now().Add(timeout); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if status, _, err := s.get("/readyz"); err == nil && status == http.StatusOK {
			return
		}
	}
	s.t.Errorf("the program is not ready:\n%s", s.log.tail())
}

// kill ends the process at once, as a power cut would.
func (s *server) kill() { _ = s.end(syscall.SIGKILL) }

// end sends a signal and waits for the process; the error says how it ended.
func (s *server) end(signal syscall.Signal) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.process == nil {
		return nil
	}
	_ = s.process.Process.Signal(signal)
	err := <-s.ended
	s.process = nil
	return err
}

func (s *server) get(path string) (status int, body string, err error) {
	return s.do(http.MethodGet, path, "", "")
}

func (s *server) do(method, path, contentType, content string) (status int, body string, err error) {
	request, err := http.NewRequestWithContext(context.Background(), method, s.base+path, strings.NewReader(content))
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Accept-Language", "ja")
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := s.client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	return response.StatusCode, string(got), err
}

// safeLog has the output of the process.
type safeLog struct {
	lock sync.Mutex
	text strings.Builder
}

func (l *safeLog) Write(p []byte) (int, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.text.Write(p)
}

func (l *safeLog) String() string {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.text.String()
}

// tail is the end of the log, without answered requests.
func (l *safeLog) tail() string {
	var kept []string
	for line := range strings.Lines(l.String()) {
		if !strings.Contains(line, "msg=request ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept[max(0, len(kept)-30):], "")
}
