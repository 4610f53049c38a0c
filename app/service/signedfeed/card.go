package signedfeed

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tyler-smith/go-bip39/wordlists"
)

// Card names an installation, its keys and its feeds: /.well-known/meguri.json.
type Card struct {
	Version int    `json:"version"`
	Origin  string `json:"origin"`
	Name    Name   `json:"name"`
	// Keys are the oldest first; the last one signs.
	Keys  []Key    `json:"keys"`
	Feeds []string `json:"feeds"` // addresses
}

// Key is a public key of an installation.
type Key struct {
	Number int       `json:"number"`
	Key    string    `json:"key"` // as EncodeKey writes it
	Since  time.Time `json:"since"`
	// Handover is the signature of the key before it, "" where that was lost or stolen: then a person has to agree.
	Handover string `json:"handover,omitempty"`
}

// The limits of a card.
const (
	MostCardBytes = 256 << 10
	mostKeys      = 100
)

// ReadCard reads a card from the address of an installation. What is wrong with it is a *Refusal.
func ReadCard(content []byte, origin string) (*Card, error) {
	var c Card
	switch err := json.Unmarshal(content, &c); {
	case err != nil || c.Version < 1:
		return nil, refuse(ReasonNoFeed)
	case c.Version > Version:
		return nil, refuse(ReasonNewer)
	case c.Origin != origin:
		return nil, refuse(ReasonOrigin)
	case len(c.Keys) == 0 || len(c.Keys) > mostKeys || len(c.Feeds) == 0 || !isAt(origin, c.Feeds[0]):
		return nil, refuse(ReasonNoFeed)
	case !isLine(c.Name.Ja) || !isLine(c.Name.En):
		return nil, refuse(ReasonNoFeed)
	}
	for _, k := range c.Keys {
		if _, ok := DecodeKey(k.Key); !ok {
			return nil, refuse(ReasonNoFeed)
		}
	}
	return &c, nil
}

// Newest is the key that signs.
func (c *Card) Newest() string { return c.Keys[len(c.Keys)-1].Key }

// handed are the bytes that a key signs to hand over to the next one.
func handed(origin string, number int, next string) []byte {
	return []byte(handoverContext + origin + "\n" + strconv.Itoa(number) + "\n" + next)
}

// Handover signs that another key comes after this one.
func Handover(origin string, number int, next ed25519.PublicKey, private ed25519.PrivateKey) string {
	return encoding.EncodeToString(ed25519.Sign(private, handed(origin, number, EncodeKey(next))))
}

// LeadsTo reports whether each key from a known one to the newest was signed by the one before it.
func (c *Card) LeadsTo(known string) bool {
	at := slices.IndexFunc(c.Keys, func(k Key) bool { return k.Key == known })
	if at < 0 {
		return false
	}
	for ; at+1 < len(c.Keys); at++ {
		before, _ := DecodeKey(c.Keys[at].Key)
		next := &c.Keys[at+1]
		signature, err := encoding.DecodeString(next.Handover)
		if err != nil || next.Number <= c.Keys[at].Number || len(before) != ed25519.PublicKeySize ||
			!ed25519.Verify(before, handed(c.Origin, next.Number, next.Key), signature) {
			return false
		}
	}
	return true
}

// wordsOfKey is how many words tell a key: 88 bits.
const wordsOfKey = 8

// Words tells a key in words that can be compared on the telephone, of the lists of BIP 39: in Japanese, or else in
// English.
func Words(key, lang string) string {
	list, between := wordlists.English, " "
	if lang == "ja" {
		list, between = wordlists.Japanese, "　"
	}
	sum := sha256.Sum256([]byte("meguri-key-words/1\n" + key))
	words := make([]string, wordsOfKey)
	for i := range words {
		index := 0
		for bit := i * 11; bit < (i+1)*11; bit++ {
			index = index<<1 | int(sum[bit/8]>>(7-bit%8)&1)
		}
		words[i] = list[index]
	}
	return strings.Join(words, between)
}
