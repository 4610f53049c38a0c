package web

import (
	"net"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"meguri/models"
)

// limiter slows one network address down: burst requests at once, then perMinute. An IPv6 address counts by its
// /64, which is one home.
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

// Network is what counts as one address: an IPv6 address stands for its /64, which is one home.
func Network(address string) string {
	ip := net.ParseIP(address)
	if ip == nil || ip.To4() != nil {
		return address
	}
	return ip.Mask(net.CIDRMask(64, 128)).String()
}
