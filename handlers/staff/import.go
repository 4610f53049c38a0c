package staff

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/handlers/web"
	"meguri/models"
)

// List shows where a list of people is uploaded, and those that were.
func (h *Imports) List(c echo.Context) error { return h.showImports(c, h.NewForm(c, nil)) }

func (h *Imports) showImports(c echo.Context, form *web.Form) error {
	page, err := h.Registrations.ImportsPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/import/index", page, form)
}

// UploadImport reads a list, and shows what its columns hold.
func (h *Imports) UploadImport(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	file, err := web.OpenUploaded(c, "file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Fault("file", "import.no_file")
		return h.showImports(c, form)
	}
	defer file.Close()
	uploaded, err := h.Registrations.UploadImport(
		c.Request().Context(), web.EventOf(c), web.AccountOf(c).ID, file.Name, file,
	)
	if err != nil {
		if form.Take(err) {
			return h.showImports(c, form)
		}
		return err
	}
	return web.SeeOther(c, string(staffEvent(c).Import(uploaded.ID)))
}

// ImportTemplate sends a list to fill in.
func (h *Imports) ImportTemplate(c echo.Context) error {
	list, err := h.Registrations.ImportTemplate(c.Request().Context(), h.Texts(c), web.EventOf(c))
	if err != nil {
		return err
	}
	return web.SendCSV(c, web.EventOf(c).Slug+"-import.csv", list)
}

// importPage is a list with the choices of its forms.
type importPage struct {
	*registration.ImportPage
	Fields, Types, Locales []web.Option
	// Settings says that the columns are shown, not the rows.
	Settings bool
	Shown    []importLine
	Tabs     []importTab
	Pages    *web.Pages
}

// importLine is a row with what there is to say of it.
type importLine struct {
	registration.ImportLine
	Notes []string
}

// importTab leads to the rows with an outcome, or to all.
type importTab struct {
	Outcome models.ImportOutcome
	Count   int
	URL     string
	Current bool
}

// Import shows a list: what its columns hold, what its rows would do, or what became of them.
func (h *Imports) Import(c echo.Context) error { return h.showImport(c, nil) }

func (h *Imports) showImport(c echo.Context, form *web.Form) error {
	var shown registration.ImportShown
	if err := web.BindQuery(c, &shown); err != nil {
		return err
	}
	read, err := h.Registrations.ImportPage(
		c.Request().Context(), web.EventOf(c), c.Param("id"), shown, web.PageSize,
	)
	if err != nil {
		return err
	}
	page := &importPage{ImportPage: read}
	page.Settings = read.State == models.ImportUploaded ||
		read.State == models.ImportChecked && c.QueryParam("columns") != ""
	if form != nil && len(form.Values["column"]) > 0 { // as they were chosen
		page.Settings = true
		for i, field := range form.Values["column"] {
			if i < len(page.Columns) {
				page.Columns[i].Field = registration.ImportField(field)
			}
		}
	}
	h.addImportChoices(c, page)
	h.addImportRows(c, page)
	if form == nil {
		form = h.NewForm(c, url.Values{
			"ticket_type": {read.TicketType}, "locale": {read.Locale}, "mail": {"true"}, "refuse": {"false"},
		})
	}
	if web.IsFragment(c) {
		if !page.Busy() { // the whole page shows what became of the rows
			c.Response().Header().Set("HX-Refresh", "true")
		}
		return h.ShowFragment(c, "staff/import/show", "import_progress", page)
	}
	return h.ShowForm(c, "staff/import/show", page, form)
}

func (h *Imports) addImportChoices(c echo.Context, page *importPage) {
	texts := h.Texts(c)
	for _, field := range registration.ImportFields {
		name := "import.field_" + string(field)
		if field == registration.FieldNone {
			name = "import.field_none"
		}
		page.Fields = append(page.Fields, web.Option{Value: string(field), Text: texts.T(name)})
	}
	if page.Form != nil {
		for i := range page.Form.Questions {
			q := &page.Form.Questions[i]
			if q.Show().InForm() {
				name := texts.T("import.field_question", "question", texts.Pick(q.TitleJa, q.TitleEn))
				page.Fields = append(page.Fields, web.Option{Value: string(registration.QuestionField(q.Slug)), Text: name})
			}
		}
	}
	page.Types = append(page.Types, web.Option{Text: texts.T("import.type_by_column")})
	for _, t := range page.TicketTypes {
		page.Types = append(page.Types, web.Option{Value: t.Slug, Text: texts.Pick(t.NameJa, t.NameEn)})
	}
	for _, locale := range []string{i18n.Japanese, i18n.English} {
		page.Locales = append(page.Locales, web.Option{Value: locale, Text: texts.T("agenda.language_" + locale)})
	}
}

