package staff

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/filter"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// registrationsPage is the list, with addresses that keep its filter and order.
type registrationsPage struct {
	*registration.ListPage
	path                string
	CSV, ShiftJIS, XLSX string
	Attendances         []models.Attended
	Orders              []order
	// Rows lead to where the rows of the syllabary begin in the list.
	Rows []rowLink
	// Everybody is the list without a filter, "" where there is none; First is its first page.
	Everybody, First string
	Pages            *web.Pages
	// Query is that of the list's address.
	Query string
	// Columns may be shown, in their order.
	Columns []column
	shown   []string
	// Asked are the questions of the event's form whose answers are shown.
	Asked []column
	// Filters counts the filters beside the search. Chips are all of them, WaysOut those to leave out where they choose
	// nobody.
	Filters        int
	Chips, WaysOut []chip
	PDF            string
	// Papers is the address of badges, letters or postcards.
	Papers func(kind registration.PaperKind) string
	// Sheets is the address of the papers for badges.
	Sheets string
	// ViewLinks lead to the named lists.
	ViewLinks []viewLink
	// Totals are of all people of the event, nil in a part of the page.
	Totals *registration.Totals
}

type rowLink struct {
	Text, URL string
	Current   bool
}

// column is one that may be chosen. Text is a key.
type column struct {
	Name, Text string
	Shown      bool
	// Title is that of a question of the event's form, "" for others.
	Title string
}

// order is one in which the list can be. Text is a key.
type order struct{ Value, Text string }

// orders are the orders that a person chooses from where the table has no head.
var orders = []order{
	{"", "registration.by_name"},
	{"-registered", "registration.by_newest"},
	{"registered", "registration.by_oldest"},
	{"state", "registration.by_state"},
	{"ticket_type", "registration.by_ticket_type"},
	{"arrival", "registration.by_arrival"},
	{"-arrival", "registration.by_last_arrival"},
	{"organization", "registration.by_organization"},
	{"-online", "registration.by_online"},
}

// columnTexts are the keys of what columns are called.
var columnTexts = map[string]string{
	"organization": "registration.organization_short",
	"ticket_type":  "ticket_type.name",
	"state":        "registration.state",
	"arrived":      "desk.arrived",
	"online":       "desk.online",
	"sessions":     "registration.column_sessions",
	"archive":      "statistic.archive",
	"needs":        "registration.needs_short",
	"registered":   "desk.registered_on",
	"code":         "registration.code",
	"email":        "registration.email",
	"sector":       "registration.sector",
	"language":     "registration.language",
	"tags":         "person.tags",
	"note":         "filter.note",
}

// Has reports whether the list has a column.
func (p *registrationsPage) Has(name string) bool { return slices.Contains(p.shown, name) }

// fitting is how many columns beside the name a desktop has room for.
const fitting = 7

// IsWide reports whether the list has more columns than fit.
func (p *registrationsPage) IsWide() bool { return len(p.shown) > fitting }

// OtherOrder is the order of the list where it is none of Orders, or "".
func (p *registrationsPage) OtherOrder() string {
	if slices.ContainsFunc(orders, func(o order) bool { return o.Value == p.Filter.Sort }) {
		return ""
	}
	return p.Filter.Sort
}

// Head is the head of a column by which the list can be sorted.
func (p *registrationsPage) Head(by string) web.SortHead {
	head := web.SortHeadOf(p.path, p.Filter.Query(), by, cmp.Or(p.Filter.Sort, "name"))
	if by == "name" && head.Way != "ascending" { // the list is so by itself
		query := p.Filter.Query()
		query.Del("sort")
		head.URL = web.WithQuery(p.path, query)
	}
	return head
}

// rowLinks are the letters to jump to, with filter and order kept.
func rowLinks(path string, in *registration.FilterInput) (links []rowLink) {
	for _, row := range filter.Rows {
		query := in.Query()
		query.Set("from", row)
		links = append(links, rowLink{row, web.WithQuery(path, query) + "#from", row == in.From})
	}
	return links
}

func (h *Registrations) List(c echo.Context) error {
	var in registration.FilterInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	return h.showList(c, &in, nil)
}

// showList shows the list. form says what went wrong, nil for nothing. A filter, order or page that cannot be read
// shows everybody, and says so.
func (h *Registrations) showList(c echo.Context, in *registration.FilterInput, form *web.Form) error {
	page, err := h.Registrations.ListPage(c.Request().Context(), web.EventOf(c), in, web.PageSize)
	if models.CodeOf(err) == models.CodeInvalid && !in.IsPlain() {
		form = h.NewForm(c, url.Values{})
		form.Message = h.Texts(c).T("registration.list_unreadable")
		return h.showList(c, &registration.FilterInput{}, form)
	}
	if err != nil {
		return err
	}
	data := h.listData(c, page)
	if web.IsFragment(c) {
		return h.ShowFragment(c, "staff/registration/index", "list", data)
	}
	if data.Totals, err = h.Registrations.Totals(c.Request().Context(), web.EventOf(c)); err != nil {
		return err
	}
	return h.ShowForm(c, "staff/registration/index", data, form)
}

