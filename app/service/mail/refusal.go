package mail

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// isPermanent reports whether trying again is useless: the server refuses this addressee or this mail. What it says
// before it hears of the addressee is about us, and somebody may mend that.
func isPermanent(err error) bool {
	var refused *gomail.SendError
	if !errors.As(err, &refused) || refused.IsTemp() || refused.ErrorCode() < 500 {
		return false
	}
	switch refused.Reason {
	case gomail.ErrSMTPRcptTo:
		return !isAboutUs(refused.ErrorCode(), refused.Error())
	case gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		return !slices.Contains(codesAboutUs, refused.ErrorCode())
	}
	return false
}

// codesAboutUs say that commands come in the wrong order, or that encryption or a sign-in is missing (RFC 4954).
var codesAboutUs = []int{502, 503, 504, 530, 534, 535, 538}

// enhancedAboutUs are the codes (RFC 3463) of a faulty sender, protocol or policy.
var enhancedAboutUs = regexp.MustCompile(`\b5\.(1\.[78]|5\.\d+|7\.\d+)\b`)

// isAboutUs reports whether an addressee was refused because of who sends. Many servers say only then that they do not
// like our name.
func isAboutUs(code int, reply string) bool {
	lower := strings.ToLower(reply)
	return slices.Contains(codesAboutUs, code) || enhancedAboutUs.MatchString(lower) ||
		strings.Contains(lower, "helo command") || strings.Contains(lower, "ehlo")
}
