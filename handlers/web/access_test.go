package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// answers sends a request through the guard of a kind of access.
func answers(access Access, rateLimit bool) echo.HandlerFunc {
	return (&Kit{rateLimit: rateLimit}).Guard(
		access,
	)(
		func(c echo.Context) error { return c.NoContent(http.StatusNoContent) },
	)
}

func request() echo.Context {
	return echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRecorder())
}

func TestAnyoneComesIn(t *testing.T) {
	if err := answers(Access{Kind: Anyone}, false)(request()); err != nil {
		t.Error(err)
	}
}

func TestARouteWithoutAccessIsShut(t *testing.T) {
	for _, access := range []Access{{}, {Kind: HolderAPI + 1}} {
		if err := answers(access, false)(request()); models.CodeOf(err) != models.CodeForbidden {
			t.Errorf("%v: %v", access, err)
		}
	}
}

func TestWhoAsksTooOftenIsSlowedDownBeforeAnythingIsLookedUp(t *testing.T) {
	handler := answers(Access{}.Limited(2, 1), true)
	for range 2 {
		if err := handler(request()); models.CodeOf(err) != models.CodeForbidden {
			t.Errorf("within the limit: %v", err)
		}
	}
	if err := handler(request()); models.CodeOf(err) != models.CodeTooMany {
		t.Errorf("beyond the limit: %v", err)
	}
}

func TestALoadTestIsNotSlowedDown(t *testing.T) {
	handler := answers(Access{Kind: Anyone}.Limited(1, 1), false)
	for range 3 {
		if err := handler(request()); err != nil {
			t.Error(err)
		}
	}
}
