package models

import "time"

// First finds and locks who has waited longest for a ticket type, or NotFound. The ticket type is locked already.
func (store WaitingListStore) First(ticketTypeID string) (*Registration, error) {
	var r Registration
	err := store.tx.g.Clauses(forUpdate).Preload("TicketType").
		Where("ticket_type_id = ? AND state = ?", ticketTypeID, RegistrationWaitlisted).
		Order("queued_at, id").Take(&r).Error
	return &r, notFound(err)
}

// End is the QueuedAt of who joins the waiting list now. It is after everybody who waits, also where the clock of one
// server is behind another's, or two people read the time before either locked the ticket type.
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

// Position counts the person's position in the waiting list, from 1; 0 for who does not wait.
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
