package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"meguri/app/offer"
	"meguri/app/program"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// openNeed is a need of the event that everybody sees, and its desk.
func openNeed(p *apptest.Program, more ...string) (shown, desk string) {
	p.T.Helper()
	coordinator := p.As(models.RoleCoordinator)
	desk = needOf(coordinator, coordinator.Post("/staff/events/here/needs", readyNeed(more...)...))
	coordinator.LeadsTo(coordinator.Post(desk+"/move", "version", "1", "to", "open"), desk)
	return "/needs/" + strings.TrimPrefix(desk, "/staff/events/here/needs/"), desk
}

// mailsOf does the jobs that are due, and lists the mails of a kind, the newest first.
func mailsOf(p *apptest.Program, kind string) (list []models.Mail) {
	p.T.Helper()
	p.RunJobs()
	for _, m := range modelstest.Mails(p.T, p.DB) {
		if m.Kind == kind {
			list = append(list, m)
		}
	}
	return list
}

const offerer = "ume@offers.example"

func offered(more ...string) []string {
	return append([]string{
		"name", "梅田 うめ", "email", offerer, "words", "会社で名簿を直しています。", "agrees", "true",
	}, more...)
}

// sendOffer puts somebody forward, and returns the path of their own page.
func sendOffer(p *apptest.Program, shown string, more ...string) string {
	p.T.Helper()
	everybody := p.Client()
	everybody.LeadsTo(everybody.Post(shown+"/offers", offered(more...)...), shown+"/offers/sent")
	mails := mailsOf(p, offer.MailConfirm)
	if len(mails) == 0 {
		p.T.Fatal("no mail")
	}
	found := regexp.MustCompile(paths.OfferPrefix + `[\w.-]+`).FindString(p.Text(mails[0]))
	return found
}

// answerAt is where the only offer on a desk is answered.
func answerAt(c *apptest.Client, desk string) string {
	c.T.Helper()
	found := regexp.MustCompile(`action="(` + desk + `/offers/[\w-]+)"`).FindStringSubmatch(c.Get(desk).Body.String())
	if found == nil {
		c.T.Fatal("nothing to answer")
	}
	return found[1]
}

// Both write to each other without addresses; the coordinator sees the address once both said yes.
func TestAnOfferIsAnsweredWithoutAddresses(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		shown, desk := openNeed(p)
		everybody, coordinator := p.Client(), p.As(models.RoleCoordinator)
		for field, value := range map[string]string{
			"name": "https://spam.example", "email": "nobody", "words": " ", "agrees": "",
		} {
			everybody.Wants(everybody.Post(shown+"/offers", append([]string{field, value}, offered()...)...),
				http.StatusUnprocessableEntity)
		}
		everybody.Wants(everybody.Post("/needs/"+models.NewID()+"/offers", offered()...), http.StatusNotFound)
		own := sendOffer(p, shown)
		apptest.Lacks(t, "the desk before", coordinator.Get(desk).Body.String(), "梅田", offerer)
		everybody.Wants(everybody.Get(own), http.StatusOK, "申し出を確定する")
		everybody.LeadsTo(everybody.Post(own), own)
		everybody.LeadsTo(everybody.Post(own), own) // again
		apptest.Equal(t, "mails to coordinators", len(mailsOf(p, offer.MailTold)), 1)

		at := answerAt(coordinator, desk)
		coordinator.Wants(coordinator.Get("/staff/events/here/needs"), http.StatusOK, "1人", "返事待ち")
		coordinator.Wants(coordinator.Post(at, "version", "1", "to", "talking"), http.StatusUnprocessableEntity,
			"この方へのメッセージをお書きください。")
		coordinator.Wants(coordinator.Post(at, "version", "1", "to", "lapsed"), http.StatusUnprocessableEntity)
		coordinator.LeadsTo(coordinator.Post(at, "version", "1", "to", "talking", "words", "土曜はいかがですか"), desk)
		coordinator.Wants(coordinator.Post(at, "version", "1", "to", "declined"), http.StatusUnprocessableEntity,
			"ほかの方が先に返事をしました。")
		everybody.Wants(everybody.Get(own), http.StatusOK, "土曜はいかがですか", "お返事をお願いします。")
		everybody.Wants(everybody.Post(own+"/reply", "words", ""), http.StatusUnprocessableEntity)
		everybody.LeadsTo(everybody.Post(own+"/reply", "words", "<b>はい</b>"), own)
		page := coordinator.Get(desk)
		coordinator.Wants(page, http.StatusOK, "&lt;b&gt;はい&lt;/b&gt;")
		apptest.Lacks(t, "the desk", page.Body.String(), offerer, "<b>はい")
		list := p.API(models.RoleCoordinator).Get("/api/v1/events/here/offers").Body.String()
		apptest.Contains(t, "the API", list, "梅田 うめ", `"talking"`)
		apptest.Lacks(t, "the API", list, offerer)
		p.API(models.RoleModerator).Expect(http.StatusForbidden, "forbidden", "GET", "/api/v1/events/here/offers", nil)

		coordinator.LeadsTo(coordinator.Post(at, "version", "3", "to", "accepted"), desk)
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, offerer)
		everybody.Wants(everybody.Get(own), http.StatusOK, "お力をお借りすることになりました。")
		everybody.LeadsTo(everybody.Post(own+"/asking", "may_be_asked", "true"), own)
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, "ほかの困りごとでも声をかけてよい")
		everybody.Wants(everybody.Post(own+"/erase"), http.StatusOK, "すべて消しました。")
		everybody.Wants(everybody.Get(own), http.StatusNotFound)
		apptest.Lacks(t, "the desk after", coordinator.Get(desk).Body.String(), "梅田", "土曜はいかがですか")
	})
}

