package models

// FormStep is how far somebody got in the form of registration.
type FormStep string

// The steps of a form, in their order. Touched and reached are told by browsers that run scripts.
const (
	FormOpened  FormStep = "opened"
	FormTouched FormStep = "touched"
	// FormReached is a part, or a question of the event, in which something was filled in.
	FormReached FormStep = "reached"
	// FormFaulted is a form that was sent with faults; FormFault is one of its fields at fault.
	FormFaulted FormStep = "faulted"
	FormFault   FormStep = "fault"
	FormSent    FormStep = "sent"
	// FormConfirmed is an address that was confirmed for the first time, by the mailed link.
	FormConfirmed FormStep = "confirmed"
)

// FormCount counts a step on one day at an event. It leads to nobody: no time within the day, no browser, no address.
type FormCount struct {
	EventID string `gorm:"primaryKey"`
	// Day is a date on the event's clock, as in 2026-11-28.
	Day string `gorm:"primaryKey"`
	// TicketType is the slug of what was chosen, "" for nothing yet.
	TicketType string   `gorm:"primaryKey"`
	Step       FormStep `gorm:"primaryKey"`
	// Field is the part reached or the field at fault, "" for the form as a whole.
	Field string `gorm:"primaryKey"`
	Times int
}

type (
	// FormCountQuery reads how far people got in forms.
	FormCountQuery struct{ q *Query }
	// FormCountStore counts it.
	FormCountStore struct {
		FormCountQuery
		tx *Tx
	}
)

// FormCounts reads how far people got in forms of registration.
func (q *Query) FormCounts() FormCountQuery { return FormCountQuery{q} }

// FormCounts counts how far people got in forms of registration.
func (w *SingleWrite) FormCounts() FormCountStore {
	return FormCountStore{w.tx.Query.FormCounts(), w.tx}
}

// OfEvent lists the counters of an event by day.
func (store FormCountQuery) OfEvent(e *Event) (list []FormCount, err error) {
	err = store.q.g.Where("event_id = ?", e.ID).Order("day, ticket_type, step, field").Find(&list).Error
	return list, err
}

// Add adds to a counter. That of an event which is gone meanwhile is lost.
func (store FormCountStore) Add(c *FormCount) error {
	return store.tx.g.Exec(`INSERT INTO form_counts (event_id, day, ticket_type, step, field, times)
		SELECT id, ?, ?, ?, ?, ? FROM events WHERE id = ?
		ON CONFLICT (event_id, day, ticket_type, step, field) DO UPDATE SET times = form_counts.times + excluded.times`,
		c.Day, c.TicketType, c.Step, c.Field, c.Times, c.EventID).Error
}
