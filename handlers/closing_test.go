package handlers_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

const helpedAddress = "shokudo@helped.example"

// ended is a project that came to its end, with the links of both sides.
type ended struct {
	*started
	team, helped string
}

// links are those of mails with which people were asked, by address.
func reviewLinks(p *apptest.Program) map[string]string {
	p.T.Helper()
	links := map[string]string{}
	for _, m := range mailsOf(p, project.MailReviewAsked) { // the newest first
		if links[m.ToAddress] == "" {
			links[m.ToAddress] = regexp.MustCompile(paths.ReviewPrefix + `[\w.-]+`).FindString(p.Text(m))
		}
	}
	return links
}

func endProject(p *apptest.Program, version string) *ended {
	p.T.Helper()
	s := startProject(p)
	p.Write(func(tx *models.Tx) error {
		n, err := tx.Needs().At(models.NeedPlace{OrganizationID: p.Event.OrganizationID}, strings.TrimPrefix(s.need,
			"/staff/events/here/needs/"))
		if err != nil {
			return err
		}
		n.ContactName, n.ContactEmail, n.ContactKey = "食堂 まもる", helpedAddress, helpedAddress
		return tx.Needs().Update(n, n.Version)
	})
	s.coordinator.LeadsTo(s.coordinator.Post(s.desk+"/move", "version", version, "to", "ended"), s.desk)
	links := reviewLinks(p)
	apptest.Equal(p.T, "people who were asked", len(links), 2)
	return &ended{s, links[offerer], links[helpedAddress]}
}

func (e *ended) answers(link string, pairs ...string) {
	e.T.Helper()
	c := e.Client()
	e.LeadsTo(c.Post(link, append([]string{"version", versionOf(c, link)}, pairs...)...), link)
}

func (e *ended) sees(link string, texts ...string) {
	e.T.Helper()
	c := e.Client()
	c.Wants(c.Get(link), http.StatusOK, texts...)
}

func (e *ended) lacks(link string, texts ...string) {
	e.T.Helper()
	apptest.Lacks(e.T, link, e.Client().Get(link).Body.String(), texts...)
}

// staff is a coordinator who has just signed in: sessions end after days.
func (e *ended) staff() *apptest.Client { return e.As(models.RoleCoordinator) }

func (e *ended) decides(text, do string) int {
	e.T.Helper()
	staff := e.staff()
	body := staff.Get(e.desk + "/closing").Body.String()
	_, body, _ = strings.Cut(body, text)
	form := regexp.MustCompile(`action="([^"]+)"><input type="hidden" name="version" value="(\d+)"`).
		FindStringSubmatch(body)
	return staff.Post(form[1], "version", form[2], "do", do).Code
}

