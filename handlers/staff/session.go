package staff

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/service/check"
	"meguri/handlers/web"
	"meguri/models"
)

type sessionPage struct {
	Session   *models.Session // nil for a new one
	Rooms     []models.Room
	Tracks    []models.Track
	Kinds     []web.Option
	Languages []web.Option
	// Conflicts are set where somebody else saved the session first.
	Conflicts []web.EditConflict
}

// sessionLabels are the fields in which two editors may differ.
var sessionLabels = web.Labels{
	{"title_ja", "agenda.title_ja"}, {"title_en", "agenda.title_en"}, {"starts_at", "event.starts_at"}, {"ends_at", "event.ends_at"}, {"room", "agenda.room"},
	{"track", "agenda.track"}, {"speakers", "agenda.speakers"}, {"description_ja", "agenda.description_ja"}, {"description_en", "agenda.description_en"},
}

func (h *Agenda) NewSession(c echo.Context) error {
	event := web.EventOf(c)
	sessions, err := h.DB.Query(c.Request().Context()).Sessions().OfEvent(event)
	if err != nil {
		return err
	}
	from := event.StartsAt
	if len(sessions) > 0 { // most often the next one follows the last one
		from = sessions[len(sessions)-1].EndsAt
	}
	values := url.Values{"id": {models.NewID()}, "kind": {string(models.SessionTalk)}, "language": {"ja"}, "starts_at": {event.Local(from).Format(check.LocalLayout)}, "ends_at": {event.Local(from.Add(30 * 60e9)).Format(check.LocalLayout)}}
	return h.showSession(c, nil, h.NewForm(c, values))
}

func (h *Agenda) Session(c echo.Context) error {
	s, err := h.DB.Query(c.Request().Context()).Sessions().ByID(web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showSession(c, s, h.NewForm(c, sessionValues(web.EventOf(c), s)))
}

func sessionValues(event *models.Event, s *models.Session) url.Values {
	values := url.Values{
		"version": {strconv.Itoa(s.Version)}, "title_ja": {s.TitleJa}, "title_en": {s.TitleEn}, "description_ja": {s.DescriptionJa}, "description_en": {s.DescriptionEn},
		"starts_at": {event.Local(s.StartsAt).Format(check.LocalLayout)}, "ends_at": {event.Local(s.EndsAt).Format(check.LocalLayout)}, "kind": {string(s.Kind)},
		"language": {s.Language}, "speakers": {agenda.Written(s.Speakers)},
	}
	if s.Room != nil {
		values.Set("room", s.Room.NameJa)
	}
	if s.Track != nil {
		values.Set("track", s.Track.NameJa)
	}
	return values
}

func (h *Agenda) showSession(c echo.Context, s *models.Session, form *web.Form) error {
	page, err := h.sessionPage(c, s)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/agenda/edit", page, form)
}

func (h *Agenda) sessionPage(c echo.Context, s *models.Session) (*sessionPage, error) {
	q, texts, page := h.DB.Query(c.Request().Context()), h.Texts(c), &sessionPage{Session: s}
	for _, kind := range models.SessionKinds {
		page.Kinds = append(page.Kinds, web.Option{Value: string(kind), Text: texts.T("agenda.kind_" + string(kind))})
	}
	for _, language := range agenda.Languages {
		page.Languages = append(page.Languages, web.Option{Value: language, Text: texts.T("agenda.language_" + language)})
	}
	var err error
	if page.Rooms, err = q.Rooms().OfEvent(web.EventOf(c)); err != nil {
		return nil, err
	}
	page.Tracks, err = q.Tracks().OfEvent(web.EventOf(c))
	return page, err
}

type sessionForm struct {
	ID            string `form:"id"`
	Version       int    `form:"version"`
	TitleJa       string `form:"title_ja"`
	TitleEn       string `form:"title_en"`
	StartsAt      string `form:"starts_at"`
	EndsAt        string `form:"ends_at"`
	Kind          string `form:"kind"`
	Language      string `form:"language"`
	Room          string `form:"room"`
	Track         string `form:"track"`
	Speakers      string `form:"speakers"`
	DescriptionJa string `form:"description_ja"`
	DescriptionEn string `form:"description_en"`
}

func (in *sessionForm) draft() agenda.Draft {
	return agenda.Draft{
		ID: in.ID, TitleJa: in.TitleJa, TitleEn: in.TitleEn, DescriptionJa: in.DescriptionJa, DescriptionEn: in.DescriptionEn, StartsAt: in.StartsAt, EndsAt: in.EndsAt,
		Kind: models.SessionKind(in.Kind), Language: in.Language, Room: in.Room, Track: in.Track, Speakers: in.Speakers,
	}
}

func (h *Agenda) SaveSession(c echo.Context) error {
	var in sessionForm
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	err = h.Agenda.Save(ctx, web.EventOf(c), id, in.Version, in.draft())
	if err == nil {
		web.SetFlash(c, "success", "agenda.saved")
		return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/agenda")
	}
	if !form.Take(err) {
		return err
	}
	if id == "" {
		return h.showSession(c, nil, form)
	}
	saved, loadErr := h.DB.Query(ctx).Sessions().ByID(web.EventOf(c), id)
	if loadErr != nil {
		return loadErr
	}
	if models.CodeOf(err) == models.CodeConflict {
		return h.sessionChangedMeanwhile(c, saved, form)
	}
	return h.showSession(c, saved, form)
}

// sessionChangedMeanwhile answers a form about an older version with what was typed, beside what somebody else saved.
func (h *Agenda) sessionChangedMeanwhile(c echo.Context, saved *models.Session, form *web.Form) error {
	page, err := h.sessionPage(c, saved)
	if err != nil {
		return err
	}
	form.Values.Set("version", strconv.Itoa(saved.Version))
	page.Conflicts = form.EditConflicts(sessionValues(web.EventOf(c), saved), sessionLabels)
	return h.ShowEditConflict(c, "staff/agenda/edit", page, form)
}

func (h *Agenda) CancelSession(c echo.Context) error {
	cancelled := c.FormValue("cancelled") == "true"
	if err := h.Agenda.SetCancelled(c.Request().Context(), web.EventOf(c), c.Param("id"), cancelled); err != nil {
		return err
	}
	web.SetFlash(c, "success", "agenda.saved")
	return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/agenda")
}

func (h *Agenda) DeleteSession(c echo.Context) error {
	if err := h.Agenda.Delete(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "agenda.deleted")
	return web.SeeOther(c, "/staff/events/"+web.EventOf(c).Slug+"/agenda")
}
