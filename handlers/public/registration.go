package public

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/funnel"
	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/app/service/rows"
	"meguri/handlers/web"
	"meguri/models"
)

func (h *Pages) RegistrationForm(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	values := url.Values{
		"ticket_type": {c.QueryParam("type")}, "entry_code": {c.QueryParam("code")},
	}
	page, err := h.Registrations.SignUpPage(c.Request().Context(), event, c.QueryParam("code"))
	if err != nil {
		return err
	}
	if c.QueryParam("key") != "" && page.Code == nil { // once hidden ticket types had addresses of their own
		page.AsksCode, page.CodeFault = true, "entry.old_link"
	}
	if page.Open && c.Request().Header.Get("Sec-Purpose") == "" { // what a browser fetches ahead nobody has seen
		h.Funnels.Opened(event)
	}
	return h.ShowSignUp(c, page, h.NewForm(c, values))
}

func (h *Pages) showRegistrationForm(c echo.Context, event *models.Event, form *web.Form) error {
	page, err := h.Registrations.SignUpPage(c.Request().Context(), event, form.Value("entry_code"))
	if err != nil {
		return err
	}
	return h.ShowSignUp(c, page, form)
}

// ToRegistrationForm leads to the form who comes to the review by an address alone.
func (h *Pages) ToRegistrationForm(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	return web.SeeOther(c, paths.OfEvent(event.Slug).Register())
}

// bindSignUp reads the form of who registers.
func (h *Pages) bindSignUp(c echo.Context) (*models.Event, *registration.SignUpInput, *web.Form, error) {
	event, err := h.PublicEvent(c)
	if err != nil {
		return nil, nil, nil, err
	}
	in := &registration.SignUpInput{Locale: h.Texts(c).Lang}
	form, err := h.Bind(c, in)
	if err == nil {
		in.Fields = form.Values
		in.Companions = registration.ReadCompanions(form.Values)
		form.AlsoInOrder(rows.Fields(registration.CompanionFields, form.Values["row"]))
	}
	return event, in, form, err
}

type reviewPage struct {
	*registration.ReviewPage
	// Fields are what was typed, to be sent with the button.
	Fields url.Values
}

// ReviewSignUp shows what was typed before it is sent, or the form again with it, where that is asked for or has
// faults. It stores nothing, and does not look whether the person is known.
func (h *Pages) ReviewSignUp(c echo.Context) error {
	event, in, form, err := h.bindSignUp(c)
	if err != nil {
		return err
	}
	if form.OK() && form.Value("edit") == "" {
		page, err := h.Registrations.Review(c.Request().Context(), h.Texts(c), event, in)
		if err == nil {
			return h.Show(c, "public/registration/review", reviewPage{page, typedFields(form, h.FormOf(c, in).Values)})
		}
		if !form.Take(err) {
			return err
		}
		if err := h.countFaults(c, event, in, form); err != nil {
			return err
		}
	}
	return h.showRegistrationForm(c, event, form)
}

// countFaults counts a form with faults, and which fields have them.
func (h *Pages) countFaults(c echo.Context, e *models.Event, in *registration.SignUpInput, form *web.Form) error {
	var fields []string
	for _, fault := range form.Errors() {
		fields = append(fields, fault.Name)
	}
	return h.Funnels.Faulted(c.Request().Context(), e, in.TicketType, fields)
}

