package models

import (
	"slices"
	"time"
)

// ActivityKind says what happened.
type ActivityKind string

// The kinds of activity. There is none for answering a survey, because answers must not lead to a person.
const (
	ActivityRegistered    ActivityKind = "registered"
	ActivityConfirmed     ActivityKind = "confirmed"
	ActivityWaitlisted    ActivityKind = "waitlisted"
	ActivityPending       ActivityKind = "pending"  // waits for approval
	ActivityAccepted      ActivityKind = "accepted" // approved by staff
	ActivityDeclined      ActivityKind = "declined"
	ActivityPromoted      ActivityKind = "promoted"
	ActivityChanged       ActivityKind = "changed" // name, ticket type and the like
	ActivityCancelled     ActivityKind = "cancelled"
	ActivityLapseSoon     ActivityKind = "lapse_soon"
	ActivityLapsed        ActivityKind = "lapsed"
	ActivityRestored      ActivityKind = "restored" // what was done to many was taken back
	ActivityLinkRequested ActivityKind = "link_requested"

	ActivityAddressAsked   ActivityKind = "address_asked"
	ActivityAddressChanged ActivityKind = "address_changed"
	ActivityMerged         ActivityKind = "merged"
	ActivityUnmerged       ActivityKind = "unmerged"

	ActivityAdmitted      ActivityKind = "admitted"
	ActivityLeft          ActivityKind = "left"
	ActivityCheckInUndone ActivityKind = "check_in_undone"

	ActivityEventPublished   ActivityKind = "event_published"
	ActivityEventUnpublished ActivityKind = "event_unpublished"
	ActivityEventChanged     ActivityKind = "event_changed"
	ActivityEventCancelled   ActivityKind = "event_cancelled"
	ActivityEventPostponed   ActivityKind = "event_postponed"
	ActivityEventArchived    ActivityKind = "event_archived"
	ActivityEventRestored    ActivityKind = "event_restored"

	ActivitySessionChanged   ActivityKind = "session_changed" // its time or room among others
	ActivitySessionCancelled ActivityKind = "session_cancelled"
	ActivitySessionRestored  ActivityKind = "session_restored"
	ActivitySessionDeleted   ActivityKind = "session_deleted"

	ActivitySurveyOpened ActivityKind = "survey_opened"
	ActivitySurveyClosed ActivityKind = "survey_closed"

	ActivityMessageSent ActivityKind = "message_sent"
)

// Activity records one thing that happened. Mails, live updates, webhooks and the audit log refer to it. It is never
// changed.
type Activity struct {
	ID             string
	Kind           ActivityKind
	EventID        *string
	RegistrationID *string
	// SubjectID is the id of the subject: a registration, scan, event, session or survey.
	SubjectID string
	CreatedAt time.Time
}

// Subject is a row that activities are about.
type Subject interface{ activity() Activity }

func (r *Registration) activity() Activity {
	return Activity{EventID: &r.EventID, RegistrationID: &r.ID, SubjectID: r.ID}
}

func (c *CheckIn) activity() Activity {
	return Activity{EventID: &c.EventID, RegistrationID: c.RegistrationID, SubjectID: c.ID}
}

func (e *Event) activity() Activity { return Activity{EventID: &e.ID, SubjectID: e.ID} }

func (s *Session) activity() Activity { return Activity{EventID: &s.EventID, SubjectID: s.ID} }

func (s *Survey) activity() Activity { return Activity{EventID: &s.EventID, SubjectID: s.ID} }

func (m *Message) activity() Activity { return Activity{EventID: &m.EventID, SubjectID: m.ID} }

// Emit records an activity in the transaction in which it happens and returns its id. All activities of a transaction
// are written at its end, in one statement.
func (tx *Tx) Emit(kind ActivityKind, subject Subject) (id string) {
	a := subject.activity()
	a.ID, a.Kind, a.CreatedAt = NewID(), kind, tx.Now
	tx.emitted = append(tx.emitted, a)
	tx.tellOf(&a)
	return a.ID
}

func (tx *Tx) writeActivities() error {
	for list := range slices.Chunk(tx.emitted, insertBatch) {
		from, values := tx.rowsOf(len(list),
			textColumn(func(i int) string { return list[i].ID }),
			textColumn(func(i int) ActivityKind { return list[i].Kind }),
			columnOf(pgText, func(i int) *string { return list[i].EventID }),
			columnOf(pgText, func(i int) *string { return list[i].RegistrationID }),
			textColumn(func(i int) string { return list[i].SubjectID }),
			columnOf(pgTime, func(i int) time.Time { return list[i].CreatedAt }),
		)
		const into = "INSERT INTO activities (id, kind, event_id, registration_id, subject_id, created_at) "
		if err := tx.g.Exec(into+from, values...).Error; err != nil {
			return err
		}
	}
	return nil
}

// ActivityQuery reads activities; Tx.Emit writes them.
type ActivityQuery struct{ q *Query }

// Activities reads activities.
func (q *Query) Activities() ActivityQuery { return ActivityQuery{q} }

// Since lists activities in the order of their ids, after the one with the id, "" for all. A transaction that takes
// long may write an id that is smaller than one that was read before: who must miss none asks from a little earlier.
func (store ActivityQuery) Since(id string, limit int) ([]Activity, error) {
	var list []Activity
	err := store.q.g.Where("id > ?", id).Order("id").Limit(limit).Find(&list).Error
	return list, err
}

// ActivityTally counts the activities of one kind.
type ActivityTally struct {
	Kind  ActivityKind
	Count int
}

// Tallies counts what happened at an event since a time, by kind.
func (store ActivityQuery) Tallies(e *Event, since time.Time) ([]ActivityTally, error) {
	var list []ActivityTally
	err := store.q.g.Model(&Activity{}).Select("kind, COUNT(*) AS count").
		Where("event_id = ? AND created_at >= ?", e.ID, since.UTC()).Group("kind").Order("kind").Scan(&list).Error
	return list, err
}
