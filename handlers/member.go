package handlers

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/member"
	"meguri/app/service/i18n"
	"meguri/models"
)

// membersPage serves an event and an organization alike, with what its forms offer.
type membersPage struct {
	*member.Page
	Home    string
	Roles   []Option
	Sectors []Option // of an organization
}

// scopeOf is the event or the organization of the path.
func scopeOf(c echo.Context) member.Scope {
	if host := hostOf(c); host != nil {
		return member.AtOrganization(host)
	}
	return member.AtEvent(eventOf(c))
}

func membersHome(c echo.Context) string {
	if host := hostOf(c); host != nil {
		return "/staff/organizations/" + host.Slug
	}
	return "/staff/events/" + eventOf(c).Slug
}

func (h *Handlers) members(c echo.Context) error { return h.showMembers(c, nil) }

// showMembers shows the page with what is wrong with one of its forms, if anything is.
func (h *Handlers) showMembers(c echo.Context, form *Form) error {
	members, err := h.Members.Page(c.Request().Context(), scopeOf(c), accountOf(c))
	if err != nil {
		return err
	}
	page := membersPage{Page: members, Home: membersHome(c), Roles: roleOptions(h.texts(c))}
	if page.IsEvent {
		return h.showForm(c, staff, "member/index", page, form)
	}
	page.Sectors = h.sectors(c)
	if form == nil {
		form = h.newForm(c, url.Values{})
	}
	for field, value := range organizationValues(page.Host) {
		if !form.Values.Has(field) { // another form of the page was sent
			form.Values[field] = value
		}
	}
	return h.showForm(c, staff, "member/index", page, form)
}

func roleOptions(texts *i18n.Localizer) []Option {
	options := make([]Option, 0, len(models.Roles))
	for _, role := range models.Roles {
		options = append(options, Option{string(role), texts.T("member.role_" + string(role))})
	}
	return options
}

func (h *Handlers) addMember(c echo.Context) error {
	var in member.AddInput
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	in.Locale = h.texts(c).Lang
	if form.OK() {
		err := h.Members.Add(c.Request().Context(), scopeOf(c), in)
		if err == nil {
			flash(c, "success", "member.added")
			return seeOther(c, membersHome(c)+"/members")
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showMembers(c, form)
}

func (h *Handlers) inviteMember(c echo.Context) error {
	if err := h.Members.InviteAgain(c.Request().Context(), scopeOf(c), c.Param("id")); err != nil {
		return err
	}
	flash(c, "success", "member.invited_again")
	return seeOther(c, membersHome(c)+"/members")
}

func (h *Handlers) removeMember(c echo.Context) error {
	err := h.Members.Remove(c.Request().Context(), scopeOf(c), c.Param("id"))
	switch {
	case models.CodeOf(err) == models.Conflict:
		flash(c, "error", "member.last_owner")
	case err != nil:
		return err
	default:
		flash(c, "success", "member.removed")
	}
	return seeOther(c, membersHome(c)+"/members")
}
