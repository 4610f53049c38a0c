package handlers

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/service/i18n"
	"meguri/models"
)

// layout is the frame of a page.
type layout string

const (
	public layout = "public" // what attendees see
	staff  layout = "staff"  // with the staff's navigation
	plain  layout = "plain"  // alone in the middle: sign-in, errors
)

// Page is the dot of every template: the person's language and place, and the page's own Data.
type Page struct {
	*i18n.Localizer
	Form    *Form
	Data    any
	Account *models.Account
	Event   *models.Event
	Flash   *Flash
	Path    string
	BaseURL string
	Now     time.Time
	query   url.Values
	roles   []models.Role
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

// Can reports whether the person holds a permission at the page's event.
func (p *Page) Can(permission string) bool {
	return models.Holds(p.roles, models.Permission(permission))
}

func (h *Handlers) page(c echo.Context, data any, form *Form) *Page {
	texts := h.texts(c)
	return &Page{
		Localizer: texts, Form: form, Data: data, Account: accountOf(c), Event: eventOf(c), Flash: takeFlash(c, texts),
		Path: c.Request().URL.Path, BaseURL: h.BaseURL, Now: h.DB.Now(), query: c.QueryParams(), roles: rolesOf(c),
	}
}

// show answers with a page.
func (h *Handlers) show(c echo.Context, l layout, name string, data any) error {
	return h.render(c, http.StatusOK, l, name, data, nil)
}

// showForm answers with a page that has a form: 200, or 422 where something is wrong with it.
func (h *Handlers) showForm(c echo.Context, l layout, name string, data any, form *Form) error {
	status := http.StatusOK
	if !form.OK() {
		status = http.StatusUnprocessableEntity
	}
	return h.render(c, status, l, name, data, form)
}

// showFragment answers an htmx request with one template of a page's file.
func (h *Handlers) showFragment(c echo.Context, name, fragment string, data any) error {
	return h.write(c, http.StatusOK, name, fragment, h.page(c, data, nil))
}

func (h *Handlers) render(c echo.Context, status int, l layout, name string, data any, form *Form) error {
	return h.write(c, status, name, string(l), h.page(c, data, form))
}

// write executes into memory first, so that a failing template gives a whole error page and not half of this one.
func (h *Handlers) write(c echo.Context, status int, name, start string, page *Page) error {
	tmpl, ok := h.pages.byName[name]
	if !ok {
		return fmt.Errorf("no template %q", name)
	}
	if !page.Form.OK() { // the summary above a form tells what its fields are called, which is known when they are drawn
		if err := tmpl.ExecuteTemplate(io.Discard, start, page); err != nil {
			return fmt.Errorf("template %s: %w", name, err)
		}
	}
	var out bytes.Buffer
	if err := tmpl.ExecuteTemplate(&out, start, page); err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	if packed := keep(c, status, out.Bytes()); packed != nil {
		return sendKept(c, out.Bytes(), packed)
	}
	return sendPage(c, status, out.Bytes())
}

// sendPage tells the length: a page of more than a few kilobytes would otherwise travel in chunks.
func sendPage(c echo.Context, status int, content []byte) error {
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(content)))
	return c.HTMLBlob(status, content)
}

// isFragment reports whether htmx asks for a part of the page.
func isFragment(c echo.Context) bool { return c.Request().Header.Get("HX-Request") == "true" }

// seeOther sends the browser on after a POST (303).
func seeOther(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }
