package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/handlers/web"
)

// CreateCheckIns answers scans.
func (h *V1) CreateCheckIns(c echo.Context) error {
	var in struct {
		Scans []reception.ScanInput `json:"scans"`
	}
	if err := web.ReadJSON(c, &in); err != nil {
		return err
	}
	event := web.EventOf(c)
	outcomes, err := h.Reception.Admit(c.Request().Context(), event, web.ActorOf(c), in.Scans)
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	answers := make([]*reception.Answer, len(outcomes))
	for i := range outcomes {
		answers[i] = outcomes[i].Answer(texts, event)
	}
	return c.JSON(http.StatusOK, map[string]any{"results": answers})
}

// UndoCheckIn undoes a scan.
func (h *V1) UndoCheckIn(c echo.Context) error {
	if err := h.Reception.Undo(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
