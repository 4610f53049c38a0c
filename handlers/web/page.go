package web

import (
	"maps"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/service/i18n"
	"meguri/app/service/operator"
	"meguri/app/service/paths"
	"meguri/models"
)

// Page is the dot of every template: the person's language and place, and the page's own Data.
type Page struct {
	*i18n.Localizer
	Form    *Form
	Data    any
	Account *models.Account
	Event   *models.Event
	// Host is the organization of the page, where it is not an event's.
	Host    *models.Organization
	Flash   *Flash
	Path    string
	BaseURL string
	Now     time.Time
	query   url.Values
	roles   []models.Role
	// marks reads what the menu of the page's event tells.
	marks func() (*models.Marks, error)
	// Operator is who runs this installation.
	Operator *operator.Operator
}

// OtherLang is the language that is not shown.
func (p *Page) OtherLang() string {
	if p.Lang == i18n.Japanese {
		return i18n.English
	}
	return i18n.Japanese
}

// LangURL is this page in the other language.
func (p *Page) LangURL() string { return p.InLang(p.OtherLang()) }

// InLang is the path of this page in a language.
func (p *Page) InLang(lang string) string {
	query := maps.Clone(p.query)
	query.Set("lang", lang)
	return p.Path + "?" + query.Encode()
}

// Title is the title of the page's event, or "".
func (p *Page) Title() string {
	if p.Event == nil {
		return ""
	}
	return p.Pick(p.Event.TitleJa, p.Event.TitleEn)
}

// HostName is the name of the page's organization, or "".
func (p *Page) HostName() string {
	if p.Host == nil {
		return ""
	}
	return p.Pick(p.Host.NameJa, p.Host.NameEn)
}

// Local shows a time on the clock of the page's event, or on ours where the page has none.
func (p *Page) Local(t time.Time) time.Time {
	if p.Event == nil {
		return t.In(models.DefaultZone)
	}
	return p.Event.Local(t)
}

// Public is the public page of the page's event.
func (p *Page) Public() paths.Event { return paths.OfEvent(p.Event.Slug) }

// Staff is what staff do at the page's event.
func (p *Page) Staff() paths.StaffEvent { return paths.OfStaffEvent(p.Event.Slug) }

// API is what programs ask of the page's event.
func (p *Page) API() paths.APIEvent { return paths.OfAPIEvent(p.Event.Slug) }

// Can reports whether the person holds a permission at the page's event.
func (p *Page) Can(permission string) bool {
	return models.Holds(p.roles, models.Permission(permission))
}

// NewPage is a page with the data of its own and its form, which may be nil.
func (k *Kit) NewPage(c echo.Context, data any, form *Form) *Page {
	texts := k.Texts(c)
	page := &Page{
		Localizer: texts, Form: form, Data: data, Account: AccountOf(c), Event: EventOf(c), Host: HostOf(c),
		Flash: takeFlash(c, texts), Path: c.Request().URL.Path, BaseURL: k.BaseURL, Now: k.clock.Now(),
		query: c.QueryParams(), roles: RolesOf(c), Operator: k.operator,
	}
	page.marks = func() (*models.Marks, error) { return k.events.Marks(c.Request().Context(), page.Event) }
	return page
}
