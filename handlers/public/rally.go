package public

import (
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/rally"
	"meguri/app/service/paths"
	"meguri/app/service/ticket"
	"meguri/handlers/web"
	"meguri/models"
)

// Rally has the card of a stamp rally, and its places.
type Rally struct {
	Pages *Pages
	Rally *rally.Service
}

type rallyPage struct {
	*rally.Card
	// QR leads staff to the card; nil without a card.
	QR *ticket.QR
	// Place is the place whose code was read, nil on the card itself. Code is its code.
	Place *models.RallyPlace
	Code  string
}

// HasStamp says that the card has the stamp of the place.
func (p *rallyPage) HasStamp() bool {
	for _, place := range p.Places {
		if p.Place != nil && place.ID == p.Place.ID {
			return place.At != nil
		}
	}
	return false
}

// Show shows the card in this browser.
func (h *Rally) Show(c echo.Context) error {
	event, err := h.Pages.PublicEvent(c)
	if err != nil {
		return err
	}
	return h.show(c, event, &rallyPage{})
}

// Place shows the place whose code was read, with the button that stamps: what opens addresses by itself stamps
// nothing.
func (h *Rally) Place(c echo.Context) error {
	event, err := h.Pages.PublicEvent(c)
	if err != nil {
		return err
	}
	page := &rallyPage{Code: c.Param("code")}
	if page.Place, err = h.Rally.Find(c.Request().Context(), event, page.Code); err != nil {
		return err
	}
	return h.show(c, event, page)
}

func (h *Rally) show(c echo.Context, event *models.Event, page *rallyPage) (err error) {
	page.Card, err = h.Rally.Card(c.Request().Context(), event, web.RallySecret(c))
	if err != nil {
		return err
	}
	if card := page.Card.Card; card != nil {
		desk := paths.OfStaffEvent(event.Slug).RallyDesk() + "?card=" + card.Code
		if page.QR, err = ticket.NewQR(h.Pages.BaseURL + desk); err != nil {
			return err
		}
	}
	return h.Pages.Show(c, "public/rally/show", page)
}

// Stamp stamps the card in this browser.
func (h *Rally) Stamp(c echo.Context) error {
	event, err := h.Pages.PublicEvent(c)
	if err != nil {
		return err
	}
	secret, fresh, err := h.Rally.Stamp(c.Request().Context(), event, web.RallySecret(c), c.Param("code"))
	to := paths.OfEvent(event.Slug)
	switch {
	case models.CodeOf(err) == models.CodeConflict:
		web.SetFlash(c, "error", "rally.not_now")
		return web.SeeOther(c, to.RallyPlace(c.Param("code")))
	case err != nil:
		return err
	}
	web.SetRallyCookie(c, secret, event.EndsAt.Sub(h.Pages.Now())+30*24*time.Hour)
	if fresh {
		web.SetFlash(c, "success", "rally.stamped")
	} else {
		web.SetFlash(c, "info", "rally.stamped_before")
	}
	return web.SeeOther(c, to.Rally())
}
