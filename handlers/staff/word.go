package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/service/cloud"
	"meguri/app/service/pdf"
	"meguri/app/word"
	"meguri/handlers/web"
	"meguri/models"
)

// Words are the word clouds as staff see them.
type Words struct {
	*web.Kit
	Words  *word.Service
	Papers *pdf.Maker
}

type wordsPage struct{ *word.Page }

// Cloud shows a cloud, with the dictionary of the event.
func (h *Words) Cloud(c echo.Context) error { return h.show(c, nil) }

func (h *Words) page(c echo.Context) (*word.Page, error) {
	in := word.Input{Source: c.QueryParam("of"), Word: c.QueryParam("word")}
	seesResults := models.Holds(web.RolesOf(c), models.SeeResults)
	return h.Words.Page(c.Request().Context(), web.EventOf(c), in, seesResults)
}

func (h *Words) show(c echo.Context, form *web.Form) error {
	page, err := h.page(c)
	if err != nil {
		return err
	}
	if form == nil {
		set := page.Settings
		form = h.FormOf(c, &word.SettingsInput{Joined: set.Joined, Hidden: set.Hidden, Public: set.Public})
	}
	return h.ShowForm(c, "staff/word/show", wordsPage{page}, form)
}

// Save stores how words are counted.
func (h *Words) Save(c echo.Context) error {
	var in word.SettingsInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Words.Save(c.Request().Context(), web.EventOf(c), &in)
	to := staffEvent(c).Words() + word.Input{Source: c.QueryParam("of")}.Query()
	if done, answer := h.Kit.Save(c, form, err, to, "word.saved"); done {
		return answer
	}
	return h.show(c, form)
}

// PDF sends a cloud on paper.
func (h *Words) PDF(c echo.Context) error {
	page, err := h.page(c)
	if err != nil {
		return err
	}
	if !page.Ready || page.Failed {
		return models.NewError(models.CodeUnavailable, "word.failed")
	}
	texts := h.Texts(c)
	paper := pdf.WordCloud{Event: web.EventOf(c), Title: texts.T("word.all_voices"), MadeAt: h.Words.Now()}
	paper.Note = texts.T("word.of_voices", "count", page.Texts)
	switch {
	case page.Chosen.Theme != nil:
		paper.Title = texts.Pick(page.Chosen.Theme.TitleJa, page.Chosen.Theme.TitleEn)
	case page.Chosen.Poll != nil:
		paper.Title = texts.Pick(page.Chosen.Poll.TitleJa, page.Chosen.Poll.TitleEn)
		paper.Note = texts.T("word.of_answers", "count", page.Texts)
	case page.Chosen.Survey != nil:
		paper.Title = texts.Pick(page.Chosen.Survey.TitleJa, page.Chosen.Survey.TitleEn)
		paper.Note = texts.T("word.of_answers", "count", page.Texts) + texts.T("word.five")
	}
	for _, w := range page.Words {
		paper.Words = append(paper.Words, cloud.Word{Text: w.Text, Count: w.Count})
	}
	content, err := h.Papers.WordCloud(texts, paper)
	if err != nil {
		return err
	}
	return web.Download(c, c.Param("slug")+"-words.pdf", "application/pdf", content)
}
