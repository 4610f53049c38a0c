// Package handlers turns HTTP into calls of features and their answers into pages and JSON. It decides nothing itself, and it is
// the only package that knows Echo.
package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/app/agenda"
	"meguri/app/event"
	"meguri/app/live"
	"meguri/app/member"
	"meguri/app/organization"
	"meguri/app/reception"
	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/app/service/mail"
	"meguri/app/summary"
	"meguri/app/survey"
	"meguri/models"
)

// Deps is what the handlers call.
type Deps struct {
	DB    *models.DB
	Texts *i18n.Bundle
	// BaseURL is the address that people reach us at, without a slash at the end.
	BaseURL string
	// RateLimit is off for load tests only.
	RateLimit bool
	// TrustedProxies are the addresses and networks (CIDR) whose X-Forwarded-For is believed.
	TrustedProxies []string
	Version        string

	Accounts      *account.Service
	Members       *member.Service
	Organizations *organization.Service
	Registrations *registration.Service
	Events        *event.Service
	Agenda        *agenda.Service
	Mails         *mail.Service
	Reception     *reception.Service
	Live          *live.Service
	Surveys       *survey.Service
	Summaries     *summary.Service
}

// Handlers serves all of Meguri's addresses.
type Handlers struct {
	Deps
	pages   *pages
	assets  *assets
	metrics *metrics

	pagesKept keptPages
}

// New checks the templates and returns the handler of all requests.
func New(deps Deps) (http.Handler, error) {
	h := &Handlers{Deps: deps, metrics: newMetrics(), pagesKept: keptPages{pages: map[string]*keptPage{}}}
	var err error
	if h.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if h.pages, err = parsePages(h.assets); err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = h.fail
	if e.IPExtractor, err = ipExtractor(deps.TrustedProxies); err != nil {
		return nil, err
	}
	h.use(e)
	h.register(e, h.routes())
	return e, nil
}
