package message_test

import (
	"errors"
	"testing"
	"time"

	"meguri/app/message"
	"meguri/models"
	"meguri/models/modelstest"
)

const kept = models.MailKept // without a mail server, that is as good as sent

func TestAMessageReachesWhomItsFilterChoosesOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := input()
		in.Mode = models.ModeOnline
		id := f.create(in)
		must(t, f.send(id, "2"))
		f.runJobs()
		equal(t, "mails", f.states(id), map[string]models.MailState{f.online.ID: kept, f.english.ID: kept})
		equal(t, "state", f.stored(id).State, models.MessageSent)
		err := f.send(id, "2")
		equal(t, "once more", models.CodeOf(err), models.CodeConflict)
		equal(t, "elsewhere", len(mailsOf(t, f, f.other)), 0)
		kinds := []models.ActivityKind{}
		for _, a := range modelstest.Activities(t, f.db, f.event) {
			kinds = append(kinds, a.Kind)
		}
		equal(t, "what happened", kinds, []models.ActivityKind{models.ActivityMessageSent})
	})
}

func TestWhoHasNoAddressIsCountedAndGetsNone(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.change(f.hall, func(r *models.Registration) { r.Email, r.EmailKey = "", "" })
		id := f.create(input())
		page, err := f.messages.EditPage(t.Context(), f.words(), f.event, id, message.Shown{})
		must(t, err)
		equal(t, "reach", *page.Reach, models.Reach{Japanese: 1, English: 1, WithoutMail: 1})
		must(t, f.send(id, "2"))
		f.runJobs()
		equal(t, "mails", f.states(id), map[string]models.MailState{f.online.ID: kept, f.english.ID: kept})
	})
}

func mailsOf(t *testing.T, f *fixture, e *models.Event) []models.Mail {
	t.Helper()
	list, err := f.db.Query(t.Context()).Mails().OfEvent(e, "", "", "", 100)
	must(t, err)
	return list
}

func TestTheQuestionNamesHowMany(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		f.cancel(f.hall)
		err := f.send(id, "3")
		var known *models.Error
		if !errors.As(err, &known) || known.Key != "message.other_number" {
			t.Errorf("two people instead of three: %v", err)
		}
		must(t, f.send(id, "2"))
	})
}

func TestWhoCancelsBeforeTheTimeGetsNone(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		later := f.now.Add(2 * time.Hour)
		in := &message.SendInput{When: "later", SendAt: f.event.Local(later).Format("2006-01-02T15:04")}
		must(t, f.messages.Send(t.Context(), f.me, f.event, id, in))
		f.runJobs()
		equal(t, "mails before the time", len(f.states(id)), 0)
		f.cancel(f.hall)
		f.now = later
		f.runJobs()
		equal(t, "mails", f.states(id), map[string]models.MailState{f.online.ID: kept, f.english.ID: kept})
	})
}

func TestWhoCancelsWhileMailsWaitGetsNone(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		must(t, f.send(id, "3"))
		job := modelstest.Claim(t, f.db, time.Minute)
		must(t, f.messages.Deliver(t.Context(), job))
		modelstest.Finish(t, f.db, job)
		f.cancel(f.online)
		f.runJobs()
		equal(t, "mails", f.states(id), map[string]models.MailState{
			f.hall.ID: kept, f.online.ID: models.MailOvertaken, f.english.ID: kept,
		})
	})
}

func TestAScheduledMessageIsTakenBackBeforeItStarts(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		in := &message.SendInput{When: "later", SendAt: f.event.Local(f.now.Add(time.Hour)).Format("2006-01-02T15:04")}
		must(t, f.messages.Send(t.Context(), f.me, f.event, id, in))
		must(t, f.messages.Unschedule(t.Context(), f.me, f.event, id))
		f.now = f.now.Add(2 * time.Hour)
		f.runJobs()
		equal(t, "mails", len(f.states(id)), 0)
		must(t, f.send(id, "3"))
		f.runJobs()
		equal(t, "mails", len(f.states(id)), 3)
		equal(t, "too late", models.CodeOf(f.messages.Unschedule(t.Context(), f.me, f.event, id)), models.CodeConflict)
	})
}

