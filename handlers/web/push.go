package web

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/member"
	"meguri/app/service/push"
	"meguri/models"
)

// How often it is asked again whether somebody may still listen.
const (
	askStaffAgain    = time.Minute
	askAttendeeAgain = 5 * time.Minute
)

// Listen lets an open page listen to what changes at an event, by the :transport of the path. Who may is decided by the
// access of its route, as for the page itself.
func (k *Kit) Listen(watchers models.Watchers) echo.HandlerFunc {
	return func(c echo.Context) error {
		switch watchers {
		case models.ForEverybody:
			if _, err := k.PublicEvent(c); err != nil {
				return err
			}
			return k.ListenAs(c, watchers, func(context.Context) error { return nil })
		case models.ForRoom:
			if RegistrationOf(c).State != models.RegistrationConfirmed {
				return models.NewError(models.CodeForbidden, "live.not_confirmed")
			}
			return k.ListenAs(c, watchers, mayStayInRoom(k, c))
		}
		return k.ListenAs(c, watchers, mayStillRunRoom(k, c))
	}
}

// ListenAs is Listen for who was let in by other means. mayStill is asked again while they listen.
func (k *Kit) ListenAs(c echo.Context, watchers models.Watchers, mayStill func(context.Context) error) error {
	letInNext(c)
	again := askAttendeeAgain
	if watchers >= models.ForStage {
		again = askStaffAgain
	}
	return k.push.Serve(c.Response(), c.Request(), c.Param("transport"), &push.Listener{
		EventID: EventOf(c).ID, Watchers: watchers, MayStill: mayStill, Again: again,
	})
}

// mayStayInRoom asks whether the person is still in the room.
func mayStayInRoom(k *Kit, c echo.Context) func(context.Context) error {
	eventID := EventOf(c).ID // thousands listen: each would keep a whole event
	cookie, err := c.Cookie(RoomCookie)
	if err != nil {
		return func(context.Context) error { return models.NewError(models.CodeNotFound, "live.no_ticket") }
	}
	secret := cookie.Value
	return func(ctx context.Context) error {
		r, err := k.registrations.InRoom(ctx, &models.Event{ID: eventID}, secret)
		if err == nil && r.State != models.RegistrationConfirmed {
			return models.NewError(models.CodeForbidden, "live.not_confirmed")
		}
		return err
	}
}

// mayStillRunRoom asks whether the account is signed in and runs the room.
func mayStillRunRoom(k *Kit, c echo.Context) func(context.Context) error {
	event, secret := EventOf(c), ReadCookie(c, LoginCookie)
	return func(ctx context.Context) error {
		account, _, err := k.accounts.Authenticate(ctx, secret)
		if err != nil {
			return err
		}
		roles, err := k.members.Roles(ctx, member.AtEvent(event), account)
		if err == nil && !models.Holds(roles, models.RunRoom) {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		return err
	}
}

// letInAtOnce is how many who begin to listen are asked at the same time who they are: more than that only wait for the
// database, and a full room that comes back in the same second would need its memory for all of them.
const letInAtOnce = 32

// keyLetIn is of the function that lets in the next who waits.
const keyLetIn = "let in"

// queueListeners lets who begins to listen wait until there are few who do.
func queueListeners() echo.MiddlewareFunc {
	places := make(chan struct{}, letInAtOnce)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if !listens(c.Path()) {
				return next(c)
			}
			select {
			case places <- struct{}{}:
			case <-c.Request().Context().Done():
				return c.Request().Context().Err()
			}
			leave := sync.OnceFunc(func() { <-places })
			defer leave()
			c.Set(keyLetIn, leave)
			return next(c)
		}
	}
}

// letInNext lets in the next: who listens does so for long.
func letInNext(c echo.Context) {
	if leave, ok := c.Get(keyLetIn).(func()); ok {
		leave()
	}
}

// listens reports whether a route is one by which a page listens: it lasts as long as the page is open.
func listens(route string) bool { return strings.HasSuffix(route, "/push/:transport") }
