package agenda

import (
	"context"
	"unicode/utf8"

	"meguri/models"
	"meguri/models/text"
)

// Name is what staff typed about a room or a track.
type Name struct{ ID, Ja, En string }

// NameRooms stores the names of the event's rooms, in the order of the list. Errors: Invalid where one is empty or long.
func (s *Service) NameRooms(ctx context.Context, e *models.Event, names []Name) error {
	list := make([]models.Room, len(names))
	for i, n := range names {
		list[i] = models.Room{ID: n.ID, NameJa: text.CleanTitle(n.Ja), NameEn: text.CleanTitle(n.En)}
		if err := named(list[i].NameJa, list[i].NameEn); err != nil {
			return err
		}
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Rooms().Rename(e, list) })
}

// NameTracks does the same for the event's tracks.
func (s *Service) NameTracks(ctx context.Context, e *models.Event, names []Name) error {
	list := make([]models.Track, len(names))
	for i, n := range names {
		list[i] = models.Track{ID: n.ID, NameJa: text.CleanTitle(n.Ja), NameEn: text.CleanTitle(n.En)}
		if err := named(list[i].NameJa, list[i].NameEn); err != nil {
			return err
		}
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Tracks().Rename(e, list) })
}

func named(ja, en string) error {
	switch {
	case ja == "":
		return models.NewError(models.CodeInvalid, "agenda.name_needed")
	case utf8.RuneCountInString(ja) > maxLine || utf8.RuneCountInString(en) > maxLine:
		return models.NewError(models.CodeInvalid, "event.line_long")
	}
	return nil
}
