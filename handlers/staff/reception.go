package staff

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/forecast"
	"meguri/app/reception"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

type receptionPage struct {
	*reception.Page
	Door  string // chosen
	Query string
	Out   bool // the direction that is chosen
	// NextFound is the address of the next people that the search found, "" for none. Appended says that those found are
	// shown below others.
	NextFound string
	Appended  bool
	// Answer is the answer to the scan just made, nil for none.
	Answer *reception.Answer
	// Blank is an empty answer, which the script fills in.
	Blank reception.Answer
	// Turnouts tell how many come, in each way.
	Turnouts []forecast.Turnout
}

// Page shows the reception's page, or for htmx the list of search results.
func (h *Reception) Page(c echo.Context) error {
	ctx, event := c.Request().Context(), web.EventOf(c)
	page := receptionPage{
		Door:  c.QueryParam("door"),
		Query: c.QueryParam("q"),
		Out:   c.QueryParam("direction") == string(models.DirectionOut),
	}
	search := reception.SearchInput{Query: page.Query, After: c.QueryParam("after")}
	var err error
	if web.IsFragment(c) {
		found, err := h.Reception.Search(ctx, event, search)
		if err != nil {
			return err
		}
		page.Page, page.Appended = &reception.Page{Found: found}, search.After != ""
		page.NextFound = nextFound(c, &page)
		return h.ShowFragment(c, "staff/reception/show", "found", page)
	}
	in := reception.PageInput{SearchInput: search, ScanID: c.QueryParam("scan")}
	if page.Page, err = h.Reception.Page(ctx, event, in); err != nil {
		return err
	}
	if page.Turnouts, err = h.Turnouts(ctx, event); err != nil {
		return err
	}
	page.NextFound = nextFound(c, &page)
	if page.Outcome != nil {
		page.Answer = page.Outcome.Answer(h.Texts(c), event)
	}
	return h.Show(c, "staff/reception/show", page)
}

// nextFound is the address of the next people that the search of the page found.
func nextFound(c echo.Context, page *receptionPage) string {
	return web.NextPage(c, url.Values{"q": {page.Query}, "door": {page.Door}}, "after", page.Found.Next)
}

// Counts shows the part of the page that has the counts.
func (h *Reception) Counts(c echo.Context) error {
	counts, err := h.Reception.Counts(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	conflicts, err := h.Reception.CountConflicts(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	page := receptionPage{Page: &reception.Page{Counts: counts, Conflicts: conflicts}}
	return h.ShowFragment(c, "staff/reception/show", "counts", page)
}

// Scan admits by form, without JavaScript.
func (h *Reception) Scan(c echo.Context) error {
	var in reception.ScanInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	id, err := h.Reception.AdmitOne(c.Request().Context(), web.EventOf(c), web.ActorOf(c), in)
	if err != nil {
		return err
	}
	return toReception(c, url.Values{"scan": {id}, "door": {in.Door}, "direction": {string(in.Direction)}})
}

// Undo undoes a scan by form.
func (h *Reception) Undo(c echo.Context) error {
	var in reception.UndoInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	err := h.Reception.Undo(c.Request().Context(), web.EventOf(c), web.ActorOf(c), in.ID)
	switch {
	case err == nil:
		web.SetFlash(c, "success", "reception.undone")
	case models.CodeOf(err) == models.CodeConflict:
		web.SetFlash(c, "error", web.MessageKey(err))
	default:
		return err
	}
	return toReception(c, url.Values{"door": {in.Door}})
}

// toReception redirects to the reception's page with the query.
func toReception(c echo.Context, query url.Values) error {
	return web.SeeOther(c, paths.OfStaffEvent(web.EventOf(c).Slug).Reception()+"?"+query.Encode())
}
