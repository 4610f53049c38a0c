package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/need"
	"meguri/app/offer"
	"meguri/app/project"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/app/wish"
	"meguri/handlers/web"
	"meguri/models"
)

// Needs has the board of needs of an event or an organization.
type Needs struct {
	*web.Kit
	Needs  *need.Service
	Offers *offer.Service
	// Wished has what people wish after an event.
	Wished *wish.Service
	// Projects says which began with a need.
	Projects *project.Service
}

// needPlace is the event or the organization of the path.
func needPlace(c echo.Context) models.NeedPlace {
	if host := web.HostOf(c); host != nil {
		return need.At(host)
	}
	return need.AtEvent(web.EventOf(c))
}

func needHome(c echo.Context) paths.StaffNeeds {
	if host := web.HostOf(c); host != nil {
		return paths.StaffNeeds(paths.OfStaffOrganization(host.Slug).Needs())
	}
	return paths.StaffNeeds(staffEvent(c).Needs())
}

type needBoardPage struct {
	*need.BoardPage
	Home   paths.StaffNeeds
	States []models.NeedState
	// Offers counts the offers for each need, Unanswered those that are to be answered.
	Offers, Unanswered map[string]int
	Projects           paths.StaffProjects
	// Suggestions are what many spoke of.
	Suggestions []need.Suggestion
	Orders      []web.Option
	Pages       *web.Pages
}

// In is the board of a state, "" for all, with the same search and order.
func (p *needBoardPage) In(state models.NeedState) string {
	filter := *p.Filter
	filter.State = state
	return web.WithQuery(string(p.Home), needQuery(&filter))
}

// needQuery is a filter of a board as an address has it.
func needQuery(f *need.Filter) url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"q": f.Search, "state": string(f.State), "sort": string(f.Sort)} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// needOrders are the orders of a board: the usual one with its text, and others.
func needOrders(t *i18n.Localizer, usual string, others []models.NeedOrder) []web.Option {
	list := []web.Option{{Text: t.T(usual)}}
	for _, order := range others {
		list = append(list, web.Option{Value: string(order), Text: t.T("need.sort_" + string(order))})
	}
	return list
}

// Board lists the needs of the place.
func (h *Needs) Board(c echo.Context) error {
	var filter need.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	board, err := h.Needs.BoardPage(c.Request().Context(), needPlace(c), &filter)
	if err != nil {
		return err
	}
	all, waiting, err := h.Offers.Waiting(c.Request().Context(), needPlace(c))
	if err != nil {
		return err
	}
	suggestions, err := h.Needs.Suggestions(c.Request().Context(), needPlace(c))
	if err != nil {
		return err
	}
	home := needHome(c)
	return h.Show(c, "staff/need/index", &needBoardPage{
		board, home, models.NeedStates, all, waiting, projectHome(c), suggestions,
		needOrders(h.Texts(c), "need.sort_change", models.NeedOrders[1:]),
		web.PagesOf(string(home), needQuery(&filter), board.Number, len(board.Needs), board.Total, board.HasNext(), false),
	})
}

type needFormPage struct {
	Home                  paths.StaffNeeds
	To                    string
	Themes, Efforts, Ways []web.Option
	IsNew                 bool
}

func (h *Needs) showForm(c echo.Context, to string, isNew bool, form *web.Form) error {
	texts := h.Texts(c)
	return h.ShowForm(c, "staff/need/edit", needFormPage{
		Home: needHome(c), To: to, IsNew: isNew,
		Themes:  web.NeedOptions(texts, "need.undecided", "need.theme_", models.NeedThemes),
		Efforts: web.NeedOptions(texts, "need.undecided", "need.effort_", models.Efforts),
		Ways:    web.NeedOptions(texts, "need.undecided", "need.way_", models.NeedWays),
	}, form)
}

// New is the form of a new need; ?voice= is the voice of which it is made.
func (h *Needs) New(c echo.Context) error {
	in, err := h.Needs.Fresh(c.Request().Context(), needPlace(c), c.QueryParam("voice"))
	if err != nil {
		return err
	}
	return h.showForm(c, string(needHome(c)), true, h.FormOf(c, in))
}

// Create stores a new need as a draft.
func (h *Needs) Create(c echo.Context) error {
	var in need.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		made, err := h.Needs.Create(c.Request().Context(), needPlace(c), &in)
		if err == nil {
			web.SetFlash(c, "success", "need.created")
			return web.SeeOther(c, string(needHome(c).Need(made.ID)))
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showForm(c, string(needHome(c)), true, form)
}

// Take makes a draft of a suggestion, or leads to the one that somebody made before.
func (h *Needs) Take(c echo.Context) error {
	var in need.TakeInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	in.Lang = h.Texts(c).Lang
	made, isNew, err := h.Needs.Take(c.Request().Context(), needPlace(c), &in)
	if err != nil {
		return err
	}
	if isNew {
		web.SetFlash(c, "success", "need.created")
	} else {
		web.SetFlash(c, "info", "need.made_before")
	}
	return web.SeeOther(c, string(needHome(c).Need(made.ID)))
}

type wishesPage struct {
	Home   paths.StaffNeeds
	Wishes []models.Wish
}

// Wishes lists what people wish after events of the place.
func (h *Needs) Wishes(c echo.Context) error {
	list, err := h.Wished.List(c.Request().Context(), needPlace(c))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/need/wishes", wishesPage{needHome(c), list})
}

type needDeskPage struct {
	*need.DeskPage
	Home   paths.StaffNeeds
	Path   paths.StaffNeed
	Offers []*offer.DeskOffer
	// Projects began with it.
	Projects     []models.Project
	ProjectsHome paths.StaffProjects
}

// Need shows a need: what it lacks, where it may go, whom to ask.
func (h *Needs) Need(c echo.Context) error { return h.showNeed(c, nil) }

func (h *Needs) showNeed(c echo.Context, form *web.Form) error {
	page, err := h.Needs.DeskPage(c.Request().Context(), needPlace(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, &need.AgreementInput{Agreement: page.Agreement})
	}
	offers, err := h.Offers.OfNeed(c.Request().Context(), page.Need)
	if err != nil {
		return err
	}
	projects, err := h.Projects.OfNeed(c.Request().Context(), page.Need)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/need/show", needDeskPage{
		page, needHome(c), needHome(c).Need(page.ID), offers, projects, projectHome(c),
	}, form)
}

