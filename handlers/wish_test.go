package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"meguri/app/program"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/app/wish"
	"meguri/models"
	"meguri/models/modelstest"
)

const wisher = "hanako@wishes.example"

func wished(more ...string) []string {
	return append(more, "name", "花咲 はな", "email", wisher, "help", "名簿の重なりを見つけます。", "need",
		"司会をできる人がいません。\n毎月困っています。", "learn", "話し合いの進め方", "agrees", "true")
}

// sendWish sends a wish at the event, and returns the path of its own page.
func sendWish(p *apptest.Program, more ...string) string {
	p.T.Helper()
	everybody := p.Client()
	everybody.LeadsTo(everybody.Post("/events/here/wishes", wished(more...)...), "/events/here/wishes/sent")
	mails := mailsOf(p, wish.MailConfirm)
	if len(mails) == 0 {
		p.T.Fatal("no mail")
	}
	return regexp.MustCompile(paths.WishPrefix + `[\w.-]+`).FindString(p.Text(mails[0]))
}

// What somebody wishes is seen by nobody before they confirm it; then it is a draft of a need, and they may be asked
// with what they would help with and learn. They correct it, and withdraw it with all that came of it.
func TestThreeWishes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		everybody, coordinator := p.Client(), p.As(models.RoleCoordinator)
		form, desk, board := "/events/here/wishes", "/staff/events/here/needs/wishes", "/staff/events/here/needs"
		for _, bad := range [][2]string{
			{"name", ""}, {"email", "nobody"}, {"agrees", ""}, {"help", strings.Repeat("長", 1001)},
			{"name", "https://spam.example"},
		} {
			everybody.Wants(everybody.Post(form, wished(bad[0], bad[1])...), http.StatusUnprocessableEntity, "話し合いの進め方")
		}
		everybody.Wants(everybody.Post(form, "name", "花咲", "email", wisher, "agrees", "true"),
			http.StatusUnprocessableEntity, "1つ以上をお書きください。")
		own := sendWish(p)
		apptest.Lacks(t, "before it is confirmed", coordinator.Get(desk).Body.String()+coordinator.Get(board).Body.String(),
			"花咲", "司会")
		everybody.Wants(everybody.Get(own), http.StatusOK, "話し合いの進め方", "コーディネーターに届ける")
		everybody.Wants(everybody.Get(paths.WishPrefix+"x.y"), http.StatusNotFound)
		for range 2 { // the second time it changes nothing
			everybody.LeadsTo(everybody.Post(own), own)
		}
		apptest.Equal(t, "mails", len(mailsOf(p, wish.MailConfirm)), 1)
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, "花咲 はな", wisher, "名簿の重なりを見つけます。")
		page := coordinator.Get(board)
		coordinator.Wants(page, http.StatusOK, "司会をできる人がいません。", "手伝い・学びのフォーム")
		apptest.Equal(t, "drafts", strings.Count(page.Body.String(), "<b>司会をできる人がいません。</b>"), 1)
		moderator := p.As(models.RoleModerator)
		moderator.Wants(moderator.Get(desk), http.StatusForbidden)

		// The matching knows both.
		other := needOf(coordinator, coordinator.Post(board, readyNeed()...))
		coordinator.LeadsTo(coordinator.Post(other+"/move", "version", "1", "to", "open"), other)
		coordinator.Wants(coordinator.Get(other+"/people"), http.StatusOK, "名簿の重なりを見つけます", "花咲")
		learn := needOf(coordinator, coordinator.Post(board, readyNeed("title", "話し合いの進め方を考えたい",
			"trouble", "話し合いの進行がうまくいきません。", "task", "話し合いの進行を見る")...))
		coordinator.LeadsTo(coordinator.Post(learn+"/move", "version", "1", "to", "open"), learn)
		coordinator.Wants(coordinator.Get(learn+"/people"), http.StatusOK, "話し合いの進め方", "花咲")

		everybody.Wants(everybody.Post(own+"/save", "help", "", "need", "", "learn", " "), http.StatusUnprocessableEntity)
		everybody.LeadsTo(everybody.Post(own+"/save", "help", "会計を見ます。", "need", "受付を手伝ってほしい。",
			"may_be_asked", "true"), own)
		coordinator.Wants(coordinator.Get(board), http.StatusOK, "<b>受付を手伝ってほしい。</b>")
		apptest.Lacks(t, "the people", coordinator.Get(learn+"/people").Body.String(), "花咲")
		draft := regexp.MustCompile(`href="(/staff/events/here/needs/[\w-]+)"><b>受付`).FindStringSubmatch(
			coordinator.Get(board).Body.String())[1]
		coordinator.Wants(coordinator.Get(draft), http.StatusOK, wisher)
		coordinator.LeadsTo(coordinator.Post(draft+"/edit", readyNeed("version", "2", "title", "受付を整えたい",
			"contact_email", wisher)...), draft)
		everybody.LeadsTo(everybody.Post(own+"/save", "help", "会計を見ます。", "need", "別のこと"), own)
		apptest.Lacks(t, "what a coordinator shapes", coordinator.Get(board).Body.String(), "別のこと")
		everybody.Wants(everybody.Get(own), http.StatusOK, "整え始めています")
		apptest.Lacks(t, "who is not asked any more", coordinator.Get(other+"/people").Body.String(), "花咲")

		for range 2 {
			everybody.Wants(everybody.Post(own+"/withdraw"), http.StatusOK, "取り下げて、内容を削除しました。")
		}
		everybody.Wants(everybody.Get(own), http.StatusNotFound)
		coordinator.Wants(coordinator.Get(draft), http.StatusOK, "取り下げ")
		p.RunJobs()
		for table, rows := range modelstest.Dump(t, p.DB) {
			if table != "mails" && !strings.Contains(table, "/") {
				apptest.Lacks(t, table, rows, wisher, "会計を見ます")
			}
		}
	})
}

