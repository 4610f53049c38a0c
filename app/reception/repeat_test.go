package reception_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/models"
)

// A device that got no answer sends its batch again, while the first one is still being answered.
func TestTheSameBatchTwiceAtOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.duringEvent()
		var batch []reception.ScanInput
		for i := range 40 {
			batch = append(batch, f.at(30, f.register(fmt.Sprint("p", i), "online").Code, models.DirectionIn))
		}
		batch = append(batch, reception.ScanInput{ID: "undo", Undo: batch[0].ID, ScannedAt: f.db.Now()})
		answers := make([][]reception.Outcome, 4)
		var calls sync.WaitGroup
		for i := range answers {
			calls.Go(func() {
				var err error
				if answers[i], err = f.service.Admit(f.ctx, f.event, "受付", batch); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
		for _, outcomes := range answers {
			for n, o := range outcomes[:40] {
				f.expect(fmt.Sprint(n, " ", describe(o)), fmt.Sprint(n, " admitted"))
			}
		}
		f.expect(f.inside(), "39 came, 39 inside")
		f.expectActivities(models.ActivityAdmitted, 40)
		f.expectActivities(models.ActivityCheckInUndone, 1)
	})
}

// An event is put off by 90 days: printed tickets are still good.
func TestATicketIsGoodAfterTheEventWasPutOff(t *testing.T) {
	each(t, func(_ *testing.T, f *fixture) {
		ticket := f.ticket(f.event, f.register("hanako", "venue"))
		f.event.StartsAt, f.event.EndsAt = f.event.StartsAt.AddDate(0, 0, 90), f.event.EndsAt.AddDate(0, 0, 90)
		at := f.event.StartsAt.Add(time.Minute)
		f.db.SetClock(func() time.Time { return at })
		f.expect(f.in(ticket), "admitted")
	})
}
