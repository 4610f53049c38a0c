package handlers

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/models"
)

type agendaDesk struct {
	Groups  []agenda.Group
	Clashes []agenda.Clash
	Many    bool
}

func (h *Handlers) agendaDesk(c echo.Context) error {
	event := eventOf(c)
	sessions, err := h.DB.Reader(c.Request().Context()).Sessions(event)
	if err != nil {
		return err
	}
	return h.show(c, staff, "agenda/desk", agendaDesk{agenda.ByTime(sessions), agenda.Clashes(sessions), event.EndsAt.Sub(event.StartsAt).Hours() > 24})
}

type sessionPage struct {
	Session   *models.Session // nil for a new one
	Rooms     []models.Room
	Tracks    []models.Track
	Kinds     []Option
	Languages []Option
}

func (h *Handlers) newSessionPage(c echo.Context) error {
	event := eventOf(c)
	sessions, err := h.DB.Reader(c.Request().Context()).Sessions(event)
	if err != nil {
		return err
	}
	from := event.StartsAt
	if len(sessions) > 0 { // most often the next one follows the last one
		from = sessions[len(sessions)-1].EndsAt
	}
	values := url.Values{"kind": {string(models.Talk)}, "language": {"ja"}, "starts_at": {event.Local(from).Format(localInput)}, "ends_at": {event.Local(from.Add(30 * 60e9)).Format(localInput)}}
	return h.showSessionForm(c, nil, h.newForm(c, values))
}

func (h *Handlers) editSessionPage(c echo.Context) error {
	event := eventOf(c)
	s, err := h.DB.Reader(c.Request().Context()).Session(event, c.Param("id"))
	if err != nil {
		return err
	}
	values := url.Values{
		"version": {strconv.Itoa(s.Version)}, "title_ja": {s.TitleJa}, "title_en": {s.TitleEn}, "description_ja": {s.DescriptionJa}, "description_en": {s.DescriptionEn},
		"starts_at": {event.Local(s.StartsAt).Format(localInput)}, "ends_at": {event.Local(s.EndsAt).Format(localInput)}, "kind": {string(s.Kind)},
		"language": {s.Language}, "speakers": {agenda.Written(s.Speakers)},
	}
	if s.Room != nil {
		values.Set("room", s.Room.NameJa)
	}
	if s.Track != nil {
		values.Set("track", s.Track.NameJa)
	}
	return h.showSessionForm(c, s, h.newForm(c, values))
}

func (h *Handlers) showSessionForm(c echo.Context, s *models.Session, form *Form) error {
	tx, texts, page := h.DB.Reader(c.Request().Context()), h.texts(c), sessionPage{Session: s}
	var err error
	if page.Rooms, err = tx.Rooms(eventOf(c)); err != nil {
		return err
	}
	if page.Tracks, err = tx.Tracks(eventOf(c)); err != nil {
		return err
	}
	for _, kind := range models.SessionKinds {
		page.Kinds = append(page.Kinds, Option{string(kind), texts.T("agenda.kind_" + string(kind))})
	}
	for _, language := range agenda.Languages {
		page.Languages = append(page.Languages, Option{language, texts.T("agenda.language_" + language)})
	}
	return h.showForm(c, staff, "agenda/edit", page, form)
}

func (h *Handlers) saveSession(c echo.Context) error {
	var in struct {
		Version       int    `form:"version"`
		TitleJa       string `form:"title_ja"`
		TitleEn       string `form:"title_en"`
		DescriptionJa string `form:"description_ja"`
		DescriptionEn string `form:"description_en"`
		StartsAt      string `form:"starts_at"`
		EndsAt        string `form:"ends_at"`
		Kind          string `form:"kind"`
		Language      string `form:"language"`
		Room          string `form:"room"`
		Track         string `form:"track"`
		Speakers      string `form:"speakers"`
	}
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	err = h.Agenda.Save(ctx, eventOf(c), id, in.Version, agenda.Draft{
		TitleJa: in.TitleJa, TitleEn: in.TitleEn, DescriptionJa: in.DescriptionJa, DescriptionEn: in.DescriptionEn, StartsAt: in.StartsAt, EndsAt: in.EndsAt,
		Kind: models.SessionKind(in.Kind), Language: in.Language, Room: in.Room, Track: in.Track, Speakers: in.Speakers,
	})
	if err == nil {
		flash(c, "success", "agenda.saved")
		return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/agenda")
	}
	if !form.Take(err) {
		return err
	}
	var session *models.Session
	if id != "" {
		if session, err = h.DB.Reader(ctx).Session(eventOf(c), id); err != nil {
			return err
		}
		form.Values.Set("version", strconv.Itoa(session.Version))
	}
	return h.showSessionForm(c, session, form)
}

func (h *Handlers) cancelSession(c echo.Context) error {
	cancelled := c.FormValue("cancelled") == "true"
	if err := h.Agenda.SetCancelled(c.Request().Context(), eventOf(c), c.Param("id"), cancelled); err != nil {
		return err
	}
	flash(c, "success", "agenda.saved")
	return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/agenda")
}

func (h *Handlers) deleteSession(c echo.Context) error {
	if err := h.Agenda.Delete(c.Request().Context(), eventOf(c), c.Param("id")); err != nil {
		return err
	}
	flash(c, "success", "agenda.deleted")
	return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/agenda")
}
