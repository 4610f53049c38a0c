package event

import (
	"context"
	"time"

	"meguri/models"
)

// Edit says how a change is meant.
type Edit struct {
	Version    int  // of the event that the editor saw
	Tell       bool // mail all who registered where time or place change
	MoveAgenda bool // sessions move with the start
}

// Update changes an event. Errors: Invalid with the fields at fault, also where a published event would lose what its ticket types need; Conflict where
// somebody else changed the event since the version.
func (s *Service) Update(ctx context.Context, current *models.Event, in Draft, edit Edit) error {
	e := *current
	faults := in.fill(&e)
	if e.State == models.EventPublished && len(faults) == 0 {
		types, err := s.db.Query(ctx).TicketTypes().OfEvent(current)
		if err != nil {
			return err
		}
		faults = taken(current, &e, types)
	}
	if err := models.InvalidFields(faults); err != nil {
		return err
	}
	rescheduled := reschedules(current, &e)
	moved := rescheduled || relocates(current, &e)
	if moved || e.TitleJa != current.TitleJa || e.TitleEn != current.TitleEn {
		e.Sequence++
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Events().Update(&e, edit.Version); err != nil {
			return err
		}
		activityID := tx.Emit(models.ActivityEventChanged, &e)
		if err := in.keepPartners(tx, &e); err != nil {
			return err
		}
		if edit.MoveAgenda && rescheduled {
			if err := tx.Sessions().Shift(&e, alongWith(current, &e)); err != nil {
				return err
			}
		}
		if !moved || !edit.Tell || e.State != models.EventPublished {
			return nil
		}
		return tellAll(tx, &e, mailChanged, activityID, asItWas(current))
	})
}

func reschedules(from, to *models.Event) bool {
	return !from.StartsAt.Equal(to.StartsAt) || !from.EndsAt.Equal(to.EndsAt) || from.TimeZone != to.TimeZone
}

func relocates(from, to *models.Event) bool {
	return from.VenueNameJa != to.VenueNameJa || from.VenueNameEn != to.VenueNameEn || from.VenueAddressJa != to.VenueAddressJa ||
		from.VenueAddressEn != to.VenueAddressEn || from.HasStream() != to.HasStream()
}

// alongWith moves times by as much as the event's start moved on the clock on the wall: what began an hour after the start still does, also where the
// clocks were changed in between.
func alongWith(from, to *models.Event) func(time.Time) time.Time {
	by := onTheWall(to.Local(to.StartsAt)).Sub(onTheWall(from.Local(from.StartsAt)))
	return func(t time.Time) time.Time {
		wall := onTheWall(from.Local(t)).Add(by)
		return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, to.Zone()).UTC()
	}
}

// onTheWall is what a clock shows, in a zone whose clock is never changed.
func onTheWall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// taken names the fields whose emptying would take from a published event what its ticket types need.
func taken(from, to *models.Event, types []models.TicketType) map[string]string {
	faults := map[string]string{}
	if holds(types, models.ModeOnline) && from.HasStream() && !to.HasStream() {
		faults["stream_url"] = "event.missing_stream"
	}
	if holds(types, models.ModeVenue) && from.HasVenue() && !to.HasVenue() {
		faults["venue_name_ja"] = "event.missing_venue"
	}
	return faults
}
