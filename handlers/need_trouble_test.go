package handlers_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/offer"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// A need is withdrawn while three are in it: one offered, one talks, one was asked. Each of them is told, once, and
// nothing goes on.
func TestANeedIsWithdrawnWhileThreeTalk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		shown, desk := openNeed(p)
		coordinator, everybody := p.As(models.RoleCoordinator), p.Client()
		offers := func(email string) string {
			everybody.LeadsTo(everybody.Post(shown+"/offers", append([]string{"email", email}, offered()...)...),
				shown+"/offers/sent")
			own := regexp.MustCompile(paths.OfferPrefix + `[\w.-]+`).FindString(p.Text(mailsOf(p, offer.MailConfirm)[0]))
			everybody.LeadsTo(everybody.Post(own), own)
			return own
		}
		own := []string{offers("talks@offers.example")}
		coordinator.LeadsTo(coordinator.Post(answerAt(coordinator, desk), "version", "1", "to", "talking",
			"words", "いかがですか"), desk)
		own = append(own, offers("offers@offers.example"))
		asked := stays(p, "久地 ひなた", false, openToCoordinators())
		own = append(own, askedOf(p, coordinator, desk, askable(asked)))
		before := len(mailsOf(p, offer.MailNews))
		coordinator.LeadsTo(coordinator.Post(desk+"/move", "version", "2", "to", "withdrawn"), desk)
		var told []string
		for _, m := range mailsOf(p, offer.MailNews)[:len(mailsOf(p, offer.MailNews))-before] {
			told = append(told, m.ToAddress)
		}
		slices.Sort(told)
		want := []string{asked.Email, "offers@offers.example", "talks@offers.example"}
		slices.Sort(want)
		apptest.Equal(t, "who is told", strings.Join(told, " "), strings.Join(want, " "))
		for _, path := range own {
			everybody.Wants(everybody.Get(path), http.StatusOK, "終わりました")
			everybody.Wants(everybody.Post(path+"/reply", "words", "まだですか"), http.StatusUnprocessableEntity)
		}
		everybody.Wants(everybody.Post(own[2]+"/agree"), http.StatusUnprocessableEntity)
		p.Advance(9 * 24 * time.Hour) // nobody is told of what is due any more
		apptest.Equal(t, "mails", len(mailsOf(p, offer.MailNews)), before+3)
	})
}

// Who is blocked cannot write by another need of the organization: neither by an offer that is open there already, nor
// by one that waits to be confirmed, nor by a new one.
func TestWhoIsBlockedCannotWriteByAnotherNeed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		coordinator, everybody := p.As(models.RoleCoordinator), p.Client()
		shown, desk := openNeed(p)
		own := sendOffer(p, shown)
		everybody.LeadsTo(everybody.Post(own), own)
		second, secondDesk := openNeed(p)
		other := sendOffer(p, second)
		everybody.LeadsTo(everybody.Post(other), other)
		coordinator.LeadsTo(coordinator.Post(answerAt(coordinator, secondDesk), "version", "1", "to", "accepted"), secondDesk)
		third, thirdDesk := openNeed(p)
		waits := sendOffer(p, third)
		coordinator.LeadsTo(coordinator.Post(answerAt(coordinator, desk)+"/block", "version", "1"), desk)
		told := len(mailsOf(p, offer.MailTold))
		everybody.Wants(everybody.Post(other+"/reply", "words", "聞いてください"), http.StatusUnprocessableEntity)
		everybody.Wants(everybody.Post(waits), http.StatusNotFound)
		apptest.Lacks(t, "the desk", coordinator.Get(thirdDesk).Body.String(), "梅田")
		confirm := len(mailsOf(p, offer.MailConfirm))
		fourth, _ := openNeed(p)
		everybody.LeadsTo(everybody.Post(fourth+"/offers", offered()...), fourth+"/offers/sent")
		apptest.Equal(t, "mails to confirm", len(mailsOf(p, offer.MailConfirm)), confirm)
		apptest.Equal(t, "mails to coordinators", len(mailsOf(p, offer.MailTold)), told)
	})
}

