package handlers_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// ownPage is somebody's own page, read as time passes.
type ownPage struct {
	*apptest.Program
	secret, ticket string
}

func newOwnPage(p *apptest.Program, ticketType, email string) *ownPage {
	p.T.Helper()
	body := apptest.RegistrationBody(email, "ticket_type", ticketType, "given_name", "花子", "locale", "ja")
	made := p.API("").Expect(http.StatusCreated, "", http.MethodPost, apptest.RegistrationsPath, body)
	return &ownPage{p, p.MailedSecret(made.String("id")), made.String("ticket")}
}

// shows demands what the page has and lacks now.
func (o *ownPage) shows(when string, has, lacks []string) {
	o.T.Helper()
	answer := o.Request(http.MethodGet, "/r/"+o.secret, "")
	o.Wants(answer, http.StatusOK)
	apptest.Contains(o.T, when, answer.Body.String(), has...)
	apptest.Lacks(o.T, when, answer.Body.String(), lacks...)
}

// at lets time pass until shortly after the start or end of the event.
func (o *ownPage) at(t time.Time) { o.Advance(t.Sub(o.DB.Now()) + time.Minute) }

const (
	ownQR      = "参加票のQRコード"
	ownFull    = `href="#ticket-full"`
	ownJoin    = "オンライン会場に入る"
	ownAgain   = "もう一度申し込む"
	ownPlans   = "ご都合が変わったら"
	ownTake    = "お持ち帰りください"
	ownProof   = "参加証明書（PDF）"
	ownNoProof = "参加証明書はお出しできません"
)

func TestTheOwnPageOfWhoComesToTheVenueLeadsToNoRoom(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) { e.ContactEmail, e.AccessJa = "ask@b.example", "駅から徒歩8分" })
		own := newOwnPage(p, "venue", "a@b.example")
		never := []string{ownJoin, "から入れます", "満席なら待つ", ownTake}
		own.shows("before", []string{ownQR, "開催まで30日", "駅から徒歩8分", "ask@b.example", "オンラインに変更できます"}, append(never, ownFull))

		p.Advance(p.Event.StartsAt.Sub(p.DB.Now()) - 24*time.Hour)
		own.shows("the day before", []string{ownQR, "あした開催です", "参加票をPDFで開く"}, append(never, ownFull))
		p.Advance(p.Event.StartsAt.Sub(p.DB.Now()) - time.Minute)
		own.shows("on the day", []string{ownQR, ownFull, `id="ticket-full"`, "きょう開催です"}, append(never, "当日までに"))
		own.at(p.Event.StartsAt)
		own.shows("during", []string{ownQR, ownFull}, append(never, "開催まで", "きょう開催です"))
	})
}

func TestTheOwnPageOfWhoIsOnlineBeginsWithTheRoom(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		own := newOwnPage(p, "online", "a@b.example")
		never := []string{"会場の受付で、この画面", ownFull, "オンラインに変更できます"}
		own.shows("before", []string{"から入れます", "ご用意ください", "参加票を見る（会場にお越しになるとき）"}, append(never, ownJoin, ownTake))
		own.at(p.Event.StartsAt)
		own.shows("during", []string{ownJoin}, append(never, "から入れます"))
		own.at(p.Event.EndsAt)
		own.shows("while it runs over", []string{ownJoin, "まだ開いています", "ありがとうございました"}, never)
		p.Advance(models.LiveRoomTail)
		own.shows("after", []string{ownTake}, append(never, ownJoin, ownQR, ownPlans, "カレンダーに追加"))
	})
}

func TestNobodyIsGivenATicketForAVenueThatThereIsNot(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.ChangeEvent(func(e *models.Event) { e.VenueNameJa = "" })
		newOwnPage(p, "online", "a@b.example").shows("before", []string{"から入れます"}, []string{ownQR, "会場にお越しになるとき"})
	})
}

