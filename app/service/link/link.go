// Package link derives the secrets of private links. They are computed, not kept: the database holds only their hashes,
// so who reads it cannot open anybody's page, and yet each mail can carry the same link.
package link

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// Maker derives secrets from one key.
type Maker struct{ key []byte }

// New makes a Maker. The key must stay secret and the same: with another key, links are replaced at the next mail.
func New(key []byte) Maker { return Maker{key} }

// Registration is the secret in the address of a registration's own page. number counts the links issued: a new number
// makes all earlier links useless.
func (m Maker) Registration(id string, number int) string {
	return m.derive("registration", id, number)
}

// PasswordReset is the secret in a password reset mail.
func (m Maker) PasswordReset(id string) string { return m.derive("password", id, 0) }

func (m Maker) derive(purpose, id string, number int) string {
	mac := hmac.New(sha256.New, m.key)
	fmt.Fprintf(mac, "%s\n%s\n%d", purpose, id, number)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:24])
}
