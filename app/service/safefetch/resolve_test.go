package safefetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

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
