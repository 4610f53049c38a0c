package reception

import (
	"context"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/paths"
	"meguri/app/service/security"
	"meguri/app/service/ticket"
	"meguri/models"
)

const (
	// pairingTime is how long a code pairs a device.
	pairingTime = 15 * time.Minute
	// closing is how long after the end of an event its devices are told who is there: people still leave.
	closing = 3 * time.Hour
	// lateScans is how long after that they may bring scans that they had no network for.
	lateScans = 14 * 24 * time.Hour
	// TokenPrefix begins the tokens of devices.
	TokenPrefix = "mgd_"

	maxDeviceName = 60
	seenEvery     = 20 * time.Second
)

// DeviceInput is a device to be made.
type DeviceInput struct {
	Name       string `form:"name" json:"name"`
	Door       string `form:"door" json:"door"`
	Supervises bool   `form:"supervises" json:"supervises"`
	// Kiosk is a tablet where people check themselves in, with Names also by their name. It never supervises.
	Kiosk bool `form:"kiosk" json:"kiosk"`
	Names bool `form:"names" json:"names"`
}

// Pairing is how a device is paired.
type Pairing struct {
	Device models.Device
	// Code is typed, or read from the address, which is shown as a QR code.
	Code string
	Path string
}

// NewDevice makes a device of the event. by is the name of who asks. Staff who may edit the event call it. Errors:
// Invalid with the fields at fault.
func (s *Service) NewDevice(ctx context.Context, event *models.Event, by string, in DeviceInput) (*Pairing, error) {
	doors, err := s.db.Query(ctx).Doors().OfEvent(event)
	if err != nil {
		return nil, err
	}
	c := check.New()
	device := models.Device{
		EventID: event.ID, Name: c.Line("name", in.Name, maxDeviceName, check.Required), Door: in.Door,
		Supervises: in.Supervises && !in.Kiosk, Kiosk: in.Kiosk, FindsNames: in.Kiosk && in.Names, CreatedBy: by,
	}
	if !isDoor(doors, in.Door) {
		c.Fault("door", "field.choice")
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	pairing := newPairing(event, device)
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		d := &pairing.Device
		hash, until := models.HashSecret(pairing.Code), tx.Now.Add(pairingTime)
		d.PairingHash, d.PairingUntil = &hash, &until
		if err := tx.Devices().Create(d); err != nil {
			return err
		}
		tx.About(models.AuditSubject{Kind: models.SubjectOther, ID: d.ID, EventID: event.ID})
		return nil
	})
	return pairing, err
}

func newPairing(event *models.Event, device models.Device) *Pairing {
	code := ticket.NewCode()
	return &Pairing{Device: device, Code: code, Path: paths.OfReception(event.Slug).Pairing(code)}
}

func isDoor(doors []models.Door, slug string) bool {
	for _, d := range doors {
		if d.Slug == slug {
			return true
		}
	}
	return slug == ""
}

// Devices lists the event's devices and its doors. Staff who may edit the event call it.
func (s *Service) Devices(
	ctx context.Context, event *models.Event,
) (list []models.Device, doors []models.Door, err error) {
	q := s.db.Query(ctx)
	if list, err = q.Devices().OfEvent(event); err != nil {
		return nil, nil, err
	}
	doors, err = q.Doors().OfEvent(event)
	return list, doors, err
}

// PairAgain gives a device a new code: of one whose code is too old, or whose phone is another one now. Staff who may
// edit the event call it. Errors: NotFound, also for a device that was revoked.
func (s *Service) PairAgain(ctx context.Context, event *models.Event, id string) (*Pairing, error) {
	var pairing *Pairing
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		device, err := tx.Devices().ByID(event, id)
		if err != nil {
			return err
		}
		pairing = newPairing(event, *device)
		return tx.Devices().SetPairing(&pairing.Device, models.HashSecret(pairing.Code), tx.Now.Add(pairingTime))
	})
	return pairing, err
}

// Paired is a device that was paired just now, with the secret that is its own.
type Paired struct {
	Device models.Device
	Token  string
}

// Pair pairs the device that opened the address or typed the code. Errors: NotFound for a code that is wrong,
// used or too old.
func (s *Service) Pair(ctx context.Context, typed string) (*Paired, error) {
	code, ok := ticket.NormalizeCode(typed)
	if !ok {
		return nil, models.NewError(models.CodeNotFound, "device.code_wrong")
	}
	token := TokenPrefix + models.NewSecret()
	var device *models.Device
	err := s.db.InTx(ctx, func(tx *models.Tx) error {
		var err error
		device, err = tx.Devices().ByPairing(code)
		if err == nil {
			err = tx.Devices().Pair(device, models.HashSecret(token))
		}
		if models.CodeOf(err) == models.CodeNotFound {
			return models.NewError(models.CodeNotFound, "device.code_wrong")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	security.Log(ctx, security.Entry{Event: security.TokenMade, Subject: device.ID})
	return &Paired{*device, token}, nil
}

// RevokeDevice ends a device at once: it deletes what it holds when it next hears from us. Staff who may edit the event
// call it.
func (s *Service) RevokeDevice(ctx context.Context, event *models.Event, id string) error {
	err := s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Devices().Revoke(event, id) })
	if err == nil {
		security.Log(ctx, security.Entry{Event: security.TokenEnded, Subject: id})
	}
	return err
}

// IsDeviceToken reports whether a bearer secret is a device's.
func IsDeviceToken(secret string) bool { return strings.HasPrefix(secret, TokenPrefix) }

// Device finds the device of a bearer secret. NotFound where there is none, it was revoked, or its event is long over.
func (s *Service) Device(ctx context.Context, secret string) (*models.Device, error) {
	hash := models.HashSecret(secret)
	device, err := models.Coalesce(ctx, s.db, "device "+hash, func(q *models.Query) (*models.Device, error) {
		version, err := q.Devices().Version(secret)
		if err != nil {
			return nil, err
		}
		return s.devices.Find(hash, version, func() (*models.Device, error) { return q.Devices().BySecret(secret) })
	})
	if err == nil && s.db.Now().After(device.Event.EndsAt.Add(closing+lateScans)) {
		err = models.NewError(models.CodeNotFound, "error.not_found")
	}
	return device, err
}

// Health is what a device says of itself.
type Health struct {
	// Waiting is how many scans wait to be sent, Battery percent of the battery, nil for unknown. ClockAhead is by how
	// many seconds its clock is ahead.
	Waiting    int
	Battery    *int
	ClockAhead int
}

// Seen notes that the device was heard of, and how it is.
func (s *Service) Seen(ctx context.Context, device *models.Device, health Health) error {
	const mostScans, mostSeconds = 1_000_000, 2_000_000_000
	isSame := device.Waiting == health.Waiting && device.SeenAt != nil
	if isSame && s.db.Now().Sub(*device.SeenAt) < seenEvery {
		return nil
	}
	device.Waiting = min(max(health.Waiting, 0), mostScans)
	device.ClockAhead = min(max(health.ClockAhead, -mostSeconds), mostSeconds)
	device.Battery = health.Battery
	if b := health.Battery; b != nil && (*b < 0 || *b > 100) {
		device.Battery = nil
	}
	return s.db.WriteOnce(ctx, func(w *models.SingleWrite) error {
		w.Tell(models.ChangedDoors(device.EventID))
		return w.SeenDevice(device)
	})
}
