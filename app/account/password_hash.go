package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// The cost of argon2id: OWASP's second choice (19 MiB, 2 passes, 1 lane), so that a few sign-ins at once fit a
// small machine.
const (
	argonMemory = 19 * 1024
	argonTime   = 2
	argonLanes  = 1
	argonLength = 32
)

// hashing limits how many passwords are hashed at once to the number of processors. More would take memory and not be
// faster.
var hashing = make(chan struct{}, runtime.NumCPU())

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
	const format = "$argon2id$v=%d$m=%d,t=%d,p=%d$%s"
	_, err := fmt.Sscanf(encoded, format, &version, &memory, &passes, &lanes, &rest)
	if err == nil && len(rest) > 23 {
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
	if utf8.RuneCountInString(password) > maxPassword { // no stored password is so long
		password = ""
	}
	return argon2.IDKey([]byte(password), salt, passes, memory, lanes, argonLength)
}
