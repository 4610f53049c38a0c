package api

import (
	"encoding/json"
	"io"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

// sheetOf prepares the download of the survey in the address, and its file's name without the ending.
func (h *V1) sheetOf(c echo.Context) (*survey.Export, string, error) {
	sheet, err := h.Surveys.Export(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return sheet, web.EventOf(c).Slug + "-survey", err
}

func (h *V1) SurveyCSV(c echo.Context) error {
	sheet, name, err := h.sheetOf(c)
	if err != nil {
		return err
	}
	return web.SendCSV(c, name+".csv", sheet.Responses())
}

func (h *V1) SurveyXLSX(c echo.Context) error {
	sheet, name, err := h.sheetOf(c)
	if err != nil {
		return err
	}
	return web.SendXLSX(c, name+".xlsx", sheet.Responses(), sheet.Codebook())
}

func (h *V1) SurveyCodebook(c echo.Context) error {
	sheet, name, err := h.sheetOf(c)
	if err != nil {
		return err
	}
	return web.SendFile(c, name+"-codebook.json", echo.MIMEApplicationJSON, func(w io.Writer) error {
		return json.NewEncoder(w).Encode(map[string]any{"survey": aboutSurvey(sheet.Survey), "columns": sheet.Columns})
	})
}

func (h *V1) SurveyJSON(c echo.Context) error {
	sheet, name, err := h.sheetOf(c)
	if err != nil {
		return err
	}
	return web.SendFile(
		c,
		name+".json",
		echo.MIMEApplicationJSON,
		func(w io.Writer) error { return writeRecords(w, sheet) },
	)
}

// writeRecords writes one response after another: {"survey": …, "responses": [ … ]}.
func writeRecords(w io.Writer, sheet *survey.Export) error {
	about, err := json.Marshal(aboutSurvey(sheet.Survey))
	if err != nil {
		return err
	}
	separator := `{"survey":` + string(about) + `,"responses":[` + "\n"
	if _, err := io.WriteString(w, separator); err != nil {
		return err
	}
	separator = ""
	for record, err := range sheet.Records() {
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
		separator = ",\n"
	}
	_, err = io.WriteString(w, "\n]}\n")
	return err
}

func aboutSurvey(s *models.Survey) map[string]any {
	return map[string]any{
		"id": s.ID, "title_ja": s.TitleJa, "title_en": s.TitleEn, "state": s.State, "opened_at": s.OpenedAt, "closed_at": s.ClosedAt,
	}
}
