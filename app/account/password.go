package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"
	"golang.org/x/crypto/argon2"

	"meguri/models"
)

// The cost of argon2id: OWASP's second choice (19 MiB, 2 passes, 1 lane), so that a few sign-ins at once fit a small machine.
const (
	argonMemory = 19 * 1024
	argonTime   = 2
	argonLanes  = 1
	argonLength = 32
	minLength   = 12
	maxLength   = 200
)

// hashing lets so many passwords be hashed at once as there are processors: more would take memory and not be faster.
var hashing = make(chan struct{}, runtime.NumCPU())

// CheckPassword refuses passwords that are short, common, or mostly about the person (email and name) or Meguri: an Invalid error of the
// field "password".
func CheckPassword(password, email, name string) error {
	var key string
	switch n := utf8.RuneCountInString(password); {
	case n < minLength, n > maxLength:
		key = "account.password_length"
	case easyToGuess(password, email, name):
		key = "account.password_common"
	default:
		return nil
	}
	return &models.Error{Code: models.CodeInvalid, Key: "error.invalid", Fields: map[string]string{"password": key}}
}

// easyToGuess estimates how many guesses a password takes (zxcvbn: lists of leaked passwords and words, keyboard rows, dates, repeats).
// Below 10^8 it is refused. What it does not know are names in kanji, so what is left without them has to be long enough.
func easyToGuess(password, email, name string) bool {
	local, domain, _ := strings.Cut(email, "@")
	personal := append(strings.FieldsFunc(local, isSeparator), strings.FieldsFunc(name, isSeparator)...)
	personal = append(personal, email, local, name, "meguri", "めぐり")
	rest := strings.ToLower(password)
	for _, word := range personal {
		if utf8.RuneCountInString(word) > 1 {
			rest = strings.ReplaceAll(rest, strings.ToLower(word), "")
		}
	}
	start := []rune(password)
	start = start[:min(len(start), 64)] // the estimate takes long for long ones
	return utf8.RuneCountInString(rest) < minLength/2 || zxcvbn.PasswordStrength(string(start), append(personal, strings.Split(domain, ".")...)).Score < 3
}

func isSeparator(r rune) bool { return strings.ContainsRune("._-+ 　・", r) }

// hashPassword writes the PHC string of a new argon2id hash.
func hashPassword(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails (Go 1.24)
	hash := argon(password, salt, argonTime, argonMemory, argonLanes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(hash))
}

// passwordMatches compares in constant time. An empty or malformed hash costs the same and never matches.
func passwordMatches(encoded, password string) bool {
	var version int
	var memory, passes uint32
	var lanes uint8
	var rest string
	salt, want := make([]byte, 16), []byte(nil)
	if _, err := fmt.Sscanf(encoded, "$argon2id$v=%d$m=%d,t=%d,p=%d$%s", &version, &memory, &passes, &lanes, &rest); err == nil && len(rest) > 23 {
		salt, _ = base64.RawStdEncoding.DecodeString(rest[:22])
		want, _ = base64.RawStdEncoding.DecodeString(rest[23:])
	} else {
		memory, passes, lanes = argonMemory, argonTime, argonLanes
	}
	got := argon(password, salt, passes, memory, lanes)
	return len(want) > 0 && subtle.ConstantTimeCompare(got, want) == 1
}

func argon(password string, salt []byte, passes, memory uint32, lanes uint8) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	if utf8.RuneCountInString(password) > maxLength { // no stored password is so long
		password = ""
	}
	return argon2.IDKey([]byte(password), salt, passes, memory, lanes, argonLength)
}