// ReachedInForm counts the parts of the form in which a browser says something was filled in.
func (h *Pages) ReachedInForm(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	var in funnel.ReachedInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	if err := h.Funnels.Reached(c.Request().Context(), event, &in); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// typedFields adds the rows of companions as they were typed to the fields of the input.
func typedFields(form *web.Form, fields url.Values) url.Values {
	keys := form.Values["row"]
	for _, name := range append(rows.Fields(registration.CompanionFields, keys), "row") {
		fields[name] = form.Values[name]
	}
	for name, values := range form.Values {
		if strings.HasPrefix(name, "q_") || name == "reached" { // the questions of the event's form, and what was counted
			fields[name] = values
		}
	}
	return fields
}

// ChangeCompanions shows the form again with one more companion, or without one. It stores and checks nothing.
func (h *Pages) ChangeCompanions(c echo.Context) error {
	event, in, form, err := h.bindSignUp(c)
	if err != nil {
		return err
	}
	keys := slices.DeleteFunc(form.Values["row"], func(key string) bool { return key == form.Value("remove") })
	if form.Value("companion") == "add" && len(keys)+1 < event.AddressLimit {
		key := models.NewAnonymousID()
		keys = append(keys, key)
		form.Values.Set(rows.Field("ticket_type", key), in.TicketType)
		form.Values.Set("added", key)
	}
	form.Values["row"] = keys
	return h.showRegistrationForm(c, event, form)
}

// SignUp leads to the same page whether the person is known or not. It shows more to the browser in which a new
// registration was made; the mail has the rest.
func (h *Pages) SignUp(c echo.Context) error {
	event, in, form, err := h.bindSignUp(c)
	if err != nil {
		return err
	}
	if form.OK() {
		result, err := h.Registrations.SignUp(c.Request().Context(), event, in)
		if err == nil {
			if result.Outcome != registration.OutcomeRepeated {
				h.Funnels.Sent(event, in.TicketType)
			}
			h.rememberNewcomer(c, event, result.Registration)
			return web.SeeOther(c, paths.OfEvent(event.Slug).Registered())
		}
		if !form.Take(err) {
			return err
		}
		if err := h.countFaults(c, event, in, form); err != nil {
			return err
		}
	}
	return h.showRegistrationForm(c, event, form)
}

// rememberNewcomer keeps the provisional secret of a new registration in the browser for an hour, or forgets an earlier
// one where r is nil.
func (h *Pages) rememberNewcomer(c echo.Context, event *models.Event, r *models.Registration) {
	secret := ""
	if r != nil {
		secret = h.Registrations.ProvisionalLink(r)
	}
	keepForNewcomer(c, event, web.NewcomerCookie, secret)
}

// keepForNewcomer keeps a value in the browser for an hour, for the page after registering alone; "" takes it away.
func keepForNewcomer(c echo.Context, event *models.Event, name, value string) {
	cookie := &http.Cookie{
		Name:     name,
		Path:     paths.OfEvent(event.Slug).Registered(),
		MaxAge:   -1,
		HttpOnly: true,
		Secure:   web.IsHTTPS(c),
		SameSite: http.SameSiteLaxMode,
	}
	if value != "" {
		cookie.Value, cookie.MaxAge = url.QueryEscape(value), int(time.Hour/time.Second)
	}
	c.SetCookie(cookie)
}

// keptForNewcomer is what keepForNewcomer kept, or "".
func keptForNewcomer(c echo.Context, name string) string {
	cookie, err := c.Cookie(name)
	if err != nil {
		return ""
	}
	value, _ := url.QueryUnescape(cookie.Value)
	return value
}

func (h *Pages) Registered(c echo.Context) error { return h.showRegistered(c, nil) }

// showRegistered shows their page to who has just registered in this browser, and says that a mail was sent to
// everybody else. form is the form with faults, nil for none.
func (h *Pages) showRegistered(c echo.Context, form *web.Form) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	secret, corrected := keptForNewcomer(c, web.NewcomerCookie), keptForNewcomer(c, web.CorrectedCookie)
	page, err := h.Registrations.NewcomerPage(c.Request().Context(), event, secret, corrected)
	if err != nil {
		return err
	}
	if form == nil && page != nil {
		form = h.NewForm(c, url.Values{"email": {page.Email}})
	}
	return h.ShowForm(c, "public/registration/sent", page, form)
}

// CorrectAddress takes another address from who has just registered in this browser.
func (h *Pages) CorrectAddress(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	r, err := h.Registrations.Newcomer(c.Request().Context(), event, keptForNewcomer(c, web.NewcomerCookie))
	if err != nil {
		return err
	}
	if r == nil { // the link was opened, or an hour has passed
		return web.SeeOther(c, paths.OfEvent(event.Slug).Registered())
	}
	var in registration.LinkInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Registrations.CorrectAddress(c.Request().Context(), r, &in)
		if err == nil {
			keepForNewcomer(c, event, web.CorrectedCookie, in.Email)
		}
		to := paths.OfEvent(event.Slug).Registered()
		if done, err := h.Save(c, form, err, to, "registration.address_corrected"); done {
			return err
		}
	}
	return h.showRegistered(c, form)
}
