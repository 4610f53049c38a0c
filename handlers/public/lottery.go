package public

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/lottery"
	"meguri/app/service/ticket"
	"meguri/handlers/web"
)

// Lottery has the pages on which lotteries are published, and parties seal their secrets.
type Lottery struct {
	*web.Kit
	Lotteries *lottery.Service
}

// shownEntries is how many entries the page shows; the file has all.
const shownEntries = 300

type lotteryPage struct {
	*lottery.Published
	Rows []lottery.Row
	// Code is what was looked for, "" for all.
	Code string
}

// Show shows rules, list and results.
func (h *Lottery) Show(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	published, err := h.Lotteries.PublicPage(c.Request().Context(), event)
	if err != nil {
		return err
	}
	code, ok := ticket.NormalizeCode(c.QueryParam("code"))
	if !ok {
		code = c.QueryParam("code") // which is nobody's
	}
	page := lotteryPage{Published: published, Rows: published.Rows(code, shownEntries), Code: code}
	return h.ShowForm(c, "public/lottery/show", page, h.NewForm(c, c.QueryParams()))
}

// Record is the file with which the draw can be repeated.
func (h *Lottery) Record(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	content, err := h.Lotteries.RecordFile(c.Request().Context(), event)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderAccessControlAllowOrigin, "*")
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, content)
}

// Party is the page on which a party seals its secret.
func (h *Lottery) Party(c echo.Context) error { return h.showParty(c, http.StatusOK, nil) }

func (h *Lottery) showParty(c echo.Context, status int, form *web.Form) error {
	page, err := h.Lotteries.PartyPage(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	web.SetEvent(c, page.Event)
	if form == nil {
		form = h.NewForm(c, nil)
	}
	return h.Render(c, status, "public/lottery/party", page, form)
}

// TakeParty stores what the browser of a party sealed or opened.
func (h *Lottery) TakeParty(c echo.Context) error {
	var in lottery.SealInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	page, err := h.Lotteries.PartyPage(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	message := "lottery.party_sealed"
	if in.Secret != "" {
		message = "lottery.party_opened"
	}
	err = h.Lotteries.Take(c.Request().Context(), c.Param("secret"), &in)
	if done, answer := h.Save(c, form, err, page.Path, message); done {
		return answer
	}
	return h.showParty(c, http.StatusUnprocessableEntity, form)
}
