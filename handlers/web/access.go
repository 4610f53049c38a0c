package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/member"
	"meguri/app/service/paths"
	"meguri/app/service/security"
	"meguri/models"
)

// Kind is what a route asks of who uses it.
type Kind int

const (
	// Anyone may use the route; what it shows may still depend on a secret in the address.
	Anyone Kind = iota + 1
	// Holder asks for an attendee's link: the secret of a registration is the path's :token.
	Holder
	// InRoom asks for the cookie of the live room of the path's :slug; Holder's join page sets it.
	InRoom
	// SignedIn asks for a login.
	SignedIn
	// Person asks for the cookie of a link that opens the account of a person who stays.
	Person
	// Hosting asks for a login that may make events for some organization.
	Hosting
	// May asks for a login whose account holds the permission at the event of the path's :slug.
	May
	// MayAtHost asks for a login whose account holds the permission at the organization of the path's :slug.
	MayAtHost
	// MayAPI asks for a bearer token, or a login, that holds the permission at the event of the path's :slug.
	MayAPI
	// HolderAPI asks for an attendee's link at the event of the path's :slug as the bearer. Where a permission is named,
	// it also takes what MayAPI takes.
	HolderAPI
)

// Access says who may use a route, and how often. May, MayAtHost and MayAPI ask for the permission.
type Access struct {
	Kind       Kind
	Permission models.Permission
	// Newcomer says that Holder also takes the provisional secret of a registration whose mailed link was not opened yet.
	Newcomer bool
	// Burst requests of one network address at once, then PerMinute; there is no limit where both are 0.
	Burst, PerMinute int
	// ByDevice counts a browser in which staff have signed in before apart from its network.
	ByDevice bool
	// Device says that MayAPI also takes the token of a device of the event.
	Device bool
	// Pace slows down who asks often, where it is set.
	Pace *Pace
}

// Paced is the same access, at the pace.
func (a Access) Paced(pace *Pace) Access {
	a.Pace = pace
	return a
}

// Or is the same access, also for staff who hold the permission.
func (a Access) Or(p models.Permission) Access {
	a.Permission = p
	return a
}

// OrDevice is the same access, also for the devices of the event's reception.
func (a Access) OrDevice() Access {
	a.Device = true
	return a
}

// Limited is the same access, but not more often than that.
func (a Access) Limited(burst, perMinute int) Access {
	a.Burst, a.PerMinute = burst, perMinute
	return a
}

// OrByDevice is the same access, but a browser in which staff have signed in before counts apart: who shares its
// network cannot shut it out.
func (a Access) OrByDevice() Access {
	a.ByDevice = true
	return a
}

// guards are the middlewares behind each kind of access.
type guards struct{ *Kit }

// Guard is the middleware that keeps all others out, and puts what it found out into the request's context. Who
// asks too often is told so before anything is looked up.
func (k *Kit) Guard(a Access) echo.MiddlewareFunc {
	guard := guards{k}.guard(a)
	if k.rateLimit && a.Pace != nil {
		return func(next echo.HandlerFunc) echo.HandlerFunc { return a.Pace.middleware(guard(next)) }
	}
	if a.Burst == 0 || !k.rateLimit {
		return guard
	}
	limit := k.limiter(a)
	return func(next echo.HandlerFunc) echo.HandlerFunc { return limit(guard(next)) }
}

func (g guards) guard(a Access) echo.MiddlewareFunc {
	switch a.Kind {
	case Anyone:
		return func(next echo.HandlerFunc) echo.HandlerFunc { return next }
	case Holder:
		return g.withHolder(a)
	case InRoom:
		return g.withGuest
	case SignedIn:
		return g.withLogin
	case Person:
		return g.withPerson
	case Hosting:
		return g.withHost
	case May, MayAPI:
		return g.withPermission(a)
	case MayAtHost:
		return g.withPermissionAtHost(a)
	case HolderAPI:
		return g.withBearer(a)
	}
	return nobody
}

// nobody keeps a route shut whose kind of access nobody has written.
func nobody(echo.HandlerFunc) echo.HandlerFunc {
	return func(echo.Context) error { return models.NewError(models.CodeForbidden, "error.forbidden") }
}

// findLogin puts the signed-in account, if there is one, into the context.
func (g guards) findLogin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if secret := ReadCookie(c, LoginCookie); secret != "" {
			account, login, err := g.accounts.Authenticate(c.Request().Context(), secret)
			switch {
			case err == nil:
				c.Set(keyAccount, account)
				c.Set(keyLogin, login)
				tellOrigin(c, account.ID)
			case models.CodeOf(err) == models.CodeInternal:
				return err
			}
		}
		return next(c)
	}
}

func (g guards) withLogin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if AccountOf(c) == nil {
			return toLogin(c)
		}
		return next(c)
	}
}

