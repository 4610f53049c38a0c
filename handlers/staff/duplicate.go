package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
	"meguri/models"
)

// duplicatesPage lists registrations that may be of one person.
type duplicatesPage struct {
	*registration.DuplicatesPage
	Tabs []duplicatesTab
	Next string // the address of the next page, "" on the last one
}

type duplicatesTab struct {
	By      models.DuplicateBy
	Address string
	Current bool
}

func (h *Registrations) duplicates() registration.Duplicates {
	return registration.DuplicatesOf(h.Registrations)
}

// List lists registrations that may be of one person.
func (h *Duplicates) List(c echo.Context) error {
	var in registration.DuplicatesInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	list, err := h.Pairs.Page(c.Request().Context(), web.EventOf(c), &in)
	if err != nil {
		return err
	}
	page, at := duplicatesPage{DuplicatesPage: list}, string(staffEvent(c).Duplicates())+"?by="
	for _, by := range models.DuplicatesBy {
		page.Tabs = append(page.Tabs, duplicatesTab{by, at + string(by), by == list.By})
	}
	if list.Next != "" {
		page.Next = at + string(list.By) + "&after=" + url.QueryEscape(list.Next)
	}
	return h.Show(c, "staff/registration/duplicates", page)
}

// pairPage is two registrations side by side.
type pairPage struct {
	*registration.PairPage
	Rows []pairRow
}

// pairRow is a line of the two. Field is what is chosen by it, "" for nothing; Of is the one whose value is proposed.
type pairRow struct{ Label, Field, First, Second, Of string }

// Compare shows two registrations side by side, to merge them.
func (h *Duplicates) Compare(c echo.Context) error {
	in := registration.PairInput{First: c.Param("id"), Second: c.QueryParam("with")}
	if in.Second == "" {
		if err := h.Pairs.Has(c.Request().Context(), web.EventOf(c), in.First); err != nil {
			return err
		}
		return web.SeeOther(c, string(staffEvent(c).Duplicates()))
	}
	return h.showPair(c, &in, nil)
}

func (h *Duplicates) showPair(c echo.Context, in *registration.PairInput, form *web.Form) error {
	page, err := h.Pairs.Pair(c.Request().Context(), web.EventOf(c), in)
	if err != nil {
		return err
	}
	shown := pairPage{PairPage: page}
	add := func(label, field, first, second string) {
		if first == second {
			field = ""
		}
		of, kept, other := page.Keep, first, page.Second.ID
		if page.Keep == page.Second.ID {
			kept, other = second, page.First.ID
		}
		if kept == "" { // nothing is lost
			of = other
		}
		shown.Rows = append(shown.Rows, pairRow{label, field, first, second, of})
	}
	a, b, lang := page.First, page.Second, h.Texts(c).Lang
	add("registration.name", "name", named(a, lang), named(b, lang))
	add("registration.email", "email", a.Email, b.Email)
	add("registration.phone", "phone", a.Phone, b.Phone)
	add("registration.organization_short", "organization", a.Organization, b.Organization)
	add("registration.needs", "needs", a.Accessibility, b.Accessibility)
	return h.ShowForm(c, "staff/registration/compare", shown, form)
}

func named(r *models.Registration, lang string) string {
	if reading := r.Reading(); reading != "" {
		return r.Full(lang) + " (" + reading + ")"
	}
	return r.Full(lang)
}

// Merge makes two registrations of a person one.
func (h *Duplicates) Merge(c echo.Context) error {
	var in registration.MergeInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Pairs.Merge(c.Request().Context(), web.EventOf(c), &in)
		to := string(staffEvent(c).Registration(in.Keep))
		if done, err := h.Save(c, form, err, to, "registration.merged"); done {
			return err
		}
	}
	return h.showPair(c, &registration.PairInput{First: in.First, Second: in.Second}, form)
}

// Unmerge makes two registrations of one again.
func (h *Registrations) Unmerge(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.unmerged", func() error {
		return h.duplicates().Unmerge(c.Request().Context(), web.EventOf(c), c.Param("id"))
	})
}

// SetDifferent says that two registrations are of two persons, or takes that back.
func (h *Duplicates) SetDifferent(c echo.Context) error {
	var in registration.PairInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	to := staffEvent(c).Registration(in.First).Compare() + "?with=" + url.QueryEscape(in.Second)
	message := "registration.told_apart"
	if in.Undo {
		message = "registration.told_apart_undone"
	}
	if form.OK() {
		err := h.Pairs.SetDifferent(c.Request().Context(), web.EventOf(c), &in)
		if done, err := h.Save(c, form, err, to, message); done {
			return err
		}
	}
	return h.showPair(c, &in, form)
}
