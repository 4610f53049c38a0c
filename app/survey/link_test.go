package survey_test

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// link changes the link of a survey, and returns its secret, "" where it opens nothing.
func (f *fixture) link(s *models.Survey, change survey.LinkChange) string {
	f.t.Helper()
	if err := f.service.Asking.ChangeLink(f.t.Context(), f.event, s.ID, change); err != nil {
		f.t.Fatal(err)
	}
	return f.service.Asking.LinkSecret(f.read(s.ID))
}

func (f *fixture) byLink(secret, browser string, pairs ...string) survey.Eligibility {
	f.t.Helper()
	eligibility, err := f.service.Answering.AnswerByLink(f.t.Context(), secret, browser, given(pairs...), "ja")
	if err != nil {
		f.t.Fatal(err)
	}
	return eligibility
}

func TestAnyoneWithALinkAnswersOnceABrowser(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.draft()
		expectEqual(t, "before there is a link", f.service.Asking.LinkSecret(s), "")
		first := f.link(s, survey.LinkOpen)
		expectEqual(t, "a draft", f.byLink(first, "a"), survey.NotYetOpen)
		if err := f.service.Asking.Open(t.Context(), f.event, s.ID); err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "the first browser", f.byLink(first, "a", "word", "一"), survey.MayAnswer)
		expectEqual(t, "again", f.byLink(first, "a", "word", "二"), survey.HasAnswered)
		expectEqual(t, "another browser", f.byLink(first, "b", "word", "三"), survey.MayAnswer)

		second := f.link(s, survey.LinkRenew)
		expectEqual(t, "the link before", f.byLink(first, "c"), survey.LinkEnded)
		expectEqual(t, "by the new link again", f.byLink(second, "a"), survey.HasAnswered)
		expectEqual(t, "by the new link", f.byLink(second, "c"), survey.MayAnswer)
		expectEqual(t, "ended", f.link(s, survey.LinkEnd), "")
		expectEqual(t, "an ended link", f.byLink(second, "d"), survey.LinkEnded)
		expectEqual(t, "opened again", f.link(s, survey.LinkOpen), second)

		for _, wrong := range []string{"", s.ID, s.ID + ".x", "x." + second, first[:len(first)-1]} {
			_, err := f.service.Answering.LinkPage(t.Context(), wrong, "")
			expectEqual(t, "a wrong link "+wrong, models.CodeOf(err), models.CodeNotFound)
		}
		_, err := f.service.Answering.AnswerByLink(t.Context(), second, "d", given("overall", "9"), "ja")
		expectEqual(t, "a faulty answer", models.CodeOf(err), models.CodeInvalid)
		for _, r := range f.responses(s) {
			expectEqual(t, "the way", r.Mode, models.ModeLink)
		}
		expectEqual(t, "responses", len(f.responses(s)), 3)

		f.close(s)
		expectEqual(t, "a closed survey", f.byLink(second, "d"), survey.IsClosed)
	})
}

// Fifty requests of one form at once, and no value of a browser in the database, nor a mark once nobody needs it.
func TestABrowserLeavesNothingThatLeadsToItsAnswer(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		secret := f.link(s, survey.LinkOpen)
		var stored, refused atomic.Int32
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				switch eligibility, err := f.service.Answering.AnswerByLink(t.Context(), secret, "a browser", given(), "ja"); {
				case err != nil:
					t.Error(err)
				case eligibility == survey.MayAnswer:
					stored.Add(1)
				case eligibility == survey.HasAnswered:
					refused.Add(1)
				}
			})
		}
		all.Wait()
		expectEqual(t, "stored", stored.Load(), 1)
		expectEqual(t, "refused", refused.Load(), 49)
		for i := range 6 {
			f.byLink(secret, strings.Repeat("b", i+1))
		}
		pool := modelstest.Pool(t, db)
		marks := "SELECT mark FROM survey_browsers WHERE survey_id = '" + s.ID + "' ORDER BY mark"
		found := column(t, pool, marks)
		expectEqual(t, "marks", len(found), 7)
		if slices.Contains(found, "a browser") {
			t.Error("a mark is what the browser keeps")
		}
		f.close(s)
		expectEqual(t, "marks of a released survey", len(column(t, pool, marks)), 0)
		err := f.service.Asking.ChangeLink(t.Context(), f.event, s.ID, survey.LinkRenew)
		expectEqual(t, "a link of a released survey", models.CodeOf(err), models.CodeConflict)
	})
}

// What anyone could answer has no rate, and its codebook says that one person may have answered twice.
func TestASurveyForAnyoneSaysSo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.survey(&survey.SettingsInput{Audience: models.AskLink})
		if err := f.service.Asking.Open(t.Context(), f.event, s.ID); err != nil {
			t.Fatal(err)
		}
		secret := f.service.Asking.LinkSecret(f.read(s.ID))
		if secret == "" {
			t.Fatal("a survey that only its link opens has none")
		}
		shown, err := f.service.Asking.StagePage(t.Context(), f.event, "")
		if err != nil || shown == nil || shown.LinkSecret() != secret || !shown.IsOpen {
			t.Errorf("the stage shows %+v, %v", shown, err)
		}
		for i := range 12 {
			f.byLink(secret, strings.Repeat("b", i+1), "overall", "4")
		}
		expectEqual(t, "invited", f.invited(s), 0)
		f.close(s)
		results := f.results(s)
		expectEqual(t, "a rate", results.HasRate(), false)
		expectEqual(t, "responses", results.Responses.N, 12)
		export, err := f.service.Exporting.Export(t.Context(), f.event, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		if note := export.Columns[0].NoteEn; !strings.Contains(note, "more than once") {
			t.Errorf("the codebook says only %q", note)
		}
		if shown, err = f.service.Asking.StagePage(t.Context(), f.event, ""); err != nil || shown != nil {
			t.Errorf("the stage shows a closed survey: %+v, %v", shown, err)
		}
	})
}
