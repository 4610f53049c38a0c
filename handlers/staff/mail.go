package staff

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/service/mail"
	"meguri/handlers/web"
	"meguri/models"
)

type outboxPage struct {
	Mails   []models.Mail
	Tallies map[models.MailState]int
	States  []models.MailState
	State   string
	Query   string
	Next    string
	Keeps   bool
}

var mailStates = []models.MailState{models.MailQueued, models.MailSent, models.MailKept, models.MailFailed}

func (h *Mails) List(c echo.Context) error {
	q, event := h.DB.Query(c.Request().Context()), web.EventOf(c)
	page := outboxPage{States: mailStates, State: c.QueryParam("state"), Query: c.QueryParam("q"), Keeps: h.Mails.Keeps()}
	var err error
	if page.Mails, err = q.Mails().OfEvent(event, models.MailState(page.State), page.Query, c.QueryParam("before"), web.PageSize+1); err != nil {
		return err
	}
	if len(page.Mails) > web.PageSize {
		page.Mails = page.Mails[:web.PageSize]
		query := url.Values{"state": {page.State}, "q": {page.Query}, "before": {page.Mails[web.PageSize-1].ID}}
		page.Next = c.Request().URL.Path + "?" + query.Encode()
	}
	if page.Tallies, err = q.Mails().Tallies(event); err != nil {
		return err
	}
	return h.Show(c, "staff/mail/index", page)
}

type mailPage struct {
	Mail      *models.Mail
	Message   *mail.Message
	Masked    bool
	RequestID string
}

func (h *Mails) Mail(c echo.Context) error {
	m, message, err := h.composed(c)
	if err != nil {
		return err
	}
	return h.Show(c, "staff/mail/show", mailPage{m, message, h.hidesSecret(c, m), models.NewID()})
}

// composed is a mail of the event as it arrives; its secrets are hidden from staff where it really goes to somebody.
func (h *Mails) composed(c echo.Context) (*models.Mail, *mail.Message, error) {
	ctx := c.Request().Context()
	m, err := h.DB.Query(ctx).Mails().InEvent(web.EventOf(c), c.Param("id"))
	if err != nil {
		return nil, nil, err
	}
	message, err := h.Mails.Compose(ctx, m)
	if err != nil || !h.hidesSecret(c, m) {
		return m, message, err
	}
	secret, err := h.Mails.SecretOf(ctx, m)
	if err != nil {
		return nil, nil, err
	}
	return m, message.Masked(secret), nil
}

// hidesSecret reports whether the link in a mail is none of the reader's business. An invitation's link sets a
// colleague's password, so even in the outbox of a server that sends nothing only those who manage members see it.
func (h *Mails) hidesSecret(c echo.Context, m *models.Mail) bool {
	toColleague := m.AccountID != nil && !models.Holds(web.RolesOf(c), models.ManageMembers)
	return mail.Secret(m) && (!h.Mails.Keeps() || toColleague)
}

// mailPolicy lets a mail's own styles apply, and nothing else of it run.
const mailPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"

func (h *Mails) Body(c echo.Context) error {
	_, message, err := h.composed(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Security-Policy", mailPolicy)
	return c.HTML(http.StatusOK, message.Preview())
}

func (h *Mails) File(c echo.Context) error {
	_, message, err := h.composed(c)
	if err != nil {
		return err
	}
	for _, file := range message.Attachments {
		if file.Name == c.Param("name") {
			return web.Download(c, file.Name, file.Type, file.Content)
		}
	}
	return models.NewError(models.CodeNotFound, "error.not_found")
}

func (h *Mails) Again(c echo.Context) error {
	requestID := c.FormValue("id")
	if !models.ValidID(requestID) {
		requestID = models.NewID()
	}
	if err := h.Mails.Again(c.Request().Context(), web.EventOf(c), c.Param("id"), requestID); err != nil {
		return err
	}
	web.SetFlash(c, "success", "mail.queued_again")
	return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/mails")
}
