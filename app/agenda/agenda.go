// Package agenda edits an event's sessions with their rooms, tracks and speakers, and shows them: by time and by room,
// with clashes, as calendar entries, and in the c3voc exchange format.
package agenda

import (
	"context"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/models"
)

// Service edits and shows the agendas of one database.
type Service struct {
	db    *models.DB
	links link.Maker
	texts *i18n.Bundle
}

// New makes the service. links are the secrets of the pages on which speakers write about themselves.
func New(db *models.DB, links link.Maker, texts *i18n.Bundle) *Service {
	return &Service{db, links, texts}
}

// Save makes a session (no id), or changes one that was read at the input's version. Errors: Invalid with the fields at
// fault; Conflict where somebody else changed it. Staff who may edit the event call it.
func (s *Service) Save(ctx context.Context, e *models.Event, id string, in *SessionInput) error {
	read, err := in.session(e)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		session := *read
		if id != "" {
			session.ID = id
			return store(tx, e, &session, in.Version)
		}
		return add(tx, e, &session)
	})
}

// add makes a session, or writes down that it is to be made. One with its id exists where the form was sent twice.
func add(tx *models.Tx, e *models.Event, session *models.Session) error {
	drafted, err := isDrafted(tx.Query, e)
	switch {
	case err != nil:
		return err
	case !drafted:
		return create(tx, e, session)
	}
	if session.ID == "" {
		session.ID = models.NewID()
	}
	c, err := readChange(tx.Query, e, session.ID)
	wasDeleted := c.draft != nil && c.draft.Deleted // and is typed again
	if err != nil || (c.stored != nil || c.draft != nil) && !wasDeleted {
		return err
	}
	return c.put(tx, e, &models.AgendaDraft{ID: session.ID, Session: bare(session)})
}

// store changes a session that was read at version, or writes down what it is to be.
func store(tx *models.Tx, e *models.Event, session *models.Session, version int) error {
	drafted, err := isDrafted(tx.Query, e)
	switch {
	case err != nil:
		return err
	case drafted:
		return putDraft(tx, e, session, version)
	}
	if err := update(tx, e, session, version); err != nil {
		return err
	}
	return deleteUnused(tx, e)
}

// create makes a session, unless one with its id exists: the form was then sent twice.
func create(tx *models.Tx, e *models.Event, session *models.Session) error {
	if session.ID != "" {
		if _, err := tx.Sessions().ByID(e, session.ID); models.CodeOf(err) != models.CodeNotFound {
			return err
		}
	}
	if err := saveRoomAndTrack(tx, e, session, &models.Session{}); err != nil {
		return err
	}
	if err := tx.Sessions().Create(e, session); err != nil {
		return err
	}
	tx.Emit(models.ActivitySessionChanged, session)
	return saveSpeakers(tx, e, session, nil)
}

func update(tx *models.Tx, e *models.Event, session *models.Session, version int) error {
	before, err := tx.Sessions().ByID(e, session.ID)
	if err != nil {
		return err
	}
	if err := saveRoomAndTrack(tx, e, session, before); err != nil {
		return err
	}
	session.Sequence = before.Sequence
	if isNoticeable(before, session) {
		session.Sequence++
	}
	session.NoteMove(e, before, tx.Now)
	if err := tx.Sessions().Update(e, session, version); err != nil {
		return err
	}
	tx.Emit(models.ActivitySessionChanged, session)
	return saveSpeakers(tx, e, session, before.Speakers)
}

// saveRoomAndTrack finds or makes the room and the track that the session names. Those it had before it keeps where
// they are called so: of older events several may have one name.
func saveRoomAndTrack(tx *models.Tx, e *models.Event, session, before *models.Session) error {
	if session.Room != nil {
		room := before.Room
		if room == nil || !room.HasName(session.Room.NameJa) {
			var err error
			if room, err = tx.Rooms().FindOrCreate(e, session.Room.NameJa); err != nil {
				return err
			}
		}
		session.RoomID = &room.ID
	}
	if session.Track != nil {
		track := before.Track
		if track == nil || !models.Room(*track).HasName(session.Track.NameJa) {
			var err error
			if track, err = tx.Tracks().FindOrCreate(e, session.Track.NameJa); err != nil {
				return err
			}
		}
		session.TrackID = &track.ID
	}
	return nil
}

// isNoticeable reports whether calendars must take the changed session again (SEQUENCE, RFC 5545).
func isNoticeable(before, after *models.Session) bool {
	return !before.StartsAt.Equal(after.StartsAt) || !before.EndsAt.Equal(after.EndsAt) ||
		before.TitleJa != after.TitleJa || before.TitleEn != after.TitleEn || !isSameRoom(before, after)
}

func isSameRoom(a, b *models.Session) bool {
	if a.RoomID == nil || b.RoomID == nil {
		return a.RoomID == b.RoomID
	}
	return *a.RoomID == *b.RoomID
}

// SetCancelled cancels a session, or restores it. Where everybody sees the agenda, that waits until it is published:
// Now does it at once. Staff who may edit the event call it. Errors: NotFound.
func (s *Service) SetCancelled(ctx context.Context, e *models.Event, id string, cancelled bool) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		drafted, err := isDrafted(tx.Query, e)
		switch {
		case err != nil:
			return err
		case drafted:
			return cancelLater(tx, e, id, cancelled)
		}
		return setCancelled(tx, e, id, cancelled)
	})
}

// Delete deletes a session, and the rooms, tracks and speakers that no other session has. Where everybody sees the
// agenda, that waits until it is published. Staff who may edit the event call it. Errors: NotFound.
func (s *Service) Delete(ctx context.Context, e *models.Event, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := remove(tx, e, id); err != nil {
			return err
		}
		return deleteUnused(tx, e)
	})
}

// deleteUnused removes the rooms, tracks and speakers that no session of the event has any more.
func deleteUnused(tx *models.Tx, e *models.Event) error {
	if err := tx.Rooms().DeleteUnused(e); err != nil {
		return err
	}
	if err := tx.Tracks().DeleteUnused(e); err != nil {
		return err
	}
	return tx.Speakers().DeleteUnused(e)
}
