package event

import (
	"context"
	"slices"
	"strconv"

	"meguri/models"
)

// Copy makes a draft with the ticket types, consents, agenda, doors and surveys of an event, without its stream,
// registrations and responses. id is made by the client: a repeated request returns the first copy. Errors: Forbidden
// where the account may not make events of the host.
func (s *Service) Copy(
	ctx context.Context, account *models.Account, e *models.Event, id string,
) (*models.Event, error) {
	may, err := mayCopy(s.db.Query(ctx), account, e)
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, models.NewError(models.CodeForbidden, "event.copy_forbidden")
	}
	if made, err := s.findCreated(ctx, id, e.OrganizationID); err != nil || made != nil {
		return made, err
	}
	slug, err := s.freeSlug(ctx, e.Slug)
	if err != nil {
		return nil, err
	}
	copied := newCopy(e, id, slug)
	return copied, s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Events().Create(copied); err != nil {
			return err
		}
		return copyParts(tx, e, copied)
	})
}

// mayCopy reports whether the account may make events of the event's host.
func mayCopy(q *models.Query, account *models.Account, e *models.Event) (bool, error) {
	hosts, err := q.Organizations().OfEditor(account.ID)
	return slices.ContainsFunc(hosts, func(o models.Organization) bool { return o.ID == e.OrganizationID }), err
}

func (s *Service) freeSlug(ctx context.Context, slug string) (string, error) {
	for n := 2; ; n++ {
		next := slug + "-" + strconv.Itoa(n)
		taken, err := s.db.Query(ctx).Events().SlugTaken(next)
		if err != nil || !taken {
			return next, err
		}
	}
}

func newCopy(e *models.Event, id, slug string) *models.Event {
	copied := *e
	copied.ID, copied.Slug = validID(id), slug
	copied.State, copied.LiveRoomState = models.EventDraft, models.LiveRoomAuto
	copied.Sequence, copied.CancelReason, copied.PreviousStartsAt = 0, "", nil
	copied.StreamURL, copied.PublishAt = "", nil // of the other event
	copied.OutcomeJa, copied.OutcomeEn = "", ""
	copied.PublishedAt, copied.CancelledAt, copied.ArchivedAt = nil, nil, nil
	return &copied
}

// copyParts copies what belongs to an event, but registrations and responses.
func copyParts(tx *models.Tx, from, to *models.Event) error {
	for _, part := range []func(tx *models.Tx, from, to *models.Event) error{
		copyPartners,
		copyTicketTypes,
		copyConsents,
		copyDoors,
		func(tx *models.Tx, from, to *models.Event) error { return tx.Sessions().CopyAll(from, to) },
		copySurveys,
	} {
		if err := part(tx, from, to); err != nil {
			return err
		}
	}
	return nil
}

func copyPartners(tx *models.Tx, from, to *models.Event) error {
	if err := tx.Events().LoadPartners(from); err != nil {
		return err
	}
	partners := slices.Clone(from.Partners)
	for i := range partners {
		partners[i].EventID = to.ID
	}
	return namePartners(tx, to, partners)
}

// copyTicketTypes leaves out the opening times, which are about the date of the other event.
func copyTicketTypes(tx *models.Tx, from, to *models.Event) error {
	list, err := tx.TicketTypes().OfEvent(from)
	if err != nil {
		return err
	}
	for _, t := range list {
		t.ID, t.EventID, t.Taken, t.OpensAt, t.ClosesAt = "", to.ID, 0, nil, nil
		if err := tx.TicketTypes().Create(&t); err != nil {
			return err
		}
	}
	return nil
}

func copyConsents(tx *models.Tx, from, to *models.Event) error {
	list, err := tx.ConsentTexts().OfEvent(from)
	if err != nil {
		return err
	}
	for _, c := range list {
		c.EventID = to.ID
		if err := tx.ConsentTexts().Add(&c); err != nil {
			return err
		}
	}
	return nil
}

func copyDoors(tx *models.Tx, from, to *models.Event) error {
	list, err := tx.Doors().OfEvent(from)
	if err != nil {
		return err
	}
	for _, d := range list {
		d.ID, d.EventID = "", to.ID
		if err := tx.Doors().Create(&d); err != nil {
			return err
		}
	}
	return nil
}

// copySurveys copies surveys as drafts, without the times of their closing.
func copySurveys(tx *models.Tx, from, to *models.Event) error {
	list, err := tx.Surveys().OfEvent(from)
	if err != nil {
		return err
	}
	for _, s := range list {
		copied := &models.Survey{
			EventID:         to.ID,
			TitleJa:         s.TitleJa,
			TitleEn:         s.TitleEn,
			IntroJa:         s.IntroJa,
			IntroEn:         s.IntroEn,
			OpensAfterEvent: s.OpensAfterEvent,
		}
		if err := tx.Surveys().Create(copied); err != nil {
			return err
		}
		for _, q := range s.Questions {
			if err := tx.Questions().Add(copied, &q); err != nil {
				return err
			}
		}
	}
	return nil
}
