package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"meguri/app/program"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// readyNeed is what a coordinator types about a need that can be opened. Of a field that is there twice, the first
// counts.
func readyNeed(first ...string) []string {
	return append(first,
		"title", "名簿を一つにしたい", "trouble", "名簿が三つあります。", "task", "重なりを見つける", "effort", "hour",
		"way", "online", "deadline", "2027-01-03", "contact_name", "連絡 花子", "contact_email", "hanako@needs.example",
	)
}

// needOf stores a need of the event as a coordinator, and returns where its desk is.
func needOf(c *apptest.Client, answer *httptest.ResponseRecorder) string {
	c.T.Helper()
	at := answer.Header().Get("Location")
	if answer.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/staff/events/here/needs/") {
		c.T.Fatalf("%d %s", answer.Code, answer.Body)
	}
	return at
}

// A coordinator writes a need down, opens it, and everybody sees it with its last day, but not whom to ask; what is
// typed wrongly is shown again, and nothing of it is kept.
func TestANeedIsOpenedForEverybody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		coordinator, everybody, board := p.As(models.RoleCoordinator), p.Client(), "/staff/events/here/needs"
		for field, value := range map[string]string{
			"title": "", "deadline": "3. 1. 2027", "theme": "<b>", "effort": "year", "way": "phone",
			"contact_email": "nobody", "trouble": strings.Repeat("長", 1001),
		} {
			bad := coordinator.Post(board, append([]string{field, value}, readyNeed()...)...)
			coordinator.Wants(bad, http.StatusUnprocessableEntity, "重なりを見つける")
		}
		coordinator.Wants(coordinator.Get(board), http.StatusOK, "困りごとは、まだありません。")

		desk := needOf(coordinator, coordinator.Post(board, readyNeed()...))
		shown := "/needs/" + strings.TrimPrefix(desk, board+"/")
		everybody.Wants(everybody.Get(shown), http.StatusNotFound)
		coordinator.Wants(coordinator.Post(desk+"/move", "version", "1", "to", "done"), http.StatusUnprocessableEntity)
		coordinator.Wants(coordinator.Post(desk+"/move", "version", "x", "to", "open"), http.StatusUnprocessableEntity)
		coordinator.LeadsTo(coordinator.Post(desk+"/move", "version", "1", "to", "open"), desk)
		coordinator.Wants(coordinator.Post(desk+"/move", "version", "1", "to", "talking"), http.StatusUnprocessableEntity,
			"ほかの方が先に変更しました。")
		page := everybody.Get(shown)
		everybody.Wants(page, http.StatusOK, "名簿を一つにしたい", "2027年1月3日（日）まで")
		apptest.Lacks(t, "the public page", page.Body.String(), "連絡 花子", "hanako@needs.example", "2027-01-03")
		everybody.Wants(everybody.Get("/needs?effort=hour&until=2027-01-03"), http.StatusOK, "名簿を一つにしたい")
		everybody.Wants(everybody.Get("/needs?effort=day"), http.StatusOK, "この条件の困りごとは、ありません。")
		everybody.Wants(everybody.Get("/needs?effort=<b>&until=never&page=-1&theme=x"), http.StatusOK, "名簿を一つにしたい")
		everybody.Wants(everybody.Get("/needs/nothing"), http.StatusNotFound)

		moderator := p.As(models.RoleModerator)
		moderator.Wants(moderator.Get(desk), http.StatusForbidden)
		moderator.Wants(moderator.Post(desk+"/edit", readyNeed("version", "2")...), http.StatusForbidden)
	})
}

// The form for everybody stands apart: it asks where a coordinator looks after it, and shows nothing of what it got.
func TestSomebodyAsksForHelp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		everybody, form := p.Client(), "/events/here/needs/new"
		everybody.Wants(everybody.Post(form, "title", "名簿", "trouble", "困っています", "contact_name", "田中",
			"contact_email", "tanaka@needs.example"), http.StatusUnprocessableEntity, "同意のうえ、お送りください。", "困っています")
		everybody.LeadsTo(everybody.Post(form, "title", "名簿", "trouble", "困っています", "contact_name", "田中",
			"contact_email", "tanaka@needs.example", "agrees", "true"), "/events/here/needs/sent")
		apptest.Lacks(t, "the list", everybody.Get("/needs").Body.String(), "困っています", "田中")
		coordinator := p.As(models.RoleCoordinator)
		coordinator.Wants(coordinator.Get("/staff/events/here/needs"), http.StatusOK, "困りごとのフォーム")
	})
}

