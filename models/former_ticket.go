package models

import "time"

// FormerTicket is a ticket that was good for a time: until its registration was cancelled, or got another ticket.
type FormerTicket struct {
	RegistrationID string `gorm:"primaryKey"`
	Serial         int    `gorm:"primaryKey"`
	GoodFrom       time.Time
	GoodUntil      time.Time
}

// WasGood reports whether somebody who showed the ticket with the serial could come in at the time. Serial 0 is of who
// showed no ticket. The clock of a device may be slow, but it cannot show a ticket before that was made.
func (t *FormerTicket) WasGood(serial int, at time.Time) bool {
	return at.Before(t.GoodUntil) && (serial == t.Serial || (serial == 0 && !at.Before(t.GoodFrom)))
}

// ReplaceTicket ends the ticket of a registration that has a place. The caller stores the registration.
func (store RegistrationStore) ReplaceTicket(r *Registration) error {
	former := &FormerTicket{RegistrationID: r.ID, Serial: r.TicketSerial, GoodFrom: r.CreatedAt, GoodUntil: store.tx.Now}
	if r.ConfirmedAt != nil {
		former.GoodFrom = *r.ConfirmedAt
	}
	r.TicketSerial++
	return store.tx.g.Create(former).Error
}

// FormerTickets finds the tickets that registrations had before, by registration.
func (store RegistrationQuery) FormerTickets(registrationIDs []string) (map[string][]FormerTicket, error) {
	var list []FormerTicket
	err := store.q.g.Where(store.q.inList("registration_id", registrationIDs)).Find(&list).Error
	byID := map[string][]FormerTicket{}
	for _, t := range list {
		byID[t.RegistrationID] = append(byID[t.RegistrationID], t)
	}
	return byID, err
}
