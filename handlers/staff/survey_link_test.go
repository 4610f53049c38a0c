package staff_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// surveyLink opens a survey to anyone, and returns the path of its link.
func surveyLink(p *apptest.Program, path string) string {
	p.T.Helper()
	organizer := p.As(models.RoleOrganizer)
	organizer.LeadsTo(organizer.Post(path+"/link", "link", "open"), path+"/settings#link")
	link := apptest.Document(p.T, organizer.Get(path+"/settings")).Find("#survey-link").AttrOr("value", "")
	_, secret, _ := strings.Cut(link, "/survey/")
	return "/survey/" + secret
}

func TestAnyoneAnswersByTheLinkOfASurvey(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		path, _ := newSurvey(p, false)
		link, organizer, guest := surveyLink(p, path), p.As(models.RoleOrganizer), p.Client()
		guest.Wants(guest.Get(link), http.StatusOK, "受付はまだ始まっていません")
		organizer.Post(path + "/open")

		guest.Wants(guest.Get(link), http.StatusOK, "どなたでも、このページから答えられます", `name="browser"`)
		faulty := guest.Post(link, "q_comments", "声<b>", "q_overall", "", "browser", "mine")
		guest.Wants(faulty, http.StatusUnprocessableEntity, "声&lt;b&gt;</textarea>", `value="mine"`)
		for range 2 { // a double click sees the same
			guest.LeadsTo(guest.Post(link, "q_comments", "声", "q_overall", "4", "browser", "mine"), link+"/thanks")
		}
		guest.Wants(guest.Get(link+"/thanks"), http.StatusOK, "ご回答ありがとうございました")
		guest.Wants(guest.Get(link), http.StatusOK, "このブラウザからは回答済みです")
		other := guest.Post(link, "q_comments", "別の声", "q_overall", "5", "browser", "another form")
		guest.Wants(other, http.StatusConflict, "回答済みです", "別の声</textarea>")

		stage := apptest.Document(t, organizer.Get("/staff/events/here/stage")).Find("#screen-link").AttrOr("value", "")
		_, stage, _ = strings.Cut(stage, "/events/here")
		guest.Wants(guest.Get("/events/here"+stage+"?view=survey"), http.StatusOK, "ふり返り", "stage-qr")

		writing := p.Client()
		organizer.Post(path+"/link", "link", "renew")
		late := writing.Post(link, "q_comments", "長い<文章>", "q_overall", "5")
		writing.Wants(late, http.StatusConflict, "このリンクからは回答できません", "長い&lt;文章&gt;</textarea>")
		writing.Wants(writing.Get("/survey/x"), http.StatusNotFound)
		wrong := organizer.Post(path+"/link", "link", "x")
		organizer.Wants(wrong, http.StatusUnprocessableEntity)
		organizer.Wants(organizer.Get(path+"/results"), http.StatusOK, "2件以上あるかもしれません")
	})
}
