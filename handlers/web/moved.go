package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/models"
)

// movedError answers a request under an address that its event had before.
type movedError struct{ to string }

func (e *movedError) Error() string { return "moved to " + e.to }

// CheckAddress returns an error, which leads to the same page under the event's address, where a page was asked for
// under one that the event had before. Programs and forms that were opened before are answered at the old one.
func CheckAddress(c echo.Context, e *models.Event) error {
	request, slug := c.Request(), c.Param("slug")
	isPage := request.Method == http.MethodGet || request.Method == http.MethodHead
	if slug == "" || slug == e.Slug || !isPage || strings.HasPrefix(request.URL.Path, paths.APIPrefix) {
		return nil
	}
	path := paths.Moved(request.URL.Path, slug, e.Slug)
	return &movedError{(&url.URL{Path: path, RawQuery: request.URL.RawQuery}).String()}
}

// MovedHost returns an error, which leads to the same page of the organization that stands for the one of the address
// since they were put together, where a page was asked for.
func MovedHost(c echo.Context, to *models.Organization) error {
	request, slug := c.Request(), c.Param("slug")
	if request.Method != http.MethodGet && request.Method != http.MethodHead {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	path := paths.MovedHost(request.URL.Path, slug, to.Slug)
	return &movedError{(&url.URL{Path: path, RawQuery: request.URL.RawQuery}).String()}
}

// sendMoved leads to the new address, and reports whether err says so. Nobody keeps that: an event may have an old
// address again.
func sendMoved(err error, c echo.Context) (bool, error) {
	var moved *movedError
	if !errors.As(err, &moved) {
		return false, nil
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return true, c.Redirect(http.StatusMovedPermanently, moved.to)
}
