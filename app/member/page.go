package member

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"meguri/models"
	"meguri/models/text"
)

// Page is what the page of an event's or an organization's members shows.
type Page struct {
	Host    *models.Organization // the organization, or the one that hosts the event
	IsEvent bool
	// MayAtHost is set where the reader may change the roles at the event's organization too.
	MayAtHost bool
	// Roles are those that the reader may give.
	Roles   []models.Role
	Members []Row
	// MayUseTokens is set where the reader may see and make API tokens.
	MayUseTokens bool
	Tokens       []models.APIToken // of an event
}

// Row is one role as the page lists it.
type Row struct {
	models.Member
	// Here says that the reader may change the role on this page: another may be wider than theirs, or be one at an
	// event's organization, which is changed there.
	Here, Me bool
}

// Sort sorts the members by name, email or role, with a minus in front for the other direction. By anything else they
// stay as they are, in the order of the roles.
func (p *Page) Sort(by string) {
	by, desc := strings.CutPrefix(by, "-")
	key := map[string]func(r Row) string{
		"name":  func(r Row) string { return text.Name{Family: r.ShownName()}.SortKey() },
		"email": func(r Row) string { return strings.ToLower(r.Account.Email) },
		"role":  func(r Row) string { return strconv.Itoa(slices.Index(models.Roles, r.Role)) },
	}[by]
	if key == nil {
		return
	}
	slices.SortStableFunc(p.Members, func(a, b Row) int {
		if desc {
			a, b = b, a
		}
		return strings.Compare(key(a), key(b))
	})
}

// ShownName is what the person is called: for an invited one the name that was typed, as their account is theirs.
func (r Row) ShownName() string {
	if r.Pending() {
		return invitedName(&r.Member)
	}
	return r.Account.Name
}

// invitedName is the name that who invited the person typed, or the beginning of their address.
func invitedName(m *models.Member) string {
	local, _, _ := strings.Cut(m.Account.Email, "@")
	return cmp.Or(m.InvitedName, local)
}

// Page reads the members of a scope for an account that has the roles there.
func (s *Service) Page(ctx context.Context, at Scope, me *models.Account, roles []models.Role) (*Page, error) {
	page := &Page{
		Host: at.host, IsEvent: at.event != nil, Roles: models.GivenBy(roles),
		MayUseTokens: at.event != nil && models.Holds(roles, models.ManageMembers),
	}
	members, err := s.List(ctx, at)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		here := (m.EventID != nil) == page.IsEvent && models.MayGive(roles, m.Role)
		page.Members = append(page.Members, Row{m, here, m.AccountID == me.ID})
	}
	if !page.IsEvent {
		return page, nil
	}
	atHost, err := s.db.Query(ctx).Members().RolesOf(me.ID, at.host)
	if err != nil {
		return nil, err
	}
	page.MayAtHost = models.Holds(atHost, models.ManageMembers)
	if page.MayUseTokens {
		page.Tokens, err = s.Tokens(ctx, at.event)
	}
	return page, err
}
