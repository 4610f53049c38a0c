package web

import (
	"context"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"
)

// Pace lets the requests of one network wait for each other instead of refusing them: the Wi-Fi of a venue and a
// university are one address. Routes that share a Pace count together.
type Pace struct {
	// Burst requests go on at once, then PerSecond. One that would wait longer than MaxWait is refused.
	Burst     int
	PerSecond float64
	MaxWait   time.Duration

	mu       sync.Mutex
	networks map[string]*pacedNetwork
	sweptAt  time.Time
}

type pacedNetwork struct {
	*rate.Limiter
	seenAt time.Time
}

// forgetNetworkAfter is how long a network is remembered that sends nothing. By then it may have a whole burst again.
const forgetNetworkAfter = 10 * time.Minute

// network finds the limiter of a network, and forgets those that have sent nothing for long.
func (p *Pace) network(name string, now time.Time) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Sub(p.sweptAt) > time.Minute {
		p.sweptAt = now
		for other, n := range p.networks {
			if now.Sub(n.seenAt) > forgetNetworkAfter {
				delete(p.networks, other)
			}
		}
	}
	n, ok := p.networks[name]
	if !ok {
		if p.networks == nil {
			p.networks = map[string]*pacedNetwork{}
		}
		n = &pacedNetwork{Limiter: rate.NewLimiter(rate.Limit(p.PerSecond), p.Burst)}
		p.networks[name] = n
	}
	n.seenAt = now
	return n.Limiter
}

// wait returns when it is the request's turn. Where that would take too long it returns at once how long; 0 means go
// on.
func (p *Pace) wait(ctx context.Context, network string) (tooLong time.Duration, err error) {
	now := time.Now()
	turn := p.network(network, now).ReserveN(now, 1)
	delay := turn.DelayFrom(now)
	if delay > p.MaxWait {
		turn.CancelAt(now)
		return delay, nil
	}
	if delay == 0 {
		return 0, nil
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return 0, nil
	case <-ctx.Done():
		turn.Cancel()
		return 0, ctx.Err()
	}
}

func (p *Pace) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		tooLong, err := p.wait(c.Request().Context(), Network(c.RealIP()))
		if err != nil {
			return err
		}
		if tooLong > 0 {
			return tooMany(c, tooLong)
		}
		return next(c)
	}
}
