package account

import (
	"crypto/hmac"
	"regexp"
	"slices"
	"strings"
	"time"

	"meguri/models"
)

const (
	// DeviceAge is how long a browser remembers that it has signed in before. Browsers keep no cookie for longer.
	DeviceAge = 400 * 24 * time.Hour
	// maxMarks is how many accounts a browser remembers, as on a shared computer of a reception.
	maxMarks = 20
)

// knownDevice is a browser that has signed in before, as its cookie tells: an id, and a signed mark for each account.
// Failures of others do not delay its sign-ins, and it gets no notice of a new device. It opens nothing.
type knownDevice struct {
	id    string
	marks []string
}

var deviceIDs = regexp.MustCompile(`^[0-9A-Za-z_-]{20,64}$`)

// readDevice reads the value of the cookie: the id, its signature, and the marks. A value that we did not sign gives a
// device that knows nobody.
func (s *Service) readDevice(value string) knownDevice {
	parts := strings.Split(value, ".")
	if len(parts) < 2 || len(parts) > maxMarks+2 || !deviceIDs.MatchString(parts[0]) ||
		!hmac.Equal([]byte(parts[1]), []byte(s.links.Device(parts[0], ""))) {
		return knownDevice{}
	}
	return knownDevice{parts[0], parts[2:]}
}

// DeviceID is the id of a browser in which somebody has signed in before, "" for others.
func (s *Service) DeviceID(cookie string) string { return s.readDevice(cookie).id }

// knows reports whether the account has signed in on the device before.
func (s *Service) knows(d knownDevice, accountID string) bool {
	if d.id == "" {
		return false
	}
	mark := []byte(s.links.Device(d.id, accountID))
	return slices.ContainsFunc(d.marks, func(m string) bool { return hmac.Equal([]byte(m), mark) })
}

// remember is the value of the cookie once the account has signed in on the device.
func (s *Service) remember(d knownDevice, accountID string) string {
	if d.id == "" {
		d.id = models.NewSecret()
	}
	mark := s.links.Device(d.id, accountID)
	others := slices.DeleteFunc(slices.Clone(d.marks), func(m string) bool { return m == mark })
	marks := append([]string{mark}, others...)
	marks = marks[:min(len(marks), maxMarks)]
	return strings.Join(append([]string{d.id, s.links.Device(d.id, "")}, marks...), ".")
}
