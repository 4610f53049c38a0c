package staff_test

import (
	"net/http"
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
