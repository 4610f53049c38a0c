package api

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
	"meguri/models"
)

// importTime is how long a request imports; a job does the rest.
const importTime = 40 * time.Second

// importFault is what is wrong with a row. Column is the title of its column, "" for the row as a whole.
type importFault struct {
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

// imported is the answer to a list of people.
type imported struct {
	ID      string        `json:"id,omitempty"`
	State   string        `json:"state"`
	Rows    int           `json:"rows"`
	New     int           `json:"new"`
	Same    int           `json:"same"`
	Changed int           `json:"changed"`
	Waiting int           `json:"waiting"`
	Faults  []importFault `json:"faults"`
	Unused  []string      `json:"unused_columns"`
}

// ImportRegistrations imports a list of people, or says what it would do.
func (h *V1) ImportRegistrations(c echo.Context) error {
	var in registration.DirectImportInput
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	header, err := c.FormFile("file")
	switch {
	case errors.Is(err, http.ErrNotMultipart):
		return echo.NewHTTPError(http.StatusUnsupportedMediaType)
	case errors.Is(err, http.ErrMissingFile):
		return models.InvalidFields(map[string]string{"file": "import.no_file"})
	case err != nil:
		return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	file, err := header.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	result, err := h.Registrations.ImportDirectly(
		c.Request().Context(), web.EventOf(c), web.ActorID(c), header.Filename, file, &in, time.Now().Add(importTime),
	)
	if err != nil {
		return err
	}
	return h.sendImported(c, result)
}

func (h *V1) sendImported(c echo.Context, result *registration.DirectImport) error {
	texts := h.Texts(c)
	answer := imported{
		State: string(result.State), Rows: result.Rows, New: result.New, Same: result.Same,
		Changed: result.Changed, Waiting: result.Waiting, Faults: []importFault{}, Unused: []string{},
	}
	if result.State == models.ImportUploaded { // nothing was to be done
		answer.State = "checked"
	} else {
		answer.ID = result.ID
	}
	for _, row := range result.Faulty {
		for _, fault := range row.Faults {
			answer.Faults = append(answer.Faults, importFault{
				row.Number, registration.ColumnName(result.Header, fault.Column), texts.T(fault.Key, fault.Args...),
			})
		}
	}
	answer.Unused = append(answer.Unused, result.Unused...)
	status := http.StatusOK
	if result.State == models.ImportRunning {
		status = http.StatusAccepted
	}
	return c.JSON(status, answer)
}
