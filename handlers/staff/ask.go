package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/member"
	"meguri/app/message"
	"meguri/app/service/i18n"
	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

// warning asks before something is done. What is done has the same address: the form posts to it.
type warning struct {
	Title, About string
	// Facts say what will happen, and to how many.
	Facts []string
	// Submit is the text of the button, Back where to go instead.
	Submit, Back string
	// Destroys says that it cannot be taken back.
	Destroys bool
}

// ask shows a question. The key is that of the title and the button, the fact says what will happen.
func ask(kit *web.Kit, c echo.Context, key, about, back string, facts ...string) error {
	texts := kit.Texts(c)
	return kit.Show(c, "staff/ask/show", warning{
		Title: texts.T(key), About: about, Facts: facts, Submit: texts.T(key), Back: back, Destroys: true,
	})
}

// UnpublishForm asks.
func (h *Events) UnpublishForm(c echo.Context) error {
	e, texts := web.EventOf(c), h.Texts(c)
	people, err := h.Events.Attending(c.Request().Context(), e)
	if err != nil {
		return err
	}
	if people > 0 { // it will be refused
		web.SetFlash(c, "error", "event.unpublish_late")
		return web.SeeOther(c, string(staffEvent(c)))
	}
	registered := texts.T("desk.ask_registered", "n", texts.Number(people))
	return ask(h.Kit, c, "event.unpublish", texts.Pick(e.TitleJa, e.TitleEn), string(staffEvent(c)),
		texts.T("event.unpublish_sure"), registered)
}

// DeleteSessionForm asks.
func (h *Agenda) DeleteSessionForm(c echo.Context) error {
	e, texts := web.EventOf(c), h.Texts(c)
	page, err := h.Agenda.SessionPage(c.Request().Context(), e, c.Param("id"))
	if err != nil {
		return err
	}
	fact := "agenda.delete_sure"
	if e.Public() {
		fact = "agenda.delete_public"
	}
	back := string(staffEvent(c).Session(page.Session.ID))
	return ask(h.Kit, c, "agenda.delete", texts.Pick(page.Session.TitleJa, page.Session.TitleEn), back, texts.T(fact))
}

// WithdrawConsentForm asks.
func (h *TicketTypes) WithdrawConsentForm(c echo.Context) error {
	page, err := h.Events.ConsentPage(c.Request().Context(), web.EventOf(c), consentSlug(c))
	if err != nil {
		return err
	}
	if page.Consent == nil {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	texts := h.Texts(c)
	about := texts.Pick(page.Consent.TextJa, page.Consent.TextEn)
	return ask(h.Kit, c, "ticket_type.withdraw", about, staffEvent(c).TicketTypes(), texts.T("ticket_type.withdraw_sure"))
}

// CloseForm asks.
func (h *Surveys) CloseForm(c echo.Context) error {
	return h.ask(c, "survey.close", "survey.close_confirm")
}

// OpenForm asks.
func (h *Surveys) OpenForm(c echo.Context) error {
	return h.ask(c, "survey.open", "survey.open_confirm")
}

// DeleteForm asks.
func (h *Surveys) DeleteForm(c echo.Context) error {
	return h.ask(c, "survey.delete", "survey.delete_confirm")
}

func (h *Surveys) ask(c echo.Context, key, fact string) error {
	results, err := h.Surveys.Reading.Results(c.Request().Context(), web.EventOf(c), c.Param("id"), survey.View{})
	if err != nil {
		return err
	}
	s, texts := results.Survey, h.Texts(c)
	facts := []string{texts.T(fact)}
	switch key {
	case "survey.close":
		facts = append(facts, texts.T("survey.ask_answered", "invited", texts.Number(results.Invited),
			"responses", texts.T(results.Responses.Key, "n", texts.Number(results.Responses.N))))
	case "survey.open":
		n, err := h.Surveys.Asking.WouldInvite(c.Request().Context(), web.EventOf(c), s)
		if err != nil {
			return err
		}
		facts = append(facts, texts.T("asking.audience_"+string(s.Audience)),
			texts.T("survey.ask_invited", "n", texts.Number(n)))
	case "survey.delete":
		facts = append(facts, texts.T("survey.ask_questions", "n", texts.Number(len(s.Questions))))
	}
	page := warning{
		Title: texts.T(key), About: texts.Pick(s.TitleJa, s.TitleEn), Facts: facts, Submit: texts.T(key),
		Back: string(surveyPath(c)), Destroys: key != "survey.open",
	}
	return h.Show(c, "staff/ask/show", page)
}

// RemoveForm asks.
func (h *Members) RemoveForm(c echo.Context) error {
	isIt := func(m *member.Row) bool { return m.ID == c.Param("id") }
	return h.askAbout(c, isIt, "member.remove_role", "member.remove_confirm")
}

// DisableForm asks.
func (h *Members) DisableForm(c echo.Context) error {
	isIt := func(m *member.Row) bool { return m.AccountID == c.Param("id") }
	return h.askAbout(c, isIt, "member.disable", "member.disable_confirm")
}

func (h *Members) askAbout(c echo.Context, isIt func(*member.Row) bool, key, fact string) error {
	page, err := h.Members.Page(c.Request().Context(), scopeOf(c), web.AccountOf(c), web.RolesOf(c))
	if err != nil {
		return err
	}
	for i := range page.Members {
		if m := &page.Members[i]; isIt(m) {
			texts := h.Texts(c)
			if m.Pending() {
				key, fact = "member.withdraw", "member.withdraw_confirm"
			}
			return ask(h.Kit, c, key, aboutMember(texts, m), home(c).Members(), texts.T(fact, "name", m.ShownName()))
		}
	}
	return models.NewError(models.CodeNotFound, "error.not_found")
}

func aboutMember(texts *i18n.Localizer, m *member.Row) string {
	return m.ShownName() + " · " + texts.T("member.role_"+string(m.Role))
}

// RevokeTokenForm asks.
func (h *Members) RevokeTokenForm(c echo.Context) error {
	tokens, err := h.Members.Tokens(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	for i := range tokens {
		if tokens[i].ID == c.Param("id") {
			fact := h.Texts(c).T("member.revoke_confirm", "name", tokens[i].Name)
			return ask(h.Kit, c, "member.revoke", tokens[i].Name, home(c).Members(), fact)
		}
	}
	return models.NewError(models.CodeNotFound, "error.not_found")
}

// DeleteForm asks. A ready-made message is not deleted: it gets its text back.
func (h *Messages) DeleteForm(c echo.Context) error {
	e, texts, path := web.EventOf(c), h.Texts(c), staffEvent(c).Message(c.Param("id"))
	page, err := h.Messages.EditPage(c.Request().Context(), texts, e, c.Param("id"), message.Shown{})
	if err != nil {
		return err
	}
	if page.PresetName() != "" {
		return ask(h.Kit, c, "message.restore", page.Title, string(path), texts.T("message.restore_sure"))
	}
	return ask(h.Kit, c, "message.delete", page.Title, string(path), texts.T("message.delete_sure"))
}
