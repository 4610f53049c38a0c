package member

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

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
	// Total and Waiting count the people who have a role and those who are invited, before the filter.
	Total, Waiting int
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
	// Over says that the time is over for which the role was lent.
	Over bool
	// InvitedUntil is until when an invitation can be accepted, zero where its link has ended.
	InvitedUntil time.Time
	// SeenAt is when the person was last at work, zero where that is not known.
	SeenAt time.Time
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

// Narrow leaves out the members that the filter does not choose, and sorts the rest.
func (p *Page) Narrow(f *Filter) {
	searches := text.SearchQueries(f.Search)
	p.Members = slices.DeleteFunc(p.Members, func(r Row) bool {
		if slices.Contains(models.Roles, f.Role) && r.Role != f.Role {
			return true
		}
		line := text.SearchText(r.ShownName(), r.Account.Email)
		return len(searches) > 0 &&
			!slices.ContainsFunc(searches, func(search string) bool { return strings.Contains(line, search) })
	})
	p.Sort(f.Sort)
}

// Pending reports whether the person has not accepted the role yet. Templates hand rows on, which are no pointers.
func (r Row) Pending() bool { return r.Member.Pending() }

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
	if page.Members, err = s.rows(ctx, at, me, roles, members); err != nil {
		return nil, err
	}
	people := map[string]bool{}
	for _, r := range page.Members {
		if r.Pending() {
			page.Waiting++
		} else if !r.Over {
			people[r.AccountID] = true
		}
	}
	page.Total = len(people)
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

func (s *Service) rows(
	ctx context.Context, at Scope, me *models.Account, roles []models.Role, members []models.Member,
) ([]Row, error) {
	q := s.db.Query(ctx)
	accounts, waiting := make([]string, len(members)), []string{}
	for i, m := range members {
		accounts[i] = m.AccountID
		if m.Pending() {
			waiting = append(waiting, m.ID)
		}
	}
	seen, err := q.Logins().LastSeen(accounts)
	if err != nil {
		return nil, err
	}
	invited, err := q.PasswordResets().Invitations(waiting)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(members))
	for i, m := range members {
		row := Row{Member: m, Me: m.AccountID == me.ID, Over: m.Over(q.Now), SeenAt: seen[m.AccountID]}
		row.Here = (m.EventID != nil) == (at.event != nil) && models.MayGive(roles, m.Role)
		if end := invited[m.ID]; end.After(q.Now) {
			row.InvitedUntil = end
		}
		rows[i] = row
	}
	return rows, nil
}
