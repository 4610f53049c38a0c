package agenda

import (
	"context"
	"slices"

	"meguri/app/service/calendar"
	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/paths"
	"meguri/models"
)

// MyPage is what an attendee marked of the agenda.
type MyPage struct {
	// Marked are in order of time, with those that the attendee has a place in.
	Marked []DaySession
	// Next is the first of them that is on or comes; nil where all are over.
	Next *DaySession
	// All are the sessions that can be marked.
	All []MyChoice
	// Calendar is the address of the feed, with a secret of its own: who has it sees nothing else.
	Calendar    string
	SeveralDays bool
	// SignsUp says that there are sessions that people sign up for.
	SignsUp bool
	Number  int
}

// MyChoice is a session that can be marked.
type MyChoice struct {
	models.Session
	IsMarked bool
}

// MyPage reads what an attendee marked. The attendee calls it.
func (s *Service) MyPage(ctx context.Context, e *models.Event, r *models.Registration) (*MyPage, error) {
	q := s.db.Query(ctx)
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	ids, err := q.Favourites().OfRegistration(r.ID)
	if err != nil {
		return nil, err
	}
	own, err := q.Favourites().Agenda(r.ID)
	if err != nil {
		return nil, err
	}
	places, err := q.SessionPlaces().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page := &MyPage{
		SignsUp: len(places) > 0, Calendar: paths.MyCalendar(s.links.Agenda(r.ID)), SeveralDays: e.NeedsDates(sessions),
	}
	for _, session := range sessions {
		if !session.HasPage() {
			continue
		}
		isMarked := slices.Contains(ids, session.ID)
		page.All = append(page.All, MyChoice{session, isMarked})
		if isMarked || slices.Contains(own, session.ID) {
			page.Marked = append(page.Marked, DaySession{
				Session: session, IsOn: session.IsOn(q.Now), IsOver: !q.Now.Before(session.EndsAt),
			})
		}
	}
	for i := range page.Marked {
		if m := &page.Marked[i]; !m.IsOver && m.CancelledAt == nil {
			m.IsNext, page.Next = true, m
			break
		}
	}
	page.Number, _, err = q.Agendas().Latest(e)
	return page, err
}

// FavouritesInput names sessions. Add keeps what was marked before, as where a device brings its own.
type FavouritesInput struct {
	Sessions []string `form:"session"`
	Add      bool     `form:"add"`
}

// SetFavourites stores what an attendee marked. What is no session of the event is left out. The attendee calls it.
func (s *Service) SetFavourites(
	ctx context.Context, e *models.Event, r *models.Registration, in FavouritesInput,
) error {
	ids := slices.DeleteFunc(slices.Clone(in.Sessions), func(id string) bool { return !models.ValidID(id) })
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if in.Add {
			return tx.Favourites().Add(e, r.ID, ids)
		}
		return tx.Favourites().Set(e, r.ID, ids)
	})
}

// MyCalendar is what an attendee marked as a calendar file, for who has its secret. What was taken out of the agenda
// meanwhile is cancelled in it. Errors: NotFound.
func (s *Service) MyCalendar(ctx context.Context, secret, baseURL string) ([]byte, error) {
	id, ok := link.ID(secret)
	if !ok || !link.Equal(secret, s.links.Agenda(id)) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	q := s.db.Query(ctx)
	r, err := q.Registrations().ByIDAnywhere(id)
	if err != nil {
		return nil, err
	}
	e, err := q.Events().ByID(r.EventID)
	if err != nil {
		return nil, err
	}
	if !e.Public() {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	ids, err := q.Favourites().Agenda(r.ID)
	if err != nil {
		return nil, err
	}
	versions, err := q.Agendas().Versions(e, shownVersions)
	if err != nil {
		return nil, err
	}
	isMarked := func(s *models.Session) bool { return slices.Contains(ids, s.ID) }
	marked := slices.DeleteFunc(slices.Clone(sessions), func(s models.Session) bool { return !isMarked(&s) })
	marked = append(marked, gone(versions, sessions, isMarked)...)
	o := calendarOptions(e, s.texts.For(r.Locale), baseURL)
	o.Reminds = true
	return calendar.Sessions(e, marked, o), nil
}

// FeedInput chooses sessions of a calendar feed; "" for all.
type FeedInput struct {
	Track   string `query:"track"`
	Speaker string `query:"speaker"`
	Room    string `query:"room"`
}

// Feed is the agenda, or a part of it, as a calendar file in the language of texts. What was taken out of the agenda
// stays in the feed as cancelled, as programs that took it over once do not forget it by themselves. Who may see the
// event calls it.
func (s *Service) Feed(
	ctx context.Context, e *models.Event, in FeedInput, texts *i18n.Localizer, baseURL string,
) ([]byte, error) {
	q := s.db.Query(ctx)
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	chosen := slices.DeleteFunc(slices.Clone(sessions), func(s models.Session) bool { return !in.takes(&s) })
	versions, err := q.Agendas().Versions(e, shownVersions)
	if err != nil {
		return nil, err
	}
	chosen = append(chosen, gone(versions, sessions, in.takes)...)
	return calendar.Sessions(e, chosen, calendarOptions(e, texts, baseURL)), nil
}

func (in FeedInput) takes(s *models.Session) bool {
	speaks := func(l models.SessionSpeaker) bool { return l.SpeakerID == in.Speaker }
	return (in.Track == "" || s.TrackID != nil && *s.TrackID == in.Track) &&
		(in.Room == "" || s.RoomID != nil && *s.RoomID == in.Room) &&
		(in.Speaker == "" || slices.ContainsFunc(s.Speakers, speaks))
}

// gone are the sessions that were removed and did not come back, of those that a feed takes.
func gone(
	versions []models.AgendaVersion, there []models.Session, takes func(*models.Session) bool,
) (list []models.Session) {
	seen := map[string]bool{}
	for i := range there {
		seen[there[i].ID] = true
	}
	for _, version := range versions {
		for _, c := range version.Changes {
			if c.Kind != models.AgendaRemoved || seen[c.ID] {
				continue
			}
			seen[c.ID] = true
			s := c.Before.Session()
			for _, id := range c.Speakers {
				s.Speakers = append(s.Speakers, models.SessionSpeaker{SpeakerID: id})
			}
			s.ID, s.TitleJa, s.TitleEn, s.Sequence = c.ID, c.TitleJa, c.TitleEn, c.Sequence
			s.CancelledAt, s.UpdatedAt = &version.CreatedAt, version.CreatedAt
			if takes(s) {
				list = append(list, *s)
			}
		}
	}
	return list
}
