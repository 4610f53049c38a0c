package agenda

import (
	"context"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// DayPage is the agenda of the day as who runs it has it on a phone.
type DayPage struct {
	Date     time.Time
	Sessions []DaySession
	Rooms    []models.Room
	// Undo is what was changed last and can be taken back, nil for nothing.
	Undo *models.AgendaVersion
	// Unpublished counts the changes that wait in the editor.
	Unpublished int
}

// DaySession is a session of the day.
type DaySession struct {
	models.Session
	IsOn, IsOver, IsNext bool
}

// IsIn reports whether the session is in a room.
func (s DaySession) IsIn(room models.Room) bool { return s.RoomID != nil && *s.RoomID == room.ID }

// DayPage reads the sessions of today, or of the day of the event that is nearest. Who runs the room calls it.
func (s *Service) DayPage(ctx context.Context, e *models.Event) (*DayPage, error) {
	q := s.db.Query(ctx)
	sessions, err := q.Sessions().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page := &DayPage{Date: nearestDay(e, sessions, q.Now)}
	isNext := false
	for _, session := range sessions {
		if !e.DayOf(session.StartsAt).Equal(page.Date) {
			continue
		}
		shown := DaySession{Session: session, IsOn: session.IsOn(q.Now), IsOver: !q.Now.Before(session.EndsAt)}
		shown.IsNext = !isNext && session.CancelledAt == nil && session.StartsAt.After(q.Now)
		isNext = isNext || shown.IsNext
		page.Sessions = append(page.Sessions, shown)
	}
	if page.Rooms, err = q.Rooms().OfEvent(e); err != nil {
		return nil, err
	}
	drafts, err := q.Agendas().Drafts(e)
	if err != nil {
		return nil, err
	}
	page.Unpublished = len(drafts)
	versions, err := q.Agendas().Versions(e, 1)
	if err == nil && len(versions) > 0 && versions[0].MayUndo(q.Now) {
		page.Undo = &versions[0]
	}
	return page, err
}

func nearestDay(e *models.Event, sessions []models.Session, now time.Time) time.Time {
	today := e.DayOf(now)
	nearest := today
	for i := range sessions {
		day := e.DayOf(sessions[i].StartsAt)
		if i == 0 || day.Sub(today).Abs() < nearest.Sub(today).Abs() {
			nearest = day
		}
	}
	return nearest
}

// DayInput is what is done to a session by one tap.
type DayInput struct {
	// Act is delay, room, cancel or restore.
	Act     string `form:"act"`
	Minutes int    `form:"minutes"`
	// Scope is what is delayed with it, nothing where it is empty.
	Scope Scope  `form:"scope"`
	Room  string `form:"room"`
	// Version is that of the session that was seen.
	Version int `form:"version"`
}

// Now moves, delays or cancels a session at once: everybody sees it, and those concerned are told a minute later, so
// that it can be taken back before. Errors: Invalid; NotFound; Conflict where somebody else changed the session first.
// Who runs the room calls it.
func (s *Service) Now(ctx context.Context, e *models.Event, id string, in DayInput) error {
	c := check.New()
	act := check.Choice(c, "act", in.Act, []string{"delay", "room", "cancel", "restore"})
	room := c.Line("room", in.Room, maxLine, check.Optional)
	if act == "delay" {
		checkMinutes(c, in.Minutes)
		check.Choice(c, "scope", in.Scope, []Scope{"", ScopeSession, ScopeRoom, ScopeAll})
	}
	if act == "room" && room == "" {
		c.Fault("room", "field.required")
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		sessions, err := tx.Sessions().OfEvent(e)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(sessions, func(s models.Session) bool { return s.ID == id })
		switch {
		case at < 0:
			return models.NewError(models.CodeNotFound, "error.not_found")
		case sessions[at].Version != in.Version:
			return models.NewError(models.CodeConflict, "agenda.day_changed")
		}
		moves, err := movesOf(tx, e, sessions, at, in, room)
		if err != nil {
			return err
		}
		return atOnce(tx, e, moves, tx.Now.Add(undoTime), true)
	})
}

// move is a session before and after.
type move struct{ before, after models.Session }

// movesOf are the sessions that a tap changes.
func movesOf(
	tx *models.Tx, e *models.Event, sessions []models.Session, at int, in DayInput, room string,
) ([]move, error) {
	before, after := sessions[at], sessions[at]
	switch in.Act {
	case "cancel":
		after.CancelledAt = &tx.Now
	case "restore":
		after.CancelledAt = nil
	case "room":
		found, err := tx.Rooms().FindOrCreate(e, room)
		if err != nil {
			return nil, err
		}
		after.RoomID, after.Room = &found.ID, found
	case "delay":
		return moveWith(e, sessions, &before, in, tx.Now), nil
	}
	return []move{{before, after}}, nil
}

