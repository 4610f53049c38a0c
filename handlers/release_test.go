package handlers_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"meguri/app/program"
	"meguri/app/service/link"
	"meguri/app/service/paths"
	"meguri/app/survey"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// upgraded is the newest program on a database of a release, at the time of the release.
func upgraded(t *testing.T, r *modelstest.Release) *apptest.Program {
	t.Helper()
	if _, err := r.DB.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := apptest.Empty(t, r.DB)
	p.SetClock(r.At)
	p.Start(func(c *program.Config) {
		if err := os.WriteFile(filepath.Join(c.DataDir, "secret"), []byte(r.Secret), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	return p
}

func TestWhatAReleaseGaveOutGoesOnWorking(t *testing.T) {
	modelstest.EachRelease(t, func(t *testing.T, r *modelstest.Release) {
		p := upgraded(t, r)
		t.Run("the link to the own page", func(t *testing.T) {
			p.With(t).Wants(p.Request(http.MethodGet, string(paths.OfAttendee(r.Link)), ""), http.StatusOK, "花子")
		})
		t.Run("the place, whose address counts as confirmed", func(t *testing.T) {
			registration, err := r.DB.Query(t.Context()).Registrations().ByLink(r.Link)
			if err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "is confirmed", registration.AddressConfirmedAt != nil, true)
			apptest.Equal(t, "may lapse", registration.ConfirmBy != nil, false)
		})
		t.Run("the subscribed calendar", func(t *testing.T) {
			p.With(t).
				Wants(p.Request(http.MethodGet, paths.OfAttendee(r.Link).Calendar(), ""), http.StatusOK, "UID:"+r.CalendarUID)
		})
		t.Run("the printed ticket, with a token of then", func(t *testing.T) {
			scans, err := json.Marshal(
				map[string]any{"scans": []any{map[string]any{"id": "scan", "ticket": r.Ticket, "door": "main", "direction": "in"}}},
			)
			if err != nil {
				t.Fatal(err)
			}
			answer := p.Request(http.MethodPost, paths.OfAPIEvent("summit-next").CheckIns(), string(scans),
				"Authorization", "Bearer "+r.Token, "Content-Type", "application/json")
			p.With(t).Wants(answer, http.StatusOK, `"admitted"`)
		})
		t.Run("the login", func(t *testing.T) {
			page := string(paths.OfStaffEvent("summit-next"))
			answer := p.Request(http.MethodGet, page, "", "Cookie", apptest.LoginCookie+"="+r.Login)
			p.With(t).Wants(answer, http.StatusOK)
		})
		t.Run("every page of the events", func(t *testing.T) { openOldPages(p.With(t), r) })
		t.Run("the open survey", func(t *testing.T) { answerOldSurvey(p.With(t), r) })
		t.Run("its results, once it is closed", func(t *testing.T) { releaseOldSurvey(p.With(t)) })
	})
}

// openOldPages opens the pages of each event, of which the public finds those that were published.
func openOldPages(p *apptest.Program, r *modelstest.Release) {
	p.T.Helper()
	asOwner := []string{"Cookie", apptest.LoginCookie + "=" + r.Login}
	for _, row := range r.Rows("events") {
		slug, title := row["slug"].(string), row["title_ja"].(string)
		public, staff := paths.OfEvent(slug), paths.OfStaffEvent(slug)
		want := http.StatusOK
		if row["state"] == "draft" {
			want = http.StatusNotFound
		}
		for _, page := range []string{string(public), public.Agenda(), public.Calendar(), public.Cover()} {
			if answer := p.Request(http.MethodGet, page, ""); answer.Code != want {
				p.T.Errorf("%s: %d, want %d", page, answer.Code, want)
			}
		}
		if row["organization_id"] != r.Rows("events")[0]["organization_id"] {
			continue // not of the owner who signed in
		}
		for _, page := range []string{
			string(staff), staff.Edit(), staff.Face(), staff.Registrations(), staff.Agenda(), staff.Mails(), staff.Surveys(),
		} {
			p.Wants(p.Request(http.MethodGet, page, "", asOwner...), http.StatusOK, title)
		}
	}
}

func answerOldSurvey(p *apptest.Program, r *modelstest.Release) {
	p.T.Helper()
	q := r.DB.Query(p.T.Context())
	event, err := q.Events().BySlug("summit-2025")
	if err != nil {
		p.T.Fatal(err)
	}
	surveys, err := q.Surveys().OfEvent(event)
	if err != nil {
		p.T.Fatal(err)
	}
	survey := &surveys[0]
	before := responses(p, survey)
	key, err := base64.RawURLEncoding.DecodeString(r.Secret)
	if err != nil {
		p.T.Fatal(err)
	}
	secret := link.New(key).Registration(r.Invited, 1)
	page := paths.OfAttendee(secret).Survey(survey.ID)
	p.Wants(p.Request(http.MethodGet, string(page), "", "Cookie", "__Host-meguri_lang=ja"), http.StatusOK, survey.TitleJa)
	given := url.Values{}
	for _, question := range survey.Questions {
		if question.Required {
			given.Set("q_"+question.Slug, firstAnswer(&question))
		}
	}
	p.LeadsTo(p.Form(string(page), given), page.Thanks())
	if after := responses(p, survey); after != before+1 {
		p.T.Errorf("%d responses, before %d", after, before)
	}
}

// releaseOldSurvey closes the survey, whose texts then stand apart, and in whose rows nobody stands alone.
func releaseOldSurvey(p *apptest.Program) {
	p.T.Helper()
	var released *models.Survey
	p.Write(func(tx *models.Tx) error {
		event, err := tx.Events().BySlug("summit-2025")
		if err != nil {
			return err
		}
		surveys, err := tx.Surveys().OfEvent(event)
		if err != nil {
			return err
		}
		released = &surveys[0]
		return errors.Join(tx.Surveys().Close(released), survey.Release(tx, released))
	})
	q := p.DB.Query(p.T.Context())
	groups, texts := map[string]int{}, 0
	for r, err := range q.Responses().Each(released) {
		if err != nil {
			p.T.Fatal(err)
		}
		groups[string(r.Mode)+r.Locale]++
		texts += len(r.Answers["word"]) + len(r.Answers["next"])
	}
	for group, n := range groups {
		if n < survey.SmallGroup {
			p.T.Errorf("%d are %s", n, group)
		}
	}
	counts, err := q.Surveys().CountTexts(released)
	if err != nil {
		p.T.Fatal(err)
	}
	apart := counts["word"]
	if texts > 0 || apart == 0 || len(groups) == 0 {
		p.T.Errorf("%d texts in rows, %d apart, groups %v", texts, apart, groups)
	}
}

func firstAnswer(q *models.Question) string {
	if len(q.Options) > 0 {
		return q.Options[0].Slug
	}
	return "5"
}

func responses(p *apptest.Program, survey *models.Survey) int {
	p.T.Helper()
	count, err := p.DB.Query(p.T.Context()).Responses().Count(survey)
	if err != nil {
		p.T.Fatal(err)
	}
	return count
}
