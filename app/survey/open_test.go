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
func (w *world) invite() {
	w.t.Helper()
	runner := jobs.New(w.db)
	send := func(context.Context, *models.Job) error { w.mails++; return nil }
	if err := runner.Register(append(w.service.Jobs(), jobs.Kind{Name: models.JobSendMail, Do: send})...); err != nil {
		w.t.Fatal(err)
	}
	if err := runner.Drain(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) invited(s *models.Survey) int {
	w.t.Helper()
	n, err := w.db.Query(w.t.Context()).SurveyInvitations().Count(s)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// refersToTheOpening checks the latest mail, where the latest thing that happened is that a survey was opened.
func (w *world) refersToTheOpening() {
	w.t.Helper()
	q := w.db.Query(w.t.Context())
	mails, err := q.Mails().OfEvent(w.event, "", "", "", 1)
	if err != nil || len(mails) != 1 {
		w.t.Fatalf("%d mails, %v", len(mails), err)
	}
	happened, err := q.Activities().OfEvent(w.event, 1)
	if err != nil || len(happened) != 1 || happened[0].Kind != models.ActivitySurveyOpened {
		w.t.Fatalf("%v happened, %v", happened, err)
	}
	if id := mails[0].ActivityID; id == nil || *id != happened[0].ID {
		w.t.Errorf("the mail refers to %v, want %s", id, happened[0].ID)
	}
}

// stands checks how a person stands to a survey.
func (w *world) stands(r *models.Registration, s *models.Survey, want survey.Standing) {
	w.t.Helper()
	page, err := w.service.AnswerPage(w.t.Context(), w.event, r, s.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	if page.Standing != want {
		w.t.Fatalf("the person's standing is %q, want %q", page.Standing, want)
	}
}

func TestOpening(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, ctx := newWorld(t, db), t.Context()
		w.person(models.ModeVenue)
		w.person(models.ModeOnline)
		absent := w.person("")
		for range 120 { // more than a batch
			w.person(models.ModeOnline)
		}
		w.beforeTheEnd()
		s := w.survey(&survey.SettingsInput{OpensAfterEvent: true})
		t.Run("waits for the end of the event", func(t *testing.T) {
			if err := w.service.FollowClock(ctx); err != nil || w.read(s.ID).State != models.SurveyDraft {
				t.Fatalf("%s, %v", w.read(s.ID).State, err)
			}
		})
		t.Run("then invites everyone who attended, once", func(t *testing.T) {
			w.at(w.event.EndsAt.Add(time.Minute))
			for range 3 {
				if err := w.service.FollowClock(ctx); err != nil {
					t.Fatal(err)
				}
				w.invite()
			}
			if got := w.read(s.ID); got.State != models.SurveyOpen || w.invited(got) != 122 {
				t.Fatalf("%s, %d invited", got.State, w.invited(got))
			}
			if w.mails != 122 {
				t.Fatalf("%d mails", w.mails)
			}
			w.stands(absent, s, survey.NotThere)
			w.refersToTheOpening()
		})
		t.Run("invites only the new ones when it opens again", func(t *testing.T) {
			if err := w.service.Close(ctx, w.event, s.ID); err != nil {
				t.Fatal(err)
			}
			w.person(models.ModeVenue)
			if err := w.service.Open(ctx, w.event, s.ID); err != nil {
				t.Fatal(err)
			}
			w.invite()
			if got := w.invited(s); got != 123 {
				t.Fatalf("%d invited", got)
			}
		})
		t.Run("is refused twice, and without questions", func(t *testing.T) {
			if err := w.service.Open(ctx, w.event, s.ID); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("opened twice: %v", err)
			}
			empty, err := w.service.Create(ctx, w.event, &survey.SettingsInput{TitleJa: "空"})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.service.Open(ctx, w.event, empty.ID); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("an empty survey was opened: %v", err)
			}
		})
	})
}

func TestClock(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		w, ctx := newWorld(t, db), t.Context()
		t.Run("leaves a draft alone that was begun after the event", func(t *testing.T) {
			s := w.survey(&survey.SettingsInput{OpensAfterEvent: true})
			if err := w.service.FollowClock(ctx); err != nil || w.read(s.ID).State != models.SurveyDraft {
				t.Fatalf("%s, %v", w.read(s.ID).State, err)
			}
		})
		t.Run("closes when the time has come", func(t *testing.T) {
			closes := db.Now().Add(time.Hour)
			s := w.survey(&survey.SettingsInput{ClosesAt: w.event.Local(closes).Format("2006-01-02T15:04")})
			if err := w.service.Open(ctx, w.event, s.ID); err != nil {
				t.Fatal(err)
			}
			r := w.person(models.ModeOnline)
			w.at(closes)
			w.stands(r, s, survey.IsClosed)
			if err := w.service.FollowClock(ctx); err != nil || w.read(s.ID).State != models.SurveyClosed {
				t.Fatalf("%s, %v", w.read(s.ID).State, err)
			}
		})
		t.Run("has late guests of a survey opened by hand invited after the end", func(t *testing.T) {
			w.beforeTheEnd()
			s := w.open()
			w.invite()
			before := w.invited(s)
			w.person(models.ModeOnline)
			w.at(w.event.EndsAt.Add(time.Minute))
			for range 2 {
				if err := w.service.FollowClock(ctx); err != nil {
					t.Fatal(err)
				}
				w.invite()
			}
			if got := w.invited(s); got != before+1 {
				t.Fatalf("%d invited, then %d", before, got)
			}
		})
	})
}
