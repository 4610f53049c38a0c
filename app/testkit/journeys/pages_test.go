package journeys_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/command/demo"
	"meguri/app/testkit/apptest"
	"meguri/app/testkit/browser"
	"meguri/models"
	"meguri/models/modelstest"
)

// TestEveryPage follows every link and examines every page that it finds, so new pages are examined too. It runs on
// SQLite alone: pages do not depend on the database engine.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	server := serve(t, modelstest.OnSQLite(t))
	owner := apptest.NewClient(t, server.Handler)
	owner.SignIn("owner@meguri.example", demo.Password)
	online := register(t, server.Demo, "online")
	pages := followLinks(owner, server.BaseURL,
		"/events/summit-next", "/staff/events/summit-next", // others of these routes have less to show
		"/events/night-tour/lottery", "/events/wood-workshop/lottery", "/staff/events/night-tour/lottery",
		"/events/open-ateliers/lottery", "/staff/events/open-ateliers/lottery",
		"/", "/events/past", "/about", "/privacy", "/accessibility", "/help", "/staff",
		"/staff/login?next=/staff", "/staff/forgot", "/events/summit-next/registered",
		register(t, server.Demo, "venue"), online,
		uploadList(owner), checkList(owner, uploadList(owner)))
	if len(pages) < 30 {
		t.Errorf("only %d pages were found", len(pages))
	}
	// In three parts that run beside each other: this is the longest of all tests.
	half, join := len(pages)/2, online+"/join"
	examinePages(t, server, join, "first", browser.View{Width: 390, Lang: "ja"}, pages[:half])
	examinePages(t, server, join, "second", browser.View{Width: 390, Lang: "ja"}, pages[half:])
	examinePages(t, server, join, "one of each", browser.View{Width: 1280, Lang: "en"}, oneOfEach(pages))
}

// examinePages examines the pages as the owner who has come in through the link to join: others may not enter the room.
func examinePages(t *testing.T, server *demoServer, join, part string, view browser.View, pages []string) {
	t.Helper()
	t.Run(view.Name()+" "+part, func(t *testing.T) {
		t.Parallel()
		p := server.staff(t, models.RoleOwner, view)
		p.Open(join)
		for _, path := range pages {
			p.Open(path).Examine(strings.ReplaceAll(strings.Trim(path, "/"), "/", "_"))
		}
	})
}

// uploadList uploads a list of people, and returns its page.
func uploadList(owner *apptest.Client) string {
	owner.T.Helper()
	const list = "氏名,メール,備考\n山田 太郎,taro@person.example,x\n佐藤 花子,no address,\n"
	return owner.Upload("/staff/events/summit-next/people/import", "file", []byte(list)).Header().Get("Location")
}

// checkList reads the rows of a list that was uploaded, and returns its page.
func checkList(owner *apptest.Client, path string) string {
	owner.T.Helper()
	columns := []string{"column", "name", "column", "email", "column", "answer"}
	owner.LeadsTo(owner.Post(path, append(columns, "ticket_type", "online", "locale", "ja")...), path)
	return path
}

// register registers somebody for the next summit through the API, and returns the path of the attendee's page.
func register(t *testing.T, demo *apptest.Demo, ticketType string) string {
	t.Helper()
	body := apptest.RegistrationBody(
		ticketType+"@person.example", "ticket_type", ticketType, "family_name", "𠮷田", "given_name", "はな", "family_name_kana",
		"よしだ", "sector", "civil", "locale", "ja", "consents", []string{"privacy"},
	)
	made := demo.API(t).Expect(http.StatusCreated, "", http.MethodPost, "/api/v1/events/summit-next/registrations", body)
	return "/r/" + demo.MailedSecret(t, made.String("id"))
}
