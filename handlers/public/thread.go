package public

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/app/service/table"
	"meguri/handlers/web"
	"meguri/models"
)

// Threads are the pages of what goes round through one person, for this person alone.
type Threads struct {
	*Pages
	Projects *project.Service
}

// Show shows it.
func (h *Threads) Show(c echo.Context) error { return h.show(c, nil) }

type threadPage struct {
	*project.Thread
	Kinds, Others, Own []web.Option
}

func (h *Threads) show(c echo.Context, form *web.Form) error {
	thread, err := h.Projects.Thread(c.Request().Context(), web.PersonOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, &project.TieInput{})
	}
	page, texts := threadPage{Thread: thread}, h.Texts(c)
	for _, kind := range models.TieKinds {
		page.Kinds = append(page.Kinds, web.Option{Value: string(kind), Text: texts.T("tie.say_" + string(kind))})
	}
	for i := range thread.People {
		m := &thread.People[i]
		name := m.Name
		if !m.ShowsName {
			name = texts.T("project.unnamed", "n", m.Number)
		}
		of := texts.T("tie.person_of", "name", name, "project", m.Project.Title)
		page.Others = append(page.Others, web.Option{Value: m.ID, Text: of})
	}
	page.Own = []web.Option{{Text: texts.T("tie.elsewhere")}}
	for i := range thread.Projects {
		page.Own = append(page.Own, web.Option{Value: thread.Projects[i].ID, Text: thread.Projects[i].Title})
	}
	return h.ShowForm(c, "public/person/thread", page, form)
}

// Declare stores what the person says of another one.
func (h *Threads) Declare(c echo.Context) error {
	var in project.TieInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err = h.Projects.Declare(c.Request().Context(), web.PersonOf(c), &in)
		if done, answer := h.Save(c, form, err, paths.MeThread, "tie.declared"); done {
			return answer
		}
	}
	return h.show(c, form)
}

// Step confirms, declines, shows, hides or takes back.
func (h *Threads) Step(c echo.Context) error {
	var in project.TieStep
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err = h.Projects.StepTie(c.Request().Context(), web.PersonOf(c), c.Param("id"), &in)
		if done, answer := h.Save(c, form, err, paths.MeThread, "tie.saved"); done {
			return answer
		}
	}
	own := h.FormOf(c, &project.TieInput{})
	own.Message = form.Message
	return h.show(c, own)
}

// threadFile is the thread for programs: names of fields are for good.
type threadFile struct {
	Lines  []threadLine `json:"lines"`
	MadeAt time.Time    `json:"made_at"`
}

// threadLine is hours that the person gave to an organization (gave), or a tie. Its basis is derived (from approved
// hours), declared (said by one), confirmed or declined by the other.
type threadLine struct {
	Kind          string `json:"kind"`
	Basis         string `json:"basis"`
	ByMe          bool   `json:"by_me"`
	Other         string `json:"other"`
	Project       string `json:"project"`
	Used          string `json:"used_in"`
	Words         string `json:"words"`
	Projects      int    `json:"projects"`
	Minutes       int    `json:"minutes"`
	From          string `json:"from"`
	Until         string `json:"until"`
	ShownByMe     bool   `json:"shown_by_me"`
	ShownWithBoth bool   `json:"shown_with_both_names"`
}

func (h *Threads) lines(c echo.Context) (*threadFile, error) {
	thread, err := h.Projects.Thread(c.Request().Context(), web.PersonOf(c))
	if err != nil {
		return nil, err
	}
	texts, file := h.Texts(c), &threadFile{Lines: []threadLine{}, MadeAt: thread.MadeAt}
	for i := range thread.Gave {
		g := &thread.Gave[i]
		file.Lines = append(file.Lines, threadLine{
			Kind: "gave", Basis: "derived", ByMe: true, Other: texts.Pick(g.To.NameJa, g.To.NameEn), Projects: g.Projects,
			Minutes: g.Minutes, From: g.From, Until: g.Until,
		})
	}
	for _, list := range [][]project.Line{thread.Said, thread.Told, thread.Asked} {
		for i := range list {
			l := &list[i]
			line := threadLine{
				Kind: string(l.Kind), Basis: string(l.State), ByMe: l.IsOwn, Project: l.Other().Project.Title, Words: l.Words,
				From: l.DeclaredAt.In(models.DefaultZone).Format(time.DateOnly), ShownByMe: l.IsShownByReader(),
				ShownWithBoth: l.IsShown(),
			}
			if l.NamesOther() {
				line.Other = l.Other().Name
			}
			if l.Used != nil {
				line.Used = l.Used.Title
			}
			file.Lines = append(file.Lines, line)
		}
	}
	return file, nil
}

// JSON is the thread for programs.
func (h *Threads) JSON(c echo.Context) error {
	file, err := h.lines(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="meguri-thread.json"`)
	return c.JSONPretty(http.StatusOK, file, "  ")
}

// CSV is the same as a table.
func (h *Threads) CSV(c echo.Context) error {
	file, err := h.lines(c)
	if err != nil {
		return err
	}
	return web.SendCSV(c, "meguri-thread.csv", table.Table{
		Name: "thread",
		Header: []string{
			"kind", "basis", "by_me", "other", "project", "used_in", "words", "projects", "minutes", "from", "until",
			"shown_by_me", "shown_with_both_names",
		},
		Rows: func(yield func([]any, error) bool) {
			for i := range file.Lines {
				l := &file.Lines[i]
				if !yield([]any{
					l.Kind, l.Basis, l.ByMe, l.Other, l.Project, l.Used, l.Words, l.Projects, l.Minutes, l.From, l.Until,
					l.ShownByMe, l.ShownWithBoth,
				}, nil) {
					return
				}
			}
		},
	})
}
