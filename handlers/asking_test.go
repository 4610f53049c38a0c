package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"meguri/app/offer"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// openToCoordinators is a profile of which the ordinary day is open, and nothing else.
func openToCoordinators() *models.Profile {
	return &models.Profile{
		Ordinary: []string{"会社で顧客の名簿を直しています"}, Skills: []string{"秘密の技能"}, Wishes: []string{"秘密の願い"},
		HoursAWeek: 7, Online: true, Area: "秘密の町",
		Visibility: map[models.ProfileField]models.Visibility{models.ProfileOrdinary: models.VisibleToCoordinators},
	}
}

// stays makes somebody who keeps a profile, and who agreed to be asked unless not.
func stays(p *apptest.Program, name string, not bool, profile *models.Profile) *models.Account {
	p.T.Helper()
	email := models.NewID() + "@stays.example"
	a := &models.Account{Email: email, EmailKey: email, Name: name, PasswordHash: models.NoPassword, Locale: "ja"}
	p.Write(func(tx *models.Tx) error {
		if err := tx.Accounts().Create(a); err != nil {
			return err
		}
		profile.AccountID = a.ID
		if !not {
			profile.MayBeAskedAt = &tx.Now
		}
		return tx.Profiles().Save(profile, 0)
	})
	return a
}

func askable(a *models.Account) string { return string(models.AskableProfile) + a.ID }

// askedOf asks somebody, and returns the path of their own page.
func askedOf(p *apptest.Program, c *apptest.Client, desk, person string, more ...string) string {
	p.T.Helper()
	at := desk + "/people"
	c.LeadsTo(c.Post(at, append(more, "person", person, "words", "名簿を見ていただけませんか")...), at)
	return regexp.MustCompile(paths.OfferPrefix + `[\w.-]+`).FindString(p.Text(mailsOf(p, offer.MailAsked)[0]))
}

