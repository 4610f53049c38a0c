package staff

import (
	"cmp"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/handlers/web"
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

func (h *Reception) Page(c echo.Context) error {
	ctx, event := c.Request().Context(), web.EventOf(c)
	page := receptionPage{Door: c.QueryParam("door"), Query: c.QueryParam("q"), ScanID: models.NewID(), Out: c.QueryParam("direction") == string(models.DirectionOut)}
	var err error
	if page.Doors, err = h.DB.Query(ctx).Doors().OfEvent(event); err != nil {
		return err
	}
	if page.Found, err = h.Reception.Search(ctx, event, page.Query); err != nil {
		return err
	}
	if web.IsFragment(c) {
		return h.ShowFragment(c, "staff/reception/show", "found", page)
	}
	if page.Counts, err = h.Reception.Counts(ctx, event); err != nil {
		return err
	}
	if id := c.QueryParam("scan"); id != "" {
		if page.Outcome, err = h.Reception.Answer(ctx, event, id); err != nil && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
	}
	return h.Show(c, "staff/reception/show", page)
}

// Counts is the part of the page that follows the counts.
func (h *Reception) Counts(c echo.Context) error {
	counts, err := h.Reception.Counts(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.ShowFragment(c, "staff/reception/show", "counts", receptionPage{Counts: counts})
}

// Scan admits by form: the page works without JavaScript, but for the camera.
func (h *Reception) Scan(c echo.Context) error {
	var in struct {
		ID             string `form:"id"`
		Ticket         string `form:"ticket"`
		RegistrationID string `form:"registration_id"`
		Door           string `form:"door"`
		Direction      string `form:"direction"`
	}
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	scan := reception.Scan{
		ID: cmp.Or(in.ID, models.NewID()), Ticket: in.Ticket, RegistrationID: in.RegistrationID, Door: in.Door,
		Direction: models.Direction(cmp.Or(in.Direction, string(models.DirectionIn))), ScannedAt: h.DB.Now(),
	}
	if _, err := h.Reception.Admit(c.Request().Context(), web.EventOf(c), web.ActorOf(c), []reception.Scan{scan}); err != nil {
		return err
	}
	query := url.Values{"scan": {scan.ID}, "door": {in.Door}, "direction": {in.Direction}}
	return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/reception?"+query.Encode())
}

func (h *Reception) Undo(c echo.Context) error {
	err := h.Reception.Undo(c.Request().Context(), web.EventOf(c), c.FormValue("id"))
	switch {
	case err == nil:
		web.SetFlash(c, "success", "reception.undone")
	case models.CodeOf(err) == models.CodeConflict:
		web.SetFlash(c, "error", "reception.undo_late")
	default:
		return err
	}
	return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/reception?"+url.Values{"door": {c.FormValue("door")}}.Encode())
}
