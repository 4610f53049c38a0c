package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// statuses is the one map from codes to HTTP.
var statuses = map[models.Code]int{
	models.Invalid:   http.StatusUnprocessableEntity,
	models.NotFound:  http.StatusNotFound,
	models.Conflict:  http.StatusConflict,
	models.Full:      http.StatusConflict,
	models.Forbidden: http.StatusForbidden,
	models.TooMany:   http.StatusTooManyRequests,
	models.Internal:  http.StatusInternalServerError,

	models.Unavailable: http.StatusServiceUnavailable,
	badRequest:         http.StatusBadRequest,
}

// failure is an error as a person may see it.
type failure struct {
	Status    int
	Code      models.Code
	Key       string
	Text      string // what Key says, on a page
	Args      []any
	Fields    map[string]string
	FieldArgs func(field string) []any
	RequestID string
}

// failureOf finds what may be said of err. Anything unknown is internal: its detail goes to the log only.
func failureOf(err error) failure {
	var known *models.Error
	if errors.As(err, &known) {
		return failure{Status: statuses[known.Code], Code: known.Code, Key: known.Key, Args: known.Args, Fields: known.Fields, FieldArgs: known.ArgsOf}
	}
	var he *echo.HTTPError
	if errors.As(err, &he) {
		return httpFailure(he.Code)
	}
	if models.Away(err) {
		return failure{Status: http.StatusServiceUnavailable, Code: models.Unavailable, Key: "error.unavailable"}
	}
	return failure{Status: http.StatusInternalServerError, Code: models.Internal, Key: "error.internal"}
}

func httpFailure(status int) failure {
	switch {
	case status == http.StatusUnauthorized:
		return failure{Status: status, Code: models.Forbidden, Key: "error.unauthorized"}
	case status == http.StatusForbidden:
		return failure{Status: status, Code: models.Forbidden, Key: "error.forbidden"}
	case status == http.StatusNotFound, status == http.StatusMethodNotAllowed:
		return failure{Status: status, Code: models.NotFound, Key: "error.not_found"}
	case status == http.StatusTooManyRequests:
		return failure{Status: status, Code: models.TooMany, Key: "error.too_many"}
	case status == http.StatusRequestEntityTooLarge:
		return failure{Status: status, Code: models.Invalid, Key: "error.too_large"}
	case status == http.StatusServiceUnavailable: // the request took too long
		return failure{Status: status, Code: models.Unavailable, Key: "error.unavailable"}
	case status >= 400 && status < 500:
		return failure{Status: status, Code: models.Invalid, Key: "error.invalid"}
	}
	return failure{Status: http.StatusInternalServerError, Code: models.Internal, Key: "error.internal"}
}

// fail answers a request that went wrong: problem details for the API, else a page in the person's language.
func (h *Handlers) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	f := failureOf(err)
	f.RequestID = requestID(c)
	if f.Status >= 500 && !errors.Is(err, context.Canceled) {
		slog.Error("request failed", "request_id", f.RequestID, "route", c.Path(), "error", err)
	}
	if f.Status == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", "10")
	}
	answer := h.failurePage
	if strings.HasPrefix(c.Request().URL.Path, "/api/") {
		answer = h.problem
	}
	if err := answer(c, f); err != nil {
		slog.Error("error page failed", "request_id", f.RequestID, "error", err)
	}
}

// problem writes RFC 9457 problem details.
func (h *Handlers) problem(c echo.Context, f failure) error {
	texts := h.texts(c)
	body := map[string]any{
		"type": "about:blank", "title": http.StatusText(f.Status), "status": f.Status,
		"code": f.Code, "detail": texts.T(f.Key, f.Args...), "request_id": f.RequestID,
	}
	if len(f.Fields) > 0 {
		fields := map[string]string{}
		for name, key := range f.Fields {
			fields[name] = texts.T(key, f.FieldArgs(name)...)
		}
		body["fields"] = fields
	}
	c.Response().Header().Set(echo.HeaderContentType, "application/problem+json")
	return c.JSON(f.Status, body)
}

func (h *Handlers) failurePage(c echo.Context, f failure) error {
	if c.Request().Method == http.MethodHead {
		return c.NoContent(f.Status)
	}
	f.Text = h.texts(c).T(f.Key, f.Args...)
	return h.render(c, f.Status, plain, "error/show", f, nil)
}
