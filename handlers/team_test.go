package handlers_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/offer"
	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// whoCan is a profile of which the name and the ordinary day are open.
func whoCan(day string) *models.Profile {
	return &models.Profile{
		Ordinary: []string{day}, Skills: []string{"秘密の技能"}, Area: "秘密の町",
		Visibility: map[models.ProfileField]models.Visibility{
			models.ProfileName: models.VisibleToCoordinators, models.ProfileOrdinary: models.VisibleToCoordinators,
		},
	}
}

// teamForm is what asks the last proposal of a page, with words.
func teamForm(p *apptest.Program, c *apptest.Client, desk string, more ...string) []string {
	p.T.Helper()
	page := c.Get(desk + "/team").Body.String()
	value := func(name string) string {
		found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
		if found == nil {
			p.T.Fatalf("no %s in %s", name, page)
		}
		return found[1]
	}
	return append(more, "proposal", value("proposal"), "version", value("version"), "words", "名簿を見ていただけませんか")
}

// seatOf is the place of somebody in the team of a page.
func seatOf(p *apptest.Program, c *apptest.Client, desk, name string) string {
	p.T.Helper()
	page := c.Get(desk + "/team").Body.String()
	_, page, _ = strings.Cut(page, "<h3>"+name)
	found := regexp.MustCompile(`name="seat" value="(\d+)"`).FindStringSubmatch(page)
	if found == nil {
		p.T.Fatalf("%s has no place", name)
	}
	return found[1]
}

// A team is proposed with reasons, one of it is replaced, all are asked at once; the reasons stay, and what an erased
// person said goes at once.
func TestATeamIsProposedAndAsked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, desk := openNeed(p, "effort", "day")
		at := desk + "/team"
		coordinator, other := p.As(models.RoleCoordinator), p.As(models.RoleOwner)
		coordinator.Wants(coordinator.Get(at), http.StatusOK, "チームの案は、まだありません")
		coordinator.Wants(coordinator.Post(at), http.StatusUnprocessableEntity, "いま案に入れられる方が、いませんでした。")
		people := map[string]*models.Account{}
		for i, name := range []string{"久地 ひなた", "梨本 めぐみ", "宿河原 そら"} {
			people[name] = stays(p, name, false, whoCan(fmt.Sprintf("会社で顧客の名簿を%d回直しています", i+1)))
		}
		stays(p, "断る 人", true, whoCan("会社で顧客の名簿を直しています"))
		p.RunJobs()
		coordinator.LeadsTo(coordinator.Post(at), at)
		page := coordinator.Get(at)
		coordinator.Wants(page, http.StatusOK, "困りごとに、いちばん近い方です。", "次に近かった方", "3人のなかから", "はじめての手伝い",
			"が作成")
		apptest.Lacks(t, "the page", page.Body.String(), "秘密の", "断る 人")
		apptest.Equal(t, "mails before they are asked", len(mailsOf(p, offer.MailAsked)), 0)
		apptest.Equal(t, "who can be replaced", strings.Count(page.Body.String(), `name="seat"`), 2)

		var out, in string // who is in the team is replaced by who is not
		for name := range people {
			before, _, _ := strings.Cut(page.Body.String(), "次に近かった方")
			if strings.Contains(before, "<h3>"+name) {
				out = name
			} else {
				in = name
			}
		}
		swap := teamForm(p, coordinator, desk, "seat", seatOf(p, coordinator, desk, out), "person", askable(people[in]))
		coordinator.LeadsTo(coordinator.Post(at+"/swap", swap...), at)
		coordinator.Wants(coordinator.Post(at+"/swap", swap...), http.StatusNotFound) // nobody is there any more
		coordinator.Wants(coordinator.Get(at), http.StatusOK, "コーディネーターが選びました。", "入れ替えた方")
		coordinator.Wants(
			coordinator.Post(at+"/swap", teamForm(p, coordinator, desk, "person", "profile:"+models.NewID())...),
			http.StatusNotFound,
		)
		coordinator.Wants(coordinator.Post(at+"/swap", teamForm(p, coordinator, desk,
			"seat", seatOf(p, coordinator, desk, in), "person", askable(people[in]))...),
			http.StatusUnprocessableEntity, "すでに案に入っています。")

		ask := teamForm(p, coordinator, desk, "interests", "near", "interests", "")
		coordinator.Wants(coordinator.Post(at+"/ask", append([]string{"words", " "}, ask...)...),
			http.StatusUnprocessableEntity)
		coordinator.Wants(coordinator.Post(at+"/ask", append([]string{"interests", "love"}, ask...)...),
			http.StatusUnprocessableEntity, "名簿を見ていただけませんか")
		apptest.Equal(t, "mails after what was wrong", len(mailsOf(p, offer.MailAsked)), 0)
		coordinator.LeadsTo(coordinator.Post(at+"/ask", ask...), at)
		other.Wants(other.Post(at+"/ask", ask...), http.StatusUnprocessableEntity, "すでに声をかけました。")
		apptest.Equal(t, "mails", len(mailsOf(p, offer.MailAsked)), 2)
		coordinator.Wants(coordinator.Get(at), http.StatusOK, "声かけ中", "に声をかけました")
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, "家族・友人")

		// Who goes takes name and words along at once; why they were proposed stays.
		p.Write(func(tx *models.Tx) error { return tx.Persons().Erase(people[in]) })
		page = coordinator.Get(at)
		coordinator.Wants(page, http.StatusOK, "いまは、声をかけられません", "コーディネーターが選びました。", "<li class=\"words\">ふだんの一日</li>")
		day := people[in].ID
		for i, name := range []string{"久地 ひなた", "梨本 めぐみ", "宿河原 そら"} {
			if name == in {
				day = fmt.Sprintf("名簿を%d回", i+1)
			}
		}
		apptest.Lacks(t, "the page", page.Body.String(), in, day)
		p.Write(func(tx *models.Tx) error { // not in the database, either
			list, err := tx.Teams().OfNeed(strings.TrimPrefix(desk, "/staff/events/here/needs/"))
			apptest.Lacks(t, "what is kept", fmt.Sprintf("%+v", list), day)
			return err
		})
		// Who hides their day is in the proposal without it.
		p.Write(func(tx *models.Tx) error {
			hidden, err := tx.Profiles().ByAccount(people[out].ID)
			if err != nil {
				return err
			}
			hidden.Visibility = nil
			return tx.Profiles().Save(hidden, hidden.Version)
		})
		apptest.Lacks(t, "the page", coordinator.Get(at).Body.String(), out)
		moderator := p.As(models.RoleModerator)
		moderator.Wants(moderator.Get(at), http.StatusForbidden)
		p.Advance(400 * 24 * time.Hour)
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		coordinator = p.As(models.RoleCoordinator)
		coordinator.Wants(coordinator.Get(at), http.StatusOK, "チームの案は、まだありません")
	})
}

