package api

import (
	_ "embed" // the description
	"net/http"

	"github.com/labstack/echo/v4"
)

// OpenAPI describes every route under /api/v1 (OpenAPI 3.1). It is written by hand, as programs' authors read it;
// tests hold it to the URL table, to the rules of OpenAPI and to what the program really answers.
//
//go:embed openapi.json
var OpenAPI []byte

func (h *V1) Describe(c echo.Context) error {
	header := c.Response().Header()
	header.Set(echo.HeaderCacheControl, "public, max-age=300")
	header.Set(echo.HeaderAccessControlAllowOrigin, "*") // for viewers and generators that run elsewhere
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, OpenAPI)
}
