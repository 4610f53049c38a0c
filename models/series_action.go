package models

import (
	"slices"
	"time"
)

// ActionState is where something stands that was agreed at a meeting.
type ActionState string

// The states: to be done, done, given up.
const (
	ActionOpen    ActionState = "open"
	ActionDone    ActionState = "done"
	ActionDropped ActionState = "dropped"
)

// ActionStates lists them.
var ActionStates = []ActionState{ActionOpen, ActionDone, ActionDropped}

// SeriesAction is something that an organization took on at an edition of a series. Its day is as 2027-03-31, by the
// clock of the edition, "" for none.
type SeriesAction struct {
	ID             string
	SeriesID       string
	EventID        string
	What           string
	OrganizationID string
	// AccountID is who of its staff does it, nil where that is nobody in particular.
	AccountID *string
	DueOn     string
	State     ActionState
	StateAt   time.Time
	// StateBy changed the state, for the organization StateFor.
	StateBy, StateFor *string
	Version           int
	CreatedAt         time.Time

	Event        Event         `gorm:"foreignKey:EventID;->"`
	Series       Series        `gorm:"foreignKey:SeriesID;->"`
	Organization Organization  `gorm:"foreignKey:OrganizationID;->"`
	Account      *Account      `gorm:"foreignKey:AccountID;->"`
	By           *Account      `gorm:"foreignKey:StateBy;->"`
	For          *Organization `gorm:"foreignKey:StateFor;->"`
}

// IsOpen reports whether it is to be done.
func (a *SeriesAction) IsOpen() bool { return a.State == ActionOpen }

// IsLate reports whether it should have been done before today.
func (a *SeriesAction) IsLate(now time.Time) bool {
	return a.IsOpen() && a.DueOn != "" && a.DueOn < now.In(a.Event.Zone()).Format(time.DateOnly)
}

// Due is the morning of its day, nil for none.
func (a *SeriesAction) Due() *time.Time {
	day, err := time.ParseInLocation(time.DateOnly, a.DueOn, a.Event.Zone())
	if err != nil {
		return nil
	}
	morning := day.Add(9 * time.Hour)
	return &morning
}

// SeriesActionQuery reads what was agreed at meetings.
type SeriesActionQuery struct{ q *Query }

// SeriesActionStore reads and writes what was agreed at meetings.
type SeriesActionStore struct {
	SeriesActionQuery
	tx *Tx
}

// SeriesActions reads what was agreed at meetings.
func (q *Query) SeriesActions() SeriesActionQuery { return SeriesActionQuery{q} }

// SeriesActions reads and writes what was agreed at meetings.
func (tx *Tx) SeriesActions() SeriesActionStore {
	return SeriesActionStore{tx.Query.SeriesActions(), tx}
}

// mostActions is how many are read: twenty a month for eight years.
const mostActions = 2000

// OfSeries lists those of a series, by their day, those without one last.
func (store SeriesActionQuery) OfSeries(seriesID string) ([]*SeriesAction, error) {
	return store.list("series_id = ?", seriesID)
}

// OpenOf lists what is open of what organizations took on at series that they hold, by its day, those without one last.
func (store SeriesActionQuery) OpenOf(organizationIDs []string) ([]*SeriesAction, error) {
	if len(organizationIDs) == 0 {
		return nil, nil
	}
	return store.list(`state = ? AND organization_id IN ? AND EXISTS (SELECT 1 FROM series_members m
		WHERE m.series_id = series_actions.series_id AND m.organization_id = series_actions.organization_id AND m.state = ?)`,
		ActionOpen, organizationIDs, SeriesAgreed)
}

// At lists those that were agreed at an edition.
func (store SeriesActionQuery) At(seriesID, eventID string) ([]*SeriesAction, error) {
	return store.list("series_id = ? AND event_id = ?", seriesID, eventID)
}

func (store SeriesActionQuery) list(where string, args ...any) ([]*SeriesAction, error) {
	var list []*SeriesAction
	err := store.q.g.Preload("Event").Preload("Series").Preload("Organization").Preload("Account").Preload("By").
		Preload("For").Where(where, args...).Order("created_at DESC, id").Limit(mostActions).Find(&list).Error
	slices.SortStableFunc(list, func(a, b *SeriesAction) int { return compareDays(a.DueOn, b.DueOn) })
	return list, err
}

// compareDays orders days, none last.
func compareDays(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "" || b != "" && b < a:
		return 1
	}
	return -1
}

// Of finds one of a series.
func (store SeriesActionQuery) Of(seriesID, id string) (*SeriesAction, error) {
	return store.find("series_actions.series_id = ? AND series_actions.id = ?", seriesID, id)
}

// ByID finds one.
func (store SeriesActionQuery) ByID(id string) (*SeriesAction, error) {
	return store.find("series_actions.id = ?", id)
}

func (store SeriesActionQuery) find(where string, args ...any) (*SeriesAction, error) {
	var a SeriesAction
	err := store.q.g.Preload("Event").Preload("Series").Preload("Organization").Preload("Account").
		Where(where, args...).Take(&a).Error
	return &a, notFound(err)
}

// Create stores a new one, which is open.
func (store SeriesActionStore) Create(a *SeriesAction) error {
	a.ID, a.State, a.StateAt, a.Version, a.CreatedAt = NewID(), ActionOpen, store.tx.Now, 1, store.tx.Now
	return store.tx.g.Omit("Event", "Series", "Organization", "Account", "By", "For").Create(a).Error
}

// Update stores one that was read at version. It is CodeConflict where somebody else changed it since.
func (store SeriesActionStore) Update(a *SeriesAction, version int) error {
	a.Version = version + 1
	updated := store.tx.g.Model(&SeriesAction{}).Where("id = ? AND version = ?", a.ID, version).
		Select("what", "organization_id", "account_id", "due_on", "state", "state_at", "state_by", "state_for", "version").
		Updates(a)
	return mustAffect(updated, NewError(CodeConflict, "action.changed_meanwhile"))
}
