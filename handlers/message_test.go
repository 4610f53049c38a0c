package handlers_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"meguri/app/message"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

const messagesPath = "/staff/events/here/messages"

func TestAnOrganizerWritesToWhomeverAFilterChooses(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "a@b.example")
		p.SignUp(p.Event, "b@b.example")
		p.RunJobs()
		staff := p.As(models.RoleOrganizer)
		staff.Wants(staff.Get(messagesPath), http.StatusOK, "前日のご案内", "自動", "文例から始める")
		for _, preset := range []string{"week", "day", "hour", "thanks", "place", "no_show"} {
			staff.Wants(staff.Get(messagesPath+"/new?preset="+preset), http.StatusOK, "宛先")
		}
		staff.Wants(staff.Get(messagesPath+"/new?preset=bring&mode=online"), http.StatusOK, "筆記用具", `value="online" selected`)

		broken := staff.Post(messagesPath+"/new", "subject_ja", "ご案内", "body_ja", "{nobody} 様", "state", "confirmed")
		staff.Wants(broken, http.StatusUnprocessableEntity, "{nobody} という差し込み項目はありません", "{nobody} 様</textarea>")

		made := staff.Post(
			messagesPath+"/new", "subject_ja", "ご案内", "body_ja", "{name} 様\n\n{ticket_link}", "state", "confirmed",
			"then", "send",
		)
		apptest.Equal(t, "status", made.Code, http.StatusSeeOther)
		ask := made.Header().Get("Location")
		at := strings.TrimSuffix(ask, "/send")
		staff.Wants(staff.Get(ask), http.StatusOK, "2人にメールを送ります", "2人に送る")
		staff.Wants(staff.Get(at+"?n=1"), http.StatusOK, "2人のうち2人目")
		staff.Wants(staff.Get(at+"/preview?n=1"), http.StatusOK, "/r/••••••••")

		stale := staff.Post(ask, "when", "now", "people", "1")
		staff.Wants(stale, http.StatusUnprocessableEntity, "宛先が2人に変わりました")
		past := staff.Post(ask, "when", "later", "send_at", "2020-01-01T10:00")
		staff.Wants(past, http.StatusUnprocessableEntity, "これからの日時を選んでください")
		apptest.Equal(t, "sent", staff.Post(ask, "when", "now", "people", "2").Code, http.StatusSeeOther)
		staff.Wants(staff.Get(at), http.StatusOK, "いまなら取り消せます", "送信を取り消す")
		apptest.Equal(t, "taken back", staff.Post(at+"/unschedule").Code, http.StatusSeeOther)
		apptest.Equal(t, "sent again", staff.Post(ask, "when", "now", "people", "2").Code, http.StatusSeeOther)
		p.Advance(message.UndoTime)
		apptest.Equal(t, "mails", len(p.Outbox("message")), 2)
		staff.Wants(staff.Get(at), http.StatusOK, "送信済み", "a@b.example", "b@b.example", "コピーして新しく書く")
		staff.Wants(staff.Get(messagesPath), http.StatusOK, "送信済み 1件")
		for _, m := range p.Outbox("message") {
			person := staff.Get("/staff/events/here/people/" + *m.RegistrationID)
			staff.Wants(person, http.StatusOK, "ご案内")
		}
		late := staff.Post(at, "subject_ja", "別の件名", "body_ja", "x", "version", "9")
		staff.Wants(late, http.StatusUnprocessableEntity, "送信が始まっています")
	})
}

func TestMessagesCarryTheHeadersOfMailsToMany(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		server := apptest.NewMailServer(t)
		p.SendMailTo("smtp://" + server.Address)
		p.SignUp(p.Event, "a@b.example")
		p.RunJobs()
		p.Advance(time.Minute)
		staff := p.As(models.RoleOrganizer)
		made := staff.Post(messagesPath+"/new", "subject_ja", "次回のご案内", "body_ja", "{name} 様", "news", "true", "then", "send")
		staff.Post(made.Header().Get("Location"), "when", "now", "people", "1")
		p.Advance(message.UndoTime)
		p.RunJobs()
		apptest.Equal(t, "mails", len(server.Mails), 2)
		ticket, news := apptest.ParseMail(t, server.Mails[0].Content), apptest.ParseMail(t, server.Mails[1].Content)
		for _, m := range []*apptest.ParsedMail{ticket, news} {
			apptest.Equal(t, "answers", m.Header.Get("X-Auto-Response-Suppress"), "OOF, AutoReply")
		}
		apptest.Equal(t, "a ticket's way out", ticket.Header.Get("List-Unsubscribe"), "")
		apptest.Equal(t, "one click", news.Header.Get("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click")
		apptest.Equal(t, "subject", news.Text("Subject"), "次回のご案内")
		way := strings.Trim(news.Header.Get("List-Unsubscribe"), "<>")
		path := strings.TrimPrefix(way, apptest.BaseURL)

		browser := p.Client()
		browser.Wants(browser.Get(path), http.StatusOK, "受け取らない")
		const form = "application/x-www-form-urlencoded"
		refused := p.Request(http.MethodPost, path, "List-Unsubscribe=One-Click", "Content-Type", form)
		apptest.Equal(t, "a mail program's click", refused.Code, http.StatusOK)
		again := staff.Post(messagesPath+"/new", "subject_ja", "次回", "body_ja", "x", "news", "true", "then", "send")
		staff.Wants(staff.Get(again.Header().Get("Location")), http.StatusOK, "いまは宛先に当てはまる方がいません")
	})
}

