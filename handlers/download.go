package handlers

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"time"

	"github.com/labstack/echo/v4"
)

// The content types of downloads.
const (
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeCSV  = "text/csv" // with its charset, see export.Encoding
)

// sendFile answers with a file that is written whole first, to disk where it is long: a trouble in its middle gives an error page and not half
// a list that looks complete.
func (h *Handlers) sendFile(c echo.Context, name, contentType string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp("", "meguri-download-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	if err := write(file); err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, contentType)
	header.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, file)
	return nil
}
