package api

import (
	"encoding/json"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/service/parquet"
	"meguri/app/service/spss"
	"meguri/app/service/table"
	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/text"
)

// exportOf prepares the download of the survey in the address. Anonymous responses have neither time nor order: what
// came since, or after another one, is refused with the reason. What was begun ends before the answer goes out: by then
// the file is whole, and who receives it may be slow.
func (h *V1) exportOf(c echo.Context) (*survey.Export, error) {
	part, err := partOf(c)
	if err != nil {
		return nil, err
	}
	export, err := h.Surveys.Exporting.Export(c.Request().Context(), web.EventOf(c), c.Param("id"), part)
	if err == nil {
		c.Response().Before(export.Close)
		onlyIfSame(c, export)
	}
	return export, err
}

// onlyIfSame gives the whole file of a named survey to who asks for the rest of it and does not say of which one: its
// rows may have changed since, and two halves would make a file that never was. Released rows stay as they are.
func onlyIfSame(c echo.Context, export *survey.Export) {
	if header := c.Request().Header; export.Survey.IsNamed() && header.Get("If-Range") == "" {
		header.Del("Range")
	}
}

// mostRows is how many rows may be asked for at once.
const mostRows = 10000

// partOf reads what part of the rows is asked for. Names are for who may see people and results.
func partOf(c echo.Context) (part survey.Part, err error) {
	roles := web.RolesOf(c)
	part.Names = models.Holds(roles, models.SeePeople) && models.Holds(roles, models.SeeResults)
	part.Cursor = c.QueryParam("cursor")
	if typed := c.QueryParam("since"); typed != "" {
		if part.Since, err = time.Parse(time.RFC3339, typed); err != nil {
			return part, models.InvalidFields(map[string]string{"since": "field.time"})
		}
	}
	if typed := c.QueryParam("limit"); typed != "" {
		part.Limit, err = strconv.Atoi(typed)
		if err != nil || part.Limit < 1 || part.Limit > mostRows {
			return part, models.InvalidFields(map[string]string{"limit": "field.choice"})
		}
	}
	return part, nil
}

// codebookOf prepares the columns of the survey in the address, as its files have them for the reader.
func (h *V1) codebookOf(c echo.Context) (*survey.Export, error) {
	part, err := partOf(c)
	if err != nil {
		return nil, err
	}
	return h.Surveys.Exporting.Codebook(c.Request().Context(), web.EventOf(c), c.Param("id"), part)
}

// surveyFile names a file by the event, the survey's number in it and its English title, and the day on which the
// survey closed or, while it is open, on which the file is made.
func (h *V1) surveyFile(c echo.Context, export *survey.Export, what string) string {
	event, at := web.EventOf(c), h.Now()
	if closed := export.Survey.ClosedAt; closed != nil {
		at = *closed
	}
	kind := path.Ext(what)
	parts := []string{event.Slug, "survey", strconv.Itoa(export.Number)}
	if title := shortTitle(export.Survey); title != "" {
		parts = append(parts, title)
	}
	parts = append(parts, strings.TrimSuffix(what, kind), event.Local(at).Format(time.DateOnly))
	return strings.Join(parts, "-") + kind
}

// shortTitle has the first words of a title for the name of a file.
func shortTitle(s *models.Survey) string {
	const longest = 40
	title := text.Slug(s.TitleEn)
	if len(title) <= longest {
		return title
	}
	words := title[:longest+1] // ASCII
	return words[:max(strings.LastIndexByte(words, '-'), 0)]
}

func (h *V1) SurveyCSV(c echo.Context) error {
	export, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return web.SendCSV(c, h.surveyFile(c, export, "responses.csv"), export.Responses())
}

func (h *V1) SurveyLong(c echo.Context) error {
	export, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return web.SendCSV(c, h.surveyFile(c, export, "answers.csv"), export.Long())
}

// typeSPSS is what browsers and mail programs know files of SPSS by.
const typeSPSS = "application/x-spss-sav"

func (h *V1) SurveySPSS(c echo.Context) error {
	export, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return web.SendFile(c, h.surveyFile(c, export, "responses.sav"), typeSPSS, func(w io.Writer) error {
		return spss.Write(w, export.SPSS(h.Texts(c).Lang))
	})
}

func (h *V1) SurveyTextsSPSS(c echo.Context) error {
	export, err := h.exportOf(c)
	if err != nil {
		return err
	}
	texts, err := export.SPSSTexts(h.Texts(c).Lang)
	if err != nil {
		return err
	}
	return web.SendFile(c, h.surveyFile(c, export, "texts.sav"), typeSPSS, func(w io.Writer) error {
		return spss.Write(w, texts)
	})
}

// typeParquet is registered for files of Parquet.
const typeParquet = "application/vnd.apache.parquet"

func (h *V1) SurveyParquet(c echo.Context) error {
	export, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return h.sendParquet(c, h.surveyFile(c, export, "responses.parquet"), export.Parquet)
}

