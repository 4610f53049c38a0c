package public

import (
	"github.com/labstack/echo/v4"

	"meguri/app/offer"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Offers are the pages of who puts themselves forward for a need; the address holds a secret.
type Offers struct {
	*Pages
	Offers *offer.Service
}

type offerPage struct {
	*offer.OwnPage
	Path paths.Offer
	// Erased says that nothing is there any more.
	Erased    bool
	Interests []web.Option
}

// Show shows the offer; it is confirmed by a button, as programs follow links.
func (h *Offers) Show(c echo.Context) error { return h.show(c, h.NewForm(c, nil)) }

func (h *Offers) show(c echo.Context, form *web.Form) error {
	own, err := h.Offers.Own(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "public/offer/show", offerPage{
		own, paths.OfOffer(c.Param("secret")), false, web.InterestOptions(h.Texts(c)),
	}, form)
}

// Confirm confirms the address: coordinators see the offer from then on.
func (h *Offers) Confirm(c echo.Context) error {
	return h.done(c, "offer.confirmed", h.Offers.Confirm(c.Request().Context(), c.Param("secret")))
}

// Withdraw takes the offer back.
func (h *Offers) Withdraw(c echo.Context) error {
	return h.done(c, "offer.withdrawn", h.Offers.Withdraw(c.Request().Context(), c.Param("secret")))
}

// Agree says yes for who was asked.
func (h *Offers) Agree(c echo.Context) error {
	var in offer.AgreeInput
	return h.write(c, &in, "askable.agreed", func() error {
		return h.Offers.Agree(c.Request().Context(), c.Param("secret"), &in)
	})
}

// Refuse says no for them.
func (h *Offers) Refuse(c echo.Context) error {
	return h.done(c, "askable.refused", h.Offers.Refuse(c.Request().Context(), c.Param("secret")))
}

// done leads back to the page, or shows it with what is wrong.
func (h *Offers) done(c echo.Context, message string, err error) error {
	if err == nil {
		web.SetFlash(c, "success", message)
		return web.SeeOther(c, string(paths.OfOffer(c.Param("secret"))))
	}
	form := h.NewForm(c, nil)
	if !form.Take(err) {
		return err
	}
	return h.show(c, form)
}

// Reply answers a coordinator.
func (h *Offers) Reply(c echo.Context) error {
	var in offer.WordsInput
	return h.write(c, &in, "offer.replied", func() error {
		return h.Offers.Reply(c.Request().Context(), c.Param("secret"), &in)
	})
}

// SetAsking says whether the person may be asked about other needs.
func (h *Offers) SetAsking(c echo.Context) error {
	var in offer.AskingInput
	return h.write(c, &in, "offer.asking_saved", func() error {
		return h.Offers.SetAsking(c.Request().Context(), c.Param("secret"), &in)
	})
}

// Report tells the owners how the person was written to.
func (h *Offers) Report(c echo.Context) error {
	var in offer.ReportInput
	return h.write(c, &in, "offer.reported", func() error {
		return h.Offers.Report(c.Request().Context(), c.Param("secret"), &in)
	})
}

func (h *Offers) write(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := do()
		if err == nil {
			return h.done(c, message, nil)
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.show(c, form)
}

// Erase erases the offer with all that was written.
func (h *Offers) Erase(c echo.Context) error {
	if err := h.Offers.Erase(c.Request().Context(), c.Param("secret")); err != nil {
		return err
	}
	none := &offer.OwnPage{Offer: &models.Offer{}}
	return h.Pages.Show(c, "public/offer/show", offerPage{OwnPage: none, Erased: true})
}
