package web

import (
	"crypto/subtle"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"meguri/models"
)

// Metrics counts requests by route, in the Prometheus text format. Labels hold no address that a person asked for.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

// NewMetrics counts from now on.
func NewMetrics() *Metrics {
	m := &Metrics{prometheus.NewRegistry(), prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "meguri_http_request_seconds", Help: "Duration of HTTP requests by route.",
		Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "route", "status"})}
	m.registry.MustRegister(
		m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

// methods are the ones that are counted by their names: what others make up would be a new row each.
var methods = []string{
	http.MethodGet,
	http.MethodHead,
	http.MethodPost,
	http.MethodPut,
	http.MethodPatch,
	http.MethodDelete,
	http.MethodOptions,
}

func (m *Metrics) count(method, route string, status int, took time.Duration) {
	if !slices.Contains(methods, method) {
		method = "other"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

// ServeHTTP answers with the counts in the Prometheus text format.
func (m *Metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}).ServeHTTP(w, r)
}

// ShowMetrics answers whoever has the token. Without a token in the settings there is nothing at this address.
func (k *Kit) ShowMetrics(c echo.Context) error {
	if k.metricsToken == "" {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	given, _ := strings.CutPrefix(c.Request().Header.Get(echo.HeaderAuthorization), "Bearer ")
	if subtle.ConstantTimeCompare([]byte(given), []byte(k.metricsToken)) != 1 {
		c.Response().Header().Set(echo.HeaderWWWAuthenticate, "Bearer")
		return c.String(http.StatusUnauthorized, "the token is missing or wrong\n")
	}
	k.metrics.ServeHTTP(c.Response(), c.Request())
	return nil
}
