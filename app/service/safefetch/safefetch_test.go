package safefetch_test

import (
	"compress/gzip"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"meguri/app/service/safefetch"
)

func TestPrivateAddressesAreNotPublic(t *testing.T) {
	for _, address := range []string{
		"127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
		"192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
		"fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
		"2001:db8::1", "fec0::1", "::7f00:1", "2001:0:7f00:1::",
		"64:ff9b::a00:1", "64:ff9b:1::a00:1", "::ffff:0:127.0.0.1", "::ffff:169.254.169.254", "100::1", "4000::1", "5f00::1",
		"3fff::1", "2002:a00:1::1", "ff0e::1", "192.88.99.1", "fdff:ffff::1",
	} {
		if safefetch.IsPublic(netip.MustParseAddr(address)) {
			t.Errorf("%s counts as public", address)
		}
	}
	for _, address := range []string{"1.1.1.1", "133.242.0.3", "2606:4700::1111", "::ffff:1.1.1.1", "2400:2000::1"} {
		if !safefetch.IsPublic(netip.MustParseAddr(address)) {
			t.Errorf("%s counts as private", address)
		}
	}
}

func TestNothingOfTheOwnNetworkIsReached(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer server.Close()
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	client := safefetch.New("test", false)
	for _, address := range []string{
		server.URL, "http://localhost" + port, "http://[::1]" + port, "http://[::ffff:127.0.0.1]" + port,
		"http://2130706433" + port, "http://0.0.0.0" + port, "http://127.1" + port,
	} {
		if _, err := client.Get(t.Context(), address, "", 100); err == nil {
			t.Errorf("%s was read", address)
		}
	}
	if _, err := client.Get(t.Context(), "http://localhost"+port, "", 100); !errors.Is(err, safefetch.ErrPrivate) {
		t.Error(err)
	}
	for _, address := range []string{"file:///etc/passwd", "gopher://x.example", "https://u:p@x.example", "x", "//x", ""} {
		if _, err := client.Get(t.Context(), address, "", 100); !errors.Is(err, safefetch.ErrAddress) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if asked != 0 {
		t.Errorf("the server was asked %d times", asked)
	}
}

func TestLimits(t *testing.T) {
	pages := http.NewServeMux()
	pages.HandleFunc("/doc", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"1"`)
		_, _ = w.Write([]byte("document"))
	})
	pages.HandleFunc("/around", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/around", http.StatusFound)
	})
	pages.HandleFunc("/once", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/doc", http.StatusFound)
	})
	pages.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	pages.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		_, _ = packed.Write(make([]byte, 1<<20))
		_ = packed.Close()
	})
	pages.HandleFunc("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	server := httptest.NewServer(pages)
	defer server.Close()
	get := func(path, tag string) (*safefetch.Document, error) {
		return safefetch.New("test", true).Get(t.Context(), server.URL+path, tag, 1000)
	}
	if d, err := get("/once", ""); err != nil || string(d.Content) != "document" || d.Tag != `"1"` {
		t.Error(d, err)
	}
	if d, err := get("/doc", `"1"`); err != nil || !d.NotModified {
		t.Error(d, err)
	}
	for path, want := range map[string]error{
		"/around": safefetch.ErrRedirects, "/away": safefetch.ErrRedirects, "/bomb": safefetch.ErrTooLarge,
	} {
		if _, err := get(path, ""); !errors.Is(err, want) {
			t.Error(path, err)
		}
	}
	var status *safefetch.StatusError
	if _, err := get("/gone", ""); !errors.As(err, &status) || status.Status != http.StatusGone {
		t.Error(err)
	}
}