// Where one of a team may not be asked any more, nobody is asked, and it is told.
func TestATeamIsAskedAsAWholeOrNotAtAll(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, desk := openNeed(p, "effort", "day")
		at, coordinator := desk+"/team", p.As(models.RoleCoordinator)
		first := stays(p, "久地 ひなた", false, whoCan("会社で顧客の名簿を直しています"))
		second := stays(p, "梨本 めぐみ", false, whoCan("店で会員の名簿を書いています"))
		coordinator.LeadsTo(coordinator.Post(at), at)
		form := teamForm(p, coordinator, desk)
		askedOf(p, coordinator, desk, askable(second))
		coordinator.Wants(coordinator.Post(at+"/ask", form...), http.StatusUnprocessableEntity, "すでに声をかけたか")
		apptest.Equal(t, "mails", len(mailsOf(p, offer.MailAsked)), 1)
		p.Write(func(tx *models.Tx) error { return tx.Persons().Erase(first) })
		coordinator.Wants(coordinator.Post(at+"/ask", form...), http.StatusUnprocessableEntity, "入れ替えてから")
		coordinator.Wants(coordinator.Get(at), http.StatusOK, "入れ替えると、声をかけられます。")
		apptest.Equal(t, "mails", len(mailsOf(p, offer.MailAsked)), 1)
	})
}

// atOnce posts a form from several browsers at the same moment, and counts the answers.
func atOnce(clients []*apptest.Client, paths []string, form ...string) map[int]int {
	var ready, done sync.WaitGroup
	ready.Add(len(clients))
	answers := make([]int, len(clients))
	for i, c := range clients {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			answers[i] = c.Post(paths[i%len(paths)], form...).Code
		})
	}
	done.Wait()
	counts := map[int]int{}
	for _, code := range answers {
		counts[code]++
	}
	return counts
}