// withHost finds the organizations for which the account may make events.
func (g guards) withHost(next echo.HandlerFunc) echo.HandlerFunc {
	return g.withLogin(func(c echo.Context) error {
		hosts, err := g.members.Hosts(c.Request().Context(), AccountOf(c))
		if err != nil {
			return err
		}
		if len(hosts) == 0 {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		c.Set(keyHosts, hosts)
		return next(c)
	})
}

func toLogin(c echo.Context) error {
	if c.Request().Method != http.MethodGet {
		return c.Redirect(http.StatusSeeOther, paths.Login)
	}
	return c.Redirect(http.StatusSeeOther, paths.Login+"?next="+url.QueryEscape(c.Request().URL.RequestURI()))
}

// withPermission finds the event of the path and the roles of who asks.
func (g guards) withPermission(a Access) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if AccountOf(c) == nil && (a.Kind != MayAPI || bearer(c) == "") {
				return askWhoItIs(c, a)
			}
			if bearer(c) != "" && a.Kind == MayAPI {
				if err := g.findBearer(c, a); err != nil {
					return err
				}
			}
			event, err := g.eventOfPath(c)
			if err != nil {
				return err
			}
			if err := g.admitTo(c, a, event); err != nil {
				return err
			}
			if err := CheckAddress(c, event); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// eventOfPath finds the event of :slug; an address without one names a survey by :id.
func (g guards) eventOfPath(c echo.Context) (*models.Event, error) {
	ctx := c.Request().Context()
	if slug := c.Param("slug"); slug != "" {
		if token := tokenOf(c); token != nil && token.Event.Slug == slug { // read with the token
			return &token.Event, nil
		}
		if device := DeviceOf(c); device != nil && device.Event.Slug == slug { // the same
			return &device.Event, nil
		}
		return g.events.BySlug(ctx, slug)
	}
	return g.events.OfSurvey(ctx, c.Param("id"))
}

// withPermissionAtHost finds the organization of the path and the roles of who asks.
func (g guards) withPermissionAtHost(a Access) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if AccountOf(c) == nil {
				return toLogin(c)
			}
			ctx := c.Request().Context()
			host, err := g.organizations.BySlug(ctx, c.Param("slug"))
			if err != nil {
				return err
			}
			if host.MergedInto != nil {
				kept, err := g.organizations.Moved(ctx, host.Slug)
				if err != nil {
					return err
				}
				return MovedHost(c, kept)
			}
			roles, err := g.members.Roles(ctx, member.AtOrganization(host), AccountOf(c))
			if err != nil {
				return err
			}
			if err := g.allowed(c, roles, a, member.AtOrganization(host)); err != nil {
				return err
			}
			c.Set(keyHost, host)
			c.Set(keyRoles, roles)
			return next(c)
		}
	}
}

func askWhoItIs(c echo.Context, a Access) error {
	if a.Kind != MayAPI {
		return toLogin(c)
	}
	return askForToken(c)
}

func askForToken(c echo.Context) error {
	c.Response().Header().Set("WWW-Authenticate", "Bearer") // RFC 6750, section 3
	return echo.ErrUnauthorized
}

// admitTo puts the event and the roles of who asks into the context, or fails: not found without any role there,
// forbidden without the permission, or where a role has ended, 401 for a token that is no good.
func (g guards) admitTo(c echo.Context, a Access, event *models.Event) error {
	roles, err := g.rolesAt(c, a, event)
	if err != nil {
		return err
	}
	if err := g.allowed(c, roles, a, member.AtEvent(event)); err != nil {
		return err
	}
	c.Set(keyEvent, event)
	c.Set(keyRoles, roles)
	return nil
}

func (g guards) allowed(c echo.Context, roles []models.Role, a Access, at member.Scope) error {
	switch {
	case len(roles) == 0:
		if account := AccountOf(c); account != nil && tokenOf(c) == nil {
			had, err := g.members.HadRole(c.Request().Context(), at, account)
			if err != nil {
				return err
			}
			if had { // they know the event, and were perhaps at work
				return models.NewError(models.CodeForbidden, "error.role_ended")
			}
		}
		security.Log(c.Request().Context(), refusal(c))
		return models.NewError(models.CodeNotFound, "error.not_found")
	case !models.Holds(roles, a.Permission):
		return models.NewError(models.CodeForbidden, "error.forbidden")
	}
	return nil
}

func (g guards) rolesAt(c echo.Context, a Access, event *models.Event) ([]models.Role, error) {
	if bearer(c) != "" && a.Kind == MayAPI {
		if isDevice(c, a) {
			return rolesOfDevice(c, event)
		}
		switch token := tokenOf(c); {
		case token == nil:
			return nil, askForToken(c)
		case token.EventID != event.ID:
			return nil, nil
		default:
			return []models.Role{token.Role}, nil
		}
	}
	return g.members.Roles(c.Request().Context(), member.AtEvent(event), AccountOf(c))
}

func (g guards) findBearer(c echo.Context, a Access) error {
	if isDevice(c, a) {
		return g.findDevice(c)
	}
	return g.findToken(c)
}

// findToken puts the token of a bearer secret, if it is good, into the context.
func (g guards) findToken(c echo.Context) error {
	token, err := g.members.Token(c.Request().Context(), bearer(c))
	switch {
	case err == nil:
		c.Set(keyToken, token)
		tellOrigin(c, token.ID)
	case models.CodeOf(err) != models.CodeNotFound:
		return err
	}
	return nil
}

// tokenOf is the good token that the request came with, or nil.
func tokenOf(c echo.Context) *models.APIToken {
	token, _ := c.Get(keyToken).(*models.APIToken)
	return token
}

func bearer(c echo.Context) string {
	kind, secret, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(kind, "Bearer") {
		return ""
	}
	return strings.TrimSpace(secret)
}
