package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/audit"
	"meguri/app/service/i18n"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/handlers"
	"meguri/handlers/web"
	"meguri/models"
)

// Each route by which staff change something or take a file is recorded, or says why not.
func TestWhatStaffDoIsRecorded(t *testing.T) {
	names := map[string]bool{}
	for _, group := range audit.Groups {
		for _, name := range group {
			names[name] = true
		}
	}
	for _, r := range handlers.Routes() {
		switch {
		case r.Action != "" && !names[r.Action]:
			t.Errorf("%s %s is recorded as %q, which is no action", r.Method, r.Path, r.Action)
		case r.Action == "" && r.Unaudited == "" && mustBeRecorded(r):
			t.Errorf("nobody would know who used %s %s", r.Method, r.Path)
		}
	}
}

func mustBeRecorded(r handlers.RouteInfo) bool {
	switch r.Access.Kind {
	case web.Anyone, web.Holder, web.InRoom, web.HolderAPI, web.Person:
		return false
	}
	isFile := strings.Contains(r.Path, "/files/") || strings.Contains(r.Path[strings.LastIndex(r.Path, "/"):], ".")
	isList := r.Access.Kind == web.MayAPI && r.Access.Permission == models.SeePeople
	return r.Method == http.MethodPost || isFile || isList
}

func TestEveryActionHasWords(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{i18n.Japanese, i18n.English} {
		words := texts.For(lang)
		for group, actions := range audit.Groups {
			for _, name := range append([]string{"group_" + group}, actions...) {
				if got := words.T("audit." + name); got == "" || strings.Contains(got, "audit.") {
					t.Errorf("%s: %q has no words: %q", lang, name, got)
				}
			}
		}
	}
}

func TestTheRecordSaysWhoDidWhat(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, id, _ := p.SignUp(p.Event, "hanako@example.jp")
		organizer := p.As(models.RoleOrganizer)
		person := paths.OfStaffEvent(p.Event.Slug).Registration(id)
		organizer.Post(person.Cancel())
		p.API(models.RoleOrganizer).Get("/api/v1/events/" + p.Event.Slug + "/registrations.csv")
		p.As(models.RoleReceptionist).Get(paths.OfStaffEvent(p.Event.Slug).Registrations()) // refused
		organizer.Post(paths.OfStaffEvent(p.Event.Slug).Members(), "email", "neu@example.jp", "role", "analyst")

		got := recorded(t, p)
		want := []string{"role_given done account", "person_downloaded done token", "person_cancelled done account"}
		if !slices.Equal(got, want) {
			t.Errorf("recorded %v, want %v", got, want)
		}
		page := organizer.Get(paths.OfStaffEvent(p.Event.Slug).Audit()).Body.String()
		apptest.Contains(t, "the page", page, "お申し込みをキャンセル", "参加者の一覧をダウンロード", "スタッフに招待", "分析")
	})
}

// The record is searched by the name of who did it and to whom, and for what did not succeed.
func TestTheRecordIsSearched(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		register := func(family, email string) string {
			body := apptest.RegistrationBody(email, "ticket_type", "online", "family_name", family, "given_name", "花子")
			return p.API("").Expect(http.StatusCreated, "", http.MethodPost, apptest.RegistrationsPath, body).String("id")
		}
		hanako, ichiro := register("髙橋", "hanako@example.jp"), register("鈴木", "ichiro@example.jp")
		staff, event := p.As(models.RoleOrganizer), paths.OfStaffEvent(p.Event.Slug)
		staff.Post(event.Registration(hanako).Cancel())
		staff.Post(event.Registration(ichiro).Notes(), "text", "電話がありました")
		p.As(models.RoleReceptionist).Post(event.Registration(ichiro).Cancel()) // refused
		const cancelled, noted = "お申し込みをキャンセル", "メモを書いた"
		lines := func(query string) (list []string) {
			for _, row := range apptest.Document(t, staff.Get(event.Audit()+"?"+query)).Find("tbody tr").EachIter() {
				list = append(list, row.Text())
			}
			return list
		}
		for query, want := range map[string]int{
			"":                           2,
			"name=" + "高橋":               1, // however it is written
			"name=" + "すずき":              0, // only what the name says
			"name=" + "鈴木":               1,
			"name=%25":                   0,
			"name=" + "鈴木&failed=true":   0,
			"name=" + "鈴木&group=person":  1,
			"name=" + "鈴木&from=2099-1-1": 1, // no date
		} {
			if got := lines(query); len(got) != want {
				t.Errorf("%q finds %d entries: %q", query, len(got), got)
			}
		}
		apptest.Contains(t, "about Hanako", strings.Join(lines("name=高橋"), ""), cancelled)
		file := staff.Get(event.Audit() + ".csv?name=" + "高橋").Body.String()
		apptest.Contains(t, "the file", file, cancelled)
		apptest.Lacks(t, "the file", file, "鈴木", noted)
	})
}

// recorded lists the entries of the program's event, the latest first.
func recorded(t *testing.T, p *apptest.Program) (list []string) {
	t.Helper()
	entries, err := p.DB.Query(t.Context()).Audits().Find(models.AuditFilter{EventID: p.Event.ID}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Action+" "+string(e.Outcome)+" "+string(e.ActorKind))
	}
	return list
}

// What was typed wrong, or was refused, changed nothing.
func TestWhatChangedNothingIsNotRecorded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer := p.As(models.RoleOrganizer)
		organizer.Post(paths.OfStaffEvent(p.Event.Slug).Members(), "email", "no address", "role", "analyst")
		organizer.Post(paths.OfStaffEvent(p.Event.Slug).Registration(models.NewID()).Cancel())
		p.As(models.RoleAnalyst).Post(paths.OfStaffEvent(p.Event.Slug).Cancel(), "reason", "x")
		if got := recorded(t, p); len(got) > 0 {
			t.Errorf("recorded %v", got)
		}
	})
}

func TestSignInsAreRecorded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		const email, password = "owner-of-record@example.jp", "correct horse battery"
		p.Account(email, "記録 係", password)
		client := p.Client()
		client.Post(paths.Login, "email", email, "password", "wrong")
		client.SignIn(email, password)
		var account *models.Account
		account, err := p.DB.Query(t.Context()).Accounts().ByEmail(email)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := p.DB.Query(t.Context()).Audits().Find(models.AuditFilter{ActorID: account.ID}, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			got = append(got, e.Action+" "+string(e.Outcome))
		}
		if want := []string{"account_sign_in done", "account_sign_in failed"}; !slices.Equal(got, want) {
			t.Errorf("recorded %v, want %v", got, want)
		}
	})
}

// What is tried with an address that no account has is recorded without it, and the throttle of networks bounds how
// often.
func TestASignInOfNobodyIsRecordedWithoutTheAddress(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		const tries, free = 25, 20 // free: freeForNetwork of app/account
		for n := range tries {
			p.Client().Post(paths.Login, "email", fmt.Sprintf("nobody-%d@example.jp", n), "password", "wrong")
		}
		inTheRecordOf := models.AuditFilter{OrganizationID: p.Event.OrganizationID}
		entries, err := p.DB.Query(t.Context()).Audits().Find(inTheRecordOf, 100)
		if err != nil || len(entries) != free {
			t.Fatalf("%d entries, %v; want %d", len(entries), err, free)
		}
		for _, e := range entries {
			e.ID, e.CreatedAt = "", time.Time{}
			want := models.AuditEntry{Action: audit.SignIn, Outcome: models.AuditFailed, ActorKind: models.ActorNobody}
			if diff := cmp.Diff(want, e); diff != "" {
				t.Error(diff)
			}
		}
	})
}
