package staff

import (
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/audit"
	"meguri/app/member"
	"meguri/app/service/check"
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
	Filter member.Filter
	Found  int // that the filter chooses
	Pages  *web.Pages
	Zone   *time.Location
	// Added is what became of several addresses.
	Added []addedRow
}

// addedRow is what became of one of several addresses.
type addedRow struct {
	Address, Text string
	Failed        bool
}

// AllRoles lists all roles, the widest first.
func (p membersPage) AllRoles() []models.Role { return models.Roles }

// mayRow is a line of the table of who may do what.
type mayRow struct {
	Text  string
	Roles []bool
}

// Matrix says what each role allows at this organization.
func (p membersPage) Matrix() []mayRow {
	rows := make([]mayRow, len(models.Permissions))
	for i, permission := range models.Permissions {
		rows[i].Text = web.MayText(permission)
		for _, role := range models.Roles {
			if role == models.RoleOrganizer && p.Host.OwnersGiveRoles {
				role = models.RoleOrganizerOnly
			}
			rows[i].Roles = append(rows[i].Roles, models.Holds([]models.Role{role}, permission))
		}
	}
	return rows
}

// Head is the head of a column by which the members can be sorted.
func (p membersPage) Head(by string) web.SortHead {
	return web.SortHeadOf(p.Home.Members(), p.query(), by, p.Filter.Sort)
}

// query is the filter as an address has it.
func (p membersPage) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"q": p.Filter.Search, "role": string(p.Filter.Role), "sort": p.Filter.Sort,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// Filtered reports whether the filter leaves anybody out.
func (p membersPage) Filtered() bool { return p.Filter.Search != "" || p.Filter.Role != "" }

// turn leaves the rows of one page.
func (p *membersPage) turn() {
	p.Found = len(p.Members)
	number, err := strconv.Atoi(p.Filter.Page)
	if err != nil || number < 1 || (number-1)*web.PageSize >= p.Found {
		number = 1
	}
	from := (number - 1) * web.PageSize
	p.Members = p.Members[from:min(from+web.PageSize, p.Found)]
	p.Pages = web.PagesOf(p.Home.Members(), p.query(), number, len(p.Members), p.Found,
		from+web.PageSize < p.Found, false)
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
	Audit() string
}

func (h *Members) List(c echo.Context) error { return h.showMembers(c, nil, nil) }

// showMembers shows the page. form is the one of its forms that has faults, nil for none; added is what became of
// several addresses.
func (h *Members) showMembers(c echo.Context, form *web.Form, added []member.Added) error {
	members, err := h.Members.Page(c.Request().Context(), scopeOf(c), web.AccountOf(c), web.RolesOf(c))
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	page := membersPage{Page: members, Home: home(c), Roles: roleOptions(texts, members.Roles), Days: dayOptions(texts)}
	page.Zone = scopeOf(c).Zone()
	for _, a := range added {
		page.Added = append(page.Added, addedRow{a.Address, texts.T(a.Key, a.Args...), a.Failed})
	}
	if err := web.BindQuery(c, &page.Filter); err != nil {
		return err
	}
	members.Narrow(&page.Filter)
	page.turn()
	if form == nil {
		form = h.NewForm(c, url.Values{})
	}
	if page.IsEvent && !form.Values.Has("token_days") {
		form.Values.Set("token_days", strconv.Itoa(member.DefaultTokenDays))
	}
	return h.ShowForm(c, "staff/member/index", page, form)
}

// personPage is the page of a colleague: what they may do, and what they last did.
type personPage struct {
	*member.Person
	Home  homePath
	Roles []web.Option
	Zone  *time.Location
	// Lines are what they last did here, AllLines is the way to all of it; both are empty for who may not see it.
	Lines    []audit.Line
	AllLines string
}

// Person shows the page of a colleague.
func (h *Members) Person(c echo.Context) error { return h.showPerson(c, nil) }

func (h *Members) showPerson(c echo.Context, form *web.Form) error {
	ctx, at := c.Request().Context(), scopeOf(c)
	person, err := h.Members.Person(ctx, at, web.AccountOf(c), web.RolesOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	page := personPage{Person: person, Home: home(c), Roles: roleOptions(texts, person.Roles), Zone: at.Zone()}
	if models.Holds(web.RolesOf(c), models.SeeAudit) {
		filter := &audit.FilterInput{Actor: person.AccountID}
		done, err := h.Audits.Page(ctx, auditScope(c), filter, 5)
		if err != nil {
			return err
		}
		page.Lines, page.AllLines = done.Lines, web.WithQuery(page.Home.Audit(), filter.Values())
	}
	if form == nil {
		form = h.NewForm(c, url.Values{"role": {string(person.Role)}})
		if person.EndsAt != nil && !person.Over {
			form.Values.Set("until", person.EndsAt.In(at.Zone()).Format(check.LocalLayout))
		}
	}
	return h.ShowForm(c, "staff/member/show", page, form)
}

// Change gives a colleague another role, or lends it until another time.
func (h *Members) Change(c echo.Context) error {
	var in member.ChangeInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	in.Me, in.By = web.AccountOf(c).ID, web.RolesOf(c)
	if form.OK() {
		err := h.Members.Change(c.Request().Context(), scopeOf(c), c.Param("id"), in)
		if models.CodeOf(err) == models.CodeConflict {
			web.SetFlash(c, "error", web.MessageKey(err))
			return web.SeeOther(c, string(home(c).Member(c.Param("id"))))
		}
		if done, answer := h.Save(c, form, err, home(c).Members(), "member.changed"); done {
			return answer
		}
	}
	return h.showPerson(c, form)
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
	if form.OK() && form.Value("many") != "" {
		added, err := h.Members.AddMany(c.Request().Context(), scopeOf(c), in)
		if err == nil {
			return h.showMembers(c, nil, added)
		}
		if !form.Take(err) {
			return err
		}
		return h.showMembers(c, form, nil)
	}
	if form.OK() {
		err := h.Members.Add(c.Request().Context(), scopeOf(c), in)
		if done, answer := h.Save(c, form, err, home(c).Members(), "member.added"); done {
			return answer
		}
	}
	return h.showMembers(c, form, nil)
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
