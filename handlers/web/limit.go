package web

import (
	"net"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"meguri/models"
)

// limiter slows one network down: burst requests at once, then perMinute.
func limiter(burst, perMinute int) echo.MiddlewareFunc {
	store := middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Limit(float64(perMinute) / 60), Burst: burst, ExpiresIn: 10 * time.Minute,
	})
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if ok, err := store.Allow(Network(c.RealIP())); err != nil || !ok {
				c.Response().Header().Set("Retry-After", "60")
				return models.NewError(models.CodeTooMany, "error.too_many")
			}
			return next(c)
		}
	}
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
