package registration

import (
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// AskedInput is what an event may ask of each person besides.
type AskedInput struct {
	// Photo is whether the person may be photographed, where the event asks.
	Photo models.PhotoConsent `form:"photo" json:"photo"`
	// Minor says that the person is under 18. Then a guardian answers for them, where the event asks.
	Minor           bool   `form:"minor"            json:"minor"`
	GuardianName    string `form:"guardian_name"    json:"guardian_name"`
	GuardianConsent bool   `form:"guardian_consent" json:"guardian_consent"`
}

// check reads it into a registration. field is what the form calls a field. Staff need not know about photographs.
func (in *AskedInput) check(
	c *check.Checker, event *models.Event, r *models.Registration, now time.Time, by Caller,
	field func(name string) string,
) {
	if event.AsksPhoto && (by != ByStaff || in.Photo != models.PhotoUnasked) {
		r.Photo = check.Choice(c, field("photo"), in.Photo, models.PhotoConsents)
	}
	if !event.AsksGuardian || !in.Minor {
		return
	}
	name := c.Name(field("guardian_name"), in.GuardianName, maxOrganization, check.Required)
	r.GuardianName = c.NoURL(field("guardian_name"), name)
	if !in.GuardianConsent {
		c.Fault(field("guardian_consent"), "registration.guardian_consent_needed")
	}
	r.GuardianConsentAt = &now
}

// asItIs is the name of a field in a form of one person.
func asItIs(name string) string { return name }
