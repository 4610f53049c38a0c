package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/lottery"
	"meguri/handlers/web"
)

// Lottery has the page on which staff set up a lottery, and follow it.
type Lottery struct {
	*web.Kit
	Lotteries *lottery.Service
}

// Show shows rules, parties and what was drawn.
func (h *Lottery) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Lottery) show(c echo.Context, form *web.Form) error {
	page, err := h.Lotteries.StaffPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	fresh := h.FormOf(c, page.Input)
	for name, values := range h.FormOf(c, &page.Marks).Values {
		fresh.Values[name] = values
	}
	if form == nil {
		form = fresh
	}
	for name, values := range fresh.Values { // each form of the page has some of the fields
		if !form.Values.Has(name) && !form.Values.Has("draws_at") {
			form.Values[name] = values
		}
	}
	if form.Values.Has("party_name") { // what was typed stays
		page.Type(form.Values["party_name"], form.Values["party_email"])
	}
	return h.ShowForm(c, "staff/lottery/show", page, form)
}

// Save stores the rules of a lottery that is not published.
func (h *Lottery) Save(c echo.Context) error {
	var in lottery.Input
	return h.take(c, &in, "lottery.saved", func() error {
		return h.Lotteries.Save(c.Request().Context(), web.EventOf(c), &in)
	})
}

// Publish makes the rules public.
func (h *Lottery) Publish(c echo.Context) error {
	return h.take(c, &struct{}{}, "lottery.published", func() error {
		return h.Lotteries.Publish(c.Request().Context(), web.EventOf(c))
	})
}

// Unpublish takes the rules back.
func (h *Lottery) Unpublish(c echo.Context) error {
	return h.take(c, &struct{}{}, "lottery.unpublished", func() error {
		return h.Lotteries.Unpublish(c.Request().Context(), web.EventOf(c))
	})
}

// Dice takes what was thrown before an audience.
func (h *Lottery) Dice(c echo.Context) error {
	var in struct {
		Dice string `form:"dice" label:"lottery.dice"`
	}
	return h.take(c, &in, "lottery.dice_taken", func() error {
		return h.Lotteries.ThrowDice(c.Request().Context(), web.EventOf(c), in.Dice)
	})
}

// Marks stores for whom places are reserved, and the orders of organizations.
func (h *Lottery) Marks(c echo.Context) error {
	var in lottery.MarksInput
	return h.take(c, &in, "lottery.marks_saved", func() error {
		return h.Lotteries.SaveMarks(c.Request().Context(), web.EventOf(c), &in)
	})
}

// Draw draws without the secrets that nobody opened.
func (h *Lottery) Draw(c echo.Context) error {
	return h.take(c, &struct{}{}, "lottery.drawn_now", func() error {
		return h.Lotteries.DrawWithout(c.Request().Context(), web.EventOf(c))
	})
}

// take calls do with the input of a form, and shows the page again, with a message or with the faults.
func (h *Lottery) take(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		if done, answer := h.Kit.Save(c, form, do(), staffEvent(c).Lottery(), message); done {
			return answer
		}
	}
	return h.show(c, form)
}