// Edit is the form of a need.
func (h *Needs) Edit(c echo.Context) error {
	page, err := h.Needs.DeskPage(c.Request().Context(), needPlace(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showForm(c, needHome(c).Need(page.ID).Edit(), false, h.FormOf(c, need.InputOf(page.Need)))
}

// Save stores what was typed about it.
func (h *Needs) Save(c echo.Context) error {
	var in need.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	to := needHome(c).Need(c.Param("id"))
	if form.OK() {
		err := h.Needs.Save(c.Request().Context(), needPlace(c), c.Param("id"), &in)
		if done, answer := h.Kit.Save(c, form, err, string(to), "need.saved"); done {
			return answer
		}
	}
	return h.showForm(c, to.Edit(), false, form)
}

// Move takes it to another state.
func (h *Needs) Move(c echo.Context) error {
	var in need.MoveInput
	return h.change(c, &in, "need.moved", func() error {
		return h.Needs.Move(c.Request().Context(), needPlace(c), c.Param("id"), &in)
	})
}

// Agree stores what was agreed.
func (h *Needs) Agree(c echo.Context) error {
	var in need.AgreementInput
	return h.change(c, &in, "need.agreed", func() error {
		return h.Needs.Agree(c.Request().Context(), needPlace(c), c.Param("id"), &in)
	})
}

// Answer answers an offer for it.
func (h *Needs) Answer(c echo.Context) error {
	var in offer.AnswerInput
	return h.change(c, &in, "offer.answered", func() error {
		return h.Offers.Answer(c.Request().Context(), needPlace(c), c.Param("id"), c.Param("offer"), &in)
	})
}

// Block declines an offer, and takes no more of the address.
func (h *Needs) Block(c echo.Context) error {
	var in offer.AnswerInput
	return h.change(c, &in, "offer.blocked", func() error {
		return h.Offers.Block(c.Request().Context(), needPlace(c), c.Param("id"), c.Param("offer"), in.Version)
	})
}

type needMatchPage struct {
	*need.MatchPage
	Home   paths.StaffNeeds
	Orders []web.Option
	Pages  *web.Pages
}

// Matches shows the best of those who may be asked about each need.
func (h *Needs) Matches(c echo.Context) error {
	var filter need.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	page, err := h.Needs.MatchPage(c.Request().Context(), needPlace(c), &filter)
	if err != nil {
		return err
	}
	filter.State = ""
	home := needHome(c)
	return h.Show(c, "staff/need/match", needMatchPage{
		page, home, needOrders(h.Texts(c), "need.sort_waiting", models.NeedOrders[2:]),
		web.PagesBy(page.PerPage(), home.Matches(), needQuery(&filter), page.Number, len(page.Matches), page.Total),
	})
}

type needPeoplePage struct {
	*need.PeoplePage
	Home      paths.StaffNeeds
	Path      paths.StaffNeed
	Interests []web.Option
	MostAsked int
}

// People shows who may be asked, with ?person= one of them first, and why.
func (h *Needs) People(c echo.Context) error {
	return h.showPeople(c, h.FormOf(c, &offer.AskInput{Person: c.QueryParam("person")}))
}

func (h *Needs) showPeople(c echo.Context, form *web.Form) error {
	page, err := h.Needs.PeoplePage(c.Request().Context(), needPlace(c), c.Param("id"), form.Value("person"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/need/people", needPeoplePage{
		page, needHome(c), needHome(c).Need(page.ID), web.InterestOptions(h.Texts(c)), models.MostAsked,
	}, form)
}

// Ask asks one of them.
func (h *Needs) Ask(c echo.Context) error {
	var in offer.AskInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Offers.Ask(c.Request().Context(), needPlace(c), c.Param("id"), web.AccountOf(c), &in)
		to := needHome(c).Need(c.Param("id")).People()
		if done, answer := h.Kit.Save(c, form, err, to, "askable.asked"); done {
			return answer
		}
	}
	return h.showPeople(c, form)
}

// Fit stores whether one of them fits.
func (h *Needs) Fit(c echo.Context) error {
	var in need.CorrectionInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Needs.Correct(c.Request().Context(), needPlace(c), c.Param("id"), &in)
		to := needHome(c).Need(c.Param("id")).People()
		if done, answer := h.Kit.Save(c, form, err, to, "askable.corrected"); done {
			return answer
		}
	}
	return h.showPeople(c, form)
}

func (h *Needs) change(c echo.Context, in any, message string, do func() error) error {
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	if form.OK() {
		to := string(needHome(c).Need(c.Param("id")))
		if done, answer := h.Kit.Save(c, form, do(), to, message); done {
			return answer
		}
	}
	return h.showNeed(c, form)
}
