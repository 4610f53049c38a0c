package models

import (
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Rally is the stamp rally of an event.
type Rally struct {
	EventID string `gorm:"primaryKey"`
	IsOpen  bool
	// OpensAt and ClosesAt are when stamps are given, nil for when the event starts and ends.
	OpensAt  *time.Time
	ClosesAt *time.Time
	// Needed is how many stamps bring the prize, 0 for all.
	Needed    int
	PrizeJa   string
	PrizeEn   string
	UpdatedAt time.Time
}

// Hours is when stamps are given.
func (r *Rally) Hours(e *Event) Interval {
	in := Interval{From: e.StartsAt, Until: e.EndsAt}
	if r.OpensAt != nil {
		in.From = *r.OpensAt
	}
	if r.ClosesAt != nil {
		in.Until = *r.ClosesAt
	}
	return in
}

// Complete is how many stamps bring the prize where there are that many places.
func (r *Rally) Complete(places int) int {
	if r.Needed == 0 {
		return places
	}
	return min(r.Needed, places)
}

// RallyPlace is a place with a code that stamps cards.
type RallyPlace struct {
	ID       string
	EventID  string
	Position int
	NameJa   string
	NameEn   string
	// Code is in the address of its QR code. Nobody guesses it.
	Code string
}

// RallyCard collects stamps: of an attendee, or of somebody without a registration.
type RallyCard struct {
	ID             string
	EventID        string
	RegistrationID *string
	// Code finds the card at the desk.
	Code string
	// PrizeAt is when PrizeBy handed out the prize, nil for not yet.
	PrizeAt   *time.Time
	PrizeBy   *string
	CreatedAt time.Time
}

// RallyStamp is a stamp of a place on a card.
type RallyStamp struct {
	CardID    string `gorm:"primaryKey"`
	PlaceID   string `gorm:"primaryKey"`
	StampedAt time.Time
}

// RallyQuery reads stamp rallies, their places and cards.
type RallyQuery struct{ q *Query }

// RallyStore reads and writes stamp rallies, their places and cards.
type RallyStore struct {
	RallyQuery
	tx *Tx
}

// Rallies reads stamp rallies, their places and cards.
func (q *Query) Rallies() RallyQuery { return RallyQuery{q} }

// Rallies reads and writes stamp rallies, their places and cards.
func (tx *Tx) Rallies() RallyStore { return RallyStore{tx.Query.Rallies(), tx} }

// OfEvent finds the rally of an event; at first it is not open.
func (store RallyQuery) OfEvent(e *Event) (*Rally, error) {
	rally := Rally{EventID: e.ID}
	err := store.q.g.Where("event_id = ?", e.ID).Take(&rally).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = nil
	}
	return &rally, err
}

// Places lists the places of a rally in their order.
func (store RallyQuery) Places(e *Event) ([]RallyPlace, error) {
	var list []RallyPlace
	err := store.q.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// PlaceByCode finds the place of the event with a code.
func (store RallyQuery) PlaceByCode(e *Event, code string) (*RallyPlace, error) {
	var p RallyPlace
	err := store.q.g.Where("event_id = ? AND code = ?", e.ID, code).Take(&p).Error
	return &p, notFound(err)
}

// Place finds a place of the event.
func (store RallyQuery) Place(e *Event, id string) (*RallyPlace, error) {
	var p RallyPlace
	err := store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&p).Error
	return &p, notFound(err)
}

// Card finds a card of the event.
func (store RallyQuery) Card(e *Event, id string) (*RallyCard, error) {
	return store.card("event_id = ? AND id = ?", e.ID, id)
}

// CardByCode finds a card of the event by what is read out at the desk.
func (store RallyQuery) CardByCode(e *Event, code string) (*RallyCard, error) {
	return store.card("event_id = ? AND code = ?", e.ID, code)
}

// CardOf finds the card of an attendee.
func (store RallyQuery) CardOf(r *Registration) (*RallyCard, error) {
	return store.card("registration_id = ?", r.ID)
}

func (store RallyQuery) card(where string, args ...any) (*RallyCard, error) {
	var c RallyCard
	err := store.q.g.Where(where, args...).Take(&c).Error
	return &c, notFound(err)
}

// Stamps lists when a card was stamped, by place.
func (store RallyQuery) Stamps(c *RallyCard) (map[string]time.Time, error) {
	var list []RallyStamp
	err := store.q.g.Where("card_id = ?", c.ID).Find(&list).Error
	stamped := map[string]time.Time{}
	for _, s := range list {
		stamped[s.PlaceID] = s.StampedAt
	}
	return stamped, err
}

// RallyNumbers are how a rally goes.
type RallyNumbers struct {
	// Cards have a stamp at least; Prizes were handed out.
	Cards, Prizes int
	// ByPlace counts the stamps.
	ByPlace map[string]int
	// Complete counts the cards with enough stamps.
	Complete int
}

