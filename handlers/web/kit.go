// Package web is what all handlers are made of: pages and forms, access, errors, limits, the cache of pages, assets
// and downloads.
package web

import (
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/app/audit"
	"meguri/app/event"
	"meguri/app/funnel"
	"meguri/app/member"
	"meguri/app/organization"
	"meguri/app/person"
	"meguri/app/reception"
	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/app/service/operator"
	"meguri/app/service/push"
	"meguri/templates"
)

// Config is what the kit needs.
type Config struct {
	Clock Clock
	Texts *i18n.Bundle
	// BaseURL is the address that people reach us at, without a slash at the end.
	BaseURL string
	// Operator is who runs this installation.
	Operator *operator.Operator
	// HSTS is the value of Strict-Transport-Security where people reach us by HTTPS, "" for none.
	HSTS string
	// RateLimit is off for load tests only.
	RateLimit bool
	Metrics   *Metrics
	// MetricsToken opens /metrics; without one nobody may.
	MetricsToken string

	Audits        *audit.Service
	Accounts      *account.Service
	Members       *member.Service
	Organizations *organization.Service
	Events        *event.Service
	Registrations *registration.Service
	Funnels       *funnel.Service
	Push          *push.Service
	Reception     *reception.Service
	Persons       *person.Service
}

// Clock is what tells whether a page is still as it was; models.DB does.
type Clock interface {
	Now() time.Time
	// Writes counts what was stored: while it stays the same, so does what was read.
	Writes() uint64
}

// Kit has what handlers share. Every group of handlers embeds it.
type Kit struct {
	BaseURL   string
	clock     Clock
	bundle    *i18n.Bundle
	rateLimit bool
	hsts      string
	operator  *operator.Operator

	audits *audit.Service
	// What access goes by.
	accounts      *account.Service
	members       *member.Service
	organizations *organization.Service
	events        *event.Service
	registrations *registration.Service
	funnels       *funnel.Service
	push          *push.Service
	reception     *reception.Service
	persons       *person.Service

	pages     *pages
	assets    *assets
	metrics   *Metrics
	pageCache pageCache

	metricsToken string
}

// New checks the templates.
func New(config Config) (*Kit, error) {
	k := &Kit{
		BaseURL:       config.BaseURL,
		clock:         config.Clock,
		bundle:        config.Texts,
		rateLimit:     config.RateLimit,
		hsts:          config.HSTS,
		operator:      config.Operator,
		audits:        config.Audits,
		accounts:      config.Accounts,
		members:       config.Members,
		organizations: config.Organizations,
		events:        config.Events,
		registrations: config.Registrations,
		funnels:       config.Funnels,
		push:          config.Push,
		reception:     config.Reception,
		persons:       config.Persons,
		metrics:       config.Metrics,
		metricsToken:  config.MetricsToken,
		pageCache:     pageCache{pages: map[string]*cachedPage{}},
	}
	parsed, err := embedded()
	k.assets, k.pages = parsed.assets, parsed.pages
	return k, err
}

type embeddedFiles struct {
	assets *assets
	pages  *pages
}

// embedded reads the files of the program, once for all servers of a process: tests start hundreds.
var embedded = sync.OnceValues(func() (files embeddedFiles, err error) {
	if files.assets, err = loadAssets(); err != nil {
		return files, err
	}
	files.pages, err = parsePages(templates.Files, files.assets)
	return files, err
})

// Now is the time of the pages.
func (k *Kit) Now() time.Time { return k.clock.Now() }

// OperatorIsUnknown says that no page tells visitors who runs this installation.
func (k *Kit) OperatorIsUnknown() bool { return k.operator.IsUnknown() }

// Server is a server without routes, but with all that every request goes through. It believes X-Forwarded-For from
// the proxies only.
func (k *Kit) Server(proxies []string) (*echo.Echo, error) {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = k.fail
	var err error
	if e.IPExtractor, err = ipExtractor(proxies); err != nil {
		return nil, err
	}
	k.use(e)
	return e, nil
}
