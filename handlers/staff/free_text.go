package staff

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/freetext"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// FreeTexts has the pages on which staff read what people wrote in a survey.
type FreeTexts struct {
	*web.Kit
	FreeTexts *freetext.Service
}

// freeTextsPage is a page of free texts. View is its place among them.
type freeTextsPage[T any] struct {
	View string
	At   paths.FreeTexts
	Page T
}

// To is an address with the question that is read, and with pairs of a name and a value.
func (freeTextsPage[T]) To(path, question string, pairs ...string) string {
	query := url.Values{}
	if question != "" {
		query.Set("q", question)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return web.WithQuery(path, query)
}

func freeTextsPath(c echo.Context) paths.FreeTexts { return surveyPath(c).FreeTexts() }

func showFreeTexts[T any](h *FreeTexts, c echo.Context, view string, page T, form *web.Form) error {
	if form == nil {
		form = h.NewForm(c, url.Values{})
	}
	return h.ShowForm(c, "staff/free_text/"+view, freeTextsPage[T]{view, freeTextsPath(c), page}, form)
}

// Words shows the words of a question, and one of them in context.
func (h *FreeTexts) Words(c echo.Context) error {
	view := freetext.View{Question: c.QueryParam("q"), Word: c.QueryParam("word"), By: c.QueryParam("by")}
	page, err := h.FreeTexts.Page(c.Request().Context(), web.EventOf(c), c.Param("id"), view)
	if err != nil {
		return err
	}
	return showFreeTexts(h, c, "words", page, nil)
}

// Contacts shows the texts that may lead to a person.
func (h *FreeTexts) Contacts(c echo.Context) error { return h.showContacts(c, c.QueryParam("q"), nil) }

func (h *FreeTexts) showContacts(c echo.Context, question string, form *web.Form) error {
	page, err := h.FreeTexts.Contacts(c.Request().Context(), web.EventOf(c), c.Param("id"), question)
	if err != nil {
		return err
	}
	return showFreeTexts(h, c, "contacts", page, form)
}

// Review takes parts out of a text, or leaves it as it is.
func (h *FreeTexts) Review(c echo.Context) error {
	var in freetext.ReviewInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if c.FormValue("keep") != "" {
		in.Mask, in.Also = nil, ""
	}
	err = h.FreeTexts.Review(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	to := (freeTextsPage[any]{}).To(freeTextsPath(c).Contacts(), in.Question)
	if done, answer := h.Save(c, form, err, to, "freetext.reviewed"); done {
		return answer
	}
	return h.showContacts(c, in.Question, form)
}

// Codebook shows the codes of a question.
func (h *FreeTexts) Codebook(c echo.Context) error { return h.showCodebook(c, c.QueryParam("q"), nil) }

// codebookPage is a codebook with the rows of its form.
type codebookPage struct {
	*freetext.Codebook
	Rows []codeRow
}

type codeRow struct{ ID, Name, Meaning string }

// emptyRows is how many rows for new codes a form has.
const emptyRows = 3

func (h *FreeTexts) showCodebook(c echo.Context, question string, form *web.Form) error {
	ctx, me := c.Request().Context(), web.AccountOf(c)
	book, err := h.FreeTexts.Codebook(ctx, web.EventOf(c), c.Param("id"), question, me)
	if err != nil {
		return err
	}
	page := &codebookPage{Codebook: book}
	if form != nil {
		for i, name := range form.Values["code_name"] {
			page.Rows = append(page.Rows, codeRow{
				valueAt(form.Values["code_id"], i), name, valueAt(form.Values["code_meaning"], i),
			})
		}
	} else {
		for _, code := range book.Codes {
			page.Rows = append(page.Rows, codeRow{code.ID, code.Name, code.Meaning})
		}
		page.Rows = append(page.Rows, make([]codeRow, emptyRows)...)
	}
	return showFreeTexts(h, c, "codes", page, form)
}

func valueAt(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// SaveCodes stores the codes of a question.
func (h *FreeTexts) SaveCodes(c echo.Context) error {
	var in freetext.CodesInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.FreeTexts.SaveCodes(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	to := (freeTextsPage[any]{}).To(freeTextsPath(c).Codes(), in.Question)
	if done, answer := h.Save(c, form, err, to, "freetext.codes_saved"); done {
		return answer
	}
	return h.showCodebook(c, in.Question, form)
}

// Download sends the counts of codes and what they mean, without a text.
func (h *FreeTexts) Download(c echo.Context) error {
	tables, err := h.FreeTexts.Tables(c.Request().Context(), web.EventOf(c), c.Param("id"), h.Texts(c))
	if err != nil {
		return err
	}
	if len(tables) == 0 {
		return models.NewError(models.CodeConflict, "freetext.no_codes")
	}
	return web.SendXLSX(c, web.EventOf(c).Slug+"-codes.xlsx", tables...)
}

// Coding shows texts to which a coder gives codes.
func (h *FreeTexts) Coding(c echo.Context) error {
	return h.showCoding(c, c.QueryParam("q"), c.QueryParam("differ") != "", nil)
}

func (h *FreeTexts) showCoding(c echo.Context, question string, differing bool, form *web.Form) error {
	ctx, me := c.Request().Context(), web.AccountOf(c)
	page, err := h.FreeTexts.CodingPage(ctx, web.EventOf(c), c.Param("id"), question, me, differing)
	if err != nil {
		return err
	}
	return showFreeTexts(h, c, "coding", page, form)
}

// SaveCoding stores the codes that a coder gave to texts.
func (h *FreeTexts) SaveCoding(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	in := &freetext.CodingInput{
		Question: form.Value("question"), Texts: form.Values["text"], Codes: map[string][]string{},
		Decides: form.Value("differ") != "",
	}
	for name, codes := range form.Values {
		if text, ok := strings.CutPrefix(name, "code."); ok {
			in.Codes[text] = codes
		}
	}
	err = h.FreeTexts.Save(c.Request().Context(), web.EventOf(c), c.Param("id"), web.AccountOf(c), in)
	to := (freeTextsPage[any]{}).To(freeTextsPath(c).Coding(), in.Question)
	if in.Decides {
		to = (freeTextsPage[any]{}).To(freeTextsPath(c).Coding(), in.Question, "differ", "1")
	}
	if done, answer := h.Save(c, form, err, to, "freetext.coded"); done {
		return answer
	}
	return h.showCoding(c, in.Question, in.Decides, form)
}

// Groups shows the texts that are alike.
func (h *FreeTexts) Groups(c echo.Context) error { return h.showGroups(c, c.QueryParam("q"), nil) }

func (h *FreeTexts) showGroups(c echo.Context, question string, form *web.Form) error {
	ctx, me := c.Request().Context(), web.AccountOf(c)
	page, err := h.FreeTexts.Groups(ctx, web.EventOf(c), c.Param("id"), question, me)
	if err != nil {
		return err
	}
	return showFreeTexts(h, c, "groups", page, form)
}

// SaveGroup gives a code to texts of a group.
func (h *FreeTexts) SaveGroup(c echo.Context) error {
	var in freetext.GroupInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.FreeTexts.SaveGroup(c.Request().Context(), web.EventOf(c), c.Param("id"), web.AccountOf(c), &in)
	to := (freeTextsPage[any]{}).To(freeTextsPath(c).Groups(), in.Question)
	if done, answer := h.Save(c, form, err, to, "freetext.group_coded"); done {
		return answer
	}
	return h.showGroups(c, in.Question, form)
}