// Whoever reported how they were written to is not asked again by the organization, whatever the need, though their
// profile says that they may be asked.
func TestWhoReportedIsNotAskedAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		person := stays(p, "久地 ひなた", false, openToCoordinators())
		_, desk := openNeed(p)
		coordinator, everybody := p.As(models.RoleCoordinator), p.Client()
		own := askedOf(p, coordinator, desk, askable(person))
		everybody.LeadsTo(everybody.Post(own+"/report", "report", "住所を聞かれました"), own)
		_, second := openNeed(p)
		coordinator.Wants(coordinator.Post(second+"/people", "person", askable(person), "words", "はい"), http.StatusNotFound)
		apptest.Lacks(t, "the list", coordinator.Get(second+"/people").Body.String(), "会社で顧客の名簿を直しています")
		coordinator.Wants(coordinator.Post(second+"/team"), http.StatusUnprocessableEntity)
	})
}

// Who belongs to the organization that needs help, and of whom a tie was named, is marked and not proposed, by account
// as by an address of the register; a coordinator may ask them, and what binds them is noted.
func TestAConflictOfInterestIsMarked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, desk := openNeed(p, "effort", "months")
		coordinator := p.As(models.RoleCoordinator)
		belongs := stays(p, "久地 ひなた", false, whoCan("会社で顧客の名簿を直しています"))
		registered := stays(p, "梨本 めぐみ", false, whoCan("店で会員の名簿を書いています"))
		bound := stays(p, "平間 すみれ", false, whoCan("職場で社員の名簿を作っています"))
		free := stays(p, "稲田 つつみ", false, whoCan("町内会の名簿をつくっています"))
		p.Write(func(tx *models.Tx) error {
			for _, a := range []*models.Affiliation{
				{AccountID: &belongs.ID}, {Email: registered.Email, EmailKey: registered.EmailKey},
			} {
				a.OrganizationID, a.AcceptedAt, a.From, a.Role = p.Event.OrganizationID, &tx.Now, "2020-04-01", "member"
				a.ID, a.Family = models.NewID(), "部員"
				a.MemberID, a.CreatedAt, a.UpdatedAt, a.Version = a.ID, tx.Now, tx.Now, 1
				if err := tx.InsertRows([]models.Affiliation{*a}); err != nil {
					return err
				}
			}
			return nil
		})
		_, before := openNeed(p)
		own := askedOf(p, coordinator, before, askable(bound), "interest", "near")
		p.Client().LeadsTo(p.Client().Post(own+"/refuse"), own)

		list := coordinator.Get(desk + "/people").Body.String()
		apptest.Equal(t, "members", strings.Count(list, "この団体の部員です。"), 2)
		apptest.Equal(t, "ties", strings.Count(list, "コーディネーターとの関わりが知らされています。"), 1)
		coordinator.LeadsTo(coordinator.Post(desk+"/team"), desk+"/team")
		page := coordinator.Get(desk + "/team")
		coordinator.Wants(page, http.StatusOK, "この団体の部員か、ご自身です：2人", "コーディネーターとの関わりが知らされています：1人",
			"<h3>稲田 つつみ")
		apptest.Equal(t, "who is in the team", strings.Count(page.Body.String(), `name="seat"`), 1)
		coordinator.LeadsTo(coordinator.Post(desk+"/team/swap", teamForm(p, coordinator, desk,
			"seat", seatOf(p, coordinator, desk, free.Name), "person", askable(belongs))...), desk+"/team")
		coordinator.LeadsTo(coordinator.Post(desk+"/team/ask", teamForm(p, coordinator, desk)...), desk+"/team")
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, "同じ団体")
	})
}

// Who was asked to help at somebody's home says yes, and it begins when the agreement is recorded: neither a yes of the
// coordinator nor a project comes before.
func TestHelpAtHomeBeginsWithTheAgreement(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for _, what := range []string{"at_home", "with_minors"} {
			_, desk := openNeed(p, what, "true")
			coordinator, everybody := p.As(models.RoleCoordinator), p.Client()
			own := askedOf(p, coordinator, desk, askable(stays(p, "久地 ひなた", false, openToCoordinators())))
			everybody.LeadsTo(everybody.Post(own+"/agree"), own)
			at := answerAt(coordinator, desk)
			accept := func() int { return coordinator.Post(at, "version", "2", "to", "accepted").Code }
			apptest.Equal(t, "a yes before", accept(), http.StatusUnprocessableEntity)
			coordinator.Wants(coordinator.Post(desk+"/move", "version", "2", "to", "talking"), http.StatusSeeOther)
			coordinator.Wants(
				coordinator.Post(desk+"/move", "version", "3", "to", "taken"), http.StatusUnprocessableEntity, "覚書",
			)
			offerID := at[strings.LastIndex(at, "/")+1:]
			project := coordinator.Post(desk+"/project", "title", "名簿", "version", "3", "offer", offerID)
			coordinator.Wants(project, http.StatusUnprocessableEntity, "覚書")
			coordinator.LeadsTo(coordinator.Post(desk+"/agreement", "version", "3", "agreement", "職員が同席します。"), desk)
			apptest.Equal(t, "a yes after", accept(), http.StatusSeeOther)
		}
	})
}