func TestTheOwnPageOfWhoWaitsSaysHowLongTheLineIs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		newOwnPage(p, "venue", "one@b.example")
		newOwnPage(p, "venue", "two@b.example")
		newOwnPage(p, "venue", "three@b.example")
		own := newOwnPage(p, "venue", "a@b.example")
		own.shows("before", []string{"キャンセル待ち", "2番目", "オンラインなら、いますぐ", ownPlans}, []string{ownQR, ownJoin, "会場に来られなくなったときは"})
		own.at(p.Event.EndsAt)
		own.shows("after", []string{"お席をご用意できないまま"}, []string{"2番目", ownTake, ownPlans, ownAgain, "オンラインなら"})
	})
}

func TestTheOwnPageOfWhoCancelledOffersToRegisterAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		own := newOwnPage(p, "venue", "a@b.example")
		p.Wants(p.Form("/r/"+own.secret+"/cancel", url.Values{}), http.StatusSeeOther)
		never := []string{ownQR, ownJoin, ownPlans, "カレンダーに追加", "開催まで"}
		own.shows("cancelled", []string{"キャンセル済みです", ownAgain}, never)
		own.at(p.Event.EndsAt)
		own.shows("after", []string{"キャンセル済みです"}, append(never, ownAgain, ownTake))
	})
}

func TestTheOwnPageOfACancelledEventSaysOnlyThat(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		own := newOwnPage(p, "online", "a@b.example")
		p.MoveEvent(models.EventCancelled, map[string]any{"cancelled_at": p.DB.Now(), "cancel_reason": "台風のため"})
		never := []string{ownQR, ownJoin, "から入れます", ownPlans, ownTake, ownAgain, "カレンダーに追加"}
		own.shows("before", []string{"中止になりました", "台風のため"}, never)
		own.at(p.Event.EndsAt)
		own.shows("after", []string{"中止になりました"}, append(never, "ありがとうございました"))
	})
}

func TestACertificateIsOfferedToWhoAttended(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		came, missed := newOwnPage(p, "venue", "a@b.example"), newOwnPage(p, "venue", "b@b.example")
		came.at(p.Event.StartsAt)
		scans := map[string]any{"scans": []any{map[string]any{"id": "scan", "ticket": came.ticket, "door": "main"}}}
		p.API(models.RoleReceptionist).Expect(http.StatusOK, "", http.MethodPost, apptest.CheckInsPath, scans)
		came.at(p.Event.EndsAt)
		came.shows("who came", []string{"ご参加ありがとうございました", ownProof, "まとめ（PDF）"}, []string{ownNoProof, ownQR})
		missed.shows(
			"who did not", []string{"お申し込みありがとうございました", ownNoProof, "まとめ（PDF）"}, []string{ownProof, "ご参加ありがとう"},
		)
	})
}

func TestWhoRegistersAgainFindsTheFormFilledIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		browser := p.Client()
		fields := append(newcomerForm("one", "a@b.example"), "organization", "川崎プロボノ部")
		browser.Post("/events/here/register", fields...)
		secret := p.MailedSecret(*p.Outbox("registration_confirmed")[0].RegistrationID)
		browser.LeadsTo(browser.Get("/r/"+secret+"/again"), "/r/"+secret) // while the place is theirs
		browser.Post("/r/" + secret + "/cancel")
		browser.Wants(browser.Get("/r/"+secret), http.StatusOK, "/r/"+secret+"/again")

		form := p.Page("/r/"+secret+"/again", "ja").Find("form.form")
		for name, want := range map[string]string{
			"family_name": "髙橋", "given_name": "花子", "email": "a@b.example", "organization": "川崎プロボノ部",
		} {
			apptest.Equal(t, name, form.Find("[name="+name+"]").AttrOr("value", ""), want)
		}
		apptest.Equal(t, "the needs", form.Find("[name=needs]").Text(), "人工呼吸器")
		apptest.Equal(t, "the ticket type", form.Find("[name=ticket_type][checked]").AttrOr("value", ""), "online")
		apptest.Equal(t, "consents that are given already", form.Find("[name=consents][checked]").Length(), 0)

		fields[1] = form.Find("[name=id]").AttrOr("value", "")
		browser.LeadsTo(browser.Post("/events/here/register", fields...), "/events/here/registered")
		browser.Wants(browser.Get("/events/here/registered"), http.StatusOK, "お申し込みを受け付けました")
	})
}
