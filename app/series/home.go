package series

import (
	"context"
	"slices"
	"time"

	"meguri/models"
)

// Home is what the start page of staff tells of their organizations, and of the series that these hold with others.
type Home struct {
	// Actions are open: those of the account first, then those of its organizations that nobody has yet and the account
	// may assign; each by its day. Rest counts those that are left out.
	Actions []HomeAction
	Rest    int
	// Meetings are the next ones of the series, the earliest first.
	Meetings      []HomeMeeting
	Organizations []HomeOrganization
}

// IsStaffOf reports whether the account has a role at an organization.
func (h *Home) IsStaffOf(organizationID string) bool {
	return slices.ContainsFunc(h.Organizations, func(o HomeOrganization) bool { return o.ID == organizationID })
}

// HomeAction is something to do. IsOwn says that it is the account's own.
type HomeAction struct {
	*models.SeriesAction
	IsOwn bool
}

// HomeMeeting is the next meeting of a series: an event, or a date that was told before there is one.
type HomeMeeting struct {
	Series *models.Series
	Event  *models.Event
	Next   *models.SeriesNext
	// For is the organization of the account; IsHost says that it hosts the meeting.
	For    *models.Organization
	IsHost bool
}

// StartsAt is when it begins.
func (m *HomeMeeting) StartsAt() time.Time {
	if m.Event != nil {
		return m.Event.StartsAt
	}
	return m.Next.StartsAt
}

// HomeOrganization is an organization for which the account works, with its roles there.
type HomeOrganization struct {
	models.Organization
	Roles  []models.Role
	Series []HomeSeries
}

// Can reports whether the account may do something there.
func (o *HomeOrganization) Can(p models.Permission) bool { return models.Holds(o.Roles, p) }

// HomeSeries is a series that an organization holds, or is asked to hold. Open counts what it took on there.
type HomeSeries struct {
	*models.SeriesMember
	Open int
}

// IsAsked reports whether the organization has not answered yet.
func (s *HomeSeries) IsAsked() bool { return s.State == models.SeriesAsked }

// mostOnHome is how many actions, and how many meetings, the start page has.
const mostOnHome = 5

// Home reads it. The account calls it.
func (s *Service) Home(ctx context.Context, me *models.Account) (*Home, error) {
	q, home := s.db.Query(ctx), &Home{}
	list, err := q.Organizations().OfStaff(me.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	open, err := q.SeriesActions().OpenOf(ids)
	if err != nil {
		return nil, err
	}
	known := map[string]*HomeMeeting{}
	for i := range list {
		o := HomeOrganization{Organization: list[i]}
		if o.Roles, err = q.Members().RolesOf(me.ID, &list[i]); err != nil {
			return nil, err
		}
		if err := home.addSeries(q, &o, open, known); err != nil {
			return nil, err
		}
		home.Organizations = append(home.Organizations, o)
	}
	home.addActions(me, open)
	slices.SortStableFunc(home.Meetings, func(a, b HomeMeeting) int { return a.StartsAt().Compare(b.StartsAt()) })
	home.Meetings = home.Meetings[:min(len(home.Meetings), mostOnHome)]
	return home, nil
}

// addSeries adds the series of an organization; of one that two of them hold, the meeting comes once.
func (h *Home) addSeries(
	q *models.Query, o *HomeOrganization, open []*models.SeriesAction, known map[string]*HomeMeeting,
) error {
	memberships, err := q.Series().Memberships(o.ID)
	if err != nil {
		return err
	}
	for i := range memberships {
		m := &memberships[i]
		if m.State != models.SeriesAgreed && m.State != models.SeriesAsked {
			continue
		}
		row := HomeSeries{SeriesMember: m}
		for _, a := range open {
			if a.SeriesID == m.SeriesID && a.OrganizationID == o.ID {
				row.Open++
			}
		}
		o.Series = append(o.Series, row)
		if row.IsAsked() || known[m.SeriesID] != nil {
			continue
		}
		meeting, err := nextMeeting(q, m, &o.Organization)
		if err != nil {
			return err
		}
		if meeting != nil {
			known[m.SeriesID] = meeting
			h.Meetings = append(h.Meetings, *meeting)
		}
	}
	return nil
}

// nextMeeting finds what comes next in a series: the edition that is not over and begins first, of drafts only those of
// the organization; else the date that was told. It is nil for neither.
func nextMeeting(q *models.Query, m *models.SeriesMember, o *models.Organization) (*HomeMeeting, error) {
	editions, err := q.Series().Events(&m.Series)
	if err != nil {
		return nil, err
	}
	meeting := &HomeMeeting{Series: &m.Series, For: o}
	for i := range editions { // the latest first
		e := &editions[i]
		isSeen := e.Public() || e.State == models.EventDraft && e.OrganizationID == o.ID
		if isSeen && !e.Ended(q.Now) && !e.WasCancelled() && !e.IsPostponed() {
			meeting.Event, meeting.IsHost = e, e.OrganizationID == o.ID
		}
	}
	if meeting.Event != nil {
		return meeting, nil
	}
	next, err := q.Series().Next(&m.Series)
	if err != nil || next == nil || !next.IsTold(editions, q.Now) {
		return nil, err
	}
	meeting.Next, meeting.IsHost = next, next.HostID != nil && *next.HostID == o.ID
	return meeting, nil
}

// addActions chooses what the account can do something about.
func (h *Home) addActions(me *models.Account, open []*models.SeriesAction) {
	for _, a := range open {
		isOwn := a.AccountID != nil && *a.AccountID == me.ID
		i := slices.IndexFunc(h.Organizations, func(o HomeOrganization) bool { return o.ID == a.OrganizationID })
		if isOwn || a.AccountID == nil && i >= 0 && h.Organizations[i].Can(models.EditEvent) {
			h.Actions = append(h.Actions, HomeAction{a, isOwn})
		}
	}
	slices.SortStableFunc(h.Actions, func(a, b HomeAction) int {
		switch {
		case a.IsOwn == b.IsOwn:
			return 0 // by their day already
		case a.IsOwn:
			return -1
		}
		return 1
	})
	if len(h.Actions) > mostOnHome {
		h.Rest = len(h.Actions) - mostOnHome
		h.Actions = h.Actions[:mostOnHome]
	}
}
