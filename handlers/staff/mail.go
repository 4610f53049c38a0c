package staff

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/service/mail"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// outboxPage is an event's mails, with the address of the next page.
type outboxPage struct {
	*mail.Outbox
	Next string
}

func (h *Mails) List(c echo.Context) error {
	var filter mail.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	outbox, err := h.Mails.Outbox(c.Request().Context(), web.EventOf(c), filter, web.PageSize)
	if err != nil {
		return err
	}
	next := web.NextPage(c, filter.Values(), "before", outbox.Next)
	return h.Show(c, "staff/mail/index", outboxPage{outbox, next})
}

// mailOf reads the mail in the path, as the account may see it.
func (h *Mails) mailOf(c echo.Context) (*mail.Page, error) {
	return h.Mails.Page(c.Request().Context(), web.EventOf(c), c.Param("id"), web.RolesOf(c))
}

func (h *Mails) Mail(c echo.Context) error {
	page, err := h.mailOf(c)
	if err != nil {
		return err
	}
	return h.Show(c, "staff/mail/show", page)
}

// mailPolicy is the Content-Security-Policy of a mail: it allows the mail's styles, and no scripts.
const mailPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; " +
	"sandbox allow-popups allow-popups-to-escape-sandbox"

func (h *Mails) Body(c echo.Context) error {
	page, err := h.mailOf(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Security-Policy", mailPolicy)
	return c.HTML(http.StatusOK, page.Message.Preview())
}

func (h *Mails) File(c echo.Context) error {
	page, err := h.mailOf(c)
	if err != nil {
		return err
	}
	file, err := page.File(c.Param("name"))
	if err != nil {
		return err
	}
	return web.Download(c, file.Name, file.Type, file.Content)
}

func (h *Mails) Again(c echo.Context) error {
	requestID := c.FormValue("id")
	if !models.ValidID(requestID) {
		requestID = models.NewID()
	}
	if err := h.Mails.SendAgain(c.Request().Context(), web.EventOf(c), c.Param("id"), requestID); err != nil {
		return err
	}
	web.SetFlash(c, "success", "mail.queued_again")
	return web.SeeOther(c, paths.OfStaffEvent(web.EventOf(c).Slug).Mails())
}
