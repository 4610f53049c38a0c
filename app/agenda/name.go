package agenda

import (
	"context"
	"unicode/utf8"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// NameRooms stores the names and the order of the event's rooms. Errors: Invalid where a Japanese name is empty, or one
// is too long; NotFound where a room is not the event's. Staff who may edit the event call it.
func (s *Service) NameRooms(ctx context.Context, e *models.Event, in *NamesInput) error {
	list, err := readNames[models.Room](in)
	if err != nil {
		return err
	}
	sizes, err := in.sizes()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Rooms().Rename(e, list); err != nil {
			return err
		}
		for _, size := range sizes {
			if err := tx.Agendas().SetRoomSize(e, size); err != nil {
				return err
			}
		}
		return nextVersion(tx, e)
	})
}

// maxSize is the greatest number of places of a room.
const maxSize = 100_000

// sizes reads the sizes of rooms, where the form has them.
func (in *NamesInput) sizes() ([]models.RoomSize, error) {
	if len(in.Places) != len(in.IDs) || len(in.Walks) != len(in.IDs) {
		return nil, nil
	}
	c := check.New()
	list := make([]models.RoomSize, len(in.IDs))
	for i, id := range in.IDs {
		list[i] = models.RoomSize{
			ID: id, Places: c.Int("places", in.Places[i], 0, maxSize, check.Optional),
			WalkMinutes: c.Int("walk_minutes", in.Walks[i], 0, maxDelay, check.Optional),
		}
	}
	if c.Err() != nil {
		return nil, models.NewError(models.CodeInvalid, "agenda.no_size")
	}
	return list, nil
}

// NameTracks does the same for the event's tracks.
func (s *Service) NameTracks(ctx context.Context, e *models.Event, in *NamesInput) error {
	list, err := readNames[models.Track](in)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Tracks().Rename(e, list); err != nil {
			return err
		}
		return nextVersion(tx, e)
	})
}

// readNames checks the names that were typed. An error is about the form, not a field: the fields have the same names
// in each row.
func readNames[T models.Room | models.Track](in *NamesInput) ([]T, error) {
	list := make([]T, len(in.IDs))
	for i, id := range in.IDs {
		named := models.Room{ID: id, NameJa: text.CleanTitle(in.NamesJa[i]), NameEn: text.CleanTitle(in.NamesEn[i])}
		switch {
		case named.NameJa == "":
			return nil, models.NewError(models.CodeInvalid, "agenda.name_needed")
		case isLong(named.NameJa) || isLong(named.NameEn):
			return nil, models.NewError(models.CodeInvalid, "field.too_long", "max", maxLine)
		}
		list[i] = T(named)
	}
	return list, nil
}

func isLong(line string) bool { return utf8.RuneCountInString(line) > maxLine }

// showTyped replaces stored names by those that were typed and could not be stored, and reports whether there were any.
func showTyped[T models.Room | models.Track](list []T, in *NamesInput) bool {
	shown := false
	for i := range list {
		named := models.Room(list[i])
		for n, id := range in.IDs {
			if id == named.ID {
				named.NameJa, named.NameEn, shown = in.NamesJa[n], in.NamesEn[n], true
			}
		}
		list[i] = T(named)
	}
	return shown
}
