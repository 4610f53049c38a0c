package paths

import "regexp"

// attendeePage is the address of an attendee's page, with or without what is behind it.
var attendeePage = regexp.MustCompile(`/r/([A-Za-z0-9_-]{32})(?:$|[^A-Za-z0-9_-])`)

// AttendeeSecret finds the secret of an attendee's page in a text that has its address, as somebody pasted it.
func AttendeeSecret(text string) (secret string, ok bool) {
	match := attendeePage.FindStringSubmatch(text)
	if match == nil {
		return "", false
	}
	return match[1], true
}