// Of coordinators who ask the same person at the same moment, about one need or about several, or who ask the same
// team, all are told that it went well or that it did not, and each who was asked has one mail.
func TestCoordinatorsAskAtTheSameMoment(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		both := []*apptest.Client{
			p.As(models.RoleCoordinator), p.As(models.RoleOwner), p.As(models.RoleCoordinator), p.As(models.RoleOwner),
			p.As(models.RoleCoordinator),
		}
		mails := func() int { return len(mailsOf(p, offer.MailAsked)) }
		for range 3 {
			person := askable(stays(p, "久地 ひなた", false, openToCoordinators()))
			_, desk := openNeed(p)
			before := mails()
			counts := atOnce(both, []string{desk + "/people"}, "person", person, "words", "はい")
			apptest.Equal(t, "about one need", fmt.Sprint(counts), "map[303:1 422:4]")
			apptest.Equal(t, "mails", mails()-before, 1)
		}
		person := stays(p, "久地 ひなた", false, openToCoordinators())
		var people []string
		for range both {
			_, desk := openNeed(p)
			people = append(people, desk+"/people")
		}
		before := mails()
		counts := atOnce(both, people, "person", askable(person), "words", "はい")
		apptest.Equal(t, "about five needs", fmt.Sprint(counts), "map[303:2 422:3]")
		apptest.Equal(t, "mails", mails()-before, models.MostAsked)

		p.Advance(31 * 24 * time.Hour)
		for i := range both {
			both[i] = p.As([]models.Role{models.RoleCoordinator, models.RoleOwner}[i%2])
		}
		_, desk := openNeed(p, "effort", "day")
		both[0].LeadsTo(both[0].Post(desk+"/team"), desk+"/team")
		before = mails()
		counts = atOnce(both, []string{desk + "/team/ask"}, teamForm(p, both[0], desk)...)
		apptest.Equal(t, "one team", fmt.Sprint(counts), "map[303:1 422:4]")
		apptest.Equal(t, "mails", mails()-before, 2)
	})
}

// Of coordinators who start the project of a need, or add somebody to it, at the same moment one does, and the person
// has one place, one link and one mail.
func TestCoordinatorsBuildATeamAtTheSameMoment(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		shown, desk := openNeed(p)
		own := sendOffer(p, shown)
		p.Client().LeadsTo(p.Client().Post(own), own)
		coordinator := p.As(models.RoleCoordinator)
		var both []*apptest.Client
		for i := range 4 {
			both = append(both, p.As([]models.Role{models.RoleCoordinator, models.RoleOwner}[i%2]))
		}
		at := answerAt(coordinator, desk)
		counts := atOnce(both, []string{at}, "version", "1", "to", "accepted")
		apptest.Equal(t, "a yes", fmt.Sprint(counts), "map[303:1 422:3]")
		counts = atOnce(both, []string{desk + "/project"}, "title", "名簿を一つに", "aim", "当番が早く帰る", "started_on", "2025-09-01",
			"version", "2", "offer", at[strings.LastIndex(at, "/")+1:])
		apptest.Equal(t, "a project", fmt.Sprint(counts), "map[303:1 422:3]")
		apptest.Equal(t, "mails", len(mailsOf(p, project.MailJoined)), 1)

		found := regexp.MustCompile(`href="(/staff/events/here/projects/[\w-]+)"`).FindStringSubmatch(
			coordinator.Get(desk).Body.String())
		if found == nil {
			t.Fatal("no project")
		}
		counts = atOnce(both, []string{found[1] + "/team"}, "name", "梨本 めぐみ", "email", "megumi@offers.example",
			"role", "member")
		apptest.Equal(t, "somebody joins", fmt.Sprint(counts), "map[303:1 422:3]")
		apptest.Equal(t, "mails", len(mailsOf(p, project.MailJoined)), 2)
		apptest.Equal(t, "places", strings.Count(coordinator.Get(found[1]).Body.String(), "megumi@offers.example</a>"), 1)

		// Two who offer for the same need at the same moment, each twice, have one offer each.
		shown, desk = openNeed(p)
		everybody := []*apptest.Client{p.Client(), p.Client(), p.Client(), p.Client()}
		before := len(mailsOf(p, offer.MailConfirm))
		counts = atOnce(everybody, []string{shown + "/offers"}, offered()...)
		apptest.Equal(t, "offers", fmt.Sprint(counts), "map[303:4]")
		apptest.Equal(t, "mails", len(mailsOf(p, offer.MailConfirm))-before, 1)
		secret := regexp.MustCompile(paths.OfferPrefix + `[\w.-]+`).FindString(p.Text(mailsOf(p, offer.MailConfirm)[0]))
		told := len(mailsOf(p, offer.MailTold))
		apptest.Equal(t, "confirmed", fmt.Sprint(atOnce(everybody, []string{secret})), "map[303:4]")
		apptest.Equal(t, "coordinators told", len(mailsOf(p, offer.MailTold))-told, 1)
		apptest.Equal(t, "on the desk", strings.Count(coordinator.Get(desk).Body.String(), "<h3>梅田 うめ"), 1)
	})
}