// What somebody sends once more is added to what they wished, once they open the mail: before that it changes nothing,
// as anybody may type an address. Both links lead to it, and both end with it.
func TestAWishThatIsSentAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		everybody, coordinator := p.Client(), p.As(models.RoleCoordinator)
		const form, desk, board = "/events/here/wishes", "/staff/events/here/needs/wishes", "/staff/events/here/needs"
		first := sendWish(p)
		everybody.LeadsTo(everybody.Post(first), first)
		everybody.LeadsTo(everybody.Post(first+"/save", "help", "会計を見ます。", "need", "受付を手伝ってほしい。"), first)
		everybody.LeadsTo(everybody.Post(first), first) // after a correction, too
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, "会計を見ます。")
		again := []string{"name", "花咲 はな", "email", wisher, "help", "", "need", "司会を探しています。", "learn", "写真", "agrees", "true"}
		for range 2 {
			everybody.LeadsTo(everybody.Post(form, again...), form+"/sent")
		}
		mails := mailsOf(p, wish.MailConfirm)
		apptest.Equal(t, "mails", len(mails), 2)
		second := first
		for _, m := range mails {
			if own := regexp.MustCompile(paths.WishPrefix + `[\w.-]+`).FindString(p.Text(m)); own != first {
				second = own
			}
		}
		apptest.Lacks(t, "before it is confirmed", coordinator.Get(desk).Body.String()+coordinator.Get(board).Body.String()+
			everybody.Get(first).Body.String(), "写真", "司会を探しています")
		everybody.Wants(everybody.Get(second), http.StatusOK, "写真", "司会を探しています。")
		for range 2 { // the second time it changes nothing
			everybody.LeadsTo(everybody.Post(second), second)
		}
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, "写真", "会計を見ます。", "司会を探しています。")
		apptest.Equal(t, "wishes", strings.Count(coordinator.Get(desk).Body.String(), `href="mailto:`+wisher), 1)
		page := coordinator.Get(board).Body.String()
		apptest.Equal(t, "drafts", strings.Count(page, "<b>司会を探しています。</b>"), 1)
		apptest.Lacks(t, "the former draft", page, "<b>受付を手伝ってほしい。</b>")
		for _, own := range []string{first, second} {
			everybody.Wants(everybody.Get(own), http.StatusOK, "写真", "会計を見ます。")
			apptest.Lacks(t, "who is not to be asked", everybody.Get(own).Body.String(),
				`name="may_be_asked" value="true" checked`)
		}
		everybody.LeadsTo(everybody.Post(second+"/save", "help", "会計だけ見ます。"), second)
		everybody.Wants(everybody.Get(first), http.StatusOK, "会計だけ見ます。")
		everybody.Wants(everybody.Post(first+"/withdraw"), http.StatusOK, "取り下げて、内容を削除しました。")
		for _, own := range []string{first, second} {
			everybody.Wants(everybody.Get(own), http.StatusNotFound)
			everybody.Wants(everybody.Post(own), http.StatusNotFound)
		}
		apptest.Equal(t, "what is left", modelstest.Dump(t, p.DB)["wishes"], "")
	})
}

