package mail_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/mail"
	"meguri/models"
	"meguri/models/modelstest"
)

// bulk is a mail to all attendees, two in a batch. calledAfter records the id that Next was called with for each batch,
// once if the transaction runs again.
func (f *fixture) bulk(calledAfter *[]string) mail.Bulk {
	return mail.Bulk{
		EventID: f.event.ID, Cause: "news",
		Next: func(tx *models.Tx, after string) ([]models.Registration, error) {
			if len(*calledAfter) == 0 || (*calledAfter)[len(*calledAfter)-1] != after {
				*calledAfter = append(*calledAfter, after)
			}
			return tx.Registrations().Live(f.event.ID, after, 2)
		},
		Write: func(*models.Tx, *models.Registration) (*models.Mail, error) {
			return &models.Mail{Kind: calledOff.Name, Data: map[string]string{"reason": "storm"}}, nil
		},
	}
}

// addAttendees adds attendees until the event has n, and returns their ids in order.
func (f *fixture) addAttendees(n int) []string {
	f.t.Helper()
	ids := []string{f.attendee.ID}
	for len(ids) < n {
		ids = append(ids, modelstest.Registration(f.t, f.db, f.event, "online").ID)
	}
	return ids
}

// mailed lists the registrations that have a mail, in order, and checks each mail.
func (f *fixture) mailed() []string {
	f.t.Helper()
	list, err := f.db.Query(f.t.Context()).Mails().OfEvent(f.event, "", "", "", 1000)
	if err != nil {
		f.t.Fatal(err)
	}
	var ids []string
	for i := len(list) - 1; i >= 0; i-- {
		m := list[i]
		if want := "news:" + *m.RegistrationID; m.Cause != want {
			f.t.Errorf("the cause is %q, want %q", m.Cause, want)
		}
		if want := *m.RegistrationID + "@attendee.example"; m.ToAddress != want {
			f.t.Errorf("it goes to %q, want %q", m.ToAddress, want)
		}
		if reason := m.Data["reason"]; reason != "storm" {
			f.t.Errorf("the reason is %q", reason)
		}
		ids = append(ids, *m.RegistrationID)
	}
	return ids
}

func (f *fixture) expectMailed(want []string) {
	f.t.Helper()
	if diff := cmp.Diff(want, f.mailed()); diff != "" {
		f.t.Error(diff)
	}
}

func TestManyAreMailedInBatches(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		ids := f.addAttendees(5)
		var calledAfter []string
		if err := mail.QueueBulk(t.Context(), f.db, f.bulk(&calledAfter)); err != nil {
			t.Fatal(err)
		}
		f.expectMailed(ids)
		if diff := cmp.Diff([]string{"", ids[1], ids[3], ids[4]}, calledAfter); diff != "" {
			t.Error(diff)
		}
		t.Run("once, and who came meanwhile too", func(t *testing.T) {
			f.t, calledAfter = t, nil
			ids = append(ids, modelstest.Registration(t, f.db, f.event, "online").ID)
			if err := mail.QueueBulk(t.Context(), f.db, f.bulk(&calledAfter)); err != nil {
				t.Fatal(err)
			}
			f.expectMailed(ids)
			if calledAfter[0] != ids[4] {
				t.Errorf("it began after %q", calledAfter[0])
			}
		})
	})
}

func TestABulkMailThatWasInterruptedGoesOnWhereItStopped(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		ids := f.addAttendees(5)
		var calledAfter []string
		bulk := f.bulk(&calledAfter)
		errCrash := errors.New("crash")
		write := bulk.Write
		bulk.Write = func(tx *models.Tx, r *models.Registration) (*models.Mail, error) {
			if r.ID == ids[3] {
				return nil, errCrash
			}
			return write(tx, r)
		}
		if err := mail.QueueBulk(t.Context(), f.db, bulk); !errors.Is(err, errCrash) {
			t.Fatalf("it said %v", err)
		}
		f.expectMailed(ids[:2]) // the batch that was under way left nothing
		calledAfter = nil
		if err := mail.QueueBulk(t.Context(), f.db, f.bulk(&calledAfter)); err != nil {
			t.Fatal(err)
		}
		f.expectMailed(ids)
		if calledAfter[0] != ids[1] {
			t.Errorf("it began after %q", calledAfter[0])
		}
	})
}

func TestABulkMailMayLeaveSomeOut(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		ids := f.addAttendees(3)
		var calledAfter []string
		bulk := f.bulk(&calledAfter)
		write := bulk.Write
		bulk.Write = func(tx *models.Tx, r *models.Registration) (*models.Mail, error) {
			if r.ID == ids[0] || r.ID == ids[1] { // a whole batch
				return nil, nil
			}
			return write(tx, r)
		}
		if err := mail.QueueBulk(t.Context(), f.db, bulk); err != nil {
			t.Fatal(err)
		}
		f.expectMailed(ids[2:])
	})
}
