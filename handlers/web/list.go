package web

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// A list shows PageSize rows; a program may ask for up to MaxPageSize.
const (
	PageSize    = 50
	MaxPageSize = 500
)

// Limit reads ?limit=, how many rows a program asks for.
func Limit(c echo.Context) (int, error) {
	typed := c.QueryParam("limit")
	if typed == "" {
		return PageSize, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > MaxPageSize {
		return 0, models.InvalidFields(map[string]string{"limit": "field.number"})
	}
	return n, nil
}

// BindQuery reads the query of an address into a struct with `query` tags.
func BindQuery(c echo.Context, into any) error {
	if err := (&echo.DefaultBinder{}).BindQueryParams(c, into); err != nil {
		return models.NewError(badRequest, "error.invalid")
	}
	return nil
}

// WithQuery is an address with a query, as of the filter that is on the screen.
func WithQuery(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// NextPage is the address of the list on this page from a place on: name is the parameter for it, and at is "" after
// the last page, which has no next one.
func NextPage(c echo.Context, filter url.Values, name, at string) string {
	if at == "" {
		return ""
	}
	filter.Set(name, at)
	return WithQuery(c.Request().URL.Path, filter)
}