func TestStaffWriteToWhomTheySelectedAndToOnePerson(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, first, _ := p.SignUp(p.Event, "a@b.example")
		p.SignUp(p.Event, "b@b.example")
		p.RunJobs()
		staff := p.As(models.RoleOrganizer)
		const selected = "/staff/events/here/people/selected/write"
		staff.Wants(staff.Get("/staff/events/here/people"), http.StatusOK, selected, "メールを書く")
		staff.Wants(staff.Post(selected), http.StatusUnprocessableEntity, "対象の方が選ばれていません")
		staff.Wants(staff.Post(selected, "id", models.NewID()), http.StatusUnprocessableEntity, "対象の方が選ばれていません")
		all := staff.Post(selected, "all", "true", "list", "state=confirmed")
		staff.Wants(staff.Get(all.Header().Get("Location")), http.StatusOK, "選んだ方", `<b>2</b> 人に届きます`)

		page := staff.Get("/staff/events/here/people/" + first)
		staff.Wants(page, http.StatusOK, "この方にメールを書く")
		at := staff.Post(selected, "id", first).Header().Get("Location")
		staff.Wants(staff.Get(at), http.StatusOK, "選んだ方", `<b>1</b> 人に届きます`)
		staff.Post(at, "subject_ja", "おひとりに", "body_ja", "{name} 様", "version", "1", "then", "send")
		staff.Post(at+"/send", "when", "now", "people", "1")
		p.Advance(message.UndoTime)
		mails := p.Outbox("message")
		apptest.Equal(t, "mails", len(mails), 1)
		apptest.Equal(t, "to", mails[0].ToAddress, "a@b.example")
		staff.Wants(staff.Get("/staff/events/here/messages"), http.StatusOK, "（件名なし）")
	})
}

func TestStaffRewordTheProgramsMailsAndSetWhenMessagesGo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleOrganizer)
		const list, rules = messagesPath + "/wordings", messagesPath + "/rules"
		const confirmed = list + "/registration_confirmed"
		staff.Wants(staff.Get(messagesPath), http.StatusOK, list, rules)
		staff.Wants(staff.Get(list), http.StatusOK, "申し込みの確定", "アンケートのお願い", "標準の文面")
		staff.Wants(staff.Get(confirmed), http.StatusOK, "お申し込みを承りました：{event}", "{name} 様", "いつも付きます")
		if body := staff.Get(list).Body.String(); strings.Contains(body, "message.kind_") {
			t.Error("a mail has no name in the list")
		}
		broken := staff.Post(confirmed, "subject_ja", "件名", "body_ja", "{onamae} 様", "subject_en", "x", "body_en", "x")
		staff.Wants(broken, http.StatusUnprocessableEntity, "{onamae} という差し込み項目はありません", "{onamae} 様</textarea>")
		apptest.Equal(t, "saved", staff.Post(
			confirmed, "subject_ja", "お待ちしています", "body_ja", "{name}さん", "subject_en", "x", "body_en", "x",
		).Code, http.StatusSeeOther)
		staff.Wants(staff.Get(list), http.StatusOK, "文面を変更済み")
		staff.Wants(staff.Get(confirmed+"/preview?in=ja"), http.StatusOK, "さん")
		p.SignUp(p.Event, "a@b.example")
		sent := p.Outbox("registration_confirmed")
		apptest.Equal(t, "subject", sent[0].Subject, "お待ちしています")
		apptest.Equal(t, "restored", staff.Post(confirmed+"/restore").Code, http.StatusSeeOther)
		p.SignUp(p.Event, "b@b.example")
		for _, m := range p.Outbox("registration_confirmed") {
			if m.ToAddress == "b@b.example" && !strings.HasPrefix(m.Subject, "お申し込みを承りました") {
				t.Errorf("after restoring: %s", m.Subject)
			}
		}
		apptest.Equal(t, "unknown", staff.Get(list+"/password_reset").Code, http.StatusNotFound)

		wrong := staff.Post(rules, "reply_to", "nobody", "quiet_from", "21", "quiet_until", "")
		staff.Wants(wrong, http.StatusUnprocessableEntity, `value="nobody"`, "両方とも選んでください")
		apptest.Equal(t, "saved", staff.Post(rules, "quiet_from", "21", "quiet_until", "8").Code, http.StatusSeeOther)
		staff.Wants(staff.Get(rules), http.StatusOK, `value="21" selected`)
	})
}

func TestWhoLosesTheRoleWhileWritingSendsNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SignUp(p.Event, "a@b.example")
		writer := p.AsAccount(p.Staff[models.RoleOrganizer])
		at := writer.Post(messagesPath+"/new", "subject_ja", "ご案内", "body_ja", "{name} 様").Header().Get("Location")
		writer.Wants(writer.Get(at), http.StatusOK, "ご案内")
		p.Write(func(tx *models.Tx) error {
			members, err := tx.Members().AtEvent(p.Event)
			for i := range members {
				if members[i].AccountID == p.Staff[models.RoleOrganizer] {
					err = errors.Join(err, tx.Members().Remove(&members[i]))
				}
			}
			return err
		})
		for _, answer := range []int{
			writer.Post(at, "subject_ja", "別の件名", "body_ja", "x", "version", "1", "then", "send").Code,
			writer.Post(at+"/send", "when", "now", "people", "1").Code,
			writer.Get(at + "/preview").Code,
		} {
			apptest.Equal(t, "answer", answer, http.StatusNotFound) // as for everybody who has no role here
		}
		p.Advance(time.Hour)
		apptest.Equal(t, "mails", len(p.Outbox("message")), 0)
		others := p.As(models.RoleOwner)
		others.Wants(others.Get(at), http.StatusOK, "ご案内", "下書き")
	})
}
