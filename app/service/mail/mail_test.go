package mail_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/jobs"
	"meguri/app/service/link"
	"meguri/app/service/mail"
	"meguri/models"
	"meguri/models/modelstest"
)

// Kinds of mail with the texts of features.
var (
	confirmed = mail.Kind{Name: "registration_confirmed", Audience: mail.Attendee, Facts: true, Link: mail.AttendeePage}
	calledOff = mail.Kind{
		Name:     "event_cancelled",
		Audience: mail.Attendee,
		Facts:    true,
		Calendar: true,
		Link:     mail.EventPage,
	}
	invited = mail.Kind{Name: "staff_invitation", Audience: mail.Account, Link: mail.Link{
		Button:  "mail.set_password",
		Address: func(l *mail.Letter) string { return l.BaseURL + "/staff/reset/" + l.Data["reset"] },
		Secret:  func(l *mail.Letter) string { return l.Data["reset"] },
	}}
)

// post is the service with one event, one attendee and a runner of its jobs, on a clock that the test moves.
type post struct {
	*mail.Service
	t        *testing.T
	db       *models.DB
	event    *models.Event
	attendee *models.Registration
	now      time.Time
}

func newPost(t *testing.T, db *models.DB) *post {
	t.Helper()
	p := &post{t: t, db: db, now: db.Now()}
	db.SetClock(func() time.Time { return p.now })
	p.event = modelstest.Summit(t, db, "summit")
	p.attendee = modelstest.Registration(t, db, p.event, "venue")
	p.Service = p.serving(confirmed, calledOff, invited)
	return p
}

// serving is the service of a version of the program that knows some kinds. It sends nothing.
func (p *post) serving(kinds ...mail.Kind) *mail.Service {
	p.t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		p.t.Fatal(err)
	}
	service, err := mail.New(p.db, texts, mail.Options{
		BaseURL: "https://meguri.example", Links: link.New([]byte("key")), Kinds: kinds,
		Calendar: func(_ *i18n.Localizer, _ *models.Event, _ *models.Registration, url string) []byte {
			return []byte(url)
		},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return service
}

// queue writes a mail of a kind to the attendee.
func (p *post) queue(kind string) *models.Mail {
	p.t.Helper()
	m := &models.Mail{
		Cause:          models.NewID(),
		Kind:           kind,
		EventID:        &p.event.ID,
		RegistrationID: &p.attendee.ID,
		ToAddress:      "a@b.example",
		Locale:         "ja",
		Data:           map[string]string{"reset": "secret-of-a-colleague"},
	}
	if err := p.db.InTx(p.t.Context(), func(tx *models.Tx) error { return tx.Mails().Queue(m) }); err != nil {
		p.t.Fatal(err)
	}
	return m
}

// work does the jobs that are due with a version of the service.
func (p *post) work(service *mail.Service) {
	p.t.Helper()
	runner := jobs.New(p.db)
	if err := runner.Register(service.Jobs()...); err != nil {
		p.t.Fatal(err)
	}
	if err := runner.Drain(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

func (p *post) state(m *models.Mail) models.MailState {
	p.t.Helper()
	now, err := p.db.Query(p.t.Context()).Mails().ByID(m.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	return now.State
}

func (p *post) linkHash() string {
	p.t.Helper()
	r, err := p.db.Query(p.t.Context()).Registrations().ByID(p.event, p.attendee.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	return r.LinkHash
}

func (p *post) page(m *models.Mail, managesMembers bool) *mail.Page {
	p.t.Helper()
	page, err := p.Page(p.t.Context(), p.event, m.ID, managesMembers)
	if err != nil {
		p.t.Fatal(err)
	}
	return page
}

func each(t *testing.T, test func(t *testing.T, p *post)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, newPost(t, db)) })
}

func TestAMailIsNotGivenUpBecauseTheDatabaseIsAway(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		m := p.queue(calledOff.Name)
		away, goAway := context.WithCancel(t.Context())
		goAway()
		if _, err := p.Compose(away, m); err == nil || errors.Is(err, jobs.ErrGiveUp) {
			t.Errorf("said %v", err)
		}
	})
}

func TestLookingAtAMailWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		m := p.queue(confirmed.Name)
		before, writes := p.linkHash(), p.db.Writes() // of another key than the service's
		p.page(m, true)
		if _, err := p.Outbox(t.Context(), p.event, mail.Filter{}, 50); err != nil {
			t.Fatal(err)
		}
		if p.linkHash() != before {
			t.Error("looking replaced the link")
		}
		if p.db.Writes() != writes {
			t.Error("looking kept a transaction")
		}
		t.Run("sending makes the link in it work", func(t *testing.T) {
			p.work(p.Service)
			text := p.page(m, true).Message.Text
			_, after, _ := strings.Cut(text, "https://meguri.example/r/")
			secret, _, _ := strings.Cut(after, "\n")
			if p.linkHash() != models.HashSecret(secret) {
				t.Errorf("the link %q does not open the page", secret)
			}
		})
	})
}

func TestSecretsInTheOutbox(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		t.Run("a colleague's link is for those who manage members", func(t *testing.T) {
			p.t = t
			m := p.queue(invited.Name)
			if page := p.page(m, false); !page.Masked || strings.Contains(page.Message.Text+page.Message.HTML, m.Data["reset"]) {
				t.Errorf("masked: %v, %s", page.Masked, page.Message.Text)
			}
			if page := p.page(m, true); page.Masked || !strings.Contains(page.Message.Text, m.Data["reset"]) {
				t.Errorf("masked: %v, %s", page.Masked, page.Message.Text)
			}
		})
		t.Run("an attachment with the attendee's address is hidden where mails really go out", func(t *testing.T) {
			p.t = t
			texts, err := i18n.Load()
			if err != nil {
				t.Fatal(err)
			}
			sending, err := mail.New(p.db, texts, mail.Options{
				From:    "meguri@city.example",
				SMTPURL: "smtp://127.0.0.1:1",
				Links:   link.New([]byte("key")),
				Kinds:   []mail.Kind{calledOff},
				Calendar: func(_ *i18n.Localizer, _ *models.Event, _ *models.Registration, url string) []byte {
					return []byte(url)
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			page, err := sending.Page(t.Context(), p.event, p.queue(calledOff.Name).ID, true)
			if err != nil {
				t.Fatal(err)
			}
			if !page.Masked || len(page.Message.Attachments) != 0 {
				t.Errorf("masked: %v, %d files", page.Masked, len(page.Message.Attachments))
			}
		})
		t.Run("where mails stay in the outbox, it is there to look at", func(t *testing.T) {
			p.t = t
			page := p.page(p.queue(calledOff.Name), false)
			if _, err := page.File("calendar.ics"); page.Masked || err != nil {
				t.Errorf("masked: %v, %v", page.Masked, err)
			}
			if _, err := page.File("ticket.pdf"); models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("a file that it has not: %v", err)
			}
		})
	})
}

func TestTheOutboxIsPaged(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		for range 51 {
			p.queue(calledOff.Name)
		}
		first, err := p.Outbox(t.Context(), p.event, mail.Filter{State: models.MailQueued}, 50)
		if err != nil {
			t.Fatal(err)
		}
		if len(first.Mails) != 50 || first.Next != first.Mails[49].ID || first.Tallies[models.MailQueued] != 51 {
			t.Errorf("%d mails, next %q, %v", len(first.Mails), first.Next, first.Tallies)
		}
		last, err := p.Outbox(t.Context(), p.event, mail.Filter{State: models.MailQueued, Before: first.Next}, 50)
		if err != nil {
			t.Fatal(err)
		}
		if len(last.Mails) != 1 || last.Next != "" {
			t.Errorf("%d mails, next %q", len(last.Mails), last.Next)
		}
	})
}
