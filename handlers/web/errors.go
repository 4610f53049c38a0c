package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/app/service/security"
	"meguri/models"
)

// statuses is the one map from codes to HTTP.
var statuses = map[models.Code]int{
	models.CodeInvalid:   http.StatusUnprocessableEntity,
	models.CodeNotFound:  http.StatusNotFound,
	models.CodeConflict:  http.StatusConflict,
	models.CodeFull:      http.StatusConflict,
	models.CodeForbidden: http.StatusForbidden,
	models.CodeTooMany:   http.StatusTooManyRequests,
	models.CodeInternal:  http.StatusInternalServerError,

	models.CodeUnavailable: http.StatusServiceUnavailable,
	badRequest:             http.StatusBadRequest,
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
		return failure{
			Status:    statuses[known.Code],
			Code:      known.Code,
			Key:       known.Key,
			Args:      known.Args,
			Fields:    known.Fields,
			FieldArgs: known.ArgsOf,
		}
	}
	var he *echo.HTTPError
	if errors.As(err, &he) {
		return httpFailure(he.Code)
	}
	if models.IsUnavailable(err) {
		return failure{Status: http.StatusServiceUnavailable, Code: models.CodeUnavailable, Key: "error.unavailable"}
	}
	return failure{Status: http.StatusInternalServerError, Code: models.CodeInternal, Key: "error.internal"}
}

// MessageKey is the language key of what may be said of err.
func MessageKey(err error) string { return failureOf(err).Key }

func httpFailure(status int) failure {
	switch {
	case status == http.StatusUnauthorized:
		return failure{Status: status, Code: models.CodeForbidden, Key: "error.unauthorized"}
	case status == http.StatusForbidden:
		return failure{Status: status, Code: models.CodeForbidden, Key: "error.forbidden"}
	case status == http.StatusNotFound, status == http.StatusMethodNotAllowed:
		return failure{Status: status, Code: models.CodeNotFound, Key: "error.not_found"}
	case status == http.StatusTooManyRequests:
		return failure{Status: status, Code: models.CodeTooMany, Key: "error.too_many"}
	case status == http.StatusRequestEntityTooLarge:
		return failure{Status: status, Code: models.CodeInvalid, Key: "error.too_large"}
	case status == http.StatusServiceUnavailable: // the request took too long
		return failure{Status: status, Code: models.CodeUnavailable, Key: "error.unavailable"}
	case status >= 400 && status < 500:
		return failure{Status: status, Code: models.CodeInvalid, Key: "error.invalid"}
	}
	return failure{Status: http.StatusInternalServerError, Code: models.CodeInternal, Key: "error.internal"}
}

// fail answers a request that went wrong: problem details for the API, else a page in the person's language.
func (k *Kit) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if moved, err := sendMoved(err, c); moved {
		if err != nil {
			slog.Error("redirect failed", "request_id", requestID(c), "error", err)
		}
		return
	}
	f := failureOf(err)
	f.RequestID = requestID(c)
	if f.Status >= 500 && !errors.Is(err, context.Canceled) {
		slog.Error("request failed", "request_id", f.RequestID, "route", c.Path(), "error", err)
	}
	if f.Status == http.StatusUnauthorized || f.Status == http.StatusForbidden {
		security.Log(c.Request().Context(), refusal(c))
	}
	if f.Status == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", "10")
	}
	answer := k.failurePage
	if strings.HasPrefix(c.Request().URL.Path, paths.APIPrefix) {
		answer = k.problem
	}
	if err := answer(c, f); err != nil {
		slog.Error("error page failed", "request_id", f.RequestID, "error", err)
	}
}

// refusal is the event of the security log that somebody asked for what they may not do.
func refusal(c echo.Context) security.Entry {
	return security.Entry{Event: security.Refused, Outcome: security.Failed, Route: c.Path()}
}

// problem writes RFC 9457 problem details.
func (k *Kit) problem(c echo.Context, f failure) error {
	texts := k.Texts(c)
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

func (k *Kit) failurePage(c echo.Context, f failure) error {
	if c.Request().Method == http.MethodHead {
		return c.NoContent(f.Status)
	}
	f.Text = k.Texts(c).T(f.Key, f.Args...)
	return k.Render(c, f.Status, "public/error/show", f, nil)
}

// TextOf is the key of the text of an error that a person can mend.
func TextOf(err error) string {
	var known *models.Error
	if !errors.As(err, &known) {
		return "error.internal"
	}
	return known.Key
}
