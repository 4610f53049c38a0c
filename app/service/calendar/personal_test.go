package calendar_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/calendar"
	"meguri/models"
)

// property returns the value of the entry's property, with its parameters.
func property(t *testing.T, content []byte, name string) string {
	t.Helper()
	_, entry, _ := strings.Cut(unfold(content), "BEGIN:VEVENT")
	found := regexp.MustCompile(`(?m)^` + name + `[;:](.*)\r$`).FindStringSubmatch(entry)
	if found == nil {
		t.Fatalf("%s is missing in\n%s", name, entry)
	}
	return found[1]
}

// A program takes a changed entry only with a higher SEQUENCE, or a later DTSTAMP (RFC 5546, 2.1.5).
func TestAPersonsEntryIsNewAfterEachChange(t *testing.T) {
	e, r, o := event("Asia/Tokyo"), personal(models.ModeVenue), options(t)
	now, sequence, stamp := e.UpdatedAt, -1, ""
	change := func(at *time.Time) { now = now.Add(time.Hour); *at = now }
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"registered", func() {}},
		{"online", func() { r.TicketType.Mode, r.Version = models.ModeOnline, 2; change(&r.UpdatedAt) }},
		{"the event is moved", func() { e.Sequence++; change(&e.UpdatedAt) }},
		{"waits", func() { r.State, r.Version = models.RegistrationWaitlisted, 3; change(&r.UpdatedAt) }},
		{"cancelled", func() { r.State, r.Version = models.RegistrationCancelled, 4; change(&r.UpdatedAt) }},
		{"the event is cancelled", func() {
			e.State, e.Sequence = models.EventCancelled, e.Sequence+1
			change(&e.UpdatedAt)
		}},
	} {
		t.Run(step.name, func(t *testing.T) {
			step.do()
			content := calendar.Personal(e, r, o)
			var next int
			if _, err := fmt.Sscan(property(t, content, "SEQUENCE"), &next); err != nil || next <= sequence {
				t.Errorf("SEQUENCE is %d after %d (%v)", next, sequence, err)
			}
			if at := property(t, content, "DTSTAMP"); at <= stamp {
				t.Errorf("DTSTAMP is %s after %s", at, stamp)
			}
			sequence, stamp = next, property(t, content, "DTSTAMP")
		})
	}
}

func TestStatusOfAPersonsEntry(t *testing.T) {
	for state, want := range map[models.RegistrationState]string{
		models.RegistrationConfirmed:  "CONFIRMED",
		models.RegistrationWaitlisted: "TENTATIVE",
		models.RegistrationApplied:    "TENTATIVE",
		models.RegistrationCancelled:  "CANCELLED",
		models.RegistrationDeclined:   "CANCELLED",
	} {
		t.Run(string(state), func(t *testing.T) {
			e, r := event("Asia/Tokyo"), personal(models.ModeVenue)
			r.State = state
			if got := property(t, calendar.Personal(e, r, options(t)), "STATUS"); got != want {
				t.Errorf("it is %s", got)
			}
			e.State = models.EventCancelled
			if got := property(t, calendar.Personal(e, r, options(t)), "STATUS"); got != "CANCELLED" {
				t.Errorf("where the event is cancelled it is %s", got)
			}
		})
	}
}

// A program that replaces by UID keeps one's own entry where the public one is imported, and those of two people of one
// household.
func TestEntriesAreToldApart(t *testing.T) {
	e, o := event("Asia/Tokyo"), options(t)
	second := personal(models.ModeVenue)
	second.CalendarID = "0190c0de-0000-7000-8000-000000000003"
	uids := map[string]bool{}
	for _, content := range [][]byte{
		calendar.Event(e, o), calendar.Personal(e, personal(models.ModeVenue), o), calendar.Personal(e, second, o),
	} {
		uids[property(t, content, "UID")] = true
	}
	if len(uids) != 3 {
		t.Errorf("the UIDs are %v", uids)
	}
	second.CalendarID = "" // registered with 055f3f5
	if got := property(t, calendar.Personal(e, second, o), "UID"); got != e.ID+"@meguri" {
		t.Errorf("an entry of before has the UID %s", got)
	}
}