// A coordinator sees of somebody what they opened, asks them, and sees name and address once they said yes.
func TestSomebodyIsAskedAndSaysYes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, desk := openNeed(p)
		person := stays(p, "久地 ひなた", false, openToCoordinators())
		stays(p, "断る 人", true, openToCoordinators())
		everybody, coordinator := p.Client(), p.As(models.RoleCoordinator)
		page := coordinator.Get(desk + "/people")
		coordinator.Wants(page, http.StatusOK, "会社で顧客の名簿を直しています", "<mark>名簿</mark>", "はじめての手伝い", "<b>")
		hidden := []string{"久地", person.Email, "秘密の", "断る 人", "7時間"}
		apptest.Lacks(t, "the list", page.Body.String(), hidden...)
		apptest.Equal(t, "people", strings.Count(page.Body.String(), `name="words"`), 1)

		board := coordinator.Get("/staff/events/here/needs/people")
		coordinator.Wants(board, http.StatusOK, "会社で顧客の名簿を直しています", "名簿を一つにしたい")
		apptest.Lacks(t, "the board", board.Body.String(), hidden...)
		at := desk + "/people"
		coordinator.LeadsTo(coordinator.Post(at+"/fit", "person", askable(person), "fits", "false"), at)
		coordinator.LeadsTo(coordinator.Post(at+"/fit", "person", askable(person), "fits", "true"), at)
		coordinator.Wants(coordinator.Get(at), http.StatusOK, "合いそうと記録しました")
		coordinator.Wants(coordinator.Post(at+"/fit", "person", "profile:"+models.NewID()), http.StatusNotFound)
		coordinator.Wants(coordinator.Post(at, "person", askable(person), "words", " "), http.StatusUnprocessableEntity)
		coordinator.Wants(coordinator.Post(at, "person", askable(person), "words", "はい", "interest", "love"),
			http.StatusUnprocessableEntity, "はい")
		own := askedOf(p, coordinator, desk, askable(person))
		mail := p.Text(mailsOf(p, offer.MailAsked)[0])
		apptest.Contains(t, "the mail", mail, "名簿を一つにしたい", "7日以内")
		apptest.Lacks(t, "the mail", mail, "久地", "hanako@needs.example", "coordinator@", "見ていただけませんか")
		everybody.Wants(everybody.Get(own), http.StatusOK, "名簿を見ていただけませんか", "引き受ける", "今回は見送る")
		apptest.Lacks(t, "the desk", coordinator.Get(desk).Body.String(), hidden...)
		apptest.Lacks(t, "the API", p.API(models.RoleCoordinator).Get("/api/v1/events/here/offers").Body.String(), hidden...)

		// Nobody says yes for them, or writes to them again before they wrote.
		answer := regexp.MustCompile(`action="(` + desk + `/offers/[\w-]+)"`).FindStringSubmatch(
			coordinator.Get(desk).Body.String())[1]
		for _, to := range []string{"accepted", "talking"} {
			coordinator.Wants(coordinator.Post(answer, "version", "1", "to", to, "words", "x"), http.StatusUnprocessableEntity,
				"ご本人が決めます。")
		}
		everybody.LeadsTo(everybody.Post(own+"/reply", "words", "何人分ですか"), own)
		apptest.Contains(t, "the mail", p.Text(mailsOf(p, offer.MailTold)[0]), "質問がありました")
		coordinator.Wants(coordinator.Post(answer, "version", "2", "to", "accepted"), http.StatusUnprocessableEntity)
		coordinator.LeadsTo(coordinator.Post(answer, "version", "2", "to", "talking", "words", "三人分です"), desk)
		apptest.Lacks(t, "the desk", coordinator.Get(desk).Body.String(), hidden...)
		everybody.Wants(everybody.Post(own+"/agree", "interest", "love"), http.StatusUnprocessableEntity)
		everybody.LeadsTo(everybody.Post(own+"/agree", "interest", "near"), own)
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, "久地 ひなた", person.Email, "家族・友人")
		everybody.Wants(everybody.Post(own+"/refuse"), http.StatusUnprocessableEntity)
		apptest.Contains(t, "the mail", p.Text(mailsOf(p, offer.MailTold)[0]), "引き受けてくださいました")
		everybody.Wants(everybody.Post(own+"/erase"), http.StatusOK)
		coordinator.Wants(coordinator.Get(at), http.StatusOK, "一度声をかけました。")
		coordinator.Wants(coordinator.Post(at, "person", askable(person), "words", "もう一度"), http.StatusUnprocessableEntity,
			"すでに声をかけた")
	})
}

// Nobody is asked twice about a need, by whomever, or too often; not who is blocked, who withdrew what they agreed to,
// who told another organization, or about a need that is closed.
func TestNobodyIsAskedTooOften(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		person := stays(p, "久地 ひなた", false, openToCoordinators())
		coordinator, owner := p.As(models.RoleCoordinator), p.As(models.RoleOwner)
		refused := func(c *apptest.Client, desk, person, text string) {
			p.T.Helper()
			c.Wants(c.Post(desk+"/people", "person", person, "words", "はい"), http.StatusUnprocessableEntity, text)
		}
		_, first := openNeed(p)
		own := askedOf(p, coordinator, first, askable(person))
		refused(owner, first, askable(person), "すでに声をかけた")
		p.Client().Wants(p.Client().Post(own+"/erase"), http.StatusOK)
		refused(owner, first, askable(person), "すでに声をかけた")
		_, second := openNeed(p)
		askedOf(p, owner, second, askable(person))
		_, third := openNeed(p)
		refused(coordinator, third, askable(person), "この30日のうちに")
		coordinator.Wants(coordinator.Get(third+"/people"), http.StatusOK, "間をあけます。")
		p.Advance(31 * 24 * time.Hour)
		own = askedOf(p, p.As(models.RoleCoordinator), third, askable(person))
		p.Client().LeadsTo(p.Client().Post(own+"/asking"), own) // no more
		_, fourth := openNeed(p)
		coordinator = p.As(models.RoleCoordinator)
		coordinator.Wants(coordinator.Post(fourth+"/people", "person", askable(person), "words", "はい"), http.StatusNotFound)
		apptest.Lacks(t, "the list", coordinator.Get(fourth+"/people").Body.String(), "会社で顧客の名簿を直しています")
		moderator := p.As(models.RoleModerator)
		moderator.Wants(moderator.Get(fourth+"/people"), http.StatusForbidden)
		other := stays(p, "梨本 めぐみ", false, openToCoordinators())
		coordinator.LeadsTo(coordinator.Post(fourth+"/move", "version", "2", "to", "withdrawn"), fourth)
		refused(coordinator, fourth, askable(other), "募集中か話し合い中の困りごとだけ")
	})
}

