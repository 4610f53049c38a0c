package staff

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/member"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// membersPage is the members of an event or an organization, with the choices of the forms.
type membersPage struct {
	*member.Page
	Home   homePath
	Roles  []web.Option // that the reader may give
	Days   []web.Option // of a token
	sorted string
}

// Head is the head of a column by which the members can be sorted.
func (p membersPage) Head(by string) web.SortHead {
	return web.SortHeadOf(p.Home.Members(), url.Values{}, by, p.sorted)
}

// scopeOf is the event or the organization of the path.
func scopeOf(c echo.Context) member.Scope {
	if host := web.HostOf(c); host != nil {
		return member.AtOrganization(host)
	}
	return member.AtEvent(web.EventOf(c))
}

// home is the path of the event or the organization.
func home(c echo.Context) homePath {
	if host := web.HostOf(c); host != nil {
		return paths.OfStaffOrganization(host.Slug)
	}
	return paths.OfStaffEvent(web.EventOf(c).Slug)
}

// homePath is the path of an event or an organization.
type homePath interface {
	Members() string
	Member(id string) paths.Member
}

func (h *Members) List(c echo.Context) error { return h.showMembers(c, nil) }

// showMembers shows the page. form is the one of its forms that has faults, nil for none.
func (h *Members) showMembers(c echo.Context, form *web.Form) error {
	members, err := h.Members.Page(c.Request().Context(), scopeOf(c), web.AccountOf(c), web.RolesOf(c))
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	members.Sort(c.QueryParam("sort"))
	page := membersPage{Page: members, Home: home(c), Roles: roleOptions(texts, members.Roles), Days: dayOptions(texts)}
	page.sorted = c.QueryParam("sort")
	if form == nil {
		form = h.NewForm(c, url.Values{})
	}
	if page.IsEvent && !form.Values.Has("token_days") {
		form.Values.Set("token_days", strconv.Itoa(member.DefaultTokenDays))
	}
	return h.ShowForm(c, "staff/member/index", page, form)
}

func dayOptions(texts *i18n.Localizer) []web.Option {
	options := make([]web.Option, 0, len(member.TokenDays))
	for _, days := range member.TokenDays {
		options = append(options, web.Option{Value: strconv.Itoa(days), Text: texts.T("member.token_days_n", "count", days)})
	}
	return options
}

func roleOptions(texts *i18n.Localizer, roles []models.Role) []web.Option {
	options := make([]web.Option, 0, len(roles))
	for _, role := range roles {
		options = append(options, web.Option{Value: string(role), Text: texts.T("member.role_" + string(role))})
	}
	return options
}

func (h *Members) Add(c echo.Context) error {
	var in member.AddInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	in.Locale, in.By = h.Texts(c).Lang, web.RolesOf(c)
	if form.OK() {
		err := h.Members.Add(c.Request().Context(), scopeOf(c), in)
		if done, answer := h.Save(c, form, err, home(c).Members(), "member.added"); done {
			return answer
		}
	}
	return h.showMembers(c, form)
}

func (h *Members) Invite(c echo.Context) error {
	err := h.Members.InviteAgain(c.Request().Context(), scopeOf(c), web.RolesOf(c), c.Param("id"))
	switch {
	case models.CodeOf(err) == models.CodeTooMany:
		web.SetFlash(c, "error", "member.invited_often")
	case err != nil:
		return err
	default:
		web.SetFlash(c, "success", "member.invited_again")
	}
	return web.SeeOther(c, home(c).Members())
}

func (h *Members) Remove(c echo.Context) error {
	err := h.Members.Remove(c.Request().Context(), scopeOf(c), web.RolesOf(c), c.Param("id"))
	switch {
	case models.CodeOf(err) == models.CodeConflict:
		web.SetFlash(c, "error", web.MessageKey(err))
	case err != nil:
		return err
	default:
		web.SetFlash(c, "success", "member.removed")
	}
	return web.SeeOther(c, home(c).Members())
}

// Disable disables a member's account.
func (h *Members) Disable(c echo.Context) error { return h.setDisabled(c, true, "member.disabled") }

// Enable enables it again.
func (h *Members) Enable(c echo.Context) error { return h.setDisabled(c, false, "member.enabled") }

func (h *Members) setDisabled(c echo.Context, disabled bool, done string) error {
	err := h.Members.SetDisabled(c.Request().Context(), web.HostOf(c), web.AccountOf(c), c.Param("id"), disabled)
	switch {
	case models.CodeOf(err) == models.CodeConflict:
		web.SetFlash(c, "error", web.MessageKey(err))
	case err != nil:
		return err
	default:
		web.SetFlash(c, "success", done)
	}
	return web.SeeOther(c, home(c).Members())
}
