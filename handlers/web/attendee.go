package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/models"
)

const (
	// RoomCookie holds a secret of its own while an attendee is in the live room.
	RoomCookie = "meguri_room"
	// NewcomerCookie holds the provisional secret of the registration that was made in this browser.
	NewcomerCookie = "meguri_newcomer"
	// CorrectedCookie holds the address that was corrected in this browser.
	CorrectedCookie = "meguri_corrected"
	// ownCookie holds the secret of the own page that was opened in this browser, for the page of its event.
	ownCookie = "meguri_own"
)

// RememberOwn lets the page of an event lead to the attendee's own page on the day, until the browser is closed: the
// next person may sit at the same one. An empty secret forgets it.
func RememberOwn(c echo.Context, e *models.Event, secret string) {
	cookie := &http.Cookie{
		Name: ownCookie, Path: string(paths.OfEvent(e.Slug)), MaxAge: -1,
		HttpOnly: true, Secure: IsHTTPS(c), SameSite: http.SameSiteLaxMode,
	}
	if secret != "" {
		cookie.Value, cookie.MaxAge = secret, 0
	}
	c.SetCookie(cookie)
}

// OwnSecret is what RememberOwn keeps, "" on pages that do not show it.
func OwnSecret(c echo.Context) string {
	if c.Path() != string(paths.OfEvent(":slug")) {
		return ""
	}
	cookie, err := c.Cookie(ownCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// withHolder finds the registration of :token and its event, and speaks the person's language unless they chose
// another. A mailed link that is opened proves the address.
func (g guards) withHolder(a Access) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := g.findHolder(c, a); err != nil {
				return err
			}
			return next(c)
		}
	}
}

func (g guards) findHolder(c echo.Context, a Access) error {
	ctx, secret := c.Request().Context(), c.Param("token")
	r, event, err := g.registrations.ByLink(ctx, secret)
	switch {
	case err != nil:
		return err
	case registration.IsProvisional(secret):
		if !a.Newcomer {
			return models.NewError(models.CodeForbidden, "registration.open_mail")
		}
	case c.Request().Method != http.MethodHead: // which link checkers send
		if err := g.opened(ctx, event, r, secret); err != nil {
			return err
		}
	}
	c.Set(keyEvent, event)
	c.Set(keyRegistration, r)
	if ReadCookie(c, langCookie) == "" && !i18n.Known(c.QueryParam("lang")) {
		c.Set(keyLang, r.Locale)
	}
	return nil
}

// opened records that a mailed link was opened, and counts the form that led to it.
func (g guards) opened(ctx context.Context, e *models.Event, r *models.Registration, secret string) error {
	isFirst, err := g.registrations.Opened(ctx, r, secret)
	if isFirst {
		g.funnels.Confirmed(e, r)
	}
	return err
}

// withBearer finds the registration whose link is the bearer, or staff who hold the permission.
func (g guards) withBearer(a Access) echo.MiddlewareFunc {
	staff := g.withPermission(Access{Kind: MayAPI, Permission: a.Permission})
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		asStaff := staff(next)
		return func(c echo.Context) error {
			r, event, err := g.holderOf(c.Request().Context(), bearer(c))
			switch {
			case models.CodeOf(err) == models.CodeNotFound && a.Permission != "":
				return asStaff(c)
			case models.CodeOf(err) == models.CodeNotFound:
				return askForToken(c)
			case err != nil:
				return err
			case registration.IsProvisional(bearer(c)):
				return models.NewError(models.CodeForbidden, "registration.open_mail")
			}
			return g.admitBearer(c, next, r, event)
		}
	}
}

func (g guards) holderOf(ctx context.Context, secret string) (*models.Registration, *models.Event, error) {
	if secret == "" {
		return nil, nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return g.registrations.ByLink(ctx, secret)
}

func (g guards) admitBearer(c echo.Context, next echo.HandlerFunc, r *models.Registration, event *models.Event) error {
	ctx := c.Request().Context()
	asked, err := g.events.Public(ctx, c.Param("slug"))
	if err != nil {
		return err
	}
	if asked.ID != event.ID {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	if err := g.opened(ctx, event, r, bearer(c)); err != nil {
		return err
	}
	c.Set(keyEvent, event)
	c.Set(keyRegistration, r)
	return next(c)
}

// withGuest finds who came into the live room of :slug. Whoever did not come from their own page is told how to get in.
func (g guards) withGuest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		event, err := g.events.Public(c.Request().Context(), c.Param("slug"))
		if err != nil {
			return err
		}
		SetEvent(c, event)
		moved := CheckAddress(c, event)
		r, err := g.guest(c, event)
		if moved != nil {
			carryRoomCookie(c, event, err == nil)
			return moved
		}
		if err != nil {
			if models.CodeOf(err) == models.CodeNotFound && c.Request().Method != http.MethodPost {
				if own, err := c.Cookie(ownCookie); err == nil && c.Path() == paths.OfEvent(":slug").Live() {
					return SeeOther(c, paths.OfAttendee(own.Value).Join()) // who follows the code on the slide with their ticket open
				}
				return g.Render(c, http.StatusForbidden, "attendee/live/no_ticket", nil, nil)
			}
			return err
		}
		c.Set(keyRegistration, r)
		return next(c)
	}
}

// SetRoomCookie lets the browser into the event's live room. It is none of the attendee's link, so that a new link
// throws nobody out.
func SetRoomCookie(c echo.Context, e *models.Event, secret string) {
	c.SetCookie(&http.Cookie{
		Name:     RoomCookie,
		Value:    secret,
		Path:     paths.OfEvent(e.Slug).Live(),
		HttpOnly: true,
		Secure:   IsHTTPS(c),
		SameSite: http.SameSiteLaxMode,
	})
}

// carryRoomCookie sets the cookie of who is in the room for the address that the event has now.
func carryRoomCookie(c echo.Context, e *models.Event, isIn bool) {
	if cookie, err := c.Cookie(RoomCookie); err == nil && isIn {
		SetRoomCookie(c, e, cookie.Value)
	}
}

// guest is the registration whose secret the room's cookie holds; NotFound where it is not one of the event's.
func (g guards) guest(c echo.Context, event *models.Event) (*models.Registration, error) {
	cookie, err := c.Cookie(RoomCookie)
	if err != nil {
		return nil, models.NewError(models.CodeNotFound, "live.no_ticket")
	}
	return g.registrations.InRoom(c.Request().Context(), event, cookie.Value)
}
