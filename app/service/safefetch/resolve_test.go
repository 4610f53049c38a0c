package safefetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// inside is a server of the own network, which must not be asked.
func inside(t *testing.T) (address string, asked *int) {
	t.Helper()
	asked = new(int)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { *asked++ }))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), asked
}

// A host that everybody reaches cannot send the reader into its own network.
func TestARedirectToLoopbackFromAPublicHost(t *testing.T) {
	private, asked := inside(t)
	to := "http://" + private + "/feed.json"
	public := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, to, http.StatusFound)
	}))
	defer public.Close()
	dialer := &net.Dialer{}
	guard(dialer)
	client := newClient("test", func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "public.example:") { // it stands for one that is elsewhere
			return (&net.Dialer{}).DialContext(ctx, network, public.Listener.Addr().String())
		}
		return dialer.DialContext(ctx, network, address)
	})
	port := private[strings.LastIndex(private, ":"):]
	for _, to = range []string{to, "http://localhost" + port + "/x", "http://[::1]" + port, "http://0177.0.0.1" + port} {
		if _, err := client.Get(t.Context(), "http://public.example/feed.json", "", 100); err == nil {
			t.Errorf("%s was followed", to)
		}
	}
	to = "http://" + private
	if _, err := client.Get(t.Context(), "http://public.example/feed.json", "", 100); !errors.Is(err, ErrPrivate) {
		t.Errorf("it is refused as %v", err)
	}
	if *asked != 0 {
		t.Errorf("the server of the own network was asked %d times", *asked)
	}
}

// A name is what it resolves to as the connection is made: also one that was public a moment ago.
func TestANameThatResolvesToAPrivateAddress(t *testing.T) {
	private, asked := inside(t)
	_, port, err := net.SplitHostPort(private)
	if err != nil {
		t.Fatal(err)
	}
	answers := [][4]byte{{127, 0, 0, 1}, {10, 0, 0, 1}, {192, 168, 1, 1}, {169, 254, 169, 254}, {100, 64, 0, 1}}
	for _, answer := range answers {
		dialer := &net.Dialer{Resolver: resolver(t, answer)}
		guard(dialer)
		client := newClient("test", dialer.DialContext)
		_, err := client.Get(t.Context(), "http://rebinding.example:"+port+"/feed.json", "", 100)
		if !errors.Is(err, ErrPrivate) {
			t.Errorf("%v: %v", answer, err)
		}
	}
	if *asked != 0 {
		t.Errorf("the server of the own network was asked %d times", *asked)
	}
	// Without the guard the same name leads there: so it is the guard that keeps it out.
	open := newClient("test", (&net.Dialer{Resolver: resolver(t, [4]byte{127, 0, 0, 1})}).DialContext)
	if _, err := open.Get(t.Context(), "http://rebinding.example:"+port+"/feed.json", "", 100); err != nil || *asked != 1 {
		t.Errorf("without the guard: %v, asked %d times", err, *asked)
	}
}

// resolver answers every name with the address.
func resolver(t *testing.T, answer [4]byte) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	go func() {
		buffer := make([]byte, 1500)
		for {
			n, from, err := server.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) == 0 {
				continue
			}
			m.Response, m.RCode, m.Additionals = true, dnsmessage.RCodeSuccess, nil
			if m.Questions[0].Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Class: dnsmessage.ClassINET, Type: dnsmessage.TypeA},
					Body:   &dnsmessage.AResource{A: answer},
				}}
			}
			if packed, err := m.Pack(); err == nil {
				_, _ = server.WriteTo(packed, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
}

// A server that answers a byte at a time, or none, holds the reader up for as long as a reading may take, no longer.
func TestASlowServerHoldsNobodyUp(t *testing.T) {
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte("x"))
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	}))
	defer slow.Close()
	client := newClient("test", (&net.Dialer{}).DialContext)
	if client.http.Timeout != mostTime {
		t.Errorf("a reading may take %s", client.http.Timeout)
	}
	client.http.Timeout = 300 * time.Millisecond
	began := time.Now()
	var timeout net.Error
	if _, err := client.Get(t.Context(), slow.URL, "", 1<<20); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("it ends with %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
}

// What was encrypted once stays so, however often it leads on.
func TestRedirectsNeverLeaveEncryption(t *testing.T) {
	for _, test := range []struct {
		via  []string
		to   string
		want error
	}{
		{[]string{"http://a.example/"}, "https://a.example/", nil},
		{[]string{"http://a.example/", "https://a.example/"}, "https://b.example/", nil},
		{[]string{"https://a.example/"}, "http://a.example/", ErrRedirects},
		{[]string{"http://a.example/", "https://a.example/"}, "http://a.example/", ErrRedirects},
		{[]string{"https://a.example/"}, "https://user:word@b.example/", ErrRedirects},
		{[]string{"https://a.example/"}, "data:text/plain,x", ErrRedirects},
	} {
		request := func(address string) *http.Request { return httptest.NewRequest(http.MethodGet, address, nil) }
		var via []*http.Request
		for _, address := range test.via {
			via = append(via, request(address))
		}
		to, err := url.Parse(test.to)
		if err != nil {
			t.Fatal(err)
		}
		if err := checkRedirect(&http.Request{URL: to}, via); !errors.Is(err, test.want) {
			t.Errorf("%v to %s: %v", test.via, test.to, err)
		}
	}
}