func TestBrokenPlaceholdersAreFaults(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for name, c := range map[string]struct {
			change     func(in *message.Input)
			field, key string
		}{
			"unknown":    {func(in *message.Input) { in.BodyJa = "{nobody} 様" }, "body_ja", "message.placeholder_unknown"},
			"not closed": {func(in *message.Input) { in.BodyEn = "Dear {name,\n" }, "body_en", "message.placeholder_broken"},
			"not opened": {func(in *message.Input) { in.BodyJa = "name} 様" }, "body_ja", "message.placeholder_broken"},
			"a link in a subject": {
				func(in *message.Input) { in.SubjectJa = "{ticket_link}" }, "subject_ja", "message.placeholder_in_subject",
			},
			"a room for the hall": {
				func(in *message.Input) { in.BodyJa = "{join_link}" }, "body_ja", "message.join_online_only",
			},
			"no contact":        {func(in *message.Input) { in.BodyJa = "{contact}" }, "body_ja", "message.no_contact"},
			"half a language":   {func(in *message.Input) { in.SubjectEn = "" }, "subject_en", "message.half_written"},
			"a type of another": {func(in *message.Input) { in.TicketType = "gold" }, "ticket_type", "field.choice"},
			"nothing":           {func(in *message.Input) { *in = message.Input{} }, "subject_ja", "message.nothing_written"},
		} {
			in := input()
			c.change(in)
			_, err := f.messages.Create(t.Context(), f.me, f.event, models.NewID(), in)
			var known *models.Error
			if !errors.As(err, &known) || known.Fields[c.field] != c.key {
				t.Errorf("%s: %v", name, err)
			}
		}
		in := input()
		in.BodyJa = "｛name｝ 様"
		equal(t, "full-width braces", f.stored(f.create(in)).BodyJa, "{name} 様")
	})
}

func TestARepeatedRequestMakesOneDraft(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := models.NewID()
		for range 2 {
			got, err := f.messages.Create(t.Context(), f.me, f.event, id, input())
			must(t, err)
			equal(t, "id", got, id)
		}
		_, err := f.messages.Create(t.Context(), f.me, f.other, id, input())
		equal(t, "another event's id", models.CodeOf(err), models.CodeNotFound)
	})
}

func TestAnEditOfAnOlderVersionIsRefused(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		in := input()
		in.Version = 1
		must(t, f.messages.Save(t.Context(), f.me, f.event, id, in))
		err := f.messages.Save(t.Context(), f.me, f.event, id, in)
		equal(t, "again", models.CodeOf(err), models.CodeConflict)
	})
}

func TestNobodyWritesThroughAnotherEvent(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		ctx := t.Context()
		_, err := f.messages.EditPage(ctx, f.words(), f.other, id, message.Shown{})
		_, err2 := f.messages.Preview(ctx, f.me, f.other, id, message.Shown{})
		_, err3 := f.messages.Retry(ctx, f.other, id)
		_, err4 := f.messages.Result(ctx, f.words(), f.other, id, "", "", 10)
		for i, err := range []error{
			err, err2, err3, err4, f.messages.Delete(ctx, f.other, id), f.messages.Try(ctx, f.me, f.other, id, "x"),
			f.messages.Save(ctx, f.me, f.other, id, input()), f.messages.Unschedule(ctx, f.me, f.other, id),
			f.messages.Send(ctx, f.me, f.other, id, &message.SendInput{When: "now", People: "1"}),
			f.messages.Switch(ctx, f.me, f.other, id, true),
		} {
			equal(t, "attempt "+string(rune('0'+i)), models.CodeOf(err), models.CodeNotFound)
		}
	})
}

