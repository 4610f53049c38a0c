package web

import (
	"cmp"
	"math"
	"net"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"meguri/app/service/security"
	"meguri/models"
)

// limiter slows one network down: burst requests at once, then perMinute.
func (k *Kit) limiter(a Access) echo.MiddlewareFunc {
	store := middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Limit(float64(a.PerMinute) / 60), Burst: a.Burst, ExpiresIn: 10 * time.Minute,
	})
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			counted := Network(c.RealIP())
			if a.ByDevice {
				counted = cmp.Or(k.accounts.DeviceID(ReadCookie(c, DeviceCookie)), counted)
			}
			if ok, err := store.Allow(counted); err != nil || !ok {
				return tooMany(c, time.Minute)
			}
			return next(c)
		}
	}
}

// tooMany refuses a request that comes too soon, and logs that.
func tooMany(c echo.Context, retryAfter time.Duration) error {
	security.Log(c.Request().Context(), security.Entry{
		Event: security.RateLimited, Outcome: security.Failed, Route: c.Path(),
	})
	c.Response().Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(retryAfter.Seconds()))))
	return models.NewError(models.CodeTooMany, "error.too_many")
}

// Network is what counts as one address: an IPv6 address stands for its /56, which is what many homes have.
func Network(address string) string {
	ip := net.ParseIP(address)
	switch {
	case ip == nil:
		return address
	case ip.To4() != nil: // also as ::ffff:192.0.2.1
		return ip.To4().String()
	}
	return ip.Mask(net.CIDRMask(56, 128)).String()
}