// Who offered before and agreed to be asked is asked about another need; what they wrote is not told beyond the
// organization. Who is blocked is not asked.
func TestWhoOfferedBeforeIsAsked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		shown, desk := openNeed(p)
		own := sendOffer(p, shown, "may_be_asked", "true")
		p.Client().LeadsTo(p.Client().Post(own), own)
		_, second := openNeed(p)
		coordinator := p.As(models.RoleCoordinator)
		page := coordinator.Get(second + "/people")
		coordinator.Wants(page, http.StatusOK, "梅田 うめ", "会社で名簿を直しています")
		apptest.Lacks(t, "the list", page.Body.String(), offerer)
		person := regexp.MustCompile(`name="person" value="([^"]+)"`).FindStringSubmatch(page.Body.String())[1]
		p.Write(func(tx *models.Tx) error {
			other := &models.Organization{Slug: "elsewhere", NameJa: "よそ"}
			if err := tx.Organizations().Create(other); err != nil {
				return err
			}
			people, err := tx.Askings(func(_, key string) string { return key }).Some(other.ID, []string{person})
			apptest.Equal(t, "people elsewhere", len(people), 0)
			return err
		})
		asked := askedOf(p, coordinator, second, person, "interest", "business")
		p.Client().Wants(p.Client().Get(asked), http.StatusOK, "仕事の取引")
		p.Client().LeadsTo(p.Client().Post(asked+"/refuse"), asked)
		coordinator.Wants(coordinator.Get(second), http.StatusOK, "お断り")

		coordinator.LeadsTo(coordinator.Post(answerAt(coordinator, desk)+"/block", "version", "1"), desk)
		_, third := openNeed(p)
		coordinator.Wants(coordinator.Post(third+"/people", "person", person, "words", "はい"),
			http.StatusUnprocessableEntity, "受け付けていません。")
	})
}

// Who does not answer is told, and then it is over: without a word they are not written to again. An account that goes
// takes what it was asked along.
func TestAnAskingLapses(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		person := stays(p, "久地 ひなた", false, openToCoordinators())
		_, desk := openNeed(p)
		own := askedOf(p, p.As(models.RoleCoordinator), desk, askable(person))
		for i, text := range []string{"あと2日で終わります", "期限が過ぎたため終わりました"} {
			p.Advance(time.Duration(5-3*i)*24*time.Hour + time.Minute)
			p.RunJobs()
			apptest.Contains(t, "the mail", p.Text(mailsOf(p, offer.MailNews)[0]), text)
		}
		p.Client().Wants(p.Client().Post(own+"/agree"), http.StatusUnprocessableEntity)
		coordinator := p.As(models.RoleCoordinator)
		apptest.Lacks(t, "the desk", coordinator.Get(desk).Body.String(), "メッセージを送る")
		p.Write(func(tx *models.Tx) error { return tx.Persons().Erase(person) })
		p.Client().Wants(p.Client().Get(own), http.StatusNotFound)
	})
}
