package staff_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestSelectedPeopleAreAskedAboutFirst(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, first, _ := p.SignUp(p.Event, "a@mail.example")
		_, second, _ := p.SignUp(p.Event, "b@mail.example")
		organizer := p.As(models.RoleOrganizer)
		answer := organizer.Post(listPath+"/selected/cancel", "id", first, "id", second, "list", "state=confirmed")
		organizer.Wants(answer, http.StatusOK, "2人の申し込みをキャンセルしますか", "2人をキャンセルする", "?state=confirmed")
		apptest.Equal(t, "cancelled", len(p.Outbox("registration_cancelled")), 0)
		t.Run("and are all cancelled then, each with a mail", func(t *testing.T) {
			p, organizer := p.With(t), organizer.With(t)
			answer := organizer.Post(listPath+"/selected/cancel", "id", first, "id", second, "sure", "true")
			organizer.Wants(follow(organizer, answer), http.StatusOK, "2人の申し込みをキャンセルしました。", "元に戻す")
			apptest.Equal(t, "mails", len(p.Outbox("registration_cancelled")), 2)
			entries, err := p.DB.Query(t.Context()).Audits().Find(models.AuditFilter{EventID: p.Event.ID}, 10)
			if err != nil {
				t.Fatal(err)
			}
			var recorded []string
			for _, e := range entries {
				if e.SubjectKind == models.SubjectRegistration {
					recorded = append(recorded, e.Action+" "+e.SubjectID)
				}
			}
			apptest.Equal(t, "entries", len(entries), 3) // and that it was begun
			slices.Sort(recorded)
			want := []string{"person_cancelled " + first, "person_cancelled " + second}
			slices.Sort(want)
			apptest.Equal(t, "recorded", recorded, want)
		})
		t.Run("and who is cancelled already is told", func(t *testing.T) {
			organizer := organizer.With(t)
			answer := organizer.Post(listPath+"/selected/link", "id", first, "sure", "true")
			organizer.Wants(answer, http.StatusOK, "0人に", "キャンセル済みなど", "髙橋")
		})
	})
}

func TestOfThoseSelectedWhoCannotIsTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		var ids []string
		for _, address := range []string{"a", "b", "c"} { // the venue has two places
			_, id, _ := p.SignUp(p.Event, address+"@mail.example")
			ids = append(ids, "id", id)
		}
		organizer := p.As(models.RoleOrganizer)
		form := slices.Concat(ids, []string{"ticket_type", "venue", "sure", "true"})
		question := organizer.Post(listPath+"/selected/change", slices.Concat(ids, []string{"ticket_type", "venue"})...)
		organizer.Wants(question, http.StatusOK, "操作できるのは、3人のうち2人です", "お席が足りません")
		organizer.Wants(
			follow(organizer, organizer.Post(listPath+"/selected/change", form...)), http.StatusOK,
			"2人の参加枠を変更しました。", "次の1人は、そのままです", "お席が足りません",
		)
		t.Run("and what is no ticket type changes nobody", func(t *testing.T) {
			organizer := organizer.With(t)
			form := slices.Concat(ids, []string{"ticket_type", "balcony", "sure", "true"})
			answer := organizer.Post(listPath+"/selected/change", form...)
			apptest.Equal(t, "status", answer.Code, http.StatusUnprocessableEntity)
		})
	})
}

func TestTheWholeListIsSelected(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for _, address := range []string{"a@mail.example", "b@mail.example", "c@other.example"} {
			p.SignUp(p.Event, address)
		}
		organizer := p.As(models.RoleOrganizer)
		answer := organizer.Post(listPath+"/selected/link", "all", "true", "list", "q=mail.example")
		organizer.Wants(answer, http.StatusOK, "2人に専用ページのリンクを再送しますか")
		apptest.Equal(t, "ids", strings.Count(answer.Body.String(), `name="id"`), 2)
		t.Run("for a file, too", func(t *testing.T) {
			organizer := organizer.With(t)
			answer := organizer.Post(listPath+"/selected/export", "all", "true", "list", "q=mail.example")
			organizer.LeadsTo(answer, "/api/v1/events/here/registrations.xlsx?q=mail.example")
		})
	})
}

func TestSelectingNobodyShowsTheListAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "a@mail.example")
		organizer := p.As(models.RoleOrganizer)
		for _, action := range []string{"cancel", "change", "link", "export"} {
			answer := organizer.Post(listPath+"/selected/"+action, "list", "q=a%40mail")
			organizer.Wants(answer, http.StatusUnprocessableEntity, "対象の方が選ばれていません", "a@mail")
		}
		answer := organizer.Post(listPath+"/selected/cancel", "id", "' OR 1=1", "sure", "true")
		apptest.Equal(t, "no id", answer.Code, http.StatusUnprocessableEntity)
	})
}

// follow opens the page to which an answer leads.
func follow(c *apptest.Client, answer *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	return c.Get(answer.Header().Get("Location"))
}

func TestWhatIsDoneToManyIsUndoneForTenMinutes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, first, _ := p.SignUp(p.Event, "a@mail.example")
		_, second, _ := p.SignUp(p.Event, "b@mail.example")
		organizer := p.As(models.RoleOrganizer)
		done := organizer.Post(listPath+"/selected/cancel", "id", first, "id", second, "sure", "true")
		action := done.Header().Get("Location")
		organizer.LeadsTo(organizer.Post(action+"/undo"), action)
		organizer.Wants(organizer.Get(action), http.StatusOK, "2人を元に戻しました。")
		organizer.Wants(organizer.Get(listPath+"/"+first), http.StatusOK, "参加確定", "まとめて操作を取り消し")
		organizer.Wants(organizer.Post(action+"/undo"), http.StatusUnprocessableEntity, "10分以内")
		t.Run("and no longer", func(t *testing.T) {
			p, organizer := p.With(t), organizer.With(t)
			done := organizer.Post(listPath+"/selected/tag", "id", first, "tag", "来賓", "sure", "true")
			p.Advance(11 * time.Minute)
			organizer.Wants(organizer.Post(done.Header().Get("Location")+"/undo"), http.StatusUnprocessableEntity)
		})
	})
}
