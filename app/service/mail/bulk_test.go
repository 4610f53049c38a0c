package mail_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/mail"
	"meguri/models"
	"meguri/models/modelstest"
)

// bulk is a mail to all attendees, two in a batch; asked keeps after whom each batch was asked for,
// once where its transaction runs again.
func (p *fixture) bulk(asked *[]string) mail.Bulk {
	return mail.Bulk{
		EventID: p.event.ID, Cause: "news",
		Next: func(tx *models.Tx, after string) ([]models.Registration, error) {
			if len(*asked) == 0 || (*asked)[len(*asked)-1] != after {
				*asked = append(*asked, after)
			}
			return tx.Registrations().Live(p.event.ID, after, 2)
		},
		Write: func(*models.Tx, *models.Registration) (*models.Mail, error) {
			return &models.Mail{Kind: calledOff.Name, Data: map[string]string{"reason": "storm"}}, nil
		},
	}
}

// addAttendees makes the event have n attendees and returns their ids in order.
func (p *fixture) addAttendees(n int) []string {
	p.t.Helper()
	ids := []string{p.attendee.ID}
	for len(ids) < n {
		ids = append(ids, modelstest.Registration(p.t, p.db, p.event, "online").ID)
	}
	return ids
}

// mailed lists who has a mail of the outbox, in order, and looks at each.
func (p *fixture) mailed() []string {
	p.t.Helper()
	list, err := p.db.Query(p.t.Context()).Mails().OfEvent(p.event, "", "", "", 1000)
	if err != nil {
		p.t.Fatal(err)
	}
	var ids []string
	for i := len(list) - 1; i >= 0; i-- {
		m := list[i]
		if m.Cause != "news:"+*m.RegistrationID || m.ToAddress != *m.RegistrationID+"@attendee.example" ||
			m.Data["reason"] != "storm" {
			p.t.Errorf("%+v", m)
		}
		ids = append(ids, *m.RegistrationID)
	}
	return ids
}

func (p *fixture) expectMailed(want []string) {
	p.t.Helper()
	if diff := cmp.Diff(want, p.mailed()); diff != "" {
		p.t.Error(diff)
	}
}

func TestManyAreMailedInBatches(t *testing.T) {
	each(t, func(t *testing.T, p *fixture) {
		ids := p.addAttendees(5)
		var asked []string
		if err := mail.QueueBulk(t.Context(), p.db, p.bulk(&asked)); err != nil {
			t.Fatal(err)
		}
		p.expectMailed(ids)
		if diff := cmp.Diff([]string{"", ids[1], ids[3], ids[4]}, asked); diff != "" {
			t.Error(diff)
		}
		t.Run("once, and who came meanwhile too", func(t *testing.T) {
			p.t, asked = t, nil
			ids = append(ids, modelstest.Registration(t, p.db, p.event, "online").ID)
			if err := mail.QueueBulk(t.Context(), p.db, p.bulk(&asked)); err != nil {
				t.Fatal(err)
			}
			p.expectMailed(ids)
			if asked[0] != ids[4] {
				t.Errorf("it began after %q", asked[0])
			}
		})
	})
}

func TestARoundThatWasInterruptedGoesOnWhereItStopped(t *testing.T) {
	each(t, func(t *testing.T, p *fixture) {
		ids := p.addAttendees(5)
		var asked []string
		round := p.bulk(&asked)
		crash := errors.New("crash")
		write := round.Write
		round.Write = func(tx *models.Tx, r *models.Registration) (*models.Mail, error) {
			if r.ID == ids[3] {
				return nil, crash
			}
			return write(tx, r)
		}
		if err := mail.QueueBulk(t.Context(), p.db, round); !errors.Is(err, crash) {
			t.Fatalf("it said %v", err)
		}
		p.expectMailed(ids[:2]) // the batch that was under way left nothing
		asked = nil
		if err := mail.QueueBulk(t.Context(), p.db, p.bulk(&asked)); err != nil {
			t.Fatal(err)
		}
		p.expectMailed(ids)
		if asked[0] != ids[1] {
			t.Errorf("it began after %q", asked[0])
		}
	})
}

func TestARoundMayLeaveSomeOut(t *testing.T) {
	each(t, func(t *testing.T, p *fixture) {
		ids := p.addAttendees(3)
		var asked []string
		round := p.bulk(&asked)
		write := round.Write
		round.Write = func(tx *models.Tx, r *models.Registration) (*models.Mail, error) {
			if r.ID == ids[0] || r.ID == ids[1] { // a whole batch
				return nil, nil
			}
			return write(tx, r)
		}
		if err := mail.QueueBulk(t.Context(), p.db, round); err != nil {
			t.Fatal(err)
		}
		p.expectMailed(ids[2:])
	})
}