func (h *Imports) addImportRows(c echo.Context, page *importPage) {
	texts, header := h.Texts(c), make([]string, len(page.Columns))
	for i, column := range page.Columns {
		header[i] = column.Title
	}
	for _, line := range page.Lines {
		shown := importLine{ImportLine: line}
		for _, fault := range line.Faults {
			shown.Notes = append(shown.Notes, registration.FaultText(texts, header, fault))
		}
		page.Shown = append(page.Shown, shown)
	}
	path := c.Request().URL.Path
	if web.IsFragment(c) || page.Removed {
		return
	}
	all := 0
	for _, tally := range page.Tallies {
		all += tally.Count
	}
	page.Tabs = []importTab{{"", all, path, page.Filter.Outcome == ""}}
	for _, outcome := range models.ImportOutcomes {
		query := url.Values{"show": {string(outcome)}}
		page.Tabs = append(page.Tabs, importTab{
			outcome, page.Tallies[outcome].Count, web.WithQuery(path, query), page.Filter.Outcome == outcome,
		})
	}
	query := url.Values{}
	if page.Filter.Outcome != "" {
		query.Set("show", string(page.Filter.Outcome))
	}
	hasNext := page.Number*web.PageSize < page.Total
	page.Pages = web.PagesOf(path, query, page.Number, len(page.Lines), page.Total, hasNext, false)
}

// CheckImport reads the rows as the columns say, and shows what they would do.
func (h *Imports) CheckImport(c echo.Context) error {
	var in registration.ImportColumnsInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Registrations.CheckImport(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	if err != nil {
		if form.Take(err) {
			return h.showImport(c, form)
		}
		return err
	}
	return web.SeeOther(c, string(staffEvent(c).Import(c.Param("id"))))
}

// ChooseImportRows keeps which rows of a page are ticked, and turns to another page.
func (h *Imports) ChooseImportRows(c echo.Context) error {
	var in registration.ImportChoiceInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx, event, id := c.Request().Context(), web.EventOf(c), c.Param("id")
	switch form.Value("do") {
	case "all", "none":
		err = h.Registrations.ChooseAllRows(ctx, event, id, form.Value("do") == "all")
	default:
		err = h.Registrations.ChooseRows(ctx, event, id, &in)
	}
	if err != nil {
		return err
	}
	query := url.Values{}
	if show := form.Value("show"); show != "" {
		query.Set("show", show)
	}
	if n, err := strconv.Atoi(form.Value("to")); err == nil && n > 1 {
		query.Set("page", strconv.Itoa(n))
	}
	return web.SeeOther(c, web.WithQuery(string(staffEvent(c).Import(id)), query))
}

// StartImport begins to import a list.
func (h *Imports) StartImport(c echo.Context) error {
	var in registration.ImportStartInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Registrations.StartImport(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	if err != nil {
		if form.Take(err) {
			return h.showImport(c, form)
		}
		return err
	}
	return web.SeeOther(c, string(staffEvent(c).Import(c.Param("id"))))
}

// DiscardImport removes what was uploaded.
func (h *Imports) DiscardImport(c echo.Context) error {
	if err := h.Registrations.DiscardImport(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "import.discarded")
	return web.SeeOther(c, staffEvent(c).Imports())
}

// FaultyCSV sends the rows that were not imported because something is wrong with them.
func (h *Imports) FaultyCSV(c echo.Context) error {
	return h.sendFaulty(c, func(name string, list table.Table) error { return web.SendCSV(c, name+".csv", list) })
}

// FaultyXLSX sends the same as a workbook.
func (h *Imports) FaultyXLSX(c echo.Context) error {
	return h.sendFaulty(c, func(name string, list table.Table) error { return web.SendXLSX(c, name+".xlsx", list) })
}

func (h *Imports) sendFaulty(c echo.Context, send func(name string, list table.Table) error) error {
	list, err := h.Registrations.FaultyRows(c.Request().Context(), h.Texts(c), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return send(web.EventOf(c).Slug+"-not-imported", list)
}
