package models

import "time"

// RegistrationState is where a registration stands.
type RegistrationState string

// The registration states.
const (
	Applied               RegistrationState = "applied" // waits for a lottery
	Confirmed             RegistrationState = "confirmed"
	Waitlisted            RegistrationState = "waitlisted"
	RegistrationCancelled RegistrationState = "cancelled"
	Declined              RegistrationState = "declined"
)

// RegistrationStates lists all registration states.
var RegistrationStates = []RegistrationState{Applied, Confirmed, Waitlisted, RegistrationCancelled, Declined}

// Registration is one person's place at an event.
type Registration struct {
	ID           string
	EventID      string
	TicketTypeID string
	// RequestID was made by the client; the same request again is answered with this registration.
	RequestID string
	// Code is the short code that a person can read out at the door.
	Code  string
	State RegistrationState
	// QueuedAt orders the waiting list; it is set while the person waits.
	QueuedAt *time.Time
	Name
	SortKey      string
	SearchText   string
	Email        string
	EmailKey     string
	Organization string
	Sector       Sector
	// Needs are the person's accessibility needs, in their words.
	Needs   string
	Locale  string
	Answers map[string]string `gorm:"serializer:json"`
	// LinkNumber counts the links to the own page that were issued; LinkHash is of the one that works.
	LinkNumber int
	LinkHash   string
	// TicketSerial counts the tickets that were issued; only the last one is good.
	TicketSerial int
	Version      int
	ConfirmedAt  *time.Time
	CancelledAt  *time.Time
	CreatedAt    time.Time
	UpdatedAt    time.Time

	TicketType TicketType `gorm:"foreignKey:TicketTypeID;->"`
}

// Live reports whether the registration still holds or waits for a place.
func (r *Registration) Live() bool {
	return r.State == Applied || r.State == Confirmed || r.State == Waitlisted
}

// ConsentText is one version of a wording that people agree to when they register.
type ConsentText struct {
	ID        string
	EventID   string
	Slug      string
	Version   int
	Required  bool
	TextJa    string
	TextEn    string
	Position  int
	CreatedAt time.Time
}

// Consent is a person's yes to one version of a wording.
type Consent struct {
	RegistrationID string `gorm:"primaryKey"`
	ConsentTextID  string `gorm:"primaryKey"`
	GivenAt        time.Time
}

// RegistrationByLink finds a registration by the secret in the link to its own page.
func (tx *Tx) RegistrationByLink(secret string) (*Registration, error) {
	var r Registration
	err := tx.g.Preload("TicketType").Where("link_hash = ?", HashSecret(secret)).Take(&r).Error
	return &r, found(err)
}

// Registration finds one of the event's registrations by its id.
func (tx *Tx) Registration(e *Event, id string) (*Registration, error) {
	var r Registration
	err := tx.g.Preload("TicketType").Where("event_id = ? AND id = ?", e.ID, id).Take(&r).Error
	return &r, found(err)
}

// ConsentTexts lists the newest version of each wording of the event, in order.
func (tx *Tx) ConsentTexts(e *Event) ([]ConsentText, error) {
	var list []ConsentText
	err := tx.g.Where(`event_id = ? AND version = (SELECT MAX(version) FROM consent_texts AS newer
		WHERE newer.event_id = consent_texts.event_id AND newer.slug = consent_texts.slug)`, e.ID).
		Order("position, slug").Find(&list).Error
	return list, err
}