func TestAMessageToChosenPeopleReachesThemOnly(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		filter := models.RegistrationFilter{IDs: []string{f.hall.ID, f.english.ID, models.NewID()}}
		id, err := f.messages.WriteTo(t.Context(), f.me, f.event, filter)
		must(t, err)
		in := input()
		in.Version = 1
		must(t, f.messages.Save(t.Context(), f.me, f.event, id, in))
		f.cancel(f.english)
		must(t, f.send(id, "2"))
		f.runJobs()
		equal(t, "mails", f.states(id), map[string]models.MailState{f.hall.ID: kept, f.english.ID: kept})

		like, err := f.messages.NewPage(t.Context(), f.event, "", id, &message.AudienceInput{})
		must(t, err)
		equal(t, "those whom one like it is for", len(like.Chosen), 2)
		again := f.create(like.Input)
		must(t, f.send(again, "2"))
		f.runJobs()
		equal(t, "mails of one like it", f.states(again), map[string]models.MailState{f.hall.ID: kept, f.english.ID: kept})
		_, err = f.messages.WriteTo(t.Context(), f.me, f.event, models.RegistrationFilter{IDs: []string{models.NewID()}})
		equal(t, "to nobody", models.CodeOf(err), models.CodeInvalid)
	})
}

func TestAMessageSentNowCanBeTakenBackForAWhile(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		must(t, f.messages.Send(t.Context(), f.me, f.event, id, &message.SendInput{When: "now", People: "3"}))
		page, err := f.messages.EditPage(t.Context(), f.words(), f.event, id, message.Shown{})
		must(t, err)
		equal(t, "it goes soon", page.Soon, true)
		f.runJobs()
		must(t, f.messages.Unschedule(t.Context(), f.me, f.event, id))
		f.now = f.now.Add(time.Hour)
		f.runJobs()
		equal(t, "mails", len(f.states(id)), 0)
		equal(t, "state", f.stored(id).State, models.MessageDraft)
	})
}

func TestStoppingKeepsBackWhatHasNotLeftAndSaysWhatHas(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		equal(t, "before it goes", models.CodeOf(f.messages.Stop(t.Context(), f.event, id)), models.CodeConflict)
		must(t, f.send(id, "3"))
		job := modelstest.Claim(t, f.db, time.Minute)
		must(t, f.messages.Deliver(t.Context(), job))
		modelstest.Finish(t, f.db, job)
		first := modelstest.Claim(t, f.db, time.Minute)
		f.deliver(first)
		modelstest.Finish(t, f.db, first)
		underWay := modelstest.Claim(t, f.db, time.Minute)
		must(t, f.messages.Stop(t.Context(), f.event, id))
		result, err := f.messages.Result(t.Context(), f.words(), f.event, id, "", "", 10)
		must(t, err)
		equal(t, "gone, under way, kept back", []int{result.Gone(), result.Waiting, result.Stopped}, []int{1, 1, 1})
		f.deliver(underWay) // it was read, but not sent
		modelstest.Finish(t, f.db, underWay)
		f.now = f.now.Add(time.Hour)
		f.runJobs()
		counts := map[models.MailState]int{}
		for _, state := range f.states(id) {
			counts[state]++
		}
		want := map[models.MailState]int{kept: 1, models.MailOvertaken: 1, models.MailStopped: 1}
		equal(t, "in the end", counts, want)
		equal(t, "once more", models.CodeOf(f.messages.Stop(t.Context(), f.event, id)), models.CodeConflict)
	})
}

func TestAMessageStoppedWhileItsMailsAreQueuedQueuesNoMore(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		id := f.create(input())
		must(t, f.send(id, "3"))
		job := modelstest.Claim(t, f.db, time.Minute)
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			m, err := tx.Messages().ByID(id)
			if err != nil {
				return err
			}
			if _, err := tx.Messages().Start(m); err != nil {
				return err
			}
			_, err = tx.Messages().Stop(m)
			return err
		})
		must(t, f.messages.Deliver(t.Context(), job))
		modelstest.Finish(t, f.db, job)
		equal(t, "mails", len(f.states(id)), 0)
		equal(t, "state", f.stored(id).State, models.MessageSent)
	})
}
