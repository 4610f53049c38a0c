package entry

import (
	"context"
	"time"

	"meguri/models"
)

// remindAfter is how long after a mail about an invitation the next one may follow.
const remindAfter = 24 * time.Hour

// InvitationRow is an invitation as staff see it.
type InvitationRow struct {
	models.EntryInvitation
	State models.EntryInvitationState
}

// InvitationsPage is whom an event invited.
type InvitationsPage struct {
	List []InvitationRow
	// Of counts them by state.
	Of    map[models.EntryInvitationState]int
	Types []models.TicketType
	// Remind is how many would be mailed once more.
	Remind int
	Open   bool
}

// States are the states of which there are invitations, in their order.
func (p *InvitationsPage) States() (list []models.EntryInvitationState) {
	for _, state := range []models.EntryInvitationState{
		models.EntryInvited, models.EntryRegistered, models.EntryDeclined, models.EntryExpired, models.EntryWithdrawn,
	} {
		if p.Of[state] > 0 {
			list = append(list, state)
		}
	}
	return list
}

// InvitationsPage reads whom an event invited. Staff who may edit people call it.
func (s *Service) InvitationsPage(ctx context.Context, e *models.Event) (*InvitationsPage, error) {
	q := s.db.Query(ctx)
	list, err := q.EntryInvitations().OfEvent(e)
	if err != nil {
		return nil, err
	}
	page := &InvitationsPage{
		Of: map[models.EntryInvitationState]int{}, Open: e.State == models.EventPublished && !e.Ended(q.Now),
	}
	for _, i := range list {
		row := InvitationRow{i, i.State(q.Now)}
		page.List = append(page.List, row)
		page.Of[row.State]++
		if mayRemind(&i, q.Now) {
			page.Remind++
		}
	}
	page.Types, err = q.TicketTypes().OfEvent(e)
	return page, err
}

// mayRemind reports whether an invitation waits for an answer, and its last mail is a day old.
func mayRemind(i *models.EntryInvitation, now time.Time) bool {
	last := i.InvitedAt
	if i.RemindedAt != nil {
		last = *i.RemindedAt
	}
	return i.State(now) == models.EntryInvited && i.Email != "" && now.Sub(last) >= remindAfter
}
