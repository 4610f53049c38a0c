package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/app/service/rows"
	"meguri/models"
)

type signUpForm struct {
	*registration.SignUpPage
	Sectors []Option
	// Types are the ticket types that are open, for companions.
	Types      []Option
	Companions []companionRow
	// Wishes are the ticket types that are drawn by lot, after an empty one.
	Wishes []Option
	// MayAdd says that there may be another companion.
	MayAdd bool
}

// companionRow is a companion in the form. Number counts from 2: the person who fills in the form is the first.
type companionRow struct {
	Key    string
	Number int
}

// ShowSignUp shows the form to register, of the public page and of who registers again.
func (k *Kit) ShowSignUp(c echo.Context, page *registration.SignUpPage, form *Form) error {
	shown := signUpForm{SignUpPage: page, Sectors: sectors(k.Texts(c), models.PersonSectors)}
	texts := k.Texts(c)
	for _, t := range page.TicketTypes {
		if page.MayChoose(t, k.Now()) {
			shown.Types = append(shown.Types, Option{Value: t.Slug, Text: typeText(texts, &t)})
		}
	}
	shown.Wishes = []Option{{Text: texts.T("lottery.no_wish")}}
	for _, t := range page.TicketTypes {
		if t.ByLottery {
			shown.Wishes = append(shown.Wishes, Option{Value: t.Slug, Text: texts.Pick(t.NameJa, t.NameEn)})
		}
	}
	form.AlsoInOrder(append(page.Form.Names(""), "form_version"))
	for i, row := range rows.Read(form.Values) {
		shown.Companions = append(shown.Companions, companionRow{row.Key, i + 2})
		form.AlsoInOrder(page.Form.Names(row.Key))
	}
	shown.MayAdd = len(shown.Companions)+1 < EventOf(c).AddressLimit
	return k.ShowForm(c, "public/registration/new", shown, form)
}

// NamesOf are the names of ticket types in the reader's language.
func (p *Page) NamesOf(types []models.TicketType) string {
	names := make([]string, len(types))
	for i := range types {
		names[i] = p.Pick(types[i].NameJa, types[i].NameEn)
	}
	return strings.Join(names, p.T("form.between"))
}

func typeText(texts *i18n.Localizer, t *models.TicketType) string {
	name := texts.Pick(t.NameJa, t.NameEn)
	if t.FreePlaces() == 0 {
		return name + " – " + texts.T("registration.type_waiting")
	}
	return name
}
