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

// twoPages is a survey of two pages as a file.
const twoPages = `{"format": "meguri-survey", "version": 1, "title_ja": "ふり返り", "title_en": "Looking back",
  "questions": [
		{"slug": "overall", "kind": "scale5", "title_ja": "満足度", "title_en": "Satisfaction"},
		{"slug": "voice", "kind": "long", "title_ja": "ひとこと", "title_en": "A word"},
		{"slug": "second", "kind": "section", "title_ja": "これから", "title_en": "From now on"},
		{"slug": "next", "kind": "short", "title_ja": "次の一歩", "title_en": "Next step"}]}`

// linkedSurvey makes a survey of two pages that anyone with its link may answer. It returns its path for staff and that
// of the link.
func linkedSurvey(owner *apptest.Client) (path, link string) {
	owner.T.Helper()
	const surveys = "/staff/events/summit-next/surveys"
	path = owner.Upload(surveys+"/import", "file", []byte(twoPages)).Header().Get("Location")
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

// What is filled into a survey with names goes on at another device: where scripts keep it, and where a page was
// turned. Sent, it is gone, and the answers may be changed.
func TestADraftGoesOnAtAnotherDevice(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	owner := apptest.NewClient(t, server.Handler)
	owner.SignIn("owner@meguri.example", demo.Password)
	own := register(t, server.Demo, "online")
	for _, view := range []browser.View{{Width: 390, Lang: "ja"}, {Width: 1280, Lang: "ja"}} {
		t.Run(view.Name(), func(t *testing.T) {
			staff := owner.With(t)
			path := staff.Upload("/staff/events/summit-next/surveys/import", "file", []byte(twoPages)).Header().Get("Location")
			anonymity := map[int]string{390: "named", 1280: "confidential"}[view.Width]
			staff.Wants(staff.Post(path+"/settings", "title_ja", "ふり返り", "audience", "confirmed", "anonymity", anonymity,
				"facts", "sector", "facts", "visit"), http.StatusSeeOther)
			staff.Wants(staff.Post(path+"/open"), http.StatusSeeOther)
			link := own + "/survey/" + path[strings.LastIndex(path, "/")+1:]

			phone := server.browser.Visit(t, server.BaseURL, "phone", view)
			desk := server.browser.Visit(t, server.BaseURL, "desk", view)
			voice, next := phone.Pick("ひとこと", "A word"), phone.Pick("次の一歩", "Next step")
			has := func(p *browser.Page, selector, want string) {
				t.Helper()
				if got := p.Says(`document.querySelector('` + selector + `').value`); got != want {
					t.Errorf("%s has %q, want %q", selector, got, want)
				}
			}
			phone.Open(link).Sees("survey_names.promise_"+anonymity, "survey_names.draft").Examine("survey-signed")
			phone.Choose("4").Fill(voice, "電車の中で").Sees("survey_names.saved")
			if n := phone.Says(keptKeys); n != "0" {
				t.Errorf("the browser keeps %s surveys", n)
			}
			desk.Open(link).Sees("asking.kept_clear").Examine("survey-resumed")
			has(desk, "#q_voice", "電車の中で")
			has(desk, "[name=q_overall]:checked", "4")
			desk.Follow("sheet.next").Sees(next, "survey_facts.ask", "survey_facts.name_visit").Examine("survey-facts")
			desk.Fill(next, "机で").Choose("survey_facts.agree").Follow("survey.submit")
			desk.Sees("survey.thanks_title", "survey_names.may_change").Examine("survey-signed-thanks")
			phone.Open(link).Misses("asking.kept_clear")
			has(phone, "#q_voice", "電車の中で")
			phone.Follow("sheet.next").Sees("survey_facts.ask")
			has(phone, "[name=facts]:checked", "yes")
			phone.Follow("sheet.back").Fill(voice, "変えました").Sees("survey_names.saved").Follow("asking.kept_clear")
			has(phone, "#q_voice", "電車の中で")
		})
	}
}
