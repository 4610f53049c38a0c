package signedfeed

import (
	"crypto/sha256"
	"encoding/hex"
)

// Reason is why a feed was refused.
type Reason string

// The reasons.
const (
	ReasonTooLarge    Reason = "too_large"
	ReasonNewer       Reason = "newer"         // of a version of the documents that we do not know
	ReasonNoFeed      Reason = "no_feed"       // something else, or cut off
	ReasonOtherKey    Reason = "other_key"     // signed with a key that we do not know
	ReasonFormerKey   Reason = "former_key"    // signed with a key that was replaced
	ReasonForged      Reason = "forged"        // changed after it was signed
	ReasonOrigin      Reason = "origin"        // of another installation
	ReasonReplayed    Reason = "replayed"      // an earlier one than we had
	ReasonNumberTwice Reason = "number_twice"  // two feeds with one number
	ReasonOld         Reason = "old"           // issued too long ago
	ReasonFuture      Reason = "future"        // issued in the future
	ReasonTooMany     Reason = "too_many"      // entries
	ReasonEntry       Reason = "entry"         // an entry is wrong
	ReasonEntryTwice  Reason = "entry_twice"   // two entries with one id
	ReasonEntryTaken  Reason = "entry_of_else" // an entry with the id of one of another installation
)

// Reasons lists all of them.
var Reasons = []Reason{
	ReasonTooLarge, ReasonNewer, ReasonNoFeed, ReasonOtherKey, ReasonFormerKey, ReasonForged, ReasonOrigin, ReasonReplayed,
	ReasonNumberTwice, ReasonOld, ReasonFuture, ReasonTooMany, ReasonEntry, ReasonEntryTwice, ReasonEntryTaken,
}

// Refusal is the error of a feed that is not taken.
type Refusal struct{ Reason Reason }

func (r *Refusal) Error() string { return "feed refused: " + string(r.Reason) }

func refuse(reason Reason) error { return &Refusal{reason} }

// Sum tells two feeds apart.
func Sum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
