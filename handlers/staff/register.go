package staff

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/organization"
	"meguri/app/service/paths"
	"meguri/app/service/table"
	"meguri/handlers/web"
	"meguri/models"
)

// Register has the member register of an organization.
type Register struct {
	*web.Kit
	Organizations *organization.Service
}

func registerHome(c echo.Context) paths.StaffRegister {
	return paths.OfStaffOrganization(web.HostOf(c).Slug).Register()
}

func registerPerson(c echo.Context) paths.RegisterPerson {
	return registerHome(c).Person(c.Param("id"))
}

type registerPage struct {
	*organization.Register
	Home          paths.StaffRegister
	States, Roles []web.Option
	Pages         *web.Pages
}

// Query is the filter as an address has it.
func (p *registerPage) Query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"q": p.Filter.Search, "state": string(p.Filter.State), "role": string(p.Filter.Role), "sort": p.Filter.Sort,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// Head is the head of a column by which the people can be sorted.
func (p *registerPage) Head(by string) web.SortHead {
	return web.SortHeadOf(string(p.Home), p.Query(), by, p.Filter.Sort)
}

// CSV and XLSX are what is on the screen as files.
func (p *registerPage) CSV() string { return web.WithQuery(p.Home.CSV(), p.Query()) }

// XLSX is the workbook of it.
func (p *registerPage) XLSX() string { return web.WithQuery(p.Home.XLSX(), p.Query()) }

// List lists the people of the register.
func (h *Register) List(c echo.Context) error {
	var filter organization.RegisterFilter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	list, err := h.Organizations.Register(c.Request().Context(), web.HostOf(c), &filter, web.PageSize)
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	page := &registerPage{Register: list, Home: registerHome(c)}
	page.States = web.NeedOptions(texts, "register.state_listed", "register.state_", organization.RegisterStates)
	page.Roles = web.NeedOptions(texts, "need.any", "register.role_", models.AffiliationRoles)
	hasNext := filter.Number*web.PageSize < list.Total
	page.Pages = web.PagesOf(
		string(page.Home), page.Query(), filter.Number, len(list.People), list.Total, hasNext, false)
	return h.Show(c, "staff/register/index", page)
}

// CSV sends what the filter chooses as a file.
func (h *Register) CSV(c echo.Context) error {
	return h.send(c, func(t table.Table) error { return web.SendCSV(c, web.HostOf(c).Slug+"-register.csv", t) })
}

// XLSX sends it as a workbook.
func (h *Register) XLSX(c echo.Context) error {
	return h.send(c, func(t table.Table) error { return web.SendXLSX(c, web.HostOf(c).Slug+"-register.xlsx", t) })
}

func (h *Register) send(c echo.Context, send func(t table.Table) error) error {
	var filter organization.RegisterFilter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	t, err := h.Organizations.RegisterTable(c.Request().Context(), h.Texts(c), web.HostOf(c), &filter)
	if err != nil {
		return err
	}
	return send(t)
}

type registerFormPage struct {
	*organization.MemberPage // nil for a new person
	Home                     paths.StaffRegister
	To                       paths.RegisterPerson
	Desk                     paths.StaffOrganization
	Roles                    []web.Option
	// Role is the one that is changed, nil for a new one.
	Role *models.Affiliation
	Act  string
}

func (h *Register) formPage(c echo.Context, p *organization.MemberPage) registerFormPage {
	page := registerFormPage{MemberPage: p, Home: registerHome(c), To: registerPerson(c), Desk: hostHome(c)}
	page.Roles = web.NeedOptions(h.Texts(c), "need.any", "register.role_", models.AffiliationRoles)[1:]
	return page
}

// New is the form of a new person.
func (h *Register) New(c echo.Context) error {
	values := url.Values{"role": {string(models.AffiliationMember)}}
	return h.ShowForm(c, "staff/register/new", h.formPage(c, nil), h.NewForm(c, values))
}

// Create writes a person into the register.
func (h *Register) Create(c echo.Context) error {
	var in organization.MemberInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	id, err := h.Organizations.AddMember(c.Request().Context(), web.HostOf(c), &in)
	to := string(registerHome(c).Person(id))
	if done, answer := h.Save(c, form, err, to, "register.added"); done {
		return answer
	}
	return h.ShowForm(c, "staff/register/new", h.formPage(c, nil), form)
}