func TestAMailTakesACancelledEntryBack(t *testing.T) {
	cancelled := personal(models.ModeVenue)
	cancelled.State = models.RegistrationCancelled
	for name, c := range map[string]struct {
		r         *models.Registration
		cancelled bool
		want      string
	}{
		"of a place":              {personal(models.ModeVenue), false, "PUBLISH"},
		"of a place given up":     {cancelled, false, "CANCEL"},
		"of an event called off":  {personal(models.ModeVenue), true, "CANCEL"},
		"of both, one and other ": {cancelled, true, "CANCEL"},
	} {
		t.Run(name, func(t *testing.T) {
			e := event("Asia/Tokyo")
			if c.cancelled {
				e.State = models.EventCancelled
			}
			content, method := calendar.Mailed(e, c.r, options(t))
			if method != c.want || !strings.Contains(string(content), "METHOD:"+c.want+"\r\n") {
				t.Errorf("METHOD is %s in\n%s", method, content)
			}
			if c.want == "CANCEL" {
				expectContains(t, string(content), "STATUS:CANCELLED", "ATTENDEE:mailto:hanako@attendee.example", "ORGANIZER")
			}
		})
	}
}

func TestAPersonsEntryHasNoSecretAddress(t *testing.T) {
	e, r, o := event("Asia/Tokyo"), personal(models.ModeOnline), options(t)
	text := unfold(calendar.Personal(e, r, o))
	expectContains(t, text, "URL:"+o.URL+"\r\n", `お申し込みのメールにあります。\n\n`+o.URL)
	if strings.Contains(text, "/r/") || strings.Contains(text, "secret.example") {
		t.Error(text)
	}
}

func TestTheOrganizer(t *testing.T) {
	for name, c := range map[string]struct{ host, contact, want string }{
		"with an address": {"川崎市", "summit@city.example", `CN="川崎市":mailto:summit@city.example`},
		"without one":     {"川崎市", "", `CN="川崎市":https://meguri.example/events/summit`},
		"with signs": {
			`A, B; "C": D\E'F`, "summit@city.example", `CN="A, B; 'C': D＼E'F":mailto:summit@city.example`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := event("Asia/Tokyo")
			e.Organization.NameJa, e.ContactEmail = c.host, c.contact
			session := models.Session{ID: "a", TitleJa: "開会", StartsAt: e.StartsAt, EndsAt: e.EndsAt}
			for _, content := range [][]byte{
				calendar.Event(e, options(t)), calendar.Sessions(e, []models.Session{session}, options(t)),
			} {
				if got := property(t, content, "ORGANIZER"); got != c.want {
					t.Errorf("it is %s", got)
				}
			}
		})
	}
}

// In the hour that comes twice the file means the same pass as the program.
func TestTheHourThatComesTwiceIsWrittenInUTC(t *testing.T) {
	for name, c := range map[string]struct{ from, until time.Time }{
		"the first pass": {time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC), time.Date(2027, 10, 31, 0, 50, 0, 0, time.UTC)},
		"the second":     {time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC), time.Date(2027, 10, 31, 1, 50, 0, 0, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			e := event("Europe/Berlin")
			e.StartsAt, e.EndsAt = c.from, c.until
			content := calendar.Event(e, options(t))
			got := []string{property(t, content, "DTSTART"), property(t, content, "DTEND")}
			want := []string{c.from.Format("20060102T150405Z"), c.until.Format("20060102T150405Z")}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestADescriptionHasNoMarkdown(t *testing.T) {
	e := event("Asia/Tokyo")
	session := models.Session{
		ID: "a", TitleJa: "開会", DescriptionJa: "**太字** と [地図](https://map.example)", StartsAt: e.StartsAt, EndsAt: e.EndsAt,
	}
	text := property(t, calendar.Sessions(e, []models.Session{session}, options(t)), "DESCRIPTION")
	if !strings.HasPrefix(text, `太字 と 地図 https://map.example\n\n`) {
		t.Error(text)
	}
}
