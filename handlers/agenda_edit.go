package handlers

import (
	"context"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/models"
)

type agendaDesk struct {
	Sessions []models.Session
	Clashes  []agenda.Clash
	Rooms    []models.Room
	Tracks   []models.Track
	Many     bool // on several days
	// RoomsOpen and TracksOpen show the names that are being edited.
	RoomsOpen, TracksOpen bool
}

func (h *Handlers) agendaDesk(c echo.Context) error { return h.showAgendaDesk(c, nil, nil) }

// showAgendaDesk shows the agenda; typed are names of rooms or tracks that could not be stored.
func (h *Handlers) showAgendaDesk(c echo.Context, form *Form, typed []agenda.Name) error {
	event, q := eventOf(c), h.DB.Query(c.Request().Context())
	sessions, err := q.Sessions().OfEvent(event)
	if err != nil {
		return err
	}
	page := agendaDesk{Sessions: sessions, Clashes: agenda.Clashes(sessions), Many: manyDays(event)}
	if page.Rooms, err = q.Rooms().OfEvent(event); err != nil {
		return err
	}
	if page.Tracks, err = q.Tracks().OfEvent(event); err != nil {
		return err
	}
	page.take(typed)
	return h.showForm(c, staff, "agenda/desk", page, form)
}

func (d *agendaDesk) take(typed []agenda.Name) {
	for _, name := range typed {
		for i := range d.Rooms {
			if d.Rooms[i].ID == name.ID {
				d.Rooms[i].NameJa, d.Rooms[i].NameEn, d.RoomsOpen = name.Ja, name.En, true
			}
		}
		for i := range d.Tracks {
			if d.Tracks[i].ID == name.ID {
				d.Tracks[i].NameJa, d.Tracks[i].NameEn, d.TracksOpen = name.Ja, name.En, true
			}
		}
	}
}

func (h *Handlers) nameRooms(c echo.Context) error { return h.namePlaces(c, h.Agenda.NameRooms) }

func (h *Handlers) nameTracks(c echo.Context) error { return h.namePlaces(c, h.Agenda.NameTracks) }

// namePlaces reads a list of rooms or tracks: three fields each, in order.
func (h *Handlers) namePlaces(c echo.Context, store func(context.Context, *models.Event, []agenda.Name) error) error {
	var in struct {
		IDs []string `form:"id"`
		Ja  []string `form:"name_ja"`
		En  []string `form:"name_en"`
	}
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	if len(in.Ja) != len(in.IDs) || len(in.En) != len(in.IDs) {
		return echo.ErrBadRequest
	}
	names := make([]agenda.Name, len(in.IDs))
	for i := range names {
		names[i] = agenda.Name{ID: in.IDs[i], Ja: in.Ja[i], En: in.En[i]}
	}
	if err := store(c.Request().Context(), eventOf(c), names); err != nil {
		if form.Take(err) {
			return h.showAgendaDesk(c, form, names)
		}
		return err
	}
	flash(c, "success", "agenda.saved")
	return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/agenda")
}

type sessionPage struct {
	Session   *models.Session // nil for a new one
	Rooms     []models.Room
	Tracks    []models.Track
	Kinds     []Option
	Languages []Option
	// Differences are set where somebody else saved the session first.
	Differences []difference
}

// sessionLabels are the fields in which two editors may differ.
var sessionLabels = []label{
	{"title_ja", "agenda.title_ja"}, {"title_en", "agenda.title_en"}, {"starts_at", "event.starts_at"}, {"ends_at", "event.ends_at"}, {"room", "agenda.room"},
	{"track", "agenda.track"}, {"speakers", "agenda.speakers"}, {"description_ja", "agenda.description_ja"}, {"description_en", "agenda.description_en"},
}

func (h *Handlers) newSessionPage(c echo.Context) error {
	event := eventOf(c)
	sessions, err := h.DB.Query(c.Request().Context()).Sessions().OfEvent(event)
	if err != nil {
		return err
	}
	from := event.StartsAt
	if len(sessions) > 0 { // most often the next one follows the last one
		from = sessions[len(sessions)-1].EndsAt
	}
	values := url.Values{"id": {models.NewID()}, "kind": {string(models.SessionTalk)}, "language": {"ja"}, "starts_at": {event.Local(from).Format(localInput)}, "ends_at": {event.Local(from.Add(30 * 60e9)).Format(localInput)}}
	return h.showSessionForm(c, nil, h.newForm(c, values))
}

func (h *Handlers) editSessionPage(c echo.Context) error {
	s, err := h.DB.Query(c.Request().Context()).Sessions().ByID(eventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.showSessionForm(c, s, h.newForm(c, sessionValues(eventOf(c), s)))
}

func sessionValues(event *models.Event, s *models.Session) url.Values {
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
	return values
}

func (h *Handlers) showSessionForm(c echo.Context, s *models.Session, form *Form) error {
	page, err := h.sessionPage(c, s)
	if err != nil {
		return err
	}
	return h.showForm(c, staff, "agenda/edit", page, form)
}

func (h *Handlers) sessionPage(c echo.Context, s *models.Session) (*sessionPage, error) {
	q, texts, page := h.DB.Query(c.Request().Context()), h.texts(c), &sessionPage{Session: s}
	for _, kind := range models.SessionKinds {
		page.Kinds = append(page.Kinds, Option{string(kind), texts.T("agenda.kind_" + string(kind))})
	}
	for _, language := range agenda.Languages {
		page.Languages = append(page.Languages, Option{language, texts.T("agenda.language_" + language)})
	}
	var err error
	if page.Rooms, err = q.Rooms().OfEvent(eventOf(c)); err != nil {
		return nil, err
	}
	page.Tracks, err = q.Tracks().OfEvent(eventOf(c))
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

func (h *Handlers) saveSession(c echo.Context) error {
	var in sessionForm
	form, err := h.bind(c, &in)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	err = h.Agenda.Save(ctx, eventOf(c), id, in.Version, in.draft())
	if err == nil {
		flash(c, "success", "agenda.saved")
		return seeOther(c, "/staff/events/"+eventOf(c).Slug+"/agenda")
	}
	if !form.Take(err) {
		return err
	}
	if id == "" {
		return h.showSessionForm(c, nil, form)
	}
	saved, loadErr := h.DB.Query(ctx).Sessions().ByID(eventOf(c), id)
	if loadErr != nil {
		return loadErr
	}
	if models.CodeOf(err) == models.CodeConflict {
		return h.sessionChangedMeanwhile(c, saved, form)
	}
	return h.showSessionForm(c, saved, form)
}

// sessionChangedMeanwhile answers a form about an older version with what was typed, beside what somebody else saved.
func (h *Handlers) sessionChangedMeanwhile(c echo.Context, saved *models.Session, form *Form) error {
	page, err := h.sessionPage(c, saved)
	if err != nil {
		return err
	}
	form.Values.Set("version", strconv.Itoa(saved.Version))
	page.Differences = form.differences(sessionValues(eventOf(c), saved), sessionLabels)
	return h.showConflict(c, staff, "agenda/edit", page, form)
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
