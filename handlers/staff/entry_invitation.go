package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/entry"
	"meguri/handlers/web"
)

type invitationsPage struct {
	*entry.InvitationsPage
	Languages []web.Option
}

// Invitations lists whom the event invited, with the form to invite more.
func (h *Entries) Invitations(c echo.Context) error { return h.showInvitations(c, nil) }

func (h *Entries) showInvitations(c echo.Context, form *web.Form) error {
	page, err := h.Entries.InvitationsPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, &entry.InvitationInput{Locale: "ja"})
	}
	languages := []web.Option{
		{Value: "ja", Text: h.Texts(c).T("registration.language_ja")},
		{Value: "en", Text: h.Texts(c).T("registration.language_en")},
	}
	return h.ShowForm(c, "staff/entry/invitations", invitationsPage{page, languages}, form)
}

// Invite mails invitations to the addresses that were typed.
func (h *Entries) Invite(c echo.Context) error {
	var in entry.InvitationInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		invited, err := h.Entries.Invite(c.Request().Context(), web.EventOf(c), &in)
		message := "invitation.sent"
		if invited.Known > 0 {
			message = "invitation.sent_some"
		}
		if done, answer := h.Save(c, form, err, staffEvent(c).EntryInvitations(), message); done {
			return answer
		}
	}
	return h.showInvitations(c, form)
}

// RemindInvited mails those once more who have not answered.
func (h *Entries) RemindInvited(c echo.Context) error {
	return h.answerInvitations(c, "invitation.reminded", func() error {
		_, err := h.Entries.Remind(c.Request().Context(), web.EventOf(c))
		return err
	})
}

// WithdrawInvitation ends an invitation.
func (h *Entries) WithdrawInvitation(c echo.Context) error {
	return h.answerInvitations(c, "invitation.is_withdrawn", func() error {
		return h.Entries.Withdraw(c.Request().Context(), web.EventOf(c), c.Param("id"))
	})
}

func (h *Entries) answerInvitations(c echo.Context, message string, do func() error) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	if done, answer := h.Save(c, form, do(), staffEvent(c).EntryInvitations(), message); done {
		return answer
	}
	return h.showInvitations(c, form)
}
