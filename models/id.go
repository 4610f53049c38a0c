package models

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/google/uuid"
)

// NewID makes a UUIDv7 (RFC 9562): unique, and ordered by time.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// NewAnonymousID makes a UUIDv4, which does not show when it was made.
func NewAnonymousID() string { return uuid.NewString() }

// DerivedID makes the same UUID of the same texts.
func DerivedID(of ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(strings.Join(of, " "))).String()
}

// ValidID reports whether s is a UUID in its usual 36-character form.
func ValidID(s string) bool {
	_, err := uuid.Parse(s)
	return err == nil && len(s) == 36
}

// NewSecret makes an unguessable text of 256 bits for a cookie or a token.
func NewSecret() string {
	bytes := make([]byte, 32)
	_, _ = rand.Read(bytes) // never fails (Go 1.24)
	return base64.RawURLEncoding.EncodeToString(bytes)
}

// HashSecret returns the hash under which a secret is stored. The secrets are random, so plain SHA-256 is enough.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
