package message_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/message"
	"meguri/app/service/i18n"
	"meguri/app/service/jobs"
	"meguri/app/service/link"
	"meguri/app/service/mail"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/modelstest"
)

// fixture is a published event with one person in the hall and two online, of whom one reads English.
type fixture struct {
	t        *testing.T
	db       *models.DB
	now      time.Time
	event    *models.Event
	other    *models.Event // with a person online, too
	me       *models.Account
	messages *message.Service
	mails    *mail.Service

	hall, online, english *models.Registration
}

func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, newFixture(t, db)) })
}

func newFixture(t *testing.T, db *models.DB) *fixture {
	t.Helper()
	f := &fixture{t: t, db: db, now: db.Now()}
	db.SetClock(func() time.Time { return f.now })
	f.event, f.other = modelstest.Summit(t, db, "here"), modelstest.Summit(t, db, "elsewhere")
	f.hall = modelstest.Registration(t, db, f.event, "venue")
	f.online = modelstest.Registration(t, db, f.event, "online")
	f.english = modelstest.Registration(t, db, f.event, "online")
	modelstest.Registration(t, db, f.other, "online")
	f.english = f.change(f.english, func(r *models.Registration) { r.Locale, r.Given = "en", "Mary" })
	const email = "me@city.example"
	f.me = &models.Account{Email: email, EmailKey: email, Name: "青木 葵", PasswordHash: "!", Locale: "ja"}
	modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Accounts().Create(f.me) })
	f.addKinds(nil)
	return f
}

// addKinds makes the services anew, with further kinds of mail.
func (f *fixture) addKinds(kinds []mail.Kind) {
	f.t.Helper()
	texts, err := i18n.Load()
	must(f.t, err)
	links := link.New([]byte("key"))
	f.messages = message.New(f.db, texts, links)
	f.mails, err = mail.New(f.db, texts, mail.Options{
		BaseURL: "https://meguri.example", From: "meguri@city.example", Links: links,
		Kinds: append(f.messages.MailKinds(), kinds...), Reword: f.messages.Reword,
		Calendar: func(*i18n.Localizer, *models.Event, *models.Registration, string) ([]byte, string) {
			return nil, "PUBLISH"
		},
		Ticket: func(context.Context, *models.Event, *models.Registration) (*ticket.QR, error) {
			return ticket.NewQR("TICKET")
		},
	})
	must(f.t, err)
	f.messages.ComposeBy(f.mails.Draft, f.mails.Ours())
}

func (f *fixture) change(r *models.Registration, do func(r *models.Registration)) *models.Registration {
	f.t.Helper()
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		stored, err := tx.Registrations().ByID(f.event, r.ID)
		if err != nil {
			return err
		}
		do(stored)
		r = stored
		if err := tx.Registrations().Update(stored); err != nil {
			return err
		}
		return tx.Registrations().AnswersChanged(stored)
	})
	return r
}

func (f *fixture) cancel(r *models.Registration) {
	f.t.Helper()
	f.change(r, func(r *models.Registration) { r.State, r.CancelledAt = models.RegistrationCancelled, &f.now })
}

// input is what staff write, to who is confirmed.
func input() *message.Input {
	in := &message.Input{
		SubjectJa: "ご案内", BodyJa: "{name} 様\n\n{ticket_link}", SubjectEn: "For you", BodyEn: "Dear {name},\n\n{ticket_link}",
	}
	in.State = models.RegistrationConfirmed
	return in
}

func (f *fixture) create(in *message.Input) string {
	f.t.Helper()
	id, err := f.messages.Create(f.t.Context(), f.me, f.event, models.NewID(), in)
	must(f.t, err)
	return id
}

// send sends a message now, and lets the time pass in which that could be taken back.
func (f *fixture) send(key string, people string) error {
	err := f.messages.Send(f.t.Context(), f.me, f.event, key, &message.SendInput{When: "now", People: people})
	f.now = f.now.Add(message.UndoTime)
	return err
}

// runJobs does the jobs that are due; each one that sends a message is done twice, as after a crash.
func (f *fixture) runJobs() {
	f.t.Helper()
	for {
		job := modelstest.Claim(f.t, f.db, time.Minute)
		if job == nil {
			return
		}
		if job.Kind == message.JobSend {
			must(f.t, f.messages.Deliver(f.t.Context(), job))
			must(f.t, f.messages.Deliver(f.t.Context(), job))
		} else if f.deliver(job) {
			continue
		}
		modelstest.Finish(f.t, f.db, job)
	}
}

// deliver sends a mail. It reports true where that waits, and puts the job back until then.
func (f *fixture) deliver(job *models.Job) (waits bool) {
	f.t.Helper()
	record, err := f.mails.Jobs()[0].Deliver(f.t.Context(), job)
	var later *jobs.Later
	if errors.As(err, &later) {
		modelstest.Write(f.t, f.db, func(tx *models.Tx) error { return tx.Jobs().PutBack(job.ID, "", later.At) })
		return true
	}
	must(f.t, err)
	if record != nil {
		must(f.t, f.db.WriteOnce(context.WithoutCancel(f.t.Context()), record))
	}
	return false
}

// states are the states of the mails of a message, by the registration.
func (f *fixture) states(key string) map[string]models.MailState {
	f.t.Helper()
	result, err := f.messages.Result(f.t.Context(), f.words(), f.event, key, "", "", 100)
	must(f.t, err)
	states := map[string]models.MailState{}
	for _, m := range result.Mails {
		states[*m.RegistrationID] = m.State
	}
	return states
}

func (f *fixture) words() *i18n.Localizer {
	texts, err := i18n.Load()
	must(f.t, err)
	return texts.For("ja")
}

func (f *fixture) stored(key string) *models.Message {
	f.t.Helper()
	m, err := f.db.Query(f.t.Context()).Messages().InEvent(f.event, key)
	must(f.t, err)
	return m
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}