func (h *Register) member(c echo.Context) (*organization.MemberPage, error) {
	return h.Organizations.MemberPage(c.Request().Context(), web.HostOf(c), c.Param("id"))
}

// Person shows a person of the register, with all roles over time.
func (h *Register) Person(c echo.Context) error {
	err := h.showPerson(c, nil)
	if models.CodeOf(err) != models.CodeNotFound {
		return err
	}
	// An entry that was put together with another one leads there.
	kept, moved := h.Organizations.KeptMember(c.Request().Context(), web.HostOf(c), c.Param("id"))
	if moved != nil {
		return err
	}
	return web.SeeOther(c, string(registerHome(c).Person(kept)))
}

func (h *Register) showPerson(c echo.Context, form *web.Form) error {
	p, err := h.member(c)
	if err != nil {
		return err
	}
	if form == nil {
		form = h.personForm(c, p)
	}
	return h.ShowForm(c, "staff/register/show", h.formPage(c, p), form)
}

func (h *Register) personForm(c echo.Context, p *organization.MemberPage) *web.Form {
	a := p.Latest()
	return h.NewForm(c, url.Values{
		"family_name": {a.Family}, "given_name": {a.Given}, "family_name_kana": {a.FamilyKana},
		"given_name_kana": {a.GivenKana}, "email": {a.Email},
	})
}

// SavePerson stores the name and the address of a person.
func (h *Register) SavePerson(c echo.Context) error {
	var in organization.MemberInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Organizations.SaveMember(c.Request().Context(), web.HostOf(c), c.Param("id"), &in)
	if done, answer := h.Save(c, form, err, string(registerPerson(c)), "register.saved"); done {
		return answer
	}
	return h.showPerson(c, form)
}

// NewRole is the form of another role of a person.
func (h *Register) NewRole(c echo.Context) error { return h.showRole(c, nil) }

// Role is the form of a role of a person.
func (h *Register) Role(c echo.Context) error { return h.showRole(c, nil) }

func (h *Register) showRole(c echo.Context, form *web.Form) error {
	p, err := h.member(c)
	if err != nil {
		return err
	}
	page, values := h.formPage(c, p), url.Values{"role": {string(models.AffiliationMember)}, "from": {p.Day}}
	if id := c.Param("role"); id != "" {
		if page.Role = p.Role(id); page.Role == nil {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		values = url.Values{
			"role": {string(page.Role.Role)}, "from": {page.Role.From}, "until": {page.Role.Until},
			"version": {strconv.Itoa(page.Role.Version)},
		}
	}
	if form == nil {
		form = h.NewForm(c, values)
	}
	return h.ShowForm(c, "staff/register/role", page, form)
}

// AddRole gives a person another role.
func (h *Register) AddRole(c echo.Context) error {
	var in organization.RoleInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Organizations.AddRole(c.Request().Context(), web.HostOf(c), c.Param("id"), &in)
	if done, answer := h.Save(c, form, err, string(registerPerson(c)), "register.saved"); done {
		return answer
	}
	return h.showRole(c, form)
}

// SaveRole changes a role, or removes it.
func (h *Register) SaveRole(c echo.Context) error {
	var in struct {
		organization.RoleInput
		Version int    `form:"version"`
		Act     string `form:"act"`
	}
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Organizations.SaveRole(c.Request().Context(), web.HostOf(c), c.Param("id"), c.Param("role"), in.Version,
		&in.RoleInput, in.Act == "remove")
	if done, answer := h.Save(c, form, err, string(registerPerson(c)), "register.saved"); done {
		return answer
	}
	return h.showRole(c, form)
}

// LeaveForm asks for the last day of a person.
func (h *Register) LeaveForm(c echo.Context) error { return h.showEnd(c, "leave", nil) }

// EraseForm asks whether the person is to be erased.
func (h *Register) EraseForm(c echo.Context) error { return h.showEnd(c, "erase", nil) }

func (h *Register) showEnd(c echo.Context, act string, form *web.Form) error {
	p, err := h.member(c)
	if err != nil {
		return err
	}
	page := h.formPage(c, p)
	page.Act = act
	if form == nil {
		form = h.NewForm(c, url.Values{"until": {p.Day}})
	}
	return h.ShowForm(c, "staff/register/end", page, form)
}

// Leave ends all roles of a person with a day.
func (h *Register) Leave(c echo.Context) error {
	var in struct {
		Until string `form:"until"`
	}
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Organizations.Leave(c.Request().Context(), web.HostOf(c), c.Param("id"), in.Until)
	if done, answer := h.Save(c, form, err, string(registerPerson(c)), "register.has_left"); done {
		return answer
	}
	return h.showEnd(c, "leave", form)
}

// Erase empties the name and the address of a person.
func (h *Register) Erase(c echo.Context) error {
	if err := h.Organizations.EraseMember(c.Request().Context(), web.HostOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "register.erased")
	return web.SeeOther(c, string(registerHome(c)))
}

// InviteAll mails invitations to all who were not invited yet.
func (h *Register) InviteAll(c echo.Context) error {
	if _, err := h.Organizations.InviteAll(c.Request().Context(), web.HostOf(c)); err != nil {
		return err
	}
	web.SetFlash(c, "success", "joining.invited_all")
	return web.SeeOther(c, string(registerHome(c)))
}

type registerImportPage struct {
	*organization.ImportPage // nil before a list was read
	Home                     paths.StaffRegister
}

// Import is where a list is brought.
func (h *Register) Import(c echo.Context) error { return h.showImport(c, nil, h.NewForm(c, nil)) }

func (h *Register) showImport(c echo.Context, page *organization.ImportPage, form *web.Form) error {
	return h.ShowForm(c, "staff/register/import", registerImportPage{page, registerHome(c)}, form)
}

// Preview shows what a list would do. Nothing is stored.
func (h *Register) Preview(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	list, err := takeList(c, form)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.showImport(c, nil, form)
	}
	page, err := h.Organizations.PreviewImport(c.Request().Context(), web.HostOf(c), list)
	if err != nil {
		if form.Take(err) {
			return h.showImport(c, nil, form)
		}
		return err
	}
	return h.showImport(c, page, form)
}

