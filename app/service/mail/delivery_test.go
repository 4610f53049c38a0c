package mail_test

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-smtp"

	"meguri/app/program"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// eachWithServer runs a test on each engine, with a mail server that the program sends to.
func eachWithServer(t *testing.T, test func(t *testing.T, p *apptest.Program, server *apptest.MailServer)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		server := apptest.NewMailServer(t)
		p.SendMailTo("smtp://" + server.Address)
		test(t, p, server)
	})
}

// register signs a person up through the API.
func register(p *apptest.Program, email string, more ...any) {
	p.T.Helper()
	body := apptest.RegistrationBody(email, more...)
	p.API("").Expect(http.StatusCreated, "", http.MethodPost, apptest.RegistrationsPath, body)
}

// expect compares the state of the latest mail, and the number of mails that arrived.
func expect(p *apptest.Program, server *apptest.MailServer, state models.MailState, arrived int) models.Mail {
	p.T.Helper()
	latest := p.Mails()[0]
	if latest.State != state {
		p.T.Errorf("the mail is %s after %d attempts (%q), want %s", latest.State, latest.Attempts, latest.LastError, state)
	}
	if len(server.Mails) != arrived {
		p.T.Errorf("%d mails arrived, want %d", len(server.Mails), arrived)
	}
	return latest
}

// expectTried compares the number of attempts, and the last error.
func expectTried(t *testing.T, m models.Mail, attempts int, lastError string) {
	t.Helper()
	if m.Attempts != attempts {
		t.Errorf("tried %d times, want %d", m.Attempts, attempts)
	}
	if !strings.Contains(m.LastError, lastError) {
		t.Errorf("the last error is %q, want %q", m.LastError, lastError)
	}
}

// expectAddress compares a header with an address, and the envelope.
func expectAddress(t *testing.T, header, name, address, envelope string) {
	t.Helper()
	got, err := mail.ParseAddress(header)
	if err != nil {
		t.Fatal(err)
	}
	if want := (mail.Address{Name: name, Address: address}); *got != want {
		t.Errorf("the header says %v, want %v", got, want)
	}
	if envelope != address {
		t.Errorf("the envelope says %s, want %s", envelope, address)
	}
}

func TestAMailArrives(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		p.Write(func(tx *models.Tx) error {
			venue, err := tx.TicketTypes().BySlug(p.Event, "venue")
			if err != nil {
				return err
			}
			venue.Capacity = nil
			return tx.TicketTypes().Update(venue, venue.Version)
		})
		for i, c := range []struct{ family, given, locale, greeting, subject string }{
			{"𠮷田", "🌻", "ja", "𠮷田 🌻 様", "お申し込みを承りました：かわさきプロボノサミット"},
			{"phish.example", "Dr.Sato", "ja", "phish. example Dr. Sato 様", "お申し込みを承りました：かわさきプロボノサミット"},
			{"髙橋", "﨑子", "ja", "髙橋 﨑子 様", "お申し込みを承りました：かわさきプロボノサミット"},
			{"김", "민수", "en", "김 민수", "You are registered: Kawasaki Pro Bono Summit"},
			{"O'Brien, \"Ray\"", "Siân", "en", "Siân O'Brien, \"Ray\"", "You are registered: Kawasaki Pro Bono Summit"},
		} {
			t.Run(c.family, func(t *testing.T) {
				p := p.With(t)
				before := len(server.Mails)
				email := fmt.Sprint("p", i, "@attendee.example")
				register(p, email, "family_name", c.family, "given_name", c.given, "locale", c.locale, "ticket_type", "venue")
				p.RunJobs()
				expect(p, server, models.MailSent, before+1)
				raw := server.Mails[before]
				o := apptest.ParseMail(t, raw.Content)
				expectAddress(t, o.Header.Get("To"), strings.TrimSuffix(c.greeting, " 様"), email, raw.To)
				expectAddress(t, o.Header.Get("From"), "めぐり", "meguri@city.example", raw.From)
				if got := o.Text("Subject"); got != c.subject {
					t.Errorf("the subject is %q, want %q", got, c.subject)
				}
				if got := o.Header.Get("Auto-Submitted"); got != "auto-generated" {
					t.Errorf("Auto-Submitted is %q", got)
				}
				if o.Header.Get("Date") == "" {
					t.Error("there is no date")
				}
				for _, line := range bytes.Split(raw.Content, []byte("\r\n")) {
					if len(line) > 998 { // RFC 5322, section 2.1.1
						t.Errorf("a line of %d bytes", len(line))
					}
				}
				for _, name := range []string{"User-Agent", "X-Mailer"} {
					if got := o.Header.Get(name); got != "" {
						t.Errorf("%s is %q", name, got)
					}
				}
				expectParts(t, o, c.greeting)
			})
		}
	})
}

