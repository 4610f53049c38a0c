package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// route is one address: how, where, who may, and what answers.
type route struct {
	method  string
	path    string
	access  access
	handler echo.HandlerFunc
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is the whole URL table. Who may use an address stands beside it; a test walks it with every role.
func (h *Handlers) routes() []route {
	return []route{
		// the machine
		{get, "/healthz", anyone, h.healthy},
		{get, "/readyz", anyone, h.ready},
		{get, "/metrics", anyone, h.showMetrics},
		{get, "/static/:sum/*", anyone, h.asset},

		// event
		{get, "/", anyone, h.frontPage},
		{get, "/events/:slug", anyone, h.eventPage},
		{get, "/staff", signedIn, h.staffHome},
		{get, "/staff/events/:slug", may(models.SeeEvent), h.eventDashboard},

		// agenda

		// registration

		// the own page

		// reception

		// the online room

		// survey

		// mail

		// account
		{get, "/staff/login", anyone, h.loginPage},
		{post, "/staff/login", anyone, h.signIn},
		{post, "/staff/logout", signedIn, h.signOut},

		// API
	}
}

func (h *Handlers) register(e *echo.Echo, routes []route) {
	for _, r := range routes {
		e.Add(r.method, r.path, r.handler, r.access.middleware(h)...)
	}
}
