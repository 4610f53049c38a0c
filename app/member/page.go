package member

import (
	"context"

	"meguri/models"
)

// Page is what the page of an event's or an organization's members shows.
type Page struct {
	Host    *models.Organization // the organization, or the one that hosts the event
	IsEvent bool
	// MayAtHost is set where the reader may change the roles at the event's organization too.
	MayAtHost bool
	Members   []Row
	Tokens    []models.APIToken // of an event
}

// Row is one role as the page lists it.
type Row struct {
	models.Member
	// Here tells a role at this scope from one at an event's organization, which is changed there.
	Here, Invited, Me bool
}

// Page reads the members of a scope for an account that may manage them.
func (s *Service) Page(ctx context.Context, at Scope, me *models.Account) (*Page, error) {
	page := &Page{Host: at.host, IsEvent: at.event != nil}
	members, err := s.List(ctx, at)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		here := (m.EventID != nil) == page.IsEvent
		page.Members = append(page.Members, Row{m, here, m.Account.Invited(), m.AccountID == me.ID})
	}
	if !page.IsEvent {
		return page, nil
	}
	roles, err := s.db.Query(ctx).Members().RolesOf(me.ID, at.host)
	if err != nil {
		return nil, err
	}
	page.MayAtHost = models.Holds(roles, models.ManageMembers)
	page.Tokens, err = s.Tokens(ctx, at.event)
	return page, err
}