// A need that nobody takes is told to its coordinators after three weeks, once, with what could come next; one for
// which somebody is asked is not.
func TestCoordinatorsAreToldOfANeedThatNobodyTakes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, desk := openNeed(p)
		_, taken := openNeed(p, "title", "声をかけた困りごと")
		night := func(days int) int {
			p.T.Helper()
			p.Advance(time.Duration(days) * 24 * time.Hour)
			if err := p.Nightly(); err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, m := range mailsOf(p, offer.MailTold) {
				if strings.Contains(p.Text(m), "公開して3週間") {
					apptest.Contains(t, "the mail", p.Text(m), "名簿を一つにしたい", "もっと小さく", "チームの案", "次のイベント", desk)
					n++
				}
			}
			return n
		}
		apptest.Equal(t, "after 20 days", night(20), 0)
		askedOf(p, p.As(models.RoleCoordinator), taken, askable(stays(p, "久地 ひなた", false, openToCoordinators())))
		apptest.Equal(t, "after 21 days", night(1), 1)
		apptest.Equal(t, "a night later", night(1), 1)
		coordinator := p.As(models.RoleCoordinator)
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, "まだ手が挙がっていません", "分野や言葉を変える", desk+"/team", desk+"/edit")
		coordinator.Wants(coordinator.Get("/staff/events/here/needs"), http.StatusOK, "まだ手が挙がっていません")
		coordinator.LeadsTo(coordinator.Post(desk+"/move", "version", "2", "to", "draft"), desk)
		coordinator.LeadsTo(coordinator.Post(desk+"/move", "version", "3", "to", "open"), desk)
		apptest.Lacks(t, "the desk", coordinator.Get(desk).Body.String(), "まだ手が挙がっていません")
		apptest.Equal(t, "opened anew", night(21), 2)
	})
}

// Somebody who is in two clubs with two addresses of one account is there once, is proposed once, and is not asked more
// often than others, whichever address a request went to; one belongs as by the other.
func TestAPersonWithTwoAddressesIsProposedOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		coordinator := p.As(models.RoleCoordinator)
		shown, first := openNeed(p)
		own := sendOffer(p, shown, "may_be_asked", "true")
		p.Client().LeadsTo(p.Client().Post(own), own)
		_, desk := openNeed(p, "effort", "months")
		byOffer := regexp.MustCompile(`name="person" value="(offer:[^"]+)"`).FindStringSubmatch(
			coordinator.Get(desk + "/people").Body.String())[1]
		_, second := openNeed(p)
		askedOf(p, coordinator, second, byOffer) // at the address of the second club

		person := stays(p, "梅田 うめ", false, whoCan("会社で顧客の名簿を直しています"))
		p.RunJobs()
		list := coordinator.Get(desk + "/people").Body.String()
		apptest.Equal(t, "two, as nobody knows better", strings.Count(list, `class="card stack"`), 2)
		p.Write(func(tx *models.Tx) error {
			a, err := tx.Persons().AddAddress(person.ID, offerer, offerer)
			if err != nil {
				return err
			}
			return tx.Persons().ConfirmAddress(a)
		})
		list = coordinator.Get(desk + "/people").Body.String()
		apptest.Equal(t, "one", strings.Count(list, `class="card stack"`), 1)
		coordinator.LeadsTo(coordinator.Post(desk+"/team"), desk+"/team")
		team := coordinator.Get(desk + "/team").Body.String()
		apptest.Equal(t, "in the team", strings.Count(team, "梅田 うめ</h3>")+strings.Count(team, "梅田 うめ <"), 1)
		coordinator.Wants(coordinator.Post(first+"/people", "person", askable(person), "words", "はい"),
			http.StatusUnprocessableEntity, "申し出をいただいています。")
		_, third := openNeed(p)
		askedOf(p, coordinator, third, byOffer) // a page of before names them so
		coordinator.Wants(coordinator.Post(desk+"/people", "person", askable(person), "words", "はい"),
			http.StatusUnprocessableEntity, "この30日のうちに")
	})
}
