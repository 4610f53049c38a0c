package agenda

import (
	"cmp"
	"slices"
	"strings"

	"meguri/models"
	"meguri/models/text"
)

// isDrafted reports whether changes wait until somebody publishes them: everybody sees the agenda, or some wait
// already.
func isDrafted(q *models.Query, e *models.Event) (bool, error) {
	if e.Public() {
		return true, nil
	}
	return q.Agendas().HasDrafts(e)
}

// working is the agenda as editors see it: what is published, with what is not published yet.
type working struct {
	// Sessions are in order of time. One with a draft is what the draft says, with the version of the draft.
	Sessions []models.Session
	drafts   map[string]*models.AgendaDraft
	stored   map[string]*models.Session
	// list are the drafts, oldest first.
	list     []models.AgendaDraft
	rooms    []models.Room
	tracks   []models.Track
	speakers []models.Speaker
}

func readWorking(q *models.Query, e *models.Event) (*working, error) {
	w := &working{drafts: map[string]*models.AgendaDraft{}, stored: map[string]*models.Session{}}
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	if w.list, err = q.Agendas().Drafts(e); err != nil {
		return nil, err
	}
	if w.rooms, w.tracks, err = roomsAndTracks(q, e); err != nil {
		return nil, err
	}
	if len(w.list) > 0 {
		if w.speakers, err = q.Speakers().OfEvent(e); err != nil {
			return nil, err
		}
	}
	w.fill(sessions)
	return w, nil
}

func (w *working) fill(sessions []models.Session) {
	for i := range w.list {
		w.drafts[w.list[i].ID] = &w.list[i]
	}
	for i := range sessions {
		s := &sessions[i]
		w.stored[s.ID] = s
		if w.drafts[s.ID] == nil {
			w.Sessions = append(w.Sessions, *s)
		}
	}
	for i := range w.list {
		if draft := &w.list[i]; draft.Session != nil && !draft.Deleted {
			w.Sessions = append(w.Sessions, *w.drafted(draft))
		}
	}
	slices.SortStableFunc(w.Sessions, func(a, b models.Session) int {
		return cmp.Or(a.StartsAt.Compare(b.StartsAt), a.EndsAt.Compare(b.EndsAt), cmp.Compare(a.ID, b.ID))
	})
}

// drafted is the session of a draft, with the rooms, tracks and speakers that there are already.
func (w *working) drafted(draft *models.AgendaDraft) *models.Session {
	s := *draft.Session
	s.ID, s.EventID, s.Version = draft.ID, draft.EventID, draft.Version
	if stored := w.stored[s.ID]; stored != nil {
		s.Sequence, s.MovedAt, s.CreatedAt = stored.Sequence, stored.MovedAt, stored.CreatedAt
	}
	if s.Room != nil {
		s.Room = findLabel(w.rooms, *s.Room)
		s.RoomID = &s.Room.ID
	}
	if s.Track != nil {
		s.Track = findLabel(w.tracks, *s.Track)
		s.TrackID = &s.Track.ID
	}
	s.Speakers = slices.Clone(s.Speakers)
	for i := range s.Speakers {
		known := w.speaker(&s.Speakers[i].Speaker)
		s.Speakers[i].SessionID, s.Speakers[i].SpeakerID = s.ID, known.ID
		s.Speakers[i].Speaker.ID, s.Speakers[i].Speaker.PortraitID = known.ID, known.PortraitID
	}
	return &s
}

// findLabel finds the room or track of a name; a new one gets an id that only this page knows.
func findLabel[T models.Room | models.Track](list []T, named T) *T {
	name := models.Room(named).NameJa
	for i := range list {
		if models.Room(list[i]).HasName(name) {
			return &list[i]
		}
	}
	made := T(models.Room{ID: "new " + text.FoldWidth(name), NameJa: name, NameEn: models.Room(named).NameEn})
	return &made
}

// speaker finds the speaker of a name; a new one gets an id that only this page knows.
func (w *working) speaker(named *models.Speaker) *models.Speaker {
	key := speakerKey(named)
	for i := range w.speakers {
		if speakerKey(&w.speakers[i]) == key {
			return &w.speakers[i]
		}
	}
	return &models.Speaker{ID: "new " + key}
}

// speakerKey tells speakers apart by their names, whatever their width and case.
func speakerKey(s *models.Speaker) string {
	if s.NameJa != "" {
		return text.FoldWidth(s.NameJa) + "\n" + text.FoldWidth(s.OrganizationJa)
	}
	names := []string{"", s.OrganizationJa, s.NameEn, s.OrganizationEn}
	for i := range names {
		names[i] = text.FoldWidth(names[i])
	}
	return strings.Join(names, "\n")
}

