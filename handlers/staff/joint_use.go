package staff

import (
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/jointuse"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// JointUses has what organizations use jointly of people's data.
type JointUses struct {
	*web.Kit
	JointUses *jointuse.Service
}

func jointActor(c echo.Context) *jointuse.Actor {
	return &jointuse.Actor{Organization: web.HostOf(c), Account: web.AccountOf(c), Roles: web.RolesOf(c)}
}

func jointHome(c echo.Context) paths.StaffOrganization {
	return paths.OfStaffOrganization(web.HostOf(c).Slug)
}

func jointUse(c echo.Context) paths.JointUse { return jointHome(c).JointUse(c.Param("id")) }

type jointListPage struct {
	Rows    []jointuse.Row
	Home    paths.StaffOrganization
	MayMake bool
}

// List lists the joint uses of the organization.
func (h *JointUses) List(c echo.Context) error {
	rows, err := h.JointUses.List(c.Request().Context(), jointActor(c))
	if err != nil {
		return err
	}
	may := models.Holds(web.RolesOf(c), models.ManageMembers)
	return h.Show(c, "staff/joint_use/index", jointListPage{rows, jointHome(c), may})
}

type jointNewPage struct {
	Home                     paths.StaffOrganization
	About, Fields, Registers []web.Option
	Roles                    []web.Option
}

// New is the form of another one.
func (h *JointUses) New(c echo.Context) error {
	today := h.Now().In(models.DefaultZone)
	values := url.Values{
		"starts_on": {today.Format(time.DateOnly)}, "ends_on": {today.AddDate(1, 0, -1).Format(time.DateOnly)},
		"roles": {string(models.RoleOwner), string(models.RoleOrganizer)},
	}
	return h.showNew(c, h.NewForm(c, values), http.StatusOK)
}

func (h *JointUses) showNew(c echo.Context, form *web.Form, status int) error {
	found, err := h.JointUses.NewPage(c.Request().Context(), web.HostOf(c))
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	page := jointNewPage{Home: jointHome(c)}
	page.About = []web.Option{{Value: "", Text: texts.T("common.choose")}}
	for i := range found.Series {
		s := &found.Series[i]
		text := texts.T("joint_use.about_series", "title", texts.Pick(s.TitleJa, s.TitleEn))
		page.About = append(page.About, web.Option{Value: "series:" + s.ID, Text: text})
	}
	for i := range found.Events {
		e := &found.Events[i]
		text := texts.T("joint_use.about_event", "title", texts.Pick(e.TitleJa, e.TitleEn))
		page.About = append(page.About, web.Option{Value: "event:" + e.ID, Text: text})
	}
	page.About = append(page.About, web.Option{Value: "register", Text: texts.T("joint_use.about_register")})
	option := func(f models.JointField) web.Option {
		return web.Option{Value: string(f), Text: texts.T("joint_use.field_" + string(f))}
	}
	for _, f := range models.JointOfEvents {
		page.Fields = append(page.Fields, option(f))
	}
	for _, f := range models.JointOfRegister[2:] {
		page.Registers = append(page.Registers, option(f))
	}
	for _, r := range models.Roles {
		page.Roles = append(page.Roles, web.Option{Value: string(r), Text: texts.T("member.role_" + string(r))})
	}
	return h.Render(c, status, "staff/joint_use/new", page, form)
}

// Create offers it to other organizations.
func (h *JointUses) Create(c echo.Context) error {
	var in jointuse.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		id, err := h.JointUses.Create(c.Request().Context(), web.HostOf(c), &in)
		if done, answer := h.Save(c, form, err, string(jointHome(c).JointUse(id)), "joint_use.offered"); done {
			return answer
		}
	}
	return h.showNew(c, form, http.StatusUnprocessableEntity)
}

type jointPage struct {
	*jointuse.Page
	Home      paths.StaffOrganization
	Path      paths.JointUse
	MayAnswer bool
	// IsKeeper says that the organization is responsible.
	IsKeeper bool
}

// ShowOne shows what was agreed, and who said yes.
func (h *JointUses) ShowOne(c echo.Context) error {
	found, err := h.JointUses.Page(c.Request().Context(), jointActor(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/joint_use/show", jointPage{
		Page: found, Home: jointHome(c), Path: jointUse(c), MayAnswer: models.Holds(web.RolesOf(c), models.ManageMembers),
		IsKeeper: found.OrganizationID == web.HostOf(c).ID,
	})
}

// Answer takes the organization's answer, or ends its part.
func (h *JointUses) Answer(c echo.Context) error {
	var in jointuse.AnswerInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	err := h.JointUses.Answer(c.Request().Context(), web.HostOf(c), c.Param("id"), &in)
	kind, message := "success", "joint_use.answered"
	if models.CodeOf(err) == models.CodeConflict {
		kind, message, err = "error", web.TextOf(err), nil
	}
	if err != nil {
		return err
	}
	web.SetFlash(c, kind, message)
	return web.SeeOther(c, string(jointUse(c)))
}

type jointPeoplePage struct {
	*jointuse.People
	Home  paths.StaffOrganization
	Path  paths.JointUse
	Pages *web.Pages
}

func (p *jointPeoplePage) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"q": p.Filter.Search, "sort": p.Filter.Sort} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// Head is the head of a column by which the people can be sorted.
func (p *jointPeoplePage) Head(by models.JointField) web.SortHead {
	return web.SortHeadOf(p.Path.People(), p.query(), string(by), p.Filter.Sort)
}

// CSV is what is on the screen as a file.
func (p *jointPeoplePage) CSV() string { return web.WithQuery(p.Path.CSV(), p.query()) }

// People lists those whose data is used jointly.
func (h *JointUses) People(c echo.Context) error {
	var filter jointuse.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	found, err := h.JointUses.People(
		c.Request().Context(), h.Texts(c), jointActor(c), c.Param("id"), &filter, web.PageSize)
	if err != nil {
		return err
	}
	page := &jointPeoplePage{People: found, Home: jointHome(c), Path: jointUse(c)}
	hasNext := filter.Number*web.PageSize < found.Total
	page.Pages = web.PagesOf(
		page.Path.People(), page.query(), filter.Number, len(found.People), found.Total, hasNext, false)
	return h.Show(c, "staff/joint_use/people", page)
}

// CSV sends what the filter chooses as a file.
func (h *JointUses) CSV(c echo.Context) error {
	var filter jointuse.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	t, err := h.JointUses.Table(c.Request().Context(), h.Texts(c), jointActor(c), c.Param("id"), &filter)
	if err != nil {
		return err
	}
	return web.SendCSV(c, web.HostOf(c).Slug+"-joint-use.csv", t)
}
