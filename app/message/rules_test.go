package message_test

import (
	"errors"
	"testing"
	"time"

	"meguri/app/message"
	"meguri/models"
	"meguri/models/modelstest"
)

// rule sets the rules of the event.
func (f *fixture) rule(in message.RulesInput) {
	f.t.Helper()
	must(f.t, f.messages.SaveRules(f.t.Context(), f.event, &in))
	e, err := f.db.Query(f.t.Context()).Events().ByID(f.event.ID)
	must(f.t, err)
	f.event = e
}

// clock sets the time to an hour of the event's clock, on the day after the present one.
func (f *fixture) clock(hour, minute int) {
	f.t.Helper()
	day := f.event.Local(f.now)
	f.now = time.Date(day.Year(), day.Month(), day.Day()+1, hour, minute, 0, 0, f.event.Zone())
}

// gone counts the mails of a message that have gone.
func (f *fixture) gone(key string) (n int) {
	f.t.Helper()
	for _, state := range f.states(key) {
		if state == kept {
			n++
		}
	}
	return n
}

func TestMessagesWaitForTheEndOfQuietHours(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.rule(message.RulesInput{QuietFrom: "21", QuietUntil: "8"})
		f.clock(22, 30)
		id := f.create(input())
		must(t, f.send(id, "3"))
		f.runJobs()
		equal(t, "at night", f.gone(id), 0)
		equal(t, "when it goes", f.event.Local(*f.stored(id).SendAt).Format("15:04"), "08:00")
		in := input()
		in.Urgent = true
		urgent := f.create(in)
		must(t, f.send(urgent, "3"))
		f.runJobs()
		equal(t, "an urgent one", f.gone(urgent), 3)
		f.clock(7, 59)
		f.runJobs()
		equal(t, "just before", f.gone(id), 0)
		f.now = f.now.Add(time.Minute)
		f.runJobs()
		equal(t, "in the morning", f.gone(id), 3)
	})
}

func TestMailsThatAreStillQueuedWhenQuietHoursBeginWait(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.rule(message.RulesInput{QuietFrom: "21", QuietUntil: "8"})
		f.clock(20, 59)
		id := f.create(input())
		must(t, f.send(id, "3"))
		job := modelstest.Claim(t, f.db, time.Minute)
		must(t, f.messages.Deliver(t.Context(), job))
		modelstest.Finish(t, f.db, job)
		f.now = f.now.Add(time.Minute)
		f.runJobs()
		result, err := f.messages.Result(t.Context(), f.words(), f.event, id, "", "", 10)
		must(t, err)
		equal(t, "waiting", result.Waiting, 3)
		equal(t, "due", f.event.Local(result.Due[result.Mails[0].ID]).Format("15:04"), "08:00")
	})
}

func TestAnAddressGetsOnlySoManyMessagesADay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.rule(message.RulesInput{Pause: "60", Cap: "2"})
		f.clock(9, 0)
		var ids []string
		for range 3 {
			id := f.create(input())
			must(t, f.send(id, "3"))
			f.runJobs()
			ids = append(ids, id)
		}
		gone := func() []int { return []int{f.gone(ids[0]), f.gone(ids[1]), f.gone(ids[2])} }
		equal(t, "at once", gone(), []int{3, 0, 0})
		f.now = f.now.Add(time.Hour)
		f.runJobs()
		equal(t, "after the pause", gone()[0]+gone()[1]+gone()[2], 6)
		f.now = f.now.Add(10 * time.Hour)
		f.runJobs()
		equal(t, "beyond the cap", gone()[0]+gone()[1]+gone()[2], 6)
		// a mail that somebody waits for
		ticket := &models.Mail{
			Cause: "x", Kind: message.MailTrial, EventID: &f.event.ID, ToAddress: f.hall.Email, Locale: "ja",
			Data: map[string]string{"message": ids[0]},
		}
		modelstest.Write(t, f.db, func(tx *models.Tx) error { return tx.Mails().Queue(ticket) })
		f.runJobs()
		equal(t, "others", len(mailsOf(t, f, f.event)), 10)
		stored, err := f.db.Query(t.Context()).Mails().ByID(ticket.ID)
		must(t, err)
		equal(t, "one that somebody waits for", stored.State, kept)
		f.now = f.now.Add(14 * time.Hour)
		f.runJobs()
		equal(t, "on the next day", gone(), []int{3, 3, 3})
	})
}

func TestRulesAreChecked(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for _, wrong := range []struct {
			in    message.RulesInput
			field string
		}{
			{message.RulesInput{ReplyTo: "nobody"}, "reply_to"},
			{message.RulesInput{QuietFrom: "21"}, "quiet_until"},
			{message.RulesInput{QuietFrom: "8", QuietUntil: "8"}, "quiet_until"},
			{message.RulesInput{QuietFrom: "24", QuietUntil: "8"}, "quiet_from"},
			{message.RulesInput{Pause: "-1"}, "mail_pause"},
			{message.RulesInput{Cap: "many"}, "mail_cap"},
		} {
			var known *models.Error
			err := f.messages.SaveRules(t.Context(), f.event, &wrong.in)
			if !errors.As(err, &known) || known.Fields[wrong.field] == "" {
				t.Errorf("%+v: %v", wrong.in, err)
			}
		}
		f.rule(message.RulesInput{ReplyTo: "help@city.example", QuietFrom: "21", QuietUntil: "8", Pause: "30", Cap: "3"})
		want := &message.RulesInput{ReplyTo: "help@city.example", QuietFrom: "21", QuietUntil: "8", Pause: "30", Cap: "3"}
		equal(t, "as stored", message.RulesOf(f.event), want)
		made, err := f.messages.Preview(t.Context(), f.me, f.event, f.create(input()), message.Shown{})
		must(t, err)
		equal(t, "answers go to", made.ReplyTo, "help@city.example")
	})
}
