package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/service/table"
	"meguri/models"
)

// CalendarType is the type of an .ics file (RFC 5545).
const CalendarType = "text/calendar; charset=utf-8"

const typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// SendCSV answers with a table as CSV. The encoding is ?encoding=utf-8-bom (the default) or shift_jis, which reports in
// a last column what it replaced. The name of the latter comes before the ending of the file's name, so that two files
// of one table do not replace each other.
func SendCSV(c echo.Context, name string, t table.Table) error {
	encoding, ok := table.ParseEncoding(c.QueryParam("encoding"))
	if !ok {
		return models.InvalidFields(map[string]string{"encoding": "table.encoding"})
	}
	if encoding != table.UTF8BOM {
		name = strings.TrimSuffix(name, ".csv") + "-" + string(encoding) + ".csv"
	}
	t.ReplacedTitle = cmp.Or(t.ReplacedTitle, "replaced")
	return SendFile(
		c, name, "text/csv; charset="+encoding.Charset(), func(w io.Writer) error { return table.CSV(w, encoding, t) },
	)
}

// SendXLSX answers with tables as the sheets of a workbook.
func SendXLSX(c echo.Context, name string, tables ...table.Table) error {
	return SendFile(c, name, typeXLSX, func(w io.Writer) error { return table.XLSX(w, tables...) })
}

// SendFile answers with a file to save. It is written whole to disk first: a failure half-way gives an error page,
// and not half a list that looks complete. It has a tag, by which a browser goes on with a download that broke if the
// file is still the same (If-Range), and begins anew otherwise.
func SendFile(c echo.Context, name, contentType string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp("", "meguri-download-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	sum := sha256.New()
	if err := write(io.MultiWriter(file, sum)); err != nil {
		return err
	}
	attach(c, name, contentType)
	if !mayBePacked(c, contentType) {
		c.Response().Header().Set("ETag", fmt.Sprintf(`"%x"`, sum.Sum(nil)[:16]))
	}
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, file)
	return nil
}

// mayBePacked reports whether an answer may go out by Compress: the tag of the file would be wrong of it.
func mayBePacked(c echo.Context, contentType string) bool {
	header := c.Request().Header
	return isText(contentType) && header.Get("Range") == "" &&
		strings.Contains(strings.ToLower(header.Get(echo.HeaderAcceptEncoding)), "gzip")
}

// attach announces a file to save.
func attach(c echo.Context, name, contentType string) {
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, contentType)
	header.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}

// SendPolled answers with a document that programs ask for again and again, or says that theirs is still the newest.
// The tag is weak, because the document may go out packed.
func SendPolled(c echo.Context, kind string, content []byte) error {
	return SendPolledSince(c, kind, time.Time{}, content)
}

// SendPolledSince is SendPolled of a document that also says when it changed last.
func SendPolledSince(c echo.Context, kind string, changed time.Time, content []byte) error {
	header, sum := c.Response().Header(), sha256.Sum256(content)
	header.Set(echo.HeaderContentType, kind)
	header.Set(echo.HeaderCacheControl, "private, no-cache")
	header.Set("ETag", fmt.Sprintf(`W/"%x"`, sum[:12]))
	http.ServeContent(c.Response(), c.Request(), "", changed, bytes.NewReader(content))
	return nil
}

// sharedTime is how long caches of others keep what is the same for everybody.
const sharedTime = "public, max-age=60"

// SendShared answers with what is the same for everybody who asks at this address, in whatever language: caches of
// others may keep it for a minute, and pages of other sites may show or read it.
func SendShared(c echo.Context, kind string, content []byte) error {
	header, sum := c.Response().Header(), sha256.Sum256(content)
	header.Del(echo.HeaderVary)
	header.Set(echo.HeaderContentType, kind)
	header.Set(echo.HeaderCacheControl, sharedTime)
	header.Set(echo.HeaderAccessControlAllowOrigin, "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("ETag", fmt.Sprintf(`W/"%x"`, sum[:12]))
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(content))
	return nil
}

// DownloadShared is SendShared with a file to save.
func DownloadShared(c echo.Context, name, kind string, content []byte) error {
	attach(c, name, kind)
	return SendShared(c, kind, content)
}

// DownloadPolled is SendPolled with a file to save.
func DownloadPolled(c echo.Context, name, kind string, content []byte) error {
	attach(c, name, kind)
	return SendPolled(c, kind, content)
}

// Download answers with a file to save.
func Download(c echo.Context, name, kind string, content []byte) error {
	attach(c, name, kind)
	return c.Blob(http.StatusOK, kind, content)
}
