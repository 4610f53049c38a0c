package public

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
	"meguri/models"
)

func (h *Pages) Agenda(c echo.Context) error {
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	in := &agenda.PublicInput{}
	if err := web.BindQuery(c, in); err != nil {
		return err
	}
	page, err := h.Sessions.PublicPage(c.Request().Context(), event, in)
	if err != nil {
		return err
	}
	return h.Show(c, "public/agenda/show", page)
}

// changesPage is what changed since the agenda was published, version by version.
type changesPage struct {
	Versions []versionLines
}

type versionLines struct {
	models.AgendaVersion
	Lines []string
}

// AgendaVersion is the number of the agenda that everybody sees, for pages that show it.
func (h *Feeds) AgendaVersion(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	number, err := h.Sessions.Number(c.Request().Context(), event)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.String(http.StatusOK, strconv.Itoa(number))
}

// AgendaChanges tells what changed in the agenda since it was published.
func (h *Pages) AgendaChanges(c echo.Context) error {
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	versions, err := h.Sessions.Versions(c.Request().Context(), event)
	if err != nil {
		return err
	}
	page := changesPage{}
	for _, version := range versions {
		shown := versionLines{AgendaVersion: version}
		for i := range version.Changes {
			shown.Lines = append(shown.Lines, agenda.ChangeLine(h.Texts(c), event, &version.Changes[i]))
		}
		page.Versions = append(page.Versions, shown)
	}
	return h.Show(c, "public/agenda/changes", page)
}

type sessionPage struct {
	*agenda.ShownSession
	LinkedData *linkedSession
}

// Session is the page of a session.
func (h *Pages) Session(c echo.Context) error {
	event, err := h.ShownEvent(c)
	if err != nil {
		return err
	}
	data, err := h.Sessions.ShownSession(c.Request().Context(), event, c.Param("id"))
	if err != nil {
		return err
	}
	page := h.NewPage(c, nil, nil)
	page.Data = sessionPage{data, linkedSessionOf(page, data.Session)}
	return h.RenderPage(c, http.StatusOK, "public/agenda/session", page)
}
