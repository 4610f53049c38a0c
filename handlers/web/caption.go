package web

import (
	"io"

	"github.com/labstack/echo/v4"

	"meguri/app/caption"
	"meguri/models"
)

// The files of captions.
const (
	CaptionText   = "captions.txt"
	CaptionWebVTT = "captions.vtt"
)

// SendCaptions answers with the captions of a session as a file of that name. Errors: NotFound for another name.
func SendCaptions(c echo.Context, file *caption.File, name string) error {
	var content, kind string
	switch name {
	case CaptionText:
		content, kind = file.Text(), "text/plain; charset=utf-8"
	case CaptionWebVTT:
		content, kind = file.WebVTT(), "text/vtt; charset=utf-8"
	default:
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	return SendFile(c, EventOf(c).Slug+"-"+name, kind, func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	})
}
