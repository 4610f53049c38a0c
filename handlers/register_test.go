package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
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
		organizer.LeadsTo(organizer.Post(desk+"/import/store", "packed", contentOf(organizer, preview.Body.String())), desk)
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

// Who asks an event to erase them stays in the member register of its host: that is a list of its own, which the page
// says. So nobody who registers with a member's address takes them out of it.
func TestAnEventErasesNothingInTheMemberRegister(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer := p.As(models.RoleOrganizer)
		const desk = "/staff/organizations/here-host/register"
		organizer.Post(desk, "family_name", "髙橋", "email", "hanako@club.example", "role", "member")
		secret, id, _ := p.SignUp(p.Event, "hanako@club.example")
		own := paths.OfAttendee(secret)
		reader := p.Client()
		reader.Wants(reader.Get(own.Data()), http.StatusOK, "この名簿は、団体が別に管理しています")
		reader.Wants(reader.Get(own.Erase()), http.StatusOK, "団体の部員名簿をのぞいて")
		p.Write(func(tx *models.Tx) error { return tx.Privacy().EraseOnRequest(p.Event, id) })
		organizer.Wants(organizer.Get(desk), http.StatusOK, "髙橋", "hanako@club.example")
	})
}

// The pages with which people join: a request, its answer, an invitation, a name on the page, and the end.
func TestPeopleJoinAnOrganization(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		owner, organizer := p.As(models.RoleOwner), p.As(models.RoleOrganizer)
		const home, desk, page = "/staff/organizations/here-host", "/staff/organizations/here-host/register",
			"/organizations/here-host"
		hana, everybody := keepAccount(p, "hana@mail.example"), p.Client()
		hana.Wants(hana.Get(page+"/join"), http.StatusNotFound)
		form := []string{"name_ja", "川崎プロボノ部", "sector", "civil", "is_listed", "true"}
		owner.LeadsTo(owner.Post(home, form...), home)
		hana.Wants(hana.Get(page+"/join"), http.StatusConflict)
		owner.LeadsTo(owner.Post(home, append(form, "takes_requests", "true")...), home)
		everybody.Wants(everybody.Get(page), http.StatusOK, "仲間に入る")
		everybody.LeadsTo(everybody.Get(page+"/join"), paths.Me)
		hana.Wants(hana.Get(page+"/join"), http.StatusOK, "参加を申し込む")
		hana.Wants(hana.Post(page+"/join", "words", strings.Repeat("長", 501)), http.StatusUnprocessableEntity, "長長長")
		hana.LeadsTo(hana.Post(page+"/join", "words", "<b>よろしく</b>"), paths.Me)
		hana.Wants(hana.Get(paths.Me), http.StatusOK, "お返事待ち", "申込を取り下げる")

		organizer.Wants(organizer.Get(desk), http.StatusOK, "参加の申込が1件あります。")
		list := organizer.Get(desk + "?state=asks").Body.String()
		_, rest, _ := strings.Cut(list, desk+"/people/")
		person := desk + "/people/" + rest[:36]
		organizer.Wants(organizer.Get(person), http.StatusOK, "&lt;b&gt;よろしく", "お断りする")
		analyst := p.As(models.RoleAnalyst)
		analyst.Wants(analyst.Post(person+"/answer", "answer", "accept"), http.StatusForbidden)
		organizer.Wants(organizer.Post(person+"/answer", "words", "どうぞ"), http.StatusUnprocessableEntity, "どうぞ")
		organizer.LeadsTo(organizer.Post(person+"/answer", "answer", "accept"), desk)
		hana.Wants(hana.Get(paths.Me), http.StatusOK, "ページに名前を載せる", "退部する")
		hana.LeadsTo(hana.Post(paths.MePlace(rest[:36]), "act", "name"), paths.Me)
		everybody.Wants(everybody.Get(page), http.StatusOK, "活動する人")
		hana.LeadsTo(hana.Post(paths.MePlace(rest[:36]), "act", "nonsense"), paths.Me)
		hana.Wants(hana.Post(paths.MePlace("nothing"), "act", "leave"), http.StatusNotFound)

		person = organizer.Post(desk, "family_name", "田中", "email", "tanaka@club.example", "role", "member").
			Header().Get("Location")
		organizer.LeadsTo(organizer.Post(person+"/invite"), person)
		p.RunJobs()
		var link string
		for _, m := range modelstest.Mails(t, p.DB) {
			for _, word := range strings.Fields(p.Text(m)) {
				if at, ok := strings.CutPrefix(word, apptest.BaseURL); ok && strings.HasPrefix(at, paths.JoinPrefix) {
					link = at
				}
			}
		}
		everybody.Wants(everybody.Get(link), http.StatusOK, "所属していますか")
		everybody.LeadsTo(everybody.Post(link, "answer", "accept"), paths.MeSent)
		everybody.Wants(everybody.Get(link), http.StatusNotFound, "このリンクは使えません")
		organizer.Wants(organizer.Get(person), http.StatusOK, "ご本人が確認済み")

		organizer.Wants(organizer.Post(home+"/leaving", "left", "true"), http.StatusForbidden)
		owner.Wants(owner.Get(home+"/leaving"), http.StatusOK, "団体の活動を終える")
		owner.LeadsTo(owner.Post(home+"/leaving", "left", "true"), home)
		everybody.Wants(everybody.Get(page), http.StatusOK, "活動を終えました")
		hana.Wants(hana.Get(page+"/join"), http.StatusConflict)
		owner.LeadsTo(owner.Post(home+"/leaving"), home)
		hana.Wants(hana.Get(paths.Me), http.StatusOK, "退部する")
	})
}
