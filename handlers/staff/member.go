package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/account"
	"meguri/app/service/i18n"
	"meguri/handlers/web"
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
	Roles     []web.Option
	Sectors   []web.Option // of an organization
}

// placeOf is the event or the organization of the path.
func placeOf(c echo.Context) account.Place {
	if host := web.HostOf(c); host != nil {
		return account.AtOrganization(host)
	}
	return account.AtEvent(web.EventOf(c))
}

func membersHome(c echo.Context) string {
	if host := web.HostOf(c); host != nil {
		return "/staff/organizations/" + host.Slug
	}
	return "/staff/events/" + web.EventOf(c).Slug
}

func (h *Members) List(c echo.Context) error { return h.showMembers(c, nil) }

// showMembers shows the page with what is wrong with one of its forms, if anything is.
func (h *Members) showMembers(c echo.Context, form *web.Form) error {
	page := membersPage{Home: membersHome(c), Host: web.HostOf(c), Roles: roleOptions(h.Texts(c))}
	members, err := h.Accounts.Members(c.Request().Context(), placeOf(c))
	if err != nil {
		return err
	}
	for _, m := range members {
		here := (m.EventID != nil) == (page.Host == nil)
		page.Members = append(page.Members, memberRow{m, here, account.Invited(&m.Account), m.AccountID == web.AccountOf(c).ID})
	}
	if page.Host == nil {
		if err := h.addTokens(c, &page); err != nil {
			return err
		}
		return h.ShowForm(c, "staff/member/index", page, form)
	}
	page.Sectors = h.Sectors(c)
	if form == nil {
		form = h.NewForm(c, url.Values{})
	}
	for field, value := range organizationValues(page.Host) {
		if !form.Values.Has(field) { // another form of the page was sent
			form.Values[field] = value
		}
	}
	return h.ShowForm(c, "staff/member/index", page, form)
}

func roleOptions(texts *i18n.Localizer) []web.Option {
	options := make([]web.Option, 0, len(models.Roles))
	for _, role := range models.Roles {
		options = append(options, web.Option{Value: string(role), Text: texts.T("member.role_" + string(role))})
	}
	return options
}

type memberForm struct {
	Email string      `form:"email" validate:"required,max=254"`
	Name  string      `form:"name" validate:"max=100"`
	Role  models.Role `form:"role" validate:"required,oneof=owner organizer receptionist moderator analyst"`
}

func (h *Members) Add(c echo.Context) error {
	var in memberForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Accounts.AddMember(c.Request().Context(), placeOf(c), account.Invitation{
			Email: in.Email, Name: in.Name, Locale: h.Texts(c).Lang, Role: in.Role,
		})
		if err == nil {
			web.SetFlash(c, "success", "member.added")
			return web.SeeOther(c, membersHome(c)+"/members")
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showMembers(c, form)
}

func (h *Members) Invite(c echo.Context) error {
	if err := h.Accounts.InviteAgain(c.Request().Context(), placeOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "member.invited_again")
	return web.SeeOther(c, membersHome(c)+"/members")
}

func (h *Members) Remove(c echo.Context) error {
	err := h.Accounts.RemoveMember(c.Request().Context(), placeOf(c), c.Param("id"))
	switch {
	case models.CodeOf(err) == models.CodeConflict:
		web.SetFlash(c, "error", "member.last_owner")
	case err != nil:
		return err
	default:
		web.SetFlash(c, "success", "member.removed")
	}
	return web.SeeOther(c, membersHome(c)+"/members")
}
