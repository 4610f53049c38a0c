package models

import (
	"slices"
	"time"
)

// AccessibilityKind is what somebody asks for to take part.
type AccessibilityKind string

// The kinds. AccessibilityOther is what they write in their own words.
const (
	AccessibilitySign       AccessibilityKind = "sign"
	AccessibilityCaption    AccessibilityKind = "caption"
	AccessibilityWheelchair AccessibilityKind = "wheelchair"
	AccessibilityDog        AccessibilityKind = "dog"
	AccessibilityPrint      AccessibilityKind = "print"
	AccessibilityChildcare  AccessibilityKind = "childcare"
	AccessibilityOther      AccessibilityKind = "other"
)

// AccessibilityKinds are those that people choose from, in the order in which they are offered.
var AccessibilityKinds = []AccessibilityKind{
	AccessibilitySign, AccessibilityCaption, AccessibilityWheelchair, AccessibilityDog, AccessibilityPrint,
	AccessibilityChildcare,
}

// AccessibilityState is what became of a request.
type AccessibilityState string

// The states.
const (
	AccessibilityAsked    AccessibilityState = "asked"
	AccessibilityArranged AccessibilityState = "arranged"
	// AccessibilityDeclined is of what cannot be arranged; the note says what can be done instead.
	AccessibilityDeclined AccessibilityState = "declined"
)

// AccessibilityAnswers are the states that staff answer with.
var AccessibilityAnswers = []AccessibilityState{AccessibilityArranged, AccessibilityDeclined}

// AccessibilityRequest is one thing that a person asks for to take part, and what staff answer.
type AccessibilityRequest struct {
	RegistrationID string            `gorm:"primaryKey"`
	Kind           AccessibilityKind `gorm:"primaryKey"`
	EventID        string
	State          AccessibilityState
	// Note is what staff write to the person with their answer.
	Note       string
	AskedAt    time.Time
	AnsweredAt *time.Time
}

type (
	// AccessibilityQuery reads what people ask for to take part.
	AccessibilityQuery struct{ q *Query }
	// AccessibilityStore reads and writes what people ask for to take part.
	AccessibilityStore struct {
		AccessibilityQuery
		tx *Tx
	}
)

// Accessibility reads what people ask for to take part.
func (q *Query) Accessibility() AccessibilityQuery { return AccessibilityQuery{q} }

// Accessibility reads and writes what people ask for to take part.
func (tx *Tx) Accessibility() AccessibilityStore {
	return AccessibilityStore{tx.Query.Accessibility(), tx}
}

// OfRegistration lists what a person asks for, in the order of the form.
func (store AccessibilityQuery) OfRegistration(r *Registration) ([]AccessibilityRequest, error) {
	var list []AccessibilityRequest
	err := store.q.g.Where("registration_id = ?", r.ID).Find(&list).Error
	slices.SortFunc(list, func(a, b AccessibilityRequest) int { return a.Kind.place() - b.Kind.place() })
	return list, err
}

func (kind AccessibilityKind) place() int {
	if i := slices.Index(AccessibilityKinds, kind); i >= 0 {
		return i
	}
	return len(AccessibilityKinds)
}

// OfEvent lists what people with a place, or who wait for one, ask for, by name.
func (store AccessibilityQuery) OfEvent(e *Event) (people []Registration, list []AccessibilityRequest, err error) {
	err = store.q.g.Preload("TicketType").Where("event_id = ? AND "+isLive+
		" AND EXISTS (SELECT 1 FROM accessibility_requests WHERE registration_id = registrations.id)", e.ID).
		Order("sort_key, id").Find(&people).Error
	if err != nil {
		return nil, nil, err
	}
	return people, list, store.q.g.Where("event_id = ?", e.ID).Find(&list).Error
}

// ask stores what people of new registrations ask for.
func (store RegistrationStore) ask(list []Registration) error {
	var rows []AccessibilityRequest
	for i := range list {
		rows = append(rows, requestsOf(&list[i], list[i].Asks, store.tx.Now)...)
	}
	if len(rows) == 0 {
		return nil
	}
	return store.tx.g.Clauses(doNothing).CreateInBatches(rows, insertBatch).Error
}

// requestsOf are what a person asks for by kinds, and in words.
func requestsOf(r *Registration, kinds []AccessibilityKind, at time.Time) []AccessibilityRequest {
	if r.Accessibility != "" {
		kinds = append(slices.Clone(kinds), AccessibilityOther)
	}
	rows := make([]AccessibilityRequest, len(kinds))
	for i, kind := range kinds {
		rows[i] = AccessibilityRequest{
			RegistrationID: r.ID, EventID: r.EventID, Kind: kind, State: AccessibilityAsked, AskedAt: at,
		}
	}
	return rows
}

// Change stores that a person asks for these kinds now, besides what they wrote, and for nothing else. What they asked
// for before keeps its answer, but other words wait for one again: rewritten says that these changed.
func (store AccessibilityStore) Change(r *Registration, kinds []AccessibilityKind, rewritten bool) error {
	rows := requestsOf(r, kinds, store.tx.Now)
	gone := store.tx.g.Where("registration_id = ?", r.ID)
	var kept []AccessibilityKind
	for i := range rows {
		if kind := rows[i].Kind; kind != AccessibilityOther || !rewritten {
			kept = append(kept, kind)
		}
	}
	if len(kept) > 0 {
		gone = gone.Where("kind NOT IN ?", kept)
	}
	if err := gone.Delete(&AccessibilityRequest{}).Error; err != nil || len(rows) == 0 {
		return err
	}
	return store.tx.g.Clauses(doNothing).Create(&rows).Error
}

// Answer stores what staff answer. Errors: NotFound for what the person does not ask for any more.
func (store AccessibilityStore) Answer(request *AccessibilityRequest) error {
	request.AnsweredAt = &store.tx.Now
	return mustAffect(store.tx.g.Model(&AccessibilityRequest{}).
		Where("registration_id = ? AND kind = ?", request.RegistrationID, request.Kind).
		Select("state", "note", "answered_at").Updates(request), NewError(CodeNotFound, "error.not_found"))
}
