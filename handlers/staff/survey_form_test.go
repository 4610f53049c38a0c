package staff_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// pagedSurvey makes a survey of two pages, whose second question is for the dissatisfied, and whose last one is on the
// second page.
func pagedSurvey(p *apptest.Program) (path, id string) {
	p.T.Helper()
	organizer := p.As(models.RoleOrganizer)
	path, id = newSurvey(p, false)
	addQuestion(organizer, path, "kind", "section", "title_ja", "これからのこと", "slug", "later")
	addQuestion(organizer, path, "kind", "number", "title_ja", "活動の年数", "slug", "years", "least", "0", "most", "80")
	row := apptest.Document(p.T, organizer.Get(path)).Find(`[data-row]:has([name^="title_ja"]:contains("ご意見"))`)
	address := row.Find(`a[href$="/condition"]`).AttrOr("href", "")
	organizer.Wants(organizer.Get(address), http.StatusOK, "満足度", `value="overall=1"`)
	organizer.LeadsTo(organizer.Post(address, "show_if", "overall=1", "show_if", "overall=2"), path)
	organizer.Wants(organizer.Get(path), http.StatusOK, "「満足度」で「1 / 2」と答えた方")
	return path, id
}

func TestASurveyIsAnsweredPageByPageWithoutScripts(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		path, id := pagedSurvey(p)
		organizer := p.As(models.RoleOrganizer)
		organizer.LeadsTo(organizer.Post(path+"/open"), path)
		form, attendee := "/r/attended/survey/"+id, p.Client()
		attendee.Wants(attendee.Get(form), http.StatusOK, "2ページ中 1ページ目", "「満足度」で「1 / 2」と答えた方", "次へ")
		attendee.Wants(attendee.Post(form, "page", "0", "step", "next", "q_comments", "消えない"),
			http.StatusUnprocessableEntity, "選んでください", "消えない")
		attendee.Wants(attendee.Post(form, "page", "0", "step", "next", "q_overall", "5", "q_comments", "隠れる"),
			http.StatusOK, "2ページ中 2ページ目", `name="q_overall" value="5"`, "活動の年数", "前へ戻る")
		attendee.Wants(attendee.Post(form, "page", "1", "step", "back", "q_overall", "5", "q_years", "12"),
			http.StatusOK, `name="q_years" value="12"`, "満足度")
		attendee.Wants(attendee.Post(form, "page", "1", "step", "send", "q_overall", "5", "q_years", "百"),
			http.StatusUnprocessableEntity, "数字で入力してください", "百")
		sent := attendee.Post(form, "page", "1", "step", "send", "q_overall", "5", "q_comments", "隠れる", "q_years", "１２")
		attendee.LeadsTo(sent, form+"/thanks")
		expectStored(p, map[string]string{"overall": "5", "years": "12"})
	})
}

// expectStored demands one response with these answers.
func expectStored(p *apptest.Program, want map[string]string) {
	p.T.Helper()
	q := p.DB.Query(p.T.Context())
	surveys, err := q.Surveys().OfEvent(p.Event)
	if err != nil {
		p.T.Fatal(err)
	}
	n := 0
	for r, err := range q.Responses().Each(&surveys[len(surveys)-1]) {
		if err != nil {
			p.T.Fatal(err)
		}
		n++
		if len(r.Answers) != len(want) {
			p.T.Errorf("stored %v", r.Answers)
		}
		for slug, value := range want {
			if strings.Join(r.Answers[slug], ",") != value {
				p.T.Errorf("%s is %v", slug, r.Answers[slug])
			}
		}
	}
	if (n == 0) != (want == nil) {
		p.T.Errorf("%d responses", n)
	}
}

func TestATrialIsCheckedAndNeverCounts(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		path, _ := pagedSurvey(p)
		organizer := p.As(models.RoleOrganizer)
		organizer.LeadsTo(organizer.Post(path+"/open"), path)
		preview := path + "/preview"
		organizer.Wants(organizer.Post(preview, "page", "1", "step", "send", "q_overall", "9"),
			http.StatusUnprocessableEntity, "2ページ中 1ページ目")
		organizer.Wants(organizer.Post(preview, "page", "1", "step", "send", "q_overall", "5", "q_years", "3"),
			http.StatusOK, "試し送りの結果", "years", "記録なし")
		expectStored(p, nil)
		organizer.Wants(organizer.Post(preview+"?as=online", "page", "1", "step", "send"),
			http.StatusUnprocessableEntity, "preview?as=online")
		organizer.Wants(organizer.Get(preview+"?as=absent"), http.StatusOK, "お願いのメールも届きません")
		organizer.Wants(p.As(models.RoleAnalyst).Post(preview, "step", "send"), http.StatusForbidden)
	})
}

func TestASurveyIsCopiedByAFile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		path, _ := pagedSurvey(p)
		organizer := p.As(models.RoleOrganizer)
		file := organizer.Get(path + "/questions.json").Body.String()
		made := organizer.Upload("/staff/events/here/surveys/import", "file", []byte(file)).Header().Get("Location")
		organizer.Wants(organizer.Get(made), http.StatusOK, "活動の年数", "「満足度」で「1 / 2」と答えた方")
		bad := strings.Replace(file, `"kind": "number"`, `"kind": "hologram"`, 1)
		organizer.Wants(organizer.Upload("/staff/events/here/surveys/import", "file", []byte(bad)),
			http.StatusUnprocessableEntity, "4番目の設問")
		organizer.Wants(organizer.Post("/staff/events/here/surveys/copy", "survey", "x"), http.StatusUnprocessableEntity)
		organizer.Wants(organizer.Post(path+"/questions", "do", "template-nps"), http.StatusOK, "知り合いにどのくらいすすめたいですか")
		organizer.Wants(organizer.Post(path+"/questions", "do", "template-sessions"),
			http.StatusUnprocessableEntity, "先にプログラムを公開")
	})
}
