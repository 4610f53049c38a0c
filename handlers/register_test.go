package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// Who keeps the register works with it in the browser; what is typed wrongly is shown again; nobody else sees it.
func TestTheMemberRegister(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer := p.As(models.RoleOrganizer)
		const desk = "/staff/organizations/here-host/register"
		member := []string{"family_name", "髙橋", "given_name", "花子", "email", "hanako@club.example", "role", "member"}
		organizer.Wants(organizer.Get(desk), http.StatusOK, "まだ、どなたも登録されていません。")
		organizer.Wants(organizer.Post(desk, append([]string{"from", "きのう"}, member...)...), http.StatusUnprocessableEntity,
			"髙橋", "hanako@club.example")
		answer := organizer.Post(desk, member...)
		person := answer.Header().Get("Location")
		if answer.Code != http.StatusSeeOther || !strings.HasPrefix(person, desk+"/people/") {
			t.Fatal(answer.Code, person)
		}
		organizer.Wants(organizer.Post(desk, member...), http.StatusUnprocessableEntity, "名簿の別の方のものです")
		organizer.Wants(organizer.Get(desk+"?q=hanako&sort=-since&role=member"), http.StatusOK, "髙橋 花子")
		organizer.Wants(organizer.Post(person+"/leave", "until", ""), http.StatusUnprocessableEntity)
		organizer.LeadsTo(organizer.Post(person+"/roles", "role", "board", "from", "2026-04-01"), person)
		organizer.Wants(organizer.Get(person), http.StatusOK, "運営委員", "2026-04-01")
		organizer.Wants(organizer.Get(person+"/roles/nothing"), http.StatusNotFound)
		organizer.Wants(organizer.Get(desk+"/people/nothing"), http.StatusNotFound)

		organizer.Wants(organizer.Upload(desk+"/import", "file", []byte("年齢\n7\n")), http.StatusUnprocessableEntity,
			"「氏名」か「姓」の列が見つかりません")
		preview := organizer.Upload(desk+"/import", "file", []byte("氏名,メール\n<b>太郎</b>,taro@club.example\n"))
		organizer.Wants(preview, http.StatusOK, "&lt;b&gt;太郎", "この内容で取り込む")
		organizer.LeadsTo(organizer.Post(desk+"/import/store", "content", "氏名,メール\n太郎,taro@club.example\n"), desk)
		organizer.Wants(organizer.Get(desk), http.StatusOK, "taro@club.example", "取り込みを取り消す")
		organizer.Wants(organizer.Get(desk+".csv?q=taro"), http.StatusOK, "taro@club.example")
		apptest.Lacks(t, "the file", organizer.Get(desk+".csv?q=taro").Body.String(), "hanako")
		organizer.Wants(organizer.Get(desk+"/import/template.csv"), http.StatusOK, "メールアドレス")

		organizer.LeadsTo(organizer.Post(person+"/leave", "until", "2026-10-31"), person)
		organizer.LeadsTo(organizer.Post(person+"/erase"), desk)
		organizer.Wants(organizer.Get(person), http.StatusOK, "削除済み")
		apptest.Lacks(t, "everybody", organizer.Get(desk+"?state=all").Body.String(), "髙橋", "hanako")

		for _, role := range []models.Role{models.RoleAnalyst, models.RoleModerator, models.RoleCoordinator} {
			other := p.As(role)
			other.Wants(other.Get(desk), http.StatusForbidden)
			other.Wants(other.Post(desk, member...), http.StatusForbidden)
		}
	})
}
