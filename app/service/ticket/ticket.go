// Package ticket makes and verifies the signed text in a ticket's QR code. docs/ticket.md describes the format.
package ticket

import (
	"crypto/ed25519"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The reasons why a text is not a valid ticket.
var (
	ErrMalformed  = errors.New("not a ticket")
	ErrUnknownKey = errors.New("the ticket names a key that the event does not have")
	ErrSignature  = errors.New("the ticket's signature does not match")
)

// Claims is the content of a ticket. It has no personal data.
type Claims struct {
	EventID        string // UUID
	RegistrationID string // UUID
	TicketTypeID   string // UUID; the ticket has its last eight bytes only
	Serial         uint16 // of the registration's ticket; only the newest is valid
	NotAfter       time.Time
}

// tail is how long after the event's end a ticket stays valid: the event may be put off after tickets were printed.
const tail = 60 * 24 * time.Hour

// NotAfter is until when a ticket of an event with the end is valid.
func NotAfter(end time.Time) time.Time { return end.Add(tail) }

// Key signs the tickets of one event.
type Key struct {
	Number  uint16
	Private ed25519.PrivateKey
}

const (
	version  = 1
	prefix   = "MG"
	bodySize = 1 + 2 + 16 + 16 + 8 + 2 + 4
)

// Base32 uses characters that QR codes encode compactly.
var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// Sign makes the text of a ticket.
func Sign(key Key, c Claims) (string, error) {
	body := make([]byte, 0, bodySize+ed25519.SignatureSize)
	body = append(body, version)
	body = binary.BigEndian.AppendUint16(body, key.Number)
	for _, id := range []string{c.EventID, c.RegistrationID} {
		parsed, err := uuid.Parse(id)
		if err != nil {
			return "", fmt.Errorf("ticket id: %w", err)
		}
		body = append(body, parsed[:]...)
	}
	ticketType, err := uuid.Parse(c.TicketTypeID)
	if err != nil {
		return "", fmt.Errorf("ticket type id: %w", err)
	}
	body = append(body, ticketType[8:]...)
	body = binary.BigEndian.AppendUint16(body, c.Serial)
	body = binary.BigEndian.AppendUint32(body, uint32(c.NotAfter.Unix())) //nolint:gosec // good until 2106
	return prefix + letters.EncodeToString(append(body, ed25519.Sign(key.Private, body)...)), nil
}

// Verify reads a ticket and checks its signature. keyOf returns an event's key by its number. The text may be as
// scanners and people change it: see read.go. The TicketTypeID of the result is the last eight bytes of the id, as 16
// hexadecimal digits.
func Verify(text string, keyOf func(eventID string, number uint16) (Key, bool)) (c Claims, err error) {
	err = ErrMalformed
	for _, data := range candidates(text) {
		if c, err = verify(data, keyOf); err == nil {
			return c, nil
		}
	}
	return c, err
}

// verify checks the signature by making it again: whoever has the key gets the same one for the same content (RFC 8032,
// section 5.1.6), in less than half of the time that checking it with the public key takes.
func verify(data []byte, keyOf func(eventID string, number uint16) (Key, bool)) (Claims, error) {
	c := Claims{
		EventID:        uuid.UUID(data[3:19]).String(),
		RegistrationID: uuid.UUID(data[19:35]).String(),
		TicketTypeID:   fmt.Sprintf("%x", data[35:43]),
		Serial:         binary.BigEndian.Uint16(data[43:45]),
		NotAfter:       time.Unix(int64(binary.BigEndian.Uint32(data[45:49])), 0).UTC(),
	}
	key, ok := keyOf(c.EventID, binary.BigEndian.Uint16(data[1:3]))
	if !ok {
		return c, ErrUnknownKey
	}
	if subtle.ConstantTimeCompare(ed25519.Sign(key.Private, data[:bodySize]), data[bodySize:]) != 1 {
		return Claims{}, ErrSignature
	}
	return c, nil
}

// decode reads the text of a ticket as Sign made it.
func decode(text string) ([]byte, error) {
	rest, ok := strings.CutPrefix(text, prefix)
	if !ok || len(rest) != letters.EncodedLen(bodySize+ed25519.SignatureSize) {
		return nil, ErrMalformed
	}
	data, err := letters.DecodeString(rest)
	if err != nil || data[0] != version {
		return nil, ErrMalformed
	}
	return data, nil
}
