package survey_test

import (
	"testing"
	"time"

	"meguri/app/service/check"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// asking makes a survey that asks an audience.
func (f *fixture) asking(in *survey.SettingsInput) *models.Survey {
	f.t.Helper()
	s := f.survey(in)
	if err := f.service.Asking.Open(f.t.Context(), f.event, s.ID); err != nil {
		f.t.Fatal(err)
	}
	return f.read(s.ID)
}

func (f *fixture) local(at time.Time) string { return f.event.Local(at).Format(check.LocalLayout) }

func TestWhomASurveyAsks(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		venue, online, absent := f.register(models.ModeVenue), f.register(models.ModeOnline), f.register("")
		for audience, asked := range map[models.SurveyAudience][]*models.Registration{
			models.AskAttended:  {venue, online},
			models.AskVenue:     {venue},
			models.AskOnline:    {online},
			models.AskAbsent:    {absent},
			models.AskConfirmed: {venue, online, absent},
		} {
			t.Run(string(audience), func(t *testing.T) {
				f.t = t
				s := f.survey(&survey.SettingsInput{Audience: audience})
				expectEqual(t, "number of people it would invite", f.wouldInvite(s), len(asked))
				if err := f.service.Asking.Open(t.Context(), f.event, s.ID); err != nil {
					t.Fatal(err)
				}
				refused := survey.NotAsked
				if audience == models.AskAttended {
					refused = survey.NotAttended
				}
				for _, r := range []*models.Registration{venue, online, absent} {
					f.expectEligibility(r, s, map[bool]survey.Eligibility{true: survey.MayAnswer, false: refused}[isOneOf(r, asked)])
					f.expectOnOwnPage(r, s, isOneOf(r, asked))
				}
				f.invite()
				expectEqual(t, "number of invited people", f.invited(s), len(asked))
			})
		}
		f.t = t
		t.Run("who was absent stays asked when a scan comes in later", func(t *testing.T) {
			s := f.asking(&survey.SettingsInput{Audience: models.AskAbsent})
			f.invite()
			f.inTx(func(tx *models.Tx) error { return attend(tx, absent, models.ModeVenue) })
			f.expectEligibility(absent, s, survey.MayAnswer)
		})
	})
}

func isOneOf(r *models.Registration, list []*models.Registration) bool {
	for _, other := range list {
		if other.ID == r.ID {
			return true
		}
	}
	return false
}

// expectOnOwnPage demands that a person's own page leads to a survey, or does not.
func (f *fixture) expectOnOwnPage(r *models.Registration, s *models.Survey, want bool) {
	f.t.Helper()
	list, err := f.db.Query(f.t.Context()).Surveys().OpenFor(f.event, r)
	if err != nil {
		f.t.Fatal(err)
	}
	found := false
	for i := range list {
		found = found || list[i].ID == s.ID
	}
	expectEqual(f.t, "on the own page", found, want)
}

func TestASurveyAsksWhoAttendedASession(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		session := &models.Session{
			EventID: f.event.ID, TitleJa: "対話", Kind: models.SessionTalk,
			StartsAt: f.event.StartsAt, EndsAt: f.event.StartsAt.Add(time.Hour),
		}
		f.inTx(func(tx *models.Tx) error { return tx.Sessions().Create(f.event, session) })
		f.setClock(session.StartsAt.Add(time.Minute))
		there := f.register(models.ModeOnline)
		f.setClock(session.StartsAt.Add(2 * time.Minute))
		f.inTx(func(tx *models.Tx) error { return attend(tx, there, models.ModeOnline) })
		f.setClock(session.EndsAt.Add(time.Hour))
		late := f.register(models.ModeOnline)
		f.setClock(f.event.EndsAt.Add(time.Hour))
		s := f.asking(&survey.SettingsInput{Audience: models.AskSession, Session: session.ID})
		f.expectEligibility(there, s, survey.MayAnswer)
		f.expectEligibility(late, s, survey.NotAsked)
		f.invite()
		expectEqual(t, "number of invited people", f.invited(s), 1)
		f.expectOnOwnPage(there, s, true)
		_, err := f.service.Writing.Create(t.Context(), f.event, &survey.SettingsInput{
			TitleJa: "対話", Audience: models.AskSession, Session: models.NewID(),
		})
		expectEqual(
			t,
			"faults of another event's session",
			fields(err),
			map[string]string{"audience_session": "field.choice"},
		)
	})
}