func TestMailReachesAddressesWithDotsAnywhere(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		const contact = "summit..@docomo.example"
		p.ChangeEvent(func(e *models.Event) { e.ContactEmail = contact })
		for i, email := range []string{"taro..yamada@docomo.example", ".x@docomo.example", "x.@ezweb.example"} {
			t.Run(email, func(t *testing.T) {
				p := p.With(t)
				register(p, email)
				p.RunJobs()
				expect(p, server, models.MailSent, i+1)
				raw := server.Mails[i]
				o := apptest.ParseMail(t, raw.Content)
				expectAddress(t, o.Header.Get("To"), "髙橋", email, raw.To)
				expectAddress(t, o.Header.Get("Reply-To"), "", contact, contact)
				if got, quoted := o.Header.Get("To"), `"`+strings.Replace(email, "@", `"@`, 1); !strings.Contains(got, quoted) {
					t.Errorf("To: %s, want %s", got, quoted)
				}
			})
		}
	})
}

// wordsBesideAPicture is what spam filters want beside a picture: SpamAssassin counts characters of HTML.
const wordsBesideAPicture = 3200

// expectParts checks the parts of the mail of a confirmed registration.
func expectParts(t *testing.T, o *apptest.ParsedMail, greeting string) {
	t.Helper()
	expectContains(t, o.Part(t, "text/plain"), greeting, "/r/")
	page := o.Part(t, "text/html")
	expectContains(t, page, `src="cid:ticket"`, "/r/")
	if n := utf8.RuneCount(page.Content); n <= wordsBesideAPicture {
		t.Errorf("the HTML has %d characters", n)
	}
	picture := o.Part(t, "image/png")
	if _, err := png.Decode(bytes.NewReader(picture.Content)); err != nil {
		t.Errorf("the ticket's picture: %v", err)
	}
	if picture.ID != "<ticket>" {
		t.Errorf("the picture's id is %q", picture.ID)
	}
	if !picture.Inline {
		t.Error("the picture is no part of the text")
	}
	expectFile(t, o.Part(t, "text/calendar"), "calendar.ics", "BEGIN:VCALENDAR\r\n")
	expectFile(t, o.Part(t, "application/pdf"), "ticket.pdf", "%PDF-")
}

func expectContains(t *testing.T, part apptest.Part, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(string(part.Content), text) {
			t.Errorf("the %s lacks %q: %s", part.Type, text, part.Content)
		}
	}
}

func expectFile(t *testing.T, part apptest.Part, name, begins string) {
	t.Helper()
	if part.Name != name {
		t.Errorf("the %s is called %q, want %q", part.Type, part.Name, name)
	}
	if !bytes.HasPrefix(part.Content, []byte(begins)) {
		t.Errorf("%s begins with %.20q, want %q", name, part.Content, begins)
	}
}

func TestAttendeesOnlineGetNoTicketByMail(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		for i, locale := range []string{"ja", "en"} {
			register(p, locale+"@attendee.example", "ticket_type", "online", "locale", locale)
			p.RunJobs()
			expect(p, server, models.MailSent, i+1)
			o := apptest.ParseMail(t, server.Mails[i].Content)
			expectFile(t, o.Part(t, "text/calendar"), "calendar.ics", "BEGIN:VCALENDAR\r\n")
			for _, part := range o.Parts {
				if part.Type == "image/png" || part.Type == "application/pdf" {
					t.Errorf("the mail has a %s", part.Type)
				}
				if strings.HasPrefix(part.Type, "text/") {
					expectLacks(t, part, "参加票", "ticket", "QRコード", "QR code", "受付コード")
				}
			}
		}
	})
}

func TestOvertakenMailsAreNotSent(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		p.Advance(0)
		server.Refuse = &smtp.SMTPError{Code: 451, Message: "later"}
		secret, _, _ := p.SignUp(p.Event, "a@attendee.example")
		p.RunJobs()
		person := p.Client()
		for _, slug := range []string{"venue", "online"} {
			person.LeadsTo(person.Post("/r/"+secret+"/change", "ticket_type", slug), "/r/"+secret)
			p.RunJobs()
		}
		person.LeadsTo(person.Post("/r/"+secret+"/cancel"), "/r/"+secret)
		server.Refuse = nil
		p.Advance(time.Minute)
		p.RunJobs()
		var sent []string
		for _, m := range p.Mails() {
			if m.State == models.MailSent {
				sent = append(sent, m.Kind)
			} else if m.State != models.MailOvertaken || m.SentAt != nil {
				t.Errorf("the mail %s is %s", m.Kind, m.State)
			}
		}
		if want := []string{"registration_cancelled"}; !slices.Equal(sent, want) {
			t.Errorf("%v arrived, want %v", sent, want)
		}
	})
}

func TestMailsTellWhatIsAttachedNow(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		register(p, "a@attendee.example", "ticket_type", "venue", "locale", "en")
		p.RunJobs()
		expect(p, server, models.MailSent, 1)
		plain := apptest.ParseMail(t, server.Mails[0].Content).Part(t, "text/plain")
		expectContains(t, plain, "Your ticket and a calendar entry are attached.")
		p.Write(func(tx *models.Tx) error { // as the outbox shows the mail after a change
			fields := map[string]any{"cancel_reason": "storm"}
			return tx.Events().SetState(p.Event, models.EventCancelled, fields, models.EventPublished)
		})
		page := p.As(models.RoleOwner).Get("/staff/events/here/mails/" + p.Mails()[0].ID)
		apptest.Lacks(t, "the mail", page.Body.String(), "Your ticket")
		apptest.Contains(t, "the mail", page.Body.String(), "A file that removes the entry")
	})
}

