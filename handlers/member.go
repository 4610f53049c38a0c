package handlers

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/app/service/i18n"
	"meguri/models"
)

// memberRow is one role as the page lists it.
type memberRow struct {
	models.Member
	// Here tells a role at this place from one at an event's organization, which is changed there.
	Here, Invited, Me bool
}

// membersPage serves an event and an organization alike; tokens belong to events.
type membersPage struct {
	Home    string
	Host    *models.Organization
	IsEvent bool
	// MayAtHost is set where the person may change the roles at the event's organization too.
	MayAtHost bool
	Members   []memberRow
	Tokens    []models.APIToken
	Roles     []Option
	Sectors   []Option // of an organization
}

// placeOf is the event or the organization of the path.
func placeOf(c echo.Context) account.Place {
	if host := hostOf(c); host != nil {
		return account.AtOrganization(host)
	}
	return account.AtEvent(eventOf(c))
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
	page := membersPage{Home: membersHome(c), Host: hostOf(c), Roles: roleOptions(h.texts(c))}
	members, err := h.Accounts.Members(c.Request().Context(), placeOf(c))
	if err != nil {
		return err
	}
	for _, m := range members {
		here := (m.EventID != nil) == (page.Host == nil)
		page.Members = append(page.Members, memberRow{m, here, account.Invited(&m.Account), m.AccountID == accountOf(c).ID})
	}
	if page.Host == nil {
		if err := h.addTokens(c, &page); err != nil {
			return err
		}
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

// addTokens adds what only the page of an event has.
func (h *Handlers) addTokens(c echo.Context, page *membersPage) error {
	ctx, event := c.Request().Context(), eventOf(c)
	roles, err := h.DB.Query(ctx).Members().RolesOf(accountOf(c).ID, &event.Organization)
	if err != nil {
		return err
	}
	page.Host, page.IsEvent, page.MayAtHost = &event.Organization, true, models.Holds(roles, models.ManageMembers)
	page.Tokens, err = h.Accounts.Tokens(ctx, event)
	return err
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
		err := h.Accounts.AddMember(c.Request().Context(), placeOf(c), account.Invitation{
			Email: in.Email, Name: in.Name, Locale: h.texts(c).Lang, Role: in.Role,
		})
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
	if err := h.Accounts.InviteAgain(c.Request().Context(), placeOf(c), c.Param("id")); err != nil {
		return err
	}
	flash(c, "success", "member.invited_again")
	return seeOther(c, membersHome(c)+"/members")
}

func (h *Handlers) removeMember(c echo.Context) error {
	err := h.Accounts.RemoveMember(c.Request().Context(), placeOf(c), c.Param("id"))
	switch {
	case models.CodeOf(err) == models.CodeConflict:
		flash(c, "error", "member.last_owner")
	case err != nil:
		return err
	default:
		flash(c, "success", "member.removed")
	}
	return seeOther(c, membersHome(c)+"/members")
}
