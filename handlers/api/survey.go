package api

import (
	"encoding/json"
	"io"

	"github.com/labstack/echo/v4"

	"meguri/app/survey"
	"meguri/handlers/web"
	"meguri/models"
)

// exportOf prepares the download of the survey in the address, and its file's name without the ending.
func (h *V1) exportOf(c echo.Context) (*survey.Export, string, error) {
	export, err := h.Surveys.Export(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return export, web.EventOf(c).Slug + "-survey", err
}

func (h *V1) SurveyCSV(c echo.Context) error {
	export, name, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return web.SendCSV(c, name+".csv", export.Responses())
}

func (h *V1) SurveyXLSX(c echo.Context) error {
	export, name, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return web.SendXLSX(c, name+".xlsx", export.Responses(), export.Codebook())
}

func (h *V1) SurveyCodebook(c echo.Context) error {
	export, name, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return web.SendFile(c, name+"-codebook.json", echo.MIMEApplicationJSON, func(w io.Writer) error {
		return json.NewEncoder(w).Encode(map[string]any{"survey": aboutSurvey(export.Survey), "columns": export.Columns})
	})
}

func (h *V1) SurveyJSON(c echo.Context) error {
	export, name, err := h.exportOf(c)
	if err != nil {
		return err
	}
	return web.SendFile(
		c, name+".json", echo.MIMEApplicationJSON, func(w io.Writer) error { return writeRecords(w, export) },
	)
}

// writeRecords writes one response after another: {"survey": …, "responses": [ … ]}.
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
		separator = ",\n"
	}
	_, err = io.WriteString(w, "\n]}\n")
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
