package web

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"
)

// ipExtractor believes X-Forwarded-For only from the proxies that are named.
func ipExtractor(proxies []string) (echo.IPExtractor, error) {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, proxy := range proxies {
		if ip := net.ParseIP(proxy); ip != nil {
			proxy += map[bool]string{true: "/32", false: "/128"}[ip.To4() != nil]
		}
		_, network, err := net.ParseCIDR(proxy)
		if err != nil {
			return nil, fmt.Errorf("MEGURI_TRUSTED_PROXIES: %q is neither an address nor a network such as 10.0.0.0/8", proxy)
		}
		trust = append(trust, echo.TrustIPRange(network))
	}
	extract := echo.ExtractIPFromXFFHeader(trust...)
	return func(r *http.Request) string {
		return extract(&http.Request{RemoteAddr: r.RemoteAddr, Header: http.Header{
			echo.HeaderXForwardedFor: {withoutPorts(r.Header[echo.HeaderXForwardedFor])},
		}})
	}, nil
}

// withoutPorts joins the addresses of X-Forwarded-For, to which some proxies add a port.
func withoutPorts(headers []string) string {
	list := strings.Split(strings.Join(headers, ","), ",")
	for i, address := range list {
		list[i] = strings.TrimSpace(address)
		if withPort, err := netip.ParseAddrPort(list[i]); err == nil {
			list[i] = withPort.Addr().String()
		}
	}
	return strings.Join(list, ", ")
}