// Store stores what the preview showed.
func (h *Register) Store(c echo.Context) error {
	var in organization.ImportInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Organizations.StoreImport(c.Request().Context(), web.HostOf(c), &in)
	if err != nil {
		if form.Take(err) {
			return h.showImport(c, nil, form)
		}
		return err
	}
	web.SetFlash(c, "success", "register.imported")
	return web.SeeOther(c, string(registerHome(c)))
}

// Template sends a list to fill in.
func (h *Register) Template(c echo.Context) error {
	return web.SendCSV(c, web.HostOf(c).Slug+"-register-template.csv", organization.RegisterTemplate(h.Texts(c)))
}

// UndoImport takes back what came with a list.
func (h *Register) UndoImport(c echo.Context) error {
	err := h.Organizations.UndoImport(c.Request().Context(), web.HostOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "register.import_undone")
	return web.SeeOther(c, string(registerHome(c)))
}

// Invite mails an invitation to a person.
func (h *Register) Invite(c echo.Context) error {
	err := h.Organizations.Invite(c.Request().Context(), web.HostOf(c), c.Param("id"))
	if done, answer := h.Save(c, h.NewForm(c, nil), err, string(registerPerson(c)), "joining.invitation_sent"); done {
		return answer
	}
	return err
}

// Answer answers somebody who asks to join.
func (h *Register) Answer(c echo.Context) error {
	var in organization.AnswerInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Organizations.Answer(c.Request().Context(), web.HostOf(c), c.Param("id"), &in)
	if done, answer := h.Save(c, form, err, string(registerHome(c)), "joining.answer_sent"); done {
		return answer
	}
	return h.showPerson(c, form)
}

// LeavingForm asks whether the organization leaves, or is back.
func (h *Register) LeavingForm(c echo.Context) error {
	return h.Show(c, "staff/register/leaving", paths.OfStaffOrganization(web.HostOf(c).Slug))
}

// Leaving says that it does.
func (h *Register) Leaving(c echo.Context) error {
	left := c.FormValue("left") == "true"
	if err := h.Organizations.SetLeft(c.Request().Context(), web.HostOf(c), left); err != nil {
		return err
	}
	done := map[bool]string{true: "organization.left_saved", false: "organization.back_saved"}[left]
	web.SetFlash(c, "success", done)
	return web.SeeOther(c, string(paths.OfStaffOrganization(web.HostOf(c).Slug)))
}
