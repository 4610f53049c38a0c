package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestWhoComesThroughAProxy(t *testing.T) {
	for name, c := range map[string]struct {
		trusted []string
		peer    string
		want    string
	}{
		"an address":             {[]string{"127.0.0.1"}, "127.0.0.1:1", "203.0.113.9"},
		"an address of IPv6":     {[]string{"::1"}, "[::1]:1", "203.0.113.9"},
		"a network":              {[]string{"192.0.2.1", "10.0.0.0/8"}, "10.1.2.3:1", "203.0.113.9"},
		"a stranger who says so": {[]string{"127.0.0.1"}, "127.0.0.2:1", "127.0.0.2"},
		"nobody is trusted":      {nil, "127.0.0.1:1", "127.0.0.1"},
	} {
		extract, err := ipExtractor(c.trusted)
		if err != nil {
			t.Fatal(err)
		}
		request := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": {"198.51.100.1, 203.0.113.9"}}}
		if got := extract(request); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if _, err := ipExtractor([]string{"the proxy"}); err == nil ||
		!strings.Contains(err.Error(), "MEGURI_TRUSTED_PROXIES") {
		t.Errorf("said %v", err)
	}
}