// Numbers counts how a rally goes; needed is how many stamps a card needs.
func (store RallyQuery) Numbers(e *Event, needed int) (*RallyNumbers, error) {
	n := &RallyNumbers{ByPlace: map[string]int{}}
	var places []struct {
		PlaceID string
		Stamps  int
	}
	err := store.q.g.Raw(`SELECT place_id, COUNT(*) AS stamps FROM rally_stamps
		WHERE place_id IN (SELECT id FROM rally_places WHERE event_id = ?) GROUP BY place_id`, e.ID).Scan(&places).Error
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		n.ByPlace[p.PlaceID] = p.Stamps
	}
	var cards []struct{ Stamps, Cards, Prizes int }
	err = store.q.g.Raw(`SELECT stamps, COUNT(*) AS cards, SUM(CASE WHEN prize THEN 1 ELSE 0 END) AS prizes FROM (
		SELECT COUNT(rally_stamps.place_id) AS stamps, prize_at IS NOT NULL AS prize FROM rally_cards
		LEFT JOIN rally_stamps ON rally_stamps.card_id = rally_cards.id WHERE event_id = ? GROUP BY rally_cards.id, prize_at
		) AS counted GROUP BY stamps`, e.ID).Scan(&cards).Error
	for _, c := range cards {
		n.Prizes += c.Prizes
		if c.Stamps > 0 {
			n.Cards += c.Cards
		}
		if c.Stamps >= needed && needed > 0 {
			n.Complete += c.Cards
		}
	}
	return n, err
}

// Save stores how a rally is.
func (store RallyStore) Save(r *Rally) error {
	r.UpdatedAt = store.tx.Now
	return store.tx.g.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "event_id"}}, UpdateAll: true}).
		Create(r).Error
}

// AddPlace stores a new place, after the others.
func (store RallyStore) AddPlace(p *RallyPlace) error { return store.tx.g.Create(p).Error }

// RenamePlace changes what a place is called.
func (store RallyStore) RenamePlace(p *RallyPlace) error {
	return store.tx.g.Model(p).Where("id = ?", p.ID).Select("name_ja", "name_en").Updates(p).Error
}

// DeletePlace removes a place. Conflict where it has stamped a card.
func (store RallyStore) DeletePlace(p *RallyPlace) error {
	return mustAffect(
		store.tx.g.Where("id = ? AND NOT EXISTS (SELECT 1 FROM rally_stamps WHERE place_id = rally_places.id)", p.ID).
			Delete(&RallyPlace{}),
		NewError(CodeConflict, "rally.place_stamped"),
	)
}

// AddCard stores a new card. It reports false where its id, code or person has one.
func (store RallyStore) AddCard(c *RallyCard) (bool, error) {
	c.CreatedAt = store.tx.Now
	result := store.tx.g.Clauses(doNothing).Create(c)
	return result.RowsAffected == 1, result.Error
}

// Stamp puts a stamp on a card. It reports false where it has that one.
func (store RallyStore) Stamp(c *RallyCard, p *RallyPlace) (bool, error) {
	result := store.tx.g.Clauses(doNothing).Create(&RallyStamp{c.ID, p.ID, store.tx.Now})
	return result.RowsAffected == 1, result.Error
}

// Join puts the stamps and the prize of another card onto a card, and removes the other one.
func (store RallyStore) Join(c, other *RallyCard) error {
	err := store.tx.g.Exec(`INSERT INTO rally_stamps (card_id, place_id, stamped_at)
		SELECT ?, place_id, stamped_at FROM rally_stamps WHERE card_id = ? ON CONFLICT DO NOTHING`, c.ID, other.ID).Error
	if err != nil {
		return err
	}
	if other.PrizeAt != nil && c.PrizeAt == nil {
		err = store.tx.g.Model(&RallyCard{}).Where("id = ?", c.ID).
			Updates(map[string]any{"prize_at": other.PrizeAt, "prize_by": other.PrizeBy}).Error
		if err != nil {
			return err
		}
	}
	return store.tx.g.Where("id = ?", other.ID).Delete(&RallyCard{}).Error
}

// HandOut records that the prize of a card was handed out. Conflict where it was before.
func (store RallyStore) HandOut(c *RallyCard, accountID string) error {
	return mustAffect(
		store.tx.g.Model(&RallyCard{}).Where("id = ? AND prize_at IS NULL", c.ID).
			Updates(map[string]any{"prize_at": store.tx.Now, "prize_by": accountID}),
		NewError(CodeConflict, "rally.prize_before"),
	)
}

// TakePrizeBack records that the prize was not handed out after all.
func (store RallyStore) TakePrizeBack(c *RallyCard) error {
	return store.tx.g.Model(&RallyCard{}).Where("id = ?", c.ID).
		Updates(map[string]any{"prize_at": nil, "prize_by": nil}).Error
}
