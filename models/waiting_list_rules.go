package models

import (
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// WaitingListRules say how the waiting list of an event moves up.
type WaitingListRules struct {
	EventID string `gorm:"primaryKey"`
	// Stopped says that nobody moves up, until staff let it go on.
	Stopped bool
	// UntilHours is how many hours before the start nobody moves up any more by themselves, 0 for until the start.
	UntilHours int
	// ReplyHours is how long who moves up has to say that they come, 0 for places that are given at once.
	ReplyHours int
	UpdatedAt  time.Time
}

// MoveUpAt reports whether somebody moves up by themselves now, for an event or a session that starts then.
func (r *WaitingListRules) MoveUpAt(starts, now time.Time) bool {
	return !r.Stopped && (r.UntilHours == 0 || now.Before(r.Until(starts)))
}

// Until is from when on nobody moves up by themselves.
func (r *WaitingListRules) Until(starts time.Time) time.Time {
	return starts.Add(-time.Duration(r.UntilHours) * time.Hour)
}

// ReplyBy is when who gets a place at the time must have said that they come, nil for never. It is before
// the start.
func (r *WaitingListRules) ReplyBy(starts, now time.Time) *time.Time {
	by := now.Add(time.Duration(r.ReplyHours) * time.Hour)
	if r.ReplyHours == 0 || !by.Before(starts) {
		return nil
	}
	return &by
}

// Rules finds how the waiting list of an event moves up; at first everybody does at once.
func (store WaitingListQuery) Rules(eventID string) (*WaitingListRules, error) {
	var rules WaitingListRules
	err := store.q.g.Where("event_id = ?", eventID).Take(&rules).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return &WaitingListRules{EventID: eventID}, nil
	}
	return &rules, err
}

// SaveRules stores it.
func (store WaitingListStore) SaveRules(rules *WaitingListRules) error {
	rules.UpdatedAt = store.tx.Now
	return store.tx.g.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "event_id"}}, UpdateAll: true}).
		Create(rules).Error
}

// RepliesDue lists the ids of who did not say in time that they come, the first deadlines first.
func (store WaitingListQuery) RepliesDue(e *Event) ([]string, error) {
	var ids []string
	err := store.q.g.Model(&Registration{}).
		Where("event_id = ? AND state = ? AND reply_by <= ?", e.ID, RegistrationConfirmed, store.q.Now).
		Order("reply_by, id").Pluck("id", &ids).Error
	return ids, err
}

// MayMoveUp reports whether a place of a ticket type that was just taken for who waits may go to them: the list is not
// stopped, the event is not too near, and no more places are taken than there are. The caller has locked the ticket
// type.
func (store WaitingListStore) MayMoveUp(ticketTypeID string) (bool, error) {
	var t TicketType
	if err := store.tx.g.Where("id = ?", ticketTypeID).Take(&t).Error; err != nil {
		return false, notFound(err)
	}
	if t.Capacity != nil && t.Taken > *t.Capacity {
		return false, nil
	}
	rules, err := store.Rules(t.EventID)
	if err != nil {
		return false, err
	}
	event, err := store.tx.Events().ByID(t.EventID)
	return err == nil && rules.MoveUpAt(event.StartsAt, store.tx.Now), err
}

// isHeld is the condition under which a free place of a ticket type is not for newcomers: people wait for it in a list
// that staff have stopped.
const isHeld = `EXISTS (SELECT 1 FROM waiting_list_rules AS rules JOIN registrations AS waiting
	ON waiting.event_id = rules.event_id WHERE rules.event_id = ticket_types.event_id AND rules.stopped
	AND waiting.ticket_type_id = ticket_types.id AND waiting.state = 'waitlisted')`

// IsHeld reports whether free places of a ticket type are kept for those who wait in a list that is stopped. The caller
// has locked the ticket type.
func (store WaitingListQuery) IsHeld(ticketTypeID string) (bool, error) {
	var n int64
	err := store.q.g.Model(&TicketType{}).Where("id = ? AND "+isHeld, ticketTypeID).Count(&n).Error
	return n > 0, err
}

// InOrder lists who waits for a ticket type, who has waited longest first.
func (store WaitingListQuery) InOrder(ticketTypeID string) ([]Registration, error) {
	var list []Registration
	err := store.q.g.Where("ticket_type_id = ? AND state = ?", ticketTypeID, RegistrationWaitlisted).
		Order("queued_at, id").Find(&list).Error
	return list, err
}
