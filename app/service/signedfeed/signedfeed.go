// Package signedfeed writes and reads the documents by which installations tell each other of events and needs: a feed,
// signed with Ed25519, and the card that names an installation, its keys and where its feed is. It knows no database
// and no network.
//
// The signature is the last field of a feed and is made over the exact bytes before it, so that nobody has to agree on
// one way of writing JSON: whoever checks a feed cuts its end off, and need not parse what was not signed.
package signedfeed

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
)

// Version is that of the documents.
const Version = 1

// The limits of a feed.
const (
	MostBytes   = 32 << 20
	MostEntries = 10_000
	// MaxAge is how old a feed may be: whoever keeps followers from hearing anything new is noticed after that.
	MaxAge = 7 * 24 * time.Hour
	// clockTolerance is how far the clock of another installation may be ahead.
	clockTolerance = time.Hour
)

// Name is what an installation is called.
type Name struct {
	Ja string `json:"ja"`
	En string `json:"en"`
}

// Feed is all that an installation has to tell now. A later one replaces it whole.
type Feed struct {
	Version int `json:"version"`
	// Origin is the address of the installation, without a slash at the end.
	Origin string `json:"origin"`
	Name   Name   `json:"name"`
	// Number grows with each feed of an installation.
	Number   int64     `json:"number"`
	IssuedAt time.Time `json:"issued_at"`
	Entries  []Entry   `json:"entries"`
	// Figures are what came of it, nil where nothing is told.
	Figures *Figures `json:"figures,omitempty"`
	// Key is the public key with which it is signed, as EncodeKey writes it.
	Key string `json:"key"`
}

// What the signed bytes begin with, so that no signature is good for anything else.
const (
	feedContext     = "meguri-feed/1\n"
	handoverContext = "meguri-key/1\n"
)

var encoding = base64.RawURLEncoding

// EncodeKey writes a public key: base64url without padding.
func EncodeKey(key ed25519.PublicKey) string { return encoding.EncodeToString(key) }

// DecodeKey reads a public key.
func DecodeKey(written string) (ed25519.PublicKey, bool) {
	key, err := encoding.DecodeString(written)
	return key, err == nil && len(key) == ed25519.PublicKeySize
}

// The end of a feed. Keys and signatures have one length each, so that it is found from behind.
const (
	beforeKey       = `,"key":"`
	beforeSignature = `","signature":"`
	afterSignature  = `"}`
	keyLength       = 43
	signatureLength = 86
)

// Sign writes a feed, signed.
func Sign(f *Feed, private ed25519.PrivateKey) ([]byte, error) {
	written := *f
	written.Version, written.Key = Version, EncodeKey(private.Public().(ed25519.PublicKey)) //nolint:errcheck // it is one
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(written); err != nil {
		return nil, err
	}
	signed := bytes.TrimSuffix(out.Bytes(), []byte("\"}\n")) // to the end of the key
	signature := ed25519.Sign(private, append([]byte(feedContext), signed...))
	return fmt.Appendf(signed, "%s%s%s\n", beforeSignature, encoding.EncodeToString(signature), afterSignature), nil
}

// Known is what a follower knows of an installation when it reads its feed.
type Known struct {
	Origin string
	Key    ed25519.PublicKey
	// Number is that of the last feed that was taken, Sum its Sum; 0 and "" before the first.
	Number int64
	Sum    string
	Now    time.Time
}

// Read checks a feed and reads it. What is wrong with it is a *Refusal.
func Read(content []byte, known *Known) (*Feed, error) {
	if len(content) > MostBytes {
		return nil, refuse(ReasonTooLarge)
	}
	if err := checkVersion(content); err != nil {
		return nil, err
	}
	if err := checkSignature(content, known.Key); err != nil {
		return nil, err
	}
	var f Feed
	if err := json.Unmarshal(content, &f); err != nil {
		return nil, refuse(ReasonNoFeed)
	}
	switch {
	case f.Origin != known.Origin:
		return nil, refuse(ReasonOrigin)
	case f.Number < known.Number:
		return nil, refuse(ReasonReplayed)
	case f.Number == known.Number && Sum(content) != known.Sum:
		return nil, refuse(ReasonNumberTwice)
	case f.Number <= 0:
		return nil, refuse(ReasonNoFeed)
	case f.IssuedAt.After(known.Now.Add(clockTolerance)):
		return nil, refuse(ReasonFuture)
	case f.IssuedAt.Before(known.Now.Add(-MaxAge)):
		return nil, refuse(ReasonOld)
	case len(f.Entries) > MostEntries:
		return nil, refuse(ReasonTooMany)
	}
	return &f, f.checkEntries()
}

var versionStart = []byte(`{"version":`)

// checkVersion reads the version, which is the first field, from what nobody has checked yet: a newer one may be signed
// in another way.
func checkVersion(content []byte) error {
	rest, ok := bytes.CutPrefix(content, versionStart)
	number, _, comma := bytes.Cut(rest[:min(len(rest), 10)], []byte(","))
	var version int
	if !ok || !comma || json.Unmarshal(number, &version) != nil || version < 1 {
		return refuse(ReasonNoFeed)
	}
	if version > Version {
		return refuse(ReasonNewer)
	}
	return nil
}

// checkSignature checks a feed's signature by a key.
func checkSignature(content []byte, key ed25519.PublicKey) error {
	signed, key64, signature, ok := cut(content)
	if !ok || len(key) != ed25519.PublicKeySize {
		return refuse(ReasonNoFeed)
	}
	if key64 != EncodeKey(key) {
		return refuse(ReasonOtherKey)
	}
	if !ed25519.Verify(key, append([]byte(feedContext), signed...), signature) {
		return refuse(ReasonForged)
	}
	return nil
}

// cut cuts a feed into what is signed, the key that it names, and the signature.
func cut(content []byte) (signed []byte, key string, signature []byte, ok bool) {
	rest, ok := bytes.CutSuffix(bytes.TrimSuffix(content, []byte("\n")), []byte(afterSignature))
	if !ok || len(rest) < len(beforeKey)+keyLength+len(beforeSignature)+signatureLength {
		return nil, "", nil, false
	}
	signed, tail := rest[:len(rest)-signatureLength], rest[len(rest)-signatureLength:]
	signature, err := encoding.DecodeString(string(tail))
	signed, ok = bytes.CutSuffix(signed, []byte(beforeSignature))
	if err != nil || !ok || len(signature) != ed25519.SignatureSize {
		return nil, "", nil, false
	}
	key = string(signed[len(signed)-keyLength:])
	return signed, key, signature, bytes.HasSuffix(signed[:len(signed)-keyLength], []byte(beforeKey))
}
