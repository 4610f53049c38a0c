package ticket

import (
	"crypto/ed25519"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Scanners that act as keyboards, and people who copy and paste, change the text of a ticket. It is found in any case
// and width, among other text (a symbology prefix such as ]Q1, or the same ticket again), with spaces and invisible
// characters anywhere, and as typed on a keyboard whose layout is not the one that the scanner was made for.

// size is the length of a ticket's text.
var size = len(prefix) + letters.EncodedLen(bodySize+ed25519.SignatureSize)

// maxRead is how much of a text is read, in bytes, and maxCandidates how many tickets are looked for in it: each costs
// the check of a signature.
const (
	maxRead       = 4096
	maxCandidates = 4
)

// IsTicket reports whether the text has the form of a ticket, as it was made. Its signature may be wrong.
func IsTicket(text string) bool {
	_, err := decode(text)
	return err == nil
}

// candidates are the tickets that a text may hold.
func candidates(text string) (list [][]byte) {
	if data, err := decode(text); err == nil { // as it was made, which is nearly always so
		return [][]byte{data}
	}
	if len(text) > maxRead {
		text = text[:maxRead]
	}
	text = strings.ToLower(norm.NFKC.String(text))
	for _, layout := range []*strings.Replacer{unchanged, fromAZERTY, fromQWERTZ} {
		list = append(list, find(strings.ToUpper(dropNoise(layout.Replace(text))))...)
		if len(list) >= maxCandidates {
			return list[:maxCandidates]
		}
	}
	return list
}

// find finds tickets in a text. Behind a ticket the text ends, or something begins that is none of its letters, or the
// ticket begins again.
func find(text string) (list [][]byte) {
	for from := 0; ; {
		i := strings.Index(text[from:], prefix)
		if i < 0 || len(text) < from+i+size {
			return list
		}
		begin, end := from+i, from+i+size
		from = begin + 1
		rest := text[end:]
		if rest != "" && isLetter(rune(rest[0])) && !strings.HasPrefix(rest, prefix) {
			continue
		}
		if data, err := decode(text[begin:end]); err == nil {
			list = append(list, data)
		}
	}
}

// isLetter reports whether a ticket may have the letter.
func isLetter(r rune) bool { return (r >= 'A' && r <= 'Z') || (r >= '2' && r <= '7') }

func dropNoise(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"'`, r) {
			return -1
		}
		return r
	}, text)
}

// What keyboards of other layouts write for the keys that a scanner for an American keyboard presses.
var (
	unchanged  = strings.NewReplacer()
	fromQWERTZ = strings.NewReplacer("y", "z", "z", "y")
	fromAZERTY = strings.NewReplacer(
		"q", "a", "a", "q", "z", "w", "w", "z", ",", "m", "?", "m",
		"é", "2", `"`, "3", "'", "4", "(", "5", "-", "6", "§", "6", "è", "7",
	)
)

// codeInText is a code among other text. The hyphen is needed there: eight letters may be a word.
var codeInText = regexp.MustCompile(
	`(?:^|[^A-Z0-9])([` + CodeLetters + `]{4})(?:[^\pL\pN]{1,3}|ー)([` + CodeLetters + `]{4})(?:$|[^A-Z0-9])`,
)

// FindCode finds a code in a text that was pasted, as in 「受付コード：K7QX-M2RD」. ok is false if there is none, or more
// than one. Mail addresses have none.
func FindCode(typed string) (code string, ok bool) {
	if code, ok := NormalizeCode(typed); ok {
		return code, true
	}
	text := strings.ToUpper(norm.NFKC.String(typed[:min(len(typed), maxRead)]))
	if strings.Contains(text, "@") {
		return "", false
	}
	for _, match := range codeInText.FindAllStringSubmatch(text, -1) {
		found := match[1] + "-" + match[2]
		if code != "" && code != found {
			return "", false
		}
		code = found
	}
	return code, code != ""
}
