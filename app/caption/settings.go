package caption

import (
	"context"

	"meguri/app/service/check"
	"meguri/models"
)

// SaveSettings stores where captions of another service and the interpreter are, and whose captions may be in the
// record. Staff who run the room call it. Errors: Invalid for the fields at fault.
func (s *Service) SaveSettings(ctx context.Context, event *models.Event, in *SettingsInput) error {
	external, sign, err := in.check()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		settings, err := tx.Captions().Make(event)
		if err != nil {
			return err
		}
		all, _, err := parts(tx.Query, event, settings)
		if err != nil {
			return err
		}
		allowed, err := in.allowed(all)
		if err != nil {
			return err
		}
		settings.ExternalURL, settings.SignURL, settings.AllowedSessions = external, sign, allowed
		tx.Tell(models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartStream})
		tx.Tell(models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartCaptions})
		return tx.Captions().SaveSettings(settings)
	})
}

// allowed are the sessions that are ticked, of those that the form offers.
func (in *SettingsInput) allowed(all []SessionPart) ([]string, error) {
	offered := map[string]bool{}
	for i := range all {
		offered[all[i].ID] = true
	}
	c, list := check.New(), []string{}
	for _, id := range in.Allowed {
		if !offered[id] {
			c.Fault("allowed", "field.choice")
		}
		list = append(list, id)
	}
	return list, c.Err()
}

// RenewLink makes a new link to the seats, the first one where there is none; the one before opens nothing any more.
// Staff who run the room call it.
func (s *Service) RenewLink(ctx context.Context, event *models.Event) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		settings, err := tx.Captions().Make(event)
		if err != nil {
			return err
		}
		settings.LinkNumber++
		tx.Tell(models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartCaptions})
		return tx.Captions().SaveSettings(settings)
	})
}

// DeleteOfSession deletes what was said in a session, "" for what was said between sessions. Staff who run the room
// call it. Errors: NotFound.
func (s *Service) DeleteOfSession(ctx context.Context, event *models.Event, sessionID string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if sessionID != "" {
			if _, err := tx.Sessions().ByID(event, sessionID); err != nil {
				return err
			}
		}
		tx.Tell(models.Change{EventID: event.ID, Watchers: models.ForRoom, Part: models.PartCaptions})
		return tx.Captions().DeleteOfSession(event, sessionID)
	})
}
