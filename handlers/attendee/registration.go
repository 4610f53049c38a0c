package attendee

import (
	"github.com/labstack/echo/v4"

	"meguri/app/lottery"
	"meguri/app/promise"
	"meguri/app/registration"
	"meguri/app/service/paths"
	"meguri/app/summary"
	"meguri/app/voice"
	"meguri/handlers/web"
	"meguri/models"
)

type registrationPage struct {
	*registration.AttendeePage
	Path        paths.Attendee // with the secret
	Certificate *summary.CertificateState
	// NoCertificate says why there is none.
	NoCertificate string
	// Voices are what the attendee said, and what became of it. Writes says that they may say more.
	Voices []voice.Voice
	Writes bool
	// OpenPolls is how many polls the attendee can answer now.
	OpenPolls int
	Promise   *promise.OwnPage
	// Announcements are what staff tell the attendee now; Announces says that the page listens for more.
	Announcements []models.Announcement
	Announces     bool
	// HasRally says that the event has a stamp rally.
	HasRally bool
	// Lottery is what the attendee applied to, nil for nothing.
	Lottery *lottery.OwnPage
	// HasRecord says that the event's record is open.
	HasRecord bool
	// Kept is whose account the registration is of, nil for none; MayKeep says that the attendee may keep one.
	Kept    *models.Account
	MayKeep bool
}

func (h *Pages) Registration(c echo.Context) error {
	if !registration.IsProvisional(c.Param("token")) {
		return h.showRegistration(c, nil)
	}
	page, err := h.Registrations.ProvisionalPage(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "attendee/registration/newcomer", page)
}

// showRegistration shows the attendee's page. form is the form with faults, nil for none.
func (h *Pages) showRegistration(c echo.Context, form *web.Form) error {
	ctx, event, r := c.Request().Context(), web.EventOf(c), web.RegistrationOf(c)
	own, err := h.Registrations.AttendeePage(ctx, event, r)
	if err != nil {
		return err
	}
	certificate, err := h.Summaries.CertificateState(ctx, event, r)
	if err != nil {
		return err
	}
	voices, writes, err := h.Voices.OwnPage(ctx, event, r)
	if err != nil {
		return err
	}
	polls, err := h.Polls.CountOpen(ctx, event)
	if err != nil {
		return err
	}
	promised, err := h.Promises.OwnPage(ctx, event, r)
	if err != nil {
		return err
	}
	recorded, err := h.Records.IsOpen(ctx, event)
	if err != nil {
		return err
	}
	announcements, err := h.Announcements.For(ctx, event, r)
	if err != nil {
		return err
	}
	rallied, err := h.Rallies.IsOpen(ctx, event)
	if err != nil {
		return err
	}
	applied, err := h.Lotteries.OwnPage(ctx, event, r)
	if err != nil {
		return err
	}
	kept, err := h.Persons.Kept(ctx, r)
	if err != nil {
		return err
	}
	mayKeep, err := h.Persons.MayKeep(ctx, r)
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, own.Input)
	}
	h.rememberOwn(c)
	page := registrationPage{
		AttendeePage: own, Path: pagePath(c), Certificate: certificate, Voices: voices, Writes: writes, OpenPolls: polls,
		Promise: promised, HasRecord: recorded, Lottery: applied, HasRally: rallied, Announcements: announcements,
		Kept: kept, MayKeep: mayKeep && !event.Discreet,
		Announces: len(announcements) > 0 || event.Standing(h.Now()).IsAtHand() || event.IsToday(h.Now()),
	}
	if lacks := certificate.Lacks; lacks != nil {
		page.NoCertificate = h.Texts(c).T(lacks.Key, lacks.Args...)
	}
	return h.ShowForm(c, "attendee/registration/show", page, form)
}

// RegisterAgain shows the form to register with what the attendee gave before. Whoever is registered is led to their
// page.
func (h *Pages) RegisterAgain(c echo.Context) error {
	event, r := web.EventOf(c), web.RegistrationOf(c)
	if r.Live() {
		return web.SeeOther(c, string(pagePath(c)))
	}
	page, in, err := h.Registrations.AgainPage(c.Request().Context(), event, r)
	if err != nil {
		return err
	}
	return h.ShowSignUp(c, page, h.FormOf(c, in))
}

// rememberOwn lets the event's page lead here from this browser. Of a discreet event nothing stays where others may see
// it.
func (h *Pages) rememberOwn(c echo.Context) {
	e, r := web.EventOf(c), web.RegistrationOf(c)
	secret := c.Param("token")
	if e.Discreet || r.State != models.RegistrationConfirmed || e.Ended(h.Now()) {
		secret = ""
	}
	web.RememberOwn(c, e, secret)
}

func (h *Pages) Correct(c echo.Context) error {
	in := registration.CorrectInput{Locale: h.Texts(c).Lang}
	return h.change(c, &in, "registration.saved", func() error {
		event, r := web.EventOf(c), web.RegistrationOf(c)
		return h.Registrations.Correct(c.Request().Context(), event, r.ID, &in, registration.ByAttendee)
	})
}

// RenewLink mails a new link. The one in the address works until that is opened.
func (h *Pages) RenewLink(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.link_renewed", func() error {
		return h.Registrations.RenewLink(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c))
	})
}

func (h *Pages) ChangeType(c echo.Context) error {
	var in registration.ChangeInput
	return h.change(c, &in, "registration.changed", func() error {
		return h.Registrations.ChangeType(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c).ID, &in)
	})
}

func (h *Pages) Cancel(c echo.Context) error {
	return h.change(c, &struct{}{}, "registration.cancelled", func() error {
		event, id := web.EventOf(c), web.RegistrationOf(c).ID
		return h.Registrations.Cancel(c.Request().Context(), event, id, registration.ByAttendee)
	})
}

// change calls do with the input of a form, and shows the attendee's page again, with a message or with the faults.
func (h *Pages) change(c echo.Context, in any, message string, do func() error) error {
	return h.changeOr(c, in, message, do, h.showRegistration)
}

// changeOr shows another page than the attendee's where the input has faults.
func (h *Pages) changeOr(
	c echo.Context, in any, message string, do func() error, faults func(echo.Context, *web.Form) error,
) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		if done, err := h.Save(c, form, do(), string(pagePath(c)), message); done {
			return err
		}
	}
	return faults(c, form)
}
