package models

import "time"

// WaitingListQuery reads the waiting lists.
type WaitingListQuery struct{ q *Query }

// WaitingListStore reads and writes the waiting lists.
type WaitingListStore struct {
	WaitingListQuery
	tx *Tx
}

// WaitingList reads the waiting lists.
func (q *Query) WaitingList() WaitingListQuery { return WaitingListQuery{q} }

// WaitingList reads and writes the waiting lists.
func (tx *Tx) WaitingList() WaitingListStore { return WaitingListStore{tx.Query.WaitingList(), tx} }

// First finds and locks the registration that has waited longest for a ticket type, or returns CodeNotFound. It passes
// over the groups with the ids. The caller has locked the ticket type.
func (store WaitingListStore) First(ticketTypeID string, without ...string) (*Registration, error) {
	return store.first(ticketTypeID, "1 = 1", without)
}

// FirstConfirmed is like First, among those who have confirmed their address.
func (store WaitingListStore) FirstConfirmed(ticketTypeID string, without ...string) (*Registration, error) {
	return store.first(ticketTypeID, "address_confirmed_at IS NOT NULL", without)
}

func (store WaitingListStore) first(ticketTypeID, condition string, without []string) (*Registration, error) {
	g := store.tx.g.Clauses(forUpdate).Preload("TicketType").
		Where("ticket_type_id = ? AND state = ?", ticketTypeID, RegistrationWaitlisted).
		Where(condition)
	if len(without) > 0 {
		g = g.Where("(waits_with IS NULL OR waits_with NOT IN ?)", without)
	}
	var r Registration
	err := g.Order("queued_at, id").Take(&r).Error
	return &r, notFound(err)
}

// End returns the QueuedAt of a registration that joins the waiting list now. It is later than that of all others, also
// if the clock of one server is behind another's, or if two transactions read the time before either locked the ticket
// type.
func (store WaitingListQuery) End(ticketTypeID string) (time.Time, error) {
	var last []time.Time
	err := store.q.g.Model(&Registration{}).
		Where("ticket_type_id = ? AND state = ?", ticketTypeID, RegistrationWaitlisted).
		Order("queued_at DESC").Limit(1).Pluck("queued_at", &last).Error
	if err != nil || len(last) == 0 || last[0].Before(store.q.Now) {
		return store.q.Now, err
	}
	return last[0].UTC().Add(time.Microsecond), nil
}

// Position returns the registration's position in the waiting list, from 1, or 0 if it is not on it.
func (store WaitingListQuery) Position(r *Registration) (int, error) {
	if r.State != RegistrationWaitlisted || r.QueuedAt == nil {
		return 0, nil
	}
	var before int64
	err := store.q.g.Model(&Registration{}).
		Where("ticket_type_id = ? AND state = ? AND (queued_at < ? OR (queued_at = ? AND id < ?))",
			r.TicketTypeID, RegistrationWaitlisted, *r.QueuedAt, *r.QueuedAt, r.ID).
		Count(&before).Error
	return int(before) + 1, err
}