// atOnce stores moves as a version that can be undone, and tells those concerned from a time on.
func atOnce(tx *models.Tx, e *models.Event, moves []move, tell time.Time, mayUndo bool) error {
	version := &models.AgendaVersion{OnTheDay: mayUndo}
	for i := range moves {
		m := &moves[i]
		c := changeOf(&m.before, &m.after)
		if c == nil {
			continue
		}
		if err := m.store(tx, e); err != nil {
			return err
		}
		c.Sequence = m.before.Sequence + 1
		version.Changes = append(version.Changes, *c)
	}
	if len(version.Changes) == 0 || !e.Public() {
		return nil
	}
	if err := tx.Agendas().AddVersion(e, version); err != nil || e.State != models.EventPublished {
		return err
	}
	told, err := readConcerned(tx.Query, e, version.Changes)
	if err != nil {
		return err
	}
	return told.tell(tx, e, version, tell)
}

// store writes the move, and into the draft of the session where there is one: publishing that must not take it back.
func (m *move) store(tx *models.Tx, e *models.Event) error {
	if (m.before.CancelledAt == nil) != (m.after.CancelledAt == nil) {
		if err := setCancelled(tx, e, m.before.ID, m.after.CancelledAt != nil); err != nil {
			return err
		}
	} else {
		changed := m.after
		changed.Sequence = m.before.Sequence + 1
		changed.NoteMove(e, &m.before, tx.Now)
		if err := tx.Sessions().Update(e, &changed, m.before.Version); err != nil {
			return err
		}
		tx.Emit(models.ActivitySessionChanged, &changed)
	}
	draft, err := tx.Agendas().Draft(e, m.before.ID)
	if err != nil || draft == nil || draft.Session == nil {
		return err
	}
	m.intoDraft(draft.Session)
	version := draft.Version
	draft.Version = max(version, m.before.Version+1) + 1
	return tx.Agendas().PutDraft(e, draft, version)
}

// intoDraft changes in a draft what the move changed.
func (m *move) intoDraft(s *models.Session) {
	if !m.before.StartsAt.Equal(m.after.StartsAt) || !m.before.EndsAt.Equal(m.after.EndsAt) {
		s.StartsAt, s.EndsAt = m.after.StartsAt, m.after.EndsAt
	}
	if !isSameRoom(&m.before, &m.after) {
		s.Room = bare(&m.after).Room
	}
	if (m.before.CancelledAt == nil) != (m.after.CancelledAt == nil) {
		s.CancelledAt = m.after.CancelledAt
	}
}

// UndoInput names the change that is taken back.
type UndoInput struct {
	ID string `form:"id"`
}

// Undo takes back what was changed at once. Within a minute nobody was told of it, and nobody is told of this. Errors:
// NotFound; Conflict where a session was changed again since. Who runs the room calls it.
func (s *Service) Undo(ctx context.Context, e *models.Event, in UndoInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		version, err := tx.Agendas().Version(e, in.ID)
		if err != nil {
			return err
		}
		if !version.MayUndo(tx.Now) {
			return models.NewError(models.CodeConflict, "agenda.undone_already")
		}
		var moves []move
		for i := range version.Changes {
			m, err := backOf(tx, e, &version.Changes[i])
			if err != nil {
				return err
			}
			moves = append(moves, *m)
		}
		if err := tx.Agendas().Undo(version); err != nil {
			return err
		}
		if tx.Now.Sub(version.CreatedAt) < undoTime {
			return atOnceQuietly(tx, e, moves)
		}
		return atOnce(tx, e, moves, tx.Now, false)
	})
}

// atOnceQuietly stores moves of which nobody needs to hear: the mails about what they take back are not sent.
func atOnceQuietly(tx *models.Tx, e *models.Event, moves []move) error {
	for i := range moves {
		if err := moves[i].store(tx, e); err != nil {
			return err
		}
	}
	return tx.Agendas().AddVersion(e, &models.AgendaVersion{})
}

// backOf is the way back of a change. It is CodeConflict where the session is no longer where the change put it.
func backOf(tx *models.Tx, e *models.Event, c *models.AgendaChange) (*move, error) {
	session, err := tx.Sessions().ByID(e, c.ID)
	if models.CodeOf(err) == models.CodeNotFound || err == nil && !isAt(session, c.After) {
		return nil, models.NewError(models.CodeConflict, "agenda.day_changed")
	}
	if err != nil {
		return nil, err
	}
	m := &move{*session, *session}
	m.after.StartsAt, m.after.EndsAt = c.Before.StartsAt, c.Before.EndsAt
	if !isSameID(c.Before.RoomID, session.RoomID) {
		m.after.RoomID, m.after.Room = nil, nil
		if name := pick(c.Before.RoomJa, c.Before.RoomEn); name != "" {
			room, err := tx.Rooms().FindOrCreate(e, name)
			if err != nil {
				return nil, err
			}
			m.after.RoomID, m.after.Room = &room.ID, room
		}
	}
	switch c.Kind {
	case models.AgendaCancelled:
		m.after.CancelledAt = nil
	case models.AgendaRestored:
		m.after.CancelledAt = &tx.Now
	}
	return m, nil
}

func isAt(s *models.Session, place *models.AgendaPlace) bool {
	return place != nil && s.StartsAt.Equal(place.StartsAt) && s.EndsAt.Equal(place.EndsAt) &&
		isSameID(s.RoomID, place.RoomID)
}
