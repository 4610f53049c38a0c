package survey_test

import (
	"context"
	"testing"
	"time"

	"meguri/app/service/jobs"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// invite does the jobs of an opening.
func (f *fixture) invite() {
	f.t.Helper()
	runner := jobs.New(f.db)
	send := func(context.Context, *models.Job) error { f.mails++; return nil }
	kinds := append(f.service.Asking.Jobs(), jobs.Kind{Name: models.JobSendMail, Do: send})
	if err := runner.Register(kinds...); err != nil {
		f.t.Fatal(err)
	}
	if err := runner.Drain(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) followClock() {
	f.t.Helper()
	if err := f.service.Asking.FollowClock(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) invited(s *models.Survey) int {
	f.t.Helper()
	n, err := f.db.Query(f.t.Context()).SurveyInvitations().Count(s)
	if err != nil {
		f.t.Fatal(err)
	}
	return n
}

// expectMailOfOpening demands that the latest mail refers to the latest activity, and that this is the opening of a
// survey.
func (f *fixture) expectMailOfOpening() {
	f.t.Helper()
	q := f.db.Query(f.t.Context())
	mails, err := q.Mails().OfEvent(f.event, "", "", "", 1)
	if err != nil || len(mails) != 1 {
		f.t.Fatalf("%d mails, %v", len(mails), err)
	}
	activities := modelstest.Activities(f.t, f.db, f.event)
	if len(activities) == 0 {
		f.t.Fatal("nothing happened")
	}
	expectEqual(f.t, "kind of the activity", activities[0].Kind, models.ActivitySurveyOpened)
	expectEqual(f.t, "activity of the mail", mails[0].ActivityID, &activities[0].ID)
}

// expectEligibility demands whether a person may answer a survey.
func (f *fixture) expectEligibility(r *models.Registration, s *models.Survey, want survey.Eligibility) {
	f.t.Helper()
	page, err := f.service.Answering.AnswerPage(f.t.Context(), f.event, r, s.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	if page.Eligibility != want {
		f.t.Fatalf("the person's eligibility is %q, want %q", page.Eligibility, want)
	}
}

func TestOpening(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		f.register(models.ModeVenue)
		f.register(models.ModeOnline)
		absent := f.register("")
		for range 120 { // more than a batch
			f.register(models.ModeOnline)
		}
		f.beforeTheEnd()
		s := f.survey(&survey.SettingsInput{OpensAfterEvent: true})
		t.Run("waits for the end of the event", func(t *testing.T) {
			f.followClock()
			expectEqual(t, "state", f.read(s.ID).State, models.SurveyDraft)
		})
		t.Run("then invites everyone who attended, once", func(t *testing.T) {
			f.setClock(f.event.EndsAt.Add(time.Minute))
			expectEqual(t, "number of people it would invite", f.wouldInvite(s), 122)
			for range 3 {
				f.followClock()
				f.invite()
			}
			expectEqual(t, "state", f.read(s.ID).State, models.SurveyOpen)
			expectEqual(t, "number of invited people", f.invited(s), 122)
			expectEqual(t, "number of mails", f.mails, 122)
			f.expectEligibility(absent, s, survey.NotAttended)
			f.expectMailOfOpening()
		})
		t.Run("invites only the new ones when it opens again", func(t *testing.T) {
			if err := f.service.Asking.Close(ctx, f.event, s.ID); err != nil {
				t.Fatal(err)
			}
			f.register(models.ModeVenue)
			expectEqual(t, "number of people it would invite", f.wouldInvite(s), 1)
			if err := f.service.Asking.Open(ctx, f.event, s.ID); err != nil {
				t.Fatal(err)
			}
			f.invite()
			expectEqual(t, "number of invited people", f.invited(s), 123)
		})
		t.Run("is refused twice, and without questions", func(t *testing.T) {
			err := f.service.Asking.Open(ctx, f.event, s.ID)
			expectEqual(t, "error of the second opening", models.CodeOf(err), models.CodeConflict)
			empty, err := f.service.Writing.Create(ctx, f.event, &survey.SettingsInput{TitleJa: "空"})
			if err != nil {
				t.Fatal(err)
			}
			err = f.service.Asking.Open(ctx, f.event, empty.ID)
			expectEqual(t, "error for an empty survey", models.CodeOf(err), models.CodeConflict)
		})
	})
}

func TestClock(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		t.Run("leaves a draft alone that was begun after the event", func(t *testing.T) {
			s := f.survey(&survey.SettingsInput{OpensAfterEvent: true})
			f.followClock()
			expectEqual(t, "state", f.read(s.ID).State, models.SurveyDraft)
		})
		t.Run("closes when the time has come", func(t *testing.T) {
			closes := db.Now().Add(time.Hour)
			s := f.survey(&survey.SettingsInput{ClosesAt: f.event.Local(closes).Format("2006-01-02T15:04")})
			if err := f.service.Asking.Open(ctx, f.event, s.ID); err != nil {
				t.Fatal(err)
			}
			r := f.register(models.ModeOnline)
			f.setClock(closes)
			f.expectEligibility(r, s, survey.IsClosed)
			f.followClock()
			expectEqual(t, "state", f.read(s.ID).State, models.SurveyClosed)
		})
		t.Run("invites those who attended after a survey was opened by hand, once the event is over", func(t *testing.T) {
			f.beforeTheEnd()
			s := f.open()
			f.invite()
			before := f.invited(s)
			f.register(models.ModeOnline)
			f.setClock(f.event.EndsAt.Add(time.Minute))
			for range 2 {
				f.followClock()
				f.invite()
			}
			expectEqual(t, "number of people invited later", f.invited(s)-before, 1)
		})
	})
}
