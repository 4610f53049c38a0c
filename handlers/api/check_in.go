package api

import (
	"cmp"
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/handlers/web"
	"meguri/models"
)

// scan is a scan in JSON. A ticket, code, registration or scan to undo that is there may not be empty: the description
// says so.
type scan struct {
	reception.ScanInput
	Ticket         *string `json:"ticket"`
	Code           *string `json:"code"`
	RegistrationID *string `json:"registration_id"`
	Undo           *string `json:"undo"`
}

func (s *scan) read() (reception.ScanInput, error) {
	texts := map[string]*string{"ticket": s.Ticket, "code": s.Code, "registration_id": s.RegistrationID, "undo": s.Undo}
	for field, value := range texts {
		if value != nil && *value == "" {
			return s.ScanInput, models.InvalidFields(map[string]string{field: "field.required"})
		}
	}
	if s.Ticket != nil && s.Code != nil { // they may be two people's
		return s.ScanInput, models.InvalidFields(map[string]string{"code": "reception.ticket_or_code"})
	}
	if text := cmp.Or(s.Ticket, s.Code); text != nil {
		s.ScanInput.Ticket = *text
	}
	if s.RegistrationID != nil {
		s.ScanInput.RegistrationID = *s.RegistrationID
	}
	if s.Undo != nil {
		s.ScanInput.Undo = *s.Undo
	}
	return s.ScanInput, nil
}

// CreateCheckIns answers scans.
func (h *V1) CreateCheckIns(c echo.Context) error {
	var in struct {
		Scans []scan `json:"scans"`
	}
	if err := web.ReadJSON(c, &in); err != nil {
		return err
	}
	scans := make([]reception.ScanInput, len(in.Scans))
	for i := range in.Scans {
		var err error
		if scans[i], err = in.Scans[i].read(); err != nil {
			return err
		}
		scans[i].Device = web.DeviceOf(c)
		if w := scans[i].WalkIn; w != nil {
			w.By = web.ActorIDOf(c)
			device := web.DeviceOf(c)
			w.Over = w.Over && device != nil && device.Supervises
		}
	}
	event := web.EventOf(c)
	outcomes, err := h.Reception.Admit(c.Request().Context(), event, web.ActorOf(c), scans)
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

// UndoCheckIn undoes a scan. A device of a steward may not.
func (h *V1) UndoCheckIn(c echo.Context) error {
	if device := web.DeviceOf(c); device != nil && !device.Supervises {
		return models.NewError(models.CodeForbidden, "device.steward_undo")
	}
	if err := h.Reception.Undo(c.Request().Context(), web.EventOf(c), web.ActorOf(c), c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