// Both sides are asked by one mail; thanks are read by the other side once staff had time to hold them, and what is
// said of the project by coordinators alone.
func TestBothSidesOfAProjectThankEachOther(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		e := endProject(p, "1")
		e.sees(e.team, "名簿を一つに", "お礼のことば", "予定していたものは届きましたか")
		c := p.Client()
		c.Wants(c.Post(e.team, "version", "1"), http.StatusUnprocessableEntity, "1つ以上の質問にお答えください")
		c.Wants(c.Post(e.team, "version", "1", "delivered", "9"), http.StatusUnprocessableEntity)
		c.Wants(c.Post(e.team, "version", "1", "thanks", "こちらへ https://bad.example", "improve", "残る"),
			http.StatusUnprocessableEntity, "残る")
		e.answers(e.team, "thanks", "いっしょに考えてくださり、ありがとうございました。", "delivered", "3", "improve", "もっと早く始める")
		e.answers(e.helped, "thanks", "毎週助かっています。", "delivered", "4", "used", "4", "again_words", "またぜひ")
		e.lacks(e.team, "毎週助かっています。")
		e.lacks(e.helped, "もっと早く始める", "いっしょに考えて")
		e.staff().Wants(e.staff().Get(e.desk+"/closing"), http.StatusOK, "毎週助かっています。", "もっと早く始める",
			"またぜひ", "食堂 まもる")
		apptest.Equal(t, "status", e.decides("毎週助かっています。", "show"), http.StatusSeeOther)
		e.sees(e.team, "毎週助かっています。", "支援を受けた側から")
		e.lacks(e.team, "食堂 まもる", "またぜひ")
		// What staff do not decide is read after three days.
		p.Advance(3*24*time.Hour + time.Minute)
		e.sees(e.helped, "いっしょに考えて")
		e.lacks(e.helped, "もっと早く始める", "梅田")
		// The other side reports it: it is gone until staff decide.
		own := p.Client()
		report := regexp.MustCompile(`/closing/[\w.-]+/thanks/[\w-]+`).FindString(own.Get(e.helped).Body.String())
		own.LeadsTo(own.Post(report), e.helped)
		e.lacks(e.helped, "いっしょに考えて")
		e.staff().Wants(e.staff().Get(e.desk+"/closing"), http.StatusOK, "通報あり")
		own.Wants(own.Post(report), http.StatusNotFound)
		apptest.Equal(t, "status", e.decides("いっしょに考えて", "hold"), http.StatusSeeOther)
		e.lacks(e.helped, "いっしょに考えて")
		// Thanks that were held and are written anew wait again.
		e.answers(e.team, "thanks", "ありがとうございました。")
		e.lacks(e.helped, "ありがとうございました。</blockquote>")
		p.Advance(14 * 24 * time.Hour)
		e.sees(e.helped, "ありがとうございました。</blockquote>", "受け付けは終わりました")
		c.Wants(c.Post(e.helped, "version", "2", "improve", "遅れて"), http.StatusUnprocessableEntity,
			"受け付けは終わっています")
		news := mailsOf(p, project.MailReviewNews)
		apptest.Equal(t, "mails about thanks", len(news), 2)
		apptest.Contains(t, "the mail", p.Text(news[0]), "お礼のことばが届いています")
		e.staff().Wants(e.staff().Get(projectsHome+"/closings"), http.StatusOK, "2人中2人")
		apptest.Lacks(t, "figures of one project", e.staff().Get(projectsHome+"/closings").Body.String(), "%</b>")
	})
}

// Who does not answer is reminded once, and told when the time is over; a project that goes on again asks nobody.
func TestWhoDoesNotAnswerAboutAProject(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		e := endProject(p, "1")
		p.Advance(10*24*time.Hour + time.Hour)
		apptest.Equal(t, "reminders", len(mailsOf(p, project.MailReviewNews)), 2)
		p.Advance(4 * 24 * time.Hour)
		apptest.Equal(t, "with those that tell the end", len(mailsOf(p, project.MailReviewNews)), 4)
		p.Advance(9 * 24 * time.Hour)
		apptest.Equal(t, "later", len(mailsOf(p, project.MailReviewNews)), 4)
		e.sees(e.helped, "受け付けは終わりました")
		e.staff().Wants(e.staff().Get(e.desk+"/closing"), http.StatusOK, "期限切れ", "もう一度お聞きする")
		apptest.Equal(t, "what is none", e.decides(helpedAddress, "ask me"), http.StatusUnprocessableEntity)
		apptest.Equal(t, "without consent", e.decides(helpedAddress, "publish"), http.StatusUnprocessableEntity)
		apptest.Equal(t, "status", e.decides(helpedAddress, "ask"), http.StatusSeeOther)
		e.sees(e.helped, "までにお答えください")
		apptest.Equal(t, "mails", len(mailsOf(p, project.MailReviewAsked)), 3)
		stranger := p.Client()
		stranger.Wants(stranger.Get(e.helped+"x"), http.StatusNotFound)
		stranger.Wants(stranger.Get(paths.ReviewPrefix+"nothing"), http.StatusNotFound)
	})
}