// Nothing tells which answer of an anonymous survey is of who wished something after it: no address, cookie, field or
// time, not even to who has a copy of the database.
func TestAWishIsNotJoinedToAnAnswer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error {
			word := &models.Question{Slug: "word", Kind: models.QuestionShortText, TitleJa: "ひとこと"}
			if err := tx.Questions().Add(p.Survey, word); err != nil {
				return err
			}
			draft := *p.Survey
			return tx.Surveys().Open(&draft)
		})
		var person *apptest.Client
		var thanks string
		for i, word := range []string{"秘密の感想", "ほかの感想"} {
			secret, id, _ := p.SignUp(p.Event, []string{wisher, "jiro@wishes.example"}[i])
			r, err := p.DB.Query(t.Context()).Registrations().ByID(p.Event, id)
			if err != nil {
				t.Fatal(err)
			}
			p.Write(func(tx *models.Tx) error { return tx.Presences().Beat(r, "tab", time.Minute) })
			page := paths.OfAttendee(secret).Survey(p.Survey.ID)
			client := p.Client()
			given := []string{"q_word", word}
			for _, q := range p.Survey.Questions {
				if q.Required {
					given = append(given, "q_"+q.Slug, firstAnswer(&q))
				}
			}
			client.LeadsTo(client.Post(string(page), given...), page.Thanks())
			if i == 0 {
				person, thanks = client, client.Get(page.Thanks()).Body.String()
			}
		}
		apptest.Contains(t, "the page of thanks", thanks, `<a href="/events/here/wishes" rel="noreferrer">`)

		form := person.Get("/events/here/wishes")
		body := form.Body.String()
		_, inside, _ := strings.Cut(body, `action="/events/here/wishes"`)
		inside, _, _ = strings.Cut(inside, "</form>")
		apptest.Lacks(t, "the form", inside, `type="hidden"`)
		apptest.Equal(t, "for who answered and for a stranger", body, p.Client().Get("/events/here/wishes").Body.String())
		sent := person.Post("/events/here/wishes", wished()...)
		apptest.Equal(t, "cookies", form.Header().Get("Set-Cookie")+sent.Header().Get("Set-Cookie"), "")
		own := regexp.MustCompile(paths.WishPrefix + `[\w.-]+`).FindString(p.Text(mailsOf(p, wish.MailConfirm)[0]))
		person.LeadsTo(person.Post(own), own)

		dump := modelstest.Dump(t, p.DB)
		answers := strings.Split(strings.TrimSpace(dump["responses"]), "\n")
		apptest.Equal(t, "answers", len(answers), 2)
		if times := regexp.MustCompile(`\d\d:\d\d:\d\d`); times.MatchString(dump["responses"]) ||
			times.MatchString(dump["wishes"]) {
			t.Error("answers or wishes have times")
		}
		for _, row := range answers {
			for value := range strings.SplitSeq(row, " | ") {
				if value == p.Survey.ID || len(value) < 8 {
					continue // of all alike
				}
				for table := range maps.Keys(dump) {
					if table != "responses" && !strings.Contains(table, "/") {
						apptest.Lacks(t, table, dump[table], value)
					}
				}
			}
		}
		for _, told := range []string{"needs", "wishes", "mails", "jobs", "activities", "audit_entries"} {
			apptest.Lacks(t, told, dump[told], "感想")
		}
	})
}

// An address that is blocked, or floods, gets no mail, and is told the same as all; where no coordinator looks, nobody
// is asked.
func TestWishesFloodNobody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.As(models.RoleCoordinator)
		everybody := p.Client()
		for range 2 { // of one event there is one, and one mail a day
			everybody.LeadsTo(everybody.Post("/events/here/wishes", wished()...), "/events/here/wishes/sent")
		}
		apptest.Equal(t, "mails", len(mailsOf(p, wish.MailConfirm)), 1)
		p.Advance(5 * 24 * time.Hour)
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "once nobody confirmed it", modelstest.Dump(t, p.DB)["wishes"], "")
		p.SetClock(p.Event.EndsAt.Add(24 * time.Hour))
		everybody.Wants(everybody.Get("/events/here"), http.StatusOK, `href="/events/here/wishes"`)
		p.Start(func(c *program.Config) { c.RateLimit = "on" })
		last := 0
		for i := range 11 { // whoever sends the form for many addresses is slowed down
			last = p.Client().Post("/events/here/wishes", "name", "x", "email", fmt.Sprintf("a%d@flood.example", i), "help", "x",
				"agrees", "true").Code
		}
		apptest.Equal(t, "the eleventh", last, http.StatusTooManyRequests)
	})
}