func (w *working) byID() map[string]*models.Session {
	found := make(map[string]*models.Session, len(w.Sessions))
	for i := range w.Sessions {
		found[w.Sessions[i].ID] = &w.Sessions[i]
	}
	return found
}

// bare is a session as a draft has it: its room, track and speakers have names only.
func bare(s *models.Session) *models.Session {
	out := *s
	out.RoomID, out.TrackID, out.MovedAt, out.PreviousStartsAt = nil, nil, nil, nil
	out.PreviousRoomJa, out.PreviousRoomEn = "", ""
	if s.Room != nil {
		out.Room = &models.Room{NameJa: s.Room.NameJa, NameEn: s.Room.NameEn}
	}
	if s.Track != nil {
		out.Track = &models.Track{NameJa: s.Track.NameJa, NameEn: s.Track.NameEn}
	}
	out.Speakers = make([]models.SessionSpeaker, len(s.Speakers))
	for i, link := range s.Speakers {
		out.Speakers[i].Speaker = models.Speaker{
			NameJa: link.Speaker.NameJa, OrganizationJa: link.Speaker.OrganizationJa, RoleJa: link.Speaker.RoleJa,
			NameEn: link.Speaker.NameEn, OrganizationEn: link.Speaker.OrganizationEn, RoleEn: link.Speaker.RoleEn,
		}
	}
	return &out
}

// change is a change of one session, as it is stored or drafted.
type change struct {
	stored *models.Session
	draft  *models.AgendaDraft
}

func readChange(q *models.Query, e *models.Event, id string) (change, error) {
	stored, err := q.Sessions().ByID(e, id)
	if models.CodeOf(err) == models.CodeNotFound {
		stored, err = nil, nil
	}
	if err != nil {
		return change{}, err
	}
	draft, err := q.Agendas().Draft(e, id)
	return change{stored, draft}, err
}

// shown is the session as editors see it, nil where there is none.
func (c change) shown() *models.Session {
	switch {
	case c.draft != nil:
		return c.draft.Session
	case c.stored != nil:
		return bare(c.stored)
	}
	return nil
}

func (c change) version() int {
	switch {
	case c.draft != nil:
		return c.draft.Version
	case c.stored != nil:
		return c.stored.Version
	}
	return 0
}

// put stores what a session is to be. A draft that says what is published is none.
func (c change) put(tx *models.Tx, e *models.Event, draft *models.AgendaDraft) error {
	before := 0
	if c.draft != nil {
		before = c.draft.Version
	}
	if c.stored != nil && draft.Session != nil && !draft.Deleted && isSame(c.stored, draft.Session) {
		return tx.Agendas().DeleteDraft(e, draft.ID)
	}
	draft.Version = c.version() + 1
	return tx.Agendas().PutDraft(e, draft, before)
}

// putDraft writes down what a session is to be once it is published.
func putDraft(tx *models.Tx, e *models.Event, session *models.Session, version int) error {
	c, err := readChange(tx.Query, e, session.ID)
	if err != nil {
		return err
	}
	if c.version() == 0 {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	if c.version() != version || c.draft != nil && c.draft.Deleted {
		return models.NewError(models.CodeConflict, "agenda.changed_meanwhile")
	}
	wanted := bare(session)
	if shown := c.shown(); shown != nil {
		wanted.CancelledAt, wanted.ImportID = shown.CancelledAt, shown.ImportID
	}
	return c.put(tx, e, &models.AgendaDraft{ID: session.ID, Session: wanted})
}

// remove deletes a session, or writes down that it is to be deleted.
func remove(tx *models.Tx, e *models.Event, id string) error {
	drafted, err := isDrafted(tx.Query, e)
	if err != nil {
		return err
	}
	if !drafted {
		tx.Emit(models.ActivitySessionDeleted, &models.Session{ID: id, EventID: e.ID})
		return tx.Sessions().Delete(e, id)
	}
	c, err := readChange(tx.Query, e, id)
	switch {
	case err != nil:
		return err
	case c.stored == nil && c.draft == nil, c.draft != nil && c.draft.Deleted:
		return models.NewError(models.CodeNotFound, "error.not_found")
	case c.stored == nil:
		return tx.Agendas().DeleteDraft(e, id)
	}
	return c.put(tx, e, &models.AgendaDraft{ID: id, Deleted: true})
}

// cancelLater writes down that a session is to be cancelled, or to take place again.
func cancelLater(tx *models.Tx, e *models.Event, id string, cancelled bool) error {
	c, err := readChange(tx.Query, e, id)
	if err != nil {
		return err
	}
	wanted := c.shown()
	if wanted == nil {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	wanted.CancelledAt = nil
	if cancelled {
		wanted.CancelledAt = &tx.Now
	}
	return c.put(tx, e, &models.AgendaDraft{ID: id, Session: wanted})
}
