package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/need"
	"meguri/app/offer"
	"meguri/app/service/paths"
	"meguri/app/wish"
	"meguri/handlers/web"
	"meguri/models"
)

// forAny is what a person chooses who does not know yet for which need they offer help.
const forAny = "any"

type promiseOfferInput struct {
	offer.Input
	// Need is the id of the need, or forAny.
	Need string `form:"need"`
}

type promiseOfferPage struct {
	// To takes the form, Back is the promise.
	To, Back string
	Sealed   bool
	Needs    []models.Need
	// MayAny says that coordinators look for a need with the person.
	MayAny bool
}

// MayOffer reports whether there is anything to choose.
func (p *promiseOfferPage) MayOffer() bool { return p.MayAny || len(p.Needs) > 0 }

// OfferForm begins an offer with the person's promise. Only they can: nothing is sent before they press.
func (h *Promises) OfferForm(c echo.Context) error { return h.showOffer(c, nil) }

func (h *Promises) showOffer(c echo.Context, form *web.Form) error {
	ctx, event, r := c.Request().Context(), web.EventOf(c), web.RegistrationOf(c)
	own, err := h.Promises.OwnPage(ctx, event, r)
	if err != nil {
		return err
	}
	if own.Promise == nil {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	page := &promiseOfferPage{To: offerPath(c), Back: promisePath(c), Sealed: own.Promise.Sealed}
	list, err := h.Needs.ListPage(ctx, &need.Filter{Organization: event.Organization.Slug})
	if err != nil {
		return err
	}
	page.Needs = list.Needs
	if page.MayAny, err = h.Needs.IsAsked(ctx, event); err != nil {
		return err
	}
	if form == nil {
		in := &promiseOfferInput{Input: offer.Input{Name: r.Full(h.Texts(c).Lang), Email: r.Email, Words: own.Text}}
		form = h.FormOf(c, in)
	}
	return h.ShowForm(c, "attendee/promise/offer", page, form)
}

func offerPath(c echo.Context) string {
	if c.Param("token") != "" {
		return pagePath(c).OfferPromise()
	}
	return paths.OfEvent(web.EventOf(c).Slug).OfferPromise()
}

// Offer sends it: an ordinary offer for the need, or what the person would help with for coordinators. The promise
// itself stays as it is, and nothing leads from one to the other.
func (h *Promises) Offer(c echo.Context) error {
	var in promiseOfferInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if own, err := h.Promises.OwnPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c)); err != nil {
		return err
	} else if own.Promise == nil {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	in.Locale = h.Texts(c).Lang
	if done, answer := h.Save(c, form, h.sendOffer(c, &in), promisePath(c), "promise.offer_sent"); done {
		return answer
	}
	return h.showOffer(c, form)
}

func (h *Promises) sendOffer(c echo.Context, in *promiseOfferInput) error {
	ctx := c.Request().Context()
	if err := in.Check(); err != nil {
		return err
	}
	switch in.Need {
	case "":
		return models.InvalidFields(map[string]string{"need": "promise.offer_choose"})
	case forAny:
		return h.Wishes.Send(ctx, web.EventOf(c), &wish.Input{
			Words: wish.Words{Help: in.Words}, Name: in.Name, Email: in.Email, Agrees: in.Agrees, Locale: in.Locale,
		})
	}
	err := h.Offers.Send(ctx, in.Need, &in.Input)
	if models.CodeOf(err) == models.CodeNotFound { // it was settled meanwhile
		return models.InvalidFields(map[string]string{"need": "promise.offer_choose"})
	}
	return err
}
