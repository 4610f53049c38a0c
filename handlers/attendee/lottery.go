package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/lottery"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Lottery has the page on which an attendee applies for sessions that are drawn by lot.
type Lottery struct {
	*web.Kit
	Lotteries *lottery.Service
}

type wishPage struct {
	*lottery.WishPage
	// Lottery is what "own_lottery" shows: what the attendee applied to, nil for nothing.
	Lottery *lottery.OwnPage
	Path    paths.Attendee // with the secret
}

// Show shows what the attendee can apply for, what they wish, and what was drawn. Where no session is drawn by lot, it
// leads to their own page.
func (h *Lottery) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Lottery) show(c echo.Context, form *web.Form) error {
	page, err := h.Lotteries.WishPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if models.CodeOf(err) == models.CodeNotFound {
		return web.SeeOther(c, string(pagePath(c)))
	}
	if err != nil {
		return err
	}
	if form == nil || !form.Values.Has("wish") {
		fresh := h.FormOf(c, page.Input)
		if form != nil {
			fresh.Message = form.Message
		}
		form = fresh
	} else {
		page.Input.Wishes, page.Input.With = form.Values["wish"], form.Values["with"]
	}
	return h.ShowForm(c, "attendee/lottery/show", wishPage{page, page.Own, pagePath(c)}, form)
}

// wishedWith are the words for what an attendee did.
var wishedWith = map[string]string{"": "lottery.wished", "withdraw": "lottery.wish_withdrawn"}

// Wish takes what the attendee wishes, or withdraws their application.
func (h *Lottery) Wish(c echo.Context) error {
	var in lottery.WishInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Lotteries.Wish(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), &in)
		if models.CodeOf(err) == models.CodeNotFound {
			return h.show(c, form)
		}
		if done, answer := h.Save(c, form, err, pagePath(c).Lottery(), wishedWith[in.Act]); done {
			return answer
		}
	}
	return h.show(c, form)
}