// What an ordinary day says is neither kept nor told in an address; the answer is not to be cached.
func TestAnOrdinaryDayIsNotKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		everybody := p.Client()
		everybody.Wants(everybody.Post("/ordinary", "one", " "), http.StatusUnprocessableEntity, "1つ以上お書きください。")
		everybody.Wants(everybody.Post("/ordinary", "two", strings.Repeat("長", 201)), http.StatusUnprocessableEntity)
		found := everybody.Post("/ordinary", "one", "<b>庭で花を育てています</b>")
		everybody.Wants(found, http.StatusOK, "ちょうど重なる困りごとは、いまはありませんでした")
		apptest.Equal(t, "cache", found.Header().Get("Cache-Control"), "no-store")
		apptest.Lacks(t, "the page", found.Body.String(), "<b>庭")
	})
}

// The forms for everybody take no more than a person sends.
func TestFormsOfNeedsAreLimited(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Start(func(c *program.Config) { c.RateLimit = "on" })
		everybody := p.Client()
		for path, burst := range map[string]int{"/ordinary": 20, "/events/here/needs/new": 10} {
			last := 0
			for range burst + 1 {
				last = everybody.Post(path).Code
			}
			apptest.Equal(t, path, last, http.StatusTooManyRequests)
		}
	})
}

// A voice that waits for staff, that they hid or that was taken back becomes no need; one that is hidden later is not
// shown by the need it became.
func TestAHiddenVoiceIsNoNeed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		coordinator, board := p.As(models.RoleCoordinator), "/staff/events/here/needs"
		add := func(state models.PostState, text string) *models.Post {
			post := &models.Post{
				ID: models.NewID(), EventID: p.Event.ID, RequestID: models.NewID(), Author: models.NewID(),
				Kind: models.PostOpinion, Text: text, State: state,
			}
			p.Write(func(tx *models.Tx) error { return tx.Posts().Add(post) })
			return post
		}
		for _, state := range []models.PostState{models.PostHeld, models.PostHidden, models.PostWithdrawn} {
			post := add(state, "だれかの悪口")
			form := coordinator.Get(board + "/new?voice=" + post.ID)
			coordinator.Wants(form, http.StatusConflict)
			apptest.Lacks(t, "the form", form.Body.String(), "だれかの悪口")
			coordinator.Wants(coordinator.Post(board, readyNeed("voice", post.ID)...), http.StatusUnprocessableEntity,
				"困りごとにはできません。")
		}
		said := add(models.PostPublished, "名簿がばらばら")
		desk := needOf(coordinator, coordinator.Post(board, readyNeed("voice", said.ID)...))
		coordinator.Wants(coordinator.Get(desk), http.StatusOK, "名簿がばらばら")
		p.Write(func(tx *models.Tx) error {
			return tx.Posts().Change(said, map[string]any{"state": models.PostHidden})
		})
		page := coordinator.Get(desk)
		coordinator.Wants(page, http.StatusOK, "会場で非公開になりました。")
		apptest.Lacks(t, "the desk", page.Body.String(), "名簿がばらばら")
	})
}

// The boards show pages of many needs; a search finds those of all pages and says how many, and the order is chosen.
func TestBoardsOfManyNeedsHavePages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error {
			for i := range 60 {
				n := &models.Need{
					OrganizationID: p.Event.OrganizationID, EventID: &p.Event.ID, Source: models.NeedByStaff,
					Title: fmt.Sprintf("困りごと%02d", i), Trouble: []string{"名簿", "会計"}[i%2], Effort: models.EffortHour,
				}
				if err := tx.Needs().Create(n); err != nil {
					return err
				}
				if err := n.Move(models.NeedOpen, tx.Now); err != nil {
					return err
				}
				n.Deadline = fmt.Sprintf("2027-03-%02d", 1+(59-i)/2)
				if err := tx.Needs().Update(n, n.Version); err != nil {
					return err
				}
			}
			return nil
		})
		c, board := p.As(models.RoleCoordinator), "/staff/events/here/needs"
		for _, page := range []struct {
			path, status string
			rows         int
		}{
			{"", "60件", 50}, {"?page=2", "60件", 10}, {"?q=会計", "30件", 30}, {"?q=困りごと59", "1件", 1},
			{"?q=困りごと&state=open&page=2", "60件", 10}, {"?page=99", "60件", 0}, {"?sort=<b>&page=-3", "60件", 50},
			{"/people", "60件", 20}, {"/people?page=3", "60件", 20}, {"/people?q=会計&page=2", "30件", 10},
			{"/people?q=困りごと00", "1件", 1},
		} {
			body := c.Get(board + page.path).Body.String()
			rows := len(regexp.MustCompile(`>困りごと\d\d<`).FindAllString(body, -1))
			apptest.Equal(t, page.path, rows, page.rows)
			apptest.Contains(t, page.path, body, "<b>"+page.status+"</b>")
		}
		for _, path := range []string{"?sort=deadline&q=名簿", "/people?sort=deadline"} {
			body := c.Get(board + path).Body.String()
			first, _, _ := strings.Cut(body, "困りごと5")
			apptest.Lacks(t, path, first, "困りごと0")
		}
		apptest.Contains(t, "the ways", c.Get(board+"?q=困りごと&sort=title").Body.String(), "page=2", "sort=title")
	})
}
