package ticket

import "regexp"

// PracticeKind is what a made-up person of a rehearsal is like.
type PracticeKind string

// The kinds. The letters stand in the code, where keyboards of all layouts type them alike.
const (
	PracticeVenue      PracticeKind = "N"
	PracticeOnline     PracticeKind = "O"
	PracticeCancelled  PracticeKind = "D"
	PracticeWaitlisted PracticeKind = "L"
)

const (
	practicePrefix = "KEIKO"
	practiceDigits = "BCDFGHJK"
)

// PracticeText is the QR code of a made-up person of a rehearsal. It has no key, no event and nobody's name: devices
// show what they would, marked as practice, and store nothing; the server knows no such ticket
// (docs/decisions/0077-rehearsals.md). n is below 512.
func PracticeText(kind PracticeKind, n int) string {
	text := practicePrefix + string(kind)
	for _, shift := range []int{6, 3, 0} {
		text += string(practiceDigits[n>>shift&7])
	}
	return text
}

var practice = regexp.MustCompile(`^` + practicePrefix + `[NODL][` + practiceDigits + `]{3}$`)

// IsPractice reports whether a text is the code of a made-up person.
func IsPractice(text string) bool { return practice.MatchString(text) }
