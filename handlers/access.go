package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// access says who may use a route.
type access struct {
	name       string
	permission models.Permission
	api        bool
	// atHost means the organization of the path's :slug instead of an event.
	atHost bool
}

// anyone may use the route; what it shows may still depend on a secret in the address. signedIn asks for a login.
var (
	anyone   = access{name: "anyone"}
	signedIn = access{name: "signed in"}
	// hosting asks for a login that may make events for some organization.
	hosting = access{name: "hosting"}
)

// may asks for a login whose account holds the permission at the event of the path's :slug.
func may(p models.Permission) access { return access{name: "may", permission: p} }

// mayAPI asks for a bearer token, or a login, that holds the permission at the event of the path's :slug.
func mayAPI(p models.Permission) access { return access{name: "may", permission: p, api: true} }

// mayAtHost asks for a login whose account holds the permission at the organization of the path's :slug.
func mayAtHost(p models.Permission) access {
	return access{name: "may", permission: p, atHost: true}
}

func (a access) middleware(h *Handlers) []echo.MiddlewareFunc {
	switch {
	case a.atHost:
		return []echo.MiddlewareFunc{h.withPermissionAtHost(a)}
	case a.permission != "":
		return []echo.MiddlewareFunc{h.withPermission(a)}
	case a.name == signedIn.name:
		return []echo.MiddlewareFunc{h.withLogin}
	case a.name == hosting.name:
		return []echo.MiddlewareFunc{h.withLogin, h.withHost}
	}
	return nil
}

// What a request's middleware found out, by key of echo.Context.
const (
	keyAccount = "account"
	keyLogin   = "login"
	keyEvent   = "event"
	keyHosts   = "hosts"
	keyRoles   = "roles"
	keyToken   = "token"
	keyLang    = "lang"
	keyHTTPS   = "https"
	keyHost    = "host"
)

func accountOf(c echo.Context) *models.Account {
	account, _ := c.Get(keyAccount).(*models.Account)
	return account
}

// eventOf is the event that withPermission found; it is never nil on routes with a permission.
func eventOf(c echo.Context) *models.Event {
	event, _ := c.Get(keyEvent).(*models.Event)
	return event
}

// hostOf is the organization that withPermissionAtHost found.
func hostOf(c echo.Context) *models.Organization {
	host, _ := c.Get(keyHost).(*models.Organization)
	return host
}

func rolesOf(c echo.Context) []models.Role {
	roles, _ := c.Get(keyRoles).([]models.Role)
	return roles
}

// actorOf names who asks, for the record of what was done: the account's or the token's name.
func actorOf(c echo.Context) string {
	if account := accountOf(c); account != nil {
		return account.Name
	}
	if token, ok := c.Get(keyToken).(*models.APIToken); ok {
		return token.Name
	}
	return ""
}

// findLogin puts the signed-in account, if there is one, into the context.
func (h *Handlers) findLogin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if cookie, err := c.Cookie(loginCookie); err == nil {
			account, login, err := h.Accounts.Who(c.Request().Context(), cookie.Value)
			switch {
			case err == nil:
				c.Set(keyAccount, account)
				c.Set(keyLogin, login)
			case models.CodeOf(err) == models.Internal:
				return err
			}
		}
		return next(c)
	}
}

func (h *Handlers) withLogin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if accountOf(c) == nil {
			return toLogin(c)
		}
		return next(c)
	}
}

// withHost finds the organizations for which the account may make events.
func (h *Handlers) withHost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		hosts, err := h.DB.Reader(c.Request().Context()).OrganizationsOf(accountOf(c).ID)
		if err != nil {
			return err
		}
		if len(hosts) == 0 {
			return models.Fail(models.Forbidden, "error.forbidden")
		}
		c.Set(keyHosts, hosts)
		return next(c)
	}
}

func hostsOf(c echo.Context) []models.Organization {
	hosts, _ := c.Get(keyHosts).([]models.Organization)
	return hosts
}

func toLogin(c echo.Context) error {
	if c.Request().Method != http.MethodGet {
		return c.Redirect(http.StatusSeeOther, "/staff/login")
	}
	return c.Redirect(http.StatusSeeOther, "/staff/login?next="+url.QueryEscape(c.Request().URL.RequestURI()))
}

// withPermission finds the event of the path and the roles of who asks.
func (h *Handlers) withPermission(a access) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if accountOf(c) == nil && (!a.api || bearer(c) == "") {
				return h.askWhoItIs(c, a)
			}
			event, err := h.eventOfPath(c)
			if err != nil {
				return err
			}
			if err := h.admitTo(c, a, event); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// eventOfPath finds the event of :slug; an address without one names a survey by :id.
func (h *Handlers) eventOfPath(c echo.Context) (*models.Event, error) {
	ctx := c.Request().Context()
	if slug := c.Param("slug"); slug != "" {
		return models.Shared(ctx, h.DB, "event "+slug, func(tx *models.Tx) (*models.Event, error) { return tx.EventBySlug(slug) })
	}
	return h.DB.Reader(ctx).EventOfSurvey(c.Param("id"))
}

// withPermissionAtHost finds the organization of the path and the roles of who asks.
func (h *Handlers) withPermissionAtHost(a access) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if accountOf(c) == nil {
				return toLogin(c)
			}
			tx := h.DB.Reader(c.Request().Context())
			host, err := tx.OrganizationBySlug(c.Param("slug"))
			if err != nil {
				return err
			}
			roles, err := tx.RolesOf(accountOf(c).ID, host)
			if err != nil {
				return err
			}
			if err := allowed(roles, a); err != nil {
				return err
			}
			c.Set(keyHost, host)
			return next(c)
		}
	}
}

func (h *Handlers) askWhoItIs(c echo.Context, a access) error {
	if !a.api {
		return toLogin(c)
	}
	return askForToken(c)
}

func askForToken(c echo.Context) error {
	c.Response().Header().Set("WWW-Authenticate", "Bearer") // RFC 6750, section 3
	return echo.ErrUnauthorized
}

// admitTo puts the event and the roles of who asks into the context, or fails: not found without any role there, forbidden without the
// permission, 401 for a token that is no good.
func (h *Handlers) admitTo(c echo.Context, a access, event *models.Event) error {
	roles, err := h.rolesAt(c, a, event)
	if err != nil {
		return err
	}
	if err := allowed(roles, a); err != nil {
		return err
	}
	c.Set(keyEvent, event)
	c.Set(keyRoles, roles)
	return nil
}

func allowed(roles []models.Role, a access) error {
	switch {
	case len(roles) == 0:
		return models.Fail(models.NotFound, "error.not_found")
	case !models.Holds(roles, a.permission):
		return models.Fail(models.Forbidden, "error.forbidden")
	}
	return nil
}

func (h *Handlers) rolesAt(c echo.Context, a access, event *models.Event) ([]models.Role, error) {
	ctx := c.Request().Context()
	if secret := bearer(c); secret != "" && a.api {
		token, err := h.Members.Token(ctx, secret)
		if models.CodeOf(err) == models.NotFound {
			return nil, askForToken(c)
		}
		if err != nil || token.EventID != event.ID {
			return nil, err
		}
		c.Set(keyToken, token)
		return []models.Role{token.Role}, nil
	}
	return h.DB.Reader(ctx).RolesAt(accountOf(c).ID, event)
}

func bearer(c echo.Context) string {
	kind, secret, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(kind, "Bearer") {
		return ""
	}
	return strings.TrimSpace(secret)
}
