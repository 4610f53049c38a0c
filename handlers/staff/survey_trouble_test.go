package staff_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// Whoever gets a forwarded link answers once with its owner, and sees nothing of what that one said.
func TestAForwardedLinkTellsNoAnswer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		_, id := newSurvey(p, true)
		answerSurvey(p, id)
		form, other := "/r/attended/survey/"+id, p.Client()
		for _, path := range []string{form, form + "/thanks"} {
			page := other.Get(path)
			if page.Code != http.StatusOK || strings.Contains(page.Body.String(), "つながり") {
				t.Errorf("%s: %d, with the answer of its owner", path, page.Code)
			}
		}
		other.Wants(other.Get(form), http.StatusOK, "回答済みです")
		again := other.Post(form, "q_comments", "ほかの人", "q_overall", "1")
		other.LeadsTo(again, form+"/thanks")
	})
}

func TestALongTextStaysInItsForm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		_, id := newSurvey(p, true)
		long, attendee := strings.Repeat("あ", 40_000), p.Client()
		answer := attendee.Post("/r/attended/survey/"+id, "q_comments", long, "q_overall", "5")
		attendee.Wants(answer, http.StatusUnprocessableEntity, long+"</textarea>", `href="#q_comments"`)
	})
}

// A download that broke goes on where it stopped: the file of a closed survey is the same bytes each time.
func TestABrokenDownloadGoesOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		path, id := newSurvey(p, true)
		releaseSurvey(p, path, id)
		token := []string{"Authorization", "Bearer " + p.Tokens[models.RoleAnalyst]}
		for _, file := range []string{"/responses.csv", "/answers.csv", "/texts.csv", "/responses.sav", "/responses.xlsx"} {
			address := "/api/v1/surveys/" + id + file
			whole := p.Request(http.MethodGet, address, "", token...).Body.String()
			rest := p.Request(http.MethodGet, address, "", append(token, "Range", "bytes=40-")...)
			apptest.Equal(t, file, rest.Code, http.StatusPartialContent)
			apptest.Equal(t, "rest of "+file, rest.Body.String(), whole[40:])
		}
	})
}

// Rows of a named survey change while a download is broken: its rest is given to who says of which file it is, and only
// as long as that is still the same.
func TestABrokenDownloadOfANamedSurveyGoesOnOrBeginsAnew(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		_, id := namedSurvey(p)
		answerSurvey(p, id)
		token := []string{"Authorization", "Bearer " + p.Tokens[models.RoleAnalyst]}
		for _, file := range []string{"/responses.csv", "/responses.sav", "/responses.xlsx", "/responses.json"} {
			address := "/api/v1/surveys/" + id + file
			ask := func(more ...string) *httptest.ResponseRecorder {
				return p.Request(http.MethodGet, address, "", append(token, more...)...)
			}
			whole := ask()
			tag := whole.Header().Get("ETag")
			rest := ask("Range", "bytes=40-", "If-Range", tag)
			apptest.Equal(t, file, rest.Code, http.StatusPartialContent)
			apptest.Equal(t, "rest of "+file, rest.Body.String(), whole.Body.String()[40:])
			apptest.Equal(t, file+", not of which one", ask("Range", "bytes=40-").Code, http.StatusOK)
			p.LeadsTo(p.Client().Post("/r/attended/survey/"+id, "q_comments", "別の"+file, "q_overall", "4"),
				"/r/attended/survey/"+id+"/thanks")
			changed := ask("Range", "bytes=40-", "If-Range", tag)
			apptest.Equal(t, file+", changed", changed.Code, http.StatusOK)
			apptest.Equal(t, "the whole of "+file, changed.Body.String(), ask().Body.String())
		}
	})
}

// namedSurvey opens a survey that is answered by name.
func namedSurvey(p *apptest.Program) (path, id string) {
	p.T.Helper()
	path, id = newSurvey(p, false)
	p.Write(func(tx *models.Tx) error {
		s, err := tx.Surveys().ByID(p.Event, id)
		if err != nil {
			return err
		}
		s.Anonymity = models.SurveyNamed
		return tx.Surveys().Update(s)
	})
	organizer := p.As(models.RoleOrganizer)
	organizer.LeadsTo(organizer.Post(path+"/open"), path)
	return path, id
}

// The link of a named survey is its owner's: who gets it forwarded reads whose answers they would change before they
// do, and makes no second response.
func TestAForwardedLinkOfANamedSurveySaysWhoseItIs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		_, id := namedSurvey(p)
		answerSurvey(p, id)
		form, other := "/r/attended/survey/"+id, p.Client()
		other.Wants(other.Get(form), http.StatusOK, "𠮷田", "つながり")
		other.LeadsTo(other.Post(form, "q_comments", "ほかの人", "q_overall", "1"), form+"/thanks")
		n, err := p.DB.Query(t.Context()).Responses().Count(&models.Survey{ID: id, Anonymity: models.SurveyNamed})
		if err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "responses", n, 1)
	})
}