// Half a year later it is asked what changed; it is published with consent and a coordinator's yes, and gone at once
// where the consent is.
func TestWhatChangedHalfAYearLater(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		e := endProject(p, "1")
		p.Advance(184 * 24 * time.Hour)
		if err := p.Nightly(); err != nil { // takes the contact from the need
			t.Fatal(err)
		}
		links := reviewLinks(p)
		team, helped := links[offerer], links[helpedAddress]
		if team == e.team || helped == e.helped || team == "" || helped == "" {
			t.Fatalf("it was not asked again: %v", links)
		}
		e.sees(team, "何が変わったか")
		e.lacks(team, "公開してもよい", "お礼のことば")
		e.answers(team, "changed", "まだ続いていると聞きました。", "may_publish", "true")
		e.answers(helped, "changed", "当番の方が1時間早く帰れます。", "used", "4", "may_publish", "true")
		everybody := p.Client()
		p.Write(func(tx *models.Tx) error {
			o, err := tx.Organizations().ByID(p.Event.OrganizationID)
			if err != nil {
				return err
			}
			o.IsListed = true
			if err := tx.Organizations().Update(o); err != nil {
				return err
			}
			return tx.Contributions().Agree(o.ID, "担当", true)
		})
		shown := []string{"/circulation", "/organizations/here-host"}
		for _, page := range shown {
			apptest.Lacks(t, page, everybody.Get(page).Body.String(), "1時間早く帰れます")
		}
		ofTeam := e.desk + "/closing/" + strings.Split(strings.TrimPrefix(team, paths.ReviewPrefix), ".")[0]
		staff := e.staff()
		staff.Wants(staff.Post(ofTeam, "version", "2", "do", "publish"), http.StatusUnprocessableEntity, "同意していません")
		apptest.Equal(t, "of who was helped", e.decides("1時間早く帰れます", "publish"), http.StatusSeeOther)
		for _, page := range shown {
			everybody.Wants(everybody.Get(page), http.StatusOK, "1時間早く帰れます")
			apptest.Lacks(t, page, everybody.Get(page).Body.String(), "まだ続いている", "食堂 まもる")
		}
		e.sees(helped, "「変わったこと」を公開しています。")
		// Another text is not what a coordinator read.
		e.answers(helped, "changed", "ちがう文です。", "may_publish", "true")
		apptest.Lacks(t, "the page", everybody.Get(shown[0]).Body.String(), "ちがう文", "1時間早く")
		apptest.Equal(t, "again", e.decides("ちがう文です", "publish"), http.StatusSeeOther)
		everybody.Wants(everybody.Get(shown[1]), http.StatusOK, "ちがう文です")
		everybody.LeadsTo(everybody.Post(helped+"/unpublish"), helped)
		apptest.Lacks(t, "the page", everybody.Get(shown[1]).Body.String(), "ちがう文")
	})
}

// Who is erased or cannot be reached in between leaves nothing behind, stops nothing, and staff see it.
func TestAPersonErasedBeforeTheSecondAsking(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		e := endProject(p, "1")
		e.answers(e.team, "thanks", "うめより感謝をこめて", "used", "3")
		e.answers(e.helped, "thanks", "まもるより感謝をこめて", "used", "2")
		p.Advance(4 * 24 * time.Hour)
		e.sees(e.helped, "うめより感謝")
		e.person.Wants(e.person.Post(e.own+"/erase"), http.StatusOK)
		c := p.Client()
		c.Wants(c.Get(e.team), http.StatusNotFound)
		e.lacks(e.helped, "うめより感謝")
		c.Wants(c.Post(e.helped+"/erase"), http.StatusOK, "削除しました")
		c.Wants(c.Post(e.helped+"/erase"), http.StatusOK, "削除しました")
		c.Wants(c.Get(e.helped), http.StatusNotFound)
		body := e.staff().Get(e.desk + "/closing").Body.String()
		apptest.Lacks(t, "the desk", body, "感謝", "まもる", helpedAddress, offerer)
		apptest.Contains(t, "the desk", body, "削除済み")
		p.Advance(184 * 24 * time.Hour)
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		p.RunJobs()
		// Nobody of either side is known any more, but the organization that was helped: its owner is asked.
		list, err := p.DB.Query(t.Context()).Reviews().At(models.NeedPlace{OrganizationID: p.Event.OrganizationID}, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			if r.Round == models.ReviewLater && (r.Email == helpedAddress || r.Side == models.ReviewTeam) {
				t.Errorf("%s was asked", r.Email)
			}
		}
		// Whose mail comes back is told to staff, who give another address.
		p.Write(func(tx *models.Tx) error {
			return tx.Organizations().Lock(p.Event.OrganizationID)
		})
		e.staff().Wants(e.staff().Post(e.desk+"/closing", "round", "later", "email", "x"),
			http.StatusUnprocessableEntity)
		ask := []string{"round", "later", "email", "new@helped.example", "name", "新しい担当"}
		e.staff().LeadsTo(e.staff().Post(e.desk+"/closing", ask...), e.desk+"/closing")
		e.staff().Wants(e.staff().Post(e.desk+"/closing", ask...), http.StatusUnprocessableEntity,
			"すでにお聞きしています")
		e.sees(reviewLinks(p)["new@helped.example"], "何が変わったか")
	})
}

