package handlers

import (
	"cmp"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/models"
)

type receptionPage struct {
	Doors   []models.Door
	Door    string
	Query   string
	Found   []reception.Found
	Counts  []reception.Count
	Outcome *reception.Outcome
	ScanID  string
	Out     bool
}

func (h *Handlers) receptionPage(c echo.Context) error {
	ctx, event := c.Request().Context(), eventOf(c)
	page := receptionPage{Door: c.QueryParam("door"), Query: c.QueryParam("q"), ScanID: models.NewID(), Out: c.QueryParam("direction") == string(models.DirectionOut)}
	var err error
	if page.Doors, err = h.DB.Query(ctx).Doors().OfEvent(event); err != nil {
		return err
	}
	if page.Found, err = h.Reception.Search(ctx, event, page.Query); err != nil {
		return err
	}
	if isFragment(c) {
		return h.showFragment(c, "reception/show", "found", page)
	}
	if page.Counts, err = h.Reception.Counts(ctx, event); err != nil {
		return err
	}
	if id := c.QueryParam("scan"); id != "" {
		if page.Outcome, err = h.Reception.Answer(ctx, event, id); err != nil && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
	}
	return h.show(c, staff, "reception/show", page)
}

// receptionCounts is the part of the page that follows the counts.
func (h *Handlers) receptionCounts(c echo.Context) error {
	counts, err := h.Reception.Counts(c.Request().Context(), eventOf(c))
	if err != nil {
		return err
	}
	return h.showFragment(c, "reception/show", "counts", receptionPage{Counts: counts})
}

// receptionScan admits by form: the page works without JavaScript, but for the camera.
func (h *Handlers) receptionScan(c echo.Context) error {
	var in struct {
		ID             string `form:"id"`
		Ticket         string `form:"ticket"`
		RegistrationID string `form:"registration_id"`
		Door           string `form:"door"`
		Direction      string `form:"direction"`
	}
	if _, err := h.bind(c, &in); err != nil {
		return err
	}
	scan := reception.Scan{
		ID: cmp.Or(in.ID, models.NewID()), Ticket: in.Ticket, RegistrationID: in.RegistrationID, Door: in.Door,
		Direction: models.Direction(cmp.Or(in.Direction, string(models.DirectionIn))), ScannedAt: h.DB.Now(),
	}
	if _, err := h.Reception.Admit(c.Request().Context(), eventOf(c), actorOf(c), []reception.Scan{scan}); err != nil {
		return err
	}
	query := url.Values{"scan": {scan.ID}, "door": {in.Door}, "direction": {in.Direction}}
	return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/reception?"+query.Encode())
}

func (h *Handlers) receptionUndo(c echo.Context) error {
	err := h.Reception.Undo(c.Request().Context(), eventOf(c), c.FormValue("id"))
	switch {
	case err == nil:
		flash(c, "success", "reception.undone")
	case models.CodeOf(err) == models.CodeConflict:
		flash(c, "error", "reception.undo_late")
	default:
		return err
	}
	return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/reception?"+url.Values{"door": {c.FormValue("door")}}.Encode())
}

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

func (h *Handlers) createCheckIns(c echo.Context) error {
	var in scansBody
	if err := readJSON(c, &in); err != nil {
		return err
	}
	scans := make([]reception.Scan, len(in.Scans))
	for i, s := range in.Scans {
		scans[i] = reception.Scan{ID: s.ID, Ticket: s.Ticket, RegistrationID: s.RegistrationID, Door: s.Door,
			Direction: cmp.Or(s.Direction, models.DirectionIn), ScannedAt: s.ScannedAt}
	}
	outcomes, err := h.Reception.Admit(c.Request().Context(), eventOf(c), actorOf(c), scans)
	if err != nil {
		return err
	}
	answers := make([]scanAnswer, len(outcomes))
	for i := range outcomes {
		answers[i] = h.scanAnswer(c, &outcomes[i])
	}
	return c.JSON(http.StatusOK, map[string]any{"results": answers})
}

func (h *Handlers) scanAnswer(c echo.Context, out *reception.Outcome) scanAnswer {
	texts, event := h.texts(c), eventOf(c)
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

func (h *Handlers) undoCheckIn(c echo.Context) error {
	if err := h.Reception.Undo(c.Request().Context(), eventOf(c), c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
