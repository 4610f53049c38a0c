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

func TestPortsInForwardedAddressesDoNotCount(t *testing.T) {
	extract, err := ipExtractor([]string{"127.0.0.1", "10.0.0.0/8"})
	if err != nil {
		t.Fatal(err)
	}
	for forwarded, want := range map[string]string{
		"203.0.113.9:51234":                  "203.0.113.9",
		"198.51.100.1, 203.0.113.9:51234":    "203.0.113.9",
		"203.0.113.9:51234, 10.1.2.3:80":     "203.0.113.9",
		"[2001:db8::9]:51234":                "2001:db8::9",
		"[2001:db8::9]":                      "2001:db8::9",
		"2001:db8::9":                        "2001:db8::9",
		"203.0.113.9:port":                   "127.0.0.1",
		"203.0.113.9, unknown":               "127.0.0.1",
		"198.51.100.1:1, 203.0.113.9:999999": "127.0.0.1",
	} {
		request := &http.Request{RemoteAddr: "127.0.0.1:1", Header: http.Header{"X-Forwarded-For": {forwarded}}}
		if got := extract(request); got != want {
			t.Errorf("%s: %s, want %s", forwarded, got, want)
		}
	}
	request := &http.Request{RemoteAddr: "127.0.0.1:1", Header: http.Header{
		"X-Forwarded-For": {"198.51.100.1", "203.0.113.9:51234"},
	}}
	if got := extract(request); got != "203.0.113.9" {
		t.Errorf("two headers: %s", got)
	}
}

func TestAHomeCountsAsOneNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"2001:db8:1:ff00::1": "2001:db8:1:ff00::",
		"2001:db8:1:ff7f::9": "2001:db8:1:ff00::",
		"2001:db8:1:fe00::1": "2001:db8:1:fe00::",
		"192.0.2.1":          "192.0.2.1",
		"::ffff:192.0.2.1":   "192.0.2.1",
		"nowhere":            "nowhere",
	} {
		if got := Network(address); got != want {
			t.Errorf("%s counts as %s, want %s", address, got, want)
		}
	}
}
