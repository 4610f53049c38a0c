package attendee_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// calendarOf is the calendar file of the newest mail, and its type.
func calendarOf(p *apptest.Program, server *apptest.MailServer) (content, kind string) {
	p.T.Helper()
	if len(server.Mails) == 0 {
		p.T.Fatal("no mail")
	}
	raw := server.Mails[len(server.Mails)-1].Content
	part := apptest.ParseMail(p.T, raw).Part(p.T, "text/calendar")
	kind = regexp.MustCompile(`method=\w+`).FindString(string(raw))
	return strings.ReplaceAll(string(part.Content), "\r\n ", ""), kind
}

func TestTheCalendarEntryInMailsFollowsThePerson(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		server := apptest.NewMailServer(t)
		p.SendMailTo("smtp://" + server.Address)
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		own := paths.OfAttendee(secret)
		p.RunJobs()
		first, kind := calendarOf(p, server)
		apptest.Equal(t, "type", kind, "method=PUBLISH")
		uid := regexp.MustCompile(`UID:.*@meguri`).FindString(first)
		if strings.Contains(uid, p.Event.ID) {
			t.Errorf("the entry has the %s of the event", uid)
		}
		apptest.Contains(t, "file", first, "SEQUENCE:0", "STATUS:CONFIRMED")
		p.Advance(time.Hour)
		p.LeadsTo(p.Form(own.Change(), url.Values{"ticket_type": {"venue"}}), string(own))
		p.RunJobs()
		changed, _ := calendarOf(p, server)
		apptest.Contains(t, "file", changed, uid, "SEQUENCE:1", "LOCATION:川崎")
		p.Advance(time.Hour)
		p.LeadsTo(p.Form(own.Cancel(), nil), string(own))
		p.RunJobs()
		cancelled, kind := calendarOf(p, server)
		apptest.Equal(t, "type", kind, "method=CANCEL")
		apptest.Contains(t, "file", cancelled, uid, "METHOD:CANCEL", "SEQUENCE:2", "STATUS:CANCELLED")
		subscribed := p.Request(http.MethodGet, own.Calendar(), "")
		p.Wants(subscribed, http.StatusOK, uid, "METHOD:PUBLISH", "SEQUENCE:2", "STATUS:CANCELLED")
	})
}

func TestTheMailHasTheLinkIntoTheRoomAndTheCalendarHasNot(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) { e.StreamURL = "https://stream.example/room" })
		server := apptest.NewMailServer(t)
		p.SendMailTo("smtp://" + server.Address)
		secret, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		p.RunJobs()
		m := apptest.ParseMail(t, server.Mails[0].Content)
		join := "https://meguri.example" + paths.OfAttendee(secret).Join()
		apptest.Contains(t, "text", string(m.Part(t, "text/plain").Content), join)
		apptest.Contains(t, "HTML", string(m.Part(t, "text/html").Content), join)
		file, _ := calendarOf(p, server)
		if strings.Contains(file, secret) || strings.Contains(file, "stream.example") {
			t.Error(file)
		}
	})
}
