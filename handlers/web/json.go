package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/labstack/echo/v4"

	"meguri/models"
)

// ReadJSON reads a request's JSON body. Fields that the API does not have are refused, so that a misspelt one is
// not lost.
func ReadJSON(c echo.Context, into any) error {
	kind, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || (kind != echo.MIMEApplicationJSON && !strings.HasSuffix(kind, "+json")) {
		return echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return jsonTrouble(err)
	}
	if err := checkJSON(body, reflect.TypeOf(into)); err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return jsonTrouble(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return badJSON("")
	}
	return nil
}

func jsonTrouble(err error) error {
	var badTime *time.ParseError
	var tooLarge *http.MaxBytesError
	var wrongType *json.UnmarshalTypeError
	var he *echo.HTTPError
	switch {
	case errors.As(err, &he): // the body limit's
		return he
	case errors.As(err, &tooLarge):
		return echo.ErrStatusRequestEntityTooLarge
	case errors.As(err, &wrongType):
		return badJSON(jsonPath(wrongType.Field))
	case errors.As(err, &badTime):
		return models.NewError(badRequest, "error.json_time", "value", badTime.Value)
	}
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return badJSON(strings.Trim(field, `"`))
	}
	return badJSON("")
}

// jsonPath is the path to a field without the names of Go's embedded structs, which begin with a capital.
func jsonPath(field string) string {
	parts := slices.DeleteFunc(strings.Split(field, "."), func(part string) bool {
		return part != "" && unicode.IsUpper(rune(part[0]))
	})
	return strings.Join(parts, ".")
}

// badJSON is a 400 that names the field at fault, where it is known.
func badJSON(field string) error {
	if field == "" {
		return models.NewError(badRequest, "error.json")
	}
	return models.NewError(badRequest, "error.json_field", "field", field)
}

// badRequest is the code of a request that cannot be read at all; only handlers know it.
const badRequest models.Code = "bad_request"
