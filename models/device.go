package models

import (
	"time"

	"gorm.io/gorm"
)

// Device is a phone or tablet that admits people at one event. Its secrets are shown once; only their hashes are
// stored.
type Device struct {
	ID      string
	EventID string
	Name    string
	// Door is the slug of the door at which the device stands, "" for the main one.
	Door string
	// Supervises says that who holds the device may search, undo and register people; a steward only scans.
	Supervises bool
	// Kiosk says that people check themselves in there, FindsNames that they may do so by their name.
	Kiosk, FindsNames bool
	// PairingHash is of the one-time code that pairs it, nil once it is used; PairingUntil is how long that is good.
	PairingHash  *string
	PairingUntil *time.Time
	TokenHash    *string
	CreatedBy    string
	CreatedAt    time.Time
	PairedAt     *time.Time
	SeenAt       *time.Time
	RevokedAt    *time.Time
	// What the device said when it was seen: scans that wait to be sent, percent of the battery, nil for unknown, and by
	// how many seconds its clock is ahead.
	Waiting    int
	Battery    *int
	ClockAhead int

	Event Event `gorm:"foreignKey:EventID;->"`
}

// IsPaired reports whether a device works: it was paired, and not revoked.
func (d *Device) IsPaired() bool { return d.TokenHash != nil && d.RevokedAt == nil }

// IsHeard reports whether the device was heard of within a time.
func (d *Device) IsHeard(now time.Time, within time.Duration) bool {
	return d.SeenAt != nil && now.Sub(*d.SeenAt) <= within
}

// MayPair reports whether a code can pair it now.
func (d *Device) MayPair(now time.Time) bool {
	return d.RevokedAt == nil && d.PairingHash != nil && d.PairingUntil != nil && now.Before(*d.PairingUntil)
}

// DeviceQuery reads devices.
type DeviceQuery struct{ q *Query }

// DeviceStore reads and writes devices.
type DeviceStore struct {
	DeviceQuery
	tx *Tx
}

// Devices reads devices.
func (q *Query) Devices() DeviceQuery { return DeviceQuery{q} }

// Devices reads and writes devices.
func (tx *Tx) Devices() DeviceStore { return DeviceStore{tx.Query.Devices(), tx} }

// Create stores a new device.
func (store DeviceStore) Create(d *Device) error {
	d.ID, d.CreatedAt = NewID(), store.tx.Now
	return store.tx.g.Omit("Event").Create(d).Error
}

// OfEvent lists the event's devices, those that were revoked last.
func (store DeviceQuery) OfEvent(e *Event) ([]Device, error) {
	var list []Device
	err := store.q.g.Where("event_id = ?", e.ID).
		Order("CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, created_at, id").Limit(500).Find(&list).Error
	return list, err
}

// ByID finds one of the event's devices.
func (store DeviceQuery) ByID(e *Event, id string) (*Device, error) {
	var d Device
	return &d, notFound(store.q.g.Where("event_id = ? AND id = ?", e.ID, id).Take(&d).Error)
}

// BySecret finds a device that was not revoked by its token, with its event and the event's host.
func (store DeviceQuery) BySecret(secret string) (*Device, error) {
	var d Device
	err := store.q.g.Joins("Event").Joins("Event.Organization").
		Where("devices.token_hash = ? AND devices.revoked_at IS NULL", HashSecret(secret)).Take(&d).Error
	return &d, notFound(err)
}

// Version changes with the device of a secret, its event and the event's host. NotFound as of BySecret; "" on SQLite.
func (store DeviceQuery) Version(secret string) (string, error) {
	return store.q.rowVersion("d.xmin, e.xmin, o.xmin", `FROM devices d JOIN events e ON e.id = d.event_id
		LEFT JOIN organizations o ON o.id = e.organization_id WHERE d.token_hash = ? AND d.revoked_at IS NULL`,
		HashSecret(secret))
}

// ByPairing finds the device that a code pairs now, with its event.
func (store DeviceQuery) ByPairing(code string) (*Device, error) {
	var d Device
	err := store.q.g.Joins("Event").
		Where("devices.pairing_hash = ? AND devices.revoked_at IS NULL", HashSecret(code)).
		Where("devices.pairing_until > ?", store.q.Now).Take(&d).Error
	return &d, notFound(err)
}

// SetPairing gives the device another code.
func (store DeviceStore) SetPairing(d *Device, hash string, until time.Time) error {
	d.PairingHash, d.PairingUntil = &hash, &until
	return mustAffect(store.tx.g.Model(&Device{}).Where("id = ? AND revoked_at IS NULL", d.ID).
		Updates(map[string]any{"pairing_hash": hash, "pairing_until": until}), NewError(CodeNotFound, "error.not_found"))
}

// Pair uses up the device's code: from now on the token is its own. A phone that was paired before is so no more.
func (store DeviceStore) Pair(d *Device, tokenHash string) error {
	return mustAffect(store.tx.g.Model(&Device{}).
		Where("id = ? AND pairing_hash = ? AND revoked_at IS NULL", d.ID, d.PairingHash).
		Updates(map[string]any{
			"pairing_hash": nil, "pairing_until": nil, "token_hash": tokenHash, "paired_at": store.tx.Now,
			"seen_at": store.tx.Now,
		}), NewError(CodeNotFound, "error.not_found"))
}

// Revoke ends a device. It changes nothing where it is revoked already.
func (store DeviceStore) Revoke(e *Event, id string) error {
	result := store.tx.g.Model(&Device{}).Where("event_id = ? AND id = ?", e.ID, id).Updates(map[string]any{
		"revoked_at": gorm.Expr("COALESCE(revoked_at, ?)", store.tx.Now), "pairing_hash": nil, "pairing_until": nil,
	})
	return mustAffect(result, NewError(CodeNotFound, "error.not_found"))
}

// Seen records what a device says of itself.
func (store DeviceStore) Seen(d *Device) error {
	d.SeenAt = &store.tx.Now
	return store.tx.g.Model(&Device{}).Where("id = ?", d.ID).Updates(map[string]any{
		"seen_at": store.tx.Now, "waiting": d.Waiting, "battery": d.Battery, "clock_ahead": d.ClockAhead,
	}).Error
}
