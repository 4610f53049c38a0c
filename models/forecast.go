package models

import (
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Forecast is how staff expect people to come to the doors of an event.
type Forecast struct {
	EventID string `gorm:"primaryKey"`
	// Doors is at how many places people are admitted at the same time.
	Doors int
	// Tenths is how long one person takes there, in tenths of a second.
	Tenths int
	// OpensBefore is how many minutes before the start the doors open.
	OpensBefore int
	// WaitLimit is how many minutes nobody should wait longer.
	WaitLimit int
	// Percent is how many of those with a place at the venue come, 0 for as many as came to the organizer's events
	// before.
	Percent int
	// WalkIns is how many come without a ticket.
	WalkIns   int
	UpdatedAt time.Time
}

// Service is how long one person takes.
func (f *Forecast) Service() time.Duration { return time.Duration(f.Tenths) * time.Second / 10 }

// Opens is when the doors open, counted from the start of the event.
func (f *Forecast) Opens() time.Duration { return -time.Duration(f.OpensBefore) * time.Minute }

// UsualForecast is what is expected until somebody says otherwise.
func UsualForecast(e *Event) *Forecast {
	return &Forecast{EventID: e.ID, Doors: 2, Tenths: 50, OpensBefore: 30, WaitLimit: 5}
}

// ForecastQuery reads how people are expected to come.
type ForecastQuery struct{ q *Query }

// ForecastStore reads and writes how people are expected to come.
type ForecastStore struct {
	ForecastQuery
	tx *Tx
}

// Forecasts reads how people are expected to come.
func (q *Query) Forecasts() ForecastQuery { return ForecastQuery{q} }

// Forecasts reads and writes how people are expected to come.
func (tx *Tx) Forecasts() ForecastStore { return ForecastStore{tx.Query.Forecasts(), tx} }

// OfEvent finds the forecast of an event; at first it is the usual one.
func (store ForecastQuery) OfEvent(e *Event) (*Forecast, error) {
	forecast := UsualForecast(e)
	err := store.q.g.Where("event_id = ?", e.ID).Take(forecast).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return UsualForecast(e), nil
	}
	return forecast, err
}

// Save stores it.
func (store ForecastStore) Save(f *Forecast) error {
	f.UpdatedAt = store.tx.Now
	return store.tx.g.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "event_id"}}, UpdateAll: true}).
		Create(f).Error
}

// PastOfHost lists events of the same organization that are over, those of the same series first, the latest first.
func (store EventQuery) PastOfHost(e *Event, limit int) ([]Event, error) {
	inOrder := clause.Expr{
		SQL: `CASE WHEN id IN (SELECT o.event_id FROM editions o JOIN editions ours ON ours.series_id = o.series_id
			WHERE ours.event_id = ?) THEN 0 ELSE 1 END, starts_at DESC, id`,
		Vars: []any{e.ID},
	}
	var list []Event
	err := store.q.g.Where("organization_id = ? AND id <> ? AND ends_at < ? AND cancelled_at IS NULL",
		e.OrganizationID, e.ID, store.q.Now).
		Clauses(clause.OrderBy{Expression: inOrder}).Limit(limit).Find(&list).Error
	return list, err
}