// The person finds what they were asked in what an event holds of them, and it goes with the erasing there.
func TestWhatPeopleWereAskedAboutAProjectIsTheirs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		e := endProject(p, "1")
		e.answers(e.helped, "thanks", "まもるより感謝をこめて", "used_words", "毎週つかう")
		secret, id, _ := p.SignUp(p.Event, helpedAddress)
		own, reader := paths.OfAttendee(secret), p.Client()
		reader.Wants(reader.Get(own.Data()), http.StatusOK, "まもるより感謝をこめて", "毎週つかう")
		reader.Wants(reader.Get(own.DataFile()), http.StatusOK, "まもるより感謝をこめて", "毎週つかう")
		p.Write(func(tx *models.Tx) error { return tx.Privacy().EraseOnRequest(p.Event, id) })
		reader.Wants(reader.Get(e.helped), http.StatusNotFound)
		apptest.Lacks(t, "the desk", e.staff().Get(e.desk+"/closing").Body.String(), "感謝", "まもる", helpedAddress)
		for _, m := range p.Mails() {
			if m.ToAddress == helpedAddress && m.Kind == project.MailReviewAsked {
				t.Error("a mail keeps the address")
			}
		}
	})
}

// What somebody wrote for an organization that was helped goes with their account, wherever it stood; what they chose
// on scales stays as numbers, and nobody else's words go.
func TestAnAccountIsErasedWithWhatItWroteAboutProjects(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		e := endProject(p, "1")
		e.answers(e.helped, "thanks", "まもるより感謝をこめて", "used_words", "毎週つかう", "used", "4")
		e.answers(e.team, "thanks", "チームから感謝", "delivered_words", "できました")
		other := keepAccount(p, "other@helped.example")
		keeper := keepAccount(p, helpedAddress)
		other.LeadsTo(other.Post(paths.MeErase, "sure", "true"), paths.MeErased)
		e.staff().Wants(e.staff().Get(e.desk+"/closing"), http.StatusOK, "まもるより感謝をこめて", helpedAddress)
		keeper.LeadsTo(keeper.Post(paths.MeErase, "sure", "true"), paths.MeErased)
		desk := e.staff().Get(e.desk + "/closing")
		e.staff().Wants(desk, http.StatusOK, "チームから感謝", "できました")
		apptest.Lacks(t, "the desk", desk.Body.String(), "まもる", "毎週つかう", helpedAddress)
		p.Client().Wants(p.Client().Get(e.helped), http.StatusNotFound)
		p.Advance(5 * 24 * time.Hour)
		p.RunJobs()
		apptest.Lacks(t, "the other side", p.Client().Get(e.team).Body.String(), "まもる", "感謝をこめて")
		for _, m := range p.Mails() {
			if m.ToAddress == helpedAddress && strings.HasPrefix(m.Kind, "review_") {
				t.Error("a mail keeps the address:", m.Kind)
			}
		}
	})
}
