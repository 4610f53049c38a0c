package api

import (
	"cmp"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/handlers/web"
	"meguri/models"
)

type scansBody struct {
	Scans []struct {
		ID             string           `json:"id"`
		Ticket         string           `json:"ticket"`
		RegistrationID string           `json:"registration_id"`
		Door           string           `json:"door"`
		Direction      models.Direction `json:"direction"`
		ScannedAt      time.Time        `json:"scanned_at"`
	} `json:"scans"`
}

type scanAnswer struct {
	ID           string               `json:"id"`
	Result       models.CheckInResult `json:"result"`
	Conflict     string               `json:"conflict,omitempty"`
	Since        *time.Time           `json:"since,omitempty"`
	Registration *scannedPerson       `json:"registration,omitempty"`
	Text         string               `json:"text"`
	CanUndo      bool                 `json:"can_undo"`
}

// scannedPerson is what a receptionist may know of who stands before them.
type scannedPerson struct {
	ID           string                   `json:"id"`
	Code         string                   `json:"code"`
	State        models.RegistrationState `json:"state"`
	Name         string                   `json:"name"`
	Reading      string                   `json:"reading"`
	Organization string                   `json:"organization"`
	TicketType   string                   `json:"ticket_type"`
	Mode         models.Mode              `json:"mode"`
	Needs        string                   `json:"needs,omitempty"`
}

func (h *V1) CreateCheckIns(c echo.Context) error {
	var in scansBody
	if err := web.ReadJSON(c, &in); err != nil {
		return err
	}
	scans := make([]reception.Scan, len(in.Scans))
	for i, s := range in.Scans {
		scans[i] = reception.Scan{ID: s.ID, Ticket: s.Ticket, RegistrationID: s.RegistrationID, Door: s.Door,
			Direction: cmp.Or(s.Direction, models.DirectionIn), ScannedAt: s.ScannedAt}
	}
	outcomes, err := h.Reception.Admit(c.Request().Context(), web.EventOf(c), web.ActorOf(c), scans)
	if err != nil {
		return err
	}
	answers := make([]scanAnswer, len(outcomes))
	for i := range outcomes {
		answers[i] = h.scanAnswer(c, &outcomes[i])
	}
	return c.JSON(http.StatusOK, map[string]any{"results": answers})
}

func (h *V1) scanAnswer(c echo.Context, out *reception.Outcome) scanAnswer {
	texts, event := h.Texts(c), web.EventOf(c)
	answer := scanAnswer{ID: out.CheckIn.ID, Result: out.CheckIn.Result, Conflict: out.CheckIn.Conflict, Since: out.Since,
		CanUndo: out.CheckIn.Conflict == "" && (out.CheckIn.Result == models.CheckInAdmitted || out.CheckIn.Result == models.CheckInLeft)}
	answer.Text = texts.T("reception.result_" + string(out.CheckIn.Result))
	if out.Since != nil {
		answer.Text = texts.T("reception.already_since", "time", texts.Time(event.Local(*out.Since)))
	}
	if r := out.Registration; r != nil {
		answer.Registration = &scannedPerson{ID: r.ID, Code: r.Code, State: r.State, Name: r.Full(texts.Lang), Reading: r.Reading(),
			Organization: r.Organization, TicketType: texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn), Mode: r.TicketType.Mode, Needs: r.Accessibility}
	}
	return answer
}

func (h *V1) UndoCheckIn(c echo.Context) error {
	if err := h.Reception.Undo(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