func expectLacks(t *testing.T, part apptest.Part, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(string(part.Content), text) {
			t.Errorf("the %s has %q: %s", part.Type, text, part.Content)
		}
	}
}

func TestOneMailForOneCause(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		id := models.NewID()
		for range 3 {
			register(p, "a@attendee.example", "id", id)
			p.RunJobs()
		}
		expect(p, server, models.MailSent, 1)
	})
}

func TestAMailThatIsSentAgainIsTheSame(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		register(p, "a@attendee.example")
		p.RunJobs()
		sent := expect(p, server, models.MailSent, 1)
		p.Write(func(tx *models.Tx) error { // as after a crash between the server's acceptance and our record
			return errors.Join(
				tx.Mails().Mark(&sent, models.MailQueued, "", ""),
				tx.Jobs().Add(models.JobSendMail, "again", sent.ID, tx.Now),
			)
		})
		p.RunJobs()
		expect(p, server, models.MailSent, 2)
		first, second := apptest.ParseMail(t, server.Mails[0].Content), apptest.ParseMail(t, server.Mails[1].Content)
		if first.Header.Get("Message-ID") == "" {
			t.Error("there is no Message-ID")
		}
		if got, want := second.Header.Get("Message-ID"), first.Header.Get("Message-ID"); got != want {
			t.Errorf("the Message-ID is %q, was %q", got, want)
		}
	})
}

func TestATransientErrorDelaysTheMail(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		p.Advance(0)
		server.Refuse = &smtp.SMTPError{Code: 451, Message: "greylisted"}
		register(p, "a@attendee.example")
		p.RunJobs()
		expectTried(t, expect(p, server, models.MailQueued, 0), 1, "greylisted")
		server.Refuse = nil
		p.RunJobs()
		expect(p, server, models.MailQueued, 0) // not before its time
		p.Advance(11 * time.Second)
		p.RunJobs()
		m := expect(p, server, models.MailSent, 1)
		expectTried(t, m, 2, "")
		if m.LastError != "" {
			t.Errorf("the error stays in the outbox: %q", m.LastError)
		}
	})
}

func TestAnErrorAfterTheServerAcceptedDoesNotRepeatTheMail(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		server.HangUp = true
		register(p, "b@attendee.example")
		p.RunJobs()
		p.Advance(time.Hour)
		p.RunJobs()
		expect(p, server, models.MailSent, 1)
	})
}

func TestAPermanentErrorIsRecordedAtOnce(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		server.Refuse = &smtp.SMTPError{Code: 550, Message: "no such mailbox"}
		register(p, "c@attendee.example")
		p.RunJobs()
		expectTried(t, expect(p, server, models.MailFailed, 0), 1, "no such mailbox")
		server.Refuse = nil
		p.Advance(24 * time.Hour)
		p.RunJobs()
		expect(p, server, models.MailFailed, 0)
	})
}

func TestAMailIsGivenUpWhereNoServerIsThere(t *testing.T) {
	eachWithServer(t, func(t *testing.T, p *apptest.Program, server *apptest.MailServer) {
		p.SendMailTo("smtp://127.0.0.1:1")
		register(p, "d@attendee.example")
		p.RunJobs()
		expect(p, server, models.MailQueued, 0)
		for range 12 {
			p.Advance(5 * time.Hour)
			p.RunJobs()
		}
		if m := expect(p, server, models.MailFailed, 0); m.LastError == "" {
			t.Error("the outbox does not say why")
		}
	})
}

func TestWithoutAMailServerMailsStayInTheOutbox(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		register(p, "a@attendee.example", "locale", "en")
		p.RunJobs()
		m := p.Mails()[0]
		if m.State != models.MailKept {
			t.Errorf("the mail is %s", m.State)
		}
		if m.Subject != "You are registered: Kawasaki Pro Bono Summit" {
			t.Errorf("the subject is %q", m.Subject)
		}
		if m.SentAt == nil {
			t.Error("it has no time")
		}
	})
}

func TestMailsComeBackToAnAddressOfTheirOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		server := apptest.NewMailServer(t)
		p.Start(func(c *program.Config) {
			c.SMTPURL, c.BounceAddress = "smtp://"+server.Address, "bounces+{id}@city.example"
		})
		register(p, "a@mail.example")
		p.RunJobs()
		m := expect(p, server, models.MailSent, 1)
		apptest.Equal(t, "comes back to", server.Mails[0].From, "bounces+"+m.ID+"@city.example")
		parsed := apptest.ParseMail(t, server.Mails[0].Content)
		if from := parsed.Header.Get("From"); strings.Contains(from, "bounces") {
			t.Errorf("people see %s", from)
		}
	})
}
