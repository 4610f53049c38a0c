package reception

import (
	"strings"
	"time"
	"unicode/utf8"

	"meguri/app/service/check"
	"meguri/models"
)

// ScanInput is a scan, as a device sends it.
type ScanInput struct {
	// ID is made by the device. A repeated id gets the first answer.
	ID string `form:"id" json:"id"`
	// Ticket is the text of a QR code, or a typed code.
	Ticket string `form:"ticket" json:"ticket"`
	// RegistrationID is set instead where the attendee was chosen from a search.
	RegistrationID string `form:"registration_id" json:"registration_id"`
	// Door is a door's slug, empty for the main one.
	Door string `form:"door" json:"door"`
	// Direction is models.DirectionIn where it is empty.
	Direction models.Direction `form:"direction" json:"direction"`
	// ScannedAt is now where it is zero, as in a form.
	ScannedAt time.Time `form:"-" json:"scanned_at"`
	// Admitted says that the device, which was without network, has let the person in already.
	Admitted bool `form:"-" json:"admitted"`
	// Repeat says that the device found the person inside. Where it is false and Admitted, too, we find out.
	Repeat bool `form:"-" json:"repeat"`
	// DeviceAt is what the clock of the device showed, where that is known to be wrong: ScannedAt is corrected.
	DeviceAt time.Time `form:"-" json:"device_at"`
	// Undo is the id of a scan that this one undoes; nothing else is read then but ID and ScannedAt.
	Undo string `form:"-" json:"undo"`
	// From is the id of the device that made the scan, where another one brings it.
	From string `form:"-" json:"from"`
	// Serial is that of the ticket that the device checked, beside RegistrationID where another device brings the scan.
	Serial uint16 `form:"-" json:"serial"`
	// Way is how the scan came here.
	Way models.CheckInWay `form:"-" json:"-"`
	// Device brings the scan, nil for staff and programs.
	Device *models.Device `form:"-" json:"-"`
	// WalkIn is set instead of a ticket for somebody who has none.
	WalkIn *WalkInInput `form:"-" json:"walk_in"`
}

// UndoInput is the scan to undo.
type UndoInput struct {
	ID   string `form:"id"`
	Door string `form:"door"` // that the page shows next
}

// MaxScans is how many scans one call may bring.
const MaxScans = 1000

const maxScanID = 100

// checkScans refuses a call with a scan that no device would send, or with too many.
func checkScans(scans []ScanInput) error {
	if len(scans) == 0 || len(scans) > MaxScans {
		return models.NewError(models.CodeInvalid, "reception.scan_count", "max", MaxScans)
	}
	for i := range scans {
		if err := scans[i].check(); err != nil {
			return err
		}
	}
	return nil
}

func (in *ScanInput) check() error {
	c := check.New()
	if in.ID == "" || !isShort(in.ID, maxScanID) {
		c.Fault("id", "reception.scan_id")
	}
	if !isShort(in.Undo, maxScanID) || !isShort(in.From, maxScanID) {
		c.Fault("undo", "reception.scan_id")
	}
	if in.Direction != "" {
		check.Choice(c, "direction", in.Direction, models.Directions)
	}
	if !isShort(in.Door, maxDoor) {
		c.Fault("door", "field.choice")
	}
	if in.WalkIn != nil && !in.Admitted { // whoever is inside is not refused for what was typed
		in.WalkIn.check(c, nil)
	}
	return c.Err()
}

// isShort reports whether an id has at most maximum characters, and no zero byte, which PostgreSQL cannot store.
func isShort(id string, maximum int) bool {
	return utf8.RuneCountInString(id) <= maximum && !strings.ContainsRune(id, 0)
}