func (h *V1) SurveyTextsParquet(c echo.Context) error {
	export, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return h.sendParquet(c, h.surveyFile(c, export, "texts.parquet"), export.ParquetTexts)
}

func (*V1) sendParquet(c echo.Context, name string, file func() (*parquet.File, error)) error {
	f, err := file()
	if err != nil {
		return err
	}
	return web.SendFile(c, name, typeParquet, func(w io.Writer) error { return parquet.Write(w, f) })
}

// SurveyCodebookCSV is the codebook as a table, a row for each value of a column.
func (h *V1) SurveyCodebookCSV(c echo.Context) error {
	export, err := h.codebookOf(c)
	if err != nil {
		return err
	}
	return web.SendCSV(c, h.surveyFile(c, export, "codebook.csv"), export.Codebook())
}

// SurveyBase is how many people were asked, attended and answered, by group, with weights.
func (h *V1) SurveyBase(c echo.Context) error {
	export, err := h.exportOf(c)
	if err != nil {
		return err
	}
	base, err := export.Base()
	if err != nil {
		return err
	}
	return web.SendCSV(c, h.surveyFile(c, export, "base.csv"), base)
}

// SurveyCodebookDDI is the codebook for data archives: DDI-Codebook 2.5.
func (h *V1) SurveyCodebookDDI(c echo.Context) error {
	export, err := h.codebookOf(c)
	if err != nil {
		return err
	}
	name := func(what string) string { return h.surveyFile(c, export, what) }
	return web.SendFile(c, name("ddi.xml"), echo.MIMEApplicationXMLCharsetUTF8, func(w io.Writer) error {
		return export.DDI(w, name)
	})
}

func (h *V1) SurveyTexts(c echo.Context) error {
	export, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return web.SendCSV(c, h.surveyFile(c, export, "texts.csv"), export.Texts())
}

// SurveyXLSX is a workbook for people, with words in the language of the reader, or with ?values=codes one for
// programs.
func (h *V1) SurveyXLSX(c echo.Context) (err error) {
	values := c.QueryParam("values")
	if values != "" && values != "codes" {
		return models.InvalidFields(map[string]string{"values": "field.choice"})
	}
	var coded []table.Table
	if values == "" {
		coded, err = h.FreeTexts.Tables(c.Request().Context(), web.EventOf(c), c.Param("id"), h.Texts(c))
		if err != nil {
			return err
		}
	}
	export, err := h.exportOf(c) // from here on it may hold a connection
	if err != nil {
		return err
	}
	if values == "codes" {
		return web.SendXLSX(c, h.surveyFile(c, export, "codes.xlsx"), export.ForPrograms()...)
	}
	return web.SendXLSX(c, h.surveyFile(c, export, "responses.xlsx"), append(export.ForPeople(h.Texts(c)), coded...)...)
}

func (h *V1) SurveyCodebook(c echo.Context) error {
	export, err := h.codebookOf(c)
	if err != nil {
		return err
	}
	name := h.surveyFile(c, export, "codebook.json")
	return web.SendFile(c, name, echo.MIMEApplicationJSON, func(w io.Writer) error {
		return json.NewEncoder(w).Encode(map[string]any{"survey": aboutSurvey(export.Survey), "columns": export.Columns})
	})
}

func (h *V1) SurveyJSON(c echo.Context) error {
	export, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return web.SendFile(c, h.surveyFile(c, export, "responses.json"), echo.MIMEApplicationJSON, func(w io.Writer) error {
		return writeRecords(w, export)
	})
}

// writeRecords writes one response after another: {"survey": …, "responses": [ … ], "texts": { … }}, and "next" where a
// later request may go on.
func writeRecords(w io.Writer, export *survey.Export) error {
	about, err := json.Marshal(aboutSurvey(export.Survey))
	if err != nil {
		return err
	}
	separator := `{"survey":` + string(about) + `,"responses":[` + "\n"
	if _, err := io.WriteString(w, separator); err != nil {
		return err
	}
	separator = ""
	var last *survey.Record
	for record, err := range export.Records() {
		if err != nil {
			return err
		}
		line, err := json.Marshal(record)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, separator+string(line)); err != nil {
			return err
		}
		separator, last = ",\n", &record
	}
	written, err := export.TextsByQuestion()
	if err != nil {
		return err
	}
	texts, err := json.Marshal(written)
	if err != nil {
		return err
	}
	end := "\n],\"texts\":" + string(texts)
	if export.IsPaged() {
		next, err := json.Marshal(export.Next(last))
		if err != nil {
			return err
		}
		end += `,"next":` + string(next)
	}
	_, err = io.WriteString(w, end+"}\n")
	return err
}

func aboutSurvey(s *models.Survey) map[string]any {
	return map[string]any{
		"id":        s.ID,
		"title_ja":  s.TitleJa,
		"title_en":  s.TitleEn,
		"state":     s.State,
		"opened_at": s.OpenedAt,
		"closed_at": s.ClosedAt,
	}
}
