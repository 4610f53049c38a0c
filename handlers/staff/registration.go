package staff

import (
	"io"
	"slices"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

func (h *Registrations) Registration(c echo.Context) error { return h.showRegistration(c, nil) }

// showRegistration shows the registration of :id. form is the form with faults, nil for none.
func (h *Registrations) showRegistration(c echo.Context, form *web.Form) error {
	page, err := h.Registrations.RegistrationPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	known := h.FormOf(c, page.Input)
	var twin *models.Registration
	if form != nil && form.Error("email") != "" {
		twin, err = h.duplicates().Twin(c.Request().Context(), page.Registration, form.Values)
		if err != nil {
			return err
		}
	}
	if form == nil {
		form = known
	}
	for name, values := range known.Values { // of the other forms of the page
		if !form.Values.Has(name) && len(form.Values[name]) == 0 {
			form.Values[name] = values
		}
	}
	shown := &registrationPage{
		RegistrationPage: page, Parts: registration.TimeLineParts, Twin: twin, Me: web.AccountOf(c).ID,
	}
	if part := c.QueryParam("part"); slices.Contains(shown.Parts, part) {
		shown.Part = part
	}
	return h.ShowForm(c, "staff/registration/show", shown, form)
}

// registrationPage is one person as staff see them.
type registrationPage struct {
	*registration.RegistrationPage
	// Parts are what the time line may be narrowed to, and Part is the one that is shown.
	Parts []string
	Part  string
	// Twin is who has the address that was typed, and the same name; nil for nobody.
	Twin *models.Registration
	// Me is the id of the reader's account.
	Me string
}

// Shown are the moments of the part that is shown.
func (p *registrationPage) Shown() []registration.Moment {
	return slices.DeleteFunc(slices.Clone(p.TimeLine), func(m registration.Moment) bool {
		return p.Part != "" && m.Part != p.Part
	})
}

func (h *Registrations) Correct(c echo.Context) error {
	var in registration.CorrectInput
	return h.change(c, &in, "registration.saved", func() error {
		return h.Registrations.Correct(c.Request().Context(), web.EventOf(c), c.Param("id"), &in, registration.ByStaff)
	})
}

func (h *Registrations) Cancel(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.cancelled", func() error {
		return h.Registrations.Cancel(c.Request().Context(), web.EventOf(c), c.Param("id"), registration.ByStaff)
	})
}

func (h *Registrations) ChangeType(c echo.Context) error {
	var in registration.ChangeInput
	return h.change(c, &in, "registration.changed", func() error {
		return h.Registrations.AssignType(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	})
}

func (h *Registrations) ResendLink(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.link_sent", func() error {
		return h.Registrations.ResendLink(c.Request().Context(), web.EventOf(c), c.Param("id"))
	})
}

// ForgetBounce has the person's address get messages again.
func (h *Registrations) ForgetBounce(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.bounce_forgotten", func() error {
		return h.Messages.ForgetBounce(c.Request().Context(), web.EventOf(c), c.Param("id"))
	})
}

// change calls do with the input of a form, and shows the registration again, with a message or with the faults.
func (h *Registrations) change(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		to := string(paths.OfStaffEvent(web.EventOf(c).Slug).Registration(c.Param("id")))
		if done, err := h.Save(c, form, do(), to, message); done {
			return err
		}
	}
	return h.showRegistration(c, form)
}

// PDF is the printed list for the door, in case nothing else works, of those whom the filter of its address chooses.
func (h *Registrations) PDF(c echo.Context) error {
	event := web.EventOf(c)
	var in registration.FilterInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	return web.SendFile(c, event.Slug+"-reception.pdf", "application/pdf", func(w io.Writer) error {
		return h.Registrations.ReceptionList(c.Request().Context(), w, h.Texts(c), event, &in)
	})
}
