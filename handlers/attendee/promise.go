package attendee

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/need"
	"meguri/app/offer"
	"meguri/app/promise"
	"meguri/app/service/paths"
	"meguri/app/wish"
	"meguri/handlers/web"
	"meguri/models"
)

// Promises are the pages of what people will go on with.
type Promises struct {
	*web.Kit
	Promises *promise.Service
	// Needs are those for which a promise becomes an offer, Wishes takes one for none of them.
	Needs  *need.Service
	Offers *offer.Service
	Wishes *wish.Service
}

type promisePage struct {
	*promise.OwnPage
	// To takes the form, Withdraw the promise back, Offer makes an offer of it, Back leads to where the person came from.
	To, Withdraw, Offer, Back string
	MaxText                   int
}

// Own is a person's promise, from their own page or in the room.
func (h *Promises) Own(c echo.Context) error { return h.showOwn(c, nil) }

func (h *Promises) showOwn(c echo.Context, form *web.Form) error {
	own, err := h.Promises.OwnPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	page := promisePage{OwnPage: own, To: promisePath(c), MaxText: promise.MaxText}
	event := paths.OfEvent(web.EventOf(c).Slug)
	page.Withdraw, page.Offer, page.Back = event.WithdrawPromise(), event.OfferPromise(), event.Live()
	if c.Param("token") != "" {
		page.Withdraw, page.Offer = pagePath(c).WithdrawPromise(), pagePath(c).OfferPromise()
		page.Back = string(pagePath(c))
	}
	if form == nil {
		in := &promise.Input{Text: own.Text, For: promise.ForAll}
		if own.Promise != nil && own.Promise.Sealed {
			in.For = promise.ForMe
		}
		form = h.FormOf(c, in)
	}
	return h.ShowForm(c, "attendee/promise/show", page, form)
}

// promisePath is the page of the promise: below the own page, or in the room.
func promisePath(c echo.Context) string {
	if c.Param("token") != "" {
		return pagePath(c).Promise()
	}
	return paths.OfEvent(web.EventOf(c).Slug).Promise()
}

// SaveOwn stores what a person promises.
func (h *Promises) SaveOwn(c echo.Context) error {
	var in promise.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Promises.Save(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), &in)
	if done, answer := h.Save(c, form, err, promisePath(c), "promise.saved"); done {
		return answer
	}
	return h.showOwn(c, form)
}

// Withdraw takes a promise back.
func (h *Promises) Withdraw(c echo.Context) error {
	if err := h.Promises.Withdraw(c.Request().Context(), web.RegistrationOf(c)); err != nil {
		return err
	}
	web.SetFlash(c, "success", "promise.withdrawn")
	return web.SeeOther(c, promisePath(c))
}

type promiseAnswerPage struct {
	*promise.AnswerPage
	// Chosen is the answer that the link in the mail names. It counts once the person confirms it.
	Chosen models.PromiseOutcome
	To     string
	Own    string
}

// Return asks how a person stands with their promise. Opening it answers nothing: programs open links, too.
func (h *Promises) Return(c echo.Context) error { return h.showReturn(c, h.NewForm(c, nil)) }

func (h *Promises) showReturn(c echo.Context, form *web.Form) error {
	days, _ := strconv.Atoi(c.Param("days"))
	page, err := h.Promises.AnswerPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), days)
	if err != nil {
		return err
	}
	shown := promiseAnswerPage{
		AnswerPage: page, Chosen: page.Given, To: pagePath(c).PromiseAfter(c.Param("days")), Own: string(pagePath(c)),
	}
	if asked := models.PromiseOutcome(c.QueryParam("answer")); asked != "" {
		shown.Chosen = asked
	}
	return h.ShowForm(c, "attendee/promise/answer", shown, form)
}

// Answer stores how a person stands with their promise.
func (h *Promises) Answer(c echo.Context) error {
	form, err := h.Bind(c, &struct {
		Answer string `form:"answer"`
	}{})
	if err != nil {
		return err
	}
	days, _ := strconv.Atoi(c.Param("days"))
	outcome := models.PromiseOutcome(form.Value("answer"))
	err = h.Promises.Answer(c.Request().Context(), web.RegistrationOf(c), days, outcome)
	if done, answer := h.Save(c, form, err, pagePath(c).PromiseAfter(c.Param("days")), "promise.answered"); done {
		return answer
	}
	return h.showReturn(c, form)
}