// Whose offers are blocked gets no mail of wishes either, and is told the same as all.
func TestABlockedAddressWishesNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		shown, desk := openNeed(p)
		own := sendOffer(p, shown)
		p.Client().Post(own)
		coordinator := p.As(models.RoleCoordinator)
		at := answerAt(coordinator, desk)
		coordinator.LeadsTo(coordinator.Post(at+"/block", "version", "1"), desk)
		everybody := p.Client()
		answer := func(email string) (string, int) {
			sent := everybody.Post("/events/here/wishes", "name", "x", "email", email, "help", "手伝います", "agrees", "true")
			return sent.Header().Get("Location"), sent.Code
		}
		to, status := answer(offerer)
		toAll, statusOfAll := answer("other@wishes.example")
		if to != toAll || status != statusOfAll {
			t.Errorf("who is blocked is told by %d %s, not %d %s", status, to, statusOfAll, toAll)
		}
		mails := mailsOf(p, wish.MailConfirm)
		if len(mails) != 1 || mails[0].ToAddress != "other@wishes.example" {
			t.Errorf("%d mails: %+v", len(mails), mails)
		}
	})
}

// A promise becomes an offer by its person alone, from their own page or the room, in words that they correct; a sealed
// one stays sealed. Neither making a promise nor staff who see it send anything.
func TestAPromiseBecomesAnOffer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		coordinator, board := p.As(models.RoleCoordinator), "/staff/events/here/needs"
		desk := needOf(coordinator, coordinator.Post(board, readyNeed()...))
		coordinator.LeadsTo(coordinator.Post(desk+"/move", "version", "1", "to", "open"), desk)
		need := strings.TrimPrefix(desk, board+"/")
		secret, _, _ := p.SignUp(p.Event, wisher)
		p.SetClock(p.Event.EndsAt.Add(-time.Minute))
		person, promise := p.Client(), "/r/"+secret+"/promise"
		person.Wants(person.Get(promise+"/offer"), http.StatusNotFound)
		person.Wants(person.Post(promise+"/offer", offered("need", need)...), http.StatusNotFound)
		person.LeadsTo(person.Post(promise, "text", "名簿の整理を、隣の班でも手伝います", "for", "me"), promise)
		coordinator.Get("/staff/events/here/promises")
		coordinator.Get(desk)
		for _, role := range []models.Role{models.RoleOwner, models.RoleCoordinator} {
			staff := p.As(role)
			code := staff.Post("/events/here/live/promise/offer", offered("need", need)...).Code
			if code < http.StatusMultipleChoices || code == http.StatusUnprocessableEntity {
				t.Errorf("a %s sends it: %d", role, code)
			}
		}
		apptest.Equal(t, "offers before the yes", modelstest.Dump(t, p.DB)["offers"], "")
		apptest.Equal(t, "wishes before the yes", modelstest.Dump(t, p.DB)["wishes"], "")

		person.Wants(person.Get(promise), http.StatusOK, "この約束を、手伝いの申し出にする")
		person.Wants(person.Get(promise+"/offer"), http.StatusOK, "名簿の整理を、隣の班でも手伝います", "封をした約束です。",
			"名簿を一つにしたい", wisher)
		for field, value := range map[string]string{"need": "", "agrees": "", "words": " ", "email": "nobody"} {
			person.Wants(person.Post(promise+"/offer", append([]string{field, value}, offered("need", need)...)...),
				http.StatusUnprocessableEntity, "梅田 うめ")
		}
		person.Wants(person.Post(promise+"/offer", offered("need", models.NewID())...), http.StatusUnprocessableEntity,
			"1つお選びください。")
		person.LeadsTo(person.Post(promise+"/offer", offered("need", need)...), promise)
		rows := modelstest.Dump(t, p.DB)["offers"]
		apptest.Contains(t, "the offer", rows, "会社で名簿を直しています。", offerer)
		apptest.Lacks(t, "the offer", rows, "隣の班")
		apptest.Equal(t, "mails", len(mailsOf(p, "offer_confirm")), 1)
		person.LeadsTo(person.Post(promise+"/offer", offered("need", "any")...), promise)
		apptest.Contains(t, "the wish", modelstest.Dump(t, p.DB)["wishes"], "会社で名簿を直しています。")
		apptest.Lacks(t, "the promise", modelstest.Dump(t, p.DB)["promises"], "隣の班")

		room := []string{"Cookie", p.RoomCookie(secret)}
		p.Wants(p.Request(http.MethodGet, "/events/here/live/promise/offer", "", room...), http.StatusOK, "隣の班でも手伝います")
	})
}