// Who does not answer is told, and then the offer lapses; a coordinator who does not is told, and the offer stays.
// What somebody wrote as the title of a need is no Markdown in the mails about it.
func TestMailsOfOffersShowTitlesAsTheyWereTyped(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		const title = "*強調* [押す](x)"
		shown, _ := openNeed(p, "title", title)
		p.Client().Post(sendOffer(p, shown))
		mails := mailsOf(p, offer.MailTold)
		apptest.Equal(t, "mails to coordinators", len(mails), 1)
		apptest.Contains(t, "the mail", p.Text(mails[0]), title)
	})
}

func TestAnOfferLapses(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		shown, desk := openNeed(p)
		everybody := p.Client()
		own := sendOffer(p, shown)
		everybody.LeadsTo(everybody.Post(own), own)
		p.Advance(8 * 24 * time.Hour)
		p.RunJobs()
		apptest.Equal(t, "mails to coordinators", len(mailsOf(p, offer.MailTold)), 2)
		coordinator := p.As(models.RoleCoordinator)
		at := answerAt(coordinator, desk)
		coordinator.LeadsTo(coordinator.Post(at, "version", "1", "to", "talking", "words", "いかがですか"), desk)
		news := func(days int, want int, text string) {
			p.T.Helper()
			p.Advance(time.Duration(days) * 24 * time.Hour)
			p.RunJobs()
			mails := mailsOf(p, offer.MailNews)
			apptest.Equal(t, "mails", len(mails), want)
			apptest.Contains(t, "the mail", p.Text(mails[0]), text)
		}
		news(4, 1, "コーディネーターから返事がありました")
		news(2, 2, "あと2日で")
		news(2, 3, "期限が過ぎたため終わりました")
		everybody.Wants(everybody.Post(own+"/reply", "words", "はい"), http.StatusUnprocessableEntity, "いまは返事を送れません。")
	})
}

// A need is withdrawn while somebody talks: they are told, and the exchange ends. What a need at home must have agreed
// comes before a yes.
func TestANeedIsWithdrawnWhileOffersAreOpen(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		shown, desk := openNeed(p, "at_home", "true")
		everybody, coordinator := p.Client(), p.As(models.RoleCoordinator)
		own := sendOffer(p, shown)
		everybody.LeadsTo(everybody.Post(own), own)
		coordinator.Wants(coordinator.Post(answerAt(coordinator, desk), "version", "1", "to", "accepted"),
			http.StatusUnprocessableEntity, "先に、覚書を記録してください。")
		coordinator.LeadsTo(coordinator.Post(desk+"/move", "version", "2", "to", "withdrawn"), desk)
		everybody.Wants(everybody.Get(own), http.StatusOK, "この申し出は終わりました。")
		apptest.Contains(t, "the mail", p.Text(mailsOf(p, offer.MailNews)[0]), "募集が終わった")
		everybody.Wants(everybody.Post(shown+"/offers", offered()...), http.StatusNotFound)
	})
}

// Who is written to badly reports it: owners are told, and nobody writes to them any more. Whose offers are blocked is
// not told so, and gets no mail.
func TestAFirstContactIsAbused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		shown, desk := openNeed(p)
		everybody, coordinator := p.Client(), p.As(models.RoleCoordinator)
		own := sendOffer(p, shown)
		everybody.LeadsTo(everybody.Post(own), own)
		at := answerAt(coordinator, desk)
		coordinator.LeadsTo(coordinator.Post(at, "version", "1", "to", "talking", "words", "住所を教えて"), desk)
		everybody.Wants(everybody.Post(own+"/report", "report", ""), http.StatusUnprocessableEntity)
		everybody.LeadsTo(everybody.Post(own+"/report", "report", "住所を聞かれました"), own)
		mails := mailsOf(p, offer.MailTold)
		apptest.Contains(t, "the mail", p.Text(mails[0]), "報告がありました")
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, "住所を聞かれました")
		coordinator.Wants(coordinator.Post(at, "version", "3", "to", "talking", "words", "もう一度"),
			http.StatusUnprocessableEntity)

		before := len(mailsOf(p, offer.MailConfirm))
		second := sendOffer(p, shown, "x", "y")
		apptest.Equal(t, "the same offer", second, own)
		coordinator.LeadsTo(coordinator.Post(at+"/block", "version", "3"), desk)
		other, _ := openNeed(p)
		everybody.LeadsTo(everybody.Post(other+"/offers", offered()...), other+"/offers/sent")
		apptest.Equal(t, "mails", len(mailsOf(p, offer.MailConfirm)), before)
	})
}

// A stranger's mailbox is not flooded, and the form takes no more than a person sends.
func TestOffersFloodNobody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for range 5 {
			shown, _ := openNeed(p)
			sendOffer(p, shown)
		}
		apptest.Equal(t, "mails", len(mailsOf(p, offer.MailConfirm)), 3)
		shown, _ := openNeed(p)
		p.Start(func(c *program.Config) { c.RateLimit = "on" })
		last := 0
		for range 11 {
			last = p.Client().Post(shown + "/offers").Code
		}
		apptest.Equal(t, "the eleventh", last, http.StatusTooManyRequests)
		p.Advance(4 * 24 * time.Hour)
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		p.Write(func(tx *models.Tx) error {
			n, err := tx.Offers().Unconfirmed(offerer)
			apptest.Equal(t, "kept", n, 0)
			return err
		})
	})
}