func TestASurveyOpensAtATime(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		at := f.event.EndsAt.Add(3 * time.Hour)
		s := f.survey(&survey.SettingsInput{OpensAt: f.local(at)})
		f.followClock()
		expectEqual(t, "state before", f.read(s.ID).State, models.SurveyDraft)
		f.setClock(at)
		f.followClock()
		expectEqual(t, "state at the time", f.read(s.ID).State, models.SurveyOpen)
	})
}

func TestWhoHasNotAnsweredIsReminded(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		first, second := f.event.EndsAt.Add(24*time.Hour), f.event.EndsAt.Add(48*time.Hour)
		answers, silent := f.register(models.ModeOnline), f.register(models.ModeVenue)
		s := f.asking(&survey.SettingsInput{Reminder1: f.local(second), Reminder2: f.local(first)})
		f.invite()
		expectEqual(t, "number of invitations", f.mails, 2)
		if _, err := f.service.Answering.Answer(t.Context(), f.event, answers, s.ID, given(), "ja"); err != nil {
			t.Fatal(err)
		}
		f.setClock(first)
		for range 3 { // others look at the clock, too
			f.followClock()
			f.invite()
		}
		expectEqual(t, "number of mails after the first reminder", f.mails, 3)
		f.setClock(second.Add(time.Hour))
		f.followClock()
		f.invite()
		expectEqual(t, "number of mails after the second reminder", f.mails, 4)
		mails, err := db.Query(t.Context()).Mails().OfEvent(f.event, "", "", "", 1)
		if err != nil || len(mails) != 1 || mails[0].Kind != survey.MailReminder {
			t.Fatal("the latest mail is no reminder", mails, err)
		}
		expectEqual(t, "addressee", mails[0].RegistrationID, &silent.ID)
		in := &survey.SettingsInput{TitleJa: "アンケート", Reminder1: f.local(first), Reminder2: f.local(second)}
		if err := f.service.Writing.Edit(t.Context(), f.event, s.ID, in); err != nil {
			t.Fatal("reminders that were sent cannot stay", err)
		}
	})
}

func TestTimesOfAskingAreChecked(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		f.beforeTheEnd()
		soon, past := f.local(db.Now().Add(10*time.Minute)), f.local(db.Now().Add(-time.Hour))
		for name, c := range map[string]struct {
			in           survey.SettingsInput
			field, fault string
		}{
			"a past opening": {survey.SettingsInput{OpensAt: past}, "opens_at", "survey.closes_past"},
			"two openings":   {survey.SettingsInput{OpensAt: soon, OpensAfterEvent: true}, "opens_at", "asking.opens_twice"},
			"absent too early": {
				survey.SettingsInput{OpensAt: soon, Audience: models.AskAbsent}, "opens_at", "asking.absent_early",
			},
			"a past reminder":    {survey.SettingsInput{Reminder2: past}, "reminder_2", "survey.closes_past"},
			"a late reminder":    {survey.SettingsInput{Reminder1: soon, ClosesAt: soon}, "reminder_1", "asking.reminder_late"},
			"an early reminder":  {survey.SettingsInput{Reminder1: soon, OpensAt: soon}, "reminder_1", "asking.reminder_early"},
			"an unknown choice":  {survey.SettingsInput{Audience: "friends"}, "audience", "field.choice"},
			"no session":         {survey.SettingsInput{Audience: models.AskSession}, "audience_session", "field.required"},
			"an opening at last": {survey.SettingsInput{OpensAt: soon, ClosesAt: soon}, "opens_at", "asking.opens_late"},
		} {
			c.in.TitleJa = "アンケート"
			_, err := f.service.Writing.Create(t.Context(), f.event, &c.in)
			expectEqual(t, name, fields(err), map[string]string{c.field: c.fault})
		}
		s := f.survey(&survey.SettingsInput{Audience: models.AskAbsent})
		err := f.service.Asking.Open(t.Context(), f.event, s.ID)
		expectEqual(t, "opening for the absent before the end", models.CodeOf(err), models.CodeConflict)
	})
}
