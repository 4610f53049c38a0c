package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

// Show answers with a page.
func (k *Kit) Show(c echo.Context, name string, data any) error {
	return k.Render(c, http.StatusOK, name, data, nil)
}

// ShowForm answers with a page that has a form: 200, or 422 where something is wrong with it.
func (k *Kit) ShowForm(c echo.Context, name string, data any, form *Form) error {
	status := http.StatusOK
	if !form.OK() {
		status = http.StatusUnprocessableEntity
	}
	return k.Render(c, status, name, data, form)
}

// ShowFragment answers an htmx request with one template of a page's file.
func (k *Kit) ShowFragment(c echo.Context, name, fragment string, data any) error {
	return k.write(c, http.StatusOK, name, fragment, k.NewPage(c, data, nil))
}

// Render answers with a page, a status and a form, which may be nil.
func (k *Kit) Render(c echo.Context, status int, name string, data any, form *Form) error {
	return k.RenderPage(c, status, name, k.NewPage(c, data, form))
}

// RenderPage answers with a page whose Data needs the page itself.
func (k *Kit) RenderPage(c echo.Context, status int, name string, page *Page) error {
	return k.write(c, status, name, layoutOf(name), page)
}

// write executes into memory first, so that a failing template gives a whole error page and not half of this one.
func (k *Kit) write(c echo.Context, status int, name, start string, page *Page) error {
	tmpl, summary := k.pages.lookup(name, start), k.pages.lookup(name, formSummary)
	if tmpl == nil {
		return fmt.Errorf("no template %q of %q", start, name)
	}
	content, err := draw(tmpl, summary, page)
	if err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	if packed := cachePage(c, status, content); packed != nil {
		return sendCached(c, content, packed)
	}
	return sendPage(c, status, content)
}

// formSummary is the template of the summary above a form.
const formSummary = "form_summary"

// draw executes a template. The summary above a form tells what its fields are called, which is known when they are
// drawn: so it is drawn last, and put where it belongs.
func draw(tmpl, ofForm *template.Template, page *Page) ([]byte, error) {
	var out bytes.Buffer
	if err := tmpl.Execute(&out, page); err != nil || page.Form.OK() {
		return out.Bytes(), err
	}
	var summary bytes.Buffer
	if err := ofForm.Execute(&summary, page); err != nil {
		return nil, err
	}
	return bytes.Replace(out.Bytes(), []byte(summaryHere), summary.Bytes(), 1), nil
}

// sendPage tells the length: a page of more than a few kilobytes would otherwise travel in chunks.
func sendPage(c echo.Context, status int, content []byte) error {
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(content)))
	return c.HTMLBlob(status, content)
}

// IsFragment reports whether htmx asks for a part of the page.
func IsFragment(c echo.Context) bool { return c.Request().Header.Get("HX-Request") == "true" }

// SeeOther sends the browser on after a POST (303).
func SeeOther(c echo.Context, path string) error { return c.Redirect(http.StatusSeeOther, path) }
