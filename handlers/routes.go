package handlers

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/handlers/web"
	"meguri/models"
)

// route is one address: how, where, who may, and what answers.
type route struct {
	method  string
	path    string
	access  web.Access
	handler echo.HandlerFunc
}

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	remove = http.MethodDelete
)

// The kinds of access that the table names.
var (
	anyone   = web.Access{Kind: web.Anyone}
	holder   = web.Access{Kind: web.Holder}
	newcomer = web.Access{Kind: web.Holder, Newcomer: true}
	inRoom   = web.Access{Kind: web.InRoom}
	ownMe    = web.Access{Kind: web.Person}
	signedIn = web.Access{Kind: web.SignedIn}
	hosting  = web.Access{Kind: web.Hosting}
	bearer   = web.Access{Kind: web.HolderAPI}
)

func may(p models.Permission) web.Access { return web.Access{Kind: web.May, Permission: p} }

func mayAtHost(p models.Permission) web.Access {
	return web.Access{Kind: web.MayAtHost, Permission: p}
}

func mayAPI(p models.Permission) web.Access { return web.Access{Kind: web.MayAPI, Permission: p} }

// routes is the whole URL table; routes_*.go hold its parts, a feature each. Who may use an address stands beside it; a
// test walks it with everybody.
func (h *handlers) routes() []route {
	// A hall of people behind one address is slowed down to two a second; form and API count together.
	registering := &web.Pace{Burst: 60, PerSecond: 2, MaxWait: 30 * time.Second}
	// Apart from it, so that who reviews first slows down nobody who registers.
	reviewing := &web.Pace{Burst: 60, PerSecond: 2, MaxWait: 30 * time.Second}
	return slices.Concat(
		h.siteRoutes(),
		h.eventRoutes(),
		h.seriesRoutes(),
		h.agendaRoutes(),
		h.registrationRoutes(registering, reviewing),
		h.fairnessRoutes(),
		h.ownRoutes(),
		h.receptionRoutes(),
		h.roomRoutes(),
		h.surveyRoutes(),
		h.messageRoutes(),
		h.personRoutes(),
		h.needRoutes(),
		h.circulationRoutes(),
		h.projectRoutes(),
		h.organizationRoutes(),
		h.feedRoutes(),
		h.apiRoutes(registering),
	)
}

func (h *handlers) register(e *echo.Echo) {
	for _, r := range h.routes() {
		guard, handler := h.kit.Guard(r.access), h.recorded(r)
		e.Add(r.method, r.path, handler, guard)
		if r.method == get {
			e.Add(http.MethodHead, r.path, handler, guard) // RFC 9110, 9.3.2; net/http leaves the body out
		}
	}
}

// RouteInfo is a line of the URL table as others may see it.
type RouteInfo struct {
	Method, Path string
	Access       web.Access
	// Action is what its use is recorded as, "" where it is not; then Unaudited may say why.
	Action, Unaudited string
}

// Routes is the URL table, for those who check it.
func Routes() []RouteInfo {
	routes := compose(&web.Kit{}, &Deps{}).routes()
	list := make([]RouteInfo, 0, len(routes))
	for _, r := range routes {
		key := r.method + " " + r.path
		list = append(list, RouteInfo{r.method, r.path, r.access, audited[key].name, unaudited[key]})
	}
	return list
}
