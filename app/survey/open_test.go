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

// invite does the jobs that an opening wrote.
func (f *fixture) invite() {
	f.t.Helper()
	runner := jobs.New(f.db)
	send := func(context.Context, *models.Job) error { f.mails++; return nil }
	if err := runner.Register(append(f.service.Jobs(), jobs.Kind{Name: models.JobSendMail, Do: send})...); err != nil {
		f.t.Fatal(err)
	}
	if err := runner.Drain(f.t.Context()); err != nil {
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

// expectMailOfOpening checks the latest mail, where the latest thing that happened is that a survey was opened.
func (f *fixture) expectMailOfOpening() {
	f.t.Helper()
	q := f.db.Query(f.t.Context())
	mails, err := q.Mails().OfEvent(f.event, "", "", "", 1)
	if err != nil || len(mails) != 1 {
		f.t.Fatalf("%d mails, %v", len(mails), err)
	}
	happened, err := q.Activities().OfEvent(f.event, 1)
	if err != nil || len(happened) != 1 || happened[0].Kind != models.ActivitySurveyOpened {
		f.t.Fatalf("%v happened, %v", happened, err)
	}
	if id := mails[0].ActivityID; id == nil || *id != happened[0].ID {
		f.t.Errorf("the mail refers to %v, want %s", id, happened[0].ID)
	}
}

// expectEligibility checks how a person expectEligibility to a survey.
func (f *fixture) expectEligibility(r *models.Registration, s *models.Survey, want survey.Eligibility) {
	f.t.Helper()
	page, err := f.service.AnswerPage(f.t.Context(), f.event, r, s.ID)
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
			if err := f.service.FollowClock(ctx); err != nil || f.read(s.ID).State != models.SurveyDraft {
				t.Fatalf("%s, %v", f.read(s.ID).State, err)
			}
		})
		t.Run("then invites everyone who attended, once", func(t *testing.T) {
			f.setClock(f.event.EndsAt.Add(time.Minute))
			for range 3 {
				if err := f.service.FollowClock(ctx); err != nil {
					t.Fatal(err)
				}
				f.invite()
			}
			if got := f.read(s.ID); got.State != models.SurveyOpen || f.invited(got) != 122 {
				t.Fatalf("%s, %d invited", got.State, f.invited(got))
			}
			if f.mails != 122 {
				t.Fatalf("%d mails", f.mails)
			}
			f.expectEligibility(absent, s, survey.NotAttended)
			f.expectMailOfOpening()
		})
		t.Run("invites only the new ones when it opens again", func(t *testing.T) {
			if err := f.service.Close(ctx, f.event, s.ID); err != nil {
				t.Fatal(err)
			}
			f.register(models.ModeVenue)
			if err := f.service.Open(ctx, f.event, s.ID); err != nil {
				t.Fatal(err)
			}
			f.invite()
			if got := f.invited(s); got != 123 {
				t.Fatalf("%d invited", got)
			}
		})
		t.Run("is refused twice, and without questions", func(t *testing.T) {
			if err := f.service.Open(ctx, f.event, s.ID); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("opened twice: %v", err)
			}
			empty, err := f.service.Create(ctx, f.event, &survey.SettingsInput{TitleJa: "空"})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.service.Open(ctx, f.event, empty.ID); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("an empty survey was opened: %v", err)
			}
		})
	})
}

func TestClock(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		t.Run("leaves a draft alone that was begun after the event", func(t *testing.T) {
			s := f.survey(&survey.SettingsInput{OpensAfterEvent: true})
			if err := f.service.FollowClock(ctx); err != nil || f.read(s.ID).State != models.SurveyDraft {
				t.Fatalf("%s, %v", f.read(s.ID).State, err)
			}
		})
		t.Run("closes when the time has come", func(t *testing.T) {
			closes := db.Now().Add(time.Hour)
			s := f.survey(&survey.SettingsInput{ClosesAt: f.event.Local(closes).Format("2006-01-02T15:04")})
			if err := f.service.Open(ctx, f.event, s.ID); err != nil {
				t.Fatal(err)
			}
			r := f.register(models.ModeOnline)
			f.setClock(closes)
			f.expectEligibility(r, s, survey.IsClosed)
			if err := f.service.FollowClock(ctx); err != nil || f.read(s.ID).State != models.SurveyClosed {
				t.Fatalf("%s, %v", f.read(s.ID).State, err)
			}
		})
		t.Run("has late guests of a survey opened by hand invited after the end", func(t *testing.T) {
			f.beforeTheEnd()
			s := f.open()
			f.invite()
			before := f.invited(s)
			f.register(models.ModeOnline)
			f.setClock(f.event.EndsAt.Add(time.Minute))
			for range 2 {
				if err := f.service.FollowClock(ctx); err != nil {
					t.Fatal(err)
				}
				f.invite()
			}
			if got := f.invited(s); got != before+1 {
				t.Fatalf("%d invited, then %d", before, got)
			}
		})
	})
}
