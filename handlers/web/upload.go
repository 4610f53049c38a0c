package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/service/upload"
	"meguri/models"
)

// File is a file that a form brings; Name is what it is called where it comes from.
type File struct {
	multipart.File
	Name string
	Size int64 // bytes
}

// OpenUploaded opens the file that a form brings in a field; nil for none. Who calls it closes it.
func OpenUploaded(c echo.Context, field string) (*File, error) {
	file, head, err := c.Request().FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, unreadable(err)
	}
	return &File{file, head.Filename, head.Size}, nil
}

// unreadable is the answer to a form that could not be read: it was too large, also where nobody said so before, or it
// is none.
func unreadable(err error) error {
	var known *echo.HTTPError
	if errors.As(err, &known) {
		return known
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}

// Uploaded is the file that a form brings in a field, and what it is called where it comes from; nil for none. Of one
// that is too large it is as much as tells so.
func Uploaded(c echo.Context, field string) (content []byte, name string, err error) {
	file, err := OpenUploaded(c, field)
	if err != nil || file == nil {
		return nil, "", err
	}
	defer file.Close()
	content, err = io.ReadAll(io.LimitReader(file, upload.MaxBytes+1))
	return content, file.Name, err
}

// SendAnswerFile answers with a file that a person sent: to save, and never shown by the browser as a page of ours.
func SendAnswerFile(c echo.Context, file *models.AnswerFile) error {
	return sendUploaded(c, file.Name, file.ContentType, file.Content)
}

// SendProjectFile is that for a file of a project.
func SendProjectFile(c echo.Context, file *models.ProjectFile) error {
	return sendUploaded(c, file.Name, file.ContentType, file.Content)
}

func sendUploaded(c echo.Context, name, contentType string, content []byte) error {
	header := c.Response().Header()
	header.Set(echo.HeaderXContentTypeOptions, "nosniff")
	header.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	header.Set(echo.HeaderCacheControl, "private, no-store")
	attach(c, name, contentType)
	return c.Blob(http.StatusOK, contentType, content)
}
