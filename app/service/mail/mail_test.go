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
	}, MayRead: func(_ context.Context, _ *mail.Letter, roles []models.Role) (bool, error) {
		return models.Holds(roles, models.ManageMembers), nil
	}}
)

// fixture is the service with one event, one attendee and a runner of its jobs, on a clock that the test moves.
type fixture struct {
	*mail.Service
	t        *testing.T
	db       *models.DB
	event    *models.Event
	attendee *models.Registration
	now      time.Time
}

func newFixture(t *testing.T, db *models.DB) *fixture {
	t.Helper()
	f := &fixture{t: t, db: db, now: db.Now()}
	db.SetClock(func() time.Time { return f.now })
	f.event = modelstest.Summit(t, db, "summit")
	f.attendee = modelstest.Registration(t, db, f.event, "venue")
	f.Service = f.newService(confirmed, calledOff, invited)
	return f
}

// newService makes the service of a program that knows these kinds only. It sends nothing.
func (f *fixture) newService(kinds ...mail.Kind) *mail.Service {
	f.t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		f.t.Fatal(err)
	}
	service, err := mail.New(f.db, texts, mail.Options{
		BaseURL: "https://meguri.example", Links: link.New([]byte("key")), Kinds: kinds,
		Calendar: calendarFile,
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return service
}

func calendarFile(*i18n.Localizer, *models.Event, *models.Registration, string) ([]byte, string) {
	return []byte("BEGIN:VCALENDAR"), "CANCEL"
}

// queue writes a mail of a kind to the attendee.
func (f *fixture) queue(kind string) *models.Mail {
	f.t.Helper()
	m := &models.Mail{
		Cause:          models.NewID(),
		Kind:           kind,
		EventID:        &f.event.ID,
		RegistrationID: &f.attendee.ID,
		ToAddress:      "a@b.example",
		Locale:         "ja",
		Data:           map[string]string{"reset": "secret-of-a-colleague"},
	}
	if err := f.db.InTx(f.t.Context(), func(tx *models.Tx) error { return tx.Mails().Queue(m) }); err != nil {
		f.t.Fatal(err)
	}
	return m
}

// work does the jobs that are due with a version of the service.
func (f *fixture) work(service *mail.Service) {
	f.t.Helper()
	runner := jobs.New(f.db)
	if err := runner.Register(service.Jobs()...); err != nil {
		f.t.Fatal(err)
	}
	if err := runner.Drain(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) state(m *models.Mail) models.MailState {
	f.t.Helper()
	now, err := f.db.Query(f.t.Context()).Mails().ByID(m.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	return now.State
}

func (f *fixture) linkHash() string {
	f.t.Helper()
	r, err := f.db.Query(f.t.Context()).Registrations().ByID(f.event, f.attendee.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	return r.LinkHash
}

func (f *fixture) page(m *models.Mail, roles ...models.Role) *mail.Page {
	f.t.Helper()
	page, err := f.Page(f.t.Context(), f.event, m.ID, roles)
	if err != nil {
		f.t.Fatal(err)
	}
	return page
}

func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, newFixture(t, db)) })
}

func TestAMailIsNotGivenUpBecauseTheDatabaseIsUnavailable(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		m := f.queue(calledOff.Name)
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := f.Compose(cancelled, m)
		if err == nil {
			t.Error("composed without a database")
		}
		if errors.Is(err, jobs.ErrGiveUp) {
			t.Errorf("given up: %v", err)
		}
	})
}

func TestLookingAtAMailWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		m := f.queue(confirmed.Name)
		before, writes := f.linkHash(), f.db.Writes() // made with another key than the service's
		f.page(m, models.RoleOwner)
		if _, err := f.Outbox(t.Context(), f.event, mail.Filter{}, 50); err != nil {
			t.Fatal(err)
		}
		if f.linkHash() != before {
			t.Error("looking replaced the link")
		}
		if f.db.Writes() != writes {
			t.Error("looking committed a transaction")
		}
		t.Run("sending makes the link in it work", func(t *testing.T) {
			f.work(f.Service)
			text := f.page(m, models.RoleOwner).Message.Text
			_, after, _ := strings.Cut(text, "https://meguri.example/r/")
			secret, _, _ := strings.Cut(after, "\n")
			if f.linkHash() != models.HashSecret(secret) {
				t.Errorf("the link %q does not open the page", secret)
			}
		})
	})
}

func TestSecretsInTheOutbox(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		t.Run("a colleague's link is for those whom its kind names", func(t *testing.T) {
			f.t = t
			m := f.queue(invited.Name)
			hidden := f.page(m, models.RoleOrganizer)
			if !hidden.Masked {
				t.Error("the page is not masked")
			}
			if strings.Contains(hidden.Message.Text+hidden.Message.HTML, m.Data["reset"]) {
				t.Errorf("the secret is in %s", hidden.Message.Text)
			}
			shown := f.page(m, models.RoleOwner)
			if shown.Masked {
				t.Error("the page is masked for those whom the kind names")
			}
			if !strings.Contains(shown.Message.Text, m.Data["reset"]) {
				t.Errorf("the secret is not in %s", shown.Message.Text)
			}
		})
		t.Run("a file without a secret is shown, also where mails really go out", func(t *testing.T) {
			f.t = t
			texts, err := i18n.Load()
			if err != nil {
				t.Fatal(err)
			}
			sending, err := mail.New(f.db, texts, mail.Options{
				From:     "meguri@city.example",
				SMTPURL:  "smtp://127.0.0.1:1",
				Links:    link.New([]byte("key")),
				Kinds:    []mail.Kind{calledOff},
				Calendar: calendarFile,
			})
			if err != nil {
				t.Fatal(err)
			}
			page, err := sending.Page(t.Context(), f.event, f.queue(calledOff.Name).ID, nil)
			if err != nil {
				t.Fatal(err)
			}
			if page.Masked {
				t.Error("the page is masked")
			}
			if n := len(page.Message.Attachments); n != 1 {
				t.Errorf("%d attachments are shown", n)
			}
		})
		t.Run("where mails stay in the outbox, it is there to look at", func(t *testing.T) {
			f.t = t
			page := f.page(f.queue(calledOff.Name))
			if page.Masked {
				t.Error("the page is masked")
			}
			if _, err := page.File("calendar.ics"); err != nil {
				t.Error(err)
			}
			if _, err := page.File("ticket.pdf"); models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("a file that it has not: %v", err)
			}
		})
	})
}

func TestTheOutboxIsPaged(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for range 51 {
			f.queue(calledOff.Name)
		}
		first, err := f.Outbox(t.Context(), f.event, mail.Filter{State: models.MailQueued}, 50)
		if err != nil {
			t.Fatal(err)
		}
		if len(first.Mails) != 50 {
			t.Fatalf("%d mails on the first page", len(first.Mails))
		}
		if last := first.Mails[49].ID; first.Next != last {
			t.Errorf("the next page is after %q, want %q", first.Next, last)
		}
		if n := first.Tallies[models.MailQueued]; n != 51 {
			t.Errorf("%d mails are queued", n)
		}
		last, err := f.Outbox(t.Context(), f.event, mail.Filter{State: models.MailQueued, Before: first.Next}, 50)
		if err != nil {
			t.Fatal(err)
		}
		if len(last.Mails) != 1 {
			t.Errorf("%d mails on the last page", len(last.Mails))
		}
		if last.Next != "" {
			t.Errorf("the last page has a next one, after %q", last.Next)
		}
	})
}
