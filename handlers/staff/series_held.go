package staff

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/analysis"
	"meguri/app/series"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// HeldSeries has the series of an organization, alone or with others.
type HeldSeries struct {
	*web.Kit
	Series   *series.Service
	Analyses *analysis.Service
}

func actor(c echo.Context) *series.Actor {
	return &series.Actor{Organization: web.HostOf(c), Account: web.AccountOf(c), Roles: web.RolesOf(c)}
}

func heldSeries(c echo.Context) paths.HeldSeries {
	return paths.OfStaffOrganization(web.HostOf(c).Slug).OneSeries(c.Param("id"))
}

type heldListPage struct {
	*series.Held
	Home paths.StaffOrganization
}

// List lists the series of the organization, and those that ask it.
func (h *HeldSeries) List(c echo.Context) error {
	held, err := h.Series.Held(c.Request().Context(), web.HostOf(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/series/index", heldListPage{held, paths.OfStaffOrganization(web.HostOf(c).Slug)})
}

type heldPage struct {
	*series.HostPage
	Home paths.StaffOrganization
	Path paths.HeldSeries
	// Hosts may host the next edition; Owners are by whom what was agreed is filtered, Staff who may be given it.
	Hosts, Owners, Accounts, Zones []web.Option
	States                         []models.ActionState
	Public                         paths.Series
	MayAnswer                      bool
	MaySeeResults                  bool
}

// Head is the head of a column of what was agreed.
func (p *heldPage) Head(by string) web.SortHead {
	return web.SortHeadOf(string(p.Path), p.query(), by, p.Filter.Sort)
}

func (p *heldPage) query() url.Values {
	query := url.Values{"state": {string(p.Filter.State)}}
	if p.Filter.By != "" {
		query.Set("by", p.Filter.By)
	}
	return query
}

// InState is the list of those in a state.
func (p *heldPage) InState(state models.ActionState) string {
	query := p.query()
	query.Set("state", string(state))
	return web.WithQuery(string(p.Path), query)
}

// ShowOne shows a series to the staff of a member; to one that is asked, the question.
func (h *HeldSeries) ShowOne(c echo.Context) error { return h.showOne(c, nil, http.StatusOK) }

func (h *HeldSeries) showOne(c echo.Context, form *web.Form, status int) error {
	var filter series.ActionFilter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	found, err := h.Series.HostPage(c.Request().Context(), actor(c), c.Param("id"), &filter)
	if err != nil {
		return err
	}
	roles, texts := web.RolesOf(c), h.Texts(c)
	page := &heldPage{
		HostPage: found, Home: paths.OfStaffOrganization(web.HostOf(c).Slug), Path: heldSeries(c),
		States: models.ActionStates, Public: paths.OfSeries(found.Series.Slug),
		MayAnswer: models.Holds(roles, models.ManageMembers), MaySeeResults: models.Holds(roles, models.SeeResults),
		Hosts: []web.Option{{Text: texts.T("series.host_open")}}, Owners: []web.Option{{Text: texts.T("action.all_owners")}},
		Accounts: []web.Option{{Text: texts.T("action.nobody")}},
	}
	for _, m := range found.Members {
		if m.State != models.SeriesAgreed {
			continue
		}
		option := web.Option{Value: m.OrganizationID, Text: texts.Pick(m.Organization.NameJa, m.Organization.NameEn)}
		page.Hosts, page.Owners = append(page.Hosts, option), append(page.Owners, option)
	}
	for _, a := range found.Staff {
		page.Accounts = append(page.Accounts, web.Option{Value: a.ID, Text: a.Name})
	}
	fresh := h.NewForm(c, url.Values{})
	if found.Input != nil {
		fresh = h.FormOf(c, found.Input)
	}
	if form == nil {
		form = fresh
	}
	page.Zones = zoneOptions(texts, fresh.Value("time_zone"), h.Now())
	if !form.Values.Has("day") { // a form of something else: the next date is as it is
		for name, values := range fresh.Values {
			form.Values[name] = values
		}
	}
	return h.Render(c, status, "staff/series/held", page, form)
}

// change does what a form says, and shows the page again.
func (h *HeldSeries) change(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	status := http.StatusUnprocessableEntity
	if form.OK() {
		err := do()
		if done, answer := h.Save(c, form, err, string(heldSeries(c)), message); done {
			return answer
		}
		if models.CodeOf(err) == models.CodeConflict {
			status = http.StatusConflict
		}
	}
	return h.showOne(c, form, status)
}

// Answer takes the organization's answer.
func (h *HeldSeries) Answer(c echo.Context) error {
	var in series.AnswerInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err = h.Series.Answer(c.Request().Context(), web.HostOf(c), c.Param("id"), &in)
		to := string(heldSeries(c))
		if in.Answer == "decline" || in.Answer == "leave" {
			to = paths.OfStaffOrganization(web.HostOf(c).Slug).Series()
		}
		if done, answer := h.Save(c, form, err, to, "series.answered"); done {
			return answer
		}
	}
	web.SetFlash(c, "error", "series.changed_meanwhile")
	return web.SeeOther(c, paths.OfStaffOrganization(web.HostOf(c).Slug).Series())
}

// Ask asks another organization.
func (h *HeldSeries) Ask(c echo.Context) error {
	var in series.AskInput
	return h.change(c, &in, "series.member_asked", func() error {
		return h.Series.Ask(c.Request().Context(), web.HostOf(c), c.Param("id"), &in)
	})
}

// ChangeMember changes the turn of a member, or ends its place.
func (h *HeldSeries) ChangeMember(c echo.Context) error {
	var in series.ChangeMemberInput
	return h.change(c, &in, "series.members_changed", func() error {
		return h.Series.ChangeMember(c.Request().Context(), web.HostOf(c), c.Param("id"), c.Param("member"), &in)
	})
}

// SaveNext stores the date of the next edition.
func (h *HeldSeries) SaveNext(c echo.Context) error {
	var in series.NextInput
	return h.change(c, &in, "series.next_saved", func() error {
		return h.Series.SaveNext(c.Request().Context(), web.HostOf(c), c.Param("id"), &in)
	})
}

// Tick says what became of something that was agreed.
func (h *HeldSeries) Tick(c echo.Context) error {
	var in series.TickInput
	return h.change(c, &in, "action.saved", func() error {
		return h.Series.Tick(c.Request().Context(), actor(c), c.Param("id"), c.Param("action"), &in)
	})
}

// Assign says whose it is.
func (h *HeldSeries) Assign(c echo.Context) error {
	var in series.AssignInput
	return h.change(c, &in, "action.saved", func() error {
		return h.Series.Assign(c.Request().Context(), actor(c), c.Param("id"), c.Param("action"), &in)
	})
}

type comparedPage struct {
	*analysis.EditionsPage
	Path paths.HeldSeries
}

// Compared puts the editions side by side, as far as their hosts share their figures.
func (h *HeldSeries) Compared(c echo.Context) error {
	page, err := h.Analyses.SeriesPage(c.Request().Context(), web.HostOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/series/compared", comparedPage{page, heldSeries(c)})
}

// Minutes has what was written down at an event, and what was agreed.
type Minutes struct {
	*web.Kit
	Series *series.Service
}

type minutesPage struct {
	*series.MinutesPage
	Owners []web.Option
	Public string
	// Conflicts are what somebody else saved meanwhile.
	Conflicts []web.EditConflict
}

// Edit is the form of the minutes, with what was agreed at the edition and before.
func (h *Minutes) Edit(c echo.Context) error { return h.show(c, nil, http.StatusOK) }

func (h *Minutes) show(c echo.Context, form *web.Form, status int) error {
	found, err := h.Series.MinutesPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	page := minutesPage{MinutesPage: found, Public: paths.OfEvent(web.EventOf(c).Slug).Minutes()}
	page.Owners = []web.Option{{Text: texts.T("action.choose_owner")}}
	for _, m := range found.Members {
		page.Owners = append(page.Owners, web.Option{
			Value: m.OrganizationID, Text: texts.Pick(m.Organization.NameJa, m.Organization.NameEn),
		})
	}
	fresh := h.FormOf(c, found.Input)
	switch {
	case form == nil:
		form = fresh
	case !form.Values.Has("text_ja"): // a form of what was agreed: the minutes are as they are
		for name, values := range fresh.Values {
			form.Values[name] = values
		}
	case status == http.StatusConflict:
		page.Conflicts = form.ConflictsWith(found.Input)
	}
	return h.Render(c, status, "staff/minutes/show", page, form)
}

// Save stores the minutes.
func (h *Minutes) Save(c echo.Context) error {
	var in series.MinutesInput
	return h.change(c, &in, "minutes.saved", func() error {
		return h.Series.SaveMinutes(c.Request().Context(), web.EventOf(c), &in)
	})
}

// AddAction adds something that was agreed.
func (h *Minutes) AddAction(c echo.Context) error {
	var in series.ActionInput
	return h.change(c, &in, "action.saved", func() error {
		return h.Series.AddAction(c.Request().Context(), web.EventOf(c), &in)
	})
}

// SaveAction changes it.
func (h *Minutes) SaveAction(c echo.Context) error {
	var in series.ActionInput
	return h.change(c, &in, "action.saved", func() error {
		return h.Series.SaveAction(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	})
}

// Tick says what became of it.
func (h *Minutes) Tick(c echo.Context) error {
	var in series.TickInput
	return h.change(c, &in, "action.saved", func() error {
		return h.Series.TickAt(c.Request().Context(), web.EventOf(c), web.AccountOf(c), c.Param("id"), &in)
	})
}

func (h *Minutes) change(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	status := http.StatusUnprocessableEntity
	if form.OK() {
		err := do()
		if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Minutes(), message); done {
			return answer
		}
		if models.CodeOf(err) == models.CodeConflict {
			status = http.StatusConflict
		}
	}
	return h.show(c, form, status)
}
