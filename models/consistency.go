package models

// Miscount is a ticket type whose counter of places differs from its confirmed registrations. There should never be
// one.
type Miscount struct {
	TicketTypeID string
	EventSlug    string
	Slug         string
	Taken        int
	Confirmed    int
}

// Miscounts lists the ticket types whose counter is wrong, for the doctor, the nightly check and tests.
func (store TicketTypeQuery) Miscounts() ([]Miscount, error) {
	var list []Miscount
	err := store.q.g.Raw(`SELECT t.id AS ticket_type_id, e.slug AS event_slug, t.slug AS slug, t.taken AS taken,
			COUNT(r.id) AS confirmed
		FROM ticket_types t JOIN events e ON e.id = t.event_id
		LEFT JOIN registrations r ON r.ticket_type_id = t.id AND r.state = ?
		GROUP BY t.id, e.slug, t.slug, t.taken HAVING COUNT(r.id) <> t.taken ORDER BY e.slug, t.slug`, RegistrationConfirmed).
		Scan(&list).
		Error
	return list, err
}
