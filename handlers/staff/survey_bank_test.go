package staff_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// Questions of a survey that was opened are offered at the host's next event, and keep their codes.
func TestQuestionsAreTakenOverFromEarlierSurveys(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		path, _ := pagedSurvey(p)
		organizer := p.As(models.RoleOrganizer)
		organizer.Wants(organizer.Get(path+"/bank"), http.StatusOK, "まだありません")
		organizer.LeadsTo(organizer.Post(path+"/open"), path)
		organizer.Wants(organizer.Get(path+"/bank"), http.StatusConflict)

		p.Write(func(tx *models.Tx) error {
			later := *p.Event
			later.ID, later.Slug, later.Organization = "", "later", models.Organization{}
			return tx.Events().Create(&later)
		})
		organizer = p.As(models.RoleOwner)
		next := organizer.Post("/staff/events/later/surveys", "title_ja", "次の回").Header().Get("Location")
		bank := next + "/bank"
		organizer.Wants(organizer.Get(bank), http.StatusOK, "満足度", "1回使用", `value="overall"`)
		organizer.Wants(organizer.Get(bank+"?q=年数"), http.StatusOK, `value="years"`)
		organizer.Wants(organizer.Get(bank+"?q=ない語"), http.StatusOK, "当てはまる設問はありません")
		organizer.Wants(organizer.Post(bank), http.StatusUnprocessableEntity, "追加する設問を選んでください")
		organizer.LeadsTo(organizer.Post(bank, "question", "overall", "question", "years", "question", "nothing"), next)
		organizer.LeadsTo(organizer.Post(bank, "question", "overall"), next) // is there already
		file := organizer.Get(next + "/questions.json").Body.String()
		if strings.Count(file, `"slug": "overall"`) != 1 || !strings.Contains(file, `"slug": "years"`) {
			t.Errorf("the survey has %s", file)
		}
		organizer.Wants(organizer.Get(bank), http.StatusOK, "すでにあります")
		organizer.Wants(p.As(models.RoleAnalyst).Get(bank), http.StatusForbidden)
	})
}