func (h *Registrations) listData(c echo.Context, page *registration.ListPage) *registrationsPage {
	event, in := web.EventOf(c), page.Filter
	if in.Sort == string(models.SortName) {
		in.Sort = ""
	}
	path := paths.OfStaffEvent(event.Slug).Registrations()
	data := &registrationsPage{
		ListPage: page, path: path, Attendances: models.Attendances, Orders: orders, Query: in.Query().Encode(),
		First: web.WithQuery(path, in.Query()),
	}
	data.addChips(h.Texts(c))
	data.Filters = len(slices.DeleteFunc(in.Conditions(), func(c filter.Condition) bool { return c.Name == "q" }))
	data.Pages = web.PagesOf(
		path, in.Query(), page.Number, len(page.Registrations), page.Total, page.HasNext, page.More || page.About,
	)
	if page.ByName() {
		data.Rows = rowLinks(path, in)
	}
	if !in.IsEmpty() {
		data.Everybody = path
	}
	data.addColumns(event, page.Columns(web.AccountOf(c)))
	data.addAnswers(h.Texts(c), page.Columns(web.AccountOf(c)))
	data.addViews()
	data.addFiles(event)
	return data
}

// addColumns shows the columns that the person chose and the event has.
func (p *registrationsPage) addColumns(event *models.Event, chosen []string) {
	for _, name := range registration.ListColumns {
		isChosen := slices.Contains(chosen, name)
		p.Columns = append(p.Columns, column{Name: name, Text: columnTexts[name], Shown: isChosen})
		comes := p.HasDay
		switch name {
		case "arrived":
			comes = comes && event.NamesVenue()
		case "sessions":
			comes = comes && p.Sessions != nil
		case "online":
			comes = comes && event.HasStream()
		case "archive":
			comes = comes && p.Archive != nil
		default:
			comes = true
		}
		if isChosen && comes {
			p.shown = append(p.shown, name)
		}
	}
}

// addAnswers shows the answers that the person chose, of questions that the event asks or did.
func (p *registrationsPage) addAnswers(texts *i18n.Localizer, chosen []string) {
	for _, q := range p.Answers().Questions() {
		name := registration.AnswerColumn + q.Slug
		of := column{Name: name, Title: texts.Pick(q.TitleJa, q.TitleEn), Shown: slices.Contains(chosen, name)}
		p.Columns = append(p.Columns, of)
		if of.Shown {
			p.shown, p.Asked = append(p.shown, name), append(p.Asked, of)
		}
	}
}

// Said is what a person answered to the question of a column.
func (p *registrationsPage) Said(texts *i18n.Localizer, r *models.Registration, of column) string {
	for _, line := range p.Answers().Lines(texts, r) {
		if registration.AnswerColumn+line.Slug == of.Name {
			return line.Text
		}
	}
	return ""
}

// addFiles adds the addresses of the files, which have whom the list has, in its order.
func (p *registrationsPage) addFiles(event *models.Event) {
	api, query := paths.OfAPIEvent(event.Slug), p.Filter.Query()
	query.Del("view")
	papers := p.Filter.Query()
	papers.Del("view")
	p.Sheets = web.WithQuery(paths.OfStaffEvent(event.Slug).Sheets(), papers)
	p.Papers = func(kind registration.PaperKind) string {
		return web.WithQuery(paths.OfStaffEvent(event.Slug).Papers(string(kind)), papers)
	}
	p.PDF = web.WithQuery(paths.OfStaffEvent(event.Slug).RegistrationsPDF(), query)
	p.CSV = web.WithQuery(api.RegistrationsCSV(), query)
	p.XLSX = web.WithQuery(api.RegistrationsXLSX(), query)
	query.Set("encoding", "shift_jis")
	p.ShiftJIS = web.WithQuery(api.RegistrationsCSV(), query)
}

// ChooseColumns remembers which columns the person wants to see.
func (h *Registrations) ChooseColumns(c echo.Context) error {
	var in struct {
		registration.ColumnsInput
		List string `form:"list"`
	}
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Registrations.ChooseColumns(c.Request().Context(), web.AccountOf(c), &in.ColumnsInput)
		if err == nil {
			return web.SeeOther(c, listAddress(c, in.List))
		}
		if !form.Take(err) {
			return err
		}
	}
	form.Message = h.Texts(c).T("error.invalid")
	return h.showList(c, &registration.FilterInput{}, form)
}

// listAddress is the list with the query that a form of it kept.
func listAddress(c echo.Context, kept string) string {
	query, _ := url.ParseQuery(kept)
	return web.WithQuery(staffEvent(c).Registrations(), query)
}
