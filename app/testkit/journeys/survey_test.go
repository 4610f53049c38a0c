package journeys_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/command/demo"
	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models/modelstest"
)

// linkedSurvey makes a survey of two pages that anyone with its link may answer. It returns its path for staff and that
// of the link.
func linkedSurvey(owner *apptest.Client) (path, link string) {
	owner.T.Helper()
	const file = `{"format": "meguri-survey", "version": 1, "title_ja": "ふり返り", "title_en": "Looking back", "questions": [
		{"slug": "overall", "kind": "scale5", "title_ja": "満足度", "title_en": "Satisfaction"},
		{"slug": "voice", "kind": "long", "title_ja": "ひとこと", "title_en": "A word"},
		{"slug": "second", "kind": "section", "title_ja": "これから", "title_en": "From now on"},
		{"slug": "next", "kind": "short", "title_ja": "次の一歩", "title_en": "Next step"}]}`
	const surveys = "/staff/events/summit-next/surveys"
	path = owner.Upload(surveys+"/import", "file", []byte(file)).Header().Get("Location")
	owner.Wants(owner.Post(path+"/link", "link", "open"), http.StatusSeeOther)
	owner.Wants(owner.Post(path+"/open"), http.StatusSeeOther)
	address := apptest.Document(owner.T, owner.Get(path+"/settings")).Find("#survey-link").AttrOr("value", "")
	_, secret, _ := strings.Cut(address, "/survey/")
	return path, "/survey/" + secret
}

// keptKeys counts what the browser keeps of surveys.
const keptKeys = `String(Object.keys(localStorage).filter((key) => key.startsWith('survey-')).length)`

// What is typed stays in the browser until it is sent or cleared, over pages and visits; what cannot be sent is shown.
func TestAnswersAreKeptUntilTheyAreSent(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	owner := apptest.NewClient(t, server.Handler)
	owner.SignIn("owner@meguri.example", demo.Password)
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "en"}} {
		t.Run(view.Name(), func(t *testing.T) {
			path, link := linkedSurvey(owner.With(t))
			p := server.browser.Visit(t, server.BaseURL, "anyone", view)
			voice, next := p.Pick("ひとこと", "A word"), p.Pick("次の一歩", "Next step")
			typed := func(selector, want string) {
				t.Helper()
				if got := p.Says(`document.querySelector('` + selector + `').value`); got != want {
					t.Errorf("%s has %q, want %q", selector, got, want)
				}
			}
			p.Open(link).Sees("asking.kept", "survey_link.note").Examine("survey-link")
			p.Choose("4").Fill(voice, "長い文😀")
			p.Open("/").Open(link).Sees("asking.kept")
			typed("#q_voice", "長い文😀")
			typed("[name=q_overall]:checked", "4")

			p.Follow("sheet.next").Sees(next, "asking.kept").Fill(next, "한 걸음")
			p.Open(link).Sees("asking.kept")
			typed("#q_voice", "長い文😀")
			p.Follow("sheet.next").Sees(next, "asking.kept")
			typed("#q_next", "한 걸음")

			p.Press("asking.kept_clear").Sees(voice, "asking.kept")
			typed("#q_voice", "")
			p.Fill(voice, "送る").Follow("sheet.next").Sees(next)
			p.Follow("survey.submit").Sees("survey.thanks_title").Examine("survey-link-thanks")
			p.Open(link).Sees("survey_link.answered_title")
			if n := p.Says(keptKeys); n != "0" {
				t.Errorf("the browser keeps %s surveys that were sent", n)
			}

			late := server.browser.Visit(t, server.BaseURL, "late", view)
			late.Open(link).Sees("asking.kept").Fill(voice, "締切のあと").Follow("sheet.next").Sees(next)
			owner.With(t).Wants(owner.Post(path+"/close"), http.StatusSeeOther)
			late.Follow("survey.submit").Sees("survey.unsent_title", "survey.closed_title")
			if got := late.Says(`document.querySelector('#unsent-0').value.trim()`); got != "締切のあと" {
				t.Errorf("what could not be sent is %q", got)
			}
			late.Forget() // the browser notes the refusal as an error
		})
	}
}
