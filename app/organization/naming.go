package organization

import (
	"context"

	"meguri/app/service/security"
	"meguri/models"
)

// Naming is an event that names an organization as co-host or partner.
type Naming struct {
	models.EventOrganization
	Event models.Event
}

// Managed is an organization whose members an account may manage.
type Managed struct {
	models.Organization
	// Waiting counts the events that wait for the organization's answer.
	Waiting int
}

// Managed lists the organizations whose members an account may manage.
func (s *Service) Managed(ctx context.Context, me *models.Account) ([]Managed, error) {
	organizations, err := s.db.Query(ctx).Organizations().OfManager(me.ID)
	if err != nil {
		return nil, err
	}
	list := make([]Managed, 0, len(organizations))
	for _, o := range organizations {
		namings, err := s.Namings(ctx, &o)
		if err != nil {
			return nil, err
		}
		managed := Managed{Organization: o}
		for _, n := range namings {
			if n.AcceptedAt == nil && n.DeclinedAt == nil {
				managed.Waiting++
			}
		}
		list = append(list, managed)
	}
	return list, nil
}

// Namings lists the events that name an organization. Who may manage its members calls it.
func (s *Service) Namings(ctx context.Context, o *models.Organization) ([]Naming, error) {
	named, events, err := s.db.Query(ctx).Events().Naming(o)
	if err != nil {
		return nil, err
	}
	byEvent := map[string]models.EventOrganization{}
	for _, n := range named {
		byEvent[n.EventID] = n
	}
	list := make([]Naming, 0, len(events))
	for _, e := range events {
		list = append(list, Naming{byEvent[e.ID], e})
	}
	return list, nil
}

// AnswerNaming agrees that an event names the organization, or takes it back. Who may manage the organization's members
// calls it. Errors: NotFound where the event does not name it.
func (s *Service) AnswerNaming(ctx context.Context, o *models.Organization, eventID string, accept bool) error {
	err := s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Events().AnswerNaming(o, eventID, accept) })
	if err == nil {
		outcome := security.OK
		if !accept {
			outcome = security.Declined
		}
		security.Log(ctx, security.Entry{Event: security.PartnerAnswer, Outcome: outcome, Subject: eventID})
	}
	return err
}
