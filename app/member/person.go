package member

import (
	"context"
	"slices"

	"meguri/models"
)

// Person is what a colleague's page shows: one of their roles, and all that they may do there.
type Person struct {
	Row
	Host  *models.Organization
	Event *models.Event // nil at an organization
	// Roles are those that the reader may give; none where the role is not changed here.
	Roles []models.Role
	// Places are where the person has roles: the organization, and its events. At an event only what counts there.
	Places []Place
	// MayAtHost is set where the reader manages the organization's members.
	MayAtHost bool
}

// Place is where a person has a role, and what they may do there.
type Place struct {
	models.Member
	Event *models.Event // nil for the organization
	Over  bool
	May   []models.Permission
}

// Person reads the page of the role with the id. Who gives roles there may call it. Errors: NotFound.
func (s *Service) Person(
	ctx context.Context, at Scope, me *models.Account, roles []models.Role, memberID string,
) (*Person, error) {
	q := s.db.Query(ctx)
	members, err := at.members(q)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(members, func(m models.Member) bool { return m.ID == memberID })
	if i < 0 {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	rows, err := s.rows(ctx, at, me, roles, members[i:i+1])
	if err != nil {
		return nil, err
	}
	person := &Person{Row: rows[0], Host: at.host, Event: at.event}
	if person.Here && !person.Me {
		person.Roles = models.GivenBy(roles)
	}
	atHost, err := q.Members().RolesOf(me.ID, at.host)
	if err != nil {
		return nil, err
	}
	person.MayAtHost = models.Holds(atHost, models.ManageMembers)
	person.Places, err = s.places(q, at, person.AccountID)
	return person, err
}

func (s *Service) places(q *models.Query, at Scope, accountID string) ([]Place, error) {
	members, err := q.Members().OfAccountAt(accountID, at.organization)
	if err != nil {
		return nil, err
	}
	events := map[string]*models.Event{}
	var places []Place
	for _, m := range members {
		if at.event != nil && m.EventID != nil && *m.EventID != at.event.ID {
			continue
		}
		place := Place{Member: m, Over: m.Over(q.Now), May: may(m, at.host)}
		if m.EventID != nil {
			e := events[*m.EventID]
			if e == nil {
				if e, err = q.Events().ByID(*m.EventID); err != nil {
					return nil, err
				}
				events[*m.EventID] = e
			}
			place.Event = e
		}
		places = append(places, place)
	}
	return places, nil
}

// may lists what a role allows, as it counts there.
func may(m models.Member, host *models.Organization) []models.Permission {
	role := m.Role
	if role == models.RoleOrganizer && (m.EndsAt != nil || host.OwnersGiveRoles) {
		role = models.RoleOrganizerOnly
	}
	var list []models.Permission
	for _, p := range models.Permissions {
		if models.Holds([]models.Role{role}, p) {
			list = append(list, p)
		}
	}
	return list
}

// HadRole reports whether somebody without a role here had one that ended or was taken away.
func (s *Service) HadRole(ctx context.Context, at Scope, account *models.Account) (bool, error) {
	eventID := ""
	if at.event != nil {
		eventID = at.event.ID
	}
	return s.db.Query(ctx).Members().HadRole(account.ID, eventID, at.organization)
}
