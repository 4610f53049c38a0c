package handlers

import (
	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/app/i18n"
	"meguri/models"
)

// memberRow is one role as the page lists it.
type memberRow struct {
	models.Member
	// Here tells a role at this event from one at its organization, which is changed there.
	Here, Invited, Me bool
}

func (h *Handlers) members(c echo.Context) error { return h.showMembers(c, nil) }

// showMembers shows the page with what is wrong with one of its forms, if anything is.
func (h *Handlers) showMembers(c echo.Context, form *Form) error {
	ctx, event := c.Request().Context(), eventOf(c)
	members, err := h.Accounts.Members(ctx, event)
	if err != nil {
		return err
	}
	tokens, err := h.Accounts.Tokens(ctx, event)
	if err != nil {
		return err
	}
	rows := make([]memberRow, 0, len(members))
	for _, m := range members {
		rows = append(rows, memberRow{m, m.EventID != nil, account.Invited(&m.Account), m.AccountID == accountOf(c).ID})
	}
	return h.showForm(c, staff, "member/index", map[string]any{"Members": rows, "Tokens": tokens, "Roles": roleOptions(h.texts(c))}, form)
}

func roleOptions(texts *i18n.Localizer) []Option {
	options := make([]Option, 0, len(models.Roles))
	for _, role := range models.Roles {
		options = append(options, Option{string(role), texts.T("member.role_" + string(role))})
	}
	return options
}

type memberForm struct {
	Email string      `form:"email" validate:"required,max=254"`
	Name  string      `form:"name" validate:"max=100"`
	Role  models.Role `form:"role" validate:"required,oneof=owner organizer receptionist moderator analyst"`
}

func (h *Handlers) addMember(c echo.Context) error {
	var in memberForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.AddMember(c.Request().Context(), eventOf(c), account.Invitation{
			Email: in.Email, Name: in.Name, Locale: h.texts(c).Lang, Role: in.Role,
		})
		if err == nil {
			flash(c, "success", "member.added")
			return h.toMembers(c)
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showMembers(c, form)
}

func (h *Handlers) inviteMember(c echo.Context) error {
	if err := h.Accounts.InviteAgain(c.Request().Context(), eventOf(c), c.Param("id")); err != nil {
		return err
	}
	flash(c, "success", "member.invited_again")
	return h.toMembers(c)
}

func (h *Handlers) removeMember(c echo.Context) error {
	err := h.Accounts.RemoveMember(c.Request().Context(), eventOf(c), c.Param("id"))
	switch {
	case models.CodeOf(err) == models.Conflict:
		flash(c, "error", "member.last_owner")
	case err != nil:
		return err
	default:
		flash(c, "success", "member.removed")
	}
	return h.toMembers(c)
}

func (h *Handlers) toMembers(c echo.Context) error {
	return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/members")
}
