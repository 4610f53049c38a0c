package mail_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/jobs"
	"meguri/app/service/mail"
	"meguri/models"
)

func TestKindsThatCouldNotBeSentAreRefusedAtTheStart(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	change := func(do func(k *mail.Kind)) []mail.Kind {
		kind := confirmed
		do(&kind)
		return []mail.Kind{kind}
	}
	for title, kinds := range map[string][]mail.Kind{
		"without texts":              change(func(k *mail.Kind) { k.Name = "nothing_to_say" }),
		"without a name":             change(func(k *mail.Kind) { k.Name = "" }),
		"without an audience":        change(func(k *mail.Kind) { k.Audience = 0 }),
		"without a link":             change(func(k *mail.Kind) { k.Link.Address = nil }),
		"with a button without text": change(func(k *mail.Kind) { k.Link.Button = "mail.nothing" }),
		"an account with a ticket":   change(func(k *mail.Kind) { k.Audience, k.Ticket = mail.Account, true }),
		"twice":                      {confirmed, confirmed},
	} {
		t.Run(title, func(t *testing.T) {
			if _, err := mail.New(nil, texts, mail.Options{Kinds: kinds}); err == nil {
				t.Error("taken")
			}
		})
	}
	if _, err := mail.New(nil, texts, mail.Options{Kinds: []mail.Kind{confirmed, calledOff, invited}}); err != nil {
		t.Errorf("good kinds: %v", err)
	}
}

func TestAMailOfAnotherVersionIsKept(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		m := f.queue(calledOff.Name)
		older := f.newService(confirmed)
		_, err := older.Compose(t.Context(), m)
		if !errors.Is(err, jobs.ErrUnknownKind) {
			t.Errorf("composing returns %v", err)
		}
		if errors.Is(err, jobs.ErrGiveUp) {
			t.Errorf("given up: %v", err)
		}
		if _, err := older.Page(t.Context(), f.event, m.ID, nil); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("its page returns %v", err)
		}
		for range 20 { // more often than a job is tried
			f.work(older)
			f.now = f.now.Add(time.Hour)
		}
		if state := f.state(m); state != models.MailQueued {
			t.Fatalf("it is %s", state)
		}
		f.work(f.Service)
		if state := f.state(m); state != models.MailKept {
			t.Errorf("the version that knows it left it %s", state)
		}
	})
}

func TestAMailThatIsGivenUp(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		givenUp := ""
		kind := confirmed
		kind.GaveUp = func(_ context.Context, m *models.Mail) error { givenUp = m.ID; return nil }
		m := f.queue(kind.Name)
		kinds := f.newService(kind).Jobs()
		if err := kinds[0].GaveUp(t.Context(), &models.Job{Payload: m.ID}, errors.New("no such mailbox")); err != nil {
			t.Fatal(err)
		}
		if givenUp != m.ID {
			t.Errorf("GaveUp was called with %q", givenUp)
		}
		if state := f.state(m); state != models.MailFailed {
			t.Errorf("it is %s", state)
		}
	})
}
